"""The 56 days of section 55."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.clock import Outcome, Rule, Verdict, accounted, explained, local_day, statutory_clock, verdict

PUBLISHED = date(2024, 8, 30)
LAST_DAY = date(2024, 10, 24)
any_day = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
day_with_clock = st.dates(min_value=date(2017, 5, 2), max_value=date(2100, 12, 31))


def clock_on(on, published_on=PUBLISHED):
    return statutory_clock(published_on, on=on)


@pytest.mark.parametrize(
    ("published_on", "last_day"),
    [
        (date(2024, 8, 30), date(2024, 10, 24)),
        (date(2021, 2, 18), date(2021, 4, 14)),
        (date(2022, 11, 2), date(2022, 12, 27)),
        (date(2025, 7, 24), date(2025, 9, 17)),
        (date(2017, 5, 2), date(2017, 6, 26)),
    ],
)
def test_statutory_clock_ends_55_days_after_publication_whatever_the_weekday(published_on, last_day):
    clock = clock_on(published_on, published_on)
    assert (clock.first_day, clock.last_day) == (published_on, last_day)


@pytest.mark.parametrize(
    ("on", "day_number", "days_left", "is_late"),
    [
        (date(2024, 8, 29), 0, 56, False),
        (date(2024, 8, 30), 1, 55, False),
        (date(2024, 8, 31), 2, 54, False),
        (date(2024, 10, 23), 55, 1, False),
        (date(2024, 10, 24), 56, 0, False),
        (date(2024, 10, 25), 57, -1, True),
    ],
)
def test_statutory_clock_is_late_from_day_57(on, day_number, days_left, is_late):
    clock = clock_on(on)
    assert (clock.day_number, clock.days_left, clock.is_late) == (day_number, days_left, is_late)
    assert clock.period_days == 56


def test_statutory_clock_needs_a_day_of_publication():
    assert statutory_clock(None, on=PUBLISHED) is None


def test_statutory_clock_did_not_run_before_2_may_2017():
    assert clock_on(date(2024, 1, 1), date(2017, 5, 1)) is None


def test_statutory_clock_keeps_the_rule_in_force_at_publication():
    rules = (Rule(date(2017, 5, 2), 56), Rule(date(2027, 1, 1), 28))
    before = statutory_clock(date(2026, 12, 31), on=date(2027, 2, 1), rules=rules)
    after = statutory_clock(date(2027, 1, 1), on=date(2027, 2, 1), rules=rules)
    assert (before.period_days, before.last_day) == (56, date(2027, 2, 24))
    assert (after.period_days, after.last_day) == (28, date(2027, 1, 28))


@pytest.mark.parametrize(
    ("on", "published_response_on", "expected", "text"),
    [
        (date(2025, 1, 1), LAST_DAY, Verdict(Outcome.ON_TIME, 0), "on time"),
        (date(2025, 1, 1), PUBLISHED, Verdict(Outcome.ON_TIME, 0), "on time"),
        (date(2025, 1, 1), date(2024, 10, 25), Verdict(Outcome.LATE, 1), "1 day late"),
        (date(2025, 1, 1), date(2024, 10, 26), Verdict(Outcome.LATE, 2), "2 days late"),
        (LAST_DAY, None, Verdict(Outcome.NOT_YET, 0), "not yet published"),
        (date(2024, 10, 25), None, Verdict(Outcome.NOT_YET, 1), "not yet published, 1 day late"),
        (date(2024, 11, 3), None, Verdict(Outcome.NOT_YET, 10), "not yet published, 10 days late"),
    ],
)
def test_verdict_counts_from_the_last_day(on, published_response_on, expected, text):
    found = verdict(clock_on(on), published_response_on)
    assert found == expected
    assert str(found) == text


def test_explained_unfolds_the_arithmetic():
    assert explained(clock_on(date(2024, 10, 1))) == [
        "Day 1 is Friday 30 August 2024, the day the report was published.",
        "The law gives 56 days, and the day of publication is the first of them.",
        "Day 56 is Thursday 24 October 2024.",
        "The last day does not move for a weekend or a bank holiday.",
        "Tuesday 1 October 2024 is day 33: 23 days left.",
    ]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2024, 8, 29), "The clock has not started: Thursday 29 August 2024 is before publication."),
        (date(2024, 8, 30), "Friday 30 August 2024 is day 1: 55 days left."),
        (date(2024, 10, 23), "Wednesday 23 October 2024 is day 55: 1 day left."),
        (date(2024, 10, 24), "Thursday 24 October 2024 is day 56: 0 days left."),
        (date(2024, 10, 25), "Friday 25 October 2024 is day 57: 1 day late."),
        (date(2024, 10, 26), "Saturday 26 October 2024 is day 58: 2 days late."),
    ],
)
def test_explained_ends_with_where_the_clock_stands(on, sentence):
    assert explained(clock_on(on))[-1] == sentence


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (LAST_DAY, "The response was published on Thursday 24 October 2024, day 56: on time."),
        (date(2024, 10, 25), "The response was published on Friday 25 October 2024, day 57: 1 day late."),
    ],
)
def test_accounted_ends_with_the_day_of_the_response(on, sentence):
    assert accounted(clock_on(on)) == [*explained(clock_on(on))[:4], sentence]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2024, 8, 30, 22, 59, tzinfo=UTC), date(2024, 8, 30)),
        (datetime(2024, 8, 30, 23, 0, tzinfo=UTC), date(2024, 8, 31)),
        (datetime(2024, 12, 30, 23, 30, tzinfo=UTC), date(2024, 12, 30)),
        (datetime(2025, 3, 30, 23, 30, tzinfo=UTC), date(2025, 3, 31)),
        (datetime(2024, 8, 30, 23, 30, tzinfo=timezone(timedelta(hours=1))), date(2024, 8, 30)),
    ],
)
def test_local_day_is_the_day_in_london(at, day):
    assert local_day(at) == day


def test_local_day_refuses_a_time_without_a_zone():
    with pytest.raises(ValueError, match=r"^A time without a zone has no civil day\.$"):
        local_day(datetime(2024, 8, 30, 12))


@given(day_with_clock, st.integers(-100, 400))
def test_statutory_clock_day_number_and_days_left_add_up(published_on, days):
    on = published_on + timedelta(days=days)
    clock = clock_on(on, published_on)
    assert (clock.last_day - published_on).days == 55
    assert clock.day_number + clock.days_left == clock.period_days
    assert clock.is_late == (clock.day_number > 56)


@given(any_day, any_day)
def test_statutory_clock_runs_for_every_report_since_the_rule(published_on, on):
    assert (clock_on(on, published_on) is not None) == (published_on >= date(2017, 5, 2))


@given(day_with_clock, st.integers(0, 400))
def test_verdict_of_a_published_response_never_changes(published_on, days):
    response_on = published_on + timedelta(days=days)
    at_once = verdict(clock_on(response_on, published_on), response_on)
    years_later = verdict(clock_on(response_on + timedelta(days=1000), published_on), response_on)
    assert at_once == years_later == Verdict(Outcome.LATE if days > 55 else Outcome.ON_TIME, max(0, days - 55))
