"""A note to oneself on a record, with the day on which to be reminded (R82)."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from oversight.accounts.models import User
from responses.models.follow_up import FollowUp

SNOOZES = 3  # then it is done, or it was no reminder
LONGEST_SNOOZE_DAYS = 28


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> Self:
        """Nobody else's, and none on what the person does not see any more."""
        return self.filter(person=user, follow_up__in=FollowUp.objects.visible_to(user))

    def waiting(self) -> Self:
        return self.filter(done_at=None)

    def due(self, on: date) -> Self:
        return self.waiting().filter(due_on__lte=on)

    def for_list(self) -> Self:
        return self.select_related("follow_up__finding", "follow_up__force").order_by("due_on", "pk")


@pghistory.track()
class Reminder(models.Model):
    """Read by the person who set it, and by nobody else; it is no part of the history of the record."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="reminders")
    person = models.ForeignKey(User, models.PROTECT, related_name="reminders")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    snoozes = models.PositiveSmallIntegerField(default=0)
    snooze_reason = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="reminder_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="reminder_snoozed_with_a_reason",
                condition=Q(snoozes=0, snooze_reason="") | (Q(snoozes__gt=0) & ~Q(snooze_reason="")),
            ),
            models.CheckConstraint(name="reminder_not_snoozed_for_ever", condition=Q(snoozes__lte=SNOOZES)),
        ]
        indexes = [
            models.Index(name="reminder_waiting", fields=["person", "due_on"], condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def may_snooze(self) -> bool:
        return self.snoozes < SNOOZES
