"""Forces, policing bodies, and what was true of them on a date (R54, R55, R57)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject, Lower


class DateRange(Func):
    """SQL `daterange(starts_on, ends_on, '[]')`: both days belong to the period, NULL is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Dated(models.Model):
    """A fact about a body that holds from one day to another, both included; open where NULL."""

    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)

    def is_over(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on

    def is_to_come(self, on: date) -> bool:
        return self.starts_on is not None and on < self.starts_on

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        """What `DatedQuerySet.told` has brought along with another row."""
        return [cls(**row | {name: row[name] and date.fromisoformat(row[name]) for name in DAYS}) for row in rows]


DAYS = ["starts_on", "ends_on"]


class DatedQuerySet(models.QuerySet):
    def on(self, day: date | Combinable) -> Self:
        """`day` may also be an expression, where each row of an outer query has a day of its own."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
        )

    def told(self, **facts: str | Combinable) -> ArraySubquery:
        """For an annotation, to be `read`: public pages have few queries to spend (R131)."""
        days = {name: name for name in DAYS}
        return ArraySubquery(self.values(row=JSONObject(**days, **facts)))


def _one_at_a_time(name: str, *fields: str) -> ExclusionConstraint:
    period = DateRange(F("starts_on"), F("ends_on"), Value("[]"))
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=[*same, (period, RangeOperators.OVERLAPS)])


def _starts_before_it_ends(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
        violation_error_message="The period must start before it ends.",
    )


class ForceKind(models.TextChoices):
    TERRITORIAL = "territorial", "Territorial force"
    SPECIAL = "special", "Special force"
    UNIT = "unit", "Collaborative unit"


class ForceQuerySet(models.QuerySet["Force"]):
    def overseen_by(self, policing_body: "PolicingBody", on: date) -> Self:
        """Forces of a policing body on a day, and the units that those forces are members of (R57)."""
        own = Oversight.objects.on(on).filter(policing_body=policing_body).values("force")
        units = Membership.objects.on(on).filter(member__in=own).values("unit")
        return self.filter(Q(pk__in=own) | Q(pk__in=units))

    def search(self, text: str) -> Self:
        """By a name of today or of another day (R54), the short name or an alias."""
        named = ForceName.objects.filter(name__icontains=text).values("force")
        return self.filter(Q(pk__in=named) | Q(short_name__icontains=text) | Q(aliases__icontains=text))

    def with_any(self, rows: models.QuerySet) -> Self:
        """Those that at least one of the rows is about."""
        return self.filter(models.Exists(rows.filter(force=models.OuterRef("pk"))))

    def with_names(self) -> Self:
        return self.prefetch_related("names")

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

    objects = ForceQuerySet.as_manager()

    class Meta:
        ordering = ["short_name"]
        constraints = [
            models.UniqueConstraint(name="force_ons_code_unique", fields=["ons_code"], condition=~Q(ons_code="")),
        ]

    def __str__(self) -> str:
        return self.short_name

    def name_on(self, on: date) -> str:
        """The name in use on a day (R54); `with_names()` keeps lists at one query."""
        return next((name.name for name in self.names.all() if name.holds_on(on)), self.short_name)


@pghistory.track()
class ForceName(Dated):
    force = models.ForeignKey(Force, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120, db_index=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True)]
        constraints = [
            _one_at_a_time("forcename_one_at_a_time", "force"),
            _starts_before_it_ends("forcename_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.name


class PolicingBodyKind(models.TextChoices):
    PCC = "pcc", "Police and Crime Commissioner"
    PFCC = "pfcc", "Police, Fire and Crime Commissioner"
    MAYOR = "mayor", "Mayor"
    MOPAC = "mopac", "Mayor's Office for Policing and Crime"
    COMMON_COUNCIL = "common-council", "Common Council"
    AUTHORITY = "authority", "Police authority"
    COMMITTEE = "committee", "Committee"
    BOARD = "board", "Board"
    MINISTER = "minister", "Minister"


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
    mailbox = models.EmailField("shared mailbox", blank=True, help_text="Gets the letters that have nobody else (R27).")
    moves_allowed = models.PositiveSmallIntegerField(
        "moves of a deadline", default=1, help_text="After so many, pages warn before the next one (R22)."
    )
    names_staff = models.BooleanField(
        "names of staff shown to forces",
        default=True,
        help_text="Without it, force leads read the name of the office instead of a person’s (R91).",
    )

    name_rows: list[dict[str, Any]]  # these with `for_page`
    oversight_rows: list[dict[str, Any]]

    objects = PolicingBodyQuerySet.as_manager()

    class Meta:
        ordering = ["area", "kind"]
        verbose_name_plural = "policing bodies"

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


NAMED_FOR_AREA = {PolicingBodyKind.PCC, PolicingBodyKind.PFCC, PolicingBodyKind.MAYOR}
SHORT_TITLES = {
    PolicingBodyKind.PCC: "the Commissioner",
    PolicingBodyKind.PFCC: "the Commissioner",
    PolicingBodyKind.MAYOR: "the Mayor",
    PolicingBodyKind.MOPAC: "the Mayor's Office",
    PolicingBodyKind.COMMON_COUNCIL: "the Police Authority Board",
}


@pghistory.track()
class PolicingBodyName(Dated):
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True)]
        constraints = [
            _one_at_a_time("policingbodyname_one_at_a_time", "policing_body"),
            _starts_before_it_ends("policingbodyname_starts_before_it_ends"),
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
            _one_at_a_time("oversight_one_at_a_time", "force"),
            _starts_before_it_ends("oversight_starts_before_it_ends"),
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
            _one_at_a_time("membership_one_at_a_time", "unit", "member"),
            _starts_before_it_ends("membership_starts_before_it_ends"),
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
            _one_at_a_time("engagement_one_at_a_time", "force"),
            _starts_before_it_ends("engagement_starts_before_it_ends"),
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
