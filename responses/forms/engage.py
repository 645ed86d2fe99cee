"""A force's time in Engage: when it began and why, when it ended and why (R62)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from oversight.forms.fields import DateField
from responses.forms.closing import long_text

PUBLIC = "Everybody can read this, on the public page of the force."


class EnterForm(forms.Form):
    use_required_attribute = False
    starts_on = DateField(label="When did it enter Engage?", what="Day", help_text="For example, 27 3 2026")
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

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_starts_on(self) -> date:
        return _not_to_come(self.cleaned_data["starts_on"], self.on)


class EndForm(forms.Form):
    use_required_attribute = False
    ends_on = DateField(label="Which was its last day in Engage?", what="Day", help_text="For example, 27 3 2026")
    ended_because = long_text("Why did it end, in HMICFRS’s words?", "Enter the reason that HMICFRS gave", PUBLIC)

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date, began_on: date | None) -> None:
        super().__init__(data)
        self.on, self.began_on = on, began_on

    def clean_ends_on(self) -> date:
        ended = _not_to_come(self.cleaned_data["ends_on"], self.on)
        if self.began_on and ended < self.began_on:
            raise forms.ValidationError("The last day must not be before the first")
        return ended


def _not_to_come(day: date, on: date) -> date:
    if day > on:
        raise forms.ValidationError("The day must be today or in the past")
    return day
