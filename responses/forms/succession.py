"""Who takes the place of an office, since when, by which law, and who goes along (R56)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from oversight.accounts.models import User
from oversight.bodies.models import PolicingBody
from oversight.bodies.models.succession import REASON_LENGTH
from oversight.forms.fields import Checkboxes, DateField, Radios, SubmissionIdField
from responses.moving import Plan


class HandOverForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    successor = forms.ModelChoiceField(
        label="Who takes over?",
        queryset=PolicingBody.objects.none(),
        empty_label="Select a policing body",
        error_messages={"required": "Select who takes over", "invalid_choice": "Select who takes over from the list"},
    )
    since = DateField(
        label="First day of the successor", what="First day of the successor", help_text="For example, 27 3 2026"
    )
    reason = forms.CharField(
        label="By which law?",
        help_text="The order or Act. It stands in the history of everything that moves, and the forces can read it.",
        max_length=REASON_LENGTH,
        error_messages={"required": "Enter the order or Act"},
    )
    people = forms.MultipleChoiceField(
        label="Who goes along?",
        help_text="They keep their roles and their work, and sign in again. Whoever stays can only read what stays.",
        widget=Checkboxes,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, office: PolicingBody, on: date) -> None:
        self.office, self.on = office, on
        staff = User.objects.active().filter(policing_body=office).order_by("name", "pk")
        choices = [(str(person.pk), _who(person)) for person in staff]
        super().__init__(data, initial={"people": [pk for pk, _label in choices]})
        others = PolicingBody.objects.exclude(pk=office.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if day > self.on:
            raise forms.ValidationError(
                "First day of the successor must be today or in the past: come back on that day"
            )
        return day

    @property
    def plan(self) -> Plan:
        chosen = self.cleaned_data
        return Plan(self.office, chosen["successor"], chosen["since"], tuple(int(pk) for pk in chosen["people"]))


def _who(person: User) -> str:
    known, role = ", ".join(filter(None, [person.name, person.job_title])), person.get_role_display().lower()
    return known if role in known.casefold() else f"{known}, {role}"


class DecideForm(forms.Form):
    use_required_attribute = False
    decision = forms.ChoiceField(
        label="Does your office take over?",
        choices=[("confirm", "Yes, all of this moves to us now"), ("refuse", "No")],
        widget=Radios,
        error_messages={"required": "Select whether your office takes over"},
    )
    reason = forms.CharField(
        label="If not, why not?",
        help_text="Both offices read it.",
        max_length=REASON_LENGTH,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why not")
        return cleaned

    @property
    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data["decision"] == "confirm")


class WithdrawForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Why?",
        help_text="Both offices read it.",
        max_length=REASON_LENGTH,
        error_messages={"required": "Enter why you withdraw it"},
    )


class TakeBackForm(forms.Form):
    use_required_attribute = False
    because = forms.CharField(
        label="Why is it taken back?",
        help_text="The judgment or order. It stands in the history of everything that goes back, and the forces can "
        "read it.",
        max_length=REASON_LENGTH,
        error_messages={"required": "Enter why it is taken back"},
    )
