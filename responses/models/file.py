"""The files in a force's answers."""

import uuid
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from oversight.accounts.models import User
from responses.models.evidence import EvidenceRound, _stored_as


class Scan(models.TextChoices):
    NOT_SCANNED = "not-scanned", "Not scanned"
    CLEAN = "clean", "Clean"
    REFUSED = "refused", "Refused"


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, user: User) -> Self:
        """The office reads a file once it is submitted; the force always reads its own."""
        if user.is_office:
            return self.filter(round__request__policing_body=user.policing_body_id, round__submitted_at__isnull=False)
        return self.filter(round__request__force=user.force_id)


@pghistory.track()
class EvidenceFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(EvidenceRound, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=_stored_as)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "name"]
        constraints = [
            models.CheckConstraint(name="evidencefile_hashed", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="evidencefile_not_empty", condition=Q(size__gt=0)),
            models.UniqueConstraint(name="evidencefile_once_in_a_round", fields=["round", "sha256"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("responses:file-download", args=[self.pk])
