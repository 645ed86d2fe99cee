"""The statutory clock: section 55 of the Police Act 1996, as amended in 2017."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Rule:
    in_force_from: date
    period_days: int


# Section 37 of the Policing and Crime Act 2017 inserted section 55(5A); S.I. 2017/399 set the day.
# What every installation starts with: a later rule is one more row of models.ResponseRule, and reports keep the rule of
# the day they were published (R61).
RULES = (Rule(in_force_from=date(2017, 5, 2), period_days=56),)


@dataclass(frozen=True)
class Clock:
    """The clock of one report as it stands `on` a day. The day of publication is day 1."""

    first_day: date
    last_day: date
    on: date

    @property
    def period_days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def day_number(self) -> int:
        """Zero or less while publication is still to come."""
        return (self.on - self.first_day).days + 1

    @property
    def days_left(self) -> int:
        """Days after this one; zero on the last day, negative once late."""
        return (self.last_day - self.on).days

    @property
    def is_late(self) -> bool:
        return self.on > self.last_day


class Outcome(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Verdict:
    """Whether the law was kept; `days_late` also counts while nothing is published yet."""

    outcome: Outcome
    days_late: int

    def __str__(self) -> str:
        late = f"{_days(self.days_late)} late"
        if self.outcome == Outcome.NOT_YET:
            return f"not yet published, {late}" if self.days_late else "not yet published"
        return late if self.days_late else "on time"


def statutory_clock(published_on: date | None, *, on: date, rules: tuple[Rule, ...] = RULES) -> Clock | None:
    """No clock without a day of publication (R3) or before the first rule (R4)."""
    if published_on is None:
        return None
    in_force = list(takewhile(lambda rule: rule.in_force_from <= published_on, rules))
    if not in_force:
        return None
    last_day = published_on + timedelta(days=in_force[-1].period_days - 1)
    return Clock(first_day=published_on, last_day=last_day, on=on)


def verdict(clock: Clock, published_response_on: date | None) -> Verdict:
    if published_response_on is None:
        return Verdict(Outcome.NOT_YET, max(0, -clock.days_left))
    return verdict_once_published(published_response_on, clock.last_day)


def verdict_once_published(published_on: date, last_day: date) -> Verdict:
    days_late = max(0, (published_on - last_day).days)
    return Verdict(Outcome.LATE if days_late else Outcome.ON_TIME, days_late)


def explained(clock: Clock) -> list[str]:
    """The arithmetic while the clock runs, a sentence a step (R101)."""
    return [*_counted(clock), _standing(clock)]


def accounted(clock: Clock) -> list[str]:
    """The arithmetic once the response is published, which `on` is the day of."""
    told = f"{_days(-clock.days_left)} late" if clock.is_late else "on time"
    day = f"{weekday_and_date(clock.on)}, day {clock.day_number}"
    return [*_counted(clock), f"The response was published on {day}: {told}."]


def _counted(clock: Clock) -> list[str]:
    period = clock.period_days
    return [
        f"Day 1 is {weekday_and_date(clock.first_day)}, the day the report was published.",
        f"The law gives {period} days, and the day of publication is the first of them.",
        f"Day {period} is {weekday_and_date(clock.last_day)}.",
        "The last day does not move for a weekend or a bank holiday.",
    ]


def local_day(at: datetime) -> date:
    """The civil day in the United Kingdom (R79). Raises ValueError on a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("A time without a zone has no civil day.")
    return at.astimezone(LONDON).date()


def _standing(clock: Clock) -> str:
    today = weekday_and_date(clock.on)
    if clock.day_number < 1:
        return f"The clock has not started: {today} is before publication."
    if clock.is_late:
        return f"{today} is day {clock.day_number}: {_days(-clock.days_left)} late."
    return f"{today} is day {clock.day_number}: {_days(clock.days_left)} left."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def weekday_and_date(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
