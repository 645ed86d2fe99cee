"""Inspections and their findings."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import pghistory
import pgtrigger
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Upper
from django.urls import reverse

from inspections.deadlines import COUNTED_FROM_PUBLICATION, Deadline, DeadlineError, Precision, parse
from inspections.models.finding_kind import FindingKind
from oversight.accounts.models import User
from oversight.arrays import IsOneOf
from oversight.bodies.models import Force, ForceName

PRECISIONS = [(each.value, each.value) for each in Precision]
PLACES = ["title", "text", "reference", "label"]  # of a finding, in which people search
NAMED_BODIES = 4  # a list counts the bodies of a report that has more
SHOWN = [
    *["reference", "title", "kind", "inspectorate", "url"],
    *["published_on", "published_wording", "publication_confirmed_at"],
]


class Theme(models.Model):
    """A subject by which inspections are found: serious and organised crime, custody …"""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InspectionKind(models.TextChoices):
    PEEL = "peel", "PEEL assessment"
    THEMATIC = "thematic", "National thematic"
    REGIONAL = "regional", "Regional inspection"
    INTEGRITY = "integrity", "Integrity inspection"
    CHILD_PROTECTION = "child-protection", "Child protection"
    CUSTODY = "custody", "Custody inspection"
    JOINT = "joint", "Joint inspection"
    COMMISSIONED = "commissioned", "Commissioned inspection"
    SUPER_COMPLAINT = "super-complaint", "Super-complaint"
    REVIEW = "review", "Progress review"
    LETTER = "letter", "Letter"
    OTHER = "other", "Other"


def _matching(text: str, *fields: str) -> Q:
    conditions = Q()
    for field in fields:
        conditions |= Q(**{f"{field}__icontains": text})
    return conditions


def _name_then(on: date) -> Coalesce:
    """Of a body in a subquery on inspections."""
    day = Coalesce(OuterRef(OuterRef("published_on")), Value(on))
    names = ForceName.objects.filter(force=OuterRef("pk")).on(day)
    return Coalesce(Subquery(names.values("name")[:1]), "short_name")


def _not_before(later: str, earlier: str) -> Q:
    return Q(**{later: None}) | Q(**{earlier: None}) | Q(**{f"{later}__gte": F(earlier)})


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> Self:
        """Published inspections are shared by every office; force leads see findings by their follow-ups."""
        return self if user.is_office else self.none()

    def search(self, text: str) -> Self:
        return self.filter(_matching(text, "title", "reference"))

    def needs_a_date(self) -> Self:
        """Reports whose day of publication is not known, or not confirmed by a person (R3, R78)."""
        return self.filter(Q(published_on=None) | Q(publication_confirmed_at=None))

    def of_bodies(self, forces: Iterable[int]) -> Self:
        """Those that inspected at least one of the bodies, each with the `inspected` ones among these.

        For public pages, which read no more than they show.
        """
        theirs = self.filter(forces__in=forces).only(*SHOWN).annotate(inspected=ArrayAgg("forces"))
        return theirs.order_by(F("published_on").desc(nulls_last=True), "reference")  # a group has none

    def years(self) -> list[int]:
        """In which they were published, the latest first."""
        return [day.year for day in self.dates("published_on", "year", order="DESC")]

    def for_list(self, *, on: date) -> Self:
        """With the number of findings of each kind, that of inspected bodies, and the names of the first few.

        Names are those of the report's day; of `on` where that is not known (R54). By subqueries, because a national
        report would bring more than forty bodies with all their names.
        """
        kinds = (
            Finding.objects.filter(inspection=OuterRef("pk"))
            .order_by("kind__position", "kind__name")
            .values("kind__position", "kind__name", "kind__plural")
            .annotate(count=Count("pk"))
        )
        counted = kinds.values(counted=JSONObject(count="count", name="kind__name", plural="kind__plural"))
        bodies = Force.objects.filter(inspections=OuterRef("pk"))
        number = Func("pk", function="count", output_field=models.IntegerField())
        return self.annotate(
            counted_findings=ArraySubquery(counted),
            body_count=Subquery(bodies.order_by().values(number=number)),
            body_names=ArraySubquery(bodies.in_order().values(name=_name_then(on))[:NAMED_BODIES]),
        )

    def for_detail(self) -> Self:
        findings = Prefetch("findings", Finding.objects.for_outline())
        return self.prefetch_related("forces__names", "themes", findings)


@pghistory.track()
class Inspection(models.Model):
    """One published document of an inspectorate."""

    reference = models.CharField(max_length=30, unique=True, help_text="Our own, such as SE-2024-SOC; never changes.")
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=20, choices=InspectionKind)
    inspectorate = models.CharField(max_length=120, default="HMICFRS")
    url = models.URLField("address of the report", max_length=500, blank=True)
    published_on = models.DateField("published on", null=True, blank=True)
    published_wording = models.CharField(max_length=60, blank=True, help_text="Where only “August 2024” is known.")
    publication_confirmed_at = models.DateTimeField(null=True, blank=True)
    publication_confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    announced_on = models.DateField(null=True, blank=True)
    fieldwork_from = models.DateField(null=True, blank=True)
    fieldwork_to = models.DateField(null=True, blank=True)
    draft_received_on = models.DateField(
        "draft received on", null=True, blank=True, help_text="The draft that the force checks for accuracy."
    )
    own_deadline_wording = models.CharField(
        "the report's own deadline for the response",
        max_length=120,
        blank=True,
        help_text="As printed: “By 1 March 2025”, “within 70 days”. Beside the 56 days or instead of them.",
    )
    own_recipient = models.CharField(
        "to whom that response goes", max_length=120, blank=True, help_text="As printed, such as Ofsted."
    )
    forces = models.ManyToManyField(Force, related_name="inspections", verbose_name="inspected bodies")
    themes = models.ManyToManyField(Theme, related_name="inspections", blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    inspected: list[int]  # with `of_bodies`

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = [F("published_on").desc(nulls_last=True), "reference"]
        constraints = [
            models.CheckConstraint(
                name="inspection_publication_confirmed_at_and_by_together",
                condition=Q(publication_confirmed_at__isnull=True, publication_confirmed_by__isnull=True)
                | Q(publication_confirmed_at__isnull=False, publication_confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_confirmed_publication_has_a_day",
                condition=Q(publication_confirmed_at__isnull=True) | Q(published_on__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_fieldwork_starts_before_it_ends",
                condition=Q(fieldwork_from=None) | Q(fieldwork_to=None) | Q(fieldwork_from__lte=F("fieldwork_to")),
                violation_error_message="Fieldwork must start before it ends.",
            ),
            models.CheckConstraint(
                name="inspection_stages_follow_each_other",
                condition=_not_before("fieldwork_from", "announced_on")
                & _not_before("draft_received_on", "fieldwork_from")
                & _not_before("published_on", "draft_received_on"),
                violation_error_message="Announcement, fieldwork, draft and publication must follow each other.",
            ),
            models.CheckConstraint(
                name="inspection_own_recipient_has_a_deadline",
                condition=Q(own_recipient="") | ~Q(own_deadline_wording=""),
                violation_error_message="Enter the deadline for the response that goes there.",
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="inspection_title_trigram"),
        ]
        triggers = [pgtrigger.ReadOnly(name="reference_is_immutable", fields=["reference"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:inspection-detail", args=[self.pk])

    def is_out(self, on: date) -> bool:
        """Whether everybody can have read it: by its day, or else by a printed month or year that is over (R66)."""
        return self.day is not None and self.day <= on

    @property
    def day(self) -> date | None:
        """Of publication; the last of a printed month or year where no more is known."""
        try:
            return self.published_on or parse(self.published_wording, published_on=None).last_day
        except DeadlineError:  # “31 February 2024”
            return None

    @property
    def own_deadline(self) -> Deadline | None:
        """Of the response, where the report sets one (R63); counted from publication where it says so."""
        if not self.own_deadline_wording:
            return None
        try:
            return parse(self.own_deadline_wording, published_on=self.published_on)
        except DeadlineError:  # “By 31 February 2025”
            return Deadline(self.own_deadline_wording, Precision.NONE, None)

    @property
    def own_last_day(self) -> date | None:
        """None where it counts from a day of publication that nobody has confirmed (R78)."""
        deadline = self.own_deadline
        if deadline is None or (
            deadline.precision in COUNTED_FROM_PUBLICATION and self.publication_confirmed_at is None
        ):
            return None
        return deadline.last_day

    @property
    def age_in_months(self) -> int | None:
        """From the end of the fieldwork to publication, in whole months (R64)."""
        return _months_between(self.fieldwork_to, self.published_on)

    @property
    def draft_age_in_months(self) -> int | None:
        """From the end of the fieldwork to the draft."""
        return _months_between(self.fieldwork_to, self.draft_received_on)


def _months_between(start: date | None, end: date | None) -> int | None:
    if start is None or end is None:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_office else self.none()

    def for_outline(self) -> Self:
        return self.select_related("kind").prefetch_related("addressees__force")

    def in_order(self) -> Self:
        """Causes of concern first, each with its recommendations, then the rest by kind and number."""
        family = models.functions.Coalesce("parent__position", "position")
        return self.order_by("inspection", family, F("parent").asc(nulls_first=True), "position", "pk")

    def search(self, text: str) -> Self:
        return self.filter(pk__in=self.found(text))

    def found(self, text: str) -> models.QuerySet["Finding", Any]:
        """Their numbers, each place apart: so PostgreSQL uses the index of each, where one OR reads every row.

        Kinds and reports are few and asked for at once: where PostgreSQL guesses how many, it reads every finding.
        What several places hold comes several times, since who asks makes one set of it anyway.
        """
        places = [_matching(text, field) for field in PLACES]
        kinds = FindingKind.objects.filter(_matching(text, "name", "aliases")).values_list(Value("kind"), "pk")
        reports = Inspection.objects.filter(_matching(text, "title")).values_list(Value("inspection"), "pk")
        above: dict[str, list[int]] = {}
        for field, pk in kinds.union(reports).order_by():
            above.setdefault(field, []).append(pk)
        numbers = ArrayField(models.BigIntegerField())
        places += [Q(IsOneOf(field, Value(pks, output_field=numbers))) for field, pks in above.items()]
        first, *others = [Finding.objects.filter(place).values("pk") for place in places]
        return first.union(*others, all=True)

    def holding(self, text: str) -> Self:
        """The same, asked of each: for where few are looked at and many hold it."""
        kinds = FindingKind.objects.filter(_matching(text, "name", "aliases")).values("pk")
        reports = Inspection.objects.filter(_matching(text, "title")).values("pk")
        return self.filter(_matching(text, *PLACES) | Q(kind__in=kinds) | Q(inspection__in=reports))


@pghistory.track()
class Finding(models.Model):
    """One thing the inspectorate found, stored once, in its words.

    A recommendation under a cause of concern has a parent, and so has a lettered limb of a recommendation (R52).
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    kind = models.ForeignKey(FindingKind, models.PROTECT, related_name="findings")
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    limb = models.CharField(max_length=2, blank=True, help_text="The letter, where a recommendation is split.")
    reference = models.CharField(max_length=40, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    label = models.CharField("label as printed", max_length=60, blank=True)
    title = models.CharField("short title", max_length=150)
    text = models.TextField("the inspectorate's words")
    page = models.CharField(max_length=20, blank=True)
    deadline_wording = models.CharField("deadline as printed", max_length=120, blank=True)
    deadline_precision = models.CharField(max_length=10, choices=PRECISIONS, default=Precision.NONE)
    deadline_on = models.DateField("last day", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="finding_limb_unique_in_parent", fields=["parent", "limb"], condition=~Q(limb="")
            ),
            models.CheckConstraint(name="finding_limb_has_a_parent", condition=Q(limb="") | Q(parent__isnull=False)),
            models.CheckConstraint(name="finding_not_its_own_parent", condition=~Q(pk=F("parent"))),
            models.CheckConstraint(
                name="finding_deadline_has_a_day_as_its_precision_says",
                condition=Q(deadline_precision="none", deadline_on__isnull=True)
                | Q(deadline_precision__in=["relative", "immediate"])
                | Q(deadline_precision__in=["day", "month", "quarter", "year"], deadline_on__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_deadline_is_known_by_its_wording",
                condition=Q(deadline_precision="none") | ~Q(deadline_wording=""),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="finding_title_trigram"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="finding_text_trigram"),
            GinIndex(OpClass(Upper("reference"), name="gin_trgm_ops"), name="finding_reference_trigram"),
            GinIndex(OpClass(Upper("label"), name="gin_trgm_ops"), name="finding_label_trigram"),
            models.Index(name="finding_listed", fields=["id"], include=["kind", "deadline_on"]),  # without its texts
        ]
        triggers = [pgtrigger.ReadOnly(name="reference_is_immutable", fields=["reference"])]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    @property
    def deadline(self) -> Deadline:
        return Deadline(self.deadline_wording, Precision(self.deadline_precision), self.deadline_on)
