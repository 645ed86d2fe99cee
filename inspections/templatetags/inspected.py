"""How inspections word their bodies and findings."""

from datetime import date

from django import template

from inspections import deadlines
from inspections.deadlines import Deadline
from oversight.bodies.models import Force
from oversight.templatetags.portal import lower_first

register = template.Library()


@register.filter
def named_on(force: Force, day: date) -> str:
    """The body's name on the day the page is about (R54)."""
    return force.name_on(day)


@register.filter
def counted_as(count: int, each: dict[str, str]) -> str:
    """“2 recommendations”, “1 cause of concern”."""
    return f"{count} {lower_first(each['name'] if count == 1 else each['plural'])}"


@register.filter
def as_deadline(deadline: Deadline) -> str:
    """“1 March 2025”, “February 2022”, “within six months (by 28 February 2025)” (R18, R20)."""
    return deadlines.shown(deadline)


@register.filter
def counted_from(deadline: Deadline | None, published_on: date | None) -> list[str]:
    """How a day that the report does not print was worked out (R101)."""
    return deadlines.explained(deadline, published_on=published_on) if deadline else []
