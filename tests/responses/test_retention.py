"""Periods run from the end of a financial year (R73)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.clock import LONDON
from responses.retention import kept_until, over_before

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("last_on", "years", "until"),
    [
        (date(2026, 3, 31), 6, date(2032, 3, 31)),
        (date(2026, 4, 1), 6, date(2033, 3, 31)),
        (date(2026, 12, 31), 1, date(2028, 3, 31)),
        (date(2024, 2, 29), 30, date(2054, 3, 31)),
    ],
)
def test_kept_until_counts_full_years_from_the_31_march_that_follows(last_on, years, until):
    assert kept_until(last_on, years) == until


@pytest.mark.parametrize(
    ("on", "before"),
    [
        (date(2033, 3, 31), datetime(2026, 4, 1, tzinfo=LONDON)),
        (date(2033, 4, 1), datetime(2027, 4, 1, tzinfo=LONDON)),
    ],
)
def test_over_before_moves_on_the_first_of_april(on, before):
    assert over_before(on, 6) == before


@given(last=DAYS, years=st.integers(1, 30), after=st.integers(0, 20_000))
def test_over_before_says_of_every_day_what_kept_until_says(last, years, after):
    on = last + timedelta(days=after)
    moment = datetime(last.year, last.month, last.day, 23, 59, tzinfo=LONDON)
    assert (moment < over_before(on, years)) == (kept_until(last, years) < on)
