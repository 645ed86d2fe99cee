"""Which findings an office could follow up, and for which of its forces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from inspections.models import AddresseeKind, Finding, Inspection
from oversight.bodies.models import Force, PolicingBody
from responses.models import FollowUp

ADDRESSED_TO_ALL = {AddresseeKind.ALL_CHIEF_CONSTABLES, AddresseeKind.REGIONAL_LEAD}
FOR_OTHERS = {
    AddresseeKind.NPCC,
    AddresseeKind.COLLEGE,
    AddresseeKind.HOME_OFFICE,
    AddresseeKind.IOPC,
    AddresseeKind.OTHER,
}


@dataclass(frozen=True)
class Candidate:
    """A finding that the office could follow up for one of its forces."""

    finding: Finding
    force: Force

    @property
    def key(self) -> str:
        return f"{self.finding.pk}-{self.force.pk}"

    @property
    def place(self) -> tuple[bool, bool, int, int]:
        """Limbs before recommendations before causes of concern, as everybody locks them."""
        return not self.finding.limb, self.finding.parent_id is None, self.finding.pk, self.force.pk

    @property
    def is_for_others(self) -> bool:
        """Addressed to no force and no policing body: to be watched (R35)."""
        kinds = {addressee.kind for addressee in self.finding.addressees.all()}
        return bool(kinds) and kinds <= FOR_OTHERS


def candidates(inspection: Inspection, *, policing_body: PolicingBody, on: date) -> list[Candidate]:
    """What the office has not followed up yet: the findings, for those of its forces that they reach (R33, R35)."""
    findings = inspection.findings.select_related("kind", "parent").in_order().prefetch_related("addressees__force")
    overseen = Force.objects.overseen_by(policing_body, on).with_names().in_order()
    return list(left(inspection, findings, list(overseen), started(inspection, policing_body)))


def left_under(follow_up: FollowUp, on: date) -> list[Candidate]:
    """Under its finding, and its office has not decided yet whether to follow that up for the force."""
    findings = follow_up.finding.children.select_related("kind").in_order().prefetch_related("addressees__force")
    if not findings:
        return []
    inspection, office = follow_up.finding.inspection, follow_up.policing_body
    overseen = Force.objects.overseen_by(office, on).filter(pk=follow_up.force_id)
    return list(left(inspection, findings, list(overseen), started(inspection, office)))


def started(inspection: Inspection, policing_body: PolicingBody) -> set[tuple[int, int]]:
    """The finding and the force of each follow-up of the office, or of one before it (R56)."""
    rows = FollowUp.objects.of_line(policing_body).filter(finding__inspection=inspection)
    return set(rows.values_list("finding", "force"))


def left(
    inspection: Inspection, findings: Iterable[Finding], overseen: list[Force], started: set[tuple[int, int]]
) -> Iterator[Candidate]:
    inspected = {force.pk for force in inspection.forces.all()}
    for finding in findings:
        reached = _reached(finding, overseen, inspected) if finding.kind.is_followed_up else []
        yield from (Candidate(finding, force) for force in reached if (finding.pk, force.pk) not in started)


def _reached(finding: Finding, overseen: list[Force], inspected: set[int]) -> list[Force]:
    """The forces it names; all of them where it names all; else those that were inspected."""
    addressees = finding.addressees.all()
    named = {addressee.force_id for addressee in addressees if addressee.force_id}
    if {addressee.kind for addressee in addressees} & ADDRESSED_TO_ALL or not (named or inspected):
        return overseen
    return [force for force in overseen if force.pk in (named or inspected)]
