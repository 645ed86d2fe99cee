"""A finding as it applies to one force, and what the office believes about it."""

import operator
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from itertools import takewhile
from typing import Self

import pghistory
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse

from inspections.deadlines import Deadline, Precision
from inspections.models import Addressee, Finding, FindingKind, Inspection
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from oversight.counts import first_of


class WorkStatus(models.TextChoices):
    AWAITING_ALLOCATION = "awaiting-allocation", "Awaiting allocation"
    IN_PROGRESS = "in-progress", "In progress"
    SUBMITTED = "submitted", "Submitted"
    HELD = "held", "Held for a re-check"
    DONE = "done", "Done"
    SUPERSEDED = "superseded", "Superseded"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    WITHDRAWN = "withdrawn", "Withdrawn"


NO_FORCE = 0
OPEN = [WorkStatus.AWAITING_ALLOCATION, WorkStatus.IN_PROGRESS, WorkStatus.SUBMITTED, WorkStatus.HELD]


class State(models.TextChoices):
    """R39's words: what a list shows for a work status and three closure facts together."""

    SUPERSEDED = "superseded", "Superseded"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed by HMICFRS"
    HELD = "held", "Held for a re-check"
    ASSURED = "assured", "Assured"
    COMPLETE = "complete", "Force says complete"
    DONE = "done", "Done"
    SUBMITTED = "submitted", "Ready for review"
    IN_PROGRESS = "in-progress", "In progress"
    AWAITING_ALLOCATION = "awaiting-allocation", "Awaiting allocation"


# The first that holds is shown.
STATES = {
    State.SUPERSEDED: Q(status=WorkStatus.SUPERSEDED),
    State.NOT_APPLICABLE: Q(status=WorkStatus.NOT_APPLICABLE),
    State.WITHDRAWN: Q(status=WorkStatus.WITHDRAWN),
    State.CLOSED: Q(closed_on__isnull=False),
    State.HELD: Q(status=WorkStatus.HELD),
    State.ASSURED: Q(assured_on__isnull=False),
    State.COMPLETE: Q(claimed_on__isnull=False),
    State.DONE: Q(status=WorkStatus.DONE),
    State.SUBMITTED: Q(status=WorkStatus.SUBMITTED),
    State.IN_PROGRESS: Q(status=WorkStatus.IN_PROGRESS),
    State.AWAITING_ALLOCATION: Q(status=WorkStatus.AWAITING_ALLOCATION),
}


class Applicability(models.TextChoices):
    APPLIES = "applies", "Applies"
    DOES_NOT_APPLY = "does-not-apply", "Does not apply"
    ALREADY_MET = "already-met", "Already met"


class DueSource(models.TextChoices):
    INSPECTORATE = "inspectorate", "Set by the inspectorate"
    OFFICE = "office", "Set by the office"
    NONE = "none", "None set"


class AssuranceLevel(models.TextChoices):
    ASSURED = "assured", "Assured"
    PARTLY = "partly", "Partly assured"
    NOT_ASSURED = "not-assured", "Not assured"
    NO_EVIDENCE = "no-evidence", "No evidence"


class ForceRag(models.TextChoices):
    """The force's own judgment; shown beside the office's and never merged with it (R46)."""

    GREEN = "green", "Green: on track or complete"
    AMBER = "amber", "Amber: some risk to delivery"
    RED = "red", "Red: off track"


@pghistory.track()
class ClosureLevel(models.Model):
    """How the inspectorate closed a finding (R38); the meaning is the office's data, not ours."""

    name = models.CharField(max_length=60, unique=True)
    note = models.CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


def _shown_as(state: State) -> Q:
    """As a plain condition, which PostgreSQL can estimate; it cannot see into the CASE of `_state`."""
    before = takewhile(lambda other: other != state, STATES)
    return reduce(operator.and_, (~STATES[other] for other in before), STATES[state])


def _state() -> Case:
    cases = [When(condition, then=Value(state.value)) for state, condition in STATES.items()]
    return Case(*cases, output_field=models.CharField())


def _is_over() -> Case:
    """0 while open, 1 when over; the same expression in the order of lists and in their indexes."""
    return Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField())


def _earliest_below() -> Subquery:
    """The deadline of the open one under it that is due first, of the same force and office (R16)."""
    same = {"force": OuterRef("force"), "policing_body": OuterRef("policing_body")}
    below = FollowUp.objects.open().filter(finding__parent=OuterRef("finding"), due_on__isnull=False, **same)
    deadline = JSONObject(wording="due_wording", precision="due_precision", last_day="due_on")
    return Subquery(below.order_by("due_on", "pk").values(deadline=deadline)[:1])


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """An office sees its own; a force lead those of the own force (R44, R80)."""
        if user.is_office:
            return self.filter(policing_body=user.policing_body_id)
        return self.filter(force=user.force_id)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def overdue(self, on: date) -> Self:
        """Open and past the current last day (R32)."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, days: int, on: date) -> Self:
        return self.open().filter(due_on__range=(on, on + timedelta(days=days)))

    def due_after(self, days: int, on: date) -> Self:
        return self.open().filter(due_on__gt=on + timedelta(days=days))

    def undated(self) -> Self:
        return self.open().filter(due_on=None)

    def to_check_again(self, on: date) -> Self:
        """Held until a day that has come (R41)."""
        return self.filter(status=WorkStatus.HELD, held_until__lte=on)

    def unallocated(self) -> Self:
        """Open with nobody at the force to act: none named, or the one who was has left or moved on (R27)."""
        return self.open().exclude(lead__is_active=True, lead__force=F("force"))

    def of(self, user: User) -> Self:
        """Those that the person acts on: as the officer, or as the lead at the force."""
        return self.filter(officer=user) if user.is_office else self.filter(lead=user)

    def addressed_to(self, kind: str) -> Self:
        """Those whose finding names such an addressee, leading or supporting (R35)."""
        return self.filter(finding__in=Addressee.objects.filter(kind=kind).values("finding"))

    def on_theme(self, slug: str) -> Self:
        return self.filter(finding__inspection__in=Inspection.objects.filter(themes__slug=slug).values("pk"))

    def asked_in(self, requests: models.QuerySet) -> Self:
        return self.filter(pk__in=requests.values("follow_ups"))

    def search(self, text: str) -> Self:
        """In the finding, its report and the force, by any name it has or had (R31, R54)."""
        forces = Force.objects.search(text).values_list("pk", flat=True)
        # With an OR, even of no force, PostgreSQL hashes what is found and reads the rows in the order of the list.
        return self.filter(Q(finding__in=Finding.objects.found(text)) | Q(force__in=[*forces, NO_FORCE]))

    def with_state(self) -> Self:
        return self.annotate(state=_state())

    def in_states(self, states: list[str]) -> Self:
        return self.filter(reduce(operator.or_, (_shown_as(State(state)) for state in states), Q(pk__in=[])))

    def for_list(self) -> Self:
        return (
            self.with_state()
            .annotate(below=_earliest_below())
            .select_related("finding__inspection", "finding__kind", "force", "lead")
            .fetch_mode(models.FETCH_PEERS)
        )

    def for_detail(self) -> Self:
        about = ["finding__inspection", "finding__kind", "finding__parent", "force", "policing_body", "superseded_by"]
        people = ["lead", "officer", "claimed_by", "assured_by", "closed_by", "closure_level"]
        return self.with_state().select_related(*about, *people).prefetch_related("force__names")

    def family_of(self, follow_up: "FollowUp") -> Self:
        """Of the same force and office: the cause of concern above it, the recommendations or limbs under it."""
        same = self.filter(force=follow_up.force_id, policing_body=follow_up.policing_body_id)
        above = Q(finding=follow_up.finding.parent_id) if follow_up.finding.parent_id else Q(pk__in=[])
        return same.filter(above | Q(finding__parent=follow_up.finding_id)).for_list().by_reference()

    def beside(self, follow_up: "FollowUp") -> Self:
        """The others of the same force and inspection."""
        same = self.filter(force=follow_up.force_id, finding__inspection=follow_up.finding.inspection_id)
        return same.exclude(pk=follow_up.pk).select_related("finding").by_reference()

    def due_soonest(self) -> Self:
        """What is over comes last: nobody has to act on it."""
        return self.order_by(_is_over(), F("due_on").asc(nulls_last=True), "pk")

    def due_latest(self) -> Self:
        return self.order_by(_is_over(), F("due_on").desc(nulls_last=True), "-pk")

    def recently_touched(self) -> Self:
        return self.order_by("-touched_at", "-pk")

    def by_reference(self) -> Self:
        return self.order_by("finding__reference", "pk")

    def most_urgent_for(self, user: User) -> Self:
        """The person's own first, then the soonest due."""
        own = Q(officer=user) if user.is_office else Q(lead=user)
        others = Case(When(own, then=Value(0)), default=Value(1))
        return self.order_by(others, F("due_on").asc(nulls_last=True), "pk")

    def counts_by_kind(self, kinds: Iterable[FindingKind]) -> list[dict[str, object]]:
        """How many of each kind, causes of concern apart from the recommendations under them (R50).

        Of at most one row more than the ceiling of `oversight.counts`.
        """
        named = {f"kind_{kind.pk}": kind for kind in kinds}
        numbers = first_of(self.annotate(of_kind=F("finding__kind"))).aggregate(
            **{name: models.Count("pk", filter=Q(of_kind=kind.pk)) for name, kind in named.items()}
        )
        return [
            {"number": numbers[name], "name": kind.name, "plural": kind.plural}
            for name, kind in named.items()
            if numbers[name]
        ]


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

    due_on = models.DateField(null=True, blank=True)
    due_wording = models.CharField(max_length=120, blank=True)
    due_precision = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Precision], default=Precision.NONE
    )
    due_source = models.CharField(max_length=20, choices=DueSource, default=DueSource.NONE)

    claimed_on = models.DateField("force says complete on", null=True, blank=True)
    claimed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    assured_on = models.DateField("office assured on", null=True, blank=True)
    assured_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    assured_reason = models.TextField(blank=True)
    closed_on = models.DateField("closed by HMICFRS on", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="closure recorded by"
    )
    closure_level = models.ForeignKey(ClosureLevel, models.PROTECT, related_name="+", null=True, blank=True)
    closure_reference = models.CharField(max_length=120, blank=True)

    force_rag = models.CharField("the force's own rating", max_length=10, choices=ForceRag, blank=True)
    assurance_level = models.CharField(max_length=20, choices=AssuranceLevel, blank=True)
    assurance_on = models.DateField(null=True, blank=True)
    touched_at = models.DateTimeField(help_text="When anything last happened to it.")
    version = models.PositiveIntegerField(default=0)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "follow-up"
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
                condition=Q(applicability=Applicability.APPLIES) | ~Q(applicability_reason=""),
            ),
            models.CheckConstraint(
                name="followup_due_day_has_a_source",
                condition=Q(due_source=DueSource.NONE, due_on__isnull=True)
                | Q(due_source=DueSource.OFFICE, due_on__isnull=False)
                | Q(due_source=DueSource.INSPECTORATE),
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
                name="followup_closed_on_and_by_together",
                condition=Q(
                    closed_on__isnull=True, closed_by__isnull=True, closure_level__isnull=True, closure_reference=""
                )
                | Q(closed_on__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_assurance_level_and_day_together",
                condition=Q(assurance_level="", assurance_on__isnull=True)
                | (~Q(assurance_level="") & Q(assurance_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(F("policing_body"), _is_over(), F("due_on"), F("id"), name="followup_office_due"),
            models.Index(F("force"), _is_over(), F("due_on"), F("id"), name="followup_force_due"),
            models.Index(
                F("policing_body"),
                _is_over(),
                F("due_on").desc(nulls_last=True),
                F("id").desc(),
                name="followup_office_due_last",
            ),
            models.Index(F("officer"), _is_over(), F("due_on"), F("id"), name="followup_officer_due"),
            models.Index(name="followup_office_touched", fields=["policing_body", "-touched_at"]),
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
    def deadline(self) -> Deadline:
        """The deadline in force; `finding.deadline` is the original (R22)."""
        return Deadline(self.due_wording, Precision(self.due_precision), self.due_on)

    @property
    def deadline_below(self) -> Deadline | None:
        """What a cause of concern shows in a list, having no deadline of its own (R16): rows of `for_list` know it."""
        below = getattr(self, "below", None) if self.finding.kind.holds_recommendations else None
        if self.due_on or not below:
            return None
        return Deadline(below["wording"], Precision(below["precision"]), date.fromisoformat(below["last_day"]))

    @property
    def is_revised(self) -> bool:
        return self.due_source == DueSource.OFFICE and self.finding.deadline_on is not None
