"""How deadlines are shown, explained and counted down to."""

from datetime import date

import pytest

from inspections.deadlines import (
    Deadline,
    Precision,
    days_left,
    explained,
    in_sentence,
    is_overdue,
    months_after,
    parse,
    shown,
)

PUBLISHED = date(2024, 8, 30)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("By 1 March 2025", "1 March 2025"),
        ("before 1 April 2020", "before 1 April 2020"),
        ("Prior to 1 April 2020", "before 1 April 2020"),
        ("on or before 1 April 2020", "1 April 2020"),
        ("By February 2022", "February 2022"),
        ("before the end of April 2020", "April 2020"),
        ("before January 2026", "before January 2026"),
        ("by Q1 2025", "January to March 2025"),
        ("by Q2 2025", "April to June 2025"),
        ("by Q4 2025", "October to December 2025"),
        ("before Q3 2025", "before July to September 2025"),
        ("by the end of 2025", "2025"),
        ("before 2026", "before 2026"),
        ("by the end of 1999/00", "the 1999/00 financial year"),
        ("by the end of FY 2025/26", "the 2025/26 financial year"),
        ("before FY 2025/26", "before the 2025/26 financial year"),
        ("Within six months", "within six months (by 28 February 2025)"),
        ("Within 20 working days", "within 20 working days (date not known)"),
        ("Immediately", "immediately (on 30 August 2024)"),
        ("With immediate effect", "with immediate effect (on 30 August 2024)"),
        ("By spring", "by spring (no exact date)"),
        ("", "No date set by the inspectorate"),
    ],
)
def test_shown_says_no_more_than_was_printed(wording, text):
    assert shown(parse(wording, published_on=PUBLISHED)) == text


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("By 1 March 2025", "by 1 March 2025"),
        ("before 1 April 2020", "before 1 April 2020"),
        ("By February 2022", "by the end of February 2022"),
        ("by Q2 2025", "by the end of June 2025"),
        ("by 2025", "by the end of 2025"),
        ("by 2025/26", "by the end of the 2025/26 financial year"),
        ("Within six months", "within six months (by 28 February 2025)"),
        ("Immediately", "immediately (on 30 August 2024)"),
        ("By spring", "by spring (no exact date)"),
        ("", "with no date set by the inspectorate"),
    ],
)
def test_in_sentence_follows_is_due(wording, text):
    assert in_sentence(parse(wording, published_on=PUBLISHED)) == text


def test_shown_says_that_a_relative_date_is_not_known_before_publication():
    assert shown(parse("Within six months", published_on=None)) == "within six months (date not known)"
    assert in_sentence(parse("Immediately", published_on=None)) == "immediately (date not known)"


def test_shown_needs_no_wording_for_a_day_we_set_ourselves():
    assert shown(Deadline("", Precision.DAY, date(2025, 3, 1))) == "1 March 2025"


def steps(wording, published_on=PUBLISHED):
    return explained(parse(wording, published_on=published_on), published_on=published_on)


def test_explained_unfolds_a_period():
    assert steps("Within 12 weeks") == [
        "The report was published on Friday 30 August 2024.",
        "“Within 12 weeks” counts from that day.",
        "The last day is Friday 22 November 2024.",
    ]


def test_explained_says_why_a_short_month_ends_the_period():
    assert steps("Within six months") == [
        "The report was published on Friday 30 August 2024.",
        "“Within six months” counts from that day.",
        "February 2025 has no day 30, so its last day counts.",
        "The last day is Friday 28 February 2025.",
    ]
    assert steps("within 1 year", date(2024, 2, 29))[2] == "February 2025 has no day 29, so its last day counts."


def test_explained_is_silent_about_short_months_when_the_day_exists():
    assert len(steps("within three months")) == 3


def test_explained_unfolds_immediately():
    assert steps("Immediately") == [
        "The report was published on Friday 30 August 2024.",
        "“Immediately” counts from that day.",
        "The last day is Friday 30 August 2024.",
    ]


def test_explained_has_nothing_to_add_to_what_is_printed_or_to_none():
    assert steps("By 1 March 2025") == []
    assert steps("By February 2022") == []
    assert steps("By spring") == []
    assert steps("Within six months", None) == []


def test_is_overdue_begins_the_day_after_the_last_day():
    assert not is_overdue(date(2025, 3, 1), date(2025, 3, 1))
    assert is_overdue(date(2025, 3, 1), date(2025, 3, 2))


def test_is_overdue_begins_after_a_printed_month():
    february = parse("By February 2022", published_on=None).last_day
    assert not is_overdue(february, date(2022, 2, 28))
    assert is_overdue(february, date(2022, 3, 1))


def test_is_overdue_never_begins_without_a_date():
    assert not is_overdue(None, date(2100, 1, 1))


def test_days_left_counts_down_through_zero():
    assert days_left(date(2025, 3, 1), date(2025, 2, 15)) == 14
    assert days_left(date(2025, 3, 1), date(2025, 3, 1)) == 0
    assert days_left(date(2025, 3, 1), date(2025, 3, 10)) == -9
    assert days_left(None, date(2025, 3, 1)) is None


def test_months_after_stops_at_the_end_of_a_shorter_month():
    assert months_after(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert months_after(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2024, 12, 15), 1) == date(2025, 1, 15)
    assert months_after(date(2024, 11, 15), 1) == date(2024, 12, 15)
    assert months_after(date(2025, 1, 31), 0) == date(2025, 1, 31)
    assert months_after(date(2025, 1, 31), -1) == date(2024, 12, 31)
