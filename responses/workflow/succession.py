"""An office ends and another takes its place; that is taken back (R56)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from oversight.accounts.models import User
from oversight.bodies.models import Oversight, PolicingBody, Succession
from responses import moving
from responses.models import (
    Batch,
    Event,
    EventKind,
    EvidenceRequest,
    FollowUp,
    Notice,
    NoticeStatus,
    Response,
    Tag,
    Tagging,
)
from responses.models.event import Audience
from responses.moving import Plan

TOLD = {FollowUp: "follow_up", Response: "response", EvidenceRequest: "request"}
SEEN_BY = {FollowUp: Audience.FORCE, EvidenceRequest: Audience.FORCE, Response: Audience.OFFICE}


class CannotMoveError(Exception):
    """What stands in the way."""

    def __init__(self, obstacles: Iterable[str]) -> None:
        super().__init__(" ".join(obstacles))


@transaction.atomic
def hand_over(plan: Plan, *, reason: str, seen: str, submission_id: UUID, by: User, at: datetime) -> Succession:
    """Move what is open, those who work on it and whom they oversee; the same page sent twice moves once.

    `seen` is what the preview showed. Raises CannotMoveError.
    """
    lock(plan.predecessor, plan.successor)
    done = Succession.objects.filter(submission_id=submission_id).first()
    if done:
        return done
    refuse(moving.obstacles(plan))
    if seen != moving.seen(plan):
        raise CannotMoveError(["Something has changed since you saw this page. Look at the numbers again."])
    facts = {"successor": plan.successor, "since": plan.since, "reason": reason, "by": by, "at": at}
    succession = Succession.objects.create(predecessor=plan.predecessor, submission_id=submission_id, **facts)
    for before in Succession.objects.bodies_before(plan.predecessor.pk).values_list("predecessor", flat=True):
        Succession.objects.create(predecessor_id=before, follows=succession, **facts)
    kept = {model: list(find(plan).values_list("pk", flat=True)) for model, find in moving.MOVES.items()}
    del kept[Oversight]
    forces = _end_oversight(plan)
    _move(kept, plan.predecessor, plan.successor)
    _tell(kept, plan.successor, f"from {plan.names[0]} to {plan.names[1]}", reason, by=by, at=at)
    succession.moved = {model._meta.label: pks for model, pks in kept.items()} | {Oversight._meta.label: forces}
    succession.save(update_fields=["moved"])
    return succession


@transaction.atomic
def take_back(succession: Succession, *, because: str, by: User, at: datetime) -> None:
    """Everything where it was, with what was written meanwhile. Raises CannotMoveError."""
    before, after = succession.predecessor, succession.successor
    lock(before, after)
    if Succession.objects.filter(pk=succession.pk, undone_at__isnull=False).exists():
        raise CannotMoveError(["It has been taken back already."])
    refuse(moving.obstacles_back(succession))
    kept = {model: list(find(succession).values_list("pk", flat=True)) for model, find in moving.COMES_BACK.items()}
    del kept[Oversight]
    undone = Succession.objects.filter(pk=succession.pk) | succession.followed_by.all()
    undone.update(undone_at=at, undone_by=by, undone_because=because)
    _restore_oversight(succession)
    _move(kept, after, before)
    names = succession.names
    _tell(kept, before, f"back from {names[1]} to {names[0]}", because, by=by, at=at)


def lock(*bodies: PolicingBody) -> None:
    """In order: of two who press at once the second waits. What begins meanwhile waits too, by its foreign key."""
    pks = [body.pk for body in bodies]
    list(PolicingBody.objects.filter(pk__in=pks).order_by("pk").select_for_update())


def refuse(obstacles: Iterable[str]) -> None:
    found = list(obstacles)
    if found:
        raise CannotMoveError(found)


def _move(kept: dict[type[Model], list[int]], before: PolicingBody, after: PolicingBody) -> None:
    for model, pks in kept.items():
        model._default_manager.filter(pk__in=pks, policing_body=before).update(policing_body=after)
        if model in TOLD and after.mailbox:
            waiting = Notice.objects.filter(status=NoticeStatus.PENDING, recipient=None, address=before.mailbox)
            waiting.filter(**{f"{TOLD[model]}__in": pks}).update(address=after.mailbox)
    _retag(kept[FollowUp], after)


def _retag(follow_ups: list[int], office: PolicingBody) -> None:
    """What they are labelled as, in that office's own labels."""
    labelled = Tagging.objects.filter(follow_up__in=follow_ups)
    for tag in Tag.objects.exclude(policing_body=office).filter(pk__in=labelled.values("tag")):
        own = Tag.objects.filter(policing_body=office).named([tag.name]).first()
        own = own or Tag.objects.create(policing_body=office, name=tag.name)
        labelled.filter(tag=tag).exclude(follow_up__in=own.taggings.values("follow_up")).update(tag=own)
        labelled.filter(tag=tag).delete()


def _end_oversight(plan: Plan) -> list[list[int]]:
    """The first rows end on the eve; the successor's go on for as long as they would have."""
    pairs = []
    for row in moving.forces(plan).select_for_update():
        ends_on, row.ends_on = row.ends_on, plan.since - timedelta(days=1)
        row.save(update_fields=["ends_on"])
        facts = {"force_id": row.force_id, "starts_on": plan.since, "ends_on": ends_on}
        pairs.append([row.pk, Oversight.objects.create(policing_body=plan.successor, **facts).pk])
    return pairs


def _restore_oversight(succession: Succession) -> None:
    for old, new in moving.handed_over(succession):
        later = Oversight.objects.get(pk=new)
        later.delete()
        Oversight.objects.filter(pk=old).update(ends_on=later.ends_on)


def _tell(
    kept: dict[type[Model], list[int]], to: PolicingBody, detail: str, reason: str, *, by: User, at: datetime
) -> None:
    """One batch: a line in the history of each thing."""
    batch = Batch.objects.create(policing_body=to, by=by, at=at)
    what = {"policing_body": to, "kind": EventKind.OFFICE_CHANGED, "detail": detail, "reason": reason}
    events = [
        Event(**{f"{noun}_id": pk}, audience=SEEN_BY[model], batch=batch, by=by, at=at, **what)
        for model, noun in TOLD.items()
        for pk in _known_to_others(model, kept[model])
    ]
    Event.objects.bulk_create(events)


def _known_to_others(model: type[Model], pks: list[int]) -> Iterable[int]:
    """Nobody but its author knows of a draft."""
    drafts = EvidenceRequest.objects.drafts() if model is EvidenceRequest else EvidenceRequest.objects.none()
    return set(pks) - set(drafts.filter(pk__in=pks).values_list("pk", flat=True))
