"""Requests for evidence and their rounds of answers."""

import operator
import uuid
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.lookups import IsNull
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import Force, Merger, PolicingBody
from oversight.bodies.models.succession import works_at
from responses.models.classification import NOT_ABOVE, Classification, is_readable_by, readable_by
from responses.models.evidence_batch import EvidenceBatch
from responses.models.follow_up import FollowUp, ForceRag
from responses.models.follow_up_rows import FollowUpQuerySet

if TYPE_CHECKING:
    from responses.models.file import EvidenceFile


class RequestStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    OPENED = "opened", "Opened by the force"
    PART_ANSWERED = "part-answered", "Replied in part"
    ANSWERED = "answered", "Replied"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def after_is(self) -> str:
        """“E00012 is replied to.”"""
        own = {RequestStatus.ANSWERED: "replied to", RequestStatus.PART_ANSWERED: "replied to in part"}
        return own.get(self, str(self.label).lower())


LONGEST_NUMBER = 9  # digits of a reference; more cannot be one
NAMED = ["sent_by", "lead", "delegate"]  # who may read it, however it is marked (R71)
WITH_FORCE = [RequestStatus.SENT, RequestStatus.OPENED, RequestStatus.PART_ANSWERED, RequestStatus.RETURNED]
TO_JUDGE = Q(submitted_at__isnull=False, decided_at=None)  # of an answer


def _about(*known: str) -> models.Prefetch:
    return models.Prefetch("follow_ups", FollowUp.objects.select_related(*known).by_reference())


def _last(*before: When) -> Case:
    """What is over; the same expression in the order of the list and in its index."""
    over = When(status__in=[RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN], then=2)
    return Case(over, *before, default=0, output_field=models.IntegerField())


def _undelivered() -> FollowUpQuerySet:
    """What it is about that is still to be delivered: without any nobody is reminded, and nobody is late (R26)."""
    return FollowUp.objects.open().filter(assured_on=None, evidence_requests=OuterRef("pk"))


def _has_part() -> Q:
    """Sent, and not judged yet, while the force has still to send the rest. Asked of each request that is at that."""
    parts = EvidenceRound.objects.to_judge().filter(request=OuterRef("pk")).values("pk")
    return Q(IsNull(Subquery(parts[:1]), rhs=False), status=RequestStatus.PART_ANSWERED)


class EvidenceRequestQuerySet(models.QuerySet["EvidenceRequest"]):
    def visible_to(self, user: User) -> Self:
        """What was sent, or of it only the own (R44); a draft is its author's alone."""
        if user.is_office:
            is_out = ~Q(status=RequestStatus.DRAFT) | Q(sent_by=user)
            return self.filter(is_out, policing_body__in=user.offices)
        rows = self.filter(force__in=user.forces).exclude(status=RequestStatus.DRAFT)
        return rows.filter(Q(lead=user) | Q(delegate=user)) if user.own_only else rows

    def readable_by(self, user: User) -> Self:
        """Those whose words the person may read; of the others only that they are there (R71)."""
        return self.filter(readable_by(user, *NAMED))

    def sensitive(self) -> Self:
        return self.exclude(classification=Classification.OFFICIAL)

    def drafts(self) -> Self:
        return self.filter(status=RequestStatus.DRAFT)

    def with_force(self) -> Self:
        """The force has to answer."""
        return self.filter(status__in=WITH_FORCE)

    def with_office(self) -> Self:
        """The office has to judge the answer."""
        return self.filter(status=RequestStatus.ANSWERED)

    def to_judge(self) -> Self:
        """A reply waits for the office, or the part of one that has come (R106)."""
        may_be = self.filter(status__in=[RequestStatus.ANSWERED, RequestStatus.PART_ANSWERED])  # by the index
        has_part = Q(status=RequestStatus.PART_ANSWERED, pk__in=EvidenceRound.objects.to_judge().values("request"))
        return may_be.filter(Q(status=RequestStatus.ANSWERED) | has_part)

    def overdue(self, on: date) -> Self:
        """Nobody is overdue while the answer is with the office, nor once what it is about is over."""
        return self.with_force().filter(Exists(_undelivered()), due_on__lt=on)

    def with_chase(self) -> Self:
        first = Subquery(_undelivered().values("pk")[:1])  # of each row shown; `Exists` is asked of all at once
        return self.annotate(is_chased=IsNull(first, rhs=False))

    def of(self, user: User) -> Self:
        """Those that the person asked, or was asked."""
        return (
            self.filter(sent_by=user) if user.is_office else self.filter(Q(delegate=user) | Q(lead=user, delegate=None))
        )

    def accepted(self) -> Self:
        return self.filter(status=RequestStatus.ACCEPTED)

    def withdrawn(self) -> Self:
        return self.filter(status=RequestStatus.WITHDRAWN)

    def search(self, text: str, user: User) -> Self:
        """By its own reference, its words as far as the person may read them, or those of the findings it is about."""
        about = FollowUp.objects.search(text).values("pk")
        number = text.strip().upper().removeprefix("E")
        found = Q(readable_by(user, *NAMED), question__icontains=text) | Q(follow_ups__in=about)
        if number.isdecimal() and len(number) <= LONGEST_NUMBER:
            found |= Q(pk=int(number))
        return self.filter(found).distinct()

    def for_list(self, user: User) -> Self:
        """What somebody has to do first, then by day; what is over comes last. A force's own turn comes before all."""
        replied = [] if user.is_office else [When(status=RequestStatus.ANSWERED, then=1)]
        return (
            self.with_chase()
            .annotate(has_part_to_judge=_has_part())
            .select_related("force", "lead", "delegate")
            .prefetch_related(_about("finding"))
            .fetch_mode(models.FETCH_PEERS)
            .order_by(_last(*replied), "due_on", "pk")
        )

    def for_matrix(self) -> Self:
        """With the items of each, and the last letter that its force has had."""
        to_force = works_at("notices__recipient", "force")
        return (
            self.select_related("force", "lead", "delegate")
            .prefetch_related("items__answers__round")
            .annotate(last_letter_at=models.Max("notices__sent_at", filter=to_force))
            .with_chase()
            .order_by("force__short_name", "pk")
        )

    def for_detail(self) -> Self:
        rows = self.with_chase().annotate(now_part_of=Merger.objects.whole_of("force"))
        return rows.select_related(
            "force", "lead", "delegate", "policing_body", "sent_by", "opened_by"
        ).prefetch_related("force__names", _about("finding__inspection"))


@pghistory.track()
class EvidenceRequest(models.Model):
    """A question to a force about one or more follow-ups, with a day by which to answer (R43)."""

    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="evidence_requests")
    force = models.ForeignKey(Force, models.PROTECT, related_name="evidence_requests")
    batch = models.ForeignKey(EvidenceBatch, models.PROTECT, related_name="requests", null=True, blank=True)
    follow_ups = models.ManyToManyField(FollowUp, related_name="evidence_requests")
    lead = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="force lead")
    delegate = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="colleague it was handed to"
    )
    question = models.TextField()
    due_on = models.DateField()
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.OFFICIAL)
    status = models.CharField(max_length=20, choices=RequestStatus, default=RequestStatus.SENT)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="asked by")
    opened_at = models.DateTimeField("first opened by the force", null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    force_days = models.PositiveIntegerField("days with the force", default=0, help_text="Until the day of the turn.")
    office_days = models.PositiveIntegerField("days with the office", default=0, help_text="Until the day of the turn.")
    turn_on = models.DateField("day until which the days are counted", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    is_chased: bool  # with `with_chase`

    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="evidencerequest_asks_something", condition=~Q(question="")),
            models.CheckConstraint(name="evidencerequest_not_above_official_sensitive", condition=NOT_ABOVE),
            models.CheckConstraint(
                name="evidencerequest_sent_unless_a_draft",
                condition=Q(status=RequestStatus.DRAFT, sent_at__isnull=True)
                | (~Q(status=RequestStatus.DRAFT) & Q(sent_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="evidencerequest_handed_to_somebody_else", condition=~Q(delegate=models.F("lead"))
            ),
            models.CheckConstraint(
                name="evidencerequest_opened_at_and_by_together",
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="evidencerequest_office", fields=["policing_body", "status", "due_on"]),
            models.Index(name="evidencerequest_force", fields=["force", "status", "due_on"]),
            models.Index(F("policing_body"), _last(), F("due_on"), F("id"), name="evidencerequest_office_list"),
            models.Index(
                name="evidencerequest_sensitive",
                fields=["policing_body"],
                condition=~Q(classification=Classification.OFFICIAL),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("responses:evidence-detail", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"E{self.pk:05d}"

    @property
    def is_with_force(self) -> bool:
        return self.status in WITH_FORCE

    @property
    def is_with_office(self) -> bool:
        return self.status == RequestStatus.ANSWERED

    @property
    def is_draft(self) -> bool:
        return self.status == RequestStatus.DRAFT

    def is_readable_by(self, user: User) -> bool:
        return is_readable_by(user, self, *NAMED)

    @property
    def is_sensitive(self) -> bool:
        return self.classification != Classification.OFFICIAL

    @property
    def answerer(self) -> User:
        """Whom the letters go to: the colleague it was handed to, or whom the office asked (R45)."""
        return self.delegate or self.lead

    def days_with_force(self, on: date) -> int:
        return self.force_days + (self._days_since_turn(on) if self.is_with_force else 0)

    def days_with_office(self, on: date) -> int:
        return self.office_days + (self._days_since_turn(on) if self.is_with_office else 0)

    def _days_since_turn(self, on: date) -> int:
        return max((on - self.turn_on).days, 0) if self.turn_on else 0


def _any_change(*fields: str) -> pgtrigger.Q:
    conditions = [pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")}) for field in fields]
    return reduce(operator.or_, conditions)


class RoundDecision(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned"


class EvidenceRoundQuerySet(models.QuerySet["EvidenceRound"]):
    def visible_to(self, user: User) -> Self:
        """The office reads an answer once it is sent; the force also its draft; whoever may read the request."""
        rows = self.filter(readable_by(user, *NAMED, at="request__"))
        return rows.filter(submitted_at__isnull=False) if user.is_office else rows

    def drafts(self) -> Self:
        return self.filter(submitted_at=None)

    def to_judge(self) -> Self:
        return self.filter(TO_JUDGE).order_by()

    def returned(self) -> Self:
        return self.filter(decision=RoundDecision.RETURNED).select_related("decided_by")

    def for_detail(self) -> Self:
        about = ["files__item_answers", "item_answers"]
        return self.select_related("submitted_by", "decided_by", "started_by").prefetch_related(*about)


@pghistory.track()
class EvidenceRound(models.Model):
    """One answer to a request: a draft of the force until submitted, never changed afterwards."""

    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    force_rag = models.CharField(max_length=10, choices=ForceRag, blank=True)
    claims_complete = models.BooleanField("the force says the work is complete", default=False)
    items_answered = models.PositiveSmallIntegerField(default=0, help_text="Once sent.")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decision = models.CharField(max_length=10, choices=RoundDecision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decision_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = EvidenceRoundQuerySet.as_manager()

    class Meta:
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(name="evidenceround_numbered_in_its_request", fields=["request", "number"]),
            models.UniqueConstraint(
                name="evidenceround_one_draft_at_a_time", fields=["request"], condition=Q(submitted_at__isnull=True)
            ),
            models.CheckConstraint(
                name="evidenceround_submitted_at_and_by_together",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="evidenceround_decided_at_by_and_how_together",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="evidenceround_decided_after_it_was_submitted",
                condition=Q(decided_at__isnull=True) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="evidenceround_returned_with_a_reason",
                condition=~Q(decision=RoundDecision.RETURNED) | ~Q(decision_note=""),
            ),
            models.CheckConstraint(
                name="evidenceround_submitted_with_an_answer",
                condition=Q(submitted_at__isnull=True) | ~Q(text="") | Q(items_answered__gt=0),
            ),
        ]
        indexes = [models.Index(name="evidenceround_to_judge", fields=["request"], condition=TO_JUDGE)]
        triggers = [
            pgtrigger.Protect(
                name="answer_frozen_once_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__submitted_at__isnull=False)
                & _any_change("text", "force_rag", "claims_complete", "items_answered", "submitted_at", "submitted_by"),
            ),
            pgtrigger.Protect(
                name="judgement_frozen_once_made",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False)
                & _any_change("decision", "decision_note", "decided_at", "decided_by"),
            ),
            pgtrigger.Protect(
                name="kept_once_submitted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.reference}, answer {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.submitted_at is None

    @property
    def says_something(self) -> bool:
        """A word or a file on one of its items; where it has none, a word at all."""
        items = list(self.item_answers.all())
        return any(each.says_something for each in items) if items else bool(self.text.strip())

    @property
    def leaves_items_out(self) -> bool:
        """Of rows loaded by `for_detail`."""
        return self.request.items.leave_some_out(
            [each.item_id for each in self.item_answers.all() if each.says_something]
        )

    @property
    def other_files(self) -> "list[EvidenceFile]":
        """Those that answer no item, but the request as a whole."""
        return [file for file in self.files.all() if not file.item_answers.all()]


def _stored_as(file: models.Model, name: str) -> str:
    """Here, since migration 0001 names it so: random names; the name people gave is text in the row (R75)."""
    return f"{uuid.uuid4()}"
