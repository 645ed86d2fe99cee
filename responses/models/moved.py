"""What a corrected report re-dates at once: one letter to each lead tells of all of it (R20)."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from inspections.models import Inspection
from oversight.accounts.models import User
from responses.models.event import Event, EventKind
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.reliance import one_further_in


def moved_at(
    at: datetime | OuterRef, *, about: Inspection | OuterRef, office: int | OuterRef, lead: User | OuterRef | None
) -> FollowUpQuerySet:
    """Of the inspection `about`: open, with a date, and not moved again since."""
    events = Event.objects.filter(follow_up=OuterRef("pk"))
    then = events.filter(kind=EventKind.REVISED, by=None, at=one_further_in(at))
    later = events.filter(kind__in=[EventKind.REVISED, EventKind.DATED], at__gt=one_further_in(at))
    rows = FollowUp.objects.open().filter(finding__inspection=about, policing_body=office, lead=lead)
    return rows.filter(Exists(then), ~Exists(later), due_on__isnull=False)
