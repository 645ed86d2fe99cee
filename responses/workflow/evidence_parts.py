"""The office judges a part of a reply while the rest is still with the force: the days run on there (R106)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.models import (
    EventKind,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    MoreTime,
    NoticeKind,
    RequestStatus,
    RoundDecision,
    TimeDecision,
)
from responses.workflow.evidence import REPLIED_AGAIN, judge_items
from responses.workflow.follow_up import WrongStatusError
from responses.workflow.telling import ItemJudgement, answerers, judged, numbered, tell, write_to


@transaction.atomic
def accept_part(request: EvidenceRequest, *, note: str, by: User, at: datetime, number: int | None = None) -> None:
    """All that was sent so far is good. `number` is that of the last reply that the person read."""
    part = _lock(request, number)
    pending = ItemAnswer.objects.awaiting_judgement(request)
    detail = f"accepted: {numbered(pending)}"
    pending.update(decision=RoundDecision.ACCEPTED)
    _close(request, RoundDecision.ACCEPTED, note=note, by=by, at=at)
    tell(request, EventKind.EVIDENCE_PART_JUDGED, by=by, at=at, reason=note, detail=detail, round=part)


@transaction.atomic
def return_part(
    request: EvidenceRequest,
    *,
    note: str,
    due_on: date,
    items: Mapping[int, ItemJudgement],
    by: User,
    at: datetime,
    number: int | None = None,
) -> None:
    """Some of it needs more; `due_on` is the day for that and for the rest. `number`, `items` as for a whole reply."""
    part = _lock(request, number)
    note = judge_items(request, items, note)
    _close(request, RoundDecision.RETURNED, note=note, by=by, at=at)
    EvidenceRequest.objects.filter(pk=request.pk).update(due_on=due_on)
    met = MoreTime.objects.open().filter(request=request, wanted_on__lte=due_on)
    met.update(decision=TimeDecision.LAPSED, decided_at=at, decided_by=by)  # granted, it would set an earlier day
    request.refresh_from_db(fields=["due_on"])
    detail = f"{judged(items)}; reply by {plain_date(due_on)}"
    tell(request, EventKind.EVIDENCE_PART_JUDGED, by=by, at=at, reason=note, detail=detail, round=part)
    write_to(answerers(request, part.submitted_by), NoticeKind.EVIDENCE_RETURNED, request, at=at)


def _lock(request: EvidenceRequest, number: int | None) -> EvidenceRound:
    """The part that was sent last. Raises WrongStatusError where it is judged, or more has come."""
    status = EvidenceRequest.objects.select_for_update().get(pk=request.pk).status
    last = request.rounds.filter(submitted_at__isnull=False).last()
    if status == RequestStatus.WITHDRAWN:
        raise WrongStatusError(f"Somebody else was first: {request.reference} is withdrawn.")
    if last is None or status != RequestStatus.PART_ANSWERED or number not in {None, last.number}:
        raise WrongStatusError(REPLIED_AGAIN)
    if last.decided_at:
        raise WrongStatusError(f"Somebody else was first: this part of {request.reference} is judged.")
    return last


def _close(request: EvidenceRequest, decision: RoundDecision, *, note: str, by: User, at: datetime) -> None:
    sent = request.rounds.filter(submitted_at__isnull=False, decided_at=None)
    sent.update(decision=decision, decision_note=note, decided_at=at, decided_by=by)
    about = FollowUp.objects.filter(evidence_requests=request).locked().values_list("pk", flat=True)
    FollowUp.objects.filter(pk__in=list(about)).update(touched_at=at)
