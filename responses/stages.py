"""The office's own plan for a response, counted back from the last lawful day (R101)."""

from calendar import SATURDAY
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from responses.clock import Clock, weekday_and_date
from responses.ladder import nearest_working_day

PLANNED_FOR_DAYS = 56  # the period that the days of STAGES belong to; another period scales them


@dataclass(frozen=True)
class Stage:
    """`days_before` the last day, of a period of 56 days."""

    key: str
    words: str
    days_before: int


INVITE, COMMENTS, DRAFT, APPROVAL, PUBLISH = STAGES = (
    Stage("invite", "Invite the chief officer to comment", 49),
    Stage("comments", "Receive the chief officer's comments", 21),
    Stage("draft", "Send the draft for review", 16),
    Stage("approval", "Approve the response", 9),
    Stage("publish", "Publish the response", 5),
)


class State(StrEnum):
    DONE = "done"
    LATE = "late"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Progress:
    """How far a response is; a day where one is recorded. What comes later includes what comes before."""

    invited_on: date | None = None
    comments_due_on: date | None = None
    comments_received_on: date | None = None
    has_comments: bool = False
    is_sent_for_review: bool = False
    is_approved: bool = False
    published_on: date | None = None


@dataclass(frozen=True)
class Planned:
    """One stage of one response. `day` is a working day, except where the office itself has set it."""

    stage: Stage
    day: date
    state: State
    done_on: date | None
    steps: tuple[str, ...]
    is_asked_for: bool  # the day is one that the chief officer was given

    @property
    def is_open(self) -> bool:
        return self.state != State.DONE


def plan(clock: Clock, progress: Progress, holidays: AbstractSet[date]) -> list[Planned]:
    """Every stage in order. The first open one is next, or late; one that a later stage has overtaken is done."""
    reached = _reached(progress)
    planned = []
    for place, stage in enumerate(STAGES):
        asked_for = progress.comments_due_on if stage == COMMENTS else None
        day, steps = _asked_for(asked_for) if asked_for else _counted_back(stage, clock, holidays)
        state = State.DONE if place < reached else _open(day, clock.on, is_next=place == reached)
        planned.append(Planned(stage, day, state, _done_on(stage, progress), steps, asked_for is not None))
    return planned


def next_open(planned: list[Planned]) -> Planned | None:
    return next((each for each in planned if each.is_open), None)


def _reached(progress: Progress) -> int:
    """How many stages are behind."""
    comments = progress.comments_received_on is not None or progress.has_comments
    done = [
        progress.published_on is not None,
        progress.is_approved,
        progress.is_sent_for_review,
        comments,
        progress.invited_on is not None,
    ]
    return len(done) - done.index(True) if True in done else 0


def _open(day: date, on: date, *, is_next: bool) -> State:
    if day < on:
        return State.LATE
    return State.NEXT if is_next else State.LATER


def _done_on(stage: Stage, progress: Progress) -> date | None:
    days = {INVITE: progress.invited_on, COMMENTS: progress.comments_received_on, PUBLISH: progress.published_on}
    return days.get(stage)


def _asked_for(day: date) -> tuple[date, tuple[str, ...]]:
    return day, (f"The chief officer was asked to comment by {weekday_and_date(day)}.",)


def _counted_back(stage: Stage, clock: Clock, holidays: AbstractSet[date]) -> tuple[date, tuple[str, ...]]:
    before = round(stage.days_before * clock.period_days / PLANNED_FOR_DAYS)
    counted = clock.last_day - timedelta(days=before)
    day = max(nearest_working_day(counted, holidays, by=-1), clock.first_day)
    return day, (
        f"The last day is {weekday_and_date(clock.last_day)}.",
        _counted(counted, before),
        *_moved(counted, day),
    )


def _counted(counted: date, before: int) -> str:
    return f"{before} day{'' if before == 1 else 's'} before it is {weekday_and_date(counted)}."


def _moved(counted: date, day: date) -> tuple[str, ...]:
    """Only our own plan moves; the last day does not."""
    if day == counted:
        return ()
    why = "a weekend" if counted.weekday() >= SATURDAY else "a bank holiday"
    if day > counted:
        return (f"That is {why}; no working day is left before it, so it is {weekday_and_date(day)}.",)
    return (f"That is {why}, so it is the working day before: {weekday_and_date(day)}.",)
