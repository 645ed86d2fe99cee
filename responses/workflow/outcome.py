"""How following up ends or rests without a verdict: held, superseded, not applicable, withdrawn; and opened again."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import transaction

from inspections import workflow as inspections
from inspections.models import Finding, PredecessorKind
from oversight.accounts.models import User
from oversight.days import plain_date
from responses.clock import local_day
from responses.models import Applicability, EventKind, FollowUp, State, WorkStatus
from responses.models.naming import ANOTHER
from responses.workflow.closing import check_parts, lock_with_parts
from responses.workflow.follow_up import (
    AFRESH,
    FIRST_STATUS,
    REOPENED,
    WrongStatusError,
    move,
    status_once_reopened,
    write_to_lead,
)


class WrongFindingError(Exception):
    """A finding that cannot take the place of this one."""


@transaction.atomic
def hold(follow_up: FollowUp, *, until: date, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """It works now; look again on a day whether it lasts (R41). Holding on puts that day off."""
    _move(
        follow_up,
        WorkStatus.HELD,
        detail=f"{State.HELD.label} until {plain_date(until)}",
        reason=reason,
        by=by,
        at=at,
        version=version,
        changes={"held_until": until},
    )


@transaction.atomic
def end(
    follow_up: FollowUp,
    *,
    how: WorkStatus | Applicability,
    reason: str,
    newer: Finding | None = None,
    by: User,
    at: datetime,
    version: int | None = None,
) -> None:
    """Without a verdict on the work: superseded by `newer` (R51), not applicable, met already (R34), or withdrawn."""
    if how == WorkStatus.SUPERSEDED and (newer is None or newer.pk == follow_up.finding_id):
        raise WrongFindingError("Enter the reference of another finding, which takes the place of this one.")
    to, changes = _outcome(how, newer, reason)
    label = State(to).label if isinstance(how, WorkStatus) else how.label
    said: dict[str, Any] = {"detail": f"{label} by {ANOTHER}" if newer else label, "named": newer, "reason": reason}
    if newer:
        inspections.lock(newer, follow_up.finding)  # before the follow-up, as whoever corrects a finding
        _check_stands(newer, follow_up)
    _move(follow_up, to, **said, by=by, at=at, version=version, changes=changes)
    if newer:
        with suppress(inspections.OtherWayRoundError):  # somebody has linked the two otherwise: that stays
            inspections.link(newer, earlier=follow_up.finding, kind=PredecessorKind.SUPERSEDES, by=by, at=at)


def _check_stands(newer: Finding, follow_up: FollowUp) -> None:
    """Else two could take each other's place, and nobody would work on either."""
    whose = {"force": follow_up.force_id, "policing_body": follow_up.policing_body_id}
    over = FollowUp.objects.filter(finding=newer, **whose, status=WorkStatus.SUPERSEDED)
    for each in over.select_related("superseded_by"):
        by = each.superseded_by.reference  # type: ignore[union-attr]  # the constraint of the status
        raise WrongFindingError(f"{newer.reference} is itself superseded, by {by}. Enter one that is followed up.")


def _outcome(
    how: WorkStatus | Applicability, newer: Finding | None, reason: str
) -> tuple[WorkStatus, dict[str, object]]:
    changes: dict[str, object] = {"held_until": None}
    if isinstance(how, Applicability):
        return FIRST_STATUS[how], changes | {"applicability": how, "applicability_reason": reason}
    return how, changes | {"superseded_by": newer}


@transaction.atomic
def reopen(follow_up: FollowUp, *, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """Whatever ended it or let it rest; counted (R42). What the inspectorate has closed stays recorded."""
    to = status_once_reopened(follow_up)
    told: dict[str, Any] = {"kind": EventKind.REOPENED, "by": by, "at": at, "reason": reason}
    move(follow_up, to, version=version, changes=REOPENED, **told)
    write_to_lead(follow_up, at=at)


@transaction.atomic
def take_up(follow_up: FollowUp, *, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """What was watched is the force's after all (R35). It was never over, so this is no reopening."""
    told: dict[str, Any] = {"kind": EventKind.OPENED, "detail": Applicability.APPLIES.label, "reason": reason}
    if not lock_with_parts(follow_up).is_watched:
        raise WrongStatusError(f"{follow_up.reference} is not watched any more.")
    move(follow_up, status_once_reopened(follow_up), by=by, at=at, version=version, changes=AFRESH, **told)
    write_to_lead(follow_up, at=at)


def _move(follow_up: FollowUp, to: WorkStatus, *, at: datetime, **how: object) -> None:
    """What is done can become watched again only by the removal of what has closed it."""
    current = lock_with_parts(follow_up)
    if not current.is_undelivered:
        raise WrongStatusError(f"{current.reference} can no longer be {to.label.lower()}.")
    check_parts(current, on=local_day(at))
    move(follow_up, to, at=at, **how)  # type: ignore[arg-type]
    write_to_lead(follow_up, at=at)
