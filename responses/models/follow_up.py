"""A finding as it applies to one force, and what the office believes about it."""

from datetime import date, datetime
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from inspections.deadlines import Deadline, Precision
from inspections.models import PRECISIONS, Finding
from oversight.accounts.models import User
from oversight.bodies.models import Engagement, Force, PolicingBody
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.state import (
    BEING_WORKED_ON,
    DIFFERS,
    ENDED,
    NAMED,
    OPEN,
    UNDELIVERED,
    Applicability,
    AssuranceLevel,
    ClosureLevel,
    DueSource,
    ForceRag,
    WaitingOn,
    WorkStatus,
    is_over,
)


@pghistory.track()
class FollowUp(models.Model):
    """What people call "the recommendation" in daily work. Each is one office's (R33, R80)."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="follow_ups")
    force = models.ForeignKey(Force, models.PROTECT, related_name="follow_ups")
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="follow_ups")
    lead = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="force lead")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    status = models.CharField(max_length=20, choices=WorkStatus, default=WorkStatus.AWAITING_ALLOCATION)
    held_until = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(Finding, models.PROTECT, related_name="+", null=True, blank=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    applicability = models.CharField(max_length=20, choices=Applicability, default=Applicability.APPLIES)
    applicability_reason = models.TextField(blank=True)

    waiting_since = models.DateField(null=True, blank=True)
    waiting_on = models.CharField(max_length=20, choices=WaitingOn, blank=True)
    waiting_name = models.CharField("whom it waits for", max_length=120, blank=True)
    waiting_for = models.ForeignKey("self", models.PROTECT, related_name="waiters", null=True, blank=True)
    waiting_until = models.DateField("the other body's date", null=True, blank=True)
    waiting_reason = models.TextField(blank=True)

    due_on = models.DateField(null=True, blank=True)
    due_wording = models.CharField(max_length=120, blank=True)
    due_precision = models.CharField(max_length=10, choices=PRECISIONS, default=Precision.NONE)
    due_source = models.CharField(max_length=20, choices=DueSource, default=DueSource.NONE)
    date_review_on = models.DateField("look at the date again on", null=True, blank=True)
    drives = models.ForeignKey(
        Engagement,
        models.PROTECT,
        related_name="drivers",
        null=True,
        blank=True,
        verbose_name="drives the time in Engage",
    )

    claimed_on = models.DateField("force says complete on", null=True, blank=True)
    claimed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    assured_on = models.DateField("office assured on", null=True, blank=True)
    assured_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    assured_reason = models.TextField(blank=True)
    assured_without = models.TextField("why there is no accepted evidence", blank=True)
    closed_on = models.DateField("closed by HMICFRS on", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="closure recorded by"
    )
    closure_level = models.ForeignKey(ClosureLevel, models.PROTECT, related_name="+", null=True, blank=True)
    closure_reference = models.CharField(max_length=120, blank=True)

    force_rag = models.CharField("the force's own rating", max_length=10, choices=ForceRag, blank=True)
    assurance_level = models.CharField(max_length=20, choices=AssuranceLevel, blank=True)
    assurance_on = models.DateField(null=True, blank=True)
    next_check_on = models.DateField("next check by the office", null=True, blank=True)
    touched_at = models.DateTimeField(help_text="When anything last happened to it.")
    version = models.PositiveIntegerField(default=0)

    tag_names: list[str]  # these when `labelled`
    engage_id: int | None
    in_engage_since: date | None
    below: dict[str, str | None] | None  # of a cause of concern: see `FollowUpQuerySet.for_list`
    addressed_to: list[dict[str, str | None]]  # of the page of one
    force_names: list[dict[str, Any]]  # these of rows of `wide.shown`
    links: list[dict[str, Any]]
    awaited: dict[str, Any] | None
    closed_how: dict[str, Any] | None
    has_open_parts: bool
    may_be_left: bool
    has_parts: bool  # of rows of `for_page`
    first_on: date | None  # the original day, of rows of `family_of`
    first_decided_at: datetime | None  # of rows of `beside_answers`

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "recommendation"
        constraints = [
            models.UniqueConstraint(
                name="followup_once_for_finding_force_and_office", fields=["finding", "force", "policing_body"]
            ),
            models.CheckConstraint(
                name="followup_held_until_a_day",
                condition=Q(status=WorkStatus.HELD, held_until__isnull=False)
                | (~Q(status=WorkStatus.HELD) & Q(held_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="followup_superseded_by_a_finding",
                condition=Q(status=WorkStatus.SUPERSEDED, superseded_by__isnull=False)
                | (~Q(status=WorkStatus.SUPERSEDED) & Q(superseded_by__isnull=True)),
            ),
            models.CheckConstraint(name="followup_not_superseded_by_itself", condition=~Q(superseded_by=F("finding"))),
            models.CheckConstraint(
                name="followup_not_applicable_as_status_and_decision",
                condition=Q(status=WorkStatus.NOT_APPLICABLE, applicability=Applicability.DOES_NOT_APPLY)
                | (~Q(status=WorkStatus.NOT_APPLICABLE) & ~Q(applicability=Applicability.DOES_NOT_APPLY)),
            ),
            models.CheckConstraint(
                name="followup_says_why_it_does_not_apply",
                condition=Q(applicability__in=[Applicability.APPLIES, Applicability.WATCHED])
                | ~Q(applicability_reason=""),
            ),
            models.CheckConstraint(
                name="followup_is_watched_where_it_is_for_others",
                condition=Q(status=WorkStatus.WATCHED, applicability=Applicability.WATCHED)
                | (~Q(status=WorkStatus.WATCHED) & ~Q(status__in=OPEN, applicability=Applicability.WATCHED)),
            ),
            models.CheckConstraint(
                name="followup_due_day_has_a_source",
                condition=Q(due_source__in=[DueSource.NONE, DueSource.ALIGNED], due_on__isnull=True)
                | Q(due_source=DueSource.OFFICE, due_on__isnull=False)
                | Q(due_source=DueSource.INSPECTORATE),
            ),
            models.CheckConstraint(
                name="followup_date_reviewed_where_there_is_none",
                condition=Q(due_on__isnull=True) | Q(date_review_on__isnull=True),
            ),
            models.CheckConstraint(
                name="followup_aligned_date_is_reviewed",
                condition=~Q(due_source=DueSource.ALIGNED) | Q(date_review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_claimed_on_and_by_together",
                condition=Q(claimed_on__isnull=True, claimed_by__isnull=True)
                | Q(claimed_on__isnull=False, claimed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_assured_on_by_and_why_together",
                condition=Q(assured_on__isnull=True, assured_by__isnull=True, assured_reason="")
                | (Q(assured_on__isnull=False, assured_by__isnull=False) & ~Q(assured_reason="")),
            ),
            models.CheckConstraint(
                name="followup_assured_without_evidence_only_where_assured",
                condition=Q(assured_without="") | Q(assured_on__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_waiting_since_on_and_why_together",
                condition=Q(waiting_since=None, waiting_until=None, waiting_on="", waiting_name="", waiting_reason="")
                | (Q(waiting_since__isnull=False) & ~Q(waiting_on="") & ~Q(waiting_reason="")),
            ),
            models.CheckConstraint(
                name="followup_waits_for_a_recommendation_where_it_says_so",
                condition=Q(waiting_on=WaitingOn.RECOMMENDATION, waiting_for__isnull=False)
                | (~Q(waiting_on=WaitingOn.RECOMMENDATION) & Q(waiting_for=None)),
            ),
            models.CheckConstraint(
                name="followup_names_the_body_it_waits_for", condition=~Q(waiting_on__in=NAMED) | ~Q(waiting_name="")
            ),
            models.CheckConstraint(name="followup_waits_for_another", condition=~Q(waiting_for=F("pk"))),
            models.CheckConstraint(
                name="followup_waits_only_while_it_is_worked_on",
                condition=Q(waiting_since=None) | Q(status__in=BEING_WORKED_ON),
            ),
            models.CheckConstraint(
                name="followup_closed_on_and_by_together",
                condition=Q(
                    closed_on__isnull=True, closed_by__isnull=True, closure_level__isnull=True, closure_reference=""
                )
                | Q(closed_on__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_assurance_level_and_day_together",
                condition=Q(assurance_level="", assurance_on__isnull=True, next_check_on__isnull=True)
                | (~Q(assurance_level="") & Q(assurance_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(F("policing_body"), is_over(), F("due_on"), F("id"), name="followup_office_due"),
            models.Index(F("force"), is_over(), F("due_on"), F("id"), name="followup_force_due"),
            models.Index(
                F("policing_body"),
                is_over(),
                F("due_on").desc(nulls_last=True),
                F("id").desc(),
                name="followup_office_due_last",
            ),
            models.Index(F("officer"), is_over(), F("due_on"), F("id"), name="followup_officer_due"),
            # Which forces and leads a list can be narrowed to: one step for each.
            models.Index(name="followup_office_force", fields=["policing_body", "force"]),
            models.Index(name="followup_office_lead", fields=["policing_body", "lead"]),
            models.Index(name="followup_force_lead", fields=["force", "lead"]),
            models.Index(name="followup_office_touched", fields=["policing_body", "-touched_at"]),
            # The numbers of My work and of the reports, read from the index alone.
            models.Index(
                name="followup_waits",
                fields=["policing_body", "force"],
                include=["id"],
                condition=Q(waiting_since__isnull=False),
            ),
            models.Index(
                name="followup_office_chased",
                fields=["policing_body", "due_on"],
                # With a state (R39), the finding's kind, and whether the office has dated it.
                include=[
                    *["id", "finding", "status", "assured_on", "claimed_on", "closed_on"],
                    *["due_source", "date_review_on"],
                ],
                condition=Q(status__in=BEING_WORKED_ON, waiting_since=None),
            ),
            models.Index(
                F("policing_body"),
                F("lead").asc(nulls_first=True),  # nobody assigned comes first
                F("force"),
                name="followup_office_unended",
                include=["id", "assurance_on", "next_check_on"],
                condition=Q(status__in=OPEN),
            ),
            models.Index(
                name="followup_office_held",
                fields=["policing_body", "held_until"],
                condition=Q(held_until__isnull=False),
            ),
            models.Index(
                name="followup_office_until",
                fields=["policing_body", "waiting_until"],
                condition=Q(waiting_until__isnull=False),
            ),
            models.Index(
                name="followup_office_redate",
                fields=["policing_body", "date_review_on"],
                condition=Q(date_review_on__isnull=False),
            ),
            models.Index(
                name="followup_office_check",
                fields=["policing_body", "next_check_on"],
                condition=Q(next_check_on__isnull=False),
            ),
            models.Index(name="followup_office_reopened", fields=["policing_body"], condition=Q(reopened_count__gt=0)),
            models.Index(
                name="followup_office_differs",
                fields=["policing_body"],
                include=["id"],
                condition=~Q(status__in=ENDED) & DIFFERS,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="drives_the_engage_of_its_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__drives__isnull=False),
                func=(
                    "IF NOT EXISTS (SELECT FROM bodies_engagement WHERE id = NEW.drives_id AND force_id = NEW.force_id)"
                    " THEN RAISE EXCEPTION 'Cannot drive the Engage of another force'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("responses:follow-up-detail", args=[self.pk])

    @property
    def reference(self) -> str:
        return self.finding.reference

    @property
    def title(self) -> str:
        return self.finding.title

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_worked_on(self) -> bool:
        return self.status in BEING_WORKED_ON

    @property
    def is_undelivered(self) -> bool:
        return self.status in UNDELIVERED

    @property
    def is_watched(self) -> bool:
        """For others to deliver: nothing is asked of the force (R35)."""
        return self.status == WorkStatus.WATCHED

    @property
    def is_chased(self) -> bool:
        """As `chased()`."""
        return self.is_worked_on and self.waiting_since is None

    @property
    def review_on(self) -> date | None:
        """When it has to be looked at again."""
        return self.held_until or self.waiting_until

    @property
    def deadline(self) -> Deadline:
        """The deadline in force; `finding.deadline` is the original (R22)."""
        return Deadline(self.due_wording, Precision(self.due_precision), self.due_on)

    @property
    def deadline_below(self) -> Deadline | None:
        """What a cause of concern shows in a list, having no deadline of its own (R16): rows of `for_list` know it."""
        below = getattr(self, "below", None) if self.finding.kind.holds_recommendations else None
        if self.due_on or not below or not below.get("last_day"):
            return None
        return Deadline(below["wording"], Precision(below["precision"]), date.fromisoformat(below["last_day"]))
