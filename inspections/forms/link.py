"""What is asked when a finding is linked to an earlier one."""

from collections.abc import Mapping
from typing import Any

from django import forms

from inspections.models import Finding, PredecessorKind
from oversight.forms.fields import Radios


class LinkForm(forms.Form):
    use_required_attribute = False
    earlier = forms.CharField(
        label="Reference of the earlier finding",
        max_length=40,
        help_text="As on its page, for example HIOW-2022-PEEL-R3. Record the earlier report and its finding first.",
        error_messages={"required": "Enter the reference of the earlier finding"},
    )
    kind = forms.TypedChoiceField(
        label="How do the two belong together?",
        choices=[
            (PredecessorKind.REPEATS, "This one repeats the earlier one"),
            (PredecessorKind.SUPERSEDES, "This one takes the place of the earlier one"),
            (PredecessorKind.LETTER, "The earlier one is the same, first issued in a letter"),
        ],
        coerce=PredecessorKind,
        widget=Radios,
        error_messages={"required": "Select how the two belong together"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, finding: Finding) -> None:
        super().__init__(data)
        self.finding = finding

    def clean_earlier(self) -> Finding:
        reference = self.cleaned_data["earlier"].strip()
        earlier = Finding.objects.filter(reference__iexact=reference).first()
        if earlier is None:
            raise forms.ValidationError(f"There is no finding with the reference {reference}")
        if earlier.pk == self.finding.pk:
            raise forms.ValidationError("Enter the reference of another finding: this is its own")
        return earlier
