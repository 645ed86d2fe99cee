"""What reports print, read and shown again."""

from datetime import date, timedelta

import pytest

from inspections.deadlines import (
    DeadlineError,
    parse,
)

PUBLISHED = date(2024, 8, 30)


def read(wording, published_on=PUBLISHED):
    deadline = parse(wording, published_on=published_on)
    return deadline.wording, deadline.precision.value, deadline.last_day


def refusal(wording):
    with pytest.raises(DeadlineError) as error:
        parse(wording, published_on=PUBLISHED)
    return str(error.value)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("By 1 March 2025", date(2025, 3, 1)),
        ("By 1 September 2025", date(2025, 9, 1)),
        ("Not later than 31 March 2015", date(2015, 3, 31)),
        ("no later than 31 March 2015", date(2015, 3, 31)),
        ("by no later than 31 March 2015", date(2015, 3, 31)),
        ("before 1 April 2020", date(2020, 3, 31)),
        ("prior to 1 April 2020", date(2020, 3, 31)),
        ("on or before 1 April 2020", date(2020, 4, 1)),
        ("by 1st March 2025", date(2025, 3, 1)),
        ("by 2nd March 2025", date(2025, 3, 2)),
        ("by 3rd March 2025", date(2025, 3, 3)),
        ("by the 4th of March, 2025", date(2025, 3, 4)),
        ("By Saturday 1 March 2025", date(2025, 3, 1)),
        ("by Wednesday, 5 March 2025", date(2025, 3, 5)),
        ("by 29 February 2024", date(2024, 2, 29)),
        ("by 30 Sept. 2025", date(2025, 9, 30)),
        ("by 01/03/2025", date(2025, 3, 1)),
        ("by the end of 31 March 1999", date(1999, 3, 31)),
        ("by 1 March 2100", date(2100, 3, 1)),
    ],
)
def test_parse_reads_a_day(wording, last_day):
    assert read(wording) == (wording, "day", last_day)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("By February 2022", date(2022, 2, 28)),
        ("by the end of February 2024", date(2024, 2, 29)),
        ("by the end of March 2026", date(2026, 3, 31)),
        ("by end March 2026", date(2026, 3, 31)),
        ("by close of December 2026", date(2026, 12, 31)),
        ("no later than the end of June 2026", date(2026, 6, 30)),
        ("before April 2020", date(2020, 3, 31)),
        ("before the end of April 2020", date(2020, 4, 30)),
        ("before end April 2020", date(2020, 4, 30)),
        ("before the close of April 2020", date(2020, 4, 30)),
        ("before January 2026", date(2025, 12, 31)),
    ],
)
def test_parse_reads_a_month_as_its_last_day(wording, last_day):
    assert read(wording) == (wording, "month", last_day)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("by the end of quarter 2 2025", date(2025, 6, 30)),
        ("by quarter one 2025", date(2025, 3, 31)),
        ("by quarter two of 2025", date(2025, 6, 30)),
        ("by quarter three 2025", date(2025, 9, 30)),
        ("by quarter four 2025", date(2025, 12, 31)),
        ("by Q2 2025", date(2025, 6, 30)),
        ("by q 3, 2025", date(2025, 9, 30)),
        ("by Q4 2025", date(2025, 12, 31)),
        ("by the first quarter of 2025", date(2025, 3, 31)),
        ("by the end of the second quarter of 2025", date(2025, 6, 30)),
        ("by the third quarter of 2025", date(2025, 9, 30)),
        ("by the fourth quarter of 2025", date(2025, 12, 31)),
        ("before Q1 2026", date(2025, 12, 31)),
        ("before the end of Q1 2026", date(2026, 3, 31)),
    ],
)
def test_parse_reads_a_quarter_of_the_calendar_year(wording, last_day):
    assert read(wording) == (wording, "quarter", last_day)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("by Q1 2025/26", date(2025, 6, 30)),
        ("by the end of Q2 of the 2025/26 financial year", date(2025, 9, 30)),
        ("by the third quarter of financial year 2025/26", date(2025, 12, 31)),
        ("by Q4 2025-26", date(2026, 3, 31)),
    ],
)
def test_parse_reads_a_quarter_of_a_financial_year_from_april(wording, last_day):
    assert read(wording) == (wording, "quarter", last_day)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("by the end of 2025", date(2025, 12, 31)),
        ("by 2025", date(2025, 12, 31)),
        ("before 2026", date(2025, 12, 31)),
        ("before the end of 2025", date(2025, 12, 31)),
        ("by the end of the 2025/26 financial year", date(2026, 3, 31)),
        ("by the end of financial year 2025/2026", date(2026, 3, 31)),
        ("by the end of FY 2025-26", date(2026, 3, 31)),
        ("by the end of FY2025–26", date(2026, 3, 31)),
        ("by the end of 1999/00", date(2000, 3, 31)),
        ("before the 2025/26 financial year", date(2025, 3, 31)),
    ],
)
def test_parse_reads_a_year_as_its_last_day(wording, last_day):
    assert read(wording) == (wording, "year", last_day)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("within six months", date(2025, 2, 28)),
        ("within 3 months", date(2024, 11, 30)),
        ("within 12 weeks", date(2024, 11, 22)),
        ("within 90 days", date(2024, 11, 28)),
        ("within one year", date(2025, 8, 30)),
        ("within two years", date(2026, 8, 30)),
        ("within a week", date(2024, 9, 6)),
        ("within a month", date(2024, 9, 30)),
        ("within an calendar month", date(2024, 9, 30)),
        ("within nineteen days", date(2024, 9, 18)),
        ("within seventeen days", date(2024, 9, 16)),
        ("within twenty-eight days", date(2024, 9, 27)),
        ("within twenty eight days", date(2024, 9, 27)),
        ("within ninety days", date(2024, 11, 28)),
        ("within the next 18 months", date(2026, 2, 28)),
        ("within the first 999 days", date(2027, 5, 26)),
        ("within six months of publication", date(2025, 2, 28)),
        ("within six months of the date of publication of this report", date(2025, 2, 28)),
        ("within six months from the publication date", date(2025, 2, 28)),
        ("within six months of this report", date(2025, 2, 28)),
        ("within six months of this letter", date(2025, 2, 28)),
        ("within six months following publication", date(2025, 2, 28)),
        ("within the following six months", date(2025, 2, 28)),
        ("within six months of our inspection report being published", date(2025, 2, 28)),
        ("within six months after the report’s publication", date(2025, 2, 28)),
    ],
)
def test_parse_counts_a_period_from_publication(wording, last_day):
    assert read(wording) == (wording, "relative", last_day)


@pytest.mark.parametrize(
    "wording",
    [
        "within six months of the College’s guidance",
        "within six months of publication of the national guidance",
        "within six months of the report being received",
        "within six months from the letter’s arrival",
        "within 20 working days",
        "within 1 working day of publication",
    ],
)
def test_parse_leaves_a_period_open_when_it_does_not_count_days_from_publication(wording):
    assert read(wording) == (wording, "relative", None)


@pytest.mark.parametrize("wording", ["immediately", "Immediately", "With immediate effect"])
def test_parse_reads_immediately_as_the_day_of_publication(wording):
    assert read(wording) == (wording, "immediate", PUBLISHED)


@pytest.mark.parametrize(
    ("wording", "precision"),
    [("within six months", "relative"), ("immediately", "immediate"), ("with immediate effect", "immediate")],
)
def test_parse_keeps_the_precision_when_publication_is_unknown(wording, precision):
    assert read(wording, published_on=None) == (wording, precision, None)


def test_parse_reads_printed_dates_without_a_publication_day():
    assert read("By 1 March 2025", published_on=None) == ("By 1 March 2025", "day", date(2025, 3, 1))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("By 1 March 2025, the named forces should", ("By 1 March 2025", "day", date(2025, 3, 1))),
        ("Forces should, by February 2022, share", ("by February 2022", "month", date(2022, 2, 28))),
        ("Within six months the force should act.", ("Within six months", "relative", date(2025, 2, 28))),
        ("The plan (by the end of 2025) is due", ("by the end of 2025", "year", date(2025, 12, 31))),
        ("Forces should, no later than June 2025, share", ("no later than June 2025", "month", date(2025, 6, 30))),
        ("Forces should immediately onboard staff", ("immediately", "immediate", PUBLISHED)),
        ("The force should immediately stop", ("immediately", "immediate", PUBLISHED)),
        ("The force must, immediately, stop", ("immediately", "immediate", PUBLISHED)),
        ("Forces must with immediate effect stop", ("with immediate effect", "immediate", PUBLISHED)),
        (
            "Within six months of the review, the force should",
            ("Within six months of the review", "relative", None),
        ),
        (
            "Within six months of publication, by type, the force should",
            ("Within six months of publication", "relative", date(2025, 2, 28)),
        ),
    ],
)
def test_parse_finds_the_phrase_in_a_sentence(sentence, expected):
    assert read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "wording"),
    [
        ("By 1 March 2025 a plan and by 1 September 2025 the rest", "By 1 March 2025"),
        ("Within three months a plan and by 1 September 2025 the rest", "Within three months"),
        ("By the end of 2025 a plan, within three months a draft", "By the end of 2025"),
        ("The report of 3 May 2023 said: by June 2024", "by June 2024"),
        ("With immediate effect stop, and by June 2024 restart", "With immediate effect"),
    ],
)
def test_parse_takes_the_first_of_two_deadlines(sentence, wording):
    assert read(sentence)[0] == wording


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("1 March 2025", ("1 March 2025", "day", date(2025, 3, 1))),
        ("1 March 2025.", ("1 March 2025.", "day", date(2025, 3, 1))),
        ("01/03/2025", ("01/03/2025", "day", date(2025, 3, 1))),
        ("February 2022", ("February 2022", "month", date(2022, 2, 28))),
        ("Q2 2025", ("Q2 2025", "quarter", date(2025, 6, 30))),
        ("the end of 2025", ("the end of 2025", "year", date(2025, 12, 31))),
        ("2025/26", ("2025/26", "year", date(2026, 3, 31))),
    ],
)
def test_parse_accepts_a_bare_date_when_it_is_all_there_is(wording, expected):
    assert read(wording) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Improve the recording of crime",
        "We published this on 3 May 2023",
        "Make sure that officers immediately record what they find",
        "The report of March 2021, and nothing since",
        "nearby 1 March 2025",
        "nearby March 2025",
        "nearby Q2 2025",
        "nearby 2025",
        "Forces work therewithin six months",
        "It should bring down the number of days, weeks or months that a victim waits",
        "1 March 2025 was the day of our last visit",
    ],
)
def test_parse_finds_no_deadline(text):
    assert read(text) == ("", "none", None)


@pytest.mark.parametrize(
    "wording",
    [
        "by spring",
        "By early 2025",
        "by the end of March",
        "as soon as possible",
        "within a reasonable time",
        "by 2025 Q2",
        "by 2025 quarter 2",
        "within 3 daylight hours",
        "within 0 days",
        "within 1000 days",
        "when the system is replaced",
        "by 1 March 20255",
        "by 1 March 1825",
        "by 123 March 2025",
        "by 01/03/20255",
        "by 2025/267",
    ],
)
def test_parse_keeps_a_vague_wording_without_a_date(wording):
    assert read(wording) == (wording, "none", None)


@pytest.mark.parametrize("weekday", ["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"])
def test_parse_passes_over_the_weekday(weekday):
    assert read(f"by {weekday}day 4 March 2025")[1:] == ("day", date(2025, 3, 4))


@pytest.mark.parametrize("word", ["after", "before", "following", "on", "upon", "when", "if"])
def test_parse_takes_immediately_after_something_else_for_no_deadline(word):
    assert read(f"The force should immediately {word} an arrest record it") == ("", "none", None)


def test_parse_does_not_keep_a_whole_sentence_as_a_vague_wording():
    assert read("By spring, the force should have a plan") == ("", "none", None)
    assert read("In " + "x" * 60) == ("In " + "x" * 60, "none", None)
    assert read("In " + "x" * 61) == ("", "none", None)


@pytest.mark.parametrize(
    ("wording", "last_day"),
    [
        ("by\u00a01\u00a0March\u202f2025", date(2025, 3, 1)),
        ("BY 1 MARCH 2025", date(2025, 3, 1)),
        ("by 1\n  march 2025", date(2025, 3, 1)),
        ("WITHIN SIX\u00a0MONTHS", date(2025, 2, 28)),
        ("Within Twenty\u2011Eight Days", date(2024, 9, 27)),
        ("by the Second Quarter of 2025", date(2025, 6, 30)),
    ],
)
def test_parse_tolerates_case_and_non_breaking_characters(wording, last_day):
    deadline = parse(wording, published_on=PUBLISHED)
    assert (deadline.wording, deadline.last_day) == (wording, last_day)


def test_parse_drops_white_space_around_the_wording():
    assert read("  By February 2022 \n") == ("By February 2022", "month", date(2022, 2, 28))
    assert read(" by spring ")[0] == "by spring"


def test_parse_refuses_dates_that_do_not_exist():
    assert refusal("by 31 February 2025") == "There is no 31 February 2025. Check the day and the month."
    assert refusal("31 February 2025") == "There is no 31 February 2025. Check the day and the month."
    assert refusal("by 29 February 2025") == "There is no 29 February 2025. Check the day and the month."
    assert refusal("by 0 March 2025") == "There is no 0 March 2025. Check the day and the month."
    assert refusal("by 12/31/2025") == "There is no 12/31/2025. Check the day and the month."


def test_parse_refuses_a_fifth_quarter():
    assert refusal("by Q5 2025") == "There is no quarter 5. Enter a quarter from 1 to 4."
    assert refusal("by Q0 2025") == "There is no quarter 0. Enter a quarter from 1 to 4."


def test_parse_refuses_a_financial_year_that_skips():
    assert refusal("by 2025/27") == "2025/27 is not a financial year. Enter it like 2025/26."
    assert refusal("by 2008/08") == "2008/08 is not a financial year. Enter it like 2008/09."


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("January", 1),
        ("February", 2),
        ("March", 3),
        ("April", 4),
        ("May", 5),
        ("June", 6),
        ("July", 7),
        ("August", 8),
        ("September", 9),
        ("October", 10),
        ("November", 11),
        ("December", 12),
    ],
)
def test_parse_knows_every_month_in_full_and_in_short(month, number):
    assert read(f"by 5 {month} 2025")[2] == date(2025, number, 5)
    assert read(f"by 5 {month[:3]} 2025")[2] == date(2025, number, 5)


@pytest.mark.parametrize(
    ("wording", "days"),
    [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("thirteen", 13),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("eighteen", 18),
        ("twenty", 20),
        ("thirty", 30),
        ("forty-five", 45),
        ("fifty-six", 56),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty-four", 84),
    ],
)
def test_parse_counts_in_words(wording, days):
    assert read(f"within {wording} days")[2] == PUBLISHED + timedelta(days=days)
