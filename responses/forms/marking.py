"""How what is asked or said is marked; what is above OFFICIAL-SENSITIVE is sent away (R71)."""

from typing import Any

from django import forms

from oversight.forms.fields import Radios
from responses.models import Classification

ABOVE = ("above", "SECRET or TOP SECRET")
REFUSED = (
    "Nothing marked SECRET or TOP SECRET may be put into this service. Take it out of this page and handle it on the "
    "system that your organisation has for that marking. If you have saved any of it here, tell your security adviser."
)


class MarkingField(forms.ChoiceField):
    """Offers what cannot be chosen, because whoever needs it has to be told where to go instead."""

    def __init__(self, *, label: str, help_text: str, required_text: str) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            choices=[*Classification.choices, ABOVE],
            widget=Radios,
            initial=Classification.OFFICIAL,
            error_messages=dict.fromkeys(["required", "invalid_choice"], required_text),
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django types it
        chosen = super().clean(value)
        if chosen == ABOVE[0]:
            raise forms.ValidationError(REFUSED)
        return chosen
