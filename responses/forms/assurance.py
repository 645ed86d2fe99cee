"""What the office believes about a follow-up, and how it knows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from oversight.forms.fields import DateField, Radios, SubmissionIdField
from responses.models import AssuranceLevel, AssuranceMethod


class AssuranceForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    level = forms.ChoiceField(
        label="How assured are we?",
        choices=AssuranceLevel,
        widget=Radios,
        error_messages={"required": "Select how assured we are"},
    )
    method = forms.ChoiceField(
        label="How do we know?",
        choices=AssuranceMethod,
        widget=Radios,
        error_messages={"required": "Select how we know"},
    )
    made_on = DateField(label="Date of the judgement", what="Date of the judgement", help_text="For example, 27 3 2026")
    text = forms.CharField(
        label="What we found and why we think so",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        error_messages={"required": "Enter what we found and why we think so"},
    )
    is_publishable = forms.TypedChoiceField(
        label="Who may read this?",
        choices=[("no", "Our office only"), ("yes", "The force too, and it may be published")],
        coerce=lambda chosen: chosen == "yes",
        initial="no",
        widget=Radios,
        error_messages={"required": "Select who may read this"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, report_on: date | None, on: date) -> None:
        super().__init__(data, initial={"made_on": on})
        self.report_on, self.on = report_on, on

    def clean_made_on(self) -> date:
        made_on = self.cleaned_data["made_on"]
        if made_on > self.on:
            raise forms.ValidationError("Date of the judgement must be today or in the past")
        if self.report_on and made_on < self.report_on:
            raise forms.ValidationError("Date of the judgement must be on or after the day the report was published")
        return made_on
