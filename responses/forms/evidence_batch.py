"""One question to many forces: which of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from oversight.forms.fields import Checkboxes
from responses.forms.bulk import StillThere
from responses.forms.evidence import QuestionForm
from responses.workflow.evidence_batch import Target


class AskSeveralForm(QuestionForm):
    forces = forms.MultipleChoiceField(
        label="Which forces do you ask?",
        help_text="Each gets a request of its own, about its own recommendations.",
        widget=Checkboxes,
        error_messages={"required": "Select at least one force", "invalid_choice": "Select forces from the list"},
    )
    rows = StillThere(
        label="About which recommendations?", error_messages={"required": "Select at least one recommendation"}
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, targets: Sequence[Target], on: date) -> None:
        self.targets = targets
        every = [str(target.force.pk) for target in targets]
        rows = [row for target in targets for row in target.follow_ups]
        super().__init__(data, on=on, initial={"forces": every, "rows": [str(row.pk) for row in rows]})
        self.fields["rows"].offer(rows)  # type: ignore[attr-defined]
        self.fields["forces"].choices = [(str(each.force.pk), _label(each)) for each in targets]  # type: ignore[attr-defined]
        self.order_fields(["submission_id", "forces", *(name for name in self.fields if name != "rows")])

    @property
    def chosen(self) -> list[Target]:
        """About the recommendations with a tick."""
        rows = set(self.cleaned_data["rows"])
        chosen = [target for target in self.targets if str(target.force.pk) in self.cleaned_data["forces"]]
        return [target.about(rows) for target in chosen]

    @property
    def asked(self) -> list[Target]:
        return [target for target in self.chosen if not target.why_not]

    @property
    def passed_over(self) -> list[Target]:
        return [target for target in self.chosen if target.why_not]


def _label(target: Target) -> str:
    number = len(target.follow_ups)
    return f"{target.force.short_name} ({number} recommendation{'' if number == 1 else 's'})"
