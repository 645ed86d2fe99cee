"""What pages say about the date of a follow-up, and its colour."""

from datetime import date

from django import template

from responses import dating
from responses.dating import Dates
from responses.models import FollowUp
from responses.rag import Colour, Rating
from responses.since import Since, Told

register = template.Library()
TAGS = {Colour.RED: "red", Colour.AMBER: "yellow", Colour.GREEN: "green"}


@register.simple_tag
def dates_of(follow_up: FollowUp) -> Dates:
    return dating.dates_of(follow_up)


@register.simple_tag
def rating_of(follow_up: FollowUp, today: date) -> Rating | None:
    return dating.rating_of(follow_up, today)


@register.filter
def came_from(follow_up: FollowUp) -> str:
    return dating.came_from(follow_up)


@register.filter
def date_words(follow_up: FollowUp) -> str:
    return dating.in_words(follow_up)


@register.filter
def is_past_original(dates: Dates, today: date) -> bool:
    return dates.is_past_original(today)


@register.filter
def needs_review_day(follow_up: FollowUp) -> bool:
    return dating.needs_review_day(follow_up)


@register.filter
def told_of(since: Told, reference: str) -> list[Since]:
    return since.get(reference, [])


@register.filter
def tag_colour(colour: Colour) -> str:
    return TAGS[colour]
