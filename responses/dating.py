"""What is to be said about the date of a follow-up: the first one, the one in force, and how far apart they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inspections.deadlines import Deadline, Precision
from responses.models import DueSource, FollowUp, WorkStatus
from responses.rag import Colour, Facts, Override, Rating, rating


@dataclass(frozen=True)
class Dates:
    """`original` is the inspectorate's; where it set no day, the first that the office set (R22)."""

    original: Deadline | None
    current: Deadline
    moves: int
    allowed: int
    is_open: bool
    corrected_from: date | None = None

    @property
    def first_day(self) -> date | None:
        return self.original.last_day if self.original else None

    @property
    def is_moved(self) -> bool:
        return self.original is not None and self.original.last_day != self.current.last_day

    @property
    def slip_days(self) -> int | None:
        """Days from the original to the current last day; negative when earlier, None where either has no day."""
        if self.first_day is None or self.current.last_day is None:
            return None
        return (self.current.last_day - self.first_day).days

    @property
    def slip(self) -> str:
        """“92 days later”, than first set; empty where nothing has moved."""
        days = self.slip_days or 0
        if not days:
            return ""
        return f"{_counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"

    @property
    def moved(self) -> str:
        return {0: "", 1: "moved once", 2: "moved twice"}.get(self.moves, f"moved {self.moves} times")

    @property
    def warning(self) -> str:
        """For whoever is about to move it once more."""
        if self.moves < self.allowed or not self.moves:
            return ""
        return f"The deadline has been {self.moved} already. {self.allows}."

    @property
    def allows(self) -> str:
        return f"Our office allows {_counted(self.allowed, 'move') if self.allowed else 'no moves'}"

    def is_past_original(self, on: date) -> bool:
        """Open, past the first date, and not yet past the one in force (R32)."""
        first, last = self.first_day, self.current.last_day
        return self.is_open and first is not None and first < on and (last is None or last >= on)


def dates_of(follow_up: FollowUp) -> Dates:
    """Of a row of `for_list` or `for_detail`."""
    finding, first = follow_up.finding, _first_set(follow_up)
    return Dates(
        original=finding.deadline if finding.deadline_on else _deadline(first),
        current=follow_up.deadline,
        moves=_noted(follow_up, "moves") or 0,
        allowed=_noted(follow_up, "moves_allowed"),
        is_open=follow_up.is_open,
        corrected_from=_corrected_from(follow_up, first),
    )


def came_from(follow_up: FollowUp) -> str:
    """Where the date comes from, in words (R103)."""
    if follow_up.due_source == DueSource.INSPECTORATE and follow_up.due_on is None:
        return "The inspectorate gave no exact date"
    if follow_up.due_source == DueSource.NONE:
        return "None set"
    return str(follow_up.get_due_source_display())


def in_words(follow_up: FollowUp) -> str:
    """The date in force, or why there is none."""
    if follow_up.due_source == DueSource.ALIGNED:
        return "aligned to the next inspection, whose day is not known"
    if follow_up.due_source == DueSource.NONE and follow_up.date_review_on:
        return "no date for now"
    return str(follow_up.deadline)


def needs_review_day(follow_up: FollowUp) -> bool:
    """As `FollowUpQuerySet.unreviewed`: open, without a day, and without one to look at that again (R103)."""
    is_wanted = follow_up.is_open and not follow_up.assured_on
    has_day = follow_up.due_on or follow_up.date_review_on
    return is_wanted and not has_day and not follow_up.finding.kind.holds_recommendations


def rating_of(follow_up: FollowUp, on: date) -> Rating | None:
    """Of a row of `for_list` or `for_detail`, for the office: nothing of it is for a force (R44)."""
    facts = Facts(
        is_open=follow_up.is_open,
        is_met=follow_up.assured_on is not None or follow_up.status == WorkStatus.DONE,
        is_begun=follow_up.lead_id is not None,
        is_submitted=follow_up.status == WorkStatus.SUBMITTED or follow_up.claimed_on is not None,
        is_paused=follow_up.is_open and not follow_up.is_chased,
        due_on=follow_up.due_on,
        original_on=dates_of(follow_up).first_day,
        review_on=follow_up.date_review_on,
    )
    if follow_up.finding.kind.holds_recommendations and not follow_up.due_on:
        facts = _by_its_recommendations(follow_up, facts)
    return rating(facts, on, _override(follow_up))


def _by_its_recommendations(follow_up: FollowUp, facts: Facts) -> Facts:
    """A cause of concern has no date of its own (R16), and is as late as the first of what is open under it."""
    if not hasattr(follow_up, "below"):
        follow_up.below = FollowUp.objects.below(follow_up)
    below = follow_up.below or {}
    due_on, original_on = _day(below.get("chased_on")), _day(below.get("first_on"))
    is_begun = follow_up.status != WorkStatus.AWAITING_ALLOCATION
    return replace(facts, due_on=due_on, original_on=original_on, is_begun=is_begun, has_open_parts=bool(below))


def know_below(follow_up: FollowUp, parts: Iterable[FollowUp]) -> None:
    """From rows of `family_of`, at no further query."""
    opened = [each for each in parts if each.is_open]
    chased = min((each.due_on for each in opened if each.is_chased and each.due_on), default=None)
    first = min((each.first_on for each in opened if each.first_on), default=None)
    days = {"chased_on": chased, "first_on": first}
    follow_up.below = {name: day.isoformat() if day else None for name, day in days.items()} if opened else None


def _day(found: str | None) -> date | None:
    return date.fromisoformat(found) if found else None


def _noted(follow_up: FollowUp, name: str) -> Any:  # noqa: ANN401 - what the queryset has added to the row
    return getattr(follow_up, name)


def _first_set(follow_up: FollowUp) -> Mapping[str, str | None]:
    return _noted(follow_up, "first_set") or {}


def _deadline(first: Mapping[str, str | None]) -> Deadline | None:
    day = first.get("last_day")
    if not day:
        return None
    return Deadline(first["wording"] or "", Precision(first["precision"] or Precision.DAY), date.fromisoformat(day))


def _corrected_from(follow_up: FollowUp, first: Mapping[str, str | None]) -> date | None:
    """The inspectorate's day when the office first moved it, where the report has been corrected since (ADR 20)."""
    if follow_up.due_source == DueSource.INSPECTORATE or not first.get("from_on"):
        return None
    was = date.fromisoformat(first["from_on"] or "")
    return was if first["from_source"] == DueSource.INSPECTORATE and was != follow_up.finding.deadline_on else None


def _override(follow_up: FollowUp) -> Override | None:
    found = _noted(follow_up, "override")
    if not found or not found["colour"]:
        return None
    return Override(Colour(found["colour"]), found["reason"], date.fromisoformat(found["until"]), found["by"])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
