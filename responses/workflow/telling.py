"""Who is told what of a request for evidence: lines in the story, and letters."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from oversight.accounts.models import User
from responses.models import (
    Event,
    EventKind,
    EvidenceRequest,
    FollowUp,
    ItemAnswer,
    Notice,
    NoticeKind,
    RoundDecision,
)
from responses.models.event import Audience
from responses.models.evidence_item import ItemAnswerQuerySet
from responses.models.file import items_in_words

type ItemJudgement = tuple[str, str]  # the decision, and why


def judges(request: EvidenceRequest) -> list[User]:
    """Whoever asked; where that person has left or moved on, all who may judge the answer (R27)."""
    staff = User.objects.writers_of(request.policing_body)
    return list(staff.filter(pk=request.sent_by_id)) or _who_may_read(request, staff)


def answerers(request: EvidenceRequest, sender: User | None) -> list[User]:
    """Whoever has it; where that person has left or moved on, who was asked, who has sent it, or everybody."""
    leads = User.objects.leads_of(request.force)
    known = (request.delegate_id, request.lead_id, sender and sender.pk)
    named = next((found for pk in known if (found := list(leads.filter(pk=pk)))), [])
    return named or _who_may_read(request, leads.filter(own_only=False))


def can_be_answered(request: EvidenceRequest) -> bool:
    """Whether the force has anybody left who sees it; if not, nobody is written to. Mostly known without a question."""
    people = [person for person in (request.lead, request.delegate) if person]
    if any(each.is_active and each.is_force_lead and each.force_id == request.force_id for each in people):
        return True
    asked = Q(own_only=False) | Q(pk__in={request.lead_id, request.delegate_id})
    return User.objects.leads_of(request.force).filter(asked).exists()


def _who_may_read(request: EvidenceRequest, people: Iterable[User]) -> list[User]:
    """Where nobody may, everybody: the letter says no more than that something is there (R71)."""
    return [person for person in people if request.is_readable_by(person)] or list(people)


def write_to(people: Iterable[User], kind: NoticeKind, request: EvidenceRequest, *, at: datetime) -> None:
    for person in people:
        Notice.objects.owe(kind, to=person, request=request, at=at)


def tell(request: EvidenceRequest, kind: EventKind, *, by: User, at: datetime, **facts: object) -> None:
    """One line in the story of each follow-up that the request is about."""
    for follow_up in request.follow_ups.all():
        tell_one(follow_up, request, kind, by=by, at=at, **facts)


def tell_one(
    follow_up: FollowUp, request: EvidenceRequest, kind: EventKind, *, by: User, at: datetime, **facts: object
) -> None:
    Event.objects.create(
        policing_body_id=request.policing_body_id,
        follow_up=follow_up,
        request=request,
        kind=kind,
        audience=Audience.FORCE,
        by=by,
        at=at,
        **facts,
    )


def judged(items: Mapping[int, ItemJudgement]) -> str:
    """“accepted: items 1 and 3; returned: item 2”"""
    by_decision = {kind: [pk for pk, (decision, _why) in items.items() if decision == kind] for kind in RoundDecision}
    rows = ItemAnswer.objects.all()
    words = [f"{kind.label.lower()}: {numbered(rows.filter(pk__in=pks))}" for kind, pks in by_decision.items() if pks]
    return "; ".join(words)


def numbered(answers: ItemAnswerQuerySet) -> str:
    return items_in_words(answers.values_list("item__number", flat=True))
