"""What the office comes to believe about a follow-up, and why."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from oversight.accounts.models import User
from responses.models import (
    AssuranceBasis,
    AssuranceUpdate,
    EventKind,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
    RequestStatus,
)
from responses.models.evidence_item import accepted, with_accepted, with_items
from responses.workflow.follow_up import tell

type Evidence = EvidenceRequest | EvidenceFile


class Shared(TypedDict):
    """What one visit or meeting can say of several follow-ups."""

    method: str
    text: str
    made_on: date
    is_publishable: bool
    classification: NotRequired[str]
    sample_size: NotRequired[int | None]
    confidence: NotRequired[str]
    limits: NotRequired[str]
    meeting: NotRequired[str]
    next_check_on: NotRequired[date | None]


class Judgement(Shared):
    level: str


class CorrectedError(Exception):
    """Somebody else has corrected it already. `correction` is the later update."""

    def __init__(self, correction: AssuranceUpdate) -> None:
        super().__init__(
            f"{correction.by} has already corrected this update. "
            "Read the correction, and correct that one if it is still wrong."
        )
        self.correction = correction


class NotAcceptedError(Exception):
    """An update rests on evidence that the office has accepted for this follow-up, and on no other."""


@transaction.atomic
def log(
    follow_up: FollowUp,
    *,
    submission_id: UUID,
    by: User,
    at: datetime,
    rests_on: Sequence[Evidence] = (),
    **judgement: Unpack[Judgement],
) -> AssuranceUpdate:
    """Say what the office believes and why (R46, R105). The latest day's level shows on the follow-up.

    Raises NotAcceptedError.
    """
    facts = {"follow_up": follow_up, "by": by, "at": at, **judgement}
    update, logged = AssuranceUpdate.objects.get_or_create(submission_id=submission_id, defaults=facts)
    if logged:
        _add_bases(update, rests_on)
        _show_latest(follow_up, at=at)
        tell(follow_up, EventKind.ASSURED, by=by, at=at, detail=update.get_level_display(), assurance_update=update)
    return update


@transaction.atomic
def log_several(
    levels: Mapping[FollowUp, str], *, submission_id: UUID, by: User, at: datetime, **shared: Unpack[Shared]
) -> list[AssuranceUpdate]:
    """One visit or meeting, and a level of each follow-up: all or none.

    The same page twice gives what it has made, also where it now names others.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the second press waits for the first
    made = _made_by(submission_id)
    if made:
        return made
    locked = FollowUp.objects.filter(pk__in=[each.pk for each in levels]).locked().values_list("pk", flat=True)
    order = {pk: place for place, pk in enumerate(locked)}
    in_order = sorted(levels, key=lambda each: order.get(each.pk, len(order)))
    own = [submission_id, *(uuid5(submission_id, str(each.pk)) for each in in_order[1:])]
    return [
        log(follow_up, level=levels[follow_up], submission_id=each, by=by, at=at, **shared)
        for follow_up, each in zip(in_order, own, strict=True)
    ]


@transaction.atomic
def correct(
    wrong: AssuranceUpdate,
    *,
    note: str,
    submission_id: UUID,
    by: User,
    at: datetime,
    rests_on: Sequence[Evidence] = (),
    **judgement: Unpack[Judgement],
) -> AssuranceUpdate:
    """Log a later update in place of one that is wrong; both stay. Raises CorrectedError, NotAcceptedError."""
    AssuranceUpdate.objects.select_for_update().get(pk=wrong.pk)
    facts = {"follow_up": wrong.follow_up, "by": by, "at": at, "correction_note": note, **judgement}
    update, logged = AssuranceUpdate.objects.get_or_create(
        corrects=wrong, defaults={**facts, "submission_id": submission_id}
    )
    if not logged and update.submission_id != submission_id:
        raise CorrectedError(update)
    if logged:
        _add_bases(update, rests_on)
        _show_latest(wrong.follow_up, at=at)
        kind, detail = EventKind.ASSURANCE_CORRECTED, update.get_level_display()
        tell(wrong.follow_up, kind, by=by, at=at, detail=detail, reason=note, assurance_update=update)
    return update


def accepted_evidence(follow_up: FollowUp, *, reader: User) -> tuple[list[EvidenceRequest], list[EvidenceFile]]:
    """What an update may rest on: accepted requests about the follow-up, and the files of whatever is accepted.

    As far as the reader may read them, since a form names them (R71).
    """
    about = EvidenceRequest.objects.readable_by(reader).filter(follow_ups=follow_up)
    files = (
        EvidenceFile.objects.visible_to(reader)
        .standing()
        .filter(round__request__in=about, round__submitted_at__isnull=False)
    )
    named = with_items(accepted(files)).select_related("round__request").order_by("name", "pk")
    return list(about.accepted().order_by("pk")), list(named)


def _add_bases(update: AssuranceUpdate, rests_on: Sequence[Evidence]) -> None:
    _check_accepted(update.follow_up, rests_on)
    bases = [AssuranceBasis(update=update, **_basis(each)) for each in rests_on]
    AssuranceBasis.objects.bulk_create(bases)


def _check_accepted(follow_up: FollowUp, rests_on: Sequence[Evidence]) -> None:
    """Locked, but for the key, which each line about it names: it can be taken up again only after this update."""
    wholes = {each for each in rests_on if isinstance(each, EvidenceRequest)}
    asked = wholes | {each.round.request for each in rests_on if isinstance(each, EvidenceFile)}
    counts = Q(status=RequestStatus.ACCEPTED) | ~Q(pk__in={each.pk for each in wholes})
    about = with_accepted(EvidenceRequest.objects.filter(counts, pk__in={each.pk for each in asked}))
    there = about.filter(pk__in=follow_up.evidence_requests.values("pk")).order_by("pk")
    missing = asked - set(there.select_for_update(no_key=True))
    files = [each.pk for each in rests_on if isinstance(each, EvidenceFile)]
    if gone := EvidenceFile.objects.disposed().filter(pk__in=files).first():
        raise NotAcceptedError(f"{gone.quoted} has been disposed of meanwhile. Choose again.")
    if missing:
        names = " and ".join(sorted(each.reference for each in missing))
        raise NotAcceptedError(f"{names} is no longer accepted evidence for {follow_up.reference}. Choose again.")


def _basis(evidence: Evidence) -> dict[str, Evidence]:
    return {"request" if isinstance(evidence, EvidenceRequest) else "file": evidence}


def _made_by(submission_id: UUID) -> list[AssuranceUpdate]:
    """All updates of a page: the first carries its one-time id, the others were made in the same moment."""
    first = AssuranceUpdate.objects.filter(submission_id=submission_id).first()
    return list(AssuranceUpdate.objects.filter(by=first.by, at=first.at).order_by("pk")) if first else []


def _show_latest(follow_up: FollowUp, *, at: datetime) -> None:
    # Two at once: the later day wins, not the later save.
    FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    latest = follow_up.updates.standing().first()
    if latest:
        FollowUp.objects.filter(pk=follow_up.pk).update(
            assurance_level=latest.level,
            assurance_on=latest.made_on,
            next_check_on=latest.next_check_on,
            touched_at=at,
        )
    follow_up.refresh_from_db()
