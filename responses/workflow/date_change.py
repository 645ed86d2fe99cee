"""Another date: asked by the force, decided by the office (R102)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

from django.db import transaction

from inspections.deadlines import Deadline, shown
from oversight.accounts.models import User
from responses.clock import local_day
from responses.models import (
    DateChange,
    DateChangeFile,
    DateChangeStatus,
    DeadlineRevision,
    DueSource,
    EventKind,
    EvidenceFile,
    FollowUp,
    Notice,
    NoticeKind,
)
from responses.models.event import Audience
from responses.models.evidence_item import with_items
from responses.models.file import IS_REPLACED
from responses.workflow.deadlines import SameDateError, Target, Why, locked, move
from responses.workflow.follow_up import WrongStatusError, tell, write_to_office

TRANSITIONS: dict[DateChangeStatus, set[DateChangeStatus]] = {
    DateChangeStatus.ASKED: {
        DateChangeStatus.GRANTED,
        DateChangeStatus.OTHERWISE,
        DateChangeStatus.REFUSED,
        DateChangeStatus.WITHDRAWN,
    },
    DateChangeStatus.GRANTED: set(),
    DateChangeStatus.OTHERWISE: set(),
    DateChangeStatus.REFUSED: set(),
    DateChangeStatus.WITHDRAWN: set(),
}


class PassedDateError(Exception):
    """The day that the force asked for is over."""


def files_for(follow_up: FollowUp, user: User, *, on: date) -> list[EvidenceFile]:
    """What a question can be shown with: sent about the same, and still to be relied on (R102, R115)."""
    sent = EvidenceFile.objects.visible_to(user).filter(
        round__submitted_at__isnull=False, round__request__follow_ups=follow_up
    )
    rows = sent.standing().exclude(IS_REPLACED).exclude(expires_on__lt=on)
    return list(with_items(rows).select_related("round__request").order_by("-round__submitted_at", "name", "pk"))


@transaction.atomic
def ask(
    follow_up: FollowUp,
    *,
    deadline: Deadline,
    reason: str,
    meanwhile: str,
    evidence: str,
    submission_id: UUID,
    by: User,
    at: datetime,
    files: Iterable[EvidenceFile] = (),
) -> DateChange:
    """Ask the office for another date; the same form twice gives the question that is there.

    Raises WrongStatusError, also where a colleague has asked already, and SameDateError.
    """
    current = locked(follow_up)
    made = DateChange.objects.filter(submission_id=submission_id).first()
    if made:
        return made
    _check_new(current, deadline)
    change = DateChange.objects.create(
        follow_up=current,
        wording=deadline.wording,
        precision=deadline.precision,
        due_on=cast("date", deadline.last_day),  # the form has seen to it
        instead_of=current.due_on,
        reason=reason,
        meanwhile=meanwhile,
        evidence=evidence,
        asked_by=by,
        asked_at=at,
        submission_id=submission_id,
    )
    DateChangeFile.objects.bulk_create(DateChangeFile(change=change, file=file) for file in files)
    _tell(change, EventKind.DATE_ASKED, by=by, at=at, detail=_wish(change), reason=_asked_because(change))
    write_to_office(current, NoticeKind.DATE_ASKED, at=at)
    return change


def _check_new(current: FollowUp, deadline: Deadline) -> None:
    if current.date_changes.filter(status=DateChangeStatus.ASKED).exists():
        raise WrongStatusError("Another date has been asked for already. The office has to decide on that first.")
    if deadline.last_day == current.due_on:
        raise SameDateError("That is the date already. Enter another one.")


def _wish(change: DateChange) -> str:
    instead = f" instead of {shown(change.follow_up.deadline)}" if change.instead_of else ""
    return f"{shown(change.deadline)}{instead}"


def _asked_because(change: DateChange) -> str:
    said = [change.reason, f"Until then: {change.meanwhile}", change.evidence and f"Evidence: {change.evidence}"]
    return "\n\n".join(filter(None, said))


def grant(change: DateChange, *, reason: str, by: User, at: datetime) -> DeadlineRevision:
    """The date becomes the one that the force asked for. Raises PassedDateError, and WrongStatusError as `refuse`."""
    if change.due_on < local_day(at):
        raise PassedDateError("The date that the force asked for has passed. Set another date, or refuse.")
    return _move(
        change, DateChangeStatus.GRANTED, change.deadline, reason=reason, how=", as the force asked", by=by, at=at
    )


def set_another(change: DateChange, *, deadline: Deadline, reason: str, by: User, at: datetime) -> DeadlineRevision:
    """The date moves, but not to where the force asked."""
    how = f"; the force asked for {shown(change.deadline)}"
    return _move(change, DateChangeStatus.OTHERWISE, deadline, reason=reason, how=how, by=by, at=at)


@transaction.atomic
def _move(
    change: DateChange,
    to: DateChangeStatus,
    deadline: Deadline,
    *,
    reason: str,
    how: str,
    by: User,
    at: datetime,
) -> DeadlineRevision:
    current = _still_asked(change)
    why = Why(reason or change.reason, agreed_by=_signed(by), agreed_on=local_day(at))
    revision = move(
        current, to=Target(DueSource.OFFICE, deadline), why=why, submission_id=uuid4(), by=by, at=at, how=how
    )
    _decide(change, to, reason=reason, revision=revision, by=by, at=at)
    _write_to_force(change, NoticeKind.DEADLINE_MOVED, at=at)
    return revision


def _signed(by: User) -> str:
    """As the force may read it (R91)."""
    office = by.policing_body
    return by.name if office is None or office.names_staff else str(office)


@transaction.atomic
def refuse(change: DateChange, *, reason: str, by: User, at: datetime) -> None:
    """The date stays. Raises WrongStatusError where somebody has decided, or the force has taken it back."""
    _still_asked(change)
    _decide(change, DateChangeStatus.REFUSED, reason=reason, by=by, at=at)
    _tell(change, EventKind.DATE_REFUSED, by=by, at=at, detail=_wish(change), reason=reason)
    _write_to_force(change, NoticeKind.DATE_REFUSED, at=at)


@transaction.atomic
def withdraw(change: DateChange, *, by: User, at: datetime) -> None:
    """The force takes the question back."""
    _still_asked(change)
    _decide(change, DateChangeStatus.WITHDRAWN, reason="", by=by, at=at)
    _tell(change, EventKind.DATE_WITHDRAWN, by=by, at=at, detail=_wish(change))


def _still_asked(change: DateChange) -> FollowUp:
    current = locked(change.follow_up)
    change.refresh_from_db()
    if not change.waits:
        raise WrongStatusError(f"This is decided already: {change.get_status_display().lower()}.")
    return current


def _decide(
    change: DateChange,
    to: DateChangeStatus,
    *,
    reason: str,
    by: User,
    at: datetime,
    revision: DeadlineRevision | None = None,
) -> None:
    sources = [status for status, targets in TRANSITIONS.items() if to in targets]
    DateChange.objects.filter(pk=change.pk, status__in=sources).update(
        status=to, decision_reason=reason, decided_by=by, decided_at=at, revision=revision
    )
    change.refresh_from_db()


def _write_to_force(change: DateChange, kind: NoticeKind, *, at: datetime) -> None:
    """Whoever asked; the lead gets the letter that every move writes."""
    people = {change.asked_by, change.follow_up.lead} - {None}
    for person in sorted(people, key=lambda each: each.pk):  # type: ignore[union-attr]
        Notice.objects.owe(kind, to=person, follow_up=change.follow_up, at=at)  # type: ignore[arg-type]


def _tell(change: DateChange, kind: EventKind, *, by: User, at: datetime, **facts: object) -> None:
    tell(change.follow_up, kind, by=by, at=at, audience=Audience.FORCE, **facts)
