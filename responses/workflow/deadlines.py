"""What happens to a deadline: it is moved, or set where the inspectorate set none."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from inspections.deadlines import Deadline, Precision, shown
from oversight.accounts.models import User
from oversight.days import plain_date
from oversight.versions import StaleError
from responses.models import (
    DateChange,
    DeadlineRevision,
    DueSource,
    EventKind,
    FollowUp,
    Notice,
    NoticeKind,
)
from responses.models.event import Audience
from responses.workflow.follow_up import WrongStatusError, tell

NO_DEADLINE = Deadline("", Precision.NONE, None)


class SameDateError(Exception):
    """It stands there already."""


@dataclass(frozen=True)
class Target:
    """Where the date comes from: one with a day, or one without and the day to look at it again (R103)."""

    source: DueSource
    deadline: Deadline = NO_DEADLINE
    review_on: date | None = None


@dataclass(frozen=True)
class Why:
    """Who agreed to a move, when, and why (R22)."""

    reason: str
    agreed_by: str
    agreed_on: date


def seen(follow_up: FollowUp) -> str:
    """What a page shows of the date, sent back with its form: who moves it says what they saw."""
    return f"{follow_up.due_source} {follow_up.due_on or '-'} {follow_up.date_review_on or '-'}"


@transaction.atomic
def revise(
    follow_up: FollowUp, *, to: Target, why: Why, seen_before: str, submission_id: UUID, by: User, at: datetime
) -> DeadlineRevision:
    """Move the deadline; the same form twice gives the move that is there.

    Raises WrongStatusError, SameDateError and, where somebody else moved it meanwhile, StaleError.
    """
    current = locked(follow_up)
    made = DeadlineRevision.objects.filter(submission_id=submission_id).first()
    if made:
        return made
    if DateChange.objects.waiting().filter(follow_up=current).exists():
        raise WrongStatusError("The force has asked for another date. Decide on that instead.")
    if seen(current) != seen_before:
        raise StaleError(current)
    revision = move(current, to=to, why=why, submission_id=submission_id, by=by, at=at)
    follow_up.refresh_from_db()
    return revision


def locked(follow_up: FollowUp) -> FollowUp:
    """Two at once: the second sees what the first has done."""
    current = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    if not current.is_open:
        raise WrongStatusError(f"{follow_up.reference} is no longer open, so its deadline stays as it is.")
    return current


def move(
    current: FollowUp, *, to: Target, why: Why, submission_id: UUID, by: User, at: datetime, how: str = ""
) -> DeadlineRevision:
    """Of a locked follow-up. `how` ends the sentence: “, as the force asked”."""
    _check_moves(current, to)
    revision = DeadlineRevision.objects.create(
        follow_up=current,
        from_on=current.due_on,
        from_wording=current.due_wording,
        from_precision=current.due_precision,
        from_source=current.due_source,
        to_on=to.deadline.last_day,
        to_wording=to.deadline.wording,
        to_precision=to.deadline.precision,
        to_source=to.source,
        review_on=to.review_on,
        reason=why.reason,
        agreed_by=why.agreed_by,
        agreed_on=why.agreed_on,
        by=by,
        at=at,
        submission_id=submission_id,
    )
    kind = EventKind.REVISED if current.due_on and revision.to_on else EventKind.DATED
    sentence = f"{_sentence(current, to)}{how}"
    facts = {"detail": sentence, "reason": why.reason, "revision": revision, "audience": Audience.FORCE}
    _show(current, to, at=at)
    tell(current, kind, by=by, at=at, **facts)
    return revision


def _check_moves(current: FollowUp, to: Target) -> None:
    day = to.deadline.last_day
    if day == current.due_on and (day or (to.source, to.review_on) == (current.due_source, current.date_review_on)):
        raise SameDateError("That is what it says already. Enter another date.")


def _show(current: FollowUp, to: Target, *, at: datetime) -> None:
    FollowUp.objects.filter(pk=current.pk).update(
        due_on=to.deadline.last_day,
        due_wording=to.deadline.wording,
        due_precision=to.deadline.precision,
        due_source=to.source,
        date_review_on=to.review_on,
        touched_at=at,
        version=F("version") + 1,
    )
    for person in [current.lead] if current.lead and to.deadline.last_day else []:
        Notice.objects.owe(NoticeKind.DEADLINE_MOVED, to=person, follow_up=current, at=at)


def _sentence(current: FollowUp, to: Target) -> str:
    if to.deadline.last_day:
        was = f"from {shown(current.deadline)} to " if current.due_on else "no day was set before; now "
        return was + shown(to.deadline)
    words = {DueSource.ALIGNED: "aligned to the next inspection", DueSource.NONE: "no date for now"}
    again = f"to be looked at again on {plain_date(to.review_on)}" if to.review_on else ""
    was = f"was {shown(current.deadline)}; now " if current.due_on else ""
    return f"{was}{words.get(to.source, 'no exact date')}, {again}"
