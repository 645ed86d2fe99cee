"""More time to answer a request: asked by the force with a reason, decided by the office (R45)."""

import uuid
from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from oversight.accounts.models import User
from responses.models.evidence import EvidenceRequest


class TimeDecision(models.TextChoices):
    GRANTED = "granted", "Granted"
    OTHER = "other", "Another day set"
    REFUSED = "refused", "Refused"
    LAPSED = "lapsed", "No longer needed"


MORE = [TimeDecision.GRANTED, TimeDecision.OTHER]


class MoreTimeQuerySet(models.QuerySet["MoreTime"]):
    def open(self) -> Self:
        return self.filter(decision="")

    def given(self) -> Self:
        return self.filter(decision__in=MORE)

    def for_detail(self) -> Self:
        return self.select_related("asked_by", "decided_by")


@pghistory.track()
class MoreTime(models.Model):
    request = models.ForeignKey(EvidenceRequest, models.PROTECT, related_name="more_time")
    instead_of = models.DateField("day it was due when asked")
    wanted_on = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=TimeDecision, blank=True)
    due_on = models.DateField("day set", null=True, blank=True)
    decision_note = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = MoreTimeQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="moretime_one_open_at_a_time", fields=["request"], condition=Q(decision="")),
            models.CheckConstraint(name="moretime_asked_with_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="moretime_asks_for_a_later_day", condition=Q(wanted_on__gt=F("instead_of"))),
            models.CheckConstraint(
                name="moretime_decided_at_by_and_how_together",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="moretime_sets_a_day_where_it_gives_one",
                condition=Q(decision__in=MORE, due_on__isnull=False) | (~Q(decision__in=MORE) & Q(due_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="moretime_refused_with_a_reason",
                condition=~Q(decision=TimeDecision.REFUSED) | ~Q(decision_note=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_decided",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request.reference}, more time until {self.wanted_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.decision == ""
