"""A force enters HMICFRS's enhanced monitoring and leaves it, as the inspectorate made known (R62)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from oversight.accounts.models import User
from oversight.bodies.models import Engagement, Force
from oversight.days import plain_date
from responses.models import Event, EventKind, FollowUp
from responses.models.event import Audience


class EngagedError(Exception):
    """The force is, or was, in Engage at that time, or the end is on record already."""


@transaction.atomic
def enter(
    force: Force,
    *,
    starts_on: date,
    reason: str,
    url: str,
    ends_on: date | None = None,
    ended_because: str = "",
    by: User,
    at: datetime,
) -> Engagement:
    """Now, or a time that is over and was not recorded then. The same facts twice are on record once.

    Raises EngagedError.
    """
    Force.objects.select_for_update().get(pk=force.pk)
    facts = {"starts_on": starts_on, "reason": reason, "url": url, "ends_on": ends_on, "ended_because": ended_because}
    known = Engagement.objects.filter(force=force)
    if same := known.filter(**facts).first():
        return same
    begun = known if ends_on is None else known.filter(starts_on__lte=ends_on)
    if other := begun.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).first():
        raise EngagedError(f"{force} is on record as being in Engage {_period(other)}. Two times cannot overlap.")
    engagement = Engagement.objects.create(force=force, **facts)
    detail = f"{_period(engagement)}, recorded later" if ends_on else f"on {plain_date(starts_on)}"
    told = "\n\n".join(filter(None, [reason, ended_because and f"It ended because: {ended_because}"]))
    _tell(force, EventKind.ENGAGED, detail=detail, reason=told, by=by, at=at)
    return engagement


@transaction.atomic
def end(engagement: Engagement, *, ends_on: date, ended_because: str, by: User, at: datetime) -> None:
    """What drove it does so no longer, and says so in its history. Raises EngagedError."""
    facts = {"ends_on": ends_on, "ended_because": ended_because}
    if not Engagement.objects.filter(pk=engagement.pk, ends_on=None).update(**facts):
        raise EngagedError("Somebody else has recorded the end already.")
    _tell(
        engagement.force, EventKind.ENGAGE_ENDED, detail=f"on {plain_date(ends_on)}", reason=ended_because, by=by, at=at
    )
    drivers = FollowUp.objects.filter(drives=engagement).values_list("pk", "policing_body")
    detail = f"it drove {engagement.force}’s time in Engage, which ended on {plain_date(ends_on)}"
    Event.objects.bulk_create(
        Event(follow_up_id=pk, policing_body_id=body, kind=EventKind.ENGAGE_ENDED, detail=detail, by=by, at=at)
        for pk, body in drivers
    )


def _tell(force: Force, kind: EventKind, *, detail: str, reason: str, by: User, at: datetime) -> None:
    facts = {"policing_body": by.policing_body, "force": force, "audience": Audience.FORCE, "reason": reason}
    Event.objects.create(kind=kind, detail=detail, by=by, at=at, **facts)


def _period(engagement: Engagement) -> str:
    first, last = plain_date(engagement.starts_on), plain_date(engagement.ends_on)
    return f"from {first} to {last}" if last else f"since {first}"
