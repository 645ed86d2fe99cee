"""What a corrected report re-dates at once: one letter to each lead tells of all of it (R20)."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from inspections.models import Inspection
from oversight.accounts.models import User
from oversight.subqueries import for_subquery
from responses.models.event import Event, EventKind
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet


def moved_at(
    at: datetime | OuterRef, *, first: int | OuterRef, about: Inspection | OuterRef, lead: User | OuterRef | None
) -> FollowUpQuerySet:
    """Of the inspection `about`: open, with a date, and not moved again since.

    They were of one office then, that of `first`; each may have gone to a successor, or not, since (R56).
    """
    moved, inside = Event.objects.filter(kind=EventKind.REVISED, by=None), for_subquery(at)
    office = moved.filter(follow_up=for_subquery(for_subquery(first)), at=for_subquery(inside))
    events = Event.objects.filter(follow_up=OuterRef("pk"))
    then = moved.filter(follow_up=OuterRef("pk"), at=inside, policing_body__in=office.values("policing_body"))
    later = events.filter(kind__in=[EventKind.REVISED, EventKind.DATED], at__gt=inside)
    rows = FollowUp.objects.open().filter(finding__inspection=about, lead=lead)
    return rows.filter(Exists(then), ~Exists(later), due_on__isnull=False)
