"""Which finding was there before: repeated, replaced, or first issued in a letter."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from inspections.models.inspection import Finding
from oversight.accounts.models import User


class PredecessorKind(models.TextChoices):
    REPEATS = "repeats", "Repeats"
    SUPERSEDES = "supersedes", "Takes the place of"
    LETTER = "letter", "Was first issued in a letter as"


class PredecessorQuerySet(models.QuerySet["Predecessor"]):
    def told_about(self, finding: str) -> ArraySubquery:
        """For an annotation, to be `read`: those before and after the finding of that name in a query (R131)."""
        rows = self.filter(Q(finding=OuterRef(finding)) | Q(earlier=OuterRef(finding))).order_by()
        facts = {"pk": "pk", "finding_id": "finding", "earlier_id": "earlier", "kind": "kind"}
        return ArraySubquery(rows.values(row=JSONObject(**facts)))


@pghistory.track()
class Predecessor(models.Model):
    """A finding and an earlier one (R51); a fact about what is published, and so every office's."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="predecessors")
    earlier = models.ForeignKey(Finding, models.PROTECT, related_name="successors")
    kind = models.CharField(max_length=20, choices=PredecessorKind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PredecessorQuerySet.as_manager()

    class Meta:
        ordering = ["-earlier__inspection__published_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="predecessor_unique", fields=["finding", "earlier"]),
            models.CheckConstraint(name="predecessor_is_another_finding", condition=~Q(finding=F("earlier"))),
        ]

    def __str__(self) -> str:
        return f"{self.finding.reference} {self.get_kind_display().lower()} {self.earlier.reference}"

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]], findings: Mapping[int, Finding]) -> list[Self]:
        """What `told_about` has brought along, with the findings, in the order of this class."""
        links = [cls(**row) for row in rows]
        for link in links:
            link.finding, link.earlier = findings[link.finding_id], findings[link.earlier_id]
        newest = [(link.earlier.inspection.published_on or date.max, -link.pk, link) for link in links]
        return [link for *_, link in sorted(newest, reverse=True)]

    def beside(self, finding: Finding) -> Finding:
        """The other of the two."""
        return self.earlier if self.finding_id == finding.pk else self.finding
