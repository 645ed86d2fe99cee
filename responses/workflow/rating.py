"""A colour that the office gives a follow-up instead of the rule's, for a while (R48)."""

import logging
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from oversight.accounts.models import User
from oversight.days import plain_date
from oversight.versions import StaleError
from responses.clock import local_day
from responses.dating import rating_of
from responses.models import Event, EventKind, FollowUp, RatingOverride
from responses.models.follow_up import OPEN
from responses.rag import Colour, Rating
from responses.workflow.follow_up import WrongStatusError, tell

logger = logging.getLogger(__name__)

STILL_NEWS = timedelta(days=31)  # what ended before, as while it was closed, is told no more


def seen(follow_up: FollowUp) -> int:
    """The last colour set by hand: who sets another says which one they saw."""
    last = follow_up.rating_overrides.first()
    return last.pk if last else 0


@transaction.atomic
def rate(
    follow_up: FollowUp,
    *,
    colour: str,
    until: date | None,
    reason: str,
    seen_before: int,
    submission_id: UUID,
    on: date,
    by: User,
    at: datetime,
) -> RatingOverride:
    """Set the colour by hand, or none to follow the rule again; the same form twice gives the one that is there.

    The sentence names both colours, so that nothing turns from red to green in silence. Raises WrongStatusError and,
    where somebody else was first, StaleError.
    """
    FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    current = FollowUp.objects.for_detail().get(pk=follow_up.pk)
    made = RatingOverride.objects.filter(submission_id=submission_id).first()
    if made:
        return made
    if seen(current) != seen_before:
        raise StaleError(current)
    before = _rated(current, on)
    facts = {"colour": colour, "until": until, "reason": reason, "ruled": before.ruled}
    made = RatingOverride.objects.create(follow_up=current, **facts, by=by, at=at, submission_id=submission_id)
    tell(current, EventKind.RATED, by=by, at=at, detail=_sentence(before, made), reason=reason)
    return made


def _rated(current: FollowUp, on: date) -> Rating:
    rated = rating_of(current, on) if current.is_open else None
    if rated is None:
        raise WrongStatusError(f"{current.reference} is no longer open, so it is not rated.")
    return rated


def _sentence(before: Rating, made: RatingOverride) -> str:
    was, rule = f"from {before.colour} to ", f"{before.ruled}, by the rule ({_because(before)})"
    if not made.colour or made.until is None:
        return f"{was}{rule}"
    return f"{was}{Colour(made.colour)} until {plain_date(made.until)}; {rule}"


def _because(rated: Rating) -> str:
    return f"{rated.words[:1].lower()}{rated.words[1:]}"


def tell_ended(*, on: date, at: datetime) -> None:
    """Colours by hand whose last day is over get a line in the story, once; a night missed is made up by the next."""
    for pk in set(_ended(on).values_list("follow_up", flat=True)):
        try:
            _tell_ended(pk, on=on, at=at)
        except Exception:  # one that cannot be told does not keep the others
            logger.exception("The end of a colour by hand of follow-up %s cannot be told", pk)


def _ended(on: date) -> QuerySet[RatingOverride]:
    """Not told yet, and not replaced while they held. All that has ended is told of a follow-up at a time."""
    same = {"follow_up": OuterRef("follow_up")}
    told = Event.objects.filter(**same, kind=EventKind.RATED, by=None, at__date__gt=OuterRef("until"))
    replaced = RatingOverride.objects.filter(**same, pk__gt=OuterRef("pk"), at__date__lte=OuterRef("until"))
    rows = RatingOverride.objects.filter(until__lt=on, until__gte=on - STILL_NEWS, follow_up__status__in=OPEN)
    return rows.exclude(Exists(told)).exclude(Exists(replaced)).order_by("at", "pk")


@transaction.atomic
def _tell_ended(pk: int, *, on: date, at: datetime) -> None:
    FollowUp.objects.select_for_update(no_key=True).get(pk=pk)  # of two at once the second finds it told
    current = FollowUp.objects.for_detail().get(pk=pk)
    facts = {"follow_up": current, "policing_body_id": current.policing_body_id, "kind": EventKind.RATED, "at": at}
    for made in _ended(on).filter(follow_up=pk):
        Event.objects.create(**facts, by=None, detail=_ended_in_words(made, rating_of(current, on)))


def _ended_in_words(made: RatingOverride, now: Rating | None) -> str:
    """Who set it stands in the line that says so."""
    until = plain_date(cast("date", made.until))
    said = f"{Colour(made.colour)}, set by hand on {plain_date(local_day(made.at))} until {until}, has ended"
    return f"{said}; by the rule it is {now.ruled} ({_because(now)})" if now and not now.override else said
