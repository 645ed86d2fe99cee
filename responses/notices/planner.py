"""Which letters are owed: worked out anew each time; the key makes it one letter (R24)."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from oversight.accounts.models import WRITERS, Role, User
from oversight.holidays import bank_holidays
from responses import ladder
from responses.clock import statutory_clock
from responses.ladder import RUNGS, Ladder
from responses.models import EvidenceRequest, FollowUp, Notice, NoticeKind, NoticeStatus, Response
from responses.models.notice import STILL_NEWS
from responses.models.response import UNPUBLISHED, Section55

REACH = timedelta(days=10)  # a step moves back over Christmas and its weekends, and no further


class Item(NamedTuple):
    """A deadline of one office, and the two who answer for it, if it names any."""

    pk: int
    due_on: date | None
    policing_body: int
    mailbox: str
    force: int | None = None
    lead: int | None = None
    officer: int | None = None


class Addressee(NamedTuple):
    pk: int | None
    address: str


class Reminder(NamedTuple):
    kind: NoticeKind
    pk: int
    due_on: date
    rung: int
    next_on: date | None
    to: Addressee

    @property
    def key(self) -> str:
        return f"reminder:{self.kind}:{self.pk}:{self.due_on}:{self.rung}:{self.to.pk or 'mailbox'}"


def _open_follow_ups(on: date) -> QuerySet:
    """Neither assured nor closed by the inspectorate (R26), and near enough for a letter."""
    last = on + timedelta(days=max(RUNGS["recommendation"].days_before)) + REACH
    return FollowUp.objects.open().filter(assured_on=None, closed_on=None, due_on__lte=last)


def _requests_with_force(on: date) -> QuerySet:
    """While what they are about is still open (R26)."""
    open_ones = FollowUp.objects.open().filter(assured_on=None, closed_on=None, evidence_requests=OuterRef("pk"))
    return EvidenceRequest.objects.with_force().filter(Exists(open_ones))


def _responses_owed(on: date) -> QuerySet:
    """An imported day of publication starts no clock until a person has confirmed it (R78)."""
    return Response.objects.owed().filter(inspection__publication_confirmed_at__isnull=False)


def _comments_awaited(on: date) -> QuerySet:
    awaited = Response.objects.filter(status__in=UNPUBLISHED).exclude(section_55=Section55.DOES_NOT_APPLY)
    return awaited.filter(comments_due_on__isnull=False, comments_received_on=None)


def _end_of_clock(published_on: date) -> date | None:
    clock = statutory_clock(published_on, on=published_on)
    return clock.last_day if clock else None


@dataclass(frozen=True)
class Source:
    """Where the deadlines of one kind of reminder stand: `columns` as in Item."""

    noun: str
    ladder: Ladder
    rows: Callable[[date], QuerySet]
    columns: tuple[str, ...]
    last_day: Callable[[date], date | None] = lambda due_on: due_on


OFFICE = ("policing_body", "policing_body__mailbox")
SOURCES = {
    NoticeKind.FOLLOW_UP_DUE: Source(
        "follow_up", RUNGS["recommendation"], _open_follow_ups, ("due_on", *OFFICE, "force", "lead", "officer")
    ),
    NoticeKind.EVIDENCE_DUE: Source(
        "request", RUNGS["evidence"], _requests_with_force, ("due_on", *OFFICE, "force", "lead", "sent_by")
    ),
    NoticeKind.RESPONSE_DUE: Source(
        "response", RUNGS["clock"], _responses_owed, ("inspection__published_on", *OFFICE), _end_of_clock
    ),
    NoticeKind.COMMENTS_DUE: Source("response", RUNGS["comments"], _comments_awaited, ("comments_due_on", *OFFICE)),
}


def plan(*, on: date, at: datetime) -> int:
    """Owe each person the most urgent letter of each deadline, once; say how many are new.

    Days missed are made up by that one letter. What nobody wants any more is taken back, and owed again if the
    deadline moves back before it was sent.
    """
    wanted = {reminder.key: reminder for reminder in reminders(on, SOURCES)}
    _take_back(wanted)
    there = dict(Notice.objects.filter(key__in=list(wanted)).values_list("key", "status"))
    suppressed = [wanted[key] for key, status in there.items() if status == NoticeStatus.SUPPRESSED]
    _owe_again(suppressed, on=on, at=at)
    # In order: two planners at once wait for each other instead of deadlocking.
    new = [_notice(wanted[key], owed_at=_owed_at(wanted[key], on, at)) for key in sorted(wanted.keys() - there.keys())]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def reminders(on: date, kinds: Iterable[NoticeKind], **about: object) -> list[Reminder]:
    items = [(kind, item) for kind in kinds for item in _items(SOURCES[kind], on, about)]
    staff = Staff.of(item for _kind, item in items)
    return [
        Reminder(kind, item.pk, item.due_on, *step, to)
        for kind, item in items
        if item.due_on and (step := _step(item.due_on, on, SOURCES[kind].ladder))
        for to in staff.addressees(item)
    ]


def _items(source: Source, on: date, about: dict[str, object]) -> Iterator[Item]:
    rows = source.rows(on).filter(**about).values_list("pk", *source.columns)
    return (Item(pk, due_on and source.last_day(due_on), *rest) for pk, due_on, *rest in rows)


@lru_cache(maxsize=20_000)
def _step(due_on: date, on: date, steps: Ladder) -> tuple[int, date | None] | None:
    """The rung reached, and the day of the next one."""
    reached = ladder.latest_reached(due_on, on, steps, bank_holidays())
    coming = ladder.upcoming(due_on, on, steps, bank_holidays())
    return (reached.rung, coming[0].send_on if coming else None) if reached else None


def _owed_at(reminder: Reminder, on: date, at: datetime) -> datetime:
    return max(at, ladder.due_at(ladder.made_up_on(reminder.due_on, on, bank_holidays())))


def _notice(reminder: Reminder, *, owed_at: datetime) -> Notice:
    expires_at = ladder.due_at(reminder.next_on) if reminder.next_on else owed_at + STILL_NEWS
    return Notice(
        key=reminder.key,
        kind=reminder.kind,
        recipient_id=reminder.to.pk,
        address=reminder.to.address,
        due_on=reminder.due_on,
        rung=reminder.rung,
        owed_at=owed_at,
        next_attempt_at=owed_at,
        expires_at=expires_at,
        message_id=f"<{uuid.uuid4()}@portal>",
        **{f"{SOURCES[reminder.kind].noun}_id": reminder.pk},
    )


def _take_back(wanted: dict[str, Reminder]) -> None:
    unwanted = [notice for notice in Notice.objects.waiting_reminders() if notice.key not in wanted]
    if not unwanted:
        return
    by_item = defaultdict(list)
    for reminder in wanted.values():
        by_item[reminder.kind, reminder.pk].append(reminder)
    for notice in unwanted:
        notice.status = NoticeStatus.SUPPRESSED
        notice.reason = why_unwanted(notice, by_item[NoticeKind(notice.kind), notice.about_id])
    for reason in {notice.reason for notice in unwanted}:
        pks = [notice.pk for notice in unwanted if notice.reason == reason]
        waiting = Notice.objects.waiting_reminders().filter(pk__in=pks)
        waiting.update(status=NoticeStatus.SUPPRESSED, reason=reason)


def _owe_again(suppressed: list[Reminder], *, on: date, at: datetime) -> None:
    by_time = defaultdict(list)
    for reminder in suppressed:
        by_time[_owed_at(reminder, on, at)].append(reminder.key)
    for owed_at, keys in by_time.items():
        rows = Notice.objects.filter(key__in=keys, status=NoticeStatus.SUPPRESSED, expires_at__gt=at)
        rows.update(status=NoticeStatus.PENDING, reason="", owed_at=owed_at, next_attempt_at=owed_at)


def why_unwanted(notice: Notice, wanted: list[Reminder]) -> str:
    """Empty while the letter is wanted; `wanted` are the reminders that its item calls for today."""
    if not wanted:
        return "It is answered or closed, or its deadline has moved."
    if wanted[0].due_on != notice.due_on:
        return "The deadline has moved."
    if wanted[0].rung != notice.rung:
        return "A later reminder takes its place."
    return "" if notice.key in {reminder.key for reminder in wanted} else "Somebody else now answers for it."


@dataclass(frozen=True)
class Staff:
    """Who is there today, at the forces and at the offices. Who has left or moved on is not (R27, R44)."""

    leads: dict[tuple[int, int], Addressee]
    officers: dict[tuple[int, int], Addressee]
    teams: dict[int, list[Addressee]]

    @classmethod
    def of(cls, items: Iterable[Item]) -> Self:
        bodies, forces = set(), set()
        for item in items:
            bodies.add(item.policing_body)
            forces.add(item.force)
        there = User.objects.active().filter(Q(policing_body__in=bodies) | Q(force__in=forces)).order_by("pk")
        leads: dict[tuple[int, int], Addressee] = {}
        officers: dict[tuple[int, int], Addressee] = {}
        teams: dict[tuple[int, bool], list[Addressee]] = defaultdict(list)
        for pk, email, role, force, body in there.values_list("pk", "email", "role", "force", "policing_body"):
            (leads if force else officers)[force or body, pk] = Addressee(pk, email)
            if role in WRITERS:
                teams[body, role == Role.ADMINISTRATOR].append(Addressee(pk, email))
        return cls(leads, officers, {body: teams[body, False] or teams[body, True] for body in bodies})

    def addressees(self, item: Item) -> list[Addressee]:
        """The force's lead and the office's officer; where one is missing, the office's mailbox or everybody in it."""
        mailbox = [Addressee(None, item.mailbox)] if item.mailbox else []
        team = self.teams[item.policing_body]
        if item.force is None:
            return team or mailbox
        lead = self.leads.get((item.force, item.lead or 0))
        officer = self.officers.get((item.policing_body, item.officer or 0))
        if lead and officer:
            return [lead, officer]
        found = [person for person in (lead, officer) if person] + (mailbox or team)
        return list({person.address.lower(): person for person in reversed(found)}.values())
