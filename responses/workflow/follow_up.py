"""What happens to a follow-up: started, assigned, assured, moved on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from inspections.models import AddresseeKind, Finding, Inspection
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from oversight.versions import StaleError
from responses.models import (
    Applicability,
    AssuranceUpdate,
    Batch,
    DueSource,
    Event,
    EventKind,
    FollowUp,
    Notice,
    NoticeKind,
    State,
    WorkStatus,
)
from responses.models.event import Audience

ADDRESSED_TO_ALL = {AddresseeKind.ALL_CHIEF_CONSTABLES, AddresseeKind.REGIONAL_LEAD}
ENDED = {WorkStatus.SUPERSEDED, WorkStatus.NOT_APPLICABLE, WorkStatus.WITHDRAWN}
FIRST_STATUS = {
    Applicability.APPLIES: WorkStatus.AWAITING_ALLOCATION,
    Applicability.DOES_NOT_APPLY: WorkStatus.NOT_APPLICABLE,
    Applicability.ALREADY_MET: WorkStatus.DONE,
}
TRANSITIONS: dict[WorkStatus, set[WorkStatus]] = {
    WorkStatus.AWAITING_ALLOCATION: {WorkStatus.IN_PROGRESS, *ENDED},
    WorkStatus.IN_PROGRESS: {
        WorkStatus.AWAITING_ALLOCATION,
        WorkStatus.SUBMITTED,
        WorkStatus.HELD,
        WorkStatus.DONE,
        *ENDED,
    },
    WorkStatus.SUBMITTED: {WorkStatus.IN_PROGRESS, WorkStatus.HELD, WorkStatus.DONE, *ENDED},
    WorkStatus.HELD: {WorkStatus.IN_PROGRESS, WorkStatus.DONE, *ENDED},
    WorkStatus.DONE: {WorkStatus.IN_PROGRESS},
    WorkStatus.SUPERSEDED: {WorkStatus.IN_PROGRESS},
    WorkStatus.NOT_APPLICABLE: {WorkStatus.IN_PROGRESS},
    WorkStatus.WITHDRAWN: {WorkStatus.IN_PROGRESS},
}


class WrongStatusError(Exception):
    """The thing has moved on since the page was opened."""


class WrongPersonError(Exception):
    """A force lead of another force, somebody of another office, or somebody who has left."""


@dataclass(frozen=True)
class Candidate:
    """A finding that the office could follow up for one of its forces."""

    finding: Finding
    force: Force

    @property
    def key(self) -> str:
        return f"{self.finding.pk}-{self.force.pk}"


@dataclass(frozen=True)
class Decision:
    candidate: Candidate
    applicability: Applicability
    reason: str = ""


def candidates(inspection: Inspection, *, policing_body: PolicingBody, on: date) -> list[Candidate]:
    """What the office has not followed up yet: the findings, for those of its forces that they reach (R33, R35)."""
    findings = inspection.findings.select_related("kind", "parent").in_order().prefetch_related("addressees")
    overseen = Force.objects.overseen_by(policing_body, on).with_names().in_order()
    return list(left(inspection, findings, list(overseen), started(inspection, policing_body)))


def started(inspection: Inspection, policing_body: PolicingBody) -> set[tuple[int, int]]:
    """The finding and the force of each follow-up of the office."""
    rows = FollowUp.objects.filter(policing_body=policing_body, finding__inspection=inspection)
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


@transaction.atomic
def start_all(decisions: Sequence[Decision], *, policing_body: PolicingBody, by: User, at: datetime) -> list[FollowUp]:
    """All or none; what somebody else has started meanwhile stays as it is."""
    in_order = sorted(decisions, key=lambda decision: (decision.candidate.finding.pk, decision.candidate.force.pk))
    return [
        start(
            decision.candidate.finding,
            force=decision.candidate.force,
            policing_body=policing_body,
            applicability=decision.applicability,
            reason=decision.reason,
            by=by,
            at=at,
        )
        for decision in in_order
    ]


@transaction.atomic
def start(
    finding: Finding,
    *,
    force: Force,
    policing_body: PolicingBody,
    applicability: Applicability,
    reason: str,
    by: User,
    at: datetime,
) -> FollowUp:
    """Follow a finding up for one force; the same finding twice gives the follow-up that is there (R33, R34)."""
    follow_up, started = FollowUp.objects.get_or_create(
        finding=finding,
        force=force,
        policing_body=policing_body,
        defaults={
            "applicability": applicability,
            "applicability_reason": reason,
            "status": FIRST_STATUS[applicability],
            "officer": by,
            "touched_at": at,
            **_inspectorates_deadline(finding),
        },
    )
    if started:
        _tell(follow_up, EventKind.OPENED, by=by, at=at, detail=applicability.label, reason=reason)
    return follow_up


def _inspectorates_deadline(finding: Finding) -> dict[str, object]:
    return {
        "due_on": finding.deadline_on,
        "due_wording": finding.deadline_wording,
        "due_precision": finding.deadline_precision,
        "due_source": DueSource.INSPECTORATE if finding.deadline_wording else DueSource.NONE,
    }


@transaction.atomic
def assign(
    follow_up: FollowUp,
    *,
    lead: User,
    officer: User,
    by: User,
    at: datetime,
    version: int | None = None,
    batch: Batch | None = None,
) -> None:
    """Name who acts at the force and who watches at the office, and write to a new lead.

    In a batch the letter is left to the caller, who owes one for all.

    The same names twice change nothing. `version` is what the person saw; without it, whatever is there counts.
    Raises WrongPersonError, WrongStatusError and, where somebody else was named meanwhile, StaleError.
    """
    check_lead(lead, follow_up)
    check_officer(officer, follow_up)
    current = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if (current.lead_id, current.officer_id) != (lead.pk, officer.pk):
        if version not in {None, current.version}:
            raise StaleError(current)
        _hand_over(current, lead=lead, officer=officer, by=by, at=at, batch=batch)
    follow_up.refresh_from_db()


def check_lead(lead: User, follow_up: FollowUp) -> None:
    if not (lead.is_active and lead.force_id == follow_up.force_id):
        raise WrongPersonError(f"{lead} is not a lead of this force. Select somebody else.")


def check_officer(officer: User, follow_up: FollowUp) -> None:
    if not (officer.is_active and officer.writes and officer.policing_body_id == follow_up.policing_body_id):
        raise WrongPersonError(f"{officer} does not work on recommendations in this office. Select somebody else.")


def _hand_over(follow_up: FollowUp, *, lead: User, officer: User, by: User, at: datetime, batch: Batch | None) -> None:
    check_open(follow_up)
    is_new_lead = follow_up.lead_id != lead.pk
    if follow_up.status == WorkStatus.AWAITING_ALLOCATION:
        move(follow_up, WorkStatus.IN_PROGRESS, by=by, at=at)
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=lead, officer=officer, touched_at=at, version=F("version") + 1)
    detail = f"to {lead}, with {officer} as policy officer"
    _tell(follow_up, EventKind.ASSIGNED, by=by, at=at, detail=detail, audience=Audience.FORCE, batch=batch)
    if is_new_lead and batch is None:
        Notice.objects.owe(NoticeKind.ASSIGNED, to=lead, follow_up=follow_up, at=at)


def check_open(follow_up: FollowUp) -> None:
    if not follow_up.is_open:
        raise WrongStatusError(f"{follow_up.reference} is no longer open, so nobody can be assigned to it.")


@transaction.atomic
def set_officer(follow_up: FollowUp, *, officer: User, by: User, at: datetime, batch: Batch | None = None) -> None:
    """Another officer, whoever acts at the force. Raises WrongPersonError and WrongStatusError."""
    check_officer(officer, follow_up)
    current = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    check_open(current)
    if current.officer_id != officer.pk:
        FollowUp.objects.filter(pk=current.pk).update(officer=officer, touched_at=at, version=F("version") + 1)
        detail = f"to {officer} as policy officer"
        _tell(current, EventKind.ASSIGNED, by=by, at=at, detail=detail, audience=Audience.FORCE, batch=batch)


@transaction.atomic
def log_assurance(
    follow_up: FollowUp,
    *,
    level: str,
    method: str,
    text: str,
    made_on: date,
    is_publishable: bool,
    submission_id: UUID,
    by: User,
    at: datetime,
) -> AssuranceUpdate:
    """Say what the office believes and why (R46). The latest day's level shows on the follow-up."""
    update, logged = AssuranceUpdate.objects.get_or_create(
        submission_id=submission_id,
        defaults={
            "follow_up": follow_up,
            "level": level,
            "method": method,
            "text": text,
            "made_on": made_on,
            "is_publishable": is_publishable,
            "by": by,
            "at": at,
        },
    )
    if logged:
        _show_latest_assurance(follow_up, at=at)
        _tell(follow_up, EventKind.ASSURED, by=by, at=at, detail=update.get_level_display(), assurance_update=update)
    return update


def _show_latest_assurance(follow_up: FollowUp, *, at: datetime) -> None:
    FollowUp.objects.select_for_update().get(pk=follow_up.pk)  # two at once: the later day wins, not the later save
    latest = follow_up.updates.first()
    if latest:
        FollowUp.objects.filter(pk=follow_up.pk).update(
            assurance_level=latest.level, assurance_on=latest.made_on, touched_at=at
        )
    follow_up.refresh_from_db()


@transaction.atomic
def move(
    follow_up: FollowUp,
    to: WorkStatus,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    changes: dict[str, object] | None = None,
) -> None:
    # Checking and changing in one statement: of two people who press a button at
    # the same moment, the first succeeds and the second is told.
    sources = [status for status, targets in TRANSITIONS.items() if to in targets]
    moved = FollowUp.objects.filter(pk=follow_up.pk, status__in=sources).update(
        status=to, touched_at=at, version=F("version") + 1, **(changes or {})
    )
    if not moved:
        raise WrongStatusError(f"{follow_up.reference} can no longer be {to.label.lower()}.")
    detail = State(to).label  # the words of the list
    _tell(follow_up, EventKind.STATUS_CHANGED, by=by, at=at, detail=detail, reason=reason, audience=Audience.FORCE)
    follow_up.refresh_from_db()


def _tell(follow_up: FollowUp, kind: EventKind, *, by: User, at: datetime, **facts: object) -> None:
    Event.objects.create(
        policing_body_id=follow_up.policing_body_id, follow_up=follow_up, kind=kind, by=by, at=at, **facts
    )
