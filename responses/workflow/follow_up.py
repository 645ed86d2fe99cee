"""What happens to a follow-up: started, assigned, moved on."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from inspections.models import Finding
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from oversight.versions import StaleError
from responses.models import (
    Applicability,
    Batch,
    DueSource,
    Event,
    EventKind,
    EvidenceRequest,
    FollowUp,
    Notice,
    NoticeKind,
    State,
    WorkStatus,
)
from responses.models.event import Audience
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.naming import ANOTHER
from responses.models.state import BEING_WORKED_ON, ENDED, UNDELIVERED
from responses.workflow.candidates import Candidate

logger = logging.getLogger(__name__)

AGAIN = {WorkStatus.IN_PROGRESS, WorkStatus.AWAITING_ALLOCATION}
FIRST_STATUS = {
    Applicability.APPLIES: WorkStatus.AWAITING_ALLOCATION,
    Applicability.DOES_NOT_APPLY: WorkStatus.NOT_APPLICABLE,
    Applicability.ALREADY_MET: WorkStatus.DONE,
    Applicability.WATCHED: WorkStatus.WATCHED,
}
TRANSITIONS: dict[WorkStatus, set[WorkStatus]] = {
    WorkStatus.AWAITING_ALLOCATION: {WorkStatus.IN_PROGRESS, WorkStatus.SUBMITTED, WorkStatus.DONE, *ENDED},
    WorkStatus.IN_PROGRESS: {WorkStatus.SUBMITTED, WorkStatus.HELD, WorkStatus.DONE, *ENDED},
    WorkStatus.SUBMITTED: {WorkStatus.IN_PROGRESS, WorkStatus.HELD, WorkStatus.DONE, *ENDED},
    WorkStatus.HELD: {WorkStatus.HELD, WorkStatus.DONE, *AGAIN, *ENDED},
    WorkStatus.DONE: {*AGAIN, WorkStatus.WATCHED},
    WorkStatus.SUPERSEDED: AGAIN,
    WorkStatus.NOT_APPLICABLE: AGAIN,
    WorkStatus.WITHDRAWN: AGAIN,
    WorkStatus.WATCHED: {*AGAIN, WorkStatus.DONE, *ENDED} - {WorkStatus.WATCHED},
}
NOT_WAITING: dict[str, object] = {
    "waiting_since": None,
    "waiting_on": "",
    "waiting_name": "",
    "waiting_for": None,
    "waiting_until": None,
    "waiting_reason": "",
}
NOT_CLAIMED: dict[str, object] = {"claimed_on": None, "claimed_by": None}
NOT_ASSURED: dict[str, object] = {"assured_on": None, "assured_by": None, "assured_reason": "", "assured_without": ""}
# What an open one is not, whatever it was before; the inspectorate's closure is not ours to undo (R37, R42).
AFRESH: dict[str, object] = {
    "held_until": None,
    "superseded_by": None,
    "applicability": Applicability.APPLIES,
    "applicability_reason": "",
    **NOT_CLAIMED,
    **NOT_ASSURED,
}
REOPENED: dict[str, object] = {**AFRESH, "reopened_count": F("reopened_count") + 1}


class WrongStatusError(Exception):
    """The thing has moved on since the page was opened."""


class WrongPersonError(Exception):
    """A force lead of another force, somebody of another office, or somebody who has left."""


@dataclass(frozen=True)
class Decision:
    candidate: Candidate
    applicability: Applicability
    reason: str = ""


@transaction.atomic
def start_all(decisions: Sequence[Decision], *, policing_body: PolicingBody, by: User, at: datetime) -> list[FollowUp]:
    """All or none, parts before wholes; what somebody else has started meanwhile stays as it is."""
    in_order = sorted(decisions, key=lambda decision: decision.candidate.place)
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
    """Follow a finding up for one force; the same finding twice gives the follow-up that is there (R33, R34).

    Raises WrongStatusError where something under it is open and it would not be (R16).
    """
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
        tell(follow_up, EventKind.OPENED, by=by, at=at, detail=applicability.label, reason=reason)
    part = FollowUp.objects.under(follow_up).open().first() if started else None
    if started and follow_up.is_open:
        for each in filter(None, [part, follow_up]):
            _follow_parts(each, by=by, at=at)
        follow_up.refresh_from_db()
    elif part and applicability != Applicability.WATCHED:  # others deliver the whole, the force its part (R35)
        said = applicability.label.partition(":")[0].lower()
        raise WrongStatusError(f"{follow_up} cannot be recorded as “{said}” while something under it is open.")
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
    current = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    if (current.lead_id, current.officer_id) != (lead.pk, officer.pk):
        if version not in {None, current.version}:
            raise StaleError(current)
        _hand_over(current, lead=lead, officer=officer, by=by, at=at, batch=batch)
    follow_up.refresh_from_db()


def check_lead(lead: User, follow_up: FollowUp) -> None:
    if not _is_there(lead, follow_up):
        raise WrongPersonError(f"{lead} is not a lead of this force. Select somebody else.")


def check_officer(officer: User, follow_up: FollowUp) -> None:
    if not (officer.is_writer and officer.policing_body_id == follow_up.policing_body_id):
        raise WrongPersonError(f"{officer} does not work on recommendations in this office. Select somebody else.")


def _hand_over(follow_up: FollowUp, *, lead: User, officer: User, by: User, at: datetime, batch: Batch | None) -> None:
    check_open(follow_up)
    is_new_lead = follow_up.lead_id != lead.pk
    if follow_up.status == WorkStatus.AWAITING_ALLOCATION:
        move(follow_up, WorkStatus.IN_PROGRESS, by=by, at=at)
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=lead, officer=officer, touched_at=at, version=F("version") + 1)
    detail = f"to {lead}, with {officer} as policy officer"
    said = {"detail": detail, "officer": officer, "audience": Audience.FORCE, "batch": batch}
    tell(follow_up, EventKind.ASSIGNED, by=by, at=at, **said)
    if is_new_lead and batch is None:
        Notice.objects.owe(NoticeKind.ASSIGNED, to=lead, follow_up=follow_up, at=at)


def check_open(follow_up: FollowUp) -> None:
    if not follow_up.is_open:
        raise WrongStatusError(f"{follow_up.reference} is no longer open, so nobody can be assigned to it.")


@transaction.atomic
def set_officer(follow_up: FollowUp, *, officer: User, by: User, at: datetime, batch: Batch | None = None) -> None:
    """Another officer, whoever acts at the force. Raises WrongPersonError and WrongStatusError."""
    check_officer(officer, follow_up)
    current = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    check_open(current)
    if current.officer_id != officer.pk:
        FollowUp.objects.filter(pk=current.pk).update(officer=officer, touched_at=at, version=F("version") + 1)
        said = {"detail": f"to {officer} as policy officer", "officer": officer, "audience": Audience.FORCE}
        tell(current, EventKind.ASSIGNED, by=by, at=at, batch=batch, **said)


@transaction.atomic
def move(
    follow_up: FollowUp,
    to: WorkStatus,
    *,
    by: User | None,
    at: datetime,
    kind: EventKind = EventKind.STATUS_CHANGED,
    detail: str = "",
    reason: str = "",
    named: Finding | None = None,
    version: int | None = None,
    changes: dict[str, object] | None = None,
) -> None:
    """`version` is what the person saw; without it, whatever is there counts. Raises WrongStatusError, StaleError."""
    # Checking and changing in one statement: of two people who press a button at
    # the same moment, the first succeeds and the second is told.
    sources = [status for status, targets in TRANSITIONS.items() if to in targets]
    rows = FollowUp.objects.filter(pk=follow_up.pk, status__in=sources)
    if version is not None:
        rows = rows.filter(version=version)
    stays = {} if to in BEING_WORKED_ON else NOT_WAITING
    if not rows.update(status=to, touched_at=at, version=F("version") + 1, **stays, **(changes or {})):
        raise _refusal(follow_up, to, sources)
    detail = detail or State(to).label  # the words of the list
    tell(follow_up, kind, by=by, at=at, detail=detail, reason=reason, named=named, audience=Audience.FORCE)
    if to not in UNDELIVERED:
        _release(follow_up, by=by, at=at)
    _follow_parts(follow_up, by=by, at=at)
    follow_up.refresh_from_db()


def _refusal(follow_up: FollowUp, to: WorkStatus, sources: list[WorkStatus]) -> Exception:
    current = FollowUp.objects.get(pk=follow_up.pk)
    if current.status in sources:
        return StaleError(current)
    return WrongStatusError(f"{current.reference} can no longer be {to.label.lower()}.")


def back_to_work(follow_up: FollowUp, *, by: User, at: datetime) -> None:
    """No reply waits any more. What has parts stays ready for review while none of them is open."""
    parts = FollowUp.objects.under(follow_up)
    if not parts.exists() or parts.open().exists():
        move(follow_up, WorkStatus.IN_PROGRESS, by=by, at=at)


def status_once_reopened(follow_up: FollowUp) -> WorkStatus:
    lead = follow_up.lead
    return WorkStatus.IN_PROGRESS if lead and _is_there(lead, follow_up) else WorkStatus.AWAITING_ALLOCATION


def _is_there(lead: User, follow_up: FollowUp) -> bool:
    """At its force, or at the one that this has become part of (R56)."""
    return lead.is_active and (lead.force_id == follow_up.force_id or follow_up.force_id in lead.forces)


def lock_with_wholes(follow_ups: FollowUpQuerySet) -> list[int]:
    """In the order of all, with what they are parts of, which moves with them; the keys of the rows themselves."""
    rows = list(follow_ups.values_list("pk", "finding__parent", "finding__parent__parent", "force", "policing_body"))
    pks, above = [pk for pk, *_ in rows], {parent for row in rows for parent in row[1:3]} - {None}
    same = {"force__in": {row[3] for row in rows}, "policing_body__in": {row[4] for row in rows}}
    list(FollowUp.objects.filter(Q(pk__in=pks) | Q(finding__in=above, **same)).locked())
    return pks


def _follow_parts(part: FollowUp, *, by: User | None, at: datetime) -> None:
    """What stands above follows from its parts (R16, R52)."""
    above = FollowUp.objects.above(part).select_for_update(of=("self",), no_key=True).first()
    if above is None or above.status in ENDED:
        return
    parts = set(FollowUp.objects.under(above).open().values_list("status", flat=True))
    if parts and not above.is_worked_on:
        reason = f"{part.reference} is open."
        move(above, status_once_reopened(above), kind=EventKind.REOPENED, by=by, at=at, reason=reason, changes=REOPENED)
    elif above.is_worked_on:
        _derive(above, part, parts, by=by, at=at)


def follow_moved_parts(*, at: datetime) -> None:
    """A finding that is put under another one later, by whoever corrects the report: what seems over above it is not.

    Nobody need see both: the report is every office's, the follow-ups are not (R80).
    """
    same = {
        "finding__parent": OuterRef("finding"),
        "force": OuterRef("force"),
        "policing_body": OuterRef("policing_body"),
    }
    over = FollowUp.objects.exclude(status__in=ENDED).exclude(status__in=AGAIN, claimed_on=None)
    for whole in over.filter(Exists(FollowUp.objects.open().filter(**same))).order_by("pk"):
        try:
            _follow_moved_part(whole, at=at)
        except Exception:  # one that cannot be opened does not keep the others
            logger.exception("Follow-up %s cannot follow what was put under it", whole.pk)


@transaction.atomic
def _follow_moved_part(whole: FollowUp, *, at: datetime) -> None:
    part = FollowUp.objects.under(whole).open().first()
    if part:
        _follow_parts(part, by=None, at=at)


def _derive(above: FollowUp, part: FollowUp, parts: set[str], *, by: User | None, at: datetime) -> None:
    """What has an open part is not complete, whatever the force has said of the whole."""
    to, is_contradicted = _derived(above, parts), bool(parts and above.claimed_on)
    changes = NOT_CLAIMED if is_contradicted else {}
    reason = "" if parts else "No part of it is open any more."
    if is_contradicted:
        reason = f"{part.reference} is open, so the force’s claim does not stand any more."
    if to != above.status:
        move(above, to, by=by, at=at, reason=reason, changes=changes)
    elif is_contradicted:
        change(above, version=None, at=at, **changes)
        detail = State(to).label
        tell(above, EventKind.STATUS_CHANGED, by=by, at=at, detail=detail, reason=reason, audience=Audience.FORCE)


def _derived(above: FollowUp, parts: set[str]) -> WorkStatus:
    """Ready for review when no part is open; else its own, at work as soon as one of them is."""
    own = WorkStatus(above.status)
    if not parts:
        return WorkStatus.SUBMITTED
    if own == WorkStatus.AWAITING_ALLOCATION:
        return own if parts == {WorkStatus.AWAITING_ALLOCATION} else WorkStatus.IN_PROGRESS
    has_reply = EvidenceRequest.objects.with_office().filter(follow_ups=above).exists()
    return own if has_reply else WorkStatus.IN_PROGRESS


def _release(blocking: FollowUp, *, by: User | None, at: datetime) -> None:
    """Nothing waits for what is over (R36)."""
    for waiter in FollowUp.objects.filter(waiting_for=blocking).locked():
        change(waiter, version=None, at=at, **NOT_WAITING)
        said = {"detail": f"{ANOTHER} is over", "named": blocking.finding}
        tell(waiter, EventKind.WAIT_ENDED, by=by, at=at, audience=Audience.FORCE, **said)


def write_to_lead(follow_up: FollowUp, *, at: datetime) -> None:
    """What the office has decided, to whoever acts on it at the force."""
    lead = follow_up.lead
    if lead and _is_there(lead, follow_up):
        Notice.objects.owe(NoticeKind.DECIDED, to=lead, follow_up=follow_up, at=at)


def write_to_office(follow_up: FollowUp, kind: NoticeKind, *, at: datetime) -> None:
    """To the officer; where there is none any more, to all who follow up (R27)."""
    staff = User.objects.writers_of(follow_up.policing_body)
    for person in list(staff.filter(pk=follow_up.officer_id)) or list(staff):
        Notice.objects.owe(kind, to=person, follow_up=follow_up, at=at)


def change(follow_up: FollowUp, *, version: int | None, at: datetime, **changes: object) -> None:
    """Of a locked row, without a move. Raises StaleError where it is not what the person saw."""
    if version not in {None, follow_up.version}:
        raise StaleError(follow_up)
    FollowUp.objects.filter(pk=follow_up.pk).update(touched_at=at, version=F("version") + 1, **changes)


def tell(follow_up: FollowUp, kind: EventKind, *, by: User | None, at: datetime, **facts: object) -> None:
    Event.objects.create(
        policing_body_id=follow_up.policing_body_id, follow_up=follow_up, kind=kind, by=by, at=at, **facts
    )
