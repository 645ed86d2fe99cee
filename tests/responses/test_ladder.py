"""The days on which reminders go out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.holidays import bank_holidays
from responses.ladder import RUNGS, Ladder, Step, due_at, latest_reached, made_up_on, rung, send_day, steps, upcoming

SATURDAY_1_MARCH = date(2025, 3, 1)
MONTHLY = RUNGS["recommendation"]
SHORT = Ladder((7, 1), weeks_late=2)
any_day = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
any_ladder = st.sampled_from([*RUNGS.values(), SHORT, Ladder((1,), weeks_late=0), Ladder((3, 2, 1), weeks_late=1)])
any_holidays = st.frozensets(st.integers(-100, 100), max_size=40)


def sent(found):
    return [(step.rung, step.send_on) for step in found]


@pytest.mark.parametrize(
    ("kind", "rungs"),
    [
        ("recommendation", (90, 30, 14, 7, 1)),
        ("clock", (28, 14, 7, 3, 1)),
        ("comments", (14, 7, 3, 1)),
        ("evidence", (7, 3, 1)),
        ("review", (14, 1)),
    ],
)
def test_rungs_run_down_to_the_day_before_then_weekly_for_twelve_weeks(kind, rungs):
    late = (-1, -7, -14, -21, -28, -35, -42, -49, -56, -63, -70, -77, -84)
    assert RUNGS[kind].rungs == rungs + late


def test_rungs_are_sorted_whatever_order_they_are_given_in():
    assert Ladder((1, 7, 3), weeks_late=1).rungs == (7, 3, 1, -1, -7)


def test_rungs_end_before_the_due_date_when_nothing_is_said_about_lateness():
    assert Ladder((7, 1), weeks_late=0).rungs == (7, 1)


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (91, None),
        (90, 90),
        (89, 90),
        (31, 90),
        (30, 30),
        (12, 14),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 1),
        (-1, -1),
        (-6, -1),
        (-7, -7),
        (-9, -7),
        (-84, -84),
        (-1000, -84),
    ],
)
def test_rung_is_the_latest_step_reached(days_left, expected):
    assert rung(days_left, MONTHLY) == expected


@pytest.mark.parametrize(
    ("step", "day"),
    [
        (90, date(2024, 11, 29)),  # Sunday 1 December 2024
        (30, date(2025, 1, 30)),
        (14, date(2025, 2, 14)),
        (7, date(2025, 2, 21)),
        (1, date(2025, 2, 28)),
        (-1, date(2025, 3, 3)),
        (-7, date(2025, 3, 7)),
        (-14, date(2025, 3, 14)),
    ],
)
def test_send_day_avoids_weekends_around_saturday_1_march_2025(step, day):
    assert send_day(SATURDAY_1_MARCH, step, bank_holidays()) == day


@pytest.mark.parametrize(
    ("due_on", "step", "day"),
    [
        (date(2024, 12, 27), 1, date(2024, 12, 24)),  # 26 and 25 December
        (date(2025, 1, 2), 7, date(2024, 12, 24)),
        (date(2025, 1, 2), 1, date(2024, 12, 31)),
        (date(2026, 12, 29), 1, date(2026, 12, 24)),  # Boxing Day on a Saturday is kept on Monday 28th
        (date(2025, 4, 22), 1, date(2025, 4, 17)),  # Easter Monday back to Maundy Thursday
        (date(2025, 4, 28), 7, date(2025, 4, 17)),
        (date(2025, 5, 6), 1, date(2025, 5, 2)),
    ],
)
def test_send_day_moves_back_over_christmas_and_easter(due_on, step, day):
    assert send_day(due_on, step, bank_holidays()) == day


@pytest.mark.parametrize(
    ("due_on", "day"),
    [
        (date(2025, 1, 31), date(2025, 2, 3)),  # Friday: not on the Friday itself
        (date(2025, 2, 1), date(2025, 2, 3)),
        (date(2025, 2, 2), date(2025, 2, 3)),
        (date(2025, 2, 3), date(2025, 2, 4)),
        (date(2025, 4, 17), date(2025, 4, 22)),  # Maundy Thursday
        (date(2024, 12, 24), date(2024, 12, 27)),
    ],
)
def test_send_day_calls_nothing_overdue_before_it_is(due_on, day):
    assert send_day(due_on, -1, bank_holidays()) == day


def test_send_day_of_the_due_day_itself_moves_back():
    assert send_day(SATURDAY_1_MARCH, 0, bank_holidays()) == date(2025, 2, 28)


def test_send_day_moves_for_a_holiday_that_is_added():
    assert send_day(date(2025, 6, 13), 1, frozenset()) == date(2025, 6, 12)
    assert send_day(date(2025, 6, 13), 1, {date(2025, 6, 12)}) == date(2025, 6, 11)


def test_steps_lists_the_whole_ladder_with_the_days_it_moved_from():
    assert steps(SATURDAY_1_MARCH, SHORT, bank_holidays()) == [
        Step(7, falls_on=date(2025, 2, 22), send_on=date(2025, 2, 21)),
        Step(1, falls_on=date(2025, 2, 28), send_on=date(2025, 2, 28)),
        Step(-1, falls_on=date(2025, 3, 2), send_on=date(2025, 3, 3)),
        Step(-7, falls_on=date(2025, 3, 8), send_on=date(2025, 3, 7)),
        Step(-14, falls_on=date(2025, 3, 15), send_on=date(2025, 3, 14)),
    ]


def test_steps_on_one_working_day_collapse_to_the_most_urgent():
    monday = date(2025, 2, 10)  # 3 days before is Friday, 1 day before is Sunday
    assert sent(steps(monday, Ladder((7, 3, 1), weeks_late=0), frozenset())) == [
        (7, date(2025, 2, 3)),
        (1, date(2025, 2, 7)),
    ]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 11, 28), None),
        (date(2024, 11, 29), 90),
        (date(2025, 1, 29), 90),
        (date(2025, 1, 30), 30),
        (date(2025, 2, 13), 30),
        (date(2025, 2, 14), 14),
        (date(2025, 2, 21), 7),
        (date(2025, 2, 27), 7),
        (date(2025, 2, 28), 1),
        (date(2025, 3, 2), 1),
        (date(2025, 3, 3), -1),
        (date(2025, 3, 7), -7),
        (date(2025, 5, 23), -84),
        (date(2030, 1, 1), -84),
    ],
)
def test_latest_reached_is_the_most_urgent_step_not_after_today(on, expected):
    step = latest_reached(SATURDAY_1_MARCH, on, MONTHLY, bank_holidays())
    assert (step and step.rung) == expected


def test_latest_reached_catches_up_once_after_three_weeks_without_a_worker():
    step = latest_reached(SATURDAY_1_MARCH, date(2025, 2, 24), MONTHLY, bank_holidays())
    assert step == Step(7, falls_on=date(2025, 2, 22), send_on=date(2025, 2, 21))


def test_nothing_is_owed_without_a_due_date():
    assert latest_reached(None, SATURDAY_1_MARCH, MONTHLY, bank_holidays()) is None
    assert upcoming(None, SATURDAY_1_MARCH, MONTHLY, bank_holidays()) == []
    assert steps(None, MONTHLY, bank_holidays()) == []


@pytest.mark.parametrize("slip", [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_nothing_is_owed_for_a_year_that_is_a_slip(slip):
    assert steps(slip, MONTHLY, bank_holidays()) == []


def test_upcoming_lists_the_steps_after_today():
    assert sent(upcoming(SATURDAY_1_MARCH, date(2025, 2, 28), SHORT, bank_holidays())) == [
        (-1, date(2025, 3, 3)),
        (-7, date(2025, 3, 7)),
        (-14, date(2025, 3, 14)),
    ]
    assert sent(upcoming(SATURDAY_1_MARCH, date(2025, 2, 27), SHORT, bank_holidays()))[0] == (1, date(2025, 2, 28))


@pytest.mark.parametrize(
    ("due_on", "on", "day"),
    [
        (date(2025, 3, 7), date(2025, 2, 28), date(2025, 2, 28)),  # a Friday
        (date(2025, 3, 7), date(2025, 3, 1), date(2025, 3, 3)),
        (date(2025, 3, 3), date(2025, 3, 1), date(2025, 3, 3)),
        (date(2025, 3, 2), date(2025, 3, 1), date(2025, 3, 1)),
        (date(2025, 3, 1), date(2025, 3, 1), date(2025, 3, 1)),
        (date(2025, 2, 21), date(2025, 3, 1), date(2025, 3, 3)),
        (date(2025, 4, 30), date(2025, 4, 18), date(2025, 4, 22)),  # Good Friday to the Tuesday after Easter
    ],
)
def test_made_up_on_waits_for_a_working_day_unless_the_deadline_comes_first(due_on, on, day):
    assert made_up_on(due_on, on, bank_holidays()) == day


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2025, 1, 30), 8),
        (date(2025, 3, 29), 8),
        (date(2025, 3, 30), 7),
        (date(2025, 7, 1), 7),
        (date(2025, 10, 25), 7),
        (date(2025, 10, 26), 8),
    ],
)
def test_due_at_is_eight_in_london_summer_and_winter(day, hour):
    assert due_at(day).astimezone(UTC) == datetime.combine(day, time(hour), tzinfo=UTC)


def around(due_on, offsets):
    return {due_on + timedelta(days=offset) for offset in offsets}


def is_working(day, holidays):
    return day.weekday() < 5 and day not in holidays


@given(any_day, any_ladder, any_holidays)
def test_steps_go_out_on_working_days_in_order_and_once_a_day(due_on, ladder, offsets):
    holidays = around(due_on, offsets)
    days = [step.send_on for step in steps(due_on, ladder, holidays)]
    assert all(is_working(day, holidays) for day in days)
    assert days == sorted(set(days))


@given(any_day, any_ladder, any_holidays)
def test_steps_never_come_late_and_never_call_an_open_day_overdue(due_on, ladder, offsets):
    for step in steps(due_on, ladder, around(due_on, offsets)):
        assert step.falls_on == due_on - timedelta(days=step.rung)
        assert step.send_on > due_on if step.rung < 0 else step.send_on <= step.falls_on


@given(any_day, any_ladder, any_holidays)
def test_steps_move_over_days_off_only(due_on, ladder, offsets):
    holidays = around(due_on, offsets)
    for step in steps(due_on, ladder, holidays):
        between = sorted([step.falls_on, step.send_on])
        days = [between[0] + timedelta(days=n) for n in range((between[1] - between[0]).days + 1)]
        assert not any(is_working(day, holidays) for day in days if day != step.send_on)


@given(any_day, st.integers(-150, 150), any_ladder, any_holidays)
def test_latest_reached_and_upcoming_part_the_ladder(due_on, offset, ladder, offsets):
    on, holidays = due_on + timedelta(days=offset), around(due_on, offsets)
    whole = steps(due_on, ladder, holidays)
    later = upcoming(due_on, on, ladder, holidays)
    reached = whole[: len(whole) - len(later)]
    assert whole == reached + later
    assert latest_reached(due_on, on, ladder, holidays) == (reached[-1] if reached else None)


@given(any_day, any_ladder, st.sets(st.integers(-120, 120)))
def test_a_scheduler_that_runs_on_any_days_sends_each_step_at_most_once_and_urgency_only_rises(due_on, ladder, ticks):
    seen = [latest_reached(due_on, due_on + timedelta(days=tick), ladder, frozenset()) for tick in sorted(ticks)]
    rungs = [step.rung for step in seen if step]
    assert rungs == sorted(rungs, reverse=True)


@given(st.integers(-400, 400), any_ladder)
def test_rung_is_reached_and_the_next_one_is_not(days_left, ladder):
    found = rung(days_left, ladder)
    reached = [step for step in ladder.rungs if step >= days_left]
    assert found == (reached[-1] if reached else None)


@given(any_day)
def test_due_at_keeps_the_civil_day(day):
    assert due_at(day).date() == day
    assert due_at(day).astimezone(UTC).date() == day
