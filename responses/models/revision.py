"""Moves of deadlines: each with its reason, the original kept on the finding."""

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from inspections.deadlines import Deadline, Precision
from inspections.models import PRECISIONS
from oversight.accounts.models import User
from responses.models.follow_up import DueSource, FollowUp


@pghistory.track()
class DeadlineRevision(models.Model):
    """One move of a deadline: who agreed it, when and why (R22). The original stays on the finding."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="revisions")
    from_on = models.DateField(null=True, blank=True)
    from_wording = models.CharField(max_length=120, blank=True)
    from_precision = models.CharField(max_length=10, choices=PRECISIONS, default=Precision.DAY)
    from_source = models.CharField(max_length=20, choices=DueSource, default=DueSource.INSPECTORATE)
    to_on = models.DateField(null=True, blank=True)
    to_wording = models.CharField(max_length=120, blank=True)
    to_precision = models.CharField(max_length=10, choices=PRECISIONS, default=Precision.DAY)
    to_source = models.CharField(max_length=20, choices=DueSource, default=DueSource.OFFICE)
    review_on = models.DateField("to be looked at again on", null=True, blank=True)
    reason = models.TextField()
    agreed_by = models.CharField(max_length=120)
    agreed_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="deadlinerevision_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="deadlinerevision_moves_the_day", condition=Q(from_on__isnull=True) | ~Q(from_on=F("to_on"))
            ),
            models.CheckConstraint(
                name="deadlinerevision_to_a_day_or_a_review",
                condition=Q(to_on__isnull=False, review_on__isnull=True)
                | Q(to_on__isnull=True, review_on__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Deadline moved at {self.at:%Y-%m-%d %H:%M}"

    @property
    def deadline(self) -> Deadline:
        return Deadline(self.to_wording, Precision(self.to_precision), self.to_on)
