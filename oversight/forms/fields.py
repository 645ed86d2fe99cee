"""Fields and widgets that Django does not bring: a date in three parts, several files, a one-time id."""

import re
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
YEARS = range(1900, 2200)  # any other is a slip of the finger
PARTS = [("Day", "day", 2), ("Month", "month", 2), ("Year", "year", 4)]


class DateParts(forms.MultiWidget):
    """Day, month and year in three text boxes; only the wrong ones turn red."""

    template_name = "govuk/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        self.wrong: list[int] = []
        super().__init__([forms.TextInput() for _ in PARTS], attrs)

    @property
    def first_wrong(self) -> int:
        return self.wrong[0] if self.wrong else 0

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        # What a form says about the day as a whole (“must be in the past”) is about all three.
        wrong = self.wrong or (range(len(PARTS)) if "aria-invalid" in context["widget"]["attrs"] else [])
        for index, (part, (label, _, width)) in enumerate(zip(parts, PARTS, strict=True)):
            classes = f"govuk-input govuk-date-input__input govuk-input--width-{width}"
            part["label"] = label
            part["attrs"] = {"id": part["attrs"]["id"], "inputmode": "numeric", "class": classes}
            if index in wrong:
                part["attrs"] |= {"class": f"{classes} govuk-input--error", "aria-invalid": "true"}
        return context


class DateField(forms.MultiValueField):
    """A day that a person types. `what` starts the errors: “Due date must include a month”."""

    widget: Any = DateParts

    def __init__(self, *, what: str = "Date", **options: Any) -> None:
        self.what = what
        error_messages = {"required": f"Enter the {what[:1].lower()}{what[1:]}", **options.pop("error_messages", {})}
        parts = [forms.CharField(required=False) for _ in PARTS]
        super().__init__(parts, require_all_fields=False, error_messages=error_messages, **options)

    def clean(self, value: Sequence[str] | None) -> date | None:
        self.widget.wrong = []
        typed = [(part or "").strip() for part in value or ["", "", ""]]
        if not any(typed):
            self._refuse_nothing()
            return None
        missing = [index for index, part in enumerate(typed) if not part]
        if missing:
            words = " and ".join(f"a {PARTS[index][1]}" for index in missing)
            self._refuse(f"{self.what} must include {words}", missing)
        day = self._read(*typed)
        self.run_validators(day)
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, [part or "" for part in data or ["", "", ""]])

    def _refuse_nothing(self) -> None:
        if self.required:
            self._refuse(str(self.error_messages["required"]), [0, 1, 2])

    def _read(self, day: str, month: str, year: str) -> date:
        number = _month_number(month)
        if not number:
            self._refuse(f"{self.what} must have a real month", [1])
        if not re.fullmatch(r"[0-9]{4}", year):
            self._refuse(f"{self.what} must have a year of 4 numbers", [2])
        if not re.fullmatch(r"[0-9]{1,2}", day):
            self._refuse(f"{self.what} must have a real day", [0])
        if int(year) not in YEARS:
            self._refuse(f"{self.what} must have a year from {YEARS[0]} to {YEARS[-1]}", [2])
        try:
            return date(int(year), number, int(day))
        except ValueError:
            self._refuse(f"{self.what} must be a real date", [0])
            raise

    def _refuse(self, message: str, wrong: list[int]) -> None:
        self.widget.wrong = wrong
        raise forms.ValidationError(message, code="invalid")


def _month_number(typed: str) -> int:
    """1 to 12 for “3”, “mar” or “March”; 0 for anything else."""
    if re.fullmatch(r"[0-9]{1,2}", typed):
        return int(typed) if int(typed) in range(1, 13) else 0
    name = typed.casefold()
    return next((index for index, month in enumerate(MONTHS, start=1) if name in {month, month[:3]}), 0)


class Radios(forms.RadioSelect):
    template_name = "govuk/widgets/choices.html"
    design = "radios"
    small = False

    def get_context(self, *args: Any) -> dict[str, Any]:
        context = super().get_context(*args)
        context["widget"] |= {"design": self.design, "small": self.small}
        return context


class Checkboxes(forms.CheckboxSelectMultiple):
    template_name = "govuk/widgets/choices.html"
    design = "checkboxes"
    small = False

    def get_context(self, *args: Any) -> dict[str, Any]:
        context = super().get_context(*args)
        context["widget"] |= {"design": self.design, "small": self.small}
        return context


class SmallRadios(Radios):
    small = True


class SmallCheckboxes(Checkboxes):
    small = True


class SmallCheckbox(forms.CheckboxInput):
    small = True


class Suggested(forms.TextInput):
    """Suggests what is there already; anything else can be typed."""

    template_name = "govuk/widgets/suggested.html"
    suggestions: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        if self.suggestions:
            widget["attrs"] |= {"list": f"{widget['attrs']['id']}_suggestions", "autocomplete": "off"}
        widget["suggestions"] = self.suggestions
        return context


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; cleans to a list, empty where none was chosen."""

    widget = Files
    default_error_messages = {"required": "Select a file", "empty": "the file is empty"}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not chosen:
            super().clean(None, initial)
        errors = [message for each in chosen for message in self._errors_of(each)]
        if errors:
            raise forms.ValidationError(errors)
        return chosen

    def _errors_of(self, file: UploadedFile) -> list[str]:
        """Each says which of the files it means."""
        try:
            super().clean(file)
        except forms.ValidationError as error:
            return [f"{file.name}: {message}" for message in error.messages]
        return []


class SubmissionIdField(forms.UUIDField):
    """The one-time id of a creating form: the second post of the same page finds the first one's row."""

    widget = forms.HiddenInput
    default_error_messages = dict.fromkeys(["required", "invalid"], "This page cannot be sent. Open it again")

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4)
