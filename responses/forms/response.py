"""What the office types about a statutory response: the decision, the reason, the days."""

from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import DateField, Radios, SubmissionIdField
from responses.models import Response, Section55

type Data = MultiValueDict[str, str]


class StartForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    section_55 = forms.ChoiceField(
        label="Must we respond under section 55 of the Police Act 1996?",
        choices=Section55,
        widget=Radios,
        error_messages={"required": "Select whether we must respond"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Needed unless we must respond. For example, the force was clearly not the subject of the report, "
        "or our response to another report answers the same recommendations.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Data | None = None, *, response: Response | None) -> None:
        decided = (
            {
                "section_55": response.section_55,
                "reason": response.section_55_reason,
                "version": response.version,
            }
            if response
            else {}
        )
        super().__init__(data, initial=decided)
        self.differences: list[Difference] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decided = cleaned.get("section_55")
        if decided == Section55.APPLIES:
            cleaned["reason"] = ""
        elif decided and not cleaned.get("reason"):
            self.add_error("reason", "Enter why section 55 does not apply")
        return cleaned

    @property
    def decision(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("section_55", "reason")}

    def agrees_with(self, response: Response) -> bool:
        return self.decision == _decision_of(response)

    def show_conflict(self, current: Response) -> None:
        _show_conflict(self, _decision_of(current), version=current.version)


def _decision_of(response: Response) -> dict[str, str]:
    return {"section_55": response.section_55, "reason": response.section_55_reason}


def _show_conflict(form: "StartForm | SendForm", saved: dict[str, Any], *, version: int) -> None:
    """Keep what was typed, show what somebody else has saved, and let the next save replace that."""
    form.differences = differences(form, saved)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]
    form.add_error(
        None, "Somebody else has changed this since you opened it. Compare the two versions, then save again."
    )


class ApproveForm(forms.Form):
    """What is approved is what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SendBackForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="What has to change?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={"required": "Enter what has to change"},
    )


class PublishForm(forms.Form):
    use_required_attribute = False
    published_on = DateField(
        label="Day of publication",
        what="Day of publication",
        help_text="Today, or an earlier day if this text was already published elsewhere. For example, 27 3 2026",
    )


class SendForm(forms.Form):
    """Either day may still be open."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    inspectorate_on = DateField(label="Sent to HMICFRS on", what="Date sent to HMICFRS", required=False)
    home_secretary_on = DateField(
        label="Sent to the Home Secretary on", what="Date sent to the Home Secretary", required=False
    )

    def __init__(self, data: Data | None = None, *, response: Response, on: date) -> None:
        self.published_on, self.on = response.published_on, on
        self.differences: list[Difference] = []
        super().__init__(data, initial={"version": response.version, **self.values_of(response)})

    @staticmethod
    def values_of(response: Response) -> dict[str, date | None]:
        return {
            "inspectorate_on": response.sent_to_inspectorate_on,
            "home_secretary_on": response.sent_to_home_secretary_on,
        }

    def show_conflict(self, current: Response) -> None:
        _show_conflict(self, self.values_of(current), version=current.version)

    def clean_inspectorate_on(self) -> date | None:
        return self._possible("inspectorate_on", "Date sent to HMICFRS")

    def clean_home_secretary_on(self) -> date | None:
        return self._possible("home_secretary_on", "Date sent to the Home Secretary")

    def _possible(self, name: str, what: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > self.on:
            raise forms.ValidationError(f"{what} must be today or in the past")
        if day and self.published_on and day < self.published_on:
            raise forms.ValidationError(f"{what} must be on or after the day of publication")
        return day
