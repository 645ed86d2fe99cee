"""How inspections word their bodies and deadlines."""

from datetime import date

from django import template

from inspections import deadlines
from inspections.deadlines import Deadline
from oversight.bodies.models import Force

register = template.Library()


@register.filter
def named_on(force: Force, day: date) -> str:
    """The body's name on the day the page is about (R54)."""
    return force.name_on(day)


@register.filter
def as_printed(deadline: Deadline) -> str:
    """Never more precise than printed (R18)."""
    return deadlines.shown(deadline)


@register.filter
def counted_as(count: int, each: dict[str, str]) -> str:
    """“2 recommendations”, “1 cause of concern”."""
    name = each["name"] if count == 1 else each["plural"]
    return f"{count} {name[:1].lower()}{name[1:]}"
