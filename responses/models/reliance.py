"""What rests on a file of a reply, and what is left without it: until somebody looks again (R115)."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, Func, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Least, TruncDate

from oversight.accounts.models import User
from oversight.subqueries import for_subquery
from responses.clock import LONDON
from responses.models.assurance import AssuranceBasis, AssuranceUpdate, on_either
from responses.models.evidence import EvidenceRequest
from responses.models.evidence_item import accepted, any_accepted, with_items
from responses.models.file import IS_REPLACED, EvidenceFile, EvidenceFileQuerySet, Scan
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet, is_among
from responses.models.state import ENDED

NO_ROW = 0
SIGNED_OFF = Q(assured_on__isnull=False, assured_without="")  # which rests on all evidence that was accepted (R40)
CLOSED = SIGNED_OFF | Q(closed_on__isnull=False)
SAME = {"force": F("force"), "policing_body": F("policing_body")}
THEN = OuterRef("lost_on")
SIGNED_BY_THEN = SIGNED_OFF & Q(assured_on__lte=THEN)  # what is decided later knew of the loss
PART, WHOLE = "finding__children__follow_ups", "followup__finding__parent__follow_ups"  # with SAME


def resting_on(file: EvidenceFile, user: User) -> FollowUpQuerySet:
    """Follow-ups with `resting`: the updates that rest on the file. What the office believes is its own (R44)."""
    if not user.is_office:
        return FollowUp.objects.none()
    updates = AssuranceUpdate.objects.visible_to(user).resting_on(file).select_related("by")
    rows = FollowUp.objects.visible_to(user).filter(rests_on(file))
    with_updates = rows.prefetch_related(Prefetch("updates", updates, to_attr="resting"))
    return with_updates.select_related("finding", "officer").by_reference()


def rests_on(file: EvidenceFile) -> Q:
    """Whether a follow-up does: on what is not accepted, only by an update that says so."""
    by_update, *closed = (Q(is_among(rows)) for rows in _resting(file.pk, file.round.request_id))
    return by_update | reduce(or_, closed) & Q(Exists(accepted(EvidenceFile.objects.filter(pk=file.pk))))


def relied_on(files: EvidenceFileQuerySet) -> EvidenceFileQuerySet:
    """Standing, not replaced, and something that is followed up or done rests on them."""
    files = files.filter(round__request__in=any_accepted())  # few: of the others nobody asks what rests on them (R133)
    resting = _resting(OuterRef("pk"), OuterRef("round__request"))
    is_relied_on = reduce(or_, (Q(Exists(rows.exclude(status__in=ENDED))) for rows in resting))
    return _counting(files).standing().filter(is_relied_on)


def _resting(file: OuterRef | UUID, request: OuterRef | int) -> list[FollowUpQuerySet]:
    """By an update; by a sign-off or HMICFRS's closure of what it is about; by a sign-off of the whole of that.

    The last two only where it is accepted. Each is asked from the file on: as one, PostgreSQL would read every row.
    """
    bases = AssuranceBasis.objects.filter(on_either(for_subquery(file), for_subquery(request)), update__correction=None)
    of_part = {f"{PART}__{name}": value for name, value in (SAME | {"evidence_requests": request}).items()}
    return [
        FollowUp.objects.filter(pk__in=bases.values("update__follow_up")),
        FollowUp.objects.filter(CLOSED, evidence_requests=request),
        FollowUp.objects.filter(SIGNED_OFF, **of_part),
    ]


def _counting(files: EvidenceFileQuerySet) -> EvidenceFileQuerySet:
    """What is accepted; a later file stands in for what it replaces."""
    return accepted(files.filter(round__submitted_at__isnull=False)).exclude(IS_REPLACED)


def lost(files: EvidenceFileQuerySet, on: date) -> EvidenceFileQuerySet:
    """Not to be relied on any more, with `lost_at` and its day.

    What is disposed of is lost only by what was before that (R73).
    """
    day_after = ExpressionWrapper(F("expires_on") + timedelta(days=1), output_field=models.DateTimeField())
    midnight = Func(Value(str(LONDON)), day_after, function="TIMEZONE", output_field=models.DateTimeField())
    by_then = Q(disposed_at=None) | Q(expires_on__lt=TruncDate("disposed_at"))
    expired = Case(When(by_then, expires_on__lt=on, then=midnight))
    refused = Case(When(scan=Scan.REFUSED, then="scanned_at"))
    lost_at = Least("withdrawn_at", expired, refused, "damaged_at")
    return _counting(files).annotate(lost_at=lost_at, lost_on=TruncDate("lost_at")).exclude(lost_at=None)


def _shaking(of: OuterRef | int, on: date) -> EvidenceFileQuerySet:
    """Lost files on which a follow-up's latest update rests, or its closure, and no update came since."""
    standing, inside = AssuranceUpdate.objects.standing(), for_subquery(of)
    latest = standing.filter(follow_up=for_subquery(inside)).values("pk")[:1]
    bases = AssuranceBasis.objects.filter(
        on_either(OuterRef("pk"), OuterRef("round__request")), update=Subquery(latest)
    )
    closed = FollowUp.objects.filter(SIGNED_BY_THEN | Q(closed_on__lte=THEN), pk=inside)
    files = lost(EvidenceFile.objects.filter(round__request__follow_ups=of), on)
    return files.filter(Exists(bases) | Exists(closed)).exclude(_looked_at(inside))


def _shaking_below(of: OuterRef | int, on: date) -> EvidenceFileQuerySet:
    """Lost files of its parts, on which its own sign-off rests, and no update of it came since (R16)."""
    inside = for_subquery(of)
    of_whole = {f"followup__{name}": F(f"{WHOLE}__{name}") for name in SAME}
    requests = EvidenceRequest.follow_ups.through.objects.filter(**{WHOLE: inside}, **of_whole)
    files = lost(EvidenceFile.objects.filter(round__request__in=requests.values("evidencerequest")), on)
    signed = FollowUp.objects.filter(SIGNED_BY_THEN, pk=inside)
    return files.filter(Exists(signed)).exclude(_looked_at(inside))


def _looked_at(follow_up: OuterRef | int) -> Exists:
    """Since the file was lost."""
    return Exists(AssuranceUpdate.objects.standing().filter(follow_up=follow_up, at__gt=OuterRef("lost_at")))


def shaken(follow_ups: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
    """Those whose evidence fell away; nobody has said since what the office believes now.

    `follow_ups` are all that an office has: a whole whose parts are not among them would be missed.
    What lost files are about, which is little, is asked at once: within one statement it would be asked twice (R133).
    """
    files = accepted(EvidenceFile.objects.fallen(on))  # few: by indexes
    requests = files.values("round__request")
    about = EvidenceRequest.follow_ups.through.objects.filter(evidencerequest__in=requests)
    above = dict(follow_ups.among(about, "followup").values_list("pk", "finding__parent"))
    rows, of = follow_ups.exclude(status__in=ENDED), OuterRef("pk")
    own = rows.filter(Exists(_shaking(of, on)), pk__in=[*above, NO_ROW])
    wholes = [finding for finding in above.values() if finding]
    if not wholes:
        return own
    return own | rows.filter(SIGNED_OFF, Exists(_shaking_below(of, on)), finding__in=wholes)


def may_rest_on_parts(follow_up: FollowUp) -> bool:
    """As SIGNED_OFF; a row of `for_page` knows whether it has any."""
    return bool(getattr(follow_up, "has_parts", True) and follow_up.assured_on and not follow_up.assured_without)


def lost_of(follow_up: FollowUp, on: date) -> EvidenceFileQuerySet:
    """What has shaken it; empty where it stands."""
    if follow_up.status in ENDED:
        return EvidenceFile.objects.none()
    files = _shaking(follow_up.pk, on)
    if may_rest_on_parts(follow_up):
        below = _shaking_below(follow_up.pk, on)
        files = lost(EvidenceFile.objects.filter(Q(pk__in=files.values("pk")) | Q(pk__in=below.values("pk"))), on)
    return with_items(files).select_related("round__request").order_by(F("lost_at"), "pk")
