"""A person's own reminders."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from oversight.forms.fields import DateField, SubmissionIdField
from responses.models.reminder import LONGEST_SNOOZE_DAYS


class RemindForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    text = forms.CharField(
        label="What do you want to be reminded of?",
        max_length=300,
        error_messages={"required": "Enter what you want to be reminded of"},
    )
    due_on = DateField(label="Remind me on", what="Day of the reminder", help_text="For example, 27 3 2026")

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_due_on(self) -> date:
        return _not_past(self.cleaned_data["due_on"], self.on)


class SnoozeForm(forms.Form):
    use_required_attribute = False
    until = DateField(
        label="Remind me again on",
        what="Day of the reminder",
        help_text=f"{LONGEST_SNOOZE_DAYS} days from today at most.",
    )
    reason = forms.CharField(
        label="Why are you putting it off?",
        max_length=300,
        error_messages={"required": "Enter why you are putting it off"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_until(self) -> date:
        until = _not_past(self.cleaned_data["until"], self.on)
        if until > self.on + timedelta(days=LONGEST_SNOOZE_DAYS):
            raise forms.ValidationError(f"Day of the reminder must be within {LONGEST_SNOOZE_DAYS} days from today")
        return until


def _not_past(day: date, on: date) -> date:
    if day <= on:
        raise forms.ValidationError("Day of the reminder must be in the future")
    return day
