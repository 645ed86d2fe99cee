"""How inspections word their bodies and findings."""

from datetime import date

from django import template

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
