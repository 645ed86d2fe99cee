"""What a person does with the own reminders: set, put off, finish."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from oversight.accounts.models import User
from responses.models import FollowUp, Reminder


class ReminderGoneError(Exception):
    """It was finished or put off meanwhile, in another window."""


@transaction.atomic
def set_reminder(
    follow_up: FollowUp, *, text: str, due_on: date, submission_id: UUID, by: User, at: datetime
) -> Reminder:
    facts = {"follow_up": follow_up, "person": by, "text": text, "due_on": due_on, "set_at": at}
    return Reminder.objects.get_or_create(submission_id=submission_id, defaults=facts)[0]


@transaction.atomic
def snooze(reminder: Reminder, *, until: date, reason: str) -> None:
    """The form keeps to the limit of days; how often is checked here and by the database."""
    same = Reminder.objects.waiting().filter(pk=reminder.pk, snoozes=reminder.snoozes)
    if not (reminder.may_snooze and same.update(due_on=until, snooze_reason=reason, snoozes=F("snoozes") + 1)):
        raise ReminderGoneError("This reminder was put off or finished meanwhile. See what it is now.")


@transaction.atomic
def finish(reminder: Reminder, *, at: datetime) -> bool:
    """Whether it was still waiting: twice is once."""
    return Reminder.objects.waiting().filter(pk=reminder.pk).update(done_at=at) == 1
