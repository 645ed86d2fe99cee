"""What the public reads: the frozen text of a response as it was published (ADR 4)."""

from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, Self

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.checks import CheckMessage
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lag, TruncDate
from django.urls import reverse

from oversight.accounts.models import User
from oversight.once import once
from responses.card import Card, cards
from responses.clock import LONDON, Verdict, verdict_once_published
from responses.models.response import Response

LONG_TEXTS = ["our_comments", "our_reply", "chief_officer", "answers"]
WITHOUT_LONG_TEXTS = models.Func(
    F("document"),
    Value(LONG_TEXTS, output_field=ArrayField(models.TextField())),
    template="(%(expressions)s)",
    arg_joiner=" - ",
    output_field=models.JSONField(),
)


class _FirstAnswers(models.Func):
    template = "jsonb_path_query_array(%(expressions)s, '$.answers[0 to 2]')"
    output_field = models.JSONField()


FIRST_PUBLISHED = Coalesce(KT("summary__first_published_on"), KT("summary__published_on"))


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


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User) -> Self:
        """In the back office: the office's own. The public reads `current()`."""
        return self.filter(response__in=Response.objects.visible_to(user))

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

    def about(self, *forces: str) -> Self:
        return self.filter(_about_any(list(forces)))

    def on_theme(self, slug: str) -> Self:
        return self.filter(summary__themes__contains=[{"slug": slug}])

    def for_list(self) -> Self:
        """Without the documents, the newest response first."""
        rows = self.defer("document").alias(first_published=FIRST_PUBLISHED)
        rows = rows.annotate(
            slug=F("response__slug"),
            report=F("response__inspection__reference"),
            first_answers=_FirstAnswers("document"),
        )
        return rows.order_by("-first_published", "-pk")


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
    first_answers: list[dict[str, Any]]

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

    @cached_property
    def address(self) -> str:
        """The same of a row of `for_list`."""
        return reverse("responses:public-response", args=[self.slug])

    @cached_property
    def first_published_on(self) -> date:
        """Of the response: a correction is dated later (R13)."""
        return date.fromisoformat(self.summary.get("first_published_on") or self.summary["published_on"])

    @cached_property
    def facts(self) -> dict[str, list[str]]:
        """What a list of them can be narrowed by."""
        return {
            "title": [self.title, *(report["title"] for report in self.summary.get("also_answers", []))],
            "year": [str(self.first_published_on.year)],
            "theme": [theme["slug"] for theme in self.summary.get("themes", [])],
            "force": [force["code"] for force in self.summary["forces"]],
            "office": [self.summary["policing_body"]["code"]],
            "timing": [self.timing],
        }

    @cached_property
    def reports(self) -> list[str]:
        """References of all that it answers (R7)."""
        return [self.report, *(report["reference"] for report in self.summary.get("also_answers", []))]

    @cached_property
    def day_of_clock(self) -> int | None:
        """On which day it was first published, where the day of the report is day 1."""
        last_day, period = self.summary.get("last_day"), self.summary.get("period_days")
        if last_day is None or period is None:
            return None
        return (self.first_published_on - date.fromisoformat(last_day)).days + int(period)

    @property
    def timing(self) -> Timing:
        if not self.summary["is_statutory"]:
            return Timing.VOLUNTARY
        verdict = self.verdict
        if verdict is None:
            return Timing.NO_DEADLINE
        return Timing.LATE if verdict.days_late else Timing.ON_TIME

    @cached_property
    def first_cards(self) -> list[Card]:
        """Of its first answers (R121)."""
        return cards(self.first_answers)

    @cached_property
    def verdict(self) -> Verdict | None:
        """None where no clock ran: the day of the report is not known, or the law did not ask (R3, R4, R6)."""
        last_day = self.summary.get("last_day")
        return verdict_once_published(self.first_published_on, date.fromisoformat(last_day)) if last_day else None


@once
def current() -> PublicationQuerySet:
    return Publication.objects.current()


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def visible_to(self, user: User) -> Self:
        """The office's own."""
        return self.filter(publication__response__in=Response.objects.visible_to(user))


@pghistory.track()
class Withdrawal(models.Model):
    """The end of a publication: this version and those before it are no longer read; a later one may be (R13)."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField()
    reason = models.TextField(help_text="Everybody can read it at the address of the response.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="withdrawal_says_why", condition=~Q(reason=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Withdrawal of {self.publication}"
