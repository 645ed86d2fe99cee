"""A page that several people may write at a time, merged field by field (ADR 13)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.html import strip_tags

from oversight.forms.conflict import Difference, shown
from oversight.forms.fields import DateField, SmallRadios
from responses.merging import digest, digests, merge

type Data = MultiValueDict[str, str]
KEEP = "keep-"
MINE, THEIRS = "mine", "theirs"


class LongTextField(forms.CharField):
    """A text of small Markdown (ADR 8). Browsers send other line ends than programs write: they are no difference."""

    def __init__(self, label: str, *, rows: int = 10, help_text: str = "") -> None:
        widget = forms.Textarea(attrs={"rows": rows, "data-prose": True})
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DigestsField(forms.JSONField):
    """Digests of what the page showed, by field. Spoilt ones count as none: then nothing is replaced unasked."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, str]:  # noqa: ANN401
        try:
            cleaned = super().clean(value)
        except forms.ValidationError:
            return {}
        pairs = cleaned.items() if isinstance(cleaned, dict) else ()
        return {name: each for name, each in pairs if isinstance(each, str)}


@dataclass(frozen=True)
class Line:
    """A field of the page; where two people have changed it, also the other text and the choice between them."""

    field: BoundField
    keep: BoundField | None = None
    theirs: str = ""


class SharedForm(forms.Form):
    """`saved` are the texts as they stand, by the names of their fields; `more` are fields that depend on the case."""

    use_required_attribute = False
    opened = DigestsField(required=False)
    seen = DigestsField(required=False)

    def __init__(
        self, data: Data | None = None, *, saved: dict[str, object], more: Mapping[str, forms.Field] | None = None
    ) -> None:
        self.saved = saved
        super().__init__(data, initial={"opened": digests(saved), "seen": {}, **saved})
        self.fields |= more or {}
        for name in self._digests("seen").keys() & saved.keys():
            self._ask_which(name)

    def _digests(self, name: str) -> dict[str, str]:
        return self.fields[name].clean(self.data.get(name))

    def _ask_which(self, name: str) -> None:
        label = f"Which text to keep: {self.plain_label(name)}"
        choices = [(MINE, "Mine, as it stands above"), (THEIRS, "The one saved by somebody else")]
        self.fields[KEEP + name] = forms.ChoiceField(label=label, choices=choices, widget=SmallRadios, required=False)

    def plain_label(self, name: str) -> str:
        return strip_tags(str(self[name].label))

    def lines(self, *names: str) -> list[Line]:
        return [self._line(name) for name in names]

    def _line(self, name: str) -> Line:
        if KEEP + name not in self.fields:
            return Line(self[name])
        return Line(self[name], self[KEEP + name], shown(self.fields[name], self.saved[name]))

    def _typed(self, names: Iterable[str]) -> Iterator[str]:
        """Without those for which the person has chosen the other text."""
        return (name for name in names if self.cleaned_data.get(KEEP + name) != THEIRS)

    @property
    def opened_digests(self) -> dict[str, str]:
        """What the typed texts started from: where the person has chosen their own, the text that it replaces."""
        seen = self.cleaned_data["seen"]
        chosen = {name: each for name, each in seen.items() if self.cleaned_data.get(KEEP + name) == MINE}
        return self.cleaned_data["opened"] | chosen

    @property
    def differences(self) -> list[Difference]:
        """What is typed and is not what is saved."""
        self.full_clean()
        typed = {name: self.cleaned_data.get(name) for name in self.saved}
        names = [name for name, saved in self.saved.items() if digest(typed[name]) != digest(saved)]
        words = {name: [shown(self.fields[name], each[name]) for each in (self.saved, typed)] for name in names}
        return [Difference(self.plain_label(name), *words[name]) for name in names]

    def catch_up(self) -> None:
        """Show what others have saved since the page was opened, wherever this person has changed nothing."""
        self.full_clean()
        typed = {name: self.cleaned_data[name] for name in self.saved.keys() & self.cleaned_data.keys()}
        self.show_conflict({}, both=[], kept=merge(typed, saved=self.saved, opened=self.cleaned_data["opened"]).kept)

    def show_conflict(self, saved: Mapping[str, object], *, both: Iterable[str], kept: Iterable[str]) -> None:
        """Keep what was typed, show what somebody else has saved, and ask which of the two to keep."""
        self.saved = {**self.saved, **saved}
        theirs = digests(self.saved)
        opened = self.cleaned_data["opened"] | {name: theirs[name] for name in kept}
        seen = self.cleaned_data["seen"] | {name: theirs[name] for name in both}
        sent = {"opened": json.dumps(opened), "seen": json.dumps(seen)} | {KEEP + name: "" for name in both}
        for name in kept:
            sent |= _as_sent(self.fields[name], name, self.saved[name])
        self.data = MultiValueDict({**dict(self.data.lists()), **{name: [value] for name, value in sent.items()}})  # type: ignore[attr-defined]
        for name in both:
            self._ask_which(name)
            self.add_error(KEEP + name, f"Choose which text to keep: {self.plain_label(name)}")


def _as_sent(field: forms.Field, name: str, value: object) -> dict[str, str]:
    """As a browser sends it."""
    if isinstance(field, DateField):
        return {f"{name}_{index}": str(part or "") for index, part in enumerate(field.widget.decompress(value))}
    return {name: str(value or "")}
