"""How responses are worded and coloured."""

from datetime import date, timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString

from responses import card
from responses import prose as markdown
from responses.clock import Clock, accounted
from responses.models import Position, ResponseStatus

register = template.Library()

STATUS_COLOURS = {
    ResponseStatus.DRAFT: "grey",
    ResponseStatus.WITH_FORCE: "yellow",
    ResponseStatus.IN_REVIEW: "purple",
    ResponseStatus.APPROVED: "blue",
    ResponseStatus.PUBLISHED: "green",
    ResponseStatus.WITHDRAWN: "grey",
}
POSITION_COLOURS = {
    Position.ACCEPTED: "green",
    Position.PARTLY: "yellow",
    Position.NOT_ACCEPTED: "red",
    Position.FOR_OTHERS: "grey",
    Position.NO_RESPONSE: "grey",
}


@register.filter
def status_colour(status: str) -> str:
    return STATUS_COLOURS[ResponseStatus(status)]


@register.filter
def position_colour(position: str) -> str:
    return POSITION_COLOURS[Position(position)]


@register.filter
def as_day(iso: str | None) -> date | None:
    """A date of a published document."""
    return date.fromisoformat(iso) if iso else None


@register.filter
def prose(text: str, top: int = 3) -> SafeString:
    """A long text of a response; its upper headings are h`top`."""
    return SafeString(markdown.html(text, top))


@register.filter
def with_cards(answers: list[card.Answer]) -> list[tuple[card.Answer, card.Card]]:
    """Each answer of a document with its card (R121)."""
    return list(zip(answers, card.cards(answers), strict=True))


@register.filter
def clock_steps(document: dict[str, Any]) -> list[str]:
    """The arithmetic of the last day of what is published (R101); nothing where no clock ran."""
    last, period = as_day(document.get("last_day")), document.get("period_days")
    day = as_day(document.get("first_published_on"))
    if last is None or day is None or period is None:
        return []
    return accounted(Clock(last - timedelta(days=period - 1), last, on=day))
