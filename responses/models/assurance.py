"""What the office has come to believe about a follow-up, and why."""

import uuid
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from oversight.accounts.models import User
from responses.models.follow_up import AssuranceLevel, FollowUp


class AssuranceMethod(models.TextChoices):
    EVIDENCE = "evidence", "Evidence from the force"
    MEETING = "meeting", "Meeting"
    VISIT = "visit", "Visit"
    DATA = "data", "Performance data"


class AssuranceUpdateQuerySet(models.QuerySet["AssuranceUpdate"]):
    def visible_to(self, user: User) -> Self:
        """The office's own; a force reads of it only what may be published (R44, R66)."""
        if user.is_office:
            return self.filter(follow_up__policing_body=user.policing_body_id)
        return self.filter(follow_up__force=user.force_id, is_publishable=True)


@pghistory.track()
class AssuranceUpdate(models.Model):
    """What the office has come to believe about a follow-up, and why (R46). Never changed: a later one corrects it."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="updates")
    made_on = models.DateField()
    level = models.CharField(max_length=20, choices=AssuranceLevel)
    method = models.CharField(max_length=20, choices=AssuranceMethod)
    text = models.TextField()
    is_publishable = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = AssuranceUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [models.CheckConstraint(name="assuranceupdate_says_why", condition=~Q(text=""))]
        indexes = [models.Index(name="assuranceupdate_latest", fields=["follow_up", "-made_on", "-id"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
