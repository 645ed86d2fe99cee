"""Back office: forces, policing bodies, and what is true of them by date."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils import timezone

from oversight.admin import KeptAdmin, KeptInline
from oversight.bodies.models import (
    Engagement,
    Force,
    ForceName,
    Membership,
    Merger,
    Oversight,
    PolicingBody,
    PolicingBodyName,
)

DATES = ["starts_on", "ends_on"]


class ForceNameInline(KeptInline):
    model = ForceName
    fields = [("name", *DATES)]


class PolicingBodyNameInline(KeptInline):
    model = PolicingBodyName
    fields = [("name", *DATES)]


class OverseerInline(KeptInline):
    model = Oversight
    fields = [("policing_body", *DATES)]
    autocomplete_fields = ["policing_body"]
    verbose_name_plural = "overseen by"


class OverseenInline(KeptInline):
    model = Oversight
    fields = [("force", *DATES)]
    autocomplete_fields = ["force"]
    verbose_name_plural = "oversees"


class MemberInline(KeptInline):
    model = Membership
    fk_name = "unit"
    fields = [("member", "leads", *DATES)]
    autocomplete_fields = ["member"]
    verbose_name_plural = "members, where it is a unit"


class EngagementInline(KeptInline):
    model = Engagement
    fields = [("starts_on", "ends_on"), "reason", "ended_because", "url"]


@admin.register(Force)
class ForceAdmin(KeptAdmin):
    list_display = ["short_name", "kind", "region", "country", "ons_code"]
    list_filter = ["kind", "country"]
    search_fields = ["short_name", "code", "names__name", "aliases", "region"]
    inlines = [ForceNameInline, OverseerInline, MemberInline, EngagementInline]


@admin.register(PolicingBody)
class PolicingBodyAdmin(KeptAdmin):
    list_display = ["area", "kind", "mailbox"]
    list_filter = ["kind"]
    search_fields = ["area", "code", "names__name"]
    inlines = [PolicingBodyNameInline, OverseenInline]

    def get_readonly_fields(self, request: HttpRequest, obj: PolicingBody | None = None) -> list[str]:
        """Where its letters go, how often a date may move, how long files are kept: each office's own affair (R80)."""
        own = obj is None or obj.pk == getattr(request.user, "policing_body_id", None)
        return [] if own else ["mailbox", "moves_allowed", "names_staff", "files_kept_years"]


class MergerForm(forms.ModelForm):
    def clean_starts_on(self) -> date | None:
        return self._not_to_come(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        return self._not_to_come(self.cleaned_data["ends_on"])

    def _not_to_come(self, day: date | None) -> date | None:
        if day and day > timezone.localdate():
            raise forms.ValidationError("The day must be today or in the past: come back on that day.")
        return day

    def clean(self) -> dict[str, Any]:
        """One step, so that whoever asks what a force is part of has one answer."""
        cleaned = super().clean() or {}
        former, whole = cleaned.get("predecessor"), cleaned.get("successor")
        others = Merger.objects.standing().exclude(pk=self.instance.pk)
        if cleaned.get("ends_on") or not (former and whole):
            return cleaned
        if others.filter(predecessor=whole).exists():
            self.add_error("successor", f"{whole} is itself part of another force. Select that one.")
        parts = others.filter(successor=former).select_related("predecessor")
        for part in parts:
            words = f"{part.predecessor} is part of {former}: end that first, and record of what it is part now."
            self.add_error("predecessor", words)
        return cleaned


@admin.register(Merger)
class MergerAdmin(KeptAdmin):
    """A force that has become part of another; to take it back, enter the day on which that ended (R56)."""

    form = MergerForm
    fields = ["predecessor", "successor", ("starts_on", "ends_on")]
    list_display = ["predecessor", "successor", *DATES]
    list_select_related = ["predecessor", "successor"]

    def formfield_for_foreignkey(
        self,
        db_field: ForeignKey,
        request: HttpRequest,
        **options: Any,  # noqa: ANN401 - Django’s signature
    ) -> forms.ModelChoiceField | None:
        """What a force was told is shown to another only by the office that oversees it, or did so (R80)."""
        if db_field.name == "predecessor":
            options["queryset"] = Force.objects.ever_overseen_by(_offices(request))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_change_permission(self, request: HttpRequest, obj: Merger | None = None) -> bool:
        own = obj is None or Force.objects.ever_overseen_by(_offices(request)).filter(pk=obj.predecessor_id).exists()
        return own and super().has_change_permission(request, obj)


def _offices(request: HttpRequest) -> list[int]:
    return getattr(request.user, "offices", [])
