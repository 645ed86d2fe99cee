"""Which finding was there before: repeated, replaced, or first issued in a letter."""

import pghistory
from django.db import models
from django.db.models import F, Q

from inspections.models.inspection import Finding
from oversight.accounts.models import User


class PredecessorKind(models.TextChoices):
    REPEATS = "repeats", "Repeats"
    SUPERSEDES = "supersedes", "Takes the place of"
    LETTER = "letter", "Was first issued in a letter as"


class PredecessorQuerySet(models.QuerySet["Predecessor"]):
    def about(self, finding: Finding) -> list["Predecessor"]:
        """Before it and after it, with the reports that they are from: asked only where there are any (R131)."""
        links: list[Predecessor] = list(self.filter(Q(finding=finding) | Q(earlier=finding)))
        pks = {pk for link in links for pk in (link.finding_id, link.earlier_id)}
        named = Finding.objects.select_related("inspection").in_bulk(pks)
        for link in links:
            link.finding, link.earlier = named[link.finding_id], named[link.earlier_id]
        return links


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

    def beside(self, finding: Finding) -> Finding:
        """The other of the two."""
        return self.earlier if self.finding_id == finding.pk else self.finding
