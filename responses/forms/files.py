"""What a file covers, how long it counts, which it replaces, and why it is withdrawn."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms

from oversight.accounts.models import User
from oversight.forms.fields import DateField, Radios
from oversight.versions import StaleError
from responses.models import EvidenceFile
from responses.workflow.files import as_described

DATES = ["covers_from", "covers_to", "expires_on"]


class DescribeForm(forms.Form):
    """`seen` is what the page showed: who saves over a colleague's change is told first."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    covers_from = DateField(
        label="First day that it covers (optional)",
        what="First day",
        help_text="For example, 1 4 2026",
        required=False,
    )
    covers_to = DateField(label="Last day that it covers (optional)", what="Last day", required=False)
    expires_on = DateField(
        label="Counts until (optional)",
        what="Last day on which it counts",
        help_text="For a policy or a set of figures that will be out of date. It can still be read afterwards.",
        required=False,
    )
    replaces = forms.ModelChoiceField(
        label="Does it replace an earlier file? (optional)",
        help_text="The earlier file stays on record and can still be read.",
        queryset=EvidenceFile.objects.none(),
        empty_label="No",
        blank=True,  # else Django leaves that choice out of radios
        required=False,
        widget=Radios,
        error_messages={"invalid_choice": "The earlier file has been replaced already. Choose another"},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, file: EvidenceFile, user: User, may_replace: bool
    ) -> None:
        now = {name: getattr(file, name) for name in [*DATES, "replaces"]}
        super().__init__(data, initial={**now, "seen": as_described(file)})
        earlier = (
            EvidenceFile.objects.visible_to(user).replaceable_by(file) if may_replace else EvidenceFile.objects.none()
        )
        if may_replace and earlier.exists():
            self.fields["replaces"].queryset = earlier  # type: ignore[attr-defined]
            self.fields["replaces"].label_from_instance = _named  # type: ignore[attr-defined]
        else:
            del self.fields["replaces"]

    def clean_covers_to(self) -> date | None:
        first, last = self.cleaned_data.get("covers_from"), self.cleaned_data["covers_to"]
        if first and last and last < first:
            raise forms.ValidationError("Last day must be the same as or after the first day")
        return last

    def show_conflict(self, error: StaleError) -> None:
        """The next press of the button decides."""
        current = cast("EvidenceFile", error.current)
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = as_described(current)  # type: ignore[index]
        self.add_error(
            None,
            f"Somebody else has changed this. It is now: {current.in_words}. To save yours instead, press Save again.",
        )


def _named(file: EvidenceFile) -> str:
    return f"{file.name} ({file.round.request.reference}, reply {file.round.number})"


class WithdrawFileForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Why does this file no longer count?",
        help_text="The office and the force can both read this.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter why this file no longer counts"},
    )
