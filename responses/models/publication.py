"""What the public reads: the frozen text of a response as it was published (ADR 4)."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import itemgetter, or_
from typing import Any, Self
from zoneinfo import ZoneInfo

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.checks import CheckMessage
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lag, Left, TruncDate
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.clock import Outcome, Verdict
from responses.models.response import Response

LONDON = ZoneInfo("Europe/London")  # whose days are the law's
LONG_TEXTS = ["our_comments", "our_reply", "chief_officer", "answers"]
WITHOUT_LONG_TEXTS = models.Func(
    F("document"),
    Value(LONG_TEXTS, output_field=ArrayField(models.TextField())),
    template="(%(expressions)s)",
    arg_joiner=" - ",
    output_field=models.JSONField(),
)


class Timing(models.TextChoices):
    """Whether the law was kept, as far as that can be told (R2 to R4, R6)."""

    ON_TIME = "on-time", "On time"
    LATE = "late", "Late"
    VOLUNTARY = "voluntary", "Voluntary"
    NO_DEADLINE = "no-deadline", "No known deadline"


class GeneratedField(models.GeneratedField):
    """Checked without a connection: commands like `makemigrations` need no database, and ours is always PostgreSQL."""

    def check(self, **options: Any) -> list[CheckMessage]:  # noqa: ANN401
        return super().check(**options | {"databases": []})


class _Each(models.Func):
    """What a path finds in the summary, a row each."""

    template = "jsonb_path_query(%(expressions)s, '%(path)s') #>> '{}'"
    output_field = models.TextField()
    set_returning = True

    def __init__(self, path: str) -> None:
        super().__init__(F("summary"), path=path)


class _FurtherTitles(models.Func):
    template = "jsonb_path_query_array(%(expressions)s, '$.also_answers[*].title')::text"
    output_field = models.TextField()


class PublicationQuerySet(models.QuerySet["Publication"]):
    def readable(self) -> Self:
        """All that anybody may read (R66). A withdrawal takes out a version and those before it."""
        same = Withdrawal.objects.filter(publication__response=models.OuterRef("response"))
        return self.filter(~models.Exists(same.filter(publication__number__gte=models.OuterRef("number"))))

    def current(self) -> Self:
        """The last version of each response that is not withdrawn. All that the public register reads (R66)."""
        later = Publication.objects.filter(response=models.OuterRef("response"), number__gt=models.OuterRef("number"))
        return self.readable().filter(~models.Exists(later))

    def for_versions(self) -> Self:
        """Without the documents, the latest first, each with the number of the one that it replaced."""
        before = models.Window(Lag("number"), partition_by="response", order_by="number")
        return self.defer("document").annotate(replaced=before).order_by("-number")

    def search(self, text: str) -> Self:
        """By title, or by any name that an inspected force has or had (R54)."""
        named = Force.objects.search(text).values_list("code", flat=True)
        rows = self.alias(further_titles=_FurtherTitles("summary"))
        return rows.filter(Q(title__icontains=text) | Q(further_titles__icontains=text) | _about_any(list(named)))

    def about(self, force: str) -> Self:
        return self.filter(_about_any([force]))

    def on_theme(self, slug: str) -> Self:
        return self.filter(summary__themes__contains=[{"slug": slug}])

    def of(self, policing_body: str) -> Self:
        return self.filter(summary__policing_body__code=policing_body)

    def published_in(self, year: int) -> Self:
        return self.with_days().filter(first_published__startswith=f"{year}-")

    def timed(self, timing: str) -> Self:
        return self.with_days().filter(timing=timing)

    def years_and_offices(self) -> tuple[list[int], list[tuple[str, str]]]:
        """In which years responses were first published, the latest first; code and name of whose they are."""
        whose = (KT("summary__policing_body__code"), KT("summary__policing_body__name"))
        rows = set(self.with_days().order_by().values_list(Left("first_published", 4), *whose).distinct())
        return sorted({int(year) for year, *_ in rows}, reverse=True), _by_name((code, name) for _, code, name in rows)

    def forces(self) -> models.QuerySet[Force]:
        """Those that these responses are about."""
        return Force.objects.filter(code__in=self.order_by().values(code=_Each("$.forces[*].code"))).in_order()

    def themes(self) -> list[tuple[str, str]]:
        """Slug and name of each, as the documents have them."""
        found = self.order_by().values_list(_Each("$.themes[*].slug"), _Each("$.themes[*].name")).distinct()
        return _by_name(found)

    def with_days(self) -> Self:
        """With the day of the first version, as ISO text, and whether that was in time."""
        first, last_day = F("first_published"), KT("summary__last_day")
        timing = Case(
            When(summary__is_statutory=False, then=Value(Timing.VOLUNTARY)),
            When(GreaterThan(first, last_day), then=Value(Timing.LATE)),
            When(LessThanOrEqual(first, last_day), then=Value(Timing.ON_TIME)),
            default=Value(Timing.NO_DEADLINE),
            output_field=models.TextField(),
        )
        days = Coalesce(KT("summary__first_published_on"), KT("summary__published_on"))
        return self.annotate(first_published=days).annotate(timing=timing)

    def newest(self) -> Self:
        """Corrections among them: a feed tells of each."""
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> Self:
        """Without the documents, the newest response first."""
        rows = self.defer("document").with_days()
        rows = rows.annotate(slug=F("response__slug"), report=F("response__inspection__reference"))
        return rows.order_by("-first_published", "-pk")


def _by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each code once, under the last of its names."""
    return sorted(dict(sorted(pairs)).items(), key=itemgetter(1))


def _about_any(codes: list[str]) -> Q:
    return reduce(or_, (Q(summary__forces__contains=[{"code": code}]) for code in codes), Q(pk__in=[]))


@pghistory.track(exclude=["summary"])
class Publication(models.Model):
    """The frozen text of a response as published; a correction is a new one (R13)."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="The whole public page as data; see responses.documents.")
    summary = GeneratedField(expression=WITHOUT_LONG_TEXTS, output_field=models.JSONField(), db_persist=True)
    title = models.CharField(max_length=250)
    report_published_on = models.DateField(null=True, blank=True)
    published_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proof_url = models.URLField("where it was published on that day", max_length=500, blank=True)
    proof = models.CharField(max_length=300, blank=True, help_text="Of an earlier day. Not public.")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    note = models.TextField(blank=True, help_text="What was corrected.")

    slug: str  # these three with `for_list`
    report: str
    timing: str

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="publication_numbered_in_its_response", fields=["response", "number"]),
            models.CheckConstraint(
                name="publication_correction_says_what_changed", condition=Q(number=1) | ~Q(note="")
            ),
            models.CheckConstraint(
                name="publication_earlier_day_has_proof",
                condition=Q(published_on__gte=TruncDate("published_at", tzinfo=LONDON))
                | ~Q(proof_url="")
                | ~Q(proof=""),
            ),
            models.CheckConstraint(
                name="publication_approved_at_and_by_together",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("responses:public-response", args=[self.response.slug])

    @property
    def first_published_on(self) -> date:
        """Of the response: a correction is dated later (R13)."""
        return date.fromisoformat(self.summary.get("first_published_on") or self.summary["published_on"])

    @property
    def reports(self) -> list[str]:
        """References of all that it answers (R7)."""
        return [self.report, *(report["reference"] for report in self.summary.get("also_answers", []))]

    @property
    def day_of_clock(self) -> int | None:
        """On which day it was first published, where the day of the report is day 1."""
        last_day, period = self.summary.get("last_day"), self.summary.get("period_days")
        if last_day is None or period is None:
            return None
        return (self.first_published_on - date.fromisoformat(last_day)).days + int(period)

    @property
    def verdict(self) -> Verdict | None:
        """None where no clock ran: the day of the report is not known, or the law did not ask (R3, R4, R6)."""
        last_day = self.summary.get("last_day")
        if last_day is None:
            return None
        days_late = max(0, (self.first_published_on - date.fromisoformat(last_day)).days)
        return Verdict(Outcome.LATE if days_late else Outcome.ON_TIME, days_late)


@pghistory.track()
class Withdrawal(models.Model):
    """The end of a publication: this version and those before it are no longer read; a later one may be (R13)."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField()
    reason = models.TextField(help_text="Everybody can read it at the address of the response.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="withdrawal_says_why", condition=~Q(reason=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Withdrawal of {self.publication}"
