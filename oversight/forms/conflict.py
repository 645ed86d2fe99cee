"""What was typed is not what is saved: another person's words, or the same page sent twice with other ones (R13)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from oversight.days import plain_date


@dataclass(frozen=True)
class Difference:
    label: str
    theirs: str
    yours: str
    name: str = ""  # of the field


def differences(form: forms.Form, theirs: Mapping[str, Any]) -> list[Difference]:
    """The fields of a valid form that `theirs`, the values as they are now saved, has otherwise."""
    pairs = [
        (field, shown(field.field, theirs[field.name]), shown(field.field, form.cleaned_data[field.name]))
        for field in form.visible_fields()
        if field.name in theirs
    ]
    return [Difference(str(field.label), saved, typed, field.name) for field, saved, typed in pairs if saved != typed]


def same_as(row: object, facts: Mapping[str, Any]) -> bool:
    """Of a page that was sent twice: whether the row says all that it asks for now."""
    return all(getattr(row, name) == value for name, value in facts.items())


def offer_second(form: forms.Form, made: object) -> None:
    """The page has made its one row, and was sent again with other answers: the next press makes a second row."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["submission_id"] = str(uuid.uuid4())  # type: ignore[index]
    form.add_error(
        None,
        f"You have already sent this page, with other answers: that is {made}. Send it again to add these as well.",
    )


def shown(field: forms.Field, value: Any) -> str:
    """A value of a field as a reader knows it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return plain_date(value)
    if value is None or isinstance(value, str):
        return _label(field, value or "")
    return ", ".join(sorted(_label(field, each) for each in value)) if isinstance(value, Iterable) else str(value)


def _label(field: forms.Field, value: Any) -> str:
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return str(value)
    return {str(each): str(label) for each, label in _flat(field.choices)}.get(str(value), str(value))  # type: ignore[arg-type]


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
