"""Follow-ups by name: the rows of a list, a number or a page."""

import operator
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, JSONObject, Lower
from django.db.models.lookups import IsNull, LessThan

from inspections.models import Addressee, Finding, FindingKind, Grade, Inspection, Predecessor, PredecessorKind
from oversight.accounts.models import User
from oversight.arrays import IsOneOf
from oversight.bodies.models import Engagement, Force, Merger, PolicingBody, Succession
from oversight.bodies.models.body import ForceQuerySet
from oversight.bodies.models.succession import works_at
from oversight.counts import first_of
from responses.models.state import (
    BEING_WORKED_ON,
    OPEN,
    UNDELIVERED,
    DueSource,
    State,
    WorkStatus,
    is_over,
    recheck_has_come,
    shown_as,
    shown_state,
)

if TYPE_CHECKING:
    from responses.models.follow_up import FollowUp

NO_FORCE = 0
PARTS = (0, "Part of a recommendation", "Parts of recommendations")  # which are counted themselves (R52)
PEOPLE = ["lead", "officer", "claimed_by", "assured_by"]
OUR_DATE = ["due_on", "due_precision", "due_wording", "due_source"]
ITS_DATE = ["finding__deadline_on", "finding__deadline_precision", "finding__deadline_wording"]
NAMED = ["finding__reference", "finding__limb", "finding__parent__reference", "force__code", "force__short_name"]
BESIDE_ANSWERS = ["status", *OUR_DATE, *ITS_DATE, *NAMED]  # few columns of many rows: each costs (R131)


def _earliest_below(rows: "FollowUpQuerySet") -> Subquery:
    """The deadline of the open one under it that is due first, of the same force and office (R16).

    With `chased_on`, the first day of those that the force has to deliver, and `first_on`, the first of original days.
    """
    same = {"force": OuterRef("force"), "policing_body": OuterRef("policing_body")}
    below = rows.open().filter(finding__parent=OuterRef("finding"), **same)
    chased = Case(When(status__in=BEING_WORKED_ON, waiting_since=None, then="due_on"))
    deadline = JSONObject(
        wording="due_wording",
        precision="due_precision",
        last_day="due_on",
        chased_on=Window(models.Min(chased)),
        first_on=Window(models.Min(Coalesce("finding__deadline_on", _first_day(rows.model)))),
    )
    return Subquery(below.order_by(F("due_on").asc(nulls_last=True), "pk").values(deadline=deadline)[:1])


def _grade() -> Subquery:
    """Of the report, for the force: the latest, which after a revisit is not the first (R59)."""
    grades = Grade.objects.filter(inspection=OuterRef("finding__inspection"), force=OuterRef("force"))
    latest = grades.order_by("-awarded_on", "pk").values(grade=JSONObject(tier="tier__name", question="question"))
    return Subquery(latest[:1])


def _of(model: type["FollowUp"], name: str) -> models.QuerySet:
    """The rows of another model about the same follow-up, for a subquery."""
    related = model._meta.get_field(name).related_model
    return related._default_manager.filter(follow_up=OuterRef("pk"))  # type: ignore[union-attr]


def _asked_of(model: type["FollowUp"], user: User) -> models.QuerySet:
    """Those that the person is asked about."""
    requests: Any = model._meta.get_field("evidence_requests").related_model
    return requests._default_manager.visible_to(user).values("follow_ups")


def _dated(model: type["FollowUp"]) -> models.QuerySet:
    """The moves that set a day, the first of them first."""
    return _of(model, "revisions").filter(to_on__isnull=False).order_by("at", "pk")


def _addressees() -> ArraySubquery:
    """Of the finding, each with its part and its condition (R34, R35)."""
    named = {name: name for name in ("kind", "name", "part", "condition")}
    facts = JSONObject(force="force__short_name", **named)
    return ArraySubquery(Addressee.objects.filter(finding=OuterRef("finding")).order_by("pk").values(facts=facts))


def _first_day(model: type["FollowUp"]) -> Subquery:
    return Subquery(_dated(model).values("to_on")[:1])


def _moves(model: type["FollowUp"]) -> dict[str, Subquery | Coalesce | F]:
    """How often the day was moved and may be, and the first ever set."""
    moves = _of(model, "revisions").filter(from_on__isnull=False).order_by().values("follow_up")
    asked = {"wording": "to_wording", "precision": "to_precision", "last_day": "to_on"}
    first = JSONObject(from_on="from_on", from_source="from_source", **asked)
    return {
        "moves": Coalesce(Subquery(moves.values(number=models.Count("pk"))), 0),
        "moves_allowed": F("policing_body__moves_allowed"),
        "first_set": Subquery(_dated(model).values(deadline=first)[:1]),
    }


def _dates(model: type["FollowUp"]) -> dict[str, Subquery | Coalesce | F]:
    """Its moves, and the colour in front of the rule's."""
    override = JSONObject(colour="colour", until="until", reason="reason", by="by__name")
    latest = _of(model, "rating_overrides").order_by("-at", "-pk")
    return {**_moves(model), "override": Subquery(latest.values(override=override)[:1])}


def is_among(rows: models.QuerySet, key: str = "pk") -> IsOneOf:
    """The ids of few rows first."""
    return IsOneOf("pk", ArraySubquery(rows.values(key) if rows.query.is_sliced else rows.order_by().values(key)))


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """An office its own, a force lead the own force’s or only own ones; and what came before (R44, R56, R80)."""
        if user.is_office:
            return self.filter(policing_body__in=user.offices)
        rows = self.filter(force__in=user.forces)
        return rows.filter(Q(lead=user) | Q(pk__in=_asked_of(self.model, user))) if user.own_only else rows

    def of_line(self, policing_body: PolicingBody) -> Self:
        """Of the office and of those before it (R56)."""
        return self.filter(policing_body__in=Succession.objects.line_of(policing_body))

    def beside_answers(self, references: list[str], policing_body: PolicingBody) -> Self:
        """What the public is told of beside a response (R102): of its office or whoever took its place, and not ended.

        With parts of what is answered (R52), and when the date was first decided on, as `first_decided_at`. Those that
        have the inspectorate's date still, which are most, stand behind one of each finding.
        """
        parts = Finding.objects.filter(parent__reference__in=references).exclude(limb="")
        findings = Finding.objects.filter(reference__in=references).values("pk").union(parts.values("pk"))
        after = Succession.objects.standing().filter(predecessor=policing_body).values("successor")
        ours = Q(policing_body=policing_body) | Q(policing_body__in=after)
        rows = self.filter(ours, finding__in=findings, status__in=[*OPEN, WorkStatus.DONE])
        one_each = rows.order_by("finding", "pk").distinct("finding").values("pk")
        has_moved = models.Exists(_of(self.model, "revisions").filter(from_on__isnull=False))
        rows = rows.filter(Q(has_moved) | Q(due_source=DueSource.OFFICE) | Q(pk__in=one_each))
        decided = _of(self.model, "revisions").order_by("at", "pk").values("at")[:1]
        rows = rows.annotate(first_decided_at=Subquery(decided), **_moves(self.model)).only(*BESIDE_ANSWERS)
        return rows.select_related("finding__parent", "force").order_by("finding__limb", "force__short_name", "pk")

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def undelivered(self) -> Self:
        """Open, or watched until another body delivers (R35)."""
        return self.filter(status__in=UNDELIVERED)

    def chased(self) -> Self:
        """The force has to deliver: not held for a re-check, waiting on others (R114) or closed by the inspectorate."""
        return self.filter(status__in=BEING_WORKED_ON, waiting_since=None)

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

    def past_first(self, on: date) -> Self:
        """Past the inspectorate's day; where it set none, past the first that the office set (R22)."""
        theirs = Finding.objects.filter(pk=OuterRef("finding")).values("deadline_on")  # no join: it reads them all
        was_dated = Q(due_source__in=[DueSource.OFFICE, DueSource.ALIGNED]) | Q(date_review_on__isnull=False)
        ours = Case(When(was_dated, then=_first_day(self.model)))
        return self.filter(LessThan(Coalesce(Subquery(theirs), ours), on))

    def past_original(self, on: date) -> Self:
        """Open and moved: the first day is past, the day in force is not (R22, R32). As `Dates.is_past_original`."""
        return self.open().past_first(on).exclude(due_on__lt=on)

    def undated(self) -> Self:
        return self.open().filter(due_on=None)

    def unreviewed(self) -> Self:
        """Open, without a day, and without one to look at it again (R103); causes of concern have no date (R16)."""
        rows = self.open().filter(due_on=None, date_review_on=None, assured_on=None)
        return rows.exclude(finding__kind__holds_recommendations=True)

    def to_redate(self, on: date) -> Self:
        """Open, without a day, and the day to look at that again has come (R103)."""
        return self.open().filter(date_review_on__lte=on)

    def asked_about(self, changes: models.QuerySet) -> Self:
        """Open ones for which a force asks for another date."""
        return self.open().among(changes, "follow_up")

    def unallocated(self) -> Self:
        """Open with nobody at the force to act: none named, or the one who was has left or moved on (R27)."""
        return self.open().exclude(works_at("lead", "force"), lead__is_active=True)

    def of(self, user: User) -> Self:
        """Those that the person acts on: as the officer, or as the lead at the force."""
        return self.filter(officer=user) if user.is_office else self.filter(lead=user)

    def addressed_to(self, kind: str) -> Self:
        """Those whose finding names such an addressee, leading or supporting (R35)."""
        return self.filter(finding__in=Addressee.objects.filter(kind=kind).values("finding"))

    def on_theme(self, slug: str) -> Self:
        return self.filter(finding__inspection__in=Inspection.objects.filter(themes__slug=slug).values("pk"))

    def of_forces(self, forces: list[str]) -> Self:
        """Of each, and of those that have become part of it (R56)."""
        parts = Merger.objects.standing().filter(successor__in=map(int, forces)).values_list("predecessor", flat=True)
        return self.filter(force__in=[*forces, *parts])

    def answering(self) -> ForceQuerySet:
        """The forces that they are about, and what these have become part of (R56)."""
        merged = Merger.objects.standing().filter(models.Exists(self.filter(force=OuterRef("predecessor"))))
        about = models.Exists(self.filter(force=OuterRef("pk")))
        return Force.objects.filter(about | Q(pk__in=merged.values("successor")))

    def asked_in(self, requests: models.QuerySet) -> Self:
        return self.among(requests, "follow_ups")

    def search(self, text: str) -> Self:
        """In the finding, its report and the force, by any name it has or had (R31, R54)."""
        forces = Force.objects.search(text).values_list("pk", flat=True)
        # With an OR, even of no force, PostgreSQL hashes what is found and reads the rows in the order of the list.
        return self.filter(Q(finding__in=Finding.objects.found(text)) | Q(force__in=[*forces, NO_FORCE]))

    def holding(self, text: str) -> Self:
        """The same of many, in the order of the list: each is asked, and a page is soon full (R133)."""
        found = Finding.objects.holding(text).filter(pk=OuterRef("finding")).values("pk")
        forces = Force.objects.search(text).values("pk")
        return self.filter(Q(IsNull(Subquery(found[:1]), rhs=False)) | Q(force__in=forces))

    def with_state(self) -> Self:
        return self.annotate(state=shown_state())

    def among(self, rows: models.QuerySet, key: str = "pk") -> Self:
        """Those of few rows, such as a page."""
        return self.filter(is_among(rows, key))

    def in_states(self, states: list[str]) -> Self:
        return self.filter(reduce(operator.or_, (shown_as(State(state)) for state in states), Q(pk__in=[])))

    def for_list(self) -> Self:
        return (
            self.with_state()
            .annotate(below=_earliest_below(self.model._default_manager.all()), **_dates(self.model))
            .annotate(now_part_of=Merger.objects.whole_of("force"))
            .select_related("finding__inspection", "finding__kind", "force")
            .fetch_mode(models.FETCH_PEERS)
        )

    def below(self, follow_up: "FollowUp") -> dict[str, str | None] | None:
        """What rows of `for_list` know, of one that was loaded without it."""
        rows = self.model._default_manager.all()
        return self.filter(pk=follow_up.pk).values_list(_earliest_below(rows)).get()[0]

    def for_detail(self) -> Self:
        return self.for_page().select_related(*PEOPLE, "policing_body", "closure_level")

    def for_page(self) -> Self:
        """Without the people. What few have comes by a query of its own: many tables take long to plan (R131)."""
        about = ["finding__inspection", "finding__kind", "force"]
        rows = self.with_state().annotate(grade=_grade(), has_parts=self._has_parts(), **_dates(self.model))
        rows = rows.annotate(now_part_of=Merger.objects.whole_of("force"), addressed_to=_addressees())
        return rows.select_related(*about)

    def _has_parts(self) -> models.Exists:
        same = {"force": OuterRef("force"), "policing_body": OuterRef("policing_body")}
        return models.Exists(self.model._default_manager.filter(finding__parent=OuterRef("finding"), **same))

    def labelled(self, on: date) -> Self:
        """With the office's tags, and the force's time in Engage if it has one on the day (R62, R83)."""
        tags = _of(self.model, "taggings").order_by(Lower("tag__name")).values("tag__name")
        engaged = Engagement.objects.on(on).filter(force=OuterRef("force"))
        return self.annotate(
            tag_names=ArraySubquery(tags),
            engage_id=Subquery(engaged.values("pk")[:1]),
            in_engage_since=Subquery(engaged.values("starts_on")[:1]),
        )

    def with_any_tag(self, pks: list[str]) -> Self:
        tags = self.model._meta.get_field("taggings").related_model
        return self.filter(pk__in=tags._default_manager.filter(tag__in=pks).values("follow_up"))  # type: ignore[union-attr]

    def in_engage(self, on: date) -> Self:
        """Of a force that is in Engage on the day."""
        return self.filter(force__in=Engagement.objects.on(on).values("force"))

    def driving_engage(self, on: date) -> Self:
        return self.filter(drives__in=Engagement.objects.on(on).values("pk"))

    def with_waiters(self, user: User) -> Self:
        """Each with those that wait for it, as far as the person may see them (R36)."""
        waiting = self.model._default_manager.visible_to(user).filter(waiting_for=OuterRef("pk")).by_reference()
        named = {"reference": "finding__reference", "title": "finding__title", "force": "force__short_name"}
        return self.annotate(waiters_seen=ArraySubquery(waiting.values(facts=JSONObject(pk="pk", **named))))

    def engagements(self, on: date) -> models.QuerySet[Engagement]:
        """The times in Engage of their forces: how many drive each, as `number`, and how many of those are `late`."""

        def count(rows: Self) -> Coalesce:
            driving = rows.filter(drives=OuterRef("pk")).order_by().values("drives")
            return Coalesce(Subquery(driving.values(number=models.Count("pk"))), 0)

        about = models.Exists(self.filter(force=OuterRef("force")))
        numbers = {"number": count(self.open()), "late": count(self.overdue(on))}
        return Engagement.objects.on(on).filter(about).select_related("force").annotate(**numbers)

    def family_of(self, follow_up: "FollowUp") -> Self:
        """Of the same force and office: the cause of concern above it, the recommendations or limbs under it."""
        if not (follow_up.finding.parent_id or getattr(follow_up, "has_parts", True)):
            return self.none()
        same = self.filter(force=follow_up.force_id, policing_body=follow_up.policing_body_id)
        above = Q(finding=follow_up.finding.parent_id) if follow_up.finding.parent_id else Q(pk__in=[])
        below = _earliest_below(self.model._default_manager.all())
        rows = same.filter(above | Q(finding__parent=follow_up.finding_id)).with_state().annotate(below=below)
        rows = rows.annotate(first_on=Coalesce("finding__deadline_on", _first_day(self.model)))
        return rows.select_related("finding__kind").by_reference()

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
        """Limbs before recommendations before causes of concern: who locks several meets nobody the other way.

        Not the keys: whoever only writes about one goes on, who names it when it commits.
        """
        depth = Case(
            When(finding__parent__parent__isnull=False, then=0), When(finding__parent__isnull=False, then=1), default=2
        )
        return self.order_by(depth, "pk").select_for_update(of=("self",), no_key=True)

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
        """How many of each kind, causes of concern apart from the recommendations under them, parts apart (R50, R52).

        Of at most one row more than the ceiling of `oversight.counts`.
        """
        words = {f"kind_{kind.pk}": (kind.pk, kind.name, kind.plural) for kind in kinds} | {"parts": PARTS}
        kind = Case(When(limb="", then="kind_id"), default=PARTS[0], output_field=models.BigIntegerField())
        kind_of_finding = Finding.objects.filter(pk=OuterRef("finding")).values(of=kind)  # no join: it reads them all
        numbers = first_of(self.annotate(of_kind=Subquery(kind_of_finding))).aggregate(
            **{key: models.Count("pk", filter=Q(of_kind=of)) for key, (of, _, _) in words.items()}
        )
        return [
            {"number": numbers[key], "name": name, "plural": plural}
            for key, (_, name, plural) in words.items()
            if numbers[key]
        ]
