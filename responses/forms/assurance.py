"""What the office believes about follow-ups, how it knows, and what that does not show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from oversight.forms.fields import Checkboxes, DateField, Radios, SubmissionIdField
from responses.forms.marking import MarkingField
from responses.models import (
    AssuranceLevel,
    AssuranceMethod,
    AssuranceUpdate,
    Classification,
    Confidence,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
)
from responses.workflow.assurance import Evidence

LONGEST = 4000
MOST_CASES = 1_000_000  # more is a slip of the finger
LONGEST_QUESTION = 60  # characters, cut between words
LEVEL = "level-"
LAST = ["made_on", "text", "limits", "confidence", "meeting", "next_check_on", "is_publishable", "classification"]
KEPT = ["classification", "method", "sample_size", "text", "limits", "confidence", "meeting", "level", "made_on"]


class JudgementForm(forms.Form):
    """What one look says, of one follow-up or of several."""

    use_required_attribute = False
    submission_id = SubmissionIdField()
    method = forms.ChoiceField(
        label="How do we know?",
        choices=AssuranceMethod,
        widget=Radios,
        error_messages={"required": "Select how we know"},
    )
    sample_size = forms.IntegerField(
        label="Number of cases looked at",
        help_text="For a dip sample only.",
        required=False,
        min_value=1,
        max_value=MOST_CASES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "invalid": "Number of cases must be a whole number",
            "min_value": "Number of cases must be 1 or more",
            "max_value": f"Number of cases must be {MOST_CASES:,} or fewer",
        },
    )
    made_on = DateField(label="Date of the judgement", what="Date of the judgement", help_text="For example, 27 3 2026")
    text = forms.CharField(
        label="What we found and why we think so",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        error_messages={"required": "Enter what we found and why we think so"},
    )
    limits = forms.CharField(
        label="What this does not show",
        help_text="For example, “Two of four districts. Nobody on nights was asked.”",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": "Enter what this does not show"},
    )
    confidence = forms.ChoiceField(
        label="How confident are we?",
        choices=Confidence,
        widget=Radios,
        error_messages={"required": "Select how confident we are"},
    )
    meeting = forms.CharField(
        label="Meeting (optional)",
        help_text="Where this was said or decided, for example “Accountability board, March 2026”.",
        max_length=120,
        required=False,
        error_messages={"max_length": "Meeting must be %(limit_value)d characters or fewer. It has %(show_value)d"},
    )
    next_check_on = DateField(
        label="Next check (optional)",
        what="Next check",
        help_text="We write to the policy officer a week before and on the day, while it is open.",
        required=False,
    )
    is_publishable = forms.TypedChoiceField(
        label="Who may read this?",
        help_text="Whoever may read it gets the date, how assured we are, how we know, what we found, what this "
        "does not show and how confident we are. The meeting, the next check, the evidence and our names stay here.",
        choices=[("no", "Our office only"), ("yes", "The force too, and it may be published")],
        coerce=lambda chosen: chosen == "yes",
        initial="no",
        widget=Radios,
        error_messages={"required": "Select who may read this"},
    )
    classification = MarkingField(
        label="How is it marked?",
        help_text="Of what is OFFICIAL-SENSITIVE our office sees the date and how assured we are. You, and people with "
        "that permission, can read the rest. It cannot be published.",
        required_text="Select how it is marked",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, on: date, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"made_on": on, **(initial or {})})
        self.on = on

    def clean_made_on(self) -> date:
        made_on: date = self.cleaned_data["made_on"]
        if made_on > self.on:
            raise forms.ValidationError("Date of the judgement must be today or in the past")
        return made_on

    def clean_next_check_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_check_on"]
        if day and day <= self.on:
            raise forms.ValidationError("Next check must be after today")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_sample, size = cleaned.get("method") == AssuranceMethod.SAMPLE, cleaned.get("sample_size")
        if is_sample and size is None and "sample_size" not in self.errors:
            self.add_error("sample_size", "Enter how many cases you looked at")
        if size is not None and cleaned.get("method") and not is_sample:
            self.add_error("sample_size", "Select “Dip sample of cases”, or leave the number of cases empty")
        if cleaned.get("is_publishable") and cleaned.get("classification") == Classification.OFFICIAL_SENSITIVE:
            self.add_error("is_publishable", "Select “Our office only”: what is OFFICIAL-SENSITIVE cannot be published")
        return cleaned

    def check_reports(self, follow_ups: Sequence[FollowUp]) -> None:
        """Nothing can be found about a report before it is out."""
        made_on = self.cleaned_data.get("made_on")
        for follow_up in follow_ups:
            report_on = follow_up.finding.inspection.published_on
            if made_on and report_on and made_on < report_on:
                words = "the report" if len(follow_ups) == 1 else f"the report of {follow_up.reference}"
                self.add_error("made_on", f"Date of the judgement must be on or after the day {words} was published")
                return


class AssuranceForm(JudgementForm):
    level = forms.ChoiceField(
        label="How assured are we?",
        choices=AssuranceLevel,
        widget=Radios,
        error_messages={"required": "Select how assured we are"},
    )
    rests_on = forms.MultipleChoiceField(
        label="Evidence it rests on (optional)",
        help_text="What we have accepted about this recommendation.",
        widget=Checkboxes,
        required=False,
        error_messages={"invalid_choice": "Select evidence from the list. Some of it may have been taken back"},
    )
    field_order = ["submission_id", "note", "level", "method", "sample_size", "rests_on", *LAST]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        follow_up: FollowUp,
        accepted: tuple[Sequence[EvidenceRequest], Sequence[EvidenceFile]],
        on: date,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, on=on, initial=initial)
        self.follow_up = follow_up
        requests, files = accepted
        evidence: list[Evidence] = [*requests, *files]
        self.known = {_key(each): each for each in evidence}
        self.fields["rests_on"].choices = _choices(requests, files)  # type: ignore[attr-defined]
        if not evidence:
            del self.fields["rests_on"]

    def clean_rests_on(self) -> list[Evidence]:
        return [self.known[key] for key in self.cleaned_data["rests_on"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_reports([self.follow_up])
        return cleaned


class CorrectForm(AssuranceForm):
    note = forms.CharField(
        label="What was wrong?",
        help_text="Stays in our office.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": "Enter what was wrong"},
    )


def as_it_stands(wrong: AssuranceUpdate, *, on: date) -> dict[str, Any]:
    """What a correction starts with; the next check only while it is to come."""
    check_on = wrong.next_check_on if wrong.next_check_on and wrong.next_check_on > on else None
    rests_on = [_key(each) for basis in wrong.bases.all() if (each := basis.request or basis.file)]
    chosen = {"is_publishable": "yes" if wrong.is_publishable else "no", "rests_on": rests_on}
    return {**{name: getattr(wrong, name) for name in KEPT}, **chosen, "next_check_on": check_on}


def chosen_in(typed: Mapping[str, Any]) -> list[int]:
    """The follow-ups of which a page that was sent says how assured we are."""
    named = {name.removeprefix(LEVEL): level for name, level in typed.items() if name.startswith(LEVEL)}
    return [int(pk) for pk, level in named.items() if level and pk.isdecimal()]


@dataclass(frozen=True)
class Row:
    """One line of the table: a follow-up, and how assured we are of it."""

    follow_up: FollowUp
    level: BoundField


class SeveralForm(JudgementForm):
    """A level for each follow-up that the visit or meeting was about; the others are left alone."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, follow_ups: Sequence[FollowUp], on: date) -> None:
        super().__init__(data, on=on)
        self.follow_ups = follow_ups
        for each in follow_ups:
            self.fields[f"{LEVEL}{each.pk}"] = forms.ChoiceField(
                label=f"How assured are we of {each.reference}?",
                choices=[("", "Not part of this"), *AssuranceLevel.choices],
                required=False,
            )
        self.order_fields([name for name in self.fields if name.startswith(LEVEL)])

    def keep(self, typed: Mapping[str, Any]) -> None:
        """Show again what was typed so far; it is not sent yet, and not checked."""
        for name, field in self.fields.items():
            self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [each for each in self.follow_ups if cleaned.get(f"{LEVEL}{each.pk}")]
        if not chosen and not any(name.startswith(LEVEL) for name in self.errors):
            first = f"{LEVEL}{self.follow_ups[0].pk}" if self.follow_ups else None
            self.add_error(first, "Select how assured we are of at least one recommendation")
        self.check_reports(chosen)
        return cleaned

    def rows(self) -> Iterator[Row]:
        for each in self.follow_ups:
            yield Row(each, self[f"{LEVEL}{each.pk}"])

    def shared_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith(LEVEL)]

    def levels(self) -> dict[FollowUp, str]:
        levels = {each: self.cleaned_data[f"{LEVEL}{each.pk}"] for each in self.follow_ups}
        return {each: level for each, level in levels.items() if level}

    def shared(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(LEVEL)}


def _choices(
    requests: Sequence[EvidenceRequest], files: Sequence[EvidenceFile]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """By request: all of its reply where that is accepted, and the files in it."""
    asked = {each.pk: each for each in [*requests, *(file.round.request for file in files)]}
    groups = []
    for pk, request in sorted(asked.items()):
        whole = [(_key(request), f"The reply to {request.reference}")] if request in requests else []
        own = [(_key(file), file.name_with_items) for file in files if file.round.request_id == pk]
        question = shorten(request.question, LONGEST_QUESTION, placeholder=" …")
        groups.append((f"{request.reference}: {question}", whole + own))
    return groups


def _key(evidence: Evidence) -> str:
    return f"{'request' if isinstance(evidence, EvidenceRequest) else 'file'}-{evidence.pk}"
