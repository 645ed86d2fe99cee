"""What happens to an inspection and its findings: recorded, corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, Self, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from inspections import deadlines
from inspections.deadlines import COUNTED_FROM_PUBLICATION, Deadline
from inspections.models import Addressee, Finding, FindingKind, Inspection, Predecessor, PredecessorKind, Theme
from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.versions import save_version


class InspectionFacts(TypedDict):
    title: str
    kind: str
    inspectorate: str
    url: str
    published_on: date | None
    published_wording: str
    fieldwork_from: date | None
    fieldwork_to: date | None
    announced_on: NotRequired[date | None]
    draft_received_on: NotRequired[date | None]
    own_deadline_wording: NotRequired[str]
    own_recipient: NotRequired[str]


class FindingFacts(TypedDict):
    kind: FindingKind
    parent: Finding | None
    limb: str
    label: str
    title: str
    text: str
    page: str


@dataclass(frozen=True)
class AddresseeFacts:
    kind: str
    force: Force | None
    name: str
    part: str
    condition: str

    @classmethod
    def of(cls, row: Addressee) -> Self:
        return cls(row.kind, row.force, row.name, row.part, row.condition)


@dataclass(frozen=True)
class Moved:
    """A deadline that a corrected day of publication has moved (R20)."""

    reference: str
    before: Deadline
    after: Deadline


class OtherWayRoundError(Exception):
    """The one is recorded as the earlier of the two already, or they are the same."""


class ReferenceTakenError(Exception):
    """Somebody else has just given this reference to another inspection or finding."""


def record(
    *,
    reference: str,
    forces: Iterable[Force],
    themes: Iterable[Theme],
    submission_id: UUID,
    by: User,
    at: datetime,
    **facts: Unpack[InspectionFacts],
) -> Inspection:
    """Record a published report; the same form twice gives the inspection that is there.

    A day of publication that a person enters is confirmed by that (R78). Raises ReferenceTakenError.
    """
    confirmed = _confirmation(None, facts["published_on"], by=by, at=at)
    try:
        with transaction.atomic():
            inspection, recorded = Inspection.objects.get_or_create(
                submission_id=submission_id, defaults={"reference": reference, **facts, **confirmed}
            )
            if recorded:
                inspection.forces.set(forces)
                inspection.themes.set(themes)
    except IntegrityError:
        raise ReferenceTakenError(f"{reference} is the reference of another inspection. Enter another one.") from None
    return inspection


@transaction.atomic
def correct(
    inspection: Inspection,
    *,
    version: int,
    forces: Iterable[Force],
    themes: Iterable[Theme],
    by: User,
    at: datetime,
    **facts: Unpack[InspectionFacts],
) -> list[Moved]:
    """Change what is recorded; raises StaleError. A corrected day of publication moves what counts from it (R20)."""
    confirmed = _confirmation(inspection, facts["published_on"], by=by, at=at)
    save_version(inspection, version=version, **facts, **confirmed)
    inspection.forces.set(forces)
    inspection.themes.set(themes)
    return _recompute_deadlines(inspection)


def _confirmation(
    inspection: Inspection | None, published_on: date | None, *, by: User, at: datetime
) -> dict[str, Any]:
    if published_on is None:
        return {"publication_confirmed_at": None, "publication_confirmed_by": None}
    if inspection and inspection.publication_confirmed_at and inspection.published_on == published_on:
        return {}
    return {"publication_confirmed_at": at, "publication_confirmed_by": by}


def _recompute_deadlines(inspection: Inspection) -> list[Moved]:
    """Limbs before recommendations before causes of concern, as everybody locks what stands on them."""
    counted = inspection.findings.filter(deadline_precision__in=COUNTED_FROM_PUBLICATION)
    locked = counted.select_for_update(no_key=True).order_by("pk")
    moved = []
    for finding in sorted(locked, key=lambda each: (not each.limb, each.parent_id is None)):
        before, after = (
            finding.deadline,
            deadlines.parse(finding.deadline_wording, published_on=inspection.published_on),
        )
        if after.last_day != before.last_day:
            Finding.objects.filter(pk=finding.pk).update(deadline_on=after.last_day)
            moved.append(Moved(finding.reference, before, after))
    return moved


def misplaced(kind: FindingKind, parent: Finding | None, limb: str) -> tuple[str, str] | None:
    """The field that is wrong and why, where a finding of that kind cannot stand there (R16, R52)."""
    if limb and not parent:
        return "parent", "Select the recommendation that this is a part of"
    if parent and kind.holds_recommendations:
        return "parent", f"{kind} stands by itself"
    if parent and parent.limb:
        return "parent", f"{parent.reference} is a part itself"
    if parent and not limb and not parent.kind.holds_recommendations:
        return "limb", f"Enter the letter of this part of {parent.reference}"
    if parent and limb and parent.kind.holds_recommendations:
        return "limb", f"Leave the letter empty: {parent.reference} has whole recommendations under it"
    return None


def unfit_for_parts(finding: Finding, kind: FindingKind, limb: str) -> tuple[str, str] | None:
    """As `misplaced`: what stands under it already still has to fit."""
    under = list(finding.children.order_by("position"))
    names = ", ".join(each.reference for each in under)
    if under and kind.holds_recommendations == any(each.limb for each in under):
        return "kind", f"This has {names} under it, so it cannot be of this kind"
    if under and limb:
        return "limb", f"This has parts of its own, {names}, so it cannot be a part"
    return None


@transaction.atomic
def add_finding(
    inspection: Inspection,
    *,
    deadline: Deadline,
    addressees: Iterable[AddresseeFacts],
    submission_id: UUID,
    by: User,
    at: datetime,
    **facts: Unpack[FindingFacts],
) -> Finding:
    """Add what the inspectorate found; the same form twice gives the finding that is there.

    Its reference never changes: the inspection's, the letter of its kind and the next number, or its parent's and its
    letter where it is a limb (R52, R53). Raises ReferenceTakenError.
    """
    Inspection.objects.select_for_update().get(pk=inspection.pk)  # two findings at once: two numbers
    there = Finding.objects.filter(submission_id=submission_id).first()
    if there:
        return there
    finding = Finding.objects.create(
        inspection=inspection,
        reference=_next_reference(inspection, facts["kind"], parent=facts["parent"], limb=facts["limb"]),
        position=_next_position(inspection),
        submission_id=submission_id,
        **facts,
        **_deadline_columns(deadline),
    )
    _set_addressees(finding, addressees)
    return finding


@transaction.atomic
def correct_finding(
    finding: Finding,
    *,
    version: int,
    deadline: Deadline,
    addressees: Iterable[AddresseeFacts],
    by: User,
    at: datetime,
    **facts: Unpack[FindingFacts],
) -> None:
    """Change what is recorded; raises StaleError. The reference stays, also when the kind is corrected (R53)."""
    save_version(finding, version=version, **facts, **_deadline_columns(deadline))
    _set_addressees(finding, addressees)


@transaction.atomic
def link(finding: Finding, *, earlier: Finding, kind: PredecessorKind, by: User, at: datetime) -> Predecessor:
    """Say that there was an earlier finding (R51); the same two again only change how. Raises OtherWayRoundError."""
    lock(finding, earlier)
    if finding == earlier or Predecessor.objects.filter(finding=earlier, earlier=finding).exists():
        raise OtherWayRoundError(f"{earlier.reference} is not earlier than {finding.reference}. Enter another one.")
    facts = {"kind": kind, "by": by, "at": at}
    return Predecessor.objects.update_or_create(finding=finding, earlier=earlier, defaults=facts)[0]


def lock(*findings: Finding) -> None:
    """In one order. What is said of findings and of what stands on them locks the findings first: so do corrections.

    Not the keys: whoever has locked what stands on them names them at the end.
    """
    pks = [each.pk for each in findings]
    list(Finding.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",), no_key=True))


def unlink(finding: Finding, *, earlier: Finding) -> None:
    """It was recorded by mistake; the record of old values keeps it."""
    Predecessor.objects.filter(finding=finding, earlier=earlier).delete()


def _next_reference(inspection: Inspection, kind: FindingKind, *, parent: Finding | None, limb: str) -> str:
    if parent and limb:
        reference = f"{parent.reference}{limb}"
        if Finding.objects.filter(reference=reference).exists():
            raise ReferenceTakenError(f"{parent.reference} already has a part {limb}. Enter another letter.")
        return reference
    start = f"{inspection.reference}-{kind.letter}"
    taken = Finding.objects.filter(reference__startswith=start).values_list("reference", flat=True)
    numbers = [int(number) for reference in taken if (number := reference.removeprefix(start)).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"


def _next_position(inspection: Inspection) -> int:
    return (inspection.findings.aggregate(last=Max("position"))["last"] or 0) + 1


def _deadline_columns(deadline: Deadline) -> dict[str, Any]:
    return {
        "deadline_wording": deadline.wording,
        "deadline_precision": deadline.precision,
        "deadline_on": deadline.last_day,
    }


def _set_addressees(finding: Finding, addressees: Iterable[AddresseeFacts]) -> None:
    """Write what differs, so that the record shows what was changed and nothing else."""
    kept = {_identity(each): each for each in finding.addressees.select_related("force")}
    wanted = {_identity(each): each for each in addressees}
    for identity in kept.keys() - wanted.keys():
        kept[identity].delete()
    for identity, facts in wanted.items():
        addressee = kept.get(identity)
        if addressee is None:
            Addressee.objects.create(finding=finding, **vars(facts))
        elif (addressee.part, addressee.condition) != (facts.part, facts.condition):
            addressee.part, addressee.condition = facts.part, facts.condition
            addressee.save()


def _identity(addressee: Addressee | AddresseeFacts) -> tuple[str, Force | None, str]:
    return addressee.kind, addressee.force, addressee.name
