"""A force's time in Engage: when it began and why, when it ended and why (R62)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from oversight.forms.fields import DateField
from responses.forms.closing import long_text

PUBLIC = "Everybody can read this, on the public page of the force."


class EnterForm(forms.Form):
    """Of a time that is over already, both the day and the reason of its end."""

    use_required_attribute = False
    starts_on = DateField(label="When did it enter Engage?", what="First day", help_text="For example, 27 3 2026")
    reason = long_text("Why, in HMICFRS’s words?", "Enter the reason that HMICFRS gave", PUBLIC)
    url = forms.URLField(
        label="Address of HMICFRS’s announcement",
        max_length=500,
        assume_scheme="https",
        help_text="The page of HMICFRS that says so.",
        error_messages={
            "required": "Enter the address of the announcement",
            "invalid": "Enter an address that starts with https://",
        },
    )
    ends_on = DateField(
        label="Its last day in Engage (optional)",
        what="Last day",
        help_text="If it has left since. For example, 27 3 2026",
        required=False,
    )
    ended_because = long_text("Why did it end? (optional)", "", f"If it has left since. {PUBLIC}", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_starts_on(self) -> date:
        return _not_to_come(self.cleaned_data["starts_on"], self.on)

    def clean_ends_on(self) -> date | None:
        ended: date | None = self.cleaned_data["ends_on"]
        return ended and _last_day(ended, began_on=self.cleaned_data.get("starts_on"), on=self.on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ends_on") and not cleaned.get("ended_because"):
            self.add_error("ended_because", "Enter the reason that HMICFRS gave")
        if cleaned.get("ended_because") and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Enter its last day in Engage")
        return cleaned


class EndForm(forms.Form):
    use_required_attribute = False
    ends_on = DateField(label="Which was its last day in Engage?", what="Day", help_text="For example, 27 3 2026")
    ended_because = long_text("Why did it end, in HMICFRS’s words?", "Enter the reason that HMICFRS gave", PUBLIC)

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date, began_on: date | None) -> None:
        super().__init__(data)
        self.on, self.began_on = on, began_on

    def clean_ends_on(self) -> date:
        return _last_day(self.cleaned_data["ends_on"], began_on=self.began_on, on=self.on)


def _last_day(ended: date, *, began_on: date | None, on: date) -> date:
    if began_on and ended < began_on:
        raise forms.ValidationError("The last day must not be before the first")
    return _not_to_come(ended, on)


def _not_to_come(day: date, on: date) -> date:
    if day > on:
        raise forms.ValidationError("The day must be today or in the past")
    return day
