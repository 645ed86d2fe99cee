"""The checklist of a request: asked for line by line, and judged item by item (R106)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from oversight.days import plain_date
from oversight.forms.fields import Radios
from responses.forms.evidence import DecideForm
from responses.models import ItemAnswer, RoundDecision


class JudgeItemsForm(DecideForm):
    """Each item is accepted or returned by itself; the request is accepted when all are."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        number: int | None,
        on: date,
        pending: Sequence[ItemAnswer],
        rest_due_on: date | None = None,
    ) -> None:
        """`rest_due_on` is the day for what has not come yet: what is returned is due no earlier."""
        super().__init__(data, number=number, on=on)
        self.pending = pending
        self.rest_due_on = rest_due_on
        if rest_due_on:
            self.initial["due_on"] = max(self.initial["due_on"], rest_due_on)
            self.fields["due_on"].label = "Reply to that and to the rest by"
        del self.fields["decision"]
        for answer in pending:
            self.fields[f"decision_{answer.pk}"] = _decision(answer)
            self.fields[f"note_{answer.pk}"] = _note(answer)
        self.fields["note"].help_text = "About the reply as a whole, if there is anything to say."
        self.fields["due_on"].help_text = "If you return any of it. For example, 27 3 2026"

    @property
    def item_rows(self) -> list[tuple[Any, ...]]:  # type: ignore[override]
        return [(each, self[f"decision_{each.pk}"], self[f"note_{each.pk}"]) for each in self.pending]

    @property
    def decisions(self) -> list[str]:
        return [self.cleaned_data.get(f"decision_{answer.pk}", "") for answer in self.pending]

    @property
    def accepts(self) -> bool:
        return set(self.decisions) == {RoundDecision.ACCEPTED}

    @property
    def returns(self) -> bool:
        return RoundDecision.RETURNED in self.decisions

    def done(self, evidence: str) -> str:
        accepted, returned = (self.decisions.count(each) for each in (RoundDecision.ACCEPTED, RoundDecision.RETURNED))
        if not (accepted and returned):
            return super().done(evidence)
        are = "item is" if accepted == 1 else "items are"
        return f"{accepted} {are} accepted, {returned} {'is' if returned == 1 else 'are'} returned to the force."

    @property
    def facts(self) -> dict[str, Any]:
        if self.accepts:
            return super().facts
        notes = [self.cleaned_data.get(f"note_{answer.pk}", "") for answer in self.pending]
        judged = zip(self.decisions, notes, strict=True)
        return super().facts | {"items": dict(zip([each.pk for each in self.pending], judged, strict=True))}

    def _require_a_day(self, cleaned: dict[str, Any]) -> None:
        super()._require_a_day(cleaned)
        due_on = cleaned.get("due_on")
        if due_on and self.rest_due_on and self.on <= due_on < self.rest_due_on:
            self.add_error("due_on", f"New reply date must be {plain_date(self.rest_due_on)} or later, as for the rest")

    def _require_a_note(self, cleaned: dict[str, Any]) -> None:
        for answer in self.pending:
            name = f"note_{answer.pk}"
            returned = cleaned.get(f"decision_{answer.pk}") == RoundDecision.RETURNED
            if returned and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"Enter what item {answer.item.number} needs")


def _decision(answer: ItemAnswer) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"Is this what you asked for in item {answer.item.number}?",
        choices=[(RoundDecision.ACCEPTED, "Yes, accept it"), (RoundDecision.RETURNED, "No, return it to the force")],
        widget=Radios,
        error_messages={"required": f"Select whether to accept or return item {answer.item.number}"},
    )


def _note(answer: ItemAnswer) -> forms.CharField:
    return forms.CharField(
        label=f"What item {answer.item.number} needs",
        help_text="If you return it. The force reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
