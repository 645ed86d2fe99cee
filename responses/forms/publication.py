"""What is asked when a text is approved, published, corrected or withdrawn, and which two texts to compare."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from oversight.forms.fields import DateField
from responses.models import Publication, Response
from responses.texts import AS_IT_STANDS, Text

type Data = MultiValueDict[str, str]


def _words(label: str, *, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={"required": missing},
    )


class ApproveForm(forms.Form):
    """What is approved is what was read: the number of the text."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(forms.Form):
    use_required_attribute = False
    reason = _words("What has to change?", missing="Enter what has to change")


class PublishForm(forms.Form):
    """`earlier` is the version that this one replaces."""

    use_required_attribute = False
    note = _words(
        "What has changed, and why?",
        missing="Enter what has changed",
        help_text="Everybody can read this beside the new version.",
    )
    early_reason = forms.CharField(
        label="Why do we not wait for the chief officer’s comments?",
        help_text="Kept in the history. Not published.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    published_on = DateField(
        label="Day of publication",
        what="Day of publication",
        help_text="Today, or an earlier day if this text was already published elsewhere. For example, 27 3 2026",
    )
    proof_url = forms.URLField(
        label="Where it was published on that day",
        help_text="The web address. Everybody can read this.",
        max_length=500,
        assume_scheme="https",
        required=False,
        error_messages={"invalid": "Enter a web address, like https://www.example.org/response"},
    )
    proof = forms.CharField(
        label="What else shows it", help_text="For example, a receipt. Not published.", max_length=300, required=False
    )

    def __init__(self, data: Data | None = None, *, response: Response, earlier: Publication | None, on: date) -> None:
        self.response, self.on = response, on
        super().__init__(data, initial={"published_on": on})
        if earlier is None:
            del self.fields["note"]
        if not response.cuts_comments_short(self._day or on):
            del self.fields["early_reason"]

    @property
    def _day(self) -> date | None:
        """The day that is typed: on an earlier one, a chief officer may still have had time."""
        if not self.is_bound:
            return None
        try:
            return self["published_on"].field.clean(self["published_on"].data)
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("published_on")
        shown = "proof_url" in self.errors or cleaned.get("proof_url") or cleaned.get("proof")
        if day and day < self.on and not shown:
            self.add_error("proof_url", "Enter where it was published on that day, or what else shows it")
        if "early_reason" in self.fields and not cleaned.get("early_reason"):
            self.add_error("early_reason", "Enter why the response does not wait for the chief officer’s comments")
        return cleaned


class CorrectForm(forms.Form):
    use_required_attribute = False
    reason = _words(
        "What has to be corrected?",
        missing="Enter what has to be corrected",
        help_text="Kept in the history. Not published.",
    )


class DiscardForm(forms.Form):
    """What is discarded is what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """What is withdrawn is what was read: the number of the version."""

    use_required_attribute = False
    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = _words(
        "Why is it withdrawn?",
        missing="Enter why it is withdrawn",
        help_text="Everybody can read this in place of the response.",
    )


class DifferenceForm(forms.Form):
    """Two texts of a response; unless told otherwise, what stands now against the one frozen last."""

    use_required_attribute = False
    old = forms.ChoiceField(label="Compare", error_messages={"required": "Select a text"})
    new = forms.ChoiceField(label="With", error_messages={"required": "Select a text to compare it with"})

    def __init__(self, data: Data, *, texts: Sequence[Text]) -> None:
        self.texts = {text.key: text for text in texts}
        frozen = [text.key for text in texts if text.frozen]
        asked = {"old": data.get("old", frozen[0] if frozen else AS_IT_STANDS), "new": data.get("new", AS_IT_STANDS)}
        super().__init__(asked)
        choices = [(text.key, text.name) for text in texts]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Text, Text]:
        return self.texts[self.cleaned_data["old"]], self.texts[self.cleaned_data["new"]]
