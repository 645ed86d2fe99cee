"""More time for a request: asked for by the force, decided by the office (R45)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.models import EventKind, EvidenceRequest, MoreTime, NoticeKind, TimeDecision
from responses.models.more_time import MORE
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.telling import answerers, judges, tell, write_to


class AlreadyAskedError(Exception):
    """The office has not decided on the last ask yet."""


class TooEarlyError(Exception):
    """The day is not later than the one that counts."""


@transaction.atomic
def ask(
    request: EvidenceRequest, *, wanted_on: date, reason: str, submission_id: UUID, by: User, at: datetime
) -> MoreTime:
    """Ask the office for another day; the same form twice gives the ask that is there. The old day counts meanwhile."""
    now = _lock(request)
    asked = MoreTime.objects.filter(submission_id=submission_id).first()
    if asked:
        return asked
    _check_with_force(now)
    if now.more_time.open().exists():
        raise AlreadyAskedError("Your force has already asked for more time, and the office has not decided yet.")
    _check_later(wanted_on, now)
    facts = {"instead_of": now.due_on, "wanted_on": wanted_on, "reason": reason, "submission_id": submission_id}
    asked = MoreTime.objects.create(request=now, asked_by=by, asked_at=at, **facts)
    tell(now, EventKind.MORE_TIME_ASKED, by=by, at=at, reason=reason, detail=f"until {plain_date(wanted_on)}")
    write_to(judges(now), NoticeKind.MORE_TIME_ASKED, now, at=at)
    return asked


@transaction.atomic
def decide(asked: MoreTime, *, decision: str, note: str, by: User, at: datetime, due_on: date | None = None) -> None:
    """Grant the day that was asked for, set another one, or refuse with a reason.

    Raises WrongStatusError, and TooEarlyError where the day is no later than the one that counts now.
    """
    request = _lock(asked.request)
    _check_with_force(request)
    day = {TimeDecision.GRANTED: asked.wanted_on, TimeDecision.OTHER: due_on}.get(TimeDecision(decision))
    rows = MoreTime.objects.open().filter(pk=asked.pk)
    if not rows.update(decision=decision, due_on=day, decision_note=note, decided_at=at, decided_by=by):
        raise WrongStatusError("Somebody else was first: this has been decided.")
    if day:
        _check_later(day, request)
        EvidenceRequest.objects.filter(pk=request.pk).update(due_on=day)
    kind = EventKind.MORE_TIME_GIVEN if decision in MORE else EventKind.MORE_TIME_REFUSED
    detail = f"reply by {plain_date(day or request.due_on)}" + (
        f"; it was due by {plain_date(request.due_on)}" if day else ""
    )
    tell(request, kind, by=by, at=at, reason=note, detail=detail)
    write_to(answerers(request, asked.asked_by), NoticeKind.MORE_TIME_DECIDED, request, at=at)


def _check_later(day: date, request: EvidenceRequest) -> None:
    if day <= request.due_on:
        raise TooEarlyError(f"New reply date must be after {plain_date(request.due_on)}")


def _lock(request: EvidenceRequest) -> EvidenceRequest:
    return EvidenceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _check_with_force(request: EvidenceRequest) -> None:
    if not request.is_with_force:
        raise WrongStatusError(f"{request.reference} is no longer with the force, so no more time is needed.")
