"""A form that makes a row once, or changes the row that the person saw."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from inspections.models import Finding, Inspection
from oversight.forms.conflict import Difference, differences
from oversight.forms.fields import SubmissionIdField

type Data = MultiValueDict[str, str]


class RowForm[Row: (Inspection, Finding)](forms.Form):
    """Either makes a row, once, or changes the row that the person saw."""

    use_required_attribute = False
    submission_id = SubmissionIdField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Data | None, *, row: Row | None, initial: dict[str, Any] | None = None) -> None:
        self.row: Row | None = row
        self.differences: list[Difference] = []
        super().__init__(data, initial=initial)
        if row:
            del self.fields["submission_id"]
            self.initial = {**self.values_of(row), "version": row.version}
        else:
            del self.fields["version"]

    def values_of(self, row: Row) -> dict[str, Any]:
        raise NotImplementedError

    def show_conflict(self, current: Row) -> None:
        """Keep what was typed, show what somebody else has saved, and let the next save replace that."""
        self.differences = differences(self, self.values_of(current))
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(current.version)  # type: ignore[index]
        self.add_error(
            None, "Somebody else has changed this since you opened it. Compare the two versions, then save again."
        )
