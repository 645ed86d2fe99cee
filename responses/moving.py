"""What of an office moves to its successor, what comes back, and what stays where it is (R56)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from oversight.accounts.models import Role, User
from oversight.bodies.models import Force, Oversight, PolicingBody, PolicingBodyName, Succession
from oversight.days import plain_date
from responses.models import (
    AssuranceUpdate,
    Batch,
    DateChange,
    Event,
    EventKind,
    EvidenceBatch,
    EvidenceRequest,
    FollowUp,
    Handover,
    Reminder,
    RequestStatus,
    Response,
    ResponseStatus,
    Section55,
    Tag,
    WorkStatus,
)
from responses.models.evidence_item import with_accepted
from responses.models.state import UNDELIVERED

FINISHED = [RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN]
STAYS = {
    PolicingBodyName: "what it was called",
    Batch: "what it changed at once",
    Event: "what it did; who has the thing reads it",
    EvidenceBatch: "what it asked several forces; each request moves by itself",
    Succession: "what became of it",
    Handover: "what it offered or was offered",
    Tag: "its labels; what moves gets those of the same name there",
}


@dataclass(frozen=True)
class Plan:
    """An office, who takes over from it since when, and which of its people go with it."""

    predecessor: PolicingBody
    successor: PolicingBody
    since: date
    people: tuple[int, ...]

    @property
    def names(self) -> tuple[str, str]:
        return Succession(predecessor=self.predecessor, successor=self.successor, since=self.since).names


def plan_of(handover: Handover) -> Plan:
    """As it stands now: who has left meanwhile does not go along."""
    people = handover.people.filter(is_active=True).values_list("pk", flat=True)
    return Plan(handover.predecessor, handover.successor, handover.since, tuple(people))


@dataclass(frozen=True)
class Line:
    """“3 recommendations”, and what is to be said about them."""

    number: int
    noun: str
    note: str = ""
    plural: str = ""

    @property
    def words(self) -> str:
        return f"{self.number} {self.noun if self.number == 1 else self.plural or self.noun + 's'}"


def _follow_ups(plan: Plan) -> QuerySet:
    """What is open or not closed by the inspectorate yet, with everything that is a part of it."""
    unfinished = Q(status__in=UNDELIVERED) | Q(status=WorkStatus.DONE, closed_on=None)
    own = FollowUp.objects.filter(policing_body=plan.predecessor)
    whole = own.filter(unfinished, force=OuterRef("force"))
    above = Exists(whole.filter(finding=OuterRef("finding__parent")))
    far_above = Exists(whole.filter(finding=OuterRef("finding__parent__parent")))
    return own.filter(unfinished | above | far_above)


def _responses(plan: Plan) -> QuerySet:
    """Those that have never been published; the decision to make none stays where the successor has one of its own."""
    rows = Response.objects.filter(policing_body=plan.predecessor, published_on=None)
    theirs = Response.objects.filter(policing_body=plan.successor, inspection=OuterRef("inspection"))
    return rows.exclude(Exists(theirs), section_55=Section55.DOES_NOT_APPLY).exclude(status=ResponseStatus.WITHDRAWN)


def _requests(plan: Plan) -> QuerySet:
    """What is sent and not finished, and what moves rests on; a draft is its author's, wherever that person goes."""
    draft = Q(status=RequestStatus.DRAFT)
    about = EvidenceRequest.follow_ups.through.objects.filter(followup__in=_follow_ups(plan).values("pk"))
    rests = with_accepted(EvidenceRequest.objects.filter(pk__in=about.values("evidencerequest")))
    moves = ~Q(status__in=FINISHED) | Q(pk__in=rests.values("pk"))
    rows = EvidenceRequest.objects.filter(moves, policing_body=plan.predecessor)
    return rows.filter(~draft | Q(sent_by__in=plan.people))


def _people(plan: Plan) -> QuerySet:
    return User.objects.filter(policing_body=plan.predecessor, pk__in=plan.people)


def forces(plan: Plan) -> QuerySet:
    """Whom it oversees on the first day of the successor: from then on, that one does."""
    return Oversight.objects.on(plan.since).filter(policing_body=plan.predecessor)


MOVES: dict[type[Model], Callable[[Plan], QuerySet]] = {
    FollowUp: _follow_ups,
    Response: _responses,
    EvidenceRequest: _requests,
    User: _people,
    Oversight: forces,
}


def going(plan: Plan) -> list[Line]:
    rows = {model: find(plan) for model, find in MOVES.items()}
    about = {"follow_up__in": rows[FollowUp]}
    staying = rows[FollowUp].filter(officer__policing_body=plan.predecessor).exclude(officer__in=plan.people)
    return [
        Line(rows[Oversight].count(), "force", "overseen by the successor from that day", "forces"),
        Line(rows[FollowUp].count(), "recommendation", "open, or not closed by HMICFRS yet, with their parts"),
        Line(
            DateChange.objects.waiting().filter(**about).count(), "question about a date", "", "questions about dates"
        ),
        Line(AssuranceUpdate.objects.filter(**about).count(), "assurance update"),
        Line(Reminder.objects.waiting().filter(**about, person__in=plan.people).count(), "reminder"),
        Line(rows[Response].count(), "response", "not published yet"),
        Line(rows[EvidenceRequest].count(), "evidence request", "not finished, or what these recommendations rest on"),
        Line(rows[User].count(), "person", "", "people"),
        Line(
            staying.count(),
            "recommendation",
            "whose policy officer stays: letters go to the office until you choose another",
        ),
    ]


def staying(plan: Plan) -> list[Line]:
    """The successor reads all of it."""
    own = {"policing_body": plan.predecessor}
    gone = {model: find(plan).values("pk") for model, find in MOVES.items()}
    out = Response.objects.filter(**own).exclude(pk__in=gone[Response])
    finished = EvidenceRequest.objects.filter(**own, status__in=FINISHED).exclude(pk__in=gone[EvidenceRequest])
    return [
        Line(
            FollowUp.objects.filter(**own).exclude(pk__in=gone[FollowUp]).count(), "recommendation", "closed or ended"
        ),
        Line(out.count(), "response", "published, withdrawn or not made"),
        Line(finished.count(), "evidence request", "accepted or withdrawn"),
        Line(User.objects.active().filter(**own).exclude(pk__in=plan.people).count(), "person", LEFT_BEHIND, "people"),
    ]


def some(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.number]


def joining(plan: Plan) -> QuerySet:
    """Who goes along, with the permissions that they keep."""
    return _people(plan).order_by("name", "pk")


def seen(plan: Plan) -> str:
    """The numbers that a preview shows, and who goes along as what; others mean that something has changed since."""
    numbers = [str(line.number) for line in [*going(plan), *staying(plan)]]
    people = [f"{each.pk}{each.role}{each.reads_sensitive:d}" for each in joining(plan)]
    return "-".join([*numbers, *people])


LEFT_BEHIND = "can sign in and read, and change nothing"


def obstacles(plan: Plan) -> Iterator[str]:
    """Why it cannot be done, one sentence each."""
    ended = Succession.objects.standing().direct()
    for body, name in zip((plan.predecessor, plan.successor), plan.names, strict=True):
        if ended.filter(predecessor=body).exists():
            yield f"{name} has a successor already."
    yield from _two_of_a_kind(plan)
    for row in Oversight.objects.filter(policing_body=plan.predecessor, starts_on__gte=plan.since):
        yield f"{row.force} is overseen by the office only from {_day(row.starts_on)}: enter a later day."
    if not _administrators(plan.successor, plan.people):
        yield f"{plan.names[1]} would have no administrator: let one go there."


def _two_of_a_kind(plan: Plan) -> Iterator[str]:
    theirs = Response.objects.filter(policing_body=plan.successor, inspection=OuterRef("inspection"))
    for response in _responses(plan).filter(Exists(theirs)).select_related("inspection"):
        yield f"Both offices answer “{response.inspection}”: publish this response, or decide to make none, first."
    same = FollowUp.objects.filter(policing_body=plan.successor, force=OuterRef("force"), finding=OuterRef("finding"))
    for row in _follow_ups(plan).filter(Exists(same)).select_related("finding", "force"):
        yield f"Both offices follow up {row.reference} for {row.force}: end that of this office first."


def _administrators(body: PolicingBody, joining: tuple[int, ...]) -> bool:
    there = User.objects.active().filter(role=Role.ADMINISTRATOR)
    return there.filter(Q(policing_body=body) | Q(pk__in=joining)).exists()


def _day(value: date | None) -> str:
    return plain_date(value) or "an unknown day"


# The way back.


def _kept(succession: Succession, model: type[Model]) -> list[int]:
    return [row[-1] if isinstance(row, list) else row for row in succession.moved.get(model._meta.label, [])]


def _there(succession: Succession, model: type[Model]) -> QuerySet:
    """Of what moved, what the successor still has."""
    rows = model._default_manager.filter(pk__in=_kept(succession, model))
    return rows.filter(policing_body=succession.successor)


def _follow_ups_back(succession: Succession) -> QuerySet:
    """What moved, whatever has become of it, and what began since then about the forces that come back."""
    started = Event.objects.filter(follow_up=OuterRef("pk"), kind=EventKind.OPENED, at__gte=succession.at)
    returning = _there(succession, Oversight).values("force")
    moved = Q(pk__in=_kept(succession, FollowUp))
    rows = FollowUp.objects.filter(policing_body=succession.successor)
    return rows.filter(moved | Q(Exists(started), force__in=returning))


def _requests_back(succession: Succession) -> QuerySet:
    """What moved, and what was asked since then about recommendations that come back."""
    about = {"follow_ups__in": _follow_ups_back(succession).values("pk")}
    people = _there(succession, User).values("pk")
    since = Q(sent_at__gte=succession.at, **about) | Q(status=RequestStatus.DRAFT, sent_by__in=people, **about)
    rows = EvidenceRequest.objects.filter(policing_body=succession.successor)
    found = rows.filter(Q(pk__in=_kept(succession, EvidenceRequest)) | since)
    return EvidenceRequest.objects.filter(pk__in=found.values("pk"))


COMES_BACK: dict[type[Model], Callable[[Succession], QuerySet]] = {
    FollowUp: _follow_ups_back,
    Response: lambda succession: _there(succession, Response).filter(published_on=None),
    EvidenceRequest: _requests_back,
    User: lambda succession: _there(succession, User),
    Oversight: lambda succession: _there(succession, Oversight),
}


def coming_back(succession: Succession) -> list[Line]:
    rows = {model: find(succession) for model, find in COMES_BACK.items()}
    moved = rows[FollowUp].filter(pk__in=_kept(succession, FollowUp)).count()
    asked = rows[EvidenceRequest].filter(pk__in=_kept(succession, EvidenceRequest)).count()
    return [
        Line(rows[Oversight].count(), "force"),
        Line(moved, "recommendation", "that moved, with all that has happened to them since"),
        Line(rows[FollowUp].count() - moved, "recommendation", "started since then about these forces"),
        Line(rows[Response].count(), "response", "that moved and are not published yet, as they are written now"),
        Line(asked, "evidence request", "that moved"),
        Line(rows[EvidenceRequest].count() - asked, "evidence request", "asked since then about these recommendations"),
        Line(rows[User].count(), "person", "who went along", "people"),
    ]


def staying_there(succession: Succession) -> list[Line]:
    """With the successor, and not read by its predecessor any more, but for what is public."""
    started = Event.objects.filter(response=OuterRef("pk"), kind=EventKind.RESPONSE_STARTED, at__gte=succession.at)
    begun = Response.objects.filter(Exists(started), policing_body=succession.successor, published_on=None)
    published = _there(succession, Response).filter(published_on__isnull=False)
    people = User.objects.active().filter(policing_body=succession.successor)
    others = people.exclude(pk__in=_kept(succession, User))
    return [
        Line(published.count(), "response", "published there since then"),
        Line(begun.count(), "response", "begun there since then"),
        Line(others.count(), "person", "who did not go along", "people"),
    ]


def obstacles_back(succession: Succession) -> Iterator[str]:
    before, after = succession.names
    if Succession.objects.standing().direct().filter(predecessor=succession.successor).exists():
        yield f"{after} has a successor itself: take that back first."
    for force in _overseen_otherwise(succession):
        yield f"Who oversees {force} has been changed in the back office since then: put it right there first."
    joining = tuple(COMES_BACK[User](succession).values_list("pk", flat=True))
    if not _administrators(succession.predecessor, joining):
        yield f"{before} would have no administrator: none of those who went along is there any more."


def _overseen_otherwise(succession: Succession) -> Iterator[Force]:
    eve = succession.since - timedelta(days=1)
    for old, new in handed_over(succession):
        before = Oversight.objects.filter(pk=old, policing_body=succession.predecessor, ends_on=eve)
        after = _there(succession, Oversight).filter(pk=new, starts_on=succession.since)
        if not (before.exists() and after.exists()):
            yield Oversight.objects.select_related("force").get(pk=old).force


def handed_over(succession: Succession) -> list[tuple[int, int]]:
    """The rows that say who oversees a force: until the day, and from it."""
    return [(old, new) for old, new in succession.moved.get(Oversight._meta.label, [])]
