"""The data set of R131 and R133, in bulk: all of it belongs to one office, which is the hardest case."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from random import Random
from uuid import uuid4

import pgtrigger
from django.utils import timezone

from inspections import reference as inspections_reference
from inspections.models import Finding, FindingKind, Inspection
from oversight.accounts.models import Role, User
from oversight.bodies import reference as bodies_reference
from oversight.bodies.models import Force, ForceKind, PolicingBody
from responses.models import (
    AssuranceLevel,
    AssuranceMethod,
    AssuranceUpdate,
    Event,
    EventKind,
    EvidenceRequest,
    FollowUp,
    RequestStatus,
    Response,
    ResponseStatus,
    Section55,
    WorkStatus,
)
from responses.models.event import Audience

INSPECTIONS = 300
NATIONAL = 60  # of them; they reach every force
FINDINGS_OF_A_NATIONAL = 5
FINDINGS_OF_ONE_FORCE = 30
UPDATES_PER_FOLLOW_UP = 2
EVENTS_PER_FOLLOW_UP = 5
REQUESTS = 3000
BATCH = 2000
SUBJECTS = [
    "custody",
    "vetting",
    "stalking",
    "call handling",
    "fraud",
    "missing people",
    "supervision",
    "crime recording",
]
STATUSES = [WorkStatus.IN_PROGRESS] * 6 + [WorkStatus.AWAITING_ALLOCATION, WorkStatus.SUBMITTED, *[WorkStatus.DONE] * 4]


def load(*, on: date, times: int = 1) -> User:
    """Fill an empty database and return an officer of the office that owns it; `times` multiplies the follow-ups."""
    bodies_reference.load()
    inspections_reference.load()
    with pgtrigger.ignore():
        return _load(on=on, times=times, chance=Random(3))  # noqa: S311 - the same data every time


def _load(*, on: date, times: int, chance: Random) -> User:
    office = PolicingBody.objects.get(code="hampshire-pcc")
    officer = User.objects.create_user(
        "officer@bench.example.org", name="Bench Officer", role=Role.OFFICER, policing_body=office
    )
    inspections = _inspections(on)
    _responses(inspections, office)
    findings = _findings(inspections, times, chance)
    follow_ups = _follow_ups(findings, office, officer, on, chance)
    _updates_and_events(follow_ups, officer, on, chance)
    _requests(follow_ups, officer, on)
    return officer


def _leads() -> dict[int, User]:
    forces = Force.objects.filter(kind=ForceKind.TERRITORIAL)
    leads = [
        User(email=f"{force.code}@bench.example.org", name=f"Lead of {force}", role=Role.FORCE_LEAD, force=force)
        for force in forces
    ]
    return {lead.force_id or 0: lead for lead in User.objects.bulk_create(leads)}


def _inspections(on: date) -> list[Inspection]:
    forces = list(Force.objects.filter(kind=ForceKind.TERRITORIAL))
    made = Inspection.objects.bulk_create(
        Inspection(
            reference=f"BENCH-{number}",
            title=f"An inspection of {SUBJECTS[number % len(SUBJECTS)]}, number {number}",
            kind="thematic" if number < NATIONAL else "peel",
            published_on=on - timedelta(days=10 * number),
            submission_id=uuid4(),
        )
        for number in range(INSPECTIONS)
    )
    through = Inspection.forces.through
    reach = [forces if number < NATIONAL else [forces[number % len(forces)]] for number in range(INSPECTIONS)]
    through.objects.bulk_create(
        through(inspection_id=inspection.pk, force_id=force.pk)
        for inspection, reached in zip(made, reach, strict=True)
        for force in reached
    )
    return made


def _responses(inspections: list[Inspection], office: PolicingBody) -> None:
    Response.objects.bulk_create(
        Response(
            policing_body=office,
            inspection=inspection,
            slug=f"bench-{inspection.reference.lower()}",
            section_55=Section55.APPLIES,
            status=ResponseStatus.DRAFT,
            submission_id=uuid4(),
        )
        for inspection in inspections
    )


def _findings(inspections: list[Inspection], times: int, chance: Random) -> list[Finding]:
    kind = FindingKind.objects.get(code="recommendation")
    return Finding.objects.bulk_create(
        [
            finding
            for number, inspection in enumerate(inspections)
            for finding in _findings_of(inspection, kind, number, times, chance)
        ],
        batch_size=BATCH,
    )


def _findings_of(
    inspection: Inspection, kind: FindingKind, number: int, times: int, chance: Random
) -> Iterator[Finding]:
    each = FINDINGS_OF_A_NATIONAL if number < NATIONAL else FINDINGS_OF_ONE_FORCE
    for position in range(1, each * times + 1):
        due_on = (inspection.published_on or date.max) + timedelta(days=chance.randrange(90, 900))
        yield Finding(
            inspection=inspection,
            kind=kind,
            reference=f"{inspection.reference}-R{position}",
            position=position,
            label=f"Recommendation {position}",
            title=f"Improve {chance.choice(SUBJECTS)} and show that it has worked",
            text=f"By then, the force should improve {chance.choice(SUBJECTS)} and check that people notice. " * 3,
            deadline_wording=f"By {due_on.day} {due_on:%B %Y}",
            deadline_precision="day",
            deadline_on=due_on,
            submission_id=uuid4(),
        )


def _follow_ups(
    findings: list[Finding], office: PolicingBody, officer: User, on: date, chance: Random
) -> list[FollowUp]:
    leads = _leads()
    inspected: dict[int, list[int]] = {}
    for inspection, force in Inspection.forces.through.objects.values_list("inspection", "force"):
        inspected.setdefault(inspection, []).append(force)
    rows = [
        _follow_up(finding, leads[force], office=office, officer=officer, on=on, chance=chance)
        for finding in findings
        for force in inspected[finding.inspection_id]
    ]
    return FollowUp.objects.bulk_create(rows, batch_size=BATCH)


def _follow_up(
    finding: Finding, lead: User, *, office: PolicingBody, officer: User, on: date, chance: Random
) -> FollowUp:
    status = chance.choice(STATUSES)
    return FollowUp(
        finding=finding,
        force_id=lead.force_id,
        policing_body=office,
        status=status,
        officer=officer,
        lead=None if status == WorkStatus.AWAITING_ALLOCATION else lead,
        due_on=finding.deadline_on,
        due_wording=finding.deadline_wording,
        due_precision=finding.deadline_precision,
        due_source="inspectorate",
        touched_at=_at(on, chance.randrange(700)),
    )


def _at(on: date, days_ago: int) -> datetime:
    return datetime.combine(on - timedelta(days=days_ago), time(10), timezone.get_current_timezone())


def _updates_and_events(follow_ups: list[FollowUp], officer: User, on: date, chance: Random) -> None:
    levels, kinds = (
        cycle(AssuranceLevel),
        cycle([EventKind.ASSIGNED, EventKind.EVIDENCE_ASKED, EventKind.STATUS_CHANGED]),
    )
    AssuranceUpdate.objects.bulk_create(
        (
            AssuranceUpdate(
                follow_up=follow_up,
                made_on=on - timedelta(days=chance.randrange(600)),
                level=next(levels),
                method=AssuranceMethod.EVIDENCE,
                text="What the force sent shows progress in most districts.",
                by=officer,
                at=_at(on, 1),
                submission_id=uuid4(),
            )
            for follow_up in follow_ups
            for _ in range(UPDATES_PER_FOLLOW_UP)
        ),
        batch_size=BATCH,
    )
    Event.objects.bulk_create(
        (
            Event(
                policing_body_id=follow_up.policing_body_id,
                follow_up=follow_up,
                kind=next(kinds),
                audience=Audience.FORCE,
                by=officer,
                at=_at(on, chance.randrange(700)),
            )
            for follow_up in follow_ups
            for _ in range(EVENTS_PER_FOLLOW_UP)
        ),
        batch_size=BATCH,
    )


def _requests(follow_ups: list[FollowUp], officer: User, on: date) -> None:
    statuses = cycle(RequestStatus)
    asked = [follow_up for follow_up in follow_ups if follow_up.lead_id][:REQUESTS]
    requests = EvidenceRequest.objects.bulk_create(
        EvidenceRequest(
            policing_body_id=follow_up.policing_body_id,
            force_id=follow_up.force_id,
            lead_id=follow_up.lead_id,
            question="Please send the latest figures and the minutes of the board.",
            due_on=on + timedelta(days=number % 60 - 20),
            status=next(statuses),
            sent_at=_at(on, 30),
            sent_by=officer,
            submission_id=uuid4(),
        )
        for number, follow_up in enumerate(asked)
    )
    through = EvidenceRequest.follow_ups.through
    through.objects.bulk_create(
        through(evidencerequest_id=request.pk, followup_id=follow_up.pk)
        for request, follow_up in islice(zip(requests, asked, strict=True), REQUESTS)
    )
