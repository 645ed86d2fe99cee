"""The readable history: who did what to what, when, and why."""

from collections.abc import Container, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Count, Func, Q, Value, Window
from django.db.models.functions import Cast, NullIf

from inspections.models import Finding
from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.models.assurance import AssuranceUpdate
from responses.models.batch import Batch
from responses.models.classification import readable_by
from responses.models.evidence import NAMED, EvidenceRequest, EvidenceRound
from responses.models.file import EvidenceFile
from responses.models.follow_up import FollowUp
from responses.models.naming import ANOTHER
from responses.models.response import Response
from responses.models.revision import DeadlineRevision


def _pghistory_context() -> Cast:
    """What pghistory calls the request in which this happened: the way from a sentence to old and new values (R92)."""
    setting = Func(Value("pghistory.context_id"), Value(True), function="current_setting")
    return Cast(NullIf(setting, Value("")), models.UUIDField())


DETAIL_LENGTH = 300


class EventKind(models.TextChoices):
    OPENED = "opened", "Follow-up started"
    ASSIGNED = "assigned", "Assigned"
    ASSURED = "assured", "Assurance update"
    ASSURANCE_CORRECTED = "assurance-corrected", "Assurance update corrected"
    REVISED = "revised", "Deadline moved"
    DATED = "dated", "Date decided"
    DATE_ASKED = "date-asked", "Another date asked for"
    DATE_REFUSED = "date-refused", "Another date refused"
    DATE_WITHDRAWN = "date-withdrawn", "Request for another date withdrawn"
    RATED = "rated", "Rating changed"
    TAGGED = "tagged", "Tags changed"
    ENGAGED = "engaged", "Entered Engage"
    ENGAGE_ENDED = "engage-ended", "Left Engage"
    CLAIMED = "claimed", "Force says complete"
    CLAIM_WITHDRAWN = "claim-withdrawn", "Force no longer says complete"
    CLOSED_BY_OFFICE = "closed-by-office", "Office assured"
    ASSURANCE_TAKEN_BACK = "assurance-taken-back", "Office no longer assured"
    CLOSED_BY_INSPECTORATE = "closed-by-inspectorate", "Closed by HMICFRS"
    CLOSURE_CORRECTED = "closure-corrected", "Record of HMICFRS’s closure corrected"
    CLOSURE_REMOVED = "closure-removed", "Record of HMICFRS’s closure removed"
    WAITING = "waiting", "Waiting on others"
    WAIT_ENDED = "wait-ended", "No longer waiting"
    STATUS_CHANGED = "status-changed", "Status changed"
    REOPENED = "reopened", "Reopened"
    EVIDENCE_ASKED = "evidence-asked", "Evidence requested"
    EVIDENCE_OPENED = "evidence-opened", "Request opened"
    EVIDENCE_ANSWERED = "evidence-answered", "Reply sent"
    EVIDENCE_PART_ANSWERED = "evidence-part-answered", "Part of the reply sent"
    EVIDENCE_PART_JUDGED = "evidence-part-judged", "Part of the evidence judged"
    EVIDENCE_DELEGATED = "evidence-delegated", "Request handed to a colleague"
    EVIDENCE_TAKEN_BACK = "evidence-taken-back", "Request taken back"
    MORE_TIME_ASKED = "more-time-asked", "More time asked for"
    MORE_TIME_GIVEN = "more-time-given", "More time given"
    MORE_TIME_REFUSED = "more-time-refused", "More time refused"
    EVIDENCE_RETURNED = "evidence-returned", "Evidence returned"
    EVIDENCE_ACCEPTED = "evidence-accepted", "Evidence accepted"
    EVIDENCE_WITHDRAWN = "evidence-withdrawn", "Request withdrawn"
    FILE_DOWNLOADED = "file-downloaded", "File downloaded"
    FILE_REFUSED = "file-refused", "Virus found in a file"
    FILE_DAMAGED = "file-damaged", "File damaged"
    FILE_RESTORED = "file-restored", "File intact again"
    FILE_DESCRIBED = "file-described", "Dates of a file set"
    FILE_WITHDRAWN = "file-withdrawn", "File withdrawn"
    FILE_MARKED = "file-marked", "File marked OFFICIAL-SENSITIVE"
    FILE_HELD = "file-held", "File put on hold"
    FILE_RELEASED = "file-released", "File no longer on hold"
    FILE_DISPOSED = "file-disposed", "File disposed of"
    EXPORTED = "exported", "Downloaded in a list"
    RESPONSE_STARTED = "response-started", "Response started"
    RESPONSE_MOVED = "response-moved", "Response moved on"
    COMMENTS_ASKED = "comments-asked", "Chief officer invited to comment"
    COMMENTS_SENT = "comments-sent", "Chief officer's comments sent"
    RESPONSE_PUBLISHED = "response-published", "Response published"
    RESPONSE_SENT = "response-sent", "Response sent"
    RESPONSE_WITHDRAWN = "response-withdrawn", "Response withdrawn"
    CORRECTION_STARTED = "correction-started", "Correction started"
    CORRECTION_DISCARDED = "correction-discarded", "Correction discarded"
    OFFICE_CHANGED = "office-changed", "Moved to another office"


ABOUT_FILES = [
    EventKind.FILE_DOWNLOADED,
    EventKind.FILE_REFUSED,
    EventKind.FILE_DAMAGED,
    EventKind.FILE_RESTORED,
    EventKind.FILE_DESCRIBED,
    EventKind.FILE_WITHDRAWN,
    EventKind.FILE_HELD,
    EventKind.FILE_RELEASED,
    EventKind.FILE_DISPOSED,
]


class Audience(models.TextChoices):
    OFFICE = "office", "The office only"
    FORCE = "force", "The office and the force"


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """Of what the office has now, whoever had it then (R56). A force sees none of the private ones (R44)."""
        if user.is_office:
            about = ("follow_up", "request", "response")
            moved = reduce(or_, (Q(**{f"{noun}__policing_body__in": user.offices}) for noun in about))
            return self.filter(moved | Q(force__isnull=False, policing_body__in=user.offices))
        of_force = Q(follow_up__force__in=user.forces) | Q(request__force__in=user.forces) | Q(force__in=user.forces)
        rows = self.filter(of_force).for_force(user)
        own = Q(follow_up=None) | Q(follow_up__in=FollowUp.objects.visible_to(user))
        return rows.filter(own) if user.own_only else rows

    def for_force(self, user: User) -> Self:
        """What a force may be told of what is its own."""
        rows = self.filter(audience=Audience.FORCE)
        own = Q(request=None) | Q(request__in=EvidenceRequest.objects.visible_to(user))
        return rows.filter(own) if user.own_only else rows

    def about(self, follow_up: FollowUp, user: User) -> Self:
        """Of one that the person sees: whose it is need not be asked (R131)."""
        rows = self.filter(follow_up=follow_up)
        return rows if user.is_office else rows.for_force(user)

    def of_request(self, request: EvidenceRequest, user: User) -> Self:
        """Of one that the person sees: what is told of itself, and not of each recommendation that it is about.

        Each knows how many they are `in_all`, so that a page loads only what it shows.
        """
        rows = self.filter(request=request, follow_up=None).select_related("by").order_by("-at", "-pk")
        seen = rows if user.is_office else rows.for_force(user)
        return seen.annotate(in_all=Window(Count("pk")))

    def readable_by(self, user: User) -> Self:
        """Those whose words the person may read (R71)."""
        if user.reads_sensitive:
            return self
        unreadable = EvidenceFile.objects.exclude(pk__in=EvidenceFile.objects.readable_by(user).values("pk"))
        return self.filter(
            Q(request=None) | readable_by(user, *NAMED, at="request__"),
            Q(assurance_update=None) | readable_by(user, "by", at="assurance_update__"),
        ).exclude(kind__in=ABOUT_FILES, round__in=unreadable.values("round"))

    def for_timeline(self) -> Self:
        return self.for_page().select_related("by", "request")

    def for_page(self) -> Self:
        """Without what the page of a follow-up has already: people, requests and findings (R131)."""
        return (
            self.select_related("assurance_update__correction", "round", "revision")
            .prefetch_related("round__files")
            .order_by("-at", "-pk")
            .fetch_mode(models.FETCH_PEERS)
        )


class Event(models.Model):
    """One line of the story on the page; append-only. The record of values is pghistory's."""

    policing_body = models.ForeignKey("bodies.PolicingBody", models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="events", null=True)
    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="events", null=True)
    response = models.ForeignKey(Response, models.PROTECT, related_name="events", null=True)
    force = models.ForeignKey(Force, models.PROTECT, related_name="+", null=True, db_index=False)
    assurance_update = models.ForeignKey(AssuranceUpdate, models.PROTECT, related_name="+", null=True)
    round = models.ForeignKey(EvidenceRound, models.PROTECT, related_name="+", null=True)
    revision = models.ForeignKey(DeadlineRevision, models.PROTECT, related_name="+", null=True)
    named = models.ForeignKey(
        Finding,
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="The detail says “another recommendation” of it: not everybody may be told which.",
    )
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="Whom of the office the detail names.",
    )
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="events", null=True)
    kind = models.CharField(max_length=30, choices=EventKind)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.OFFICE)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, help_text="Empty: the portal itself.")
    at = models.DateTimeField()
    detail = models.CharField(max_length=DETAIL_LENGTH, blank=True, help_text="“from 1 March to 1 June 2025”")
    reason = models.TextField(blank=True)
    context = models.UUIDField("of the values on record", null=True, editable=False, db_default=_pghistory_context())

    now: str = ""  # the status that follows from it: see `told_once`
    date_change: models.Model | None = None  # what the force asked, with its files
    is_named = False  # what the detail leaves open: see `tell`

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="event_is_about_something",
                condition=Q(follow_up__isnull=False)
                | Q(request__isnull=False)
                | Q(response__isnull=False)
                | Q(force__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="event_of_follow_up", fields=["follow_up", "-at"], condition=Q(follow_up__isnull=False)),
            models.Index(name="event_of_force", fields=["force", "-at"], condition=Q(force__isnull=False)),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M}"

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Django's own goes through all fifty each time."""
        return str(EventKind(self.kind).label)

    @property
    def words(self) -> str:
        """The detail, with what it speaks of where its reader may be told."""
        named = self.named if self.is_named else None
        return self.detail.replace(ANOTHER, named.reference) if named else self.detail

    @property
    def is_consequence(self) -> bool:
        return self.kind == EventKind.STATUS_CHANGED and not self.reason

    @property
    def may_change_status(self) -> bool:
        return not self.is_consequence and self.kind != EventKind.WAITING

    def is_readable_by(self, user: User) -> bool:
        """Of the others only that it happened (R71). What is told of a file names it, and may name any of its reply."""
        about = [self.request, self.assurance_update, *(self.files if self.kind in ABOUT_FILES else [])]
        return all(each.is_readable_by(user) for each in about if each)

    @property
    def files(self) -> list[EvidenceFile]:
        """Of rows loaded by `for_timeline`, at no further query."""
        if not (self.round and self.request):
            return []
        self.round.request, files = self.request, list(self.round.files.all())
        for file in files:
            file.round = self.round
        return files


def told_once(events: Iterable[Event]) -> list[Event]:
    """One line for each act, newest first as given: a status that only follows from an act is told with it.

    None follows from a wait, whatever else was done in that moment.
    """
    lines = list(events)
    acts = {(each.at, each.by_id): each for each in reversed(lines) if each.may_change_status}
    told = []
    for each in lines:
        act = acts.get((each.at, each.by_id))
        if each.is_consequence and act:
            act.now = each.detail
        else:
            told.append(each)
    return told


def tell(lines: list[Event], findings: Mapping[int, Finding], named: Container[int]) -> None:
    """Each with the recommendation that it names, if its reader may be told of that."""
    for each in lines:
        if each.named_id:
            each.named, each.is_named = findings[each.named_id], each.named_id in named
