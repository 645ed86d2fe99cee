"""Moves of deadlines: each with its reason, the original kept on the finding."""

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from oversight.accounts.models import User
from responses.models.follow_up import FollowUp


@pghistory.track()
class DeadlineRevision(models.Model):
    """One move of a deadline: who agreed it, when and why (R22). The original stays on the finding."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="revisions")
    from_on = models.DateField(null=True, blank=True)
    from_wording = models.CharField(max_length=120, blank=True)
    to_on = models.DateField()
    to_wording = models.CharField(max_length=120)
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
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
