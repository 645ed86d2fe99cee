"""What leaves the portal in a list although it is OFFICIAL-SENSITIVE: who took it, and when (R71, R72)."""

from datetime import datetime

from oversight.accounts.models import User
from responses.models import Event, EventKind
from responses.models.evidence import EvidenceRequestQuerySet


def note_export(requests: EvidenceRequestQuerySet, *, by: User, at: datetime) -> None:
    rows = requests.sensitive().values_list("pk", "policing_body")
    told = {"kind": EventKind.EXPORTED, "by": by, "at": at}
    Event.objects.bulk_create(Event(request_id=pk, policing_body_id=body, **told) for pk, body in rows)
