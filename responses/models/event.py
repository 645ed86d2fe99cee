"""The readable history: who did what to what, when, and why."""

from functools import reduce
from operator import or_
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast, NullIf

from oversight.accounts.models import User
from responses.models.assurance import AssuranceUpdate
from responses.models.batch import Batch
from responses.models.evidence import EvidenceRequest, EvidenceRound
from responses.models.follow_up import FollowUp
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
    FILE_DESCRIBED = "file-described", "Dates of a file set"
    FILE_WITHDRAWN = "file-withdrawn", "File withdrawn"
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


class Audience(models.TextChoices):
    OFFICE = "office", "The office only"
    FORCE = "force", "The office and the force"


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """Of what the office has now, whoever had it then (R56). A force sees none of the private ones (R44)."""
        if user.is_office:
            about = ("follow_up", "request", "response")
            return self.filter(reduce(or_, (Q(**{f"{noun}__policing_body__in": user.offices}) for noun in about)))
        of_force = Q(follow_up__force__in=user.forces) | Q(request__force__in=user.forces)
        return self.filter(of_force, audience=Audience.FORCE)

    def for_timeline(self) -> Self:
        return (
            self.select_related("by", "assurance_update__correction", "request", "round", "revision")
            .prefetch_related("round__files")
            .order_by("-at", "-pk")
        )


class Event(models.Model):
    """One line of the story on the page; append-only. The record of values is pghistory's."""

    policing_body = models.ForeignKey("bodies.PolicingBody", models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="events", null=True)
    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="events", null=True)
    response = models.ForeignKey(Response, models.PROTECT, related_name="events", null=True)
    assurance_update = models.ForeignKey(AssuranceUpdate, models.PROTECT, related_name="+", null=True)
    round = models.ForeignKey(EvidenceRound, models.PROTECT, related_name="+", null=True)
    revision = models.ForeignKey(DeadlineRevision, models.PROTECT, related_name="+", null=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="events", null=True)
    kind = models.CharField(max_length=30, choices=EventKind)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.OFFICE)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, help_text="Empty: the portal itself.")
    at = models.DateTimeField()
    detail = models.CharField(max_length=DETAIL_LENGTH, blank=True, help_text="“from 1 March to 1 June 2025”")
    reason = models.TextField(blank=True)
    context = models.UUIDField("of the values on record", null=True, editable=False, db_default=_pghistory_context())

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="event_is_about_something",
                condition=Q(follow_up__isnull=False) | Q(request__isnull=False) | Q(response__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="event_of_follow_up", fields=["follow_up", "-at"], condition=Q(follow_up__isnull=False)),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.at:%Y-%m-%d %H:%M}"
