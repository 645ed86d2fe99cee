"""Why a file is disposed of, put on hold or no longer on hold; one, or several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from oversight.forms.fields import SmallCheckboxes, SubmissionIdField
from responses.forms.closing import at_least_a_sentence
from responses.models import EvidenceFile


@dataclass(frozen=True)
class Question:
    """What is asked before something is done with a file."""

    label: str
    help_text: str
    error: str
    wants_sentence: bool = False


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, error_messages={"required": "Enter why"}
    )

    def __init__(
        self, data: Mapping[str, Any] | None, question: Question, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["reason"]
        field.label, field.help_text, field.error_messages["required"] = (
            question.label,
            question.help_text,
            question.error,
        )
        if question.wants_sentence:
            field.validators.append(at_least_a_sentence(question.error))


class _StillThere(forms.MultipleChoiceField):
    """Files of a list. What has left it meanwhile is left out: the preview names what is meant."""

    widget = SmallCheckboxes

    def offer(self, files: Sequence[EvidenceFile]) -> None:
        self.choices = [(str(file.pk), _named(file)) for file in files]

    def clean(self, value: list[str] | None) -> list[UUID]:
        return [UUID(each) for each in super().clean([each for each in value or [] if self.valid_value(each)])]


def _named(file: EvidenceFile) -> str:
    request = file.round.request
    return f"{file.name} ({request.reference}, {request.force.short_name})"


class SeveralForm(ReasonForm):
    submission_id = SubmissionIdField()
    rows = _StillThere(label="Files", error_messages={"required": "Select at least one file"})
    field_order = ["submission_id", "reason", "rows"]

    def __init__(self, data: Mapping[str, Any] | None, question: Question, rows: Sequence[EvidenceFile]) -> None:
        super().__init__(data, question, initial={"rows": [str(file.pk) for file in rows]})
        self.fields["rows"].offer(rows)  # type: ignore[attr-defined]


class ConfirmForm(ReasonForm):
    """What the preview named."""

    submission_id = SubmissionIdField()
    seen = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, data: Mapping[str, Any], question: Question) -> None:
        super().__init__(data, question)
        keys = data.getlist("seen") if hasattr(data, "getlist") else []
        self.fields["seen"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def clean_seen(self) -> list[UUID]:
        try:
            return [UUID(each) for each in self.cleaned_data["seen"]]
        except ValueError as error:
            raise forms.ValidationError("This page cannot be sent. Open it again") from error
