"""Which findings an office could follow up, and for which of its forces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from inspections.models import Addressee, AddresseeKind, Finding, Inspection
from oversight.bodies.models import Force, PolicingBody, Succession
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


def left_under(follow_up: FollowUp, on: date) -> list[Finding]:
    """Under its finding, and its office has not decided yet whether to follow that up for the force.

    As `candidates`, of one force, at one question: pages of it ask too (R131).
    """
    of_line = Succession.objects.is_of_line(follow_up.policing_body_id, at="policing_body")
    overseen = Force.objects.overseen_by_any([follow_up.policing_body_id], on).filter(pk=follow_up.force_id)
    started = FollowUp.objects.filter(of_line, finding=OuterRef("pk"), force=follow_up.force_id)
    inspected = Inspection.forces.through.objects.filter(inspection=OuterRef("inspection")).values("force")
    rows = follow_up.finding.children.filter(~Exists(started), Exists(overseen)).select_related("kind").in_order()
    to = Addressee.objects.filter(finding=OuterRef("pk")).values(facts=JSONObject(kind="kind", force_id="force"))
    found = rows.annotate(inspected=ArraySubquery(inspected), addressed=ArraySubquery(to))
    force, addressees = [follow_up.force], {each.pk: [Addressee(**facts) for facts in each.addressed] for each in found}
    return [each for each in found if _reached(each, addressees[each.pk], force, set(each.inspected))]


def started(inspection: Inspection, policing_body: PolicingBody) -> set[tuple[int, int]]:
    """The finding and the force of each follow-up of the office, or of one before it (R56)."""
    rows = FollowUp.objects.of_line(policing_body).filter(finding__inspection=inspection)
    return set(rows.values_list("finding", "force"))


def left(
    inspection: Inspection, findings: Iterable[Finding], overseen: list[Force], started: set[tuple[int, int]]
) -> Iterator[Candidate]:
    inspected = {force.pk for force in inspection.forces.all()}
    for finding in findings:
        reached = _reached(finding, finding.addressees.all(), overseen, inspected)
        yield from (Candidate(finding, force) for force in reached if (finding.pk, force.pk) not in started)


def _reached(
    finding: Finding, addressees: Iterable[Addressee], overseen: list[Force], inspected: set[int]
) -> list[Force]:
    """The forces it names; all of them where it names all; else those that were inspected."""
    if not finding.kind.is_followed_up:
        return []
    named = {addressee.force_id for addressee in addressees if addressee.force_id}
    if {addressee.kind for addressee in addressees} & ADDRESSED_TO_ALL or not (named or inspected):
        return overseen
    return [force for force in overseen if force.pk in (named or inspected)]
