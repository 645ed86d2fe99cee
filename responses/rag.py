"""The colour of a follow-up by rule, from its dates and its state, and in words (R48)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=28)  # as in lists: what is due by then has to be under way


class Colour(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True)
class Facts:
    """`is_met`: closed by the inspectorate, assured by the office, or done. `is_begun`: somebody at the force acts.
    `is_submitted`: ready for review, or called complete. `is_paused`: held for a re-check, or waiting on others.
    `has_open_parts`: of a cause of concern, whose days are those of what is open under it; None for all others."""

    is_open: bool
    is_met: bool
    is_begun: bool
    is_submitted: bool
    is_paused: bool
    due_on: date | None
    original_on: date | None
    review_on: date | None
    has_open_parts: bool | None = None


@dataclass(frozen=True)
class Override:
    colour: Colour
    reason: str
    until: date
    by: str


@dataclass(frozen=True)
class Rating:
    """`ruled` and `words` are the rule's; an override stands in front of them and never hides them."""

    ruled: Colour
    words: str
    override: Override | None = None

    @property
    def colour(self) -> Colour:
        return self.override.colour if self.override else self.ruled


def rating(facts: Facts, on: date, override: Override | None = None) -> Rating | None:
    """None for what is over without being met: it is not rated."""
    if facts.is_met:
        return Rating(Colour.GREEN, "Met")
    if not facts.is_open:
        return None
    holds = override if override and override.until >= on else None
    return Rating(*_ruled(facts, on), holds)


def _ruled(facts: Facts, on: date) -> tuple[Colour, str]:
    if facts.is_paused:
        return Colour.AMBER, "Held for a re-check, or waiting on others"
    if facts.due_on and facts.due_on < on:
        return Colour.RED, "Past its date"
    if facts.due_on is None:
        return _ruled_undated(facts, on)
    return _worry(facts, on) or (Colour.GREEN, "On track by date")


def _ruled_undated(facts: Facts, on: date) -> tuple[Colour, str]:
    """Without a day nothing is late, and without a day to look again nothing is on track (R103)."""
    if facts.has_open_parts is not None:
        return _ruled_by_parts(facts, on)
    if facts.review_on is None:
        return Colour.AMBER, "No date, and no day to look at it again"
    if facts.review_on < on:
        return Colour.AMBER, "The day to look at its date again has passed"
    return _worry(facts, on) or (Colour.GREEN, "No date; the day to look at it again is set")


def _ruled_by_parts(facts: Facts, on: date) -> tuple[Colour, str]:
    if facts.has_open_parts:
        return _worry(facts, on) or (Colour.AMBER, "What is open under it rests or has no date")
    if facts.is_submitted:
        return Colour.GREEN, "Nothing under it is open"
    return Colour.AMBER, "Nothing under it is followed up"


def _worry(facts: Facts, on: date) -> tuple[Colour, str] | None:
    """A date that was moved turns red into amber, never into green."""
    if facts.original_on and facts.original_on < on:
        return Colour.AMBER, "Past its original date"
    if not facts.is_begun:
        return Colour.AMBER, "Nobody at the force acts on it yet"
    if facts.due_on and facts.due_on - on <= SOON and not facts.is_submitted:
        return Colour.AMBER, "Due soon and not ready for review"
    return None
