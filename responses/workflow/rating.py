"""A colour that the office gives a follow-up instead of the rule's, for a while (R48)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from oversight.accounts.models import User
from oversight.versions import StaleError
from responses.dating import rating_of
from responses.models import EventKind, FollowUp, RatingOverride
from responses.rag import Colour, Rating
from responses.workflow.follow_up import WrongStatusError, tell


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
    FollowUp.objects.select_for_update().get(pk=follow_up.pk)
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
    was = f"from {before.colour} to "
    rule = f"{before.ruled}, by the rule ({before.words[:1].lower()}{before.words[1:]})"
    if not made.colour or made.until is None:
        return f"{was}{rule}"
    return f"{was}{Colour(made.colour)} until {made.until.day} {made.until:%B %Y}; {rule}"
