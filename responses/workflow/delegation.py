"""Who at the force replies to a request: handed to a colleague, and taken back (R45)."""

from datetime import datetime

from django.db import transaction

from oversight.accounts.models import User
from responses.models import EventKind, EvidenceRequest, NoticeKind
from responses.models.evidence import WITH_FORCE
from responses.workflow.follow_up import WrongPersonError, WrongStatusError
from responses.workflow.telling import tell, write_to


@transaction.atomic
def delegate(request: EvidenceRequest, *, to: User, seen: User | None, by: User, at: datetime) -> None:
    """From now on the letters go to that colleague. `seen` is whom the person believed it to be handed to."""
    if not User.objects.leads_of(request.force).filter(pk=to.pk).exists():
        raise WrongPersonError(f"{to} is not a lead of this force. Select somebody else.")
    goes_back = to.pk == request.lead_id
    rows = EvidenceRequest.objects.filter(pk=request.pk, status__in=WITH_FORCE, delegate=seen)
    if not rows.update(delegate=None if goes_back else to):
        raise WrongStatusError("A colleague has handed it on meanwhile, or it is no longer with your force.")
    request.refresh_from_db(fields=["delegate"])
    kind = EventKind.EVIDENCE_TAKEN_BACK if goes_back else EventKind.EVIDENCE_DELEGATED
    tell(request, kind, by=by, at=at, detail=f"to {to}")
    if to != by:
        write_to([to], NoticeKind.EVIDENCE_DELEGATED, request, at=at)
