"""When a report wants something done: the printed wording, how precise it is, and the last day."""

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RELATIVE = "relative"
    IMMEDIATE = "immediate"
    NONE = "none"


COUNTED_FROM_PUBLICATION = {Precision.RELATIVE, Precision.IMMEDIATE}


@dataclass(frozen=True)
class Deadline:
    wording: str
    precision: Precision
    last_day: date | None

    def __str__(self) -> str:
        return shown(self)


class DeadlineError(ValueError):
    """A deadline that cannot be: worded for the person at the screen."""


def parse(wording: str, *, published_on: date | None) -> Deadline:
    """The first deadline in the text, in its own words; a date without "by" counts only if it is the whole text.

    Periods run from publication; "of" or "from" something else, or in working days, they have no last day here.
    Raises DeadlineError for a date that does not exist.
    """
    text = wording.strip()
    found = _first_phrase(text) or _bare_date(text)
    if found is None:
        return Deadline(text if VAGUE.fullmatch(text) else "", Precision.NONE, None)
    precision, match = found
    printed = match["phrase"] if match.string == text else text
    return Deadline(printed, precision, READERS[precision](match, published_on))


def parse_whole(wording: str) -> Deadline:
    """Where a deadline was asked for and nothing else: raises DeadlineError also where none is found."""
    deadline = parse(wording, published_on=None)
    if wording and not deadline.wording:
        raise DeadlineError("Enter a deadline like By 1 March 2025 or within six months.")
    return deadline


def shown(deadline: Deadline) -> str:
    """As a key fact: never more precise than printed (R18), a computed date marked as computed (R20)."""
    if deadline.last_day is None:
        return _shown_undated(deadline)
    if deadline.precision == Precision.RELATIVE:
        return f"{_lower_first(deadline.wording)} (by {_day(deadline.last_day)})"
    if deadline.precision == Precision.IMMEDIATE:
        return f"{_lower_first(deadline.wording)} (on {_day(deadline.last_day)})"
    if _is_before(deadline):
        return f"before {_period(deadline.precision, deadline.last_day + ONE_DAY)}"
    return _period(deadline.precision, deadline.last_day)


def in_sentence(deadline: Deadline) -> str:
    """For letters, after "is due": "by the end of February 2022" (R30)."""
    precision, last_day = deadline.precision, deadline.last_day
    if last_day is None and not deadline.wording:
        return "with no date set by the inspectorate"
    if last_day is None or precision in COUNTED_FROM_PUBLICATION or _is_before(deadline):
        return shown(deadline)
    if precision == Precision.DAY:
        return f"by {_day(last_day)}"
    if precision == Precision.QUARTER:
        return f"by the end of {last_day:%B %Y}"
    return f"by the end of {_period(precision, last_day)}"


def explained(deadline: Deadline, *, published_on: date | None) -> list[str]:
    """How the last day was worked out, a sentence a step (R101); of “February 2022” none is shown (R18)."""
    last_day, is_counted = deadline.last_day, deadline.precision in COUNTED_FROM_PUBLICATION
    if last_day is None or published_on is None or not is_counted:
        return []
    start = f"The report was published on {published_on:%A} {_day(published_on)}."
    end = f"The last day is {last_day:%A} {_day(last_day)}."
    return [start, f"“{deadline.wording}” counts from that day.", *_shortened(deadline, published_on), end]


def is_overdue(last_day: date | None, on: date) -> bool:
    """From the day after the last day (R19); without one, never (R21)."""
    return last_day is not None and on > last_day


def days_left(last_day: date | None, on: date) -> int | None:
    """Zero on the last day, negative when overdue."""
    return None if last_day is None else (last_day - on).days


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last: 31 August and six months is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# Reading. In the patterns a space stands for any white space, also a non-breaking one.

UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {"a": 1, "an": 1} | {
    word: number for number, word in enumerate(f"{UNITS} eighteen nineteen".split(), start=1)
}
NUMBERS |= {word: 10 * number for number, word in enumerate(TENS.split(), start=2)}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
MONTHS = {name[:3].lower(): number for number, name in enumerate(month_name) if name}

MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?P<year>(?:19|20|21)\d\d)(?!\d|[/–-]\d| q(?:\d|uarter))"
FINANCIAL_YEAR = (
    r"(?:financial year |fy |fy)?(?P<first>(?:19|20|21)\d\d)[/–-](?P<second>\d{4}|\d\d)(?![\d/–-])(?: financial year)?"
)
ANY_YEAR = rf"(?:{FINANCIAL_YEAR}|{YEAR})"
DAY = (
    r"(?P<date>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? "
    rf"{MONTH},? {YEAR}|(?P<numeric>\d{{1,2}}/\d{{1,2}}/(?:19|20|21)\d\d))(?!\w)"
)
QUARTER = (
    r"(?:(?:q|q |quarter )(?P<number>\d|one|two|three|four)|(?P<ordinal>first|second|third|fourth) quarter)"
    rf",?(?: of)? (?:the )?{ANY_YEAR}"
)
BY = r"(?P<preposition>on or before|(?:by )?(?:no|not) later than|by|before|prior to)"
END = r"(?P<end>(?:the )?(?:end|close) (?:of )?)?(?:the )?"

WORD = "|".join(NUMBERS)
COUNT = rf"(?P<count>[1-9]\d{{0,2}}|(?:{WORD})(?:(?: |[-‑])(?:{WORD}))?)"
UNIT = r"(?P<unit>(?:working )?days?|weeks?|(?:calendar )?months?|years?)\b"
REPORT = r"(?:this|the|our) (?:inspection )?(?:report|letter)"
PUBLICATION = (
    rf"(?:(?:the )?(?:date of )?(?:the )?publication(?: date)?(?: of {REPORT})?"
    rf"|(?:the date of )?{REPORT}(?: being published|['’]s publication)?)(?!\w| of | being |['’])"
)
PERIOD = (
    rf"within (?:the (?:next|first|following) )?{COUNT} {UNIT}"
    rf"(?: (?:of|from|after|following) (?:{PUBLICATION}|(?P<elsewhere>[^,.;:]+)))?"
)
AT_ONCE = (
    r"(?:(?:^|\b(?:should|must),? )(?=immediately)|\b(?=with))"
    r"(?P<phrase>immediately|with immediate effect)(?!\w| (?:after|before|following|on|upon|when|if)\b)"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)


PHRASES = {
    Precision.DAY: _compiled(rf"\b(?P<phrase>{BY} {END}{DAY})"),
    Precision.MONTH: _compiled(rf"\b(?P<phrase>{BY} {END}{MONTH},?(?: of)? {YEAR})"),
    Precision.QUARTER: _compiled(rf"\b(?P<phrase>{BY} {END}{QUARTER})"),
    Precision.YEAR: _compiled(rf"\b(?P<phrase>{BY} {END}{ANY_YEAR})"),
    Precision.RELATIVE: _compiled(rf"\b(?P<phrase>{PERIOD})"),
    Precision.IMMEDIATE: _compiled(AT_ONCE),
}
VAGUE = _compiled(rf"(?:{BY}|within|as soon as|when|in) [^,;:]{{1,60}}")
BEFORE = _compiled(r"(?:before|prior to) (?!(?:the )?(?:end|close) )")

type Found = tuple[Precision, re.Match[str]]


def _first_phrase(text: str) -> Found | None:
    found = [(precision, match) for precision, phrase in PHRASES.items() if (match := phrase.search(text))]
    return min(found, key=lambda found: found[1].start("phrase"), default=None)


def _bare_date(text: str) -> Found | None:
    found = _first_phrase(f"by {text.rstrip('.')}")
    return found if found and found[1]["phrase"] == found[1].string else None


def _last_of_day(match: re.Match[str], published_on: date | None) -> date:
    day = _read_date(match)
    return day - ONE_DAY if BEFORE.match(match["phrase"]) else day


def _read_date(match: re.Match[str]) -> date:
    try:
        if match["numeric"]:
            day, month, year = (int(part) for part in match["numeric"].split("/"))
            return date(year, month, day)
        return date(int(match["year"]), _month_number(match), int(match["day"]))
    except ValueError:
        raise DeadlineError(f"There is no {match['date']}. Check the day and the month.") from None


def _last_of_month(match: re.Match[str], published_on: date | None) -> date:
    return _last_of_period(match, date(int(match["year"]), _month_number(match), 1), months=1)


def _last_of_quarter(match: re.Match[str], published_on: date | None) -> date:
    """Of the calendar year, unless a financial year is named: quarter 1 of 2025/26 is April to June 2025."""
    printed = (match["number"] or match["ordinal"]).lower()
    quarter = ORDINALS.get(printed) or _number(printed)
    if quarter not in {1, 2, 3, 4}:
        raise DeadlineError(f"There is no quarter {quarter}. Enter a quarter from 1 to 4.")
    return _last_of_period(match, months_after(_start_of_year(match), 3 * (quarter - 1)), months=3)


def _last_of_year(match: re.Match[str], published_on: date | None) -> date:
    return _last_of_period(match, _start_of_year(match), months=12)


def _start_of_year(match: re.Match[str]) -> date:
    if match["year"]:
        return date(int(match["year"]), 1, 1)
    first, second = int(match["first"]), match["second"]
    if not str(first + 1).endswith(second):
        raise DeadlineError(f"{first}/{second} is not a financial year. Enter it like {first}/{(first + 1) % 100:02}.")
    return date(first, 4, 1)


def _last_of_period(match: re.Match[str], start: date, *, months: int) -> date:
    """ "Before April" ends with March; "before the end of April" is in April."""
    return (start if BEFORE.match(match["phrase"]) else months_after(start, months)) - ONE_DAY


def _last_of_count(match: re.Match[str], published_on: date | None) -> date | None:
    unit = match["unit"].lower()
    if published_on is None or match["elsewhere"] or unit.startswith("working"):
        return None
    count = _number(match["count"].lower())
    if unit.startswith("day"):
        return published_on + timedelta(days=count)
    if unit.startswith("week"):
        return published_on + timedelta(weeks=count)
    return months_after(published_on, count * 12 if unit.startswith("year") else count)


def _day_of_publication(match: re.Match[str], published_on: date | None) -> date | None:
    return published_on


READERS: dict[Precision, Callable[[re.Match[str], date | None], date | None]] = {
    Precision.DAY: _last_of_day,
    Precision.MONTH: _last_of_month,
    Precision.QUARTER: _last_of_quarter,
    Precision.YEAR: _last_of_year,
    Precision.RELATIVE: _last_of_count,
    Precision.IMMEDIATE: _day_of_publication,
}


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else sum(NUMBERS[word] for word in re.findall("[a-z]+", printed))


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"][:3].lower()]


# Showing.


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _period(precision: Precision, day: date) -> str:
    """The day, month, quarter or year that `day` begins or ends."""
    if precision == Precision.DAY:
        return _day(day)
    if precision == Precision.MONTH:
        return f"{day:%B %Y}"
    if precision == Precision.QUARTER:
        last_month = (day.month + 2) // 3 * 3
        return f"{month_name[last_month - 2]} to {month_name[last_month]} {day.year}"
    return _year(day)


def _year(day: date) -> str:
    """A financial year ends in March and begins in April; no calendar year does either."""
    if day.month not in {3, 4}:
        return str(day.year)
    first = months_after(day, -3).year
    return f"the {first}/{(first + 1) % 100:02} financial year"


def _shown_undated(deadline: Deadline) -> str:
    if not deadline.wording:
        return "No date set by the inspectorate"
    reason = "no exact date" if deadline.precision == Precision.NONE else "date not known"
    return f"{_lower_first(deadline.wording)} ({reason})"


def _is_before(deadline: Deadline) -> bool:
    return BEFORE.match(deadline.wording) is not None


def _shortened(deadline: Deadline, published_on: date) -> list[str]:
    last_day = deadline.last_day
    if last_day is None or not re.search("month|year", deadline.wording) or last_day.day == published_on.day:
        return []
    return [f"{last_day:%B %Y} has no day {published_on.day}, so its last day counts."]


def _lower_first(wording: str) -> str:
    return wording[:1].lower() + wording[1:]
