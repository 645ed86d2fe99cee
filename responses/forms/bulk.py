"""The same change to several recommendations: which rows, and who."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from oversight.accounts.models import Role, User
from oversight.bodies.models import PolicingBody
from oversight.forms.fields import SmallCheckboxes, SubmissionIdField
from responses.models import FollowUp
from responses.workflow.bulk import Change

AS_SEEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")


class StillThere(forms.MultipleChoiceField):
    """Rows of a list. What has left it meanwhile is left out: the preview shows what is changed."""

    widget = SmallCheckboxes

    def offer(self, rows: Sequence[FollowUp]) -> None:
        labels = [(str(row.pk), f"{row.reference}, {row.force.short_name}: {row.title}") for row in rows]
        self.choices = labels

    def clean(self, value: list[str] | None) -> list[int]:
        return [int(each) for each in super().clean([each for each in value or [] if self.valid_value(each)])]


class _Lead(forms.ModelChoiceField):
    def label_from_instance(self, lead: User) -> str:
        return f"{lead.name}, {lead.force}"


class _WhoForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    lead = _Lead(label="Force lead", required=False, queryset=User.objects.none(), empty_label="Leave as they are")
    officer = forms.ModelChoiceField(
        label="Policy officer", required=False, queryset=User.objects.none(), empty_label="Leave as they are"
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, office: PolicingBody, rows: Sequence[FollowUp] = ()
    ) -> None:
        super().__init__(data, initial={"rows": [str(row.pk) for row in rows]})
        followed_up = FollowUp.objects.filter(policing_body=office).values("force")
        leads = User.objects.active().filter(role=Role.FORCE_LEAD, force__in=followed_up)
        self.fields["lead"].queryset = leads.select_related("force").order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["officer"].queryset = User.objects.writers_of(office)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not (self.errors or self.cleaned_data.get("lead") or self.cleaned_data.get("officer")):
            self.add_error("lead", "Select a force lead or a policy officer")
        return self.cleaned_data

    @property
    def change(self) -> Change:
        return Change(lead=self.cleaned_data["lead"], officer=self.cleaned_data["officer"])


class AssignSeveralForm(_WhoForm):
    rows = StillThere(label="Recommendations", error_messages={"required": "Select at least one recommendation"})
    field_order = ["submission_id", "lead", "officer", "rows"]

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, rows: Sequence[FollowUp], office: PolicingBody
    ) -> None:
        super().__init__(data, office=office, rows=rows)
        self.fields["rows"].offer(rows)  # type: ignore[attr-defined]


class ConfirmForm(_WhoForm):
    """What the preview showed, each row with the version that it had: “17-3”."""

    seen = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, data: Mapping[str, Any], *, office: PolicingBody) -> None:
        super().__init__(data, office=office)
        keys = data.getlist("seen") if hasattr(data, "getlist") else []
        self.fields["seen"].choices = [(key, key) for key in keys if AS_SEEN.fullmatch(key)]  # type: ignore[attr-defined]

    @property
    def versions(self) -> dict[int, int]:
        return {int(pk): int(version) for pk, version in (key.split("-") for key in self.cleaned_data["seen"])}
