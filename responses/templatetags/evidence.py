"""How pages show requests for evidence: their days on each side, and the states of their items."""

from datetime import date

from django import template

from responses.models import EvidenceRequest, ItemState

register = template.Library()
COLOURS = {
    ItemState.OPEN: "yellow",
    ItemState.REPLIED: "purple",
    ItemState.RETURNED: "orange",
    ItemState.ACCEPTED: "green",
}


@register.filter
def days_with_force(asked: EvidenceRequest, on: date) -> int:
    return asked.days_with_force(on)


@register.filter
def days_with_office(asked: EvidenceRequest, on: date) -> int:
    return asked.days_with_office(on)


@register.filter
def item_colour(state: ItemState) -> str:
    return COLOURS[state]
