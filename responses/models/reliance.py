"""What rests on a file of a reply, and what is left without it: until somebody looks again (R115)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Cast, Least

from oversight.accounts.models import User
from responses.models.assurance import AssuranceBasis, AssuranceUpdate
from responses.models.evidence import EvidenceRequest, RequestStatus
from responses.models.evidence_item import with_items
from responses.models.file import IS_REPLACED, EvidenceFile, EvidenceFileQuerySet, Scan
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.state import ENDED

SIGNED_OFF = Q(assured_on__isnull=False, assured_without="")  # which rests on all evidence that was accepted (R40)
CLOSED = SIGNED_OFF | Q(closed_on__isnull=False)


def resting_on(file: EvidenceFile, user: User) -> FollowUpQuerySet:
    """Follow-ups with `resting`: the updates that rest on the file. What the office believes is its own (R44)."""
    if not user.is_office:
        return FollowUp.objects.none()
    updates = AssuranceUpdate.objects.visible_to(user).resting_on(file).select_related("by")
    rows = FollowUp.objects.visible_to(user).filter(rests_on(file))
    with_updates = rows.prefetch_related(Prefetch("updates", updates, to_attr="resting"))
    return with_updates.select_related("finding", "officer").by_reference()


def rests_on(file: EvidenceFile) -> Q:
    """By an update; by a sign-off of what it was accepted for, or of what that is a part of; by HMICFRS's closure."""
    request, said = file.round.request, Q(pk__in=AssuranceUpdate.objects.resting_on(file).values("follow_up"))
    if request.status != RequestStatus.ACCEPTED:
        return said
    about = FollowUp.objects.filter(evidence_requests=request)
    same = {"force": request.force_id, "policing_body": request.policing_body_id}
    above = FollowUp.objects.filter(SIGNED_OFF, finding__in=about.values("finding__parent"), **same)
    return said | Q(pk__in=about.filter(CLOSED).values("pk")) | Q(pk__in=above.values("pk"))


def relied_on(files: EvidenceFileQuerySet) -> EvidenceFileQuerySet:
    """Standing, not replaced, and something that is followed up or done rests on them."""
    standing = Q(update__in=AssuranceUpdate.objects.standing().values("pk"), update__follow_up=OuterRef("pk"))
    of_file = Q(file=OuterRef(OuterRef("pk"))) | Q(request=OuterRef(OuterRef("round__request")))
    about = FollowUp.objects.filter(evidence_requests=OuterRef("round__request")).exclude(status__in=ENDED)
    rests = about.filter(CLOSED | Q(Exists(AssuranceBasis.objects.filter(standing, of_file))))
    return _counting(files).standing().filter(Exists(rests))


def _counting(files: EvidenceFileQuerySet) -> EvidenceFileQuerySet:
    """Of accepted replies; a later file stands in for what it replaces."""
    sent = files.filter(round__submitted_at__isnull=False, round__request__status=RequestStatus.ACCEPTED)
    return sent.exclude(IS_REPLACED)


def lost(files: EvidenceFileQuerySet, on: date) -> EvidenceFileQuerySet:
    """Not to be relied on any more, with `lost_at`."""
    day_after = ExpressionWrapper(F("expires_on") + timedelta(days=1), output_field=models.DateTimeField())
    expired = Case(When(expires_on__lt=on, then=Cast(day_after, models.DateTimeField())))
    refused = Case(When(scan=Scan.REFUSED, then="scanned_at"))
    return _counting(files).annotate(lost_at=Least("withdrawn_at", expired, refused)).exclude(lost_at=None)


def _out(of: OuterRef | int) -> OuterRef | int:
    """The same follow-up, named one query further in."""
    return OuterRef(of) if isinstance(of, OuterRef) else of


def _shaking(of: OuterRef | int, on: date) -> EvidenceFileQuerySet:
    """Lost files on which a follow-up's latest update rests, or its closure, and no update came since."""
    standing, inside = AssuranceUpdate.objects.standing(), _out(of)
    latest = standing.filter(follow_up=_out(inside)).values("pk")[:1]
    bases = AssuranceBasis.objects.filter(
        Q(file=OuterRef("pk")) | Q(request=OuterRef("round__request")), update=Subquery(latest)
    )
    then = Cast(OuterRef("lost_at"), models.DateField())
    by_then = (SIGNED_OFF & Q(assured_on__lte=then)) | Q(closed_on__lte=then)  # what is decided later knew of it
    closed = FollowUp.objects.filter(by_then, pk=inside)
    files = lost(EvidenceFile.objects.filter(round__request__follow_ups=of), on)
    looked = standing.filter(follow_up=inside, at__gt=OuterRef("lost_at"))
    return files.filter(Exists(bases) | Exists(closed)).exclude(Exists(looked))


def shaken(follow_ups: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
    """Those whose evidence fell away; nobody has said since what the office believes now."""
    requests = lost(EvidenceFile.objects.all(), on).values("round__request")
    about = EvidenceRequest.follow_ups.through.objects.filter(evidencerequest__in=requests)
    is_shaken = Exists(_shaking(OuterRef("pk"), on))
    return follow_ups.exclude(status__in=ENDED).among(about, "followup").filter(is_shaken)


def lost_of(follow_up: FollowUp, on: date) -> EvidenceFileQuerySet:
    """What has shaken it; empty where it stands."""
    if follow_up.status in ENDED:
        return EvidenceFile.objects.none()
    return with_items(_shaking(follow_up.pk, on)).select_related("round__request").order_by(F("lost_at"), "pk")
