"""How long a file is kept, and what speaks against disposing of its content (R73). Worked out, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from oversight.bodies.models import PolicingBody
from oversight.subqueries import for_subquery
from responses import retention
from responses.clock import local_day
from responses.models.assurance import AssuranceBasis
from responses.models.file import EvidenceFile, EvidenceFileQuerySet
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet, is_among
from responses.models.state import UNDELIVERED

BELOW = "finding__children"
FAR_BELOW = "finding__children__children"  # the limbs of what is under a cause of concern


@dataclass(frozen=True)
class Keeping:
    """Why a file is kept: as long as any of `open` is followed up; after that until a day."""

    open: list[FollowUp]
    last_on: date  # when anything last happened
    until: date

    def is_over(self, on: date) -> bool:
        return not self.open and self.until < on


def keeping(file: EvidenceFile) -> Keeping:
    """Of a row of `for_detail`, in one query."""
    rows = list(concerned([file]).select_related("finding").by_reference())
    last_on = max(local_day(at) for at in [file.uploaded_at, *(row.touched_at for row in rows)])
    years = file.round.request.policing_body.files_kept_years
    return Keeping([row for row in rows if row.is_undelivered], last_on, retention.kept_until(last_on, years))


def limits(offices: Iterable[int], on: date) -> dict[int, datetime]:
    """Of each office, what last happened before that moment is over."""
    years = PolicingBody.objects.filter(pk__in=offices).values_list("pk", "files_kept_years")
    return {pk: retention.over_before(on, number) for pk, number in years}


def over(files: EvidenceFileQuerySet, before: Mapping[int, datetime]) -> EvidenceFileQuerySet:
    """Sent, and kept no more: as `Keeping.is_over`, of many; some may be on hold."""
    sent = files.kept().filter(round__submitted_at__isnull=False)
    return sent.filter(reduce(or_, (_over(*each) for each in before.items()), Q(pk__in=[])))


def due(files: EvidenceFileQuerySet, before: Mapping[int, datetime]) -> EvidenceFileQuerySet:
    return over(files, before).filter(hold_at=None)


def _over(office: int, before: datetime) -> Q:
    keeps = Q(status__in=UNDELIVERED) | Q(touched_at__gte=before)
    rows = _concerned(OuterRef("pk"), OuterRef("round__request"))
    # Of each file one by one, and a list is soon full: of `Exists` PostgreSQL reads all that is kept first (R133).
    one = Coalesce(*(Subquery(each.filter(keeps).values("pk")[:1]) for each in rows), 0)
    return Q(LessThan(one, 1), round__request__policing_body=office, uploaded_at__lt=before)


def concerned(files: Iterable[EvidenceFile]) -> FollowUpQuerySet:
    """What any of the files is about, what rests on it, and what that is a part of."""
    pks = {(file.pk, file.round.request_id) for file in files}
    rows = _concerned([pk for pk, _ in pks], [pk for _, pk in pks], is_one_of="__in")
    return FollowUp.objects.filter(reduce(or_, (Q(is_among(each)) for each in rows)))


def _concerned(file: object, request: object, *, is_one_of: str = "") -> list[FollowUpQuerySet]:
    """One question each, as in `reliance`: as one, PostgreSQL would read every follow-up."""
    rests = Q(**{f"file{is_one_of}": for_subquery(file)}) | Q(**{f"request{is_one_of}": for_subquery(request)})
    bases = AssuranceBasis.objects.filter(rests, update__correction=None)
    return [
        FollowUp.objects.filter(**{f"evidence_requests{is_one_of}": request}),
        FollowUp.objects.filter(pk__in=bases.values("update__follow_up")),
        *(FollowUp.objects.filter(**_above(parts, request, is_one_of)) for parts in (BELOW, FAR_BELOW)),
    ]


def _above(parts: str, request: object, is_one_of: str) -> dict[str, object]:
    same = {f"{parts}__follow_ups__{name}": F(name) for name in ("force", "policing_body")}
    return {f"{parts}__follow_ups__evidence_requests{is_one_of}": request, **same}
