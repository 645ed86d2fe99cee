"""Waiting on what is not the force's to deliver: another recommendation, or another body (R36, R114)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody
from oversight.days import plain_date
from responses.clock import local_day
from responses.models import EventKind, FollowUp, WaitingOn
from responses.models.event import Audience
from responses.models.naming import ANOTHER
from responses.workflow.follow_up import NOT_WAITING, WrongStatusError, change, tell


class LoopError(Exception):
    """Two that wait for each other wait for ever."""


@dataclass(frozen=True)
class Awaited:
    """Another recommendation of the office, or a body by its kind and, where that says too little, its name."""

    on: WaitingOn
    name: str = ""
    follow_up: FollowUp | None = None
    until: date | None = None

    def __str__(self) -> str:
        """For everybody: which recommendation is not for all to know."""
        return ANOTHER if self.follow_up else self.name or f"the {self.on.label}"


@transaction.atomic
def wait(
    follow_up: FollowUp, *, awaited: Awaited, reason: str, by: User, at: datetime, version: int | None = None
) -> None:
    """From today it does not count against the force. Raises WrongStatusError, LoopError and StaleError."""
    current = _locked(follow_up, awaited.follow_up)
    if not current.is_worked_on:
        raise WrongStatusError(f"{current.reference} is not being worked on, so it waits for nobody.")
    if awaited.follow_up:
        _check_awaited(current, awaited.follow_up)
    columns = {
        "waiting_since": current.waiting_since or local_day(at),
        "waiting_on": awaited.on,
        "waiting_name": awaited.name,
        "waiting_for": awaited.follow_up,
        "waiting_until": awaited.until,
        "waiting_reason": reason,
    }
    change(current, version=version, at=at, **columns)
    until = f", until {plain_date(awaited.until)}" if awaited.until else ""
    said = {"detail": f"for {awaited}{until}", "named": awaited.follow_up and awaited.follow_up.finding}
    tell(current, EventKind.WAITING, by=by, at=at, reason=reason, audience=Audience.FORCE, **said)
    follow_up.refresh_from_db()


@transaction.atomic
def stop_waiting(follow_up: FollowUp, *, reason: str, by: User, at: datetime, version: int | None = None) -> None:
    """It is the force's again."""
    current = _locked(follow_up, None)
    if current.waiting_since is None:
        raise WrongStatusError(f"{current.reference} is not waiting any more.")
    change(current, version=version, at=at, **NOT_WAITING)
    days = (local_day(at) - current.waiting_since).days
    detail = f"after {days} day{'' if days == 1 else 's'}"
    tell(current, EventKind.WAIT_ENDED, by=by, at=at, detail=detail, reason=reason, audience=Audience.FORCE)
    follow_up.refresh_from_db()


def _locked(follow_up: FollowUp, other: FollowUp | None) -> FollowUp:
    """The office first, so that its waits begin one after another: two at once could close a loop between them."""
    if other:
        PolicingBody.objects.select_for_update(no_key=True).get(pk=follow_up.policing_body_id)
    pks = [each.pk for each in (follow_up, other) if each]
    rows = {each.pk: each for each in FollowUp.objects.filter(pk__in=pks).select_related("finding").locked()}
    return rows[follow_up.pk]


def _check_awaited(follow_up: FollowUp, other: FollowUp) -> None:
    other = FollowUp.objects.select_related("finding").get(pk=other.pk)
    if not other.is_undelivered:
        raise WrongStatusError(f"{other.reference} is over, so there is nothing to wait for. Enter another one.")
    seen: FollowUp | None = other
    while seen:
        if seen.pk == follow_up.pk:
            raise LoopError(f"{other.reference} waits for {follow_up.reference} itself. Enter another one.")
        seen = seen.waiting_for
