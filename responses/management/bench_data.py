"""The data set of R131 and R133, in bulk: all of it belongs to one office, which is the hardest case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched, cycle, groupby
from random import Random
from uuid import uuid4

import pgtrigger
from django.db.models import Model
from django.utils import timezone

from inspections import reference as inspections_reference
from inspections.models import Finding, FindingKind, Grade, GradeTier, Inspection, Theme
from oversight.accounts.models import Role, User
from oversight.bodies import reference as bodies_reference
from oversight.bodies.models import Force, ForceKind, PolicingBody
from responses.coverage import Block
from responses.documents import document
from responses.management import bench_copies, bench_story
from responses.models import (
    Answer,
    AssuranceLevel,
    AssuranceMethod,
    AssuranceUpdate,
    Event,
    EventKind,
    EvidenceRequest,
    FollowUp,
    Publication,
    RequestStatus,
    Response,
    ResponseStatus,
    Section55,
    WorkStatus,
)
from responses.models.event import Audience
from responses.models.state import ClosureLevel

BATCH = 2000
EMAIL = "officer@bench.example.org"
DAYS_TO_RESPOND = timedelta(days=50)
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


@dataclass(frozen=True)
class Size:
    """How much there is of each; the figures of R131 unless told otherwise."""

    inspections: int = 300
    nationals: int = 60  # of them; they reach every force
    findings_of_a_national: int = 5
    findings_of_another: int = 30
    updates: int = 2  # of each follow-up
    events: int = 5
    requests: int = 3000
    times: int = 1  # all of it

    def findings_of(self, inspection: int) -> int:
        return self.findings_of_a_national if inspection < self.nationals else self.findings_of_another


STATUSES = [WorkStatus.IN_PROGRESS] * 6 + [WorkStatus.AWAITING_ALLOCATION, WorkStatus.SUBMITTED, *[WorkStatus.DONE] * 4]


def load(*, on: date, size: Size) -> User:
    """Fill an empty database and return an officer of the office that owns it."""
    bodies_reference.load()
    inspections_reference.load()
    with pgtrigger.ignore():
        officer = _load(on=on, size=size, chance=Random(3))  # noqa: S311 - the same data every time
        bench_copies.make(size.times - 1)
    bench_story.leave_a_record(richest(), on)
    return officer


def officer() -> User | None:
    """Of data that are there."""
    return User.objects.filter(email=EMAIL).first()


def richest() -> FollowUp:
    """The one to which everything has happened."""
    return FollowUp.objects.order_by("pk")[bench_story.RICHEST]


def _load(*, on: date, size: Size, chance: Random) -> User:
    office = PolicingBody.objects.get(code="hampshire-pcc")
    officer = User.objects.create_user(EMAIL, name="Bench Officer", role=Role.OFFICER, policing_body=office)
    inspections = _inspections(on, size)
    _grades()
    findings = _findings(inspections, size, chance)
    _responses(findings, office, officer, on)
    follow_ups = _follow_ups(findings, office, officer, on, chance)
    _updates(follow_ups, officer, on, size)
    _events(follow_ups, officer, on, size)
    requests = _requests(follow_ups, officer, on, size)
    bench_story.tell(follow_ups, requests, officer, on, _at)
    return officer


def _leads() -> dict[int, User]:
    forces = Force.objects.filter(kind=ForceKind.TERRITORIAL)
    leads = [
        User(email=f"{force.code}@bench.example.org", name=f"Lead of {force}", role=Role.FORCE_LEAD, force=force)
        for force in forces
    ]
    return {lead.force_id or 0: lead for lead in User.objects.bulk_create(leads)}


def _inspections(on: date, size: Size) -> list[Inspection]:
    forces = list(Force.objects.filter(kind=ForceKind.TERRITORIAL))
    made = Inspection.objects.bulk_create(
        Inspection(
            reference=f"BENCH-{number}",
            title=f"An inspection of {SUBJECTS[number % len(SUBJECTS)]}, number {number}",
            kind="thematic" if number < size.nationals else "peel",
            published_on=on - timedelta(days=10 * number),
            submission_id=uuid4(),
        )
        for number in range(size.inspections)
    )
    through = Inspection.forces.through
    themes, tagged = cycle(Theme.objects.all()), Inspection.themes.through
    tagged.objects.bulk_create(tagged(inspection_id=each.pk, theme_id=next(themes).pk) for each in made)
    reach = [forces if number < size.nationals else [forces[number % len(forces)]] for number in range(len(made))]
    through.objects.bulk_create(
        through(inspection_id=inspection.pk, force_id=force.pk)
        for inspection, reached in zip(made, reach, strict=True)
        for force in reached
    )
    return made


def _grades() -> None:
    """One of each body that was inspected."""
    tiers, through = cycle(GradeTier.objects.filter(scale__last_year=None)), Inspection.forces.through
    published_on = dict(Inspection.objects.values_list("pk", "published_on"))
    Grade.objects.bulk_create(
        Grade(
            inspection_id=inspection,
            force_id=force,
            question="How well the force does",
            tier=next(tiers),
            awarded_on=published_on[inspection] or date.max,
        )
        for inspection, force in through.objects.values_list("inspection", "force")
    )


def _responses(findings: list[Finding], office: PolicingBody, officer: User, on: date) -> None:
    """One for each report; those of the last weeks are still being written."""
    reports = {inspection: list(rows) for inspection, rows in groupby(findings, key=lambda finding: finding.inspection)}
    made = Response.objects.bulk_create(_response(inspection, office, officer, on) for inspection in reports)
    Publication.objects.bulk_create(
        Publication(
            response=response,
            number=1,
            document=document(response, _blocks(response, reports[response.inspection]), published_on=day),
            title=response.inspection.title,
            report_published_on=response.inspection.published_on,
            published_on=day,
            published_at=_at(on, 0),
            proof="Loaded for the bench.",
            published_by=officer,
        )
        for response in made
        if (day := response.published_on)
    )


def _blocks(response: Response, findings: list[Finding]) -> Iterator[Block]:
    said = "We have asked for monthly figures and look at ten cases ourselves before each meeting of the board. " * 5
    for finding in findings:
        yield Block(finding, Answer(response=response, finding=finding, position="accepted", action=said), is_ours=True)


def _response(inspection: Inspection, office: PolicingBody, officer: User, on: date) -> Response:
    published_on = (inspection.published_on or date.max) + DAYS_TO_RESPOND
    is_out = published_on <= on
    return Response(
        policing_body=office,
        inspection=inspection,
        slug=f"bench-{inspection.reference.lower()}",
        section_55=Section55.APPLIES,
        status=ResponseStatus.PUBLISHED if is_out else ResponseStatus.DRAFT,
        our_comments="We have read the report and set out below what we do about each recommendation. " * 20,
        approved_at=_at(on, 0) if is_out else None,
        approved_by=officer if is_out else None,
        published_on=published_on if is_out else None,
        submission_id=uuid4(),
    )


def _findings(inspections: list[Inspection], size: Size, chance: Random) -> list[Finding]:
    kind = FindingKind.objects.get(code="recommendation")
    return Finding.objects.bulk_create(
        [
            finding
            for number, inspection in enumerate(inspections)
            for finding in _findings_of(inspection, kind, size.findings_of(number), chance)
        ],
        batch_size=BATCH,
    )


def _findings_of(inspection: Inspection, kind: FindingKind, count: int, chance: Random) -> Iterator[Finding]:
    for position in range(1, count + 1):
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
    reached = [(finding, leads[force]) for finding in findings for force in inspected[finding.inspection_id]]
    rows = [
        _follow_up(finding, lead, office=office, officer=officer, on=on, chance=chance) for finding, lead in reached
    ]
    level = ClosureLevel.objects.create(name="Closed after a visit of the bench")
    for number, (row, (_finding, lead)) in enumerate(zip(rows, reached, strict=True)):
        bench_story.give_past(row, number, lead, on, level)
    return FollowUp.objects.bulk_create(rows, batch_size=BATCH)


def _follow_up(
    finding: Finding, lead: User, *, office: PolicingBody, officer: User, on: date, chance: Random
) -> FollowUp:
    status = chance.choice(STATUSES)
    return FollowUp(
        finding=finding,
        force=lead.force,
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


def _create(model: type[Model], rows: Iterator[Model]) -> None:
    """A million at ten times the size: never all of them in memory."""
    for batch in batched(rows, BATCH):
        model._default_manager.bulk_create(batch)


def _updates(follow_ups: list[FollowUp], officer: User, on: date, size: Size) -> None:
    chance, levels, methods = Random(4), cycle(AssuranceLevel), cycle(AssuranceMethod)  # noqa: S311 - the same data
    _create(
        AssuranceUpdate,
        (
            AssuranceUpdate(
                follow_up=follow_up,
                made_on=on - timedelta(days=chance.randrange(600)),
                level=next(levels),
                method=(method := next(methods)),
                sample_size=10 if method == AssuranceMethod.SAMPLE else None,
                text="What the force sent shows progress in most districts.",
                by=officer,
                at=_at(on, 1),
                submission_id=uuid4(),
            )
            for follow_up in follow_ups
            for _ in range(size.updates)
        ),
    )


def _events(follow_ups: list[FollowUp], officer: User, on: date, size: Size) -> None:
    chance = Random(5)  # noqa: S311 - the same data every time
    kinds = cycle([EventKind.ASSIGNED, EventKind.EVIDENCE_ASKED, EventKind.STATUS_CHANGED])
    _create(
        Event,
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
            for _ in range(size.events - size.updates)  # each update has one of its own
        ),
    )


def _requests(follow_ups: list[FollowUp], officer: User, on: date, size: Size) -> list[EvidenceRequest]:
    statuses = cycle(status for status in RequestStatus if status != RequestStatus.DRAFT)
    asked = [follow_up for follow_up in follow_ups if follow_up.lead][: size.requests]
    requests = EvidenceRequest.objects.bulk_create(
        EvidenceRequest(
            policing_body_id=follow_up.policing_body_id,
            force_id=follow_up.force_id,
            lead=follow_up.lead,
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
        for request, follow_up in zip(requests, asked, strict=True)
    )
    return requests
