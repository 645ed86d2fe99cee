"""Which findings of a report a response has to speak about, each with what it says so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from inspections import deadlines
from inspections.models import Addressee, AddresseeKind, Finding, Inspection, InspectionQuerySet
from oversight.bodies.models import Force, PolicingBody, Succession
from responses.models import Answer, Response
from responses.readiness import AnswerDraft, Draft, Need

ABOUT_AS_OLD = timedelta(days=366)
REACHES_EVERY_OFFICE = {
    AddresseeKind.ALL_CHIEF_CONSTABLES,
    AddresseeKind.REGIONAL_LEAD,
    AddresseeKind.POLICING_BODY,
}


@dataclass(frozen=True)
class Block:
    """A finding and the answer to it; one that is not saved yet is empty."""

    finding: Finding
    answer: Answer
    is_ours: bool
    report: str = ""  # which, where the response answers several (R7)

    @property
    def need(self) -> Need:
        """The law wants an explanation of what is recommended to us; the rest is at least marked (R10, R11)."""
        must = self.is_ours and self.finding.kind.must_be_answered
        return Need.EXPLANATION if must else Need.MARK

    @property
    def anchor(self) -> str:
        return f"finding-{self.finding.pk}"


def blocks(response: Response, *, on: date) -> list[Block]:
    """Report by report. Limbs are answered with their recommendation; another force's findings not at all."""
    reports = response.reports
    rows = Finding.objects.filter(inspection__in=reports, limb="").select_related("kind", "parent__kind")
    findings = rows.prefetch_related("addressees").in_order()
    titles = {report.pk: report.title for report in reports} if len(reports) > 1 else {}
    overseen = overseen_forces(response, on=on)
    saved = {answer.finding_id: answer for answer in response.answers.all()}
    return [
        Block(
            finding,
            saved.get(finding.pk) or Answer(response=response, finding=finding),
            _is_ours(finding, overseen),
            titles.get(finding.inspection_id, ""),
        )
        for finding in _by_family(findings, [report.pk for report in reports])
        if not _is_of_another_force(finding, overseen)
    ]


def undecided(inspections: InspectionQuerySet, policing_body: PolicingBody, *, on: date) -> InspectionQuerySet:
    """Reports that reach the office and that it has not decided yet whether to respond to (R6)."""
    own = Force.objects.overseen_by(policing_body, on).values("pk")
    inspected = Inspection.forces.through.objects.filter(inspection=OuterRef("pk"))
    addressed = Addressee.objects.filter(finding__inspection=OuterRef("pk"))
    reached = (
        ~Exists(inspected)
        | Exists(inspected.filter(force__in=own))
        | Exists(addressed.filter(Q(kind__in=REACHES_EVERY_OFFICE) | Q(force__in=own)))
    )
    ours = Response.objects.of_line(policing_body)
    answered = Q(pk__in=ours.values("inspection")) | Q(pk__in=ours.exclude(also_answers=None).values("also_answers"))
    return inspections.filter(reached).exclude(answered)


def further_reports(
    inspection: Inspection, policing_body: PolicingBody, response: Response | None, *, on: date
) -> InspectionQuerySet:
    """Those that one response may answer together with this one (R7): about as old, and not decided on otherwise."""
    waiting = undecided(Inspection.objects.all(), policing_body, on=on).exclude(pk=inspection.pk)
    if inspection.published_on:
        since, until = inspection.published_on - ABOUT_AS_OLD, inspection.published_on + ABOUT_AS_OLD
        waiting = waiting.filter(Q(published_on=None) | Q(published_on__range=(since, until)))
    chosen = response.also_answers.values("pk") if response else []
    return Inspection.objects.filter(Q(pk__in=waiting.values("pk")) | Q(pk__in=chosen))


def overseen_forces(response: Response, *, on: date) -> set[int]:
    """The office's forces and units on the day of the report, or on this one where it has none (R55, R56, R57)."""
    day, line = response.inspection.published_on or on, Succession.objects.line_of(response.policing_body)
    return set(Force.objects.overseen_by_any(line, day).values_list("pk", flat=True))


def answered_before(response: Response, rows: Sequence[Block]) -> dict[int, Answer]:
    """By finding, what this office has last said elsewhere to the same words: national findings come back (R7)."""
    said = Answer.objects.filter(response__in=Response.objects.of_line(response.policing_body))
    said = said.filter(finding__text__in={block.finding.text for block in rows}).exclude(action="", no_action_reason="")
    answers = list(said.select_related("finding", "response__inspection").order_by("pk"))
    same = {
        block.finding.pk: [each for each in answers if each.finding.text == block.finding.text and each != block.answer]
        for block in rows
    }
    return {pk: found[-1] for pk, found in same.items() if found}


def _by_family(findings: Iterable[Finding], reports: list[int]) -> list[Finding]:
    """Report by report, each cause of concern before its recommendations, kinds in their order."""

    def place(finding: Finding) -> tuple[int, int, int, bool, int, int]:
        head = finding.parent or finding
        return (
            reports.index(finding.inspection_id),
            head.kind.position,
            head.position,
            finding.parent is not None,
            finding.position,
            finding.pk,
        )

    return sorted(findings, key=place)


def _is_ours(finding: Finding, overseen: set[int]) -> bool:
    """Addressed to one of our forces, to all, or to nobody by name."""
    addressees = finding.addressees.all()
    return not addressees or any(
        addressee.kind in REACHES_EVERY_OFFICE or addressee.force_id in overseen for addressee in addressees
    )


def _is_of_another_force(finding: Finding, overseen: set[int]) -> bool:
    kinds = {addressee.kind for addressee in finding.addressees.all()}
    return kinds == {AddresseeKind.FORCE} and not _is_ours(finding, overseen)


def draft_of(response: Response, rows: Sequence[Block]) -> Draft:
    return Draft(
        our_comments=response.our_comments,
        signatory=response.signatory,
        invited_on=response.invited_on,
        comments_due_on=response.comments_due_on,
        chief_officer_comments=response.chief_officer_comments,
        chief_officer_name=response.chief_officer_name,
        answers=tuple(_answer_draft(block) for block in rows),
        our_reply=response.our_reply,
        comments_sent=tuple(response.invitations.last_texts().items()) if response.invited_on else (),
        recommendations=sum(block.finding.kind.must_be_answered for block in rows),
    )


def _answer_draft(block: Block) -> AnswerDraft:
    finding, answer = block.finding, block.answer
    return AnswerDraft(
        reference=finding.reference,
        anchor=block.anchor,
        need=block.need,
        words=finding.text,
        deadline=deadlines.shown(finding.deadline) if finding.deadline_on else "",
        position=answer.position,
        action=answer.action,
        no_action_reason=answer.no_action_reason,
        owner=answer.owner,
        due_on=answer.due_on,
    )
