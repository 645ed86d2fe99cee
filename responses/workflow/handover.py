"""An office offers to hand over; its successor confirms, and all of it moves, or refuses (R56)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from oversight.accounts.models import Role, User
from oversight.bodies.models import PolicingBody, Succession
from responses import moving
from responses.models import Handover, HandoverStatus, Notice, NoticeKind, NoticeStatus
from responses.moving import Plan
from responses.workflow import succession
from responses.workflow.succession import CannotMoveError

WAITS = "Your office has offered to hand over already: withdraw that first."
CHANGED = "Something has changed since you saw this page. Look at it again."


@transaction.atomic
def prepare(plan: Plan, *, reason: str, seen: str, submission_id: UUID, by: User, at: datetime) -> Handover:
    """Nothing moves yet; the same page sent twice is one offer. `seen` is what its preview showed.

    Raises CannotMoveError.
    """
    succession.lock(plan.predecessor, plan.successor)
    prepared = Handover.objects.filter(submission_id=submission_id).first()
    if prepared:
        return prepared
    waiting = Handover.objects.waiting().filter(predecessor=plan.predecessor).exists()
    succession.refuse([WAITS] if waiting else moving.obstacles(plan))
    succession.refuse([CHANGED] if seen != moving.seen(plan) else [])
    sides = {"predecessor": plan.predecessor, "successor": plan.successor, "since": plan.since}
    facts = {"reason": reason, "prepared_by": by, "prepared_at": at, "submission_id": submission_id}
    handover = Handover.objects.create(**sides, **facts)
    handover.people.set(moving.MOVES[User](plan))
    _write(NoticeKind.HANDOVER_ASKED, handover, administrators(plan.successor), at=at)
    return handover


@transaction.atomic
def confirm(handover: Handover, *, seen: str, by: User | None, at: datetime) -> Succession:
    """Everything moves. `by` nobody: whoever runs the portal, for an office that has no administrator yet.

    Raises CannotMoveError.
    """
    done = succession.hand_over(
        moving.plan_of(handover),
        reason=handover.reason,
        seen=seen,
        submission_id=handover.submission_id,
        by=by or handover.prepared_by,
        at=at,
    )
    handover.refresh_from_db()
    if handover.succession_id is None or handover.decided_by != by:  # else the same button pressed twice
        _decide(handover, HandoverStatus.CONFIRMED, by=by, at=at, succession=done)
    return done


@transaction.atomic
def refuse(handover: Handover, *, reason: str, by: User, at: datetime) -> None:
    """Nothing moves. Raises CannotMoveError."""
    _decide(handover, HandoverStatus.REFUSED, by=by, at=at, decision_reason=reason)


@transaction.atomic
def withdraw(handover: Handover, *, reason: str, by: User, at: datetime) -> None:
    """By who offered it. Raises CannotMoveError."""
    _decide(handover, HandoverStatus.WITHDRAWN, by=by, at=at, decision_reason=reason)


def administrators(office: PolicingBody) -> QuerySet[User]:
    return User.objects.active().filter(policing_body=office, role=Role.ADMINISTRATOR).order_by("pk")


def _asked(handover: Handover) -> QuerySet[User]:
    """Whom a letter has told of the offer, or may be telling now."""
    told = [NoticeStatus.SENT, NoticeStatus.SENDING, NoticeStatus.IN_DOUBT]
    letters = Notice.objects.filter(handover=handover, kind=NoticeKind.HANDOVER_ASKED, status__in=told)
    return administrators(handover.successor).filter(pk__in=letters.values("recipient"))


def _decide(handover: Handover, to: HandoverStatus, *, by: User | None, at: datetime, **facts: object) -> None:
    # Checking and changing in one statement: of two who decide at once the second is told.
    waiting = Handover.objects.waiting().filter(pk=handover.pk)
    if not waiting.update(status=to, decided_by=by, decided_at=at, **facts):
        now = Handover.objects.get(pk=handover.pk)
        raise CannotMoveError([f"Somebody else was first: the handover is {now.get_status_display().lower()}."])
    to_whom = _asked(handover) if to == HandoverStatus.WITHDRAWN else [handover.prepared_by]
    _write(NoticeKind.HANDOVER_DECIDED, handover, to_whom, at=at)
    handover.refresh_from_db()


def _write(kind: NoticeKind, handover: Handover, people: Iterable[User], *, at: datetime) -> None:
    for person in people:
        Notice.objects.owe(kind, to=person, handover=handover, at=at)
