"""Queries that are put together once."""

from datetime import date
from threading import Thread

import pytest

from oversight.once import once
from responses.models import FollowUp
from tests import factories

DAY = date(2025, 3, 3)


@pytest.fixture
def build():
    made = []

    @once
    def overdue(on):
        made.append(on)
        return FollowUp.objects.overdue(on)

    overdue.made = made
    return overdue


@pytest.mark.django_db
def test_what_a_query_finds_is_found_anew_each_time(build):
    assert list(build(DAY)) == []

    follow_up = factories.make_follow_up(due_on=date(2025, 3, 1), due_source="office")

    assert list(build(DAY)) == [follow_up]
    assert build.made == [DAY]


def test_a_query_is_put_together_anew_for_another_day_and_in_another_thread(build):
    other = date(2025, 3, 4)
    first, _same, second = build(DAY), build(DAY), build(other)
    thread = Thread(target=build, args=[other])
    thread.start()
    thread.join()

    assert build.made == [DAY, other, other]
    assert ["2025-03-03" in str(rows.query) for rows in (first, second)] == [True, False]
