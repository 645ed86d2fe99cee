"""What is asked when the office sets a colour by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from oversight.forms.fields import DateField, Radios, SubmissionIdField
from responses.models import RatingOverride
from responses.models.rating import COLOURS
from responses.rag import Rating

LONGEST = timedelta(days=92)  # a quarter: whoever still thinks so then says it again
RULE = "rule"


class RateForm(forms.Form):
    use_required_attribute = False
    submission_id = SubmissionIdField()
    seen = forms.IntegerField(widget=forms.HiddenInput)
    colour = forms.ChoiceField(
        label="How do we rate it?", widget=Radios, error_messages={"required": "Select a rating"}
    )
    until = DateField(
        label="Until when does this hold?",
        what="Last day that it holds",
        help_text="After that day the rule counts again.",
        required=False,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Only our office reads this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter why we rate it so"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, rated: Rating, seen: int, on: date) -> None:
        super().__init__(data, initial={"seen": seen})
        self.on = on
        by_rule = [(RULE, f"By the rule: {rated.ruled}")] if rated.override else []
        self.fields["colour"].choices = [*COLOURS, *by_rule]  # type: ignore[attr-defined]
        if by_rule:
            self.fields["until"].help_text += " Leave it empty where the rule counts from now on."

    def clean_colour(self) -> str:
        chosen: str = self.cleaned_data["colour"]
        return "" if chosen == RULE else chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "colour" in cleaned and "until" in cleaned:
            self._check_until(cleaned["colour"], cleaned["until"])
        return cleaned

    def _check_until(self, colour: str, until: date | None) -> None:
        if not colour and until:
            self.add_error("until", "Leave this empty: the rule counts from now on")
        elif colour and until is None:
            self.add_error("until", "Enter the last day that it holds")
        elif until and not self.on <= until <= self.on + LONGEST:
            last = self.on + LONGEST
            self.add_error("until", f"Last day that it holds must be between today and {last.day} {last:%B %Y}")

    def show_conflict(self, last: RatingOverride) -> None:
        """Keep what was typed, say what somebody else did, and let the next press of the button decide."""
        self.data = {**self.data.dict(), "seen": last.pk}  # type: ignore[attr-defined]
        now = last.get_colour_display().lower() or "the colour of the rule"
        self.add_error(
            None,
            f"{last.by} has set the rating to {now} since you opened this page, because: {last.reason} "
            "Send the page again to put yours in its place.",
        )
