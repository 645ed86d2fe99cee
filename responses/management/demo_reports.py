"""Records the demo's reports with what they found and how they graded."""

from datetime import date, timedelta
from uuid import uuid4

from inspections import deadlines
from inspections import workflow as inspections_workflow
from inspections.models import Finding, FindingKind, Grade, GradeTier, Inspection, Theme
from oversight.bodies.models import Force
from responses.management.demo_data import DemoFinding, DemoInspection
from responses.management.demo_teller import Teller


def record(teller: Teller, told: DemoInspection) -> Inspection:
    recorded_on = (told.published_on or teller.today - timedelta(days=30)) + timedelta(days=1)
    inspection = inspections_workflow.record(
        reference=told.reference,
        title=told.title,
        kind=told.kind,
        inspectorate="HMICFRS",
        url=told.url,
        published_on=told.published_on,
        published_wording=told.published_wording,
        own_deadline_wording=told.own_deadline,
        own_recipient="Independent custody visitors" if told.own_deadline else "",
        fieldwork_from=told.fieldwork[0] if told.fieldwork else None,
        fieldwork_to=told.fieldwork[1] if told.fieldwork else None,
        forces=Force.objects.filter(code__in=told.forces),
        themes=Theme.objects.filter(slug=told.theme),
        submission_id=uuid4(),
        by=teller.officer,
        at=teller.at(recorded_on),
    )
    for finding in told.findings:
        teller.findings[told.reference, finding.label + finding.title] = _add(teller, inspection, finding, recorded_on)
    _grade(inspection, told)
    return inspection


def _add(teller: Teller, inspection: Inspection, told: DemoFinding, on: date) -> Finding:
    parent = inspection.findings.filter(label=told.under).first() if told.under else None
    return inspections_workflow.add_finding(
        inspection,
        kind=FindingKind.objects.get(code=told.kind),
        parent=parent,
        limb="",
        label=told.label,
        title=told.title,
        text=told.text,
        page="",
        deadline=deadlines.parse(told.text, published_on=inspection.published_on),
        addressees=told.addressees,
        submission_id=uuid4(),
        by=teller.officer,
        at=teller.at(on, 11),
    )


def _grade(inspection: Inspection, told: DemoInspection) -> None:
    for force, question, scale, tier in told.grades:
        Grade.objects.create(
            inspection=inspection,
            force=Force.objects.get(code=force),
            question=question,
            tier=GradeTier.objects.get(scale__name=scale, name=tier),
            awarded_on=told.published_on or date.min,
        )
