"""Several records changed at once: what ties their entries in the history together (R83)."""

import uuid

import pghistory
from django.db import models

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody


@pghistory.track()
class Batch(models.Model):
    policing_body = models.ForeignKey(PolicingBody, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Changed at once by {self.by}"
