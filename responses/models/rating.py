"""A colour that a person gives a follow-up instead of the rule's."""

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from oversight.accounts.models import User
from responses.models.follow_up import FollowUp
from responses.rag import Colour

COLOURS = [(each.value, each.name.capitalize()) for each in Colour]


@pghistory.track()
class RatingOverride(models.Model):
    """The office's colour for a while, and why (R48). Never changed: a later one, or none, takes its place."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="rating_overrides")
    colour = models.CharField(max_length=10, choices=COLOURS, blank=True, help_text="Empty: by the rule again.")
    until = models.DateField("last day that it holds", null=True, blank=True)
    ruled = models.CharField("the rule's colour at the time", max_length=10, choices=COLOURS, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="ratingoverride_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="ratingoverride_ends_some_day",
                condition=Q(colour="", until__isnull=True) | (~Q(colour="") & Q(until__isnull=False)),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Rating set at {self.at:%Y-%m-%d %H:%M}"
