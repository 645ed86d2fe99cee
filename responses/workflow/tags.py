"""What an office does with its own labels: puts them on, takes them off, renames, merges, removes them (R62, R83)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from oversight.accounts.models import User
from oversight.bodies.models import Engagement
from oversight.versions import StaleError
from responses.models import Batch, Event, EventKind, FollowUp, Tag, Tagging
from responses.models.event import DETAIL_LENGTH
from responses.models.tag import MOST
from responses.workflow.several import Outcome, batch_of

GONE = "Somebody has changed the tags meanwhile. Look at them again."


class TaggingError(Exception):
    """It cannot be tagged so."""


class NameTakenError(Exception):
    """The office has another tag of that name, with which this one could be merged."""

    def __init__(self, other: Tag) -> None:
        super().__init__(f"There is already a tag “{other}”.")
        self.other = other


@dataclass(frozen=True)
class Change:
    """`drives`: whether it drives the force's time in Engage; None leaves that as it is."""

    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    drives: bool | None = None


@dataclass(frozen=True)
class Line:
    """One row of the preview: its tags before and after, or why it is left out."""

    follow_up: FollowUp
    before: list[str]
    after: list[str]
    engaged: Engagement | None
    drove: bool
    drives: bool
    skipped: str = ""

    @property
    def is_same(self) -> bool:
        return (self.before, self.drove) == (self.after, self.drives)


def preview(rows: Iterable[FollowUp], change: Change, on: date) -> list[Line]:
    """Of rows that are `labelled`."""
    now = {engagement.force_id: engagement for engagement in Engagement.objects.on(on)}
    return [_line(row, change, now.get(row.force_id)) for row in rows]


def _line(row: FollowUp, change: Change, engaged: Engagement | None) -> Line:
    before = row.tag_names
    drove = engaged is not None and row.drives_id == engaged.pk
    drives = drove if change.drives is None else change.drives
    line = Line(row, before, _after(before, change), engaged, drove, drives)
    return replace(line, skipped=_why_not(line))


def _after(before: Sequence[str], change: Change) -> list[str]:
    gone = {name.lower() for name in change.remove}
    kept = [name for name in before if name.lower() not in gone]
    there = {name.lower() for name in kept}
    return sorted([*kept, *(name for name in change.add if name.lower() not in there)], key=str.lower)


def _why_not(line: Line) -> str:
    if line.drives and line.engaged is None:
        return f"{line.follow_up.force} is not in Engage"
    if len(line.after) > MOST:
        return f"It would have more than {MOST} tags"
    return "Nothing would change" if line.is_same else ""


@transaction.atomic
def tag(follow_up: FollowUp, change: Change, *, on: date, by: User, at: datetime) -> bool:
    """Whether anything has changed: twice is once. Raises TaggingError."""
    (line,) = _change([follow_up.pk], change, on=on, by=by, at=at, batch=None)
    if line.skipped and not line.is_same:
        raise TaggingError(f"{line.skipped}.")
    return not line.skipped


@transaction.atomic
def tag_all(
    pks: Sequence[int], change: Change, *, submission_id: UUID, on: date, by: User, at: datetime
) -> Outcome[Line]:
    """Several as one batch; the same page sent twice changes once."""
    batch, is_new = batch_of(submission_id, by=by, at=at)
    lines = _change(pks, change, on=on, by=by, at=at, batch=batch) if is_new else []
    return Outcome(lines, is_new)


def _change(pks: Sequence[int], change: Change, *, on: date, by: User, at: datetime, batch: Batch | None) -> list[Line]:
    """Tags are locked before follow-ups, here and by whoever merges them."""
    tags = _made(change.add, by)
    mine = FollowUp.objects.visible_to(by).filter(pk__in=pks, policing_body=by.policing_body_id)
    locked = [row.pk for row in mine.locked()]
    rows = mine.filter(pk__in=locked).labelled(on).select_related("finding", "force").by_reference()
    lines = preview(rows, change, on)
    changing = [line for line in lines if not line.skipped]
    _write(changing, change, tags, at=at)
    Event.objects.bulk_create(_told(line, by=by, at=at, batch=batch) for line in changing)
    return lines


def _made(names: Sequence[str], by: User) -> list[Tag]:
    """Locked, so that nobody merges or removes them meanwhile."""
    office = by.policing_body
    Tag.objects.bulk_create([Tag(policing_body=office, name=name) for name in names], ignore_conflicts=True)
    return list(Tag.objects.visible_to(by).named(names).order_by("pk").select_for_update())


def _write(lines: list[Line], change: Change, tags: list[Tag], *, at: datetime) -> None:
    rows = [line.follow_up for line in lines]
    taggings = Tagging.objects.filter(follow_up__in=rows)
    removed = Tag.objects.named(change.remove).values("pk")
    taggings.filter(tag__in=removed).delete()
    new = [Tagging(follow_up=row, tag=tag) for row in rows for tag in tags]
    Tagging.objects.bulk_create(new, ignore_conflicts=True)
    # What is over begins no new years of keeping files for a label (ADR 29).
    FollowUp.objects.undelivered().filter(pk__in=[row.pk for row in rows]).update(touched_at=at)
    for drives, pks in _driving(lines).items():
        FollowUp.objects.filter(pk__in=pks).update(drives=drives)


def _driving(lines: list[Line]) -> Mapping[Engagement | None, list[int]]:
    found: dict[Engagement | None, list[int]] = {}
    for line in lines:
        if line.drives != line.drove:
            found.setdefault(line.engaged if line.drives else None, []).append(line.follow_up.pk)
    return found


def _told(line: Line, *, by: User, at: datetime, batch: Batch | None) -> Event:
    facts = {"policing_body_id": line.follow_up.policing_body_id, "follow_up": line.follow_up}
    return Event(kind=EventKind.TAGGED, detail=_sentence(line), by=by, at=at, batch=batch, **facts)


def _sentence(line: Line) -> str:
    """“added Custody; drives Engage”"""
    added = [name for name in line.after if name not in line.before]
    removed = [name for name in line.before if name not in line.after]
    parts = [f"{verb} {', '.join(names)}" for verb, names in [("added", added), ("removed", removed)] if names]
    if line.drives != line.drove:
        parts.append("drives Engage" if line.drives else "does not drive Engage")
    said = "; ".join(parts)
    return said if len(said) <= DETAIL_LENGTH else said[: DETAIL_LENGTH - 1] + "…"


@transaction.atomic
def rename(tag: Tag, name: str, *, seen_before: str, by: User, at: datetime) -> None:
    """Raises NameTakenError, TaggingError and, where it has neither name any more, StaleError."""
    current = Tag.objects.select_for_update().filter(pk=tag.pk).first()
    if current is None:
        raise TaggingError(GONE)
    if current.name not in {seen_before, name}:
        raise StaleError(current)
    if current.name != name:
        _take_name(current, name)
        _tell_all(current, f"“{seen_before}” is now called “{name}”", by=by, at=at)


def _take_name(tag: Tag, name: str) -> None:
    """Asked of the constraint alone: somebody may make a tag of that name in the same instant."""
    try:
        with transaction.atomic():
            Tag.objects.filter(pk=tag.pk).update(name=name)
    except IntegrityError as error:
        others = Tag.objects.filter(policing_body=tag.policing_body_id).exclude(pk=tag.pk)
        other = others.named([name]).first()
        raise (NameTakenError(other) if other else TaggingError(GONE)) from error


@transaction.atomic
def merge(tag: Tag, *, into: Tag, by: User, at: datetime) -> None:
    """What had the one has the other, once. Raises TaggingError."""
    locked = Tag.objects.filter(pk__in=[tag.pk, into.pk]).order_by("pk").select_for_update()
    if len(locked) < len({tag.pk, into.pk}):
        raise TaggingError(GONE)
    _tell_all(tag, f"“{tag}” is now part of “{into}”", by=by, at=at)
    both = Tagging.objects.filter(tag=into).values("follow_up")
    Tagging.objects.filter(tag=tag).exclude(follow_up__in=both).update(tag=into)
    _drop(tag)


@transaction.atomic
def remove(tag: Tag, *, by: User, at: datetime) -> None:
    if Tag.objects.filter(pk=tag.pk).select_for_update().first():
        _tell_all(tag, f"the tag “{tag}” was removed from all recommendations", by=by, at=at)
        _drop(tag)


def _drop(tag: Tag) -> None:
    Tagging.objects.filter(tag=tag).delete()
    Tag.objects.filter(pk=tag.pk).delete()


def _tell_all(tag: Tag, detail: str, *, by: User, at: datetime) -> None:
    """One sentence on each, as one batch."""
    batch = Batch.objects.create(policing_body=tag.policing_body, by=by, at=at)
    facts = {"kind": EventKind.TAGGED, "detail": detail, "by": by, "at": at, "batch": batch}
    Event.objects.bulk_create(
        Event(policing_body_id=tag.policing_body_id, follow_up_id=pk, **facts)
        for pk in tag.taggings.values_list("follow_up", flat=True)
    )
