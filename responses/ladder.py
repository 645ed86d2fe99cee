"""When reminders go out: steps before and after a due date, on working days."""

from calendar import SATURDAY
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from responses.clock import LONDON

SENT_AT = time(8, 0)
YEARS = range(1900, 2200)  # outside them a date is a slip, and may be too near the end of the calendar to count from


@dataclass(frozen=True)
class Ladder:
    """Days before the due date, then the day after it, then every `weeks_late` weeks it stays overdue."""

    days_before: tuple[int, ...]
    weeks_late: int = 12

    @property
    def rungs(self) -> tuple[int, ...]:
        """All steps as days left, least urgent first: 30, 7, 1, -1, -7, -14 …"""
        late = (-1, *(-7 * week for week in range(1, self.weeks_late + 1))) if self.weeks_late else ()
        return (*sorted(self.days_before, reverse=True), *late)


# Starting values of R23. Overdue letters stop after twelve weeks: by then it is a matter for a meeting.
RUNGS = {
    "recommendation": Ladder((90, 30, 14, 7, 1)),
    "clock": Ladder((28, 14, 7, 3, 1)),
    "comments": Ladder((14, 7, 3, 1)),
    "stage": Ladder((3,), weeks_late=0),  # one letter: the clock's own follow
    "evidence": Ladder((7, 3, 1)),
    "review": Ladder((14, 1)),
    "expiry": Ladder((30, 7, -1), weeks_late=0),  # of a file that something rests on: its report goes on
    "check": Ladder((7, 0), weeks_late=0),  # a check that is missed stays on My work
}


@dataclass(frozen=True)
class Step:
    """One reminder: `rung` is its stable number (days left, negative when overdue)."""

    rung: int
    falls_on: date
    send_on: date


def rung(days_left: int, ladder: Ladder) -> int | None:
    """The latest step reached by the calendar: 12 days left of 30/14/7 is 14, 9 days overdue is -7."""
    return min((step for step in ladder.rungs if step >= days_left), default=None)


def send_day(due_on: date, rung: int, holidays: AbstractSet[date]) -> date:
    """The working day of a step: the previous one (R25), but nothing is called overdue before it is."""
    falls_on = due_on - timedelta(days=rung)
    earlier = nearest_working_day(falls_on, holidays, by=-1)
    if rung < 0 and earlier <= due_on:
        return nearest_working_day(falls_on, holidays, by=1)
    return earlier


def steps(due_on: date | None, ladder: Ladder, holidays: AbstractSet[date]) -> list[Step]:
    """The whole ladder, least urgent first; of two steps on one working day the more urgent stays."""
    if due_on is None or due_on.year not in YEARS:
        return []
    by_day = {step.send_on: step for step in (_step(due_on, rung, holidays) for rung in ladder.rungs)}
    return list(by_day.values())


def latest_reached(due_on: date | None, on: date, ladder: Ladder, holidays: AbstractSet[date]) -> Step | None:
    """The one step owed by now: missed ones are caught up by the most urgent alone (R24)."""
    reached = [step for step in steps(due_on, ladder, holidays) if step.send_on <= on]
    return reached[-1] if reached else None


def upcoming(due_on: date | None, on: date, ladder: Ladder, holidays: AbstractSet[date]) -> list[Step]:
    """The steps still to come after `on`."""
    return [step for step in steps(due_on, ladder, holidays) if step.send_on > on]


def made_up_on(due_on: date, on: date, holidays: AbstractSet[date]) -> date:
    """The day for a letter that is owed `on` a day: a working one (R25), unless the deadline does not wait for it."""
    working_day = nearest_working_day(on, holidays, by=1)
    return on if on <= due_on < working_day else working_day


def due_at(day: date) -> datetime:
    """Eight in the morning in the United Kingdom, summer and winter."""
    return datetime.combine(day, SENT_AT, tzinfo=LONDON)


def _step(due_on: date, rung: int, holidays: AbstractSet[date]) -> Step:
    return Step(rung=rung, falls_on=due_on - timedelta(days=rung), send_on=send_day(due_on, rung, holidays))


def nearest_working_day(day: date, holidays: AbstractSet[date], *, by: int) -> date:
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=by)
    return day
