"""How a copy of a published response went to HMICFRS or to the Home Secretary."""

from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from oversight.forms.fields import DateField, Radios
from responses.models import CopyFor, Publication, Recipient, Way
from responses.standing import Copy

type Data = MultiValueDict[str, str]
NOT_SENT = "not-sent"
SAID = {
    Way.EMAIL: "I have sent it by e-mail",
    Way.WEBSITE: "I have put it on their website",
    Way.POST: "I have posted it",
    Way.OTHER: "It went another way",
}


class SendForm(forms.Form):
    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="How does the copy go?",
        widget=Radios,
        error_messages={"required": "Select how the copy goes"},
    )
    sent_on = DateField(
        label="Day it was sent",
        what="Day it was sent",
        help_text="Not needed for a letter from the portal. For example, 27 3 2026",
        required=False,
    )
    proof = forms.CharField(
        label="Proof",
        help_text="The reference they gave, who confirmed it, or where the receipt is kept. "
        "Not needed for a letter from the portal.",
        max_length=300,
        required=False,
    )
    reason = forms.CharField(
        label="Why does this replace what is recorded?",
        max_length=300,
        error_messages={"required": "Enter why this replaces what is recorded"},
    )

    def __init__(
        self, data: Data | None = None, *, copy: Copy, recipient: Recipient | None, publication: Publication, on: date
    ) -> None:
        self.copy, self.publication, self.on = copy, publication, on
        number = copy.sending.number if copy.sending else 0
        super().__init__(data, initial={"number": number, "version": publication.number})
        ways: Any = self.fields["way"]
        ways.choices = self._ways(recipient)
        if copy.sending is None:
            del self.fields["reason"]

    def _ways(self, recipient: Recipient | None) -> list[tuple[str, str]]:
        address = recipient.address if recipient else ""
        letter = [(Way.LETTER.value, f"The portal sends a letter now, to {address}")] if address else []
        recorded = [(way.value, words) for way, words in SAID.items()]
        return [*letter, *recorded, *([(NOT_SENT, "It was not sent")] if self.copy.sending else [])]

    def clean_sent_on(self) -> date | None:
        day: date | None = self.cleaned_data["sent_on"]
        if day and day > self.on:
            raise forms.ValidationError("Day it was sent must be today or in the past")
        if day and day < self.publication.published_on:
            raise forms.ValidationError("Day it was sent must be on or after the day of publication")
        return day

    def clean_version(self) -> int:
        """A copy of what the person saw, and of nothing that was published meanwhile."""
        current = self.publication.number
        if self.cleaned_data["version"] not in {None, current}:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["version"] = str(current)  # type: ignore[index]
            news = f"Version {current} has been published since you opened this page."
            self.add_error(None, f"{news} Say how a copy of that one goes.")
        return current

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") in {way.value for way in SAID}:
            if not cleaned.get("sent_on") and "sent_on" not in self.errors:
                self.add_error("sent_on", "Enter the day it was sent")
            if not cleaned.get("proof"):
                self.add_error("proof", "Enter what shows that it was sent")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the verb for this way takes."""
        said = self.cleaned_data
        facts = {
            "copy_for": CopyFor(self.copy.copy_for),
            "number": said["number"] + 1,
            "reason": said.get("reason", ""),
        }
        if said["way"] in {Way.LETTER, NOT_SENT}:
            return facts
        return facts | {"way": Way(said["way"]), "sent_on": said["sent_on"], "proof": said["proof"]}
