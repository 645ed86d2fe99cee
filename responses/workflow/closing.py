"""The three facts of closure: the force claims, the office signs off, the inspectorate closes. None implies another."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from oversight.accounts.models import User
from oversight.days import plain_date
from responses.clock import local_day
from responses.models import (
    Applicability,
    ClosureLevel,
    EventKind,
    EvidenceRequest,
    FollowUp,
    NoticeKind,
    State,
    WorkStatus,
)
from responses.models.event import DETAIL_LENGTH, Audience
from responses.models.evidence_item import with_accepted
from responses.models.state import ENDED
from responses.workflow.candidates import left_under
from responses.workflow.follow_up import (
    NOT_ASSURED,
    NOT_CLAIMED,
    REOPENED,
    WrongStatusError,
    change,
    lock_with_wholes,
    move,
    status_once_reopened,
    tell,
    write_to_lead,
    write_to_office,
)

NOT_CLOSED: dict[str, object] = {
    "closed_on": None,
    "closed_by": None,
    "closure_level": None,
    "closure_reference": "",
}
LEAST_WORDS = 4  # of a sentence


class OpenPartsError(Exception):
    """A cause of concern, or a recommendation in parts, with something open under it (R16)."""


class NoEvidenceError(Exception):
    """No evidence is accepted, and nobody has said why there is none (R40)."""


class NoSentenceError(Exception):
    """Why the office is assured takes at least a sentence (R40)."""


@transaction.atomic
def sign_off(
    follow_up: FollowUp, *, reason: str, without: str, by: User, at: datetime, version: int | None = None
) -> None:
    """The office is assured (R40); `without` says why it needs no accepted evidence, and is kept where there is none.

    Raises NoSentenceError, OpenPartsError, NoEvidenceError, WrongStatusError and, where it has changed, StaleError.
    """
    if not is_sentence(reason):
        raise NoSentenceError("Enter at least a sentence about why we are assured")
    current = _ready_to_end(follow_up, at)
    without = "" if has_evidence(current) else without
    if not (without or has_evidence(current)):
        raise NoEvidenceError("No evidence is accepted for this. Enter why you need none.")
    if current.assured_on:
        raise WrongStatusError(f"{current.reference} is signed off already.")
    if current.status in ENDED or current.applicability == Applicability.WATCHED:
        raise WrongStatusError(f"{current.reference} is not followed up any more.")
    facts = {"assured_on": local_day(at), "assured_by": by, "assured_reason": reason, "assured_without": without}
    told: dict[str, Any] = {"kind": EventKind.STATUS_CHANGED, "detail": State.ASSURED.label}
    _end(current, by=by, at=at, **told, version=version, facts=facts)
    why = f"{reason}\n\nWithout accepted evidence: {without}" if without else reason
    tell(current, EventKind.CLOSED_BY_OFFICE, by=by, at=at, reason=why)  # for the office alone (R44)
    write_to_lead(current, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def take_back(follow_up: FollowUp, *, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """The office is not assured any more; what only its assurance had closed is open again, and counted (R42)."""
    current = _locked(follow_up)
    if not current.assured_on:
        raise WrongStatusError(f"{current.reference} is not signed off any more.")
    told: dict[str, Any] = {"kind": EventKind.ASSURANCE_TAKEN_BACK, "by": by, "at": at, "reason": reason}
    if current.status == WorkStatus.DONE and not current.closed_on:
        move(current, status_once_reopened(current), version=version, changes=REOPENED, **told)
    else:
        change(current, version=version, at=at, **NOT_ASSURED)
        tell(current, audience=Audience.FORCE, **told)
    write_to_lead(current, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def claim(follow_up: FollowUp, *, text: str, by: User, at: datetime, version: int | None = None) -> None:
    """The force says that it is complete, without being asked. A reply to a request can say so too.

    Raises OpenPartsError, WrongStatusError and StaleError.
    """
    current = lock_with_parts(follow_up)
    check_parts(current, "complete", on=local_day(at))
    if current.claimed_on or not current.is_worked_on:
        raise WrongStatusError(f"{current.reference} is complete or closed already.")
    change(current, version=version, at=at, claimed_on=local_day(at), claimed_by=by)
    tell(current, EventKind.CLAIMED, by=by, at=at, reason=text, audience=Audience.FORCE)
    write_to_office(current, NoticeKind.CLAIMED, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def withdraw_claim(follow_up: FollowUp, *, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """The force does not say so any more; what the office and the inspectorate have said stays (R37)."""
    current = _locked(follow_up)
    if not current.claimed_on:
        raise WrongStatusError(f"The force does not say any more that {current.reference} is complete.")
    change(current, version=version, at=at, **NOT_CLAIMED)
    tell(current, EventKind.CLAIM_WITHDRAWN, by=by, at=at, reason=reason, audience=Audience.FORCE)
    write_to_office(current, NoticeKind.CLAIMED, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def record_closure(
    follow_up: FollowUp,
    *,
    closed_on: date,
    level: ClosureLevel | None,
    reference: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> None:
    """What the inspectorate has decided; nobody has to work on it any more. The office may still sign it off.

    What was opened again since can be closed again: the history keeps both days (R42).
    """
    current = _ready_to_end(follow_up, at)
    if current.closed_on and not current.is_undelivered:
        raise WrongStatusError(f"Somebody has already recorded that HMICFRS closed {current.reference}.")
    facts = {"closed_on": closed_on, "closed_by": by, "closure_level": level, "closure_reference": reference}
    told: dict[str, Any] = {
        "kind": EventKind.CLOSED_BY_INSPECTORATE,
        "detail": _closure_words(closed_on, level, reference),
    }
    _end(current, by=by, at=at, **told, version=version, facts=facts)
    write_to_lead(current, at=at)
    follow_up.refresh_from_db()


@transaction.atomic
def correct_closure(
    follow_up: FollowUp,
    *,
    closed_on: date,
    level: ClosureLevel | None,
    reference: str,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> None:
    """The record was wrong, not the inspectorate: the story keeps both."""
    current = _closed(follow_up)
    if current.closed_on is None:
        raise WrongStatusError(f"Somebody has removed the record that HMICFRS closed {current.reference}.")
    before = _closure_words(current.closed_on, current.closure_level, current.closure_reference)
    detail = f"{_closure_words(closed_on, level, reference)}; it was recorded as {before}"[:DETAIL_LENGTH]
    facts = {"closed_on": closed_on, "closed_by": by, "closure_level": level, "closure_reference": reference}
    change(current, version=version, at=at, **facts)
    told: dict[str, Any] = {"detail": detail, "reason": reason, "audience": Audience.FORCE}
    tell(current, EventKind.CLOSURE_CORRECTED, by=by, at=at, **told)
    follow_up.refresh_from_db()


@transaction.atomic
def remove_closure(follow_up: FollowUp, *, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """It was recorded by mistake, or the inspectorate took it back: what nothing else has closed is open again."""
    current = _closed(follow_up)
    if current.closed_on is None:
        raise WrongStatusError(f"Somebody has removed the record that HMICFRS closed {current.reference}.")
    told: dict[str, Any] = {"kind": EventKind.CLOSURE_REMOVED, "by": by, "at": at, "reason": reason}
    if _is_closed_by_nothing_else(current):
        is_watched = current.applicability == Applicability.WATCHED
        to = WorkStatus.WATCHED if is_watched else status_once_reopened(current)
        move(current, to, version=version, changes=NOT_CLOSED, **told)
    else:
        change(current, version=version, at=at, **NOT_CLOSED)
        tell(current, audience=Audience.FORCE, **told)
    write_to_lead(current, at=at)
    follow_up.refresh_from_db()


def is_sentence(text: str) -> bool:
    return len(text.split()) >= LEAST_WORDS


def has_evidence(follow_up: FollowUp) -> bool:
    """Accepted, for itself or for what stands under it."""
    parts = FollowUp.objects.under(follow_up).values("pk")
    accepted = with_accepted(EvidenceRequest.objects.all())
    return accepted.filter(follow_ups=follow_up).exists() or accepted.filter(follow_ups__in=parts).exists()


def check_parts(follow_up: FollowUp, word: str = "closed", *, on: date) -> None:
    """Raises OpenPartsError: what has parts ends after them, and a cause of concern has some (R16)."""
    parts = FollowUp.objects.under(follow_up).select_related("finding").by_reference()
    names = ", ".join(part.reference for part in parts if part.is_open)
    if names:
        raise OpenPartsError(f"{follow_up.reference} cannot be {word} while something under it is open: {names}.")
    if lacks_parts(follow_up, has_parts=bool(parts)):
        raise OpenPartsError(f"{follow_up.reference} cannot be {word} before a recommendation under it is followed up.")
    left = ", ".join(each.reference for each in left_under(follow_up, on))
    if left:
        raise OpenPartsError(
            f"{follow_up.reference} cannot be {word} while something under it is not followed up: {left}."
        )


def lacks_parts(follow_up: FollowUp, *, has_parts: bool) -> bool:
    return follow_up.finding.kind.holds_recommendations and not has_parts


class HeldUp(NamedTuple):
    """What has to be decided on first, if any of it is true."""

    by_open_parts: bool
    by_lack_of_parts: bool
    by_what_is_left: str  # names


def held_up(follow_up: FollowUp, *, on: date) -> HeldUp:
    """As `check_parts` would refuse it, of a row of `wide.shown`: mostly at no question of its own (R131)."""
    left = left_under(follow_up, on) if follow_up.may_be_left else []
    return HeldUp(
        follow_up.has_open_parts,
        lacks_parts(follow_up, has_parts=follow_up.has_parts),
        ", ".join(each.reference for each in left),
    )


def can_be_complete(follow_up: FollowUp, on: date) -> bool:
    """Whether a claim of the force can stand beside what is under it."""
    try:
        check_parts(follow_up, "complete", on=on)
    except OpenPartsError:
        return False
    return True


def lock_with_parts(follow_up: FollowUp) -> FollowUp:
    """The parts first, as everybody does: a part that is opened now waits, or is seen.

    In the same order what its end changes: what it is a part of, and what waits for it.
    """
    rows = [FollowUp.objects.under(follow_up), follow_up.waiters.all()]
    pks = [pk for each in rows for pk in each.values_list("pk", flat=True)]
    lock_with_wholes(FollowUp.objects.filter(pk__in=[follow_up.pk, *pks]))
    return _locked(follow_up)


def _ready_to_end(follow_up: FollowUp, at: datetime) -> FollowUp:
    current = lock_with_parts(follow_up)
    check_parts(current, on=local_day(at))
    return current


def _end(
    follow_up: FollowUp,
    *,
    kind: EventKind,
    detail: str,
    facts: dict[str, object],
    by: User,
    at: datetime,
    version: int | None,
) -> None:
    """Done from now on; what is over already only takes the fact."""
    if follow_up.is_undelivered:
        changes = {**facts, "held_until": None}
        move(follow_up, WorkStatus.DONE, kind=kind, by=by, at=at, detail=detail, version=version, changes=changes)
    else:
        change(follow_up, version=version, at=at, **facts)
        tell(follow_up, kind, by=by, at=at, detail=detail, audience=Audience.FORCE)


def _is_closed_by_nothing_else(follow_up: FollowUp) -> bool:
    is_met = follow_up.applicability == Applicability.ALREADY_MET
    return follow_up.status == WorkStatus.DONE and not (follow_up.assured_on or is_met)


def _closed(follow_up: FollowUp) -> FollowUp:
    list(FollowUp.objects.filter(pk=follow_up.pk).locked())
    return FollowUp.objects.select_related("finding", "closure_level", "lead").get(pk=follow_up.pk)


def _locked(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_related("finding__kind", "lead").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=follow_up.pk)


def _closure_words(closed_on: date, level: ClosureLevel | None, reference: str) -> str:
    named = [f"on {plain_date(closed_on)}", str(level or ""), reference]
    return ", ".join(each for each in named if each)
