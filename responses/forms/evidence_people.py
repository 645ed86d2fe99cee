"""Who replies at the force, and until when (R45)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from oversight.accounts.models import User
from oversight.days import plain_date
from oversight.forms.fields import DateField, Radios, SubmissionIdField
from responses.models import EvidenceRequest, MoreTime, TimeDecision


class HandOnForm(forms.Form):
    use_required_attribute = False
    seen = forms.ModelChoiceField(queryset=User.objects.none(), widget=forms.HiddenInput, required=False)
    to = forms.ModelChoiceField(
        label="Who replies from now on?",
        help_text="Gets a letter now and the reminders. Everybody who leads at your force can still reply, unless it "
        "is OFFICIAL-SENSITIVE.",
        queryset=User.objects.none(),
        empty_label="Select a colleague",
        error_messages={"required": "Select a colleague", "invalid_choice": "Select a colleague from the list"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, asked: EvidenceRequest) -> None:
        super().__init__(data, initial={"seen": asked.delegate_id})
        colleagues = User.objects.leads_of(asked.force)
        self.fields["to"].queryset = colleagues.exclude(pk=asked.answerer.pk)  # type: ignore[attr-defined]
        held = User.objects.at(asked.force_id) | User.objects.filter(pk=asked.delegate_id)  # who may have moved on
        self.fields["seen"].queryset = held  # type: ignore[attr-defined]

    @property
    def has_colleagues(self) -> bool:
        return self.fields["to"].queryset.exists()  # type: ignore[attr-defined]


class MoreTimeForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    wanted_on = DateField(label="Until when?", what="New reply date", help_text="For example, 27 3 2026")
    reason = forms.CharField(
        label="Why do you need more time?",
        help_text="The office reads this and decides. Until then the date stays as it is.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter why you need more time"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_wanted_on(self) -> date:
        return _to_come(self.cleaned_data["wanted_on"], self.on)


class DecideTimeForm(forms.Form):
    use_required_attribute = False
    asked = forms.ModelChoiceField(queryset=MoreTime.objects.none(), widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Do you give the force more time?",
        widget=Radios,
        error_messages={"required": "Select whether to give more time"},
    )
    due_on = DateField(
        label="Reply by",
        what="New reply date",
        help_text="If you set another date. For example, 27 3 2026",
        required=False,
    )
    note = forms.CharField(
        label="Note to the force",
        help_text="If you refuse, say why.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, asked: MoreTime, on: date) -> None:
        super().__init__(data, initial={"asked": asked.pk})
        self.on, self.wanted_on = on, asked.wanted_on
        self.fields["asked"].queryset = asked.request.more_time.all()  # type: ignore[attr-defined]
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (TimeDecision.GRANTED, f"Yes, until {plain_date(asked.wanted_on)}"),
            (TimeDecision.OTHER, "Yes, until another date"),
            (TimeDecision.REFUSED, "No"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == TimeDecision.GRANTED and self.wanted_on <= self.on:
            self.add_error("decision", "The day that the force asks for has come. Set another date, or refuse")
        if decision == TimeDecision.OTHER:
            self._require_a_day(cleaned)
        else:
            self.errors.pop("due_on", None)  # only another date needs one
            cleaned["due_on"] = None
        if decision == TimeDecision.REFUSED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "Enter why you refuse")
        return cleaned

    def _require_a_day(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("due_on"):
            try:
                _to_come(cleaned["due_on"], self.on)
            except forms.ValidationError as error:
                self.add_error("due_on", error)
        elif "due_on" not in self.errors:
            self.add_error("due_on", "Enter the new reply date")


def _to_come(day: date, on: date) -> date:
    if day <= on:
        raise forms.ValidationError("New reply date must be in the future")
    return day
