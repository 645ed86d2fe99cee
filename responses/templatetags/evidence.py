"""How pages show requests for evidence: their days on each side, and the states of their items."""

from collections.abc import Iterable
from datetime import date

from django import template

from oversight.accounts.models import User
from oversight.templatetags.portal import days_left_words
from responses import rules
from responses.models import (
    Event,
    EventKind,
    EvidenceBatch,
    EvidenceFile,
    EvidenceRequest,
    EvidenceRound,
    ItemAnswer,
    ItemState,
)
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
def is_late(asked: EvidenceRequest, on: date) -> bool:
    """Of rows that know whether they are chased."""
    return asked.due_on < on and asked.is_chased


@register.filter
def time_left(asked: EvidenceRequest, on: date) -> str:
    """Of such rows."""
    return days_left_words(asked.due_on, on) if asked.is_chased else "no longer chased"


@register.filter
def readable_by(thing: Readable, user: User) -> bool:
    return rules.can_read(user, thing)


@register.filter
def only_readable_by(files: Iterable[EvidenceFile], user: User) -> list[EvidenceFile]:
    return [file for file in files if rules.can_read(user, file)]


@register.filter
def all_readable_by(answer: EvidenceRound, user: User) -> bool:
    return all(rules.can_read(user, file) for file in answer.files.all())


@register.filter
def answering(files: Iterable[EvidenceFile], answer: ItemAnswer) -> list[EvidenceFile]:
    return [file for file in files if answer in file.item_answers.all()]


@register.filter
def question_for(asked: EvidenceRequest | EvidenceBatch, user: User) -> str:
    return asked.question if rules.can_read(user, asked) else "OFFICIAL-SENSITIVE: you cannot read the question"


@register.filter
def detail_for(event: Event, reader: User) -> str:
    """Without whom an office that does not name its staff has assigned (R91): the key facts say who the lead is."""
    nameless = set(reader.nameless_offices)
    if not nameless or event.kind != EventKind.ASSIGNED:
        return event.words
    assigned_to = event.officer.policing_body_id if event.officer else None
    return "" if nameless & {*_offices(event), assigned_to} else event.words


@register.filter
def author_for(event: Event, reader: User) -> str:
    if event.by is None or not reader.nameless_offices:
        return event.by.name if event.by else ""
    return event.by.name_for(reader, *_offices(event))


@register.filter
def agreed_for(event: Event, reader: User) -> str:
    """Who agreed a date: for the office's own decision that is who decided."""
    agreed_by = event.revision.agreed_by if event.revision else ""
    return author_for(event, reader) if event.by and event.by.name == agreed_by else agreed_by


def _offices(event: Event) -> list[int]:
    """Whose it was, and whose it is: rows of `for_timeline` ask for that once."""
    about = [event.follow_up, event.request, event.response]
    return [event.policing_body_id, *(each.policing_body_id for each in about if each)]


@register.filter
def item_colour(state: ItemState) -> str:
    return COLOURS[state]
