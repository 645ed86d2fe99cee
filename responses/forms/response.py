"""What the office types about a statutory response: the decision, the reason, the days."""

from operator import attrgetter
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from inspections.models import Inspection, InspectionQuerySet
from oversight.days import plain_date
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import Radios, SmallCheckboxes, SmallRadios, SubmissionIdField
from responses.models import Response, Section55

# R6; others are said in words.
GROUNDS = [
    "The force is clearly not the subject of the report",
    "Another report about our force has the same findings and recommendations",
    "The report is about a super-complaint, and says itself who responds and how",
    "The report is a consultation",
    "We respond although nobody asks us to",
]

type Data = MultiValueDict[str, str]


class _Reports(forms.ModelMultipleChoiceField):
    def label_from_instance(self, inspection: Inspection) -> str:
        published = inspection.published_on
        when = plain_date(published) if published else inspection.published_wording or "date not known"
        return f"{inspection.title} ({when})"


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
    ground = forms.ChoiceField(
        label="Why does section 55 not require a response?",
        help_text="Not needed if we must respond.",
        choices=[*((ground, ground) for ground in GROUNDS), ("", "None of these")],
        widget=SmallRadios,
        required=False,
    )
    reason = forms.CharField(
        label="Reason in our own words",
        help_text="Needed where none of these is selected. "
        "Where we do not respond, everybody can read it in the register.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    also_answers = _Reports(
        queryset=Inspection.objects.none(),
        label="Does the same response answer another report?",
        help_text="For example, a national report and the one about our force. "
        "The response is then on time only within the days of each.",
        widget=SmallCheckboxes,
        required=False,
    )

    def __init__(
        self, data: Data | None = None, *, response: Response | None, further: InspectionQuerySet | None = None
    ) -> None:
        decided = (
            {
                "section_55": response.section_55,
                "reason": response.section_55_reason,
                "also_answers": response.also_answers.all(),
                "version": response.version,
            }
            if response
            else {}
        )
        super().__init__(data, initial=decided)
        self.differences: list[Difference] = []
        reports: Any = self.fields["also_answers"]
        reports.queryset = Inspection.objects.none() if further is None else further
        if not reports.queryset.exists():
            del self.fields["also_answers"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decided = cleaned.get("section_55")
        if decided == Section55.DOES_NOT_APPLY:
            cleaned["also_answers"] = []
        cleaned["reason"] = "" if decided == Section55.APPLIES else _reason(cleaned)
        if decided in {Section55.VOLUNTARY, Section55.DOES_NOT_APPLY} and not cleaned["reason"]:
            self.add_error("reason", "Enter why section 55 does not apply, or select a reason")
        return cleaned

    @property
    def decision(self) -> dict[str, Any]:
        said = self.cleaned_data
        also = sorted(said.get("also_answers", []), key=attrgetter("pk"))
        return {"section_55": said["section_55"], "reason": said["reason"], "also_answers": also}

    def agrees_with(self, response: Response) -> bool:
        return self.decision == _decision_of(response)

    def show_conflict(self, current: Response) -> None:
        _show_conflict(self, _decision_of(current), version=current.version)


def _reason(cleaned: dict[str, Any]) -> str:
    """The reason selected, then the own words; one that is there already is not said twice."""
    ground, words = cleaned.get("ground") or "", cleaned.get("reason") or ""
    said = f"{ground}." if ground and ground not in words else ""
    return "\n".join(filter(None, [said, words]))


def _decision_of(response: Response) -> dict[str, Any]:
    also = sorted(response.also_answers.all(), key=attrgetter("pk"))
    return {"section_55": response.section_55, "reason": response.section_55_reason, "also_answers": also}


def _show_conflict(form: "StartForm", saved: dict[str, Any], *, version: int) -> None:
    """Keep what was typed, show what somebody else has saved, and let the next save replace that."""
    form.differences = differences(form, saved)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]
    form.add_error(
        None, "Somebody else has changed this since you opened it. Compare the two versions, then save again."
    )
