"""A finding as it applies to one force, and what the office believes about it."""

import operator
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from typing import Self

import pghistory
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from inspections.deadlines import Deadline, Precision
from inspections.models import Addressee, Finding, FindingKind, Inspection, Predecessor, PredecessorKind
from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from oversight.counts import first_of
from responses.models.state import (
    BEING_WORKED_ON,
    NAMED,
    OPEN,
    Applicability,
    AssuranceLevel,
    ClosureLevel,
    DueSource,
    ForceRag,
    State,
    WaitingOn,
    WorkStatus,
    is_over,
    recheck_has_come,
    shown_as,
    shown_state,
)

NO_FORCE = 0


def _earliest_below() -> Subquery:
    """The deadline of the open one under it that is due first, of the same force and office (R16)."""
    same = {"force": OuterRef("force"), "policing_body": OuterRef("policing_body")}
    below = FollowUp.objects.open().filter(finding__parent=OuterRef("finding"), due_on__isnull=False, **same)
    deadline = JSONObject(wording="due_wording", precision="due_precision", last_day="due_on")
    return Subquery(below.order_by("due_on", "pk").values(deadline=deadline)[:1])


def _of(name: str) -> models.QuerySet:
    """The rows of another model about the same follow-up, for a subquery."""
    related = FollowUp._meta.get_field(name).related_model
    return related._default_manager.filter(follow_up=OuterRef("pk"))  # type: ignore[union-attr]


def _dates() -> dict[str, Subquery | Coalesce]:
    """How often the day was moved, the first that was ever set, and the colour that stands in front of the rule's."""
    moves = _of("revisions").filter(from_on__isnull=False).order_by().values("follow_up")
    dated = _of("revisions").filter(to_on__isnull=False).order_by("at", "pk")
    asked = {"wording": "to_wording", "precision": "to_precision", "last_day": "to_on"}
    first = JSONObject(from_on="from_on", from_source="from_source", **asked)
    override = JSONObject(colour="colour", until="until", reason="reason", by="by__name")
    return {
        "moves": Coalesce(Subquery(moves.values(number=models.Count("pk"))), 0),
        "first_set": Subquery(dated.values(deadline=first)[:1]),
        "override": Subquery(_of("rating_overrides").order_by("-at", "-pk").values(override=override)[:1]),
    }


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """An office sees its own; a force lead those of the own force (R44, R80)."""
        if user.is_office:
            return self.filter(policing_body=user.policing_body_id)
        return self.filter(force=user.force_id)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def chased(self) -> Self:
        """The force has to deliver: not held for a re-check, waiting on others (R114) or closed by the inspectorate."""
        return self.filter(status__in=BEING_WORKED_ON, waiting_since=None, closed_on=None)

    def overdue(self, on: date) -> Self:
        """The force's to deliver, and past the current last day (R32)."""
        return self.chased().filter(due_on__lt=on)

    def due_within(self, days: int, on: date) -> Self:
        return self.chased().filter(due_on__range=(on, on + timedelta(days=days)))

    def due_after(self, days: int, on: date) -> Self:
        return self.chased().filter(due_on__gt=on + timedelta(days=days))

    def waiting(self) -> Self:
        return self.filter(waiting_since__isnull=False)

    def found_before(self) -> Self:
        """Of findings that repeat an earlier one (R51)."""
        return self.filter(finding__in=Predecessor.objects.filter(kind=PredecessorKind.REPEATS).values("finding"))

    def to_recheck(self, on: date) -> Self:
        return self.filter(recheck_has_come(on))

    def undated(self) -> Self:
        return self.open().filter(due_on=None)

    def unreviewed(self) -> Self:
        """Open, without a day, and without one to look at it again (R103); causes of concern have no date (R16)."""
        rows = self.open().filter(due_on=None, date_review_on=None, closed_on=None, assured_on=None)
        return rows.exclude(finding__kind__holds_recommendations=True)

    def asked_about(self, changes: models.QuerySet) -> Self:
        """Those for which a force asks for another date."""
        return self.filter(pk__in=changes.values("follow_up"))

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
        return self.annotate(state=shown_state())

    def in_states(self, states: list[str]) -> Self:
        return self.filter(reduce(operator.or_, (shown_as(State(state)) for state in states), Q(pk__in=[])))

    def for_list(self) -> Self:
        return (
            self.with_state()
            .annotate(below=_earliest_below(), **_dates())
            .select_related("finding__inspection", "finding__kind", "force", "lead", "policing_body")
            .fetch_mode(models.FETCH_PEERS)
        )

    def for_detail(self) -> Self:
        about = ["finding__inspection", "finding__kind", "finding__parent", "force", "policing_body", "superseded_by"]
        about += ["waiting_for__finding", "waiting_for__force"]
        people = ["lead", "officer", "claimed_by", "assured_by", "closed_by", "closure_level"]
        rows = self.with_state().annotate(**_dates())
        return rows.select_related(*about, *people).prefetch_related("force__names")

    def family_of(self, follow_up: "FollowUp") -> Self:
        """Of the same force and office: the cause of concern above it, the recommendations or limbs under it."""
        same = self.filter(force=follow_up.force_id, policing_body=follow_up.policing_body_id)
        above = Q(finding=follow_up.finding.parent_id) if follow_up.finding.parent_id else Q(pk__in=[])
        return same.filter(above | Q(finding__parent=follow_up.finding_id)).for_list().by_reference()

    def under(self, follow_up: "FollowUp") -> Self:
        """Of the same force and office: its recommendations or limbs."""
        return self.filter(
            finding__parent=follow_up.finding_id, force=follow_up.force_id, policing_body=follow_up.policing_body_id
        )

    def above(self, follow_up: "FollowUp") -> Self:
        """Of the same force and office: what it is a part of, if anything."""
        above = Finding.objects.filter(children=follow_up.finding_id)
        return self.filter(finding__in=above, force=follow_up.force_id, policing_body=follow_up.policing_body_id)

    def locked(self) -> Self:
        """Limbs before recommendations before causes of concern: who locks several meets nobody the other way."""
        depth = Case(
            When(finding__parent__parent__isnull=False, then=0), When(finding__parent__isnull=False, then=1), default=2
        )
        return self.order_by(depth, "pk").select_for_update(of=("self",))

    def beside(self, follow_up: "FollowUp") -> Self:
        """The others of the same force and inspection."""
        same = self.filter(force=follow_up.force_id, finding__inspection=follow_up.finding.inspection_id)
        return same.exclude(pk=follow_up.pk).select_related("finding").by_reference()

    def due_soonest(self) -> Self:
        """What is over comes last: nobody has to act on it."""
        return self.order_by(is_over(), F("due_on").asc(nulls_last=True), "pk")

    def due_latest(self) -> Self:
        return self.order_by(is_over(), F("due_on").desc(nulls_last=True), "-pk")

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

    waiting_since = models.DateField(null=True, blank=True)
    waiting_on = models.CharField(max_length=20, choices=WaitingOn, blank=True)
    waiting_name = models.CharField("whom it waits for", max_length=120, blank=True)
    waiting_for = models.ForeignKey("self", models.PROTECT, related_name="waiters", null=True, blank=True)
    waiting_until = models.DateField("the other body's date", null=True, blank=True)
    waiting_reason = models.TextField(blank=True)

    due_on = models.DateField(null=True, blank=True)
    due_wording = models.CharField(max_length=120, blank=True)
    due_precision = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Precision], default=Precision.NONE
    )
    due_source = models.CharField(max_length=20, choices=DueSource, default=DueSource.NONE)
    date_review_on = models.DateField("look at the date again on", null=True, blank=True)

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
    def is_worked_on(self) -> bool:
        return self.status in BEING_WORKED_ON

    @property
    def is_chased(self) -> bool:
        """As `chased()`."""
        return self.is_worked_on and self.waiting_since is None and self.closed_on is None

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
        if self.due_on or not below:
            return None
        return Deadline(below["wording"], Precision(below["precision"]), date.fromisoformat(below["last_day"]))

    @property
    def is_revised(self) -> bool:
        return self.due_source == DueSource.OFFICE and self.finding.deadline_on is not None
