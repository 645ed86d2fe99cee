"""Which letters are owed: worked out anew each time; the key makes it one letter (R24)."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from itertools import chain, starmap
from operator import or_
from typing import NamedTuple, Self

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from oversight.accounts.models import WRITERS, Role, User
from oversight.bodies.models import Merger
from oversight.bodies.models.succession import works_at
from oversight.holidays import bank_holidays
from responses import ladder
from responses.clock import local_day
from responses.ladder import RUNGS, Ladder
from responses.models import (
    Classification,
    Event,
    EventKind,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
    Invitation,
    Notice,
    NoticeKind,
    NoticeStatus,
    Response,
)
from responses.models.notice import STILL_NEWS
from responses.models.reliance import relied_on
from responses.models.response import BEING_WRITTEN, UNPUBLISHED, Section55
from responses.standing import Standing, standings

NOT_TRIED = [NoticeStatus.PENDING, NoticeStatus.SUPPRESSED]
MADE_UP = timedelta(days=28)  # that long after the day of its last letter one that was missed is still made up
BETWEEN_STEPS = timedelta(days=80)  # the longest time for which one step is the latest, with room
REACH = timedelta(days=10)  # a step moves back over Christmas and its weekends, and no further


type About = dict[str, object]


class Item(NamedTuple):
    """A deadline of one office, and the two who answer for it, if it names any."""

    pk: int
    due_on: date | None
    policing_body: int
    mailbox: str
    force: int | None = None
    lead: int | None = None
    officer: int | None = None
    stage: str = ""


class Addressee(NamedTuple):
    pk: int | None
    address: str


class Reached(NamedTuple):
    """The step that a deadline has reached, and the day of the next one."""

    rung: int
    sent_on: date
    next_on: date | None


class Reminder(NamedTuple):
    kind: NoticeKind
    pk: int
    due_on: date
    rung: int
    next_on: date | None
    to: Addressee
    stage: str = ""

    @property
    def key(self) -> str:
        """Two stages of a plan may fall on one day: each has its letter."""
        return ":".join(filter(None, [self.old_key, self.stage]))

    @property
    def old_key(self) -> str:
        """As it was before it named the stage: what was sent by that key is not sent again."""
        return f"reminder:{self.kind}:{self.pk}:{self.due_on}:{self.rung}:{self.to.pk or 'mailbox'}"


def _follow_ups(on: date, about: About) -> Iterator[Item]:
    """The force's to deliver and not assured (R26), and near enough for a letter."""
    rows = FollowUp.objects.chased().filter(assured_on=None, due_on__range=_near(on, "recommendation"))
    return _items(rows.filter(**about), "due_on", *OFFICE, "force", "lead", "officer")


def _told(on: date, about: About) -> dict[tuple[int, int | None], date]:
    """By follow-up and lead, the day of the letter that it is theirs and that names its date: it stands for every step
    until then. One letter about several names the date of one."""
    letter = {
        "kind__in": [NoticeKind.ASSIGNED, NoticeKind.ASSIGNED_SEVERAL],
        "owed_at": F("at"),
        "follow_up": F("follow_up"),
    }
    events = Event.objects.filter(
        kind=EventKind.ASSIGNED,
        at__gte=ladder.due_at(on - BETWEEN_STEPS),
        **{f"follow_up__{name}": value for name, value in about.items()},
        **{f"follow_up__lead__notices__{name}": value for name, value in letter.items()},
    )
    found = events.values_list("follow_up", "follow_up__lead", "at")
    return {(follow_up, lead): local_day(at) for follow_up, lead, at in found.order_by("at")}


def _near(on: date, ladder_of: str) -> tuple[date, date]:
    """The days that are near enough to `on` for a letter."""
    steps = RUNGS[ladder_of].rungs
    return on + timedelta(days=min(steps)) - MADE_UP, on + timedelta(days=max(steps)) + REACH


def _undated(on: date, about: About) -> Iterator[Item]:
    """Open without a day, when the day comes to look at that again (R103): the office's to do."""
    rows = FollowUp.objects.chased().filter(assured_on=None, date_review_on__isnull=False, **about)
    for pk, review_on, body, mailbox, officer in rows.values_list("pk", "date_review_on", *OFFICE, "officer"):
        yield Item(pk, review_on, body, mailbox, officer=officer)


def _checks(on: date, about: About) -> Iterator[Item]:
    """What the office wants to look at again, open or watched: its own affair, of which the force hears nothing."""
    rows = FollowUp.objects.undelivered().filter(next_check_on__range=_near(on, "check"), **about)
    for pk, check_on, body, mailbox, officer in rows.values_list("pk", "next_check_on", *OFFICE, "officer"):
        yield Item(pk, check_on, body, mailbox, officer=officer)


def _to_recheck(on: date, about: About) -> Iterator[Item]:
    """Held until a day, or waiting until that of others (R41, R114): the office's to look at."""
    resting = FollowUp.objects.annotate(day=Coalesce("held_until", "waiting_until"))
    rows = resting.filter(day__range=_near(on, "review"), **about)
    for pk, day, body, mailbox, officer in rows.values_list("pk", "day", *OFFICE, "officer"):
        yield Item(pk, day, body, mailbox, officer=officer)


def _requests_with_force(on: date, about: About) -> Iterator[Item]:
    """While what they are about is still open (R26)."""
    open_ones = FollowUp.objects.open().filter(assured_on=None, evidence_requests=OuterRef("pk"))
    rows = EvidenceRequest.objects.with_force().filter(Exists(open_ones), **about)
    is_there = Q(works_at("delegate", "force"), delegate__is_active=True)
    colleague = Case(When(is_there, then=F("delegate")), default=F("lead"))
    return _items(rows.annotate(answerer_id=colleague), "due_on", *OFFICE, "force", "answerer_id", "sent_by")


def _expiring(on: date, about: About) -> Iterator[Item]:
    """Files that something rests on: for the officers of what their request is about, and where these may not
    know what it is, for whoever asked (R71, R115)."""
    of_request = {f"round__request__{name}": value for name, value in about.items()}
    near = EvidenceFile.objects.filter(expires_on__range=_near(on, "expiry"), **of_request)
    if not near.exists():  # a third of the time of a day on which nothing is owed
        return
    files = relied_on(near)
    both = ("classification", "round__request__classification")
    is_sensitive = reduce(or_, (Q(**{name: Classification.OFFICIAL_SENSITIVE}) for name in both))
    officer_of = "round__request__follow_ups__officer"
    unread = When(is_sensitive, **{f"{officer_of}__reads_sensitive": False}, then="round__request__sent_by")
    files = files.annotate(whom=Case(unread, default=officer_of))
    facts = ("round__request", "expires_on", *(f"round__request__{name}" for name in OFFICE), "whom")
    for pk, expires_on, body, mailbox, officer in files.values_list(*facts).distinct():
        yield Item(pk, expires_on, body, mailbox, officer=officer)


def _comments_awaited(on: date, about: About) -> Iterator[Item]:
    """Each invitation has its own day; that of the response is for those that went another way."""
    awaited = Response.objects.filter(status__in=UNPUBLISHED, published_on=None).exclude(
        section_55=Section55.DOES_NOT_APPLY
    )
    rows = awaited.filter(comments_received_on=None, **about)
    by_hand = rows.filter(~Exists(Invitation.objects.open().filter(response=OuterRef("pk"))))
    still_open = {"invitations__sent_at": None, "invitations__withdrawn_at": None, "invitations__due_on__isnull": False}
    asked = rows.filter(**still_open)
    invited = rows.filter(status__in=BEING_WRITTEN, invitations__leads__isnull=False, **still_open)
    whom = ("invitations__force", "invitations__leads", "invitations__invited_by")
    return chain(
        _items(by_hand, "comments_due_on", *OFFICE),
        _items(asked, "invitations__due_on", *OFFICE),
        _items(invited, "invitations__due_on", *OFFICE, *whom),
    )


def _clocks(on: date, about: About) -> Iterator[Item]:
    """An imported day of publication starts no clock until a person has confirmed it (R78)."""
    return (_item(now.response, now.confirmed_clock.last_day) for now in _owed(on, about) if now.confirmed_clock)


def _own_deadlines(on: date, about: About) -> Iterator[Item]:
    """Of a report (R63); where it is the law's last day as well, the letter about the law says it."""
    rows = Response.objects.asked_by_a_report().filter(**about).select_related("inspection", "policing_body")
    for now in standings(rows.defer("our_comments", "our_reply"), on=on):
        clock = now.confirmed_clock
        if now.own_day and not (clock and clock.last_day == now.own_day):
            yield _item(now.response, now.own_day)


def _stages(on: date, about: About) -> Iterator[Item]:
    """The next open stage alone, while its letter is news. Beyond the last day the clock's own letters speak."""
    for now in _owed(on, about):
        stage = now.next_stage
        if stage and stage.day + STILL_NEWS >= on and not (now.is_unconfirmed or now.is_late or stage.is_asked_for):
            yield _item(now.response, stage.day, stage.stage.key)


def _owed(on: date, about: About) -> list[Standing]:
    rows = Response.objects.owed().filter(**about).select_related("inspection", "policing_body")
    return standings(rows.defer("our_comments", "our_reply"), on=on)


def _item(response: Response, due_on: date, stage: str = "") -> Item:
    return Item(response.pk, due_on, response.policing_body_id, response.policing_body.mailbox, stage=stage)


def _items(rows: QuerySet, *columns: str) -> Iterator[Item]:
    return starmap(Item, rows.values_list("pk", *columns))


@dataclass(frozen=True)
class Source:
    """Where the deadlines of one kind of reminder stand: all on a day, or that of one thing."""

    noun: str
    ladder: Ladder
    items: Callable[[date, About], Iterator[Item]]


OFFICE = ("policing_body", "policing_body__mailbox")
SOURCES = {
    NoticeKind.FOLLOW_UP_DUE: Source("follow_up", RUNGS["recommendation"], _follow_ups),
    NoticeKind.DATE_REVIEW: Source("follow_up", RUNGS["review"], _undated),
    NoticeKind.CHECK_DUE: Source("follow_up", RUNGS["check"], _checks),
    NoticeKind.REVIEW_DUE: Source("follow_up", RUNGS["review"], _to_recheck),
    NoticeKind.EVIDENCE_DUE: Source("request", RUNGS["evidence"], _requests_with_force),
    NoticeKind.FILE_EXPIRES: Source("request", RUNGS["expiry"], _expiring),
    NoticeKind.RESPONSE_DUE: Source("response", RUNGS["clock"], _clocks),
    NoticeKind.OWN_DEADLINE: Source("response", RUNGS["clock"], _own_deadlines),
    NoticeKind.STAGE_DUE: Source("response", RUNGS["stage"], _stages),
    NoticeKind.COMMENTS_DUE: Source("response", RUNGS["comments"], _comments_awaited),
}


def plan(*, on: date, at: datetime) -> int:
    """Owe each person the most urgent letter of each deadline, once; say how many are new.

    Days missed are made up by that one letter. What nobody wants any more is taken back, and owed again if the
    deadline moves back before it was sent.
    """
    wanted = {reminder.key: reminder for reminder in reminders(on, SOURCES)}
    _take_back(wanted)
    there = _there(wanted)
    suppressed = [wanted[key] for key, status in there.items() if status == NoticeStatus.SUPPRESSED]
    _owe_again(suppressed, on=on, at=at)
    # In order: two planners at once wait for each other instead of deadlocking.
    new = [_notice(wanted[key], owed_at=_owed_at(wanted[key], on, at)) for key in sorted(wanted.keys() - there.keys())]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _there(wanted: dict[str, Reminder]) -> dict[str, str]:
    """Which of them stand in the outbox already, with their status."""
    there = dict(Notice.objects.filter(key__in=list(wanted)).values_list("key", "status"))
    old_keys = {reminder.old_key: key for key, reminder in wanted.items() if reminder.stage}
    tried = Notice.objects.filter(key__in=list(old_keys)).exclude(status__in=NOT_TRIED)
    return {old_keys[key]: status for key, status in tried.values_list("key", "status")} | there


def reminders(on: date, kinds: Iterable[NoticeKind], **about: object) -> list[Reminder]:
    items = [(kind, item) for kind in kinds for item in SOURCES[kind].items(on, about)]
    staff = Staff.of(item for _kind, item in items)
    is_due = any(kind == NoticeKind.FOLLOW_UP_DUE for kind, _item in items)
    told = _told(on, about) if is_due else {}
    return [
        Reminder(kind, item.pk, item.due_on, step.rung, step.next_on, to, item.stage)
        for kind, item in items
        if item.due_on and (step := _step(item.due_on, on, SOURCES[kind].ladder))
        for to in staff.addressees(item)
        if kind != NoticeKind.FOLLOW_UP_DUE or told.get((item.pk, to.pk), date.min) < step.sent_on
    ]


@lru_cache(maxsize=20_000)
def _step(due_on: date, on: date, steps: Ladder) -> Reached | None:
    reached = ladder.latest_reached(due_on, on, steps, bank_holidays())
    coming = ladder.upcoming(due_on, on, steps, bank_holidays())
    return Reached(reached.rung, reached.send_on, coming[0].send_on if coming else None) if reached else None


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
    same_day = [reminder for reminder in wanted if reminder.due_on == notice.due_on]
    if not same_day:
        return "The deadline has moved."
    if same_day[0].rung != notice.rung:
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
        merged = Merger.objects.part_of_any([force for force in forces if force])
        of_force = Q(force__in=forces) | Q(force__in=merged)
        there = User.objects.with_line().active().filter(Q(policing_body__in=bodies) | of_force).order_by("pk")
        leads: dict[tuple[int, int], Addressee] = {}
        officers: dict[tuple[int, int], Addressee] = {}
        teams: dict[tuple[int, bool], list[Addressee]] = defaultdict(list)
        columns = there.values_list("pk", "email", "role", "force", "policing_body", "came_before")
        for pk, email, role, force, body, came_before in columns:
            for whose in [force, *came_before] if force else [body]:
                (leads if force else officers)[whose, pk] = Addressee(pk, email)
            if role in WRITERS:
                teams[body, role == Role.ADMINISTRATOR].append(Addressee(pk, email))
        return cls(leads, officers, {body: teams[body, False] or teams[body, True] for body in bodies})

    def addressees(self, item: Item) -> list[Addressee]:
        """The force's lead and the office's officer; where one is missing, the office's mailbox or everybody in it."""
        mailbox = [Addressee(None, item.mailbox)] if item.mailbox else []
        team = self.teams[item.policing_body]
        if item.force is None:
            alone = self.officers.get((item.policing_body, item.officer or 0))
            return [alone] if alone else team or mailbox
        lead = self.leads.get((item.force, item.lead or 0))
        officer = self.officers.get((item.policing_body, item.officer or 0))
        if lead and officer:
            return [lead, officer]
        found = [person for person in (lead, officer) if person] + (mailbox or team)
        return list({person.address.lower(): person for person in reversed(found)}.values())
