"""The statutory reply of a policing body to an inspection (s.55 Police Act 1996)."""

import uuid
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse

from inspections.models import Finding, Inspection
from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody, Succession


class Section55(models.TextChoices):
    """Does s.55 apply to this policing body for this report? (R6)"""

    APPLIES = "applies", "Yes, we must respond"
    VOLUNTARY = "voluntary", "No, but we respond voluntarily"
    DOES_NOT_APPLY = "does-not-apply", "No, and we do not respond"


class ResponseStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    WITH_FORCE = "with-force", "With the force for comments"
    IN_REVIEW = "in-review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNPUBLISHED = [ResponseStatus.DRAFT, ResponseStatus.WITH_FORCE, ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED]
BEING_WRITTEN = frozenset({ResponseStatus.DRAFT, ResponseStatus.WITH_FORCE})
OWED = Q(section_55=Section55.APPLIES, status__in=UNPUBLISHED, published_on=None)


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: User) -> Self:
        """The office's own. Force leads read it when it is published, like everybody (R44)."""
        if user.is_office:
            return self.filter(policing_body__in=user.offices)
        return self.none()

    def of_line(self, policing_body: PolicingBody) -> Self:
        """Of the office and of those before it (R56)."""
        return self.filter(policing_body__in=Succession.objects.line_of(policing_body))

    def owed(self) -> Self:
        """Those that the statutory clock runs for; it stops for good on the day of the first publication."""
        return self.filter(OWED)

    def asked_by_a_report(self) -> Self:
        """To be published, of a report that sets a deadline of its own (R63), also where the law sets none."""
        sets_one = Q(inspection__own_deadline_wording__gt="") | Exists(
            Inspection.objects.filter(also_answered_by=OuterRef("pk"), own_deadline_wording__gt="")
        )
        writes = Q(status__in=UNPUBLISHED, published_on=None) & ~Q(section_55=Section55.DOES_NOT_APPLY)
        return self.filter(writes, sets_one)

    def in_review(self) -> Self:
        return self.filter(status=ResponseStatus.IN_REVIEW)

    def answering(self, inspection: Inspection) -> Self:
        """Opened for it, or answering it as well (R7)."""
        also = self.model.also_answers.through.objects.filter(inspection=inspection).values("response")
        return self.filter(Q(inspection=inspection) | Q(pk__in=also))

    def with_texts_sent(self) -> Self:
        """How many texts of it have been sent for review."""
        return self.annotate(texts_sent=models.Count("versions"))

    def for_list(self) -> Self:
        """What the clock runs for comes first, the most pressing or undated before all; the rest, the latest first."""
        published_on = F("inspection__published_on")
        place = Case(When(OWED, then=0), default=1)
        since = Case(When(OWED, then=published_on))
        rows = self.select_related("inspection", "policing_body").fetch_mode(models.FETCH_PEERS)
        return rows.order_by(place, since.asc(nulls_first=True), published_on.desc(nulls_last=True), "pk")


@pghistory.track()
class Response(models.Model):
    """One policing body's reply to one inspection; it may answer further reports too (R7)."""

    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="responses")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="responses")
    also_answers = models.ManyToManyField(Inspection, related_name="also_answered_by", blank=True)
    slug = models.SlugField(max_length=120, unique=True, help_text="The permanent public address.")
    section_55 = models.CharField(max_length=20, choices=Section55)
    section_55_reason = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=ResponseStatus, default=ResponseStatus.DRAFT)

    our_comments = models.TextField(blank=True)
    signatory = models.CharField(max_length=100, blank=True)
    signatory_title = models.CharField(max_length=150, blank=True)

    invited_on = models.DateField("chief officer invited on", null=True, blank=True)
    comments_due_on = models.DateField("chief officer's comments due on", null=True, blank=True)
    comments_received_on = models.DateField(null=True, blank=True)
    chief_officer_comments = models.TextField(blank=True)
    chief_officer_name = models.CharField(max_length=100, blank=True)
    chief_officer_rank = models.CharField(max_length=100, blank=True)
    chief_officer_on_behalf_of = models.CharField(max_length=150, blank=True)
    our_reply = models.TextField("our reply to the chief officer's comments", blank=True)

    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    published_on = models.DateField("first published on", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=0)

    objects = ResponseQuerySet.as_manager()
    texts_sent: int  # of with_texts_sent()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="response_one_for_inspection_and_body", fields=["inspection", "policing_body"]
            ),
            models.CheckConstraint(
                name="response_says_why_section_55_does_not_apply",
                condition=Q(section_55=Section55.APPLIES) | ~Q(section_55_reason=""),
                violation_error_message="Say why section 55 does not apply.",
            ),
            models.CheckConstraint(
                name="response_not_approved_where_none_is_made",
                condition=~Q(section_55=Section55.DOES_NOT_APPLY)
                | Q(status__in=[ResponseStatus.DRAFT, ResponseStatus.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="response_approved_at_and_by_together",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="response_published_only_if_approved_and_dated",
                condition=Q(status__in=[*UNPUBLISHED, ResponseStatus.WITHDRAWN])
                | Q(approved_at__isnull=False, published_on__isnull=False),
            ),
            models.CheckConstraint(
                name="response_comments_due_after_the_invitation",
                condition=Q(comments_due_on__isnull=True)
                | Q(invited_on__isnull=False, comments_due_on__gte=F("invited_on")),
                violation_error_message="The comments are due on or after the day of the invitation.",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="address_is_permanent", fields=["slug"])]

    def __str__(self) -> str:
        return f"Response to {self.inspection}"

    def get_absolute_url(self) -> str:
        return reverse("responses:response-detail", args=[self.pk])

    def awaits_comments(self, on: date) -> bool:
        """The chief officer still has time: that none came cannot be said yet."""
        is_open = self.published_on is None and self.comments_due_on is not None and self.comments_due_on >= on
        return is_open and not self.chief_officer_comments

    def cuts_comments_short(self, on: date) -> bool:
        """Whether publication on that day comes while a chief officer still has time (s.55(4))."""
        if self.published_on:
            return False
        return self.awaits_comments(on) or self.invitations.open().filter(due_on__gte=on).exists()

    @property
    def reports(self) -> list[Inspection]:
        """The one that it was opened for, then the further ones it answers (R7)."""
        return [self.inspection, *self.also_answers.all()]

    @property
    def is_public(self) -> bool:
        """Whatever becomes of the text: a correction is written while the public reads what is published."""
        return self.published_on is not None and self.publications.current().exists()


class Position(models.TextChoices):
    """The policing body's position on a finding (R81); a finding that needs no answer says so (R11)."""

    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    NOT_ACCEPTED = "not-accepted", "Not accepted"
    FOR_OTHERS = "for-others", "For others"
    NO_RESPONSE = "no-response", "No response needed"


@pghistory.track()
class Answer(models.Model):
    """What is said about one finding: the action taken or proposed, or why there is none (s.55(5B))."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers")
    position = models.CharField(max_length=20, choices=Position, blank=True)
    action = models.TextField("action taken or proposed", blank=True)
    no_action_reason = models.TextField("why no action is taken", blank=True)
    owner = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answer_one_for_finding_and_response", fields=["response", "finding"]),
        ]

    def __str__(self) -> str:
        return f"Answer to {self.finding.reference}"
