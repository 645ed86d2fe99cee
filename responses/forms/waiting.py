"""What is asked when a recommendation waits on others."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from oversight.accounts.models import User
from oversight.forms.fields import DateField, Radios
from responses.forms.closing import DecisionForm, long_text
from responses.models import FollowUp, WaitingOn
from responses.models.state import NAMED
from responses.workflow.waiting import Awaited


class WaitForm(DecisionForm):
    on_whom = forms.ChoiceField(
        label="What does it wait for?",
        choices=WaitingOn,
        widget=Radios,
        error_messages={"required": "Select what it waits for"},
    )
    reference = forms.CharField(
        label="Reference of the other recommendation",
        max_length=40,
        required=False,
        help_text="If it waits for another recommendation that we follow up.",
    )
    force = forms.CharField(
        label="Force, if it has more than one",
        max_length=100,
        required=False,
        help_text="If we follow that recommendation up for several forces.",
    )
    name = forms.CharField(
        label="Name of the force or body",
        max_length=120,
        required=False,
        help_text="If it waits for another force or another body.",
    )
    until = DateField(
        label="By when do they mean to deliver? (optional)",
        what="Their date",
        help_text="We are told when this day comes. For example, 27 3 2026",
        required=False,
    )
    reason = long_text("What is the force waiting for?", "Enter what the force is waiting for")

    def __init__(self, data: Mapping[str, Any] | None = None, *, follow_up: FollowUp, on: date, user: User) -> None:
        super().__init__(data, follow_up=follow_up, on=on)
        self.user = user

    def first_values(self, follow_up: FollowUp, on: date) -> dict[str, Any]:
        other = follow_up.waiting_for
        return {
            "on_whom": follow_up.waiting_on,
            "reference": other.reference if other else "",
            "name": follow_up.waiting_name,
            "until": follow_up.waiting_until,
            "reason": follow_up.waiting_reason,
        }

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= self.on:
            raise forms.ValidationError("Their date must be in the future")
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("on_whom")
        if chosen == WaitingOn.RECOMMENDATION:
            self._find_other(cleaned)
        elif chosen in NAMED and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name of the force or body")
        return cleaned

    def _find_other(self, cleaned: dict[str, Any]) -> None:
        """Of our own office, whichever force it is for (R80)."""
        reference = cleaned.get("reference", "").strip()
        rows = FollowUp.objects.visible_to(self.user).exclude(pk=self.follow_up.pk).select_related("force", "finding")
        found = list(rows.filter(finding__reference__iexact=reference).order_by("force__short_name", "pk"))
        same_force = [each for each in found if each.force_id == self.follow_up.force_id]
        named = [each for each in found if cleaned.get("force", "").casefold() in str(each.force).casefold()]
        chosen = (named if cleaned.get("force") else same_force) or named
        if not reference:
            self.add_error("reference", "Enter the reference of the other recommendation")
        elif not chosen:
            self.add_error("reference", f"We do not follow up another recommendation with the reference {reference}")
        elif len(chosen) > 1:
            self.add_error("force", f"Enter which force: {', '.join(str(each.force) for each in chosen)}")
        else:
            cleaned["other"] = chosen[0]

    @property
    def facts(self) -> dict[str, Any]:
        chosen = WaitingOn(self.cleaned_data["on_whom"])
        name = self.cleaned_data["name"] if chosen in NAMED else ""
        awaited = Awaited(chosen, name, self.cleaned_data.get("other"), self.cleaned_data["until"])
        return {"awaited": awaited, "reason": self.cleaned_data["reason"], "version": self.cleaned_data["version"]}

    @property
    def columns(self) -> dict[str, Any]:
        awaited = self.facts["awaited"]
        return {
            "waiting_on": awaited.on,
            "waiting_name": awaited.name,
            "waiting_for": awaited.follow_up,
            "waiting_until": awaited.until,
        }


class StopWaitingForm(DecisionForm):
    reason = long_text("What has changed?", "Enter what has changed")
