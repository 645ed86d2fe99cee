"""The plan of a response, counted back from its last lawful day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.holidays import bank_holidays
from responses.clock import Rule, statutory_clock
from responses.stages import STAGES, Progress, State, next_open, plan

PUBLISHED = date(2024, 8, 30)
ON = date(2024, 9, 10)
DONE, LATE, NEXT, LATER = State.DONE, State.LATE, State.NEXT, State.LATER


def planned(on=ON, report_on=PUBLISHED, period=56, holidays=frozenset(), **progress):
    clock = statutory_clock(report_on, on=on, rules=(Rule(date(2017, 5, 2), period),))
    return plan(clock, Progress(**progress), holidays)


def states(rows):
    return [row.state for row in rows]


def test_plan_counts_back_from_the_last_day():
    assert [(row.stage.key, row.day) for row in planned()] == [
        ("invite", date(2024, 9, 5)),
        ("comments", date(2024, 10, 3)),
        ("draft", date(2024, 10, 8)),
        ("approval", date(2024, 10, 15)),
        ("publish", date(2024, 10, 18)),  # 19 October is a Saturday
    ]


def test_plan_moves_before_a_bank_holiday_but_never_the_last_day():
    late_december = planned(report_on=date(2022, 11, 2), holidays=bank_holidays())

    # 5 days before Tuesday 27 December 2022, which is itself a bank holiday
    assert late_december[-1].day == date(2022, 12, 22)
    assert late_december[-1].steps[0] == "The last day is Tuesday 27 December 2022."
    assert planned(report_on=date(2022, 11, 6), holidays=bank_holidays())[-1].steps == (
        "The last day is Saturday 31 December 2022.",
        "5 days before it is Monday 26 December 2022.",
        "That is a bank holiday, so it is the working day before: Friday 23 December 2022.",
    )


def test_plan_unfolds_the_arithmetic_of_each_day():
    rows = planned()

    assert rows[0].steps == (
        "The last day is Thursday 24 October 2024.",
        "49 days before it is Thursday 5 September 2024.",
    )
    assert rows[4].steps == (
        "The last day is Thursday 24 October 2024.",
        "5 days before it is Saturday 19 October 2024.",
        "That is a weekend, so it is the working day before: Friday 18 October 2024.",
    )


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        ({}, [LATE, LATER, LATER, LATER, LATER]),
        ({"invited_on": ON}, [DONE, NEXT, LATER, LATER, LATER]),
        ({"comments_received_on": ON}, [DONE, DONE, NEXT, LATER, LATER]),
        ({"has_comments": True}, [DONE, DONE, NEXT, LATER, LATER]),
        ({"is_sent_for_review": True}, [DONE, DONE, DONE, NEXT, LATER]),
        ({"is_sent_for_review": True, "is_approved": True}, [DONE, DONE, DONE, DONE, NEXT]),
        ({"published_on": ON}, [DONE, DONE, DONE, DONE, DONE]),
    ],
)
def test_plan_says_what_is_done_what_is_next_and_what_is_late(progress, expected):
    assert states(planned(**progress)) == expected


def test_a_stage_is_late_from_the_day_after_its_day():
    invite = date(2024, 9, 5)

    assert states(planned(on=invite))[0] == NEXT
    assert states(planned(on=invite + timedelta(days=1)))[0] == LATE
    assert states(planned(on=date(2024, 10, 9))) == [LATE, LATE, LATE, LATER, LATER]


def test_the_comments_are_due_when_the_chief_officer_was_told():
    comments = planned(invited_on=ON, comments_due_on=date(2024, 9, 28))[1]

    assert comments.day == date(2024, 9, 28)  # a Saturday: what the office has set does not move
    assert comments.steps == ("The chief officer was asked to comment by Saturday 28 September 2024.",)


def test_plan_keeps_the_days_that_are_recorded():
    rows = planned(invited_on=ON, comments_received_on=date(2024, 9, 20), published_on=date(2024, 10, 1))

    assert [row.done_on for row in rows] == [ON, date(2024, 9, 20), None, None, date(2024, 10, 1)]


def test_next_open_is_the_first_that_is_not_done():
    assert next_open(planned(invited_on=ON)).stage.key == "comments"
    assert next_open(planned(published_on=ON)) is None


def test_plan_of_a_shorter_period_keeps_its_proportions():
    rows = planned(period=28)  # to 26 September 2024

    assert [row.day for row in rows] == [
        date(2024, 9, 2),
        date(2024, 9, 16),
        date(2024, 9, 18),
        date(2024, 9, 20),  # 4.5 days before, to the even number, is Sunday 22 September
        date(2024, 9, 24),
    ]


def test_plan_does_not_begin_before_the_report():
    first = planned(report_on=date(2024, 9, 1), period=7)[0]  # a Sunday

    assert first.day == date(2024, 9, 1)
    assert first.steps == (
        "The last day is Saturday 7 September 2024.",
        "6 days before it is Sunday 1 September 2024.",
    )


@given(st.dates(date(2017, 5, 2), date(2100, 1, 1)), st.integers(1, 200))
def test_plan_is_in_order_on_working_days_within_the_clock(published_on, period):
    rows = planned(on=published_on, report_on=published_on, period=period)
    days = [row.day for row in rows]

    assert days == sorted(days)
    assert all(published_on <= day <= published_on + timedelta(days=period - 1) for day in days)
    assert all(day.weekday() < 5 or day == published_on for day in days)
    assert len(rows) == len(STAGES)
