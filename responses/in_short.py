"""The findings of a letter as cards, from what everybody can read: the report and the published answer (R121)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q

from inspections import deadlines
from inspections.models import Finding
from oversight.bodies.models import Succession
from responses.card import Answer, Card, cards
from responses.clock import local_day
from responses.models import FollowUp, Response
from responses.models.publication import current

AT_MOST = 3  # of a letter


def in_short(follow_ups: Iterable[FollowUp], *, at: datetime) -> list[Card]:
    """As they could be read at a moment; a report that is not out has no card."""
    out = [each for each in follow_ups if each.finding.inspection.is_out(local_day(at))][:AT_MOST]
    published = _published(out, at) if out else {}
    return [published.get(each.reference) or _unanswered(each.finding) for each in out]


def _published(follow_ups: list[FollowUp], at: datetime) -> dict[str, Card]:
    reports = {each.finding.inspection_id for each in follow_ups}
    answering = Response.objects.filter(Q(inspection__in=reports) | Q(also_answers__in=reports))
    bodies = {each.policing_body_id for each in follow_ups}
    before = Succession.objects.standing().filter(successor__in=bodies).values("predecessor")
    ours = answering.filter(Q(policing_body__in=bodies) | Q(policing_body__in=before))
    rows = current().filter(response__in=ours.values("pk"), published_at__lte=at)
    answered = rows.order_by("pk").values_list("document__answers", flat=True)
    asked = {each.reference for each in follow_ups}
    return {reference: card for answers in answered for reference, card in _told(answers, asked)}


def _told(answers: list[Answer], asked: set[str]) -> Iterator[tuple[str, Card]]:
    references = [answer["reference"] for answer in answers if answer["reference"] in asked]
    return zip(references, cards(answers, asked), strict=True)


def _unanswered(finding: Finding) -> Card:
    """Under the title of the finding above it, where it is one of several."""
    rows = [finding.parent, finding] if finding.parent else [finding]
    return cards([_words(row) for row in rows])[-1]


def _words(finding: Finding) -> Answer:
    return {
        "reference": finding.reference,
        "title": finding.title,
        "text": finding.text,
        "deadline": deadlines.shown(finding.deadline) if finding.deadline.wording else "",
        "under": finding.parent.reference if finding.parent else "",
        "position": "",
    }
