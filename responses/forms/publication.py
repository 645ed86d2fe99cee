"""What is asked when a text is approved, published, corrected or withdrawn, and which two texts to compare."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.datastructures import MultiValueDict

from oversight.forms.fields import DateField
from responses.models import Publication
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
    published_on = DateField(
        label="Day of publication",
        what="Day of publication",
        help_text="Today, or an earlier day if this text was already published elsewhere. For example, 27 3 2026",
    )
    note = _words(
        "What has changed, and why?",
        missing="Enter what has changed",
        help_text="Everybody can read this beside the new version.",
    )

    def __init__(self, data: Data | None = None, *, earlier: Publication | None, on: date) -> None:
        super().__init__(data, initial={"published_on": on})
        if earlier is None:
            del self.fields["note"]


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
