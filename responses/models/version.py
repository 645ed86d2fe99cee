"""The texts that were sent for review, each as it stood that moment (R13)."""

from typing import Self

import pghistory
import pgtrigger
from django.db import models

from oversight.accounts.models import User
from responses.models.response import Response


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User) -> Self:
        """The office's own."""
        return self.filter(response__in=Response.objects.visible_to(user))


@pghistory.track()
class Version(models.Model):
    """One text as it was sent for review: an approver approves exactly this."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField(help_text="The page as data, with the names of that day; see responses.documents.")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["response", "number"]
        constraints = [
            models.UniqueConstraint(name="version_numbered_in_its_response", fields=["response", "number"]),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Text {self.number} sent for review"
