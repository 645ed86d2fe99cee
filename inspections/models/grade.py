"""Grades, each on the scale of its time."""

from collections.abc import Iterable
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from inspections.models.inspection import Inspection
from oversight.bodies.models import Force

SHOWN = [
    *["inspection", "force__short_name", "question", "awarded_on", "tier__name", "tier__scale__name"],
    *[f"superseded_by__{name}" for name in ("awarded_on", "inspection__published_on", "inspection__published_wording")],
]


@pghistory.track()
class GradeScale(models.Model):
    """A scale and the years it was used in; tiers of two scales are never one line on a chart (R58)."""

    name = models.CharField(max_length=60, unique=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = [F("first_year").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                name="gradescale_starts_before_it_ends",
                condition=Q(first_year=None) | Q(last_year=None) | Q(first_year__lte=F("last_year")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class GradeTier(models.Model):
    scale = models.ForeignKey(GradeScale, models.PROTECT, related_name="tiers")
    name = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(help_text="1 is the best.")

    class Meta:
        ordering = ["scale", "rank"]
        constraints = [
            models.UniqueConstraint(name="gradetier_rank_unique_in_scale", fields=["scale", "rank"]),
            models.UniqueConstraint(name="gradetier_name_unique_in_scale", fields=["scale", "name"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.scale})"


class GradeQuerySet(models.QuerySet["Grade"]):
    def for_list(self) -> Self:
        return self.select_related("tier__scale", "superseded_by").prefetch_related("force__names")

    def of_bodies(self, forces: Iterable[int]) -> Self:
        """For public pages, which read no more than they show."""
        rows = self.filter(force__in=forces).select_related("force", "tier__scale", "superseded_by__inspection")
        return rows.only(*SHOWN).order_by("force__short_name", "question", "awarded_on")


@pghistory.track()
class Grade(models.Model):
    """A judgment of one force or unit on one question. A region cannot have one (R58); a revisit adds one (R59)."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="grades")
    force = models.ForeignKey(Force, models.PROTECT, related_name="grades")
    question = models.CharField(max_length=150, help_text="“Serious and organised crime”, as the report puts it.")
    tier = models.ForeignKey(
        GradeTier, models.PROTECT, related_name="+", null=True, blank=True, help_text="Empty: not graded."
    )
    awarded_on = models.DateField()
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        related_name="superseded_by",
        null=True,
        blank=True,
        help_text="The grade before a revisit.",
    )

    objects = GradeQuerySet.as_manager()

    class Meta:
        ordering = ["inspection", "force", "question", "awarded_on"]
        constraints = [
            models.UniqueConstraint(
                name="grade_unique_on_its_day", fields=["inspection", "force", "question", "awarded_on"]
            ),
            models.CheckConstraint(name="grade_does_not_supersede_itself", condition=~Q(pk=F("supersedes"))),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.tier.name if self.tier else 'not graded'}"
