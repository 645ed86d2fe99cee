"""How follow-ups are worded and coloured."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django import template

from inspections import deadlines
from inspections.models import Addressee, Inspection
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from oversight.templatetags.portal import days_words
from responses import rules
from responses.filters.follow_up import SOON_DAYS
from responses.models import AssuranceLevel, FollowUp, Response, State, WaitingOn
from responses.workflow import candidates
from responses.workflow.waiting import Awaited

register = template.Library()

STATE_COLOURS = {
    State.SUPERSEDED: "grey",
    State.NOT_APPLICABLE: "grey",
    State.WITHDRAWN: "grey",
    State.WATCHED: "grey",
    State.CLOSED: "green",
    State.HELD: "yellow",
    State.ASSURED: "green",
    State.WAITING: "yellow",
    State.COMPLETE: "blue",
    State.DONE: "green",
    State.SUBMITTED: "purple",
    State.IN_PROGRESS: "teal",
    State.AWAITING_ALLOCATION: "orange",
}
LEVEL_COLOURS = {
    AssuranceLevel.ASSURED: "green",
    AssuranceLevel.PARTLY: "yellow",
    AssuranceLevel.NOT_ASSURED: "red",
    AssuranceLevel.NO_EVIDENCE: "grey",
}


@register.filter
def state_name(state: str) -> str:
    return str(State(state).label)


@register.filter
def state_colour(state: str) -> str:
    return STATE_COLOURS[State(state)]


@register.filter
def level_colour(level: str) -> str:
    return LEVEL_COLOURS[AssuranceLevel(level)]


@register.filter
def is_late(follow_up: FollowUp, on: date) -> bool:
    """Not what is held, or waits on others: nobody at the force has to act on it (R114)."""
    return follow_up.is_chased and deadlines.is_overdue(follow_up.due_on, on)


@register.filter
def due_words(follow_up: FollowUp, on: date) -> str:
    """Nothing for what is finished, held or waiting, or not due for long."""
    left = deadlines.days_left(follow_up.due_on, on)
    if left is None or not follow_up.is_chased or left > SOON_DAYS:
        return ""
    return days_words(left)


@register.simple_tag
def waits_for(follow_up: FollowUp, reader: User, on: date) -> str:
    """“the College of Policing”; of a row that waits."""
    other = follow_up.waiting_for
    if other and rules.can_name(reader, other, on):
        return other.reference
    return str(Awaited(WaitingOn(follow_up.waiting_on), follow_up.waiting_name, other))


@register.filter
def addressees(follow_up: FollowUp) -> list[Addressee]:
    """Of the finding, for who read it here; of rows of `for_page`."""
    found = follow_up.addressed_to
    return [Addressee(**each | {"force": None, "name": each["force"] or each["name"]}) for each in found]


@dataclass(frozen=True)
class Begun:
    """What the office has made of an inspection so far, and whether findings are left to follow up."""

    follows_up: bool
    has_more: bool
    response: Response | None


@register.simple_tag
def begun_on(inspection: Inspection, user: User, today: date) -> Begun:
    """A tag, because the page is the inspections' and they know nothing of follow-ups. Wants `for_detail()`."""
    office = cast("PolicingBody", user.policing_body)  # inspections are for offices only
    started, overseen = candidates.started(inspection, office), list(Force.objects.overseen_by(office, today))
    return Begun(
        bool(started),
        user.writes and any(candidates.left(inspection, inspection.findings.all(), overseen, started)),
        Response.objects.visible_to(user).answering(inspection).first(),
    )
