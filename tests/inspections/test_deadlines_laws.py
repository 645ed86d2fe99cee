"""What holds for every deadline, whatever its wording."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.deadlines import (
    Deadline,
    DeadlineError,
    Precision,
    months_after,
    parse,
    shown,
)

PUBLISHED = date(2024, 8, 30)
any_day = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@given(any_day)
def test_parse_reads_back_every_day_that_shown_writes(day):
    text = shown(Deadline("", Precision.DAY, day))
    assert parse(f"By {text}", published_on=None) == Deadline(f"By {text}", Precision.DAY, day)
    assert parse(f"before {text}", published_on=None).last_day == day - timedelta(days=1)


@given(any_day)
def test_parse_puts_the_end_of_a_month_just_before_the_next(day):
    last_day = parse(f"by {day:%B %Y}", published_on=None).last_day
    assert day <= last_day
    assert (last_day.year, last_day.month) == (day.year, day.month)
    assert (last_day + timedelta(days=1)).day == 1


@given(any_day, st.sampled_from(["by Q1 {}", "by Q3 {}", "by {}", "by June {}"]))
def test_parse_of_before_a_period_is_the_day_before_it_begins(day, wording):
    whole = parse(wording.format(day.year), published_on=None)
    before = parse(whole.wording.replace("by", "before"), published_on=None)
    months = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}[whole.precision]
    assert months_after(before.last_day + timedelta(days=1), months) == whole.last_day + timedelta(days=1)


@given(any_day, st.integers(1, 999), st.sampled_from(["day", "week", "month", "year"]))
def test_parse_never_counts_a_period_back_from_publication(published_on, count, unit):
    deadline = parse(f"within {count} {unit}s", published_on=published_on)
    assert deadline.precision == Precision.RELATIVE
    assert deadline.last_day > published_on
    assert deadline.last_day <= published_on + timedelta(days=366 * count)


@given(any_day, st.integers(1, 120))
def test_months_after_keeps_the_day_or_takes_the_last(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


PARTS = (
    "by before within the end of 31 1st march february 2025 2025/26 2025/28 q2 q9 six months immediately , . of report"
)


def read_or_refused(text, published_on):
    try:
        return parse(text, published_on=published_on)
    except DeadlineError:
        return None


@given(st.lists(st.sampled_from(PARTS.split()), max_size=9), any_day)
def test_parse_reads_its_own_wording_the_same_way(words, published_on):
    deadline = read_or_refused(" ".join(words), published_on)
    if deadline:
        assert parse(deadline.wording, published_on=published_on) == deadline


@given(st.text(max_size=200))
def test_parse_keeps_only_words_that_were_printed(text):
    deadline = read_or_refused(text, PUBLISHED)
    assert deadline is None or deadline.wording in text


@pytest.mark.parametrize("wording", ["By 1/1/0001", "before 1/1/0001", "by 31/12/9999"])
def test_parse_reads_no_date_of_another_age(wording):
    assert parse(wording, published_on=None).last_day is None
