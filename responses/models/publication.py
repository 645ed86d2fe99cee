"""What the public reads: the frozen text of a response as it was published (ADR 4)."""

from functools import reduce
from operator import or_
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.urls import reverse

from oversight.accounts.models import User
from oversight.bodies.models import Force
from responses.models.response import Response, ResponseStatus


class _ForceCodes(models.Func):
    """The forces that a document is about, a row each."""

    template = "jsonb_path_query(%(expressions)s, '$.forces[*].code') #>> '{}'"
    output_field = models.TextField()
    set_returning = True


class PublicationQuerySet(models.QuerySet["Publication"]):
    def current(self) -> Self:
        """The last version of each response that is published today. All that the public register reads (R66)."""
        later = Publication.objects.filter(response=models.OuterRef("response"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later), response__status=ResponseStatus.PUBLISHED)

    def search(self, text: str) -> Self:
        """By title, or by any name that an inspected force has or had (R54)."""
        named = Force.objects.search(text).values_list("code", flat=True)
        return self.filter(Q(title__icontains=text) | _about_any(list(named)))

    def about(self, force: str) -> Self:
        return self.filter(_about_any([force]))

    def published_in(self, year: int) -> Self:
        return self.filter(published_on__year=year)

    def years(self) -> list[int]:
        return [day.year for day in self.dates("published_on", "year", order="DESC")]

    def forces(self) -> models.QuerySet[Force]:
        """Those that these responses are about."""
        return Force.objects.filter(code__in=self.order_by().values(code=_ForceCodes("document"))).in_order()

    def for_list(self) -> Self:
        """Without the documents, but with what a list shows of them, taken out of the rows of one page only."""
        shown = JSONObject(
            report_url=KT("document__report_url"),
            report_wording=KT("document__report_published_wording"),
            office=KT("document__policing_body__name"),
            is_statutory=Q(document__is_statutory=True),
        )
        taken_out = Publication.objects.filter(pk=models.OuterRef("pk")).order_by().values(shown=shown)
        return self.defer("document").annotate(slug=F("response__slug"), shown=models.Subquery(taken_out))


def _about_any(codes: list[str]) -> Q:
    return reduce(or_, (Q(document__forces__contains=[{"code": code}]) for code in codes), Q(pk__in=[]))


@pghistory.track()
class Publication(models.Model):
    """The frozen text of a response as published; a correction is a new one (R13)."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="The whole public page as data; see responses.documents.")
    title = models.CharField(max_length=250)
    report_published_on = models.DateField(null=True, blank=True)
    published_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(blank=True, help_text="What was corrected.")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="publication_numbered_in_its_response", fields=["response", "number"]),
            models.CheckConstraint(
                name="publication_correction_says_what_changed", condition=Q(number=1) | ~Q(note="")
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("responses:public-response", args=[self.response.slug])
