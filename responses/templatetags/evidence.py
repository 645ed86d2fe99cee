"""How pages show requests for evidence: their days on each side, and the states of their items."""

from collections.abc import Iterable
from datetime import date

from django import template

from oversight.accounts.models import User
from responses import rules
from responses.models import Event, EventKind, EvidenceBatch, EvidenceFile, EvidenceRequest, ItemState
from responses.rules import Readable

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
def readable_by(thing: Readable, user: User) -> bool:
    return rules.can_read(user, thing)


@register.filter
def only_readable_by(files: Iterable[EvidenceFile], user: User) -> list[EvidenceFile]:
    return [file for file in files if rules.can_read(user, file)]


@register.filter
def question_for(asked: EvidenceRequest | EvidenceBatch, user: User) -> str:
    return asked.question if rules.can_read(user, asked) else "OFFICIAL-SENSITIVE: you cannot read the question"


@register.filter
def detail_for(event: Event, reader: User) -> str:
    """Without whom an office that does not name its staff has assigned (R91): the key facts say who the lead is."""
    names_staff = event.policing_body_id not in reader.nameless_offices
    return event.words if names_staff or event.kind != EventKind.ASSIGNED else ""


@register.filter
def item_colour(state: ItemState) -> str:
    return COLOURS[state]
