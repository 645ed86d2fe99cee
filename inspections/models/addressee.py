"""Whom a finding is addressed to."""

import pghistory
from django.db import models
from django.db.models import Q

from inspections.models.inspection import Finding
from oversight.bodies.models import Force


class AddresseeKind(models.TextChoices):
    FORCE = "force", "A force or unit"
    ALL_CHIEF_CONSTABLES = "all-chief-constables", "All chief constables"
    REGIONAL_LEAD = "regional-lead", "The regional lead, with supporting forces"
    POLICING_BODY = "policing-body", "Police and crime commissioners"
    NPCC = "npcc", "National Police Chiefs' Council"
    COLLEGE = "college", "College of Policing"
    HOME_OFFICE = "home-office", "Home Office"
    IOPC = "iopc", "Independent Office for Police Conduct"
    OTHER = "other", "Another body"


class AddresseePart(models.TextChoices):
    LEAD = "lead", "Lead"
    SUPPORTING = "supporting", "Supporting"


@pghistory.track()
class Addressee(models.Model):
    """Whom a finding is addressed to (R35); more than one, each leading or supporting."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="addressees")
    kind = models.CharField(max_length=20, choices=AddresseeKind)
    force = models.ForeignKey(Force, models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=120, blank=True, help_text="The region, or the other body.")
    part = models.CharField(max_length=10, choices=AddresseePart, default=AddresseePart.LEAD)
    condition = models.CharField(max_length=200, blank=True, help_text="“those forces that have not yet done so”")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="addressee_unique", fields=["finding", "kind", "force", "name"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="addressee_names_a_force_where_it_is_one",
                condition=Q(kind=AddresseeKind.FORCE, force__isnull=False)
                | (~Q(kind=AddresseeKind.FORCE) & Q(force__isnull=True)),
                violation_error_message="Choose the force for “A force or unit”, and only then.",
            ),
            models.CheckConstraint(
                name="addressee_names_the_other_body", condition=~Q(kind=AddresseeKind.OTHER) | ~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.force or self.name or self.get_kind_display())
