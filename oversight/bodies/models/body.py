"""Forces, policing bodies, and what was true of them on a date (R54, R55, R57)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Lower

from oversight.bodies.models.dated import Dated, DatedQuerySet, one_at_a_time, starts_before_it_ends
from oversight.bodies.models.kinds import NAMED_FOR_AREA, SHORT_TITLES, ForceKind, PolicingBodyKind
from oversight.counts import named_by


class ForceQuerySet(models.QuerySet["Force"]):
    def overseen_by(self, policing_body: "PolicingBody", on: date) -> Self:
        """Forces of a policing body on a day, and the units that those forces are members of (R57)."""
        return self.overseen_by_any([policing_body], on)

    def overseen_by_any(self, bodies: "Iterable[PolicingBody | int]", on: date) -> Self:
        own = Oversight.objects.on(on).filter(policing_body__in=bodies).values("force")
        units = Membership.objects.on(on).filter(member__in=own).values("unit")
        return self.filter(Q(pk__in=own) | Q(pk__in=units))

    def ever_overseen_by(self, bodies: list[int]) -> Self:
        return self.filter(pk__in=Oversight.objects.filter(policing_body__in=bodies).values("force"))

    def search(self, text: str) -> Self:
        """By a name of today or of another day (R54), the short name or an alias, or what it is part of (R56)."""
        named = ForceName.objects.filter(name__icontains=text).values("force")
        called = Q(pk__in=named) | Q(short_name__icontains=text) | Q(aliases__icontains=text)
        whole = self.model._default_manager.filter(called).values("pk")
        parts = Merger.objects.standing().filter(successor__in=whole).values("predecessor")
        return self.filter(called | Q(pk__in=parts))

    def with_any(self, rows: models.QuerySet, key: str = "force_id") -> Self:
        """Those that at least one of the rows is about."""
        return self.filter(named_by(rows, key))

    def with_names(self) -> Self:
        return self.prefetch_related("names")

    def with_whole(self) -> Self:
        """With the short name of what it has become part of (R56)."""
        return self.annotate(whole=Merger.objects.whole_of("pk"))

    def named(self, on: date) -> Self:
        """With what each is called on a day, as `name`, at no further query."""
        name = ForceName.objects.on(on).filter(force=OuterRef("pk")).values("name")
        return self.annotate(name=Coalesce(Subquery(name), F("short_name")))

    def engaged(self, on: date) -> Self:
        """With the first day of the time in Engage that each has on a day, as `in_engage_since`."""
        now = Engagement.objects.on(on).filter(force=OuterRef("pk")).values("starts_on")
        return self.annotate(in_engage_since=Subquery(now))

    def for_page(self, on: date) -> Self:
        """With its name of a day, all its names and overseers, and its units or, of a unit, its members."""
        return self.named(on).annotate(
            oversight_rows=Oversight.objects.filter(force=OuterRef("pk")).with_bodies(on),
            name_rows=ForceName.objects.filter(force=OuterRef("pk")).told(name="name"),
            unit_rows=Membership.objects.filter(member=OuterRef("pk")).with_bodies(),
            member_rows=Membership.objects.filter(unit=OuterRef("pk")).with_bodies(),
            engagement_rows=Engagement.objects.filter(force=OuterRef("pk")).told(
                reason="reason", ended_because="ended_because", url="url"
            ),
            whole_rows=Merger.objects.filter(predecessor=OuterRef("pk")).with_bodies(),
            part_rows=Merger.objects.filter(successor=OuterRef("pk")).with_bodies(),
        )

    def in_order(self) -> Self:
        """As a reader looks for them, whatever the database makes of capitals: Norfolk before NWROCU."""
        return self.order_by(Lower("short_name"), "pk")


@pghistory.track()
class Force(models.Model):
    """An inspected body: a territorial force, a special force or a unit with member forces."""

    code = models.SlugField(max_length=40, unique=True, help_text="The police.uk identifier; never changes.")
    kind = models.CharField(max_length=20, choices=ForceKind)
    short_name = models.CharField(max_length=60, help_text="Our own short label, for lists and charts.")
    region = models.CharField(max_length=60, blank=True, help_text="ROCU region.")
    country = models.CharField(max_length=40)
    ons_code = models.CharField("ONS code", max_length=9, blank=True, help_text="Police force area code.")
    aliases = ArrayField(models.CharField(max_length=100), default=list, blank=True)

    name: str  # with `named`
    name_rows: list[dict[str, Any]]  # these with `for_page`
    oversight_rows: list[dict[str, Any]]
    unit_rows: list[dict[str, Any]]
    member_rows: list[dict[str, Any]]
    engagement_rows: list[dict[str, Any]]
    whole_rows: list[dict[str, Any]]
    part_rows: list[dict[str, Any]]
    whole: str | None  # with `with_whole`

    objects = ForceQuerySet.as_manager()

    class Meta:
        ordering = ["short_name"]
        constraints = [
            models.UniqueConstraint(name="force_ons_code_unique", fields=["ons_code"], condition=~Q(ons_code="")),
        ]

    def __str__(self) -> str:
        return self.short_name

    def name_on(self, on: date, names: "Iterable[ForceName] | None" = None) -> str:
        """The name in use on a day (R54), of its names if given; `with_names()` keeps lists at one query."""
        named = self.names.all() if names is None else names
        return next((name.name for name in named if name.holds_on(on)), self.short_name)


@pghistory.track()
class ForceName(Dated):
    force = models.ForeignKey(Force, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120, db_index=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True)]
        constraints = [
            one_at_a_time("forcename_one_at_a_time", "force"),
            starts_before_it_ends("forcename_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.name


class PolicingBodyQuerySet(models.QuerySet["PolicingBody"]):
    def nameless(self) -> Self:
        """Those that do not name their staff to forces (R91)."""
        return self.filter(names_staff=False)

    def with_names(self) -> Self:
        return self.prefetch_related("names")

    def for_page(self, on: date) -> Self:
        """With all its names, and the forces that it oversees by their names of a day."""
        return self.annotate(
            name_rows=PolicingBodyName.objects.filter(policing_body=OuterRef("pk")).told(name="name"),
            oversight_rows=Oversight.objects.filter(policing_body=OuterRef("pk")).with_bodies(on),
        )


@pghistory.track()
class PolicingBody(models.Model):
    """Who oversees a force; its staff are "the office"."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=PolicingBodyKind)
    area = models.CharField(max_length=80, help_text="Whom it serves: “Hampshire and Isle of Wight”.")
    mailbox = models.EmailField("shared mailbox", blank=True, help_text="Gets the letters that have nobody else.")
    moves_allowed = models.PositiveSmallIntegerField(
        "moves of a deadline", default=1, help_text="After so many, pages warn before the next one."
    )
    names_staff = models.BooleanField(
        "names of staff shown to forces",
        default=True,
        help_text="Without it, force leads read the name of the office instead of a person’s (R91).",
    )
    files_kept_years = models.PositiveSmallIntegerField(
        "years for which evidence files are kept",
        default=6,
        help_text="Full years after the financial year in which anything last happened. Nothing goes by itself.",
    )

    name_rows: list[dict[str, Any]]  # these with `for_page`
    oversight_rows: list[dict[str, Any]]

    objects = PolicingBodyQuerySet.as_manager()

    class Meta:
        ordering = ["area", "kind"]
        verbose_name_plural = "policing bodies"
        constraints = [
            models.CheckConstraint(
                name="policingbody_keeps_files_for_1_to_30_years",
                condition=Q(files_kept_years__range=(1, 30)),
                violation_error_message="Files are kept for 1 to 30 years.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} for {self.area}" if self.kind in NAMED_FOR_AREA else f"{self.title} ({self.area})"

    @property
    def title(self) -> str:
        """What its holder is called (R60)."""
        return str(self.get_kind_display())

    @property
    def short_title(self) -> str:
        """What pages call it in running text: “the Commissioner”, “the Mayor” (R60)."""
        return SHORT_TITLES.get(PolicingBodyKind(self.kind), f"the {self.title}")

    def name_on(self, on: date) -> str:
        return next((name.name for name in self.names.all() if name.holds_on(on)), str(self))


@pghistory.track()
class PolicingBodyName(Dated):
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True)]
        constraints = [
            one_at_a_time("policingbodyname_one_at_a_time", "policing_body"),
            starts_before_it_ends("policingbodyname_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.name


class OversightQuerySet(DatedQuerySet):
    def with_bodies(self, on: date) -> ArraySubquery:
        """For an annotation, to be `read`: both by their names of a day, and the units of the force."""
        force = ForceName.objects.on(on).filter(force=OuterRef("force")).values("name")[:1]
        body = PolicingBodyName.objects.on(on).filter(policing_body=OuterRef("policing_body")).values("name")[:1]
        return self.told(
            force=JSONObject(id="force__pk", code="force__code", short_name="force__short_name"),
            policing_body=JSONObject(
                id="policing_body__pk",
                code="policing_body__code",
                kind="policing_body__kind",
                area="policing_body__area",
            ),
            force_name=Subquery(force),
            body_name=Subquery(body),
            unit_rows=Membership.objects.filter(member=OuterRef("force")).with_bodies(),
        )


@pghistory.track()
class Oversight(Dated):
    """Which policing body oversees a force, by date (R55): one at a time."""

    force = models.ForeignKey(Force, models.PROTECT, related_name="oversights")
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="oversights")

    force_name: str | None  # these when `read`
    body_name: str | None
    unit_rows: list[dict[str, Any]]

    objects = OversightQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True)]
        constraints = [
            one_at_a_time("oversight_one_at_a_time", "force"),
            starts_before_it_ends("oversight_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.policing_body} oversees {self.force}"

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        told = ["force_name", "body_name", "unit_rows"]
        read = []
        for row in rows:
            bodies = {"force": Force(**row["force"]), "policing_body": PolicingBody(**row["policing_body"])}
            (oversight,) = super().read([{name: row[name] for name in row if name not in told} | bodies])
            vars(oversight).update({name: row[name] for name in told})
            read.append(oversight)
        return read


class MembershipQuerySet(DatedQuerySet):
    def with_bodies(self) -> ArraySubquery:
        """For an annotation, to be `read`."""
        unit, member = (
            JSONObject(id=f"{of}__pk", code=f"{of}__code", short_name=f"{of}__short_name") for of in ("unit", "member")
        )
        return self.told(unit=unit, member=member, leads="leads")


@pghistory.track()
class Membership(Dated):
    """A force's membership of a collaborative unit, by date; one member leads (R57)."""

    unit = models.ForeignKey(
        Force, models.PROTECT, related_name="memberships", limit_choices_to={"kind": ForceKind.UNIT}
    )
    member = models.ForeignKey(Force, models.PROTECT, related_name="units")
    leads = models.BooleanField("lead force", default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["unit", F("starts_on").asc(nulls_first=True)]
        constraints = [
            one_at_a_time("membership_one_at_a_time", "unit", "member"),
            starts_before_it_ends("membership_starts_before_it_ends"),
            models.CheckConstraint(
                name="membership_of_another_body",
                condition=~Q(unit=F("member")),
                violation_error_message="A unit cannot be a member of itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.unit}"

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        return super().read(row | {name: Force(**row[name]) for name in ("unit", "member")} for row in rows)


@pghistory.track()
class Engagement(Dated):
    """The inspectorate's enhanced monitoring of a force, which it makes public (R62); without one it scans."""

    force = models.ForeignKey(Force, models.PROTECT, related_name="engagements")
    reason = models.TextField(help_text="In the inspectorate's words. Everybody can read it.")
    ended_because = models.TextField("why it ended", blank=True, help_text="Everybody can read it.")
    url = models.URLField("address of the announcement", max_length=500, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["force", F("starts_on").desc(nulls_last=True)]
        verbose_name = "time in Engage"
        verbose_name_plural = "times in Engage"
        constraints = [
            one_at_a_time("engagement_one_at_a_time", "force"),
            starts_before_it_ends("engagement_starts_before_it_ends"),
            models.CheckConstraint(name="engagement_has_a_start", condition=Q(starts_on__isnull=False)),
            models.CheckConstraint(name="engagement_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="engagement_that_is_not_over_has_no_reason_to_end",
                condition=Q(ended_because="") | Q(ends_on__isnull=False),
                violation_error_message="Enter the day on which it ended.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force} in Engage"


class MergerQuerySet(DatedQuerySet):
    def standing(self) -> Self:
        return self.filter(ends_on=None)

    def forces_before(self, force: int | OuterRef) -> models.QuerySet:
        """Those that have become part of it."""
        return self.standing().filter(successor=force).values("predecessor")

    def whole_of(self, force: str) -> Subquery:
        """For an annotation: the short name of what the force of that name in a query has become part of."""
        return Subquery(self.standing().filter(predecessor=OuterRef(force)).values("successor__short_name")[:1])

    def with_bodies(self) -> ArraySubquery:
        """For an annotation, to be `read`."""
        former, whole = (
            JSONObject(id=f"{of}__pk", code=f"{of}__code", short_name=f"{of}__short_name")
            for of in ("predecessor", "successor")
        )
        return self.told(predecessor=former, successor=whole)

    def part_of(self, force: int) -> models.QuerySet:
        """What it has become part of."""
        return self.part_of_any([force])

    def part_of_any(self, forces: list[int]) -> models.QuerySet:
        return self.standing().filter(predecessor__in=forces).values("successor")


@pghistory.track()
class Merger(Dated):
    """A force has become part of another one; what it was told stays under its own name (R56)."""

    predecessor = models.ForeignKey(Force, models.PROTECT, related_name="mergers", verbose_name="former force")
    successor = models.ForeignKey(Force, models.PROTECT, related_name="+", verbose_name="part of")

    objects = MergerQuerySet.as_manager()

    class Meta:
        ordering = ["predecessor", "starts_on"]
        constraints = [
            one_at_a_time("merger_one_at_a_time", "predecessor"),
            starts_before_it_ends("merger_starts_before_it_ends"),
            models.CheckConstraint(
                name="merger_has_a_start",
                condition=Q(starts_on__isnull=False),
                violation_error_message="Enter the first day of the merged force.",
            ),
            models.CheckConstraint(
                name="merger_with_another",
                condition=~Q(successor=F("predecessor")),
                violation_error_message="A force cannot become part of itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor}, part of {self.successor}"

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        bodies = ("predecessor", "successor")
        return super().read(row | {name: Force(**row[name]) for name in bodies} for row in rows)
