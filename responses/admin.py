"""Back office: closure levels and what the law asks; all else is changed on the portal's pages, and looked at here."""

from datetime import date

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.admin import KeptAdmin, ReadOnlyAdmin
from responses.models import (
    ClosureLevel,
    Event,
    EvidenceRequest,
    FollowUp,
    Notice,
    Publication,
    Recipient,
    Response,
    ResponseRule,
    Sending,
    Version,
    Withdrawal,
)


@admin.register(ClosureLevel)
class ClosureLevelAdmin(KeptAdmin):
    list_display = ["name", "note", "position"]


class ResponseRuleForm(forms.ModelForm):
    def clean_in_force_from(self) -> date:
        """A day that is past would move clocks that run already (R61)."""
        day: date = self.cleaned_data["in_force_from"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Enter a day after today: the clocks that run already stay as they are.")
        return day


@admin.register(ResponseRule)
class ResponseRuleAdmin(KeptAdmin):
    """A rule in force is not edited: the clocks of the reports published under it stay (R61)."""

    form = ResponseRuleForm
    list_display = ["in_force_from", "period_days", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: ResponseRule | None = None) -> list[str]:
        is_in_force = obj is not None and obj.in_force_from <= timezone.localdate()
        return ["in_force_from", "period_days"] if is_in_force else []


@admin.register(Recipient)
class RecipientAdmin(KeptAdmin):
    list_display = ["copy_for", "name", "address", "starts_on", "ends_on"]
    fields = ["copy_for", "name", "address", "starts_on", "ends_on"]


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyAdmin):
    list_display = ["reference", "title", "force", "status", "due_on", "lead", "officer"]
    list_filter = ["status", "assurance_level", "due_source"]
    list_select_related = ["finding", "force", "lead", "officer"]
    search_fields = ["finding__reference", "finding__title", "force__short_name", "lead__name", "officer__name"]


@admin.register(EvidenceRequest)
class EvidenceRequestAdmin(ReadOnlyAdmin):
    list_display = ["reference", "force", "lead", "status", "due_on", "sent_at"]
    list_filter = ["status", "classification"]
    list_select_related = ["force", "lead"]
    search_fields = ["question", "force__short_name", "lead__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without what the person may not read: an administrator has to take that permission first, on record (R71)."""
        return super().get_queryset(request).readable_by(request.user)  # type: ignore[attr-defined]


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    list_display = ["inspection", "status", "section_55", "published_on"]
    list_filter = ["status", "section_55"]
    list_select_related = ["inspection"]
    search_fields = ["inspection__title", "inspection__reference", "slug"]


class FrozenTextAdmin(ReadOnlyAdmin):
    """Beside the text: that is read on the portal's own page, by the link."""

    exclude = ["document"]
    list_select_related = ["response__inspection"]
    search_fields = ["response__inspection__title", "response__inspection__reference", "response__slug"]
    letter: str  # before the number, in the address of the text

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the documents, which are long."""
        return super().get_queryset(request).defer("document")

    @admin.display(description="text")
    def text(self, frozen: Version | Publication) -> SafeString:
        address = reverse("responses:response-version", args=[frozen.response_id, f"{self.letter}{frozen.number}"])
        return format_html('<a href="{}">Read {}</a>', address, frozen)


@admin.register(Version)
class VersionAdmin(FrozenTextAdmin):
    list_display = ["response", "number", "submitted_at", "submitted_by"]
    list_select_related = ["response__inspection", "submitted_by"]
    readonly_fields = ["text"]
    letter = "v"


@admin.register(Publication)
class PublicationAdmin(FrozenTextAdmin):
    list_display = ["title", "number", "published_on", "published_by", "proof_url", "proof"]
    list_select_related = ["published_by"]
    readonly_fields = ["text"]
    letter = "p"


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ["publication", "withdrawn_on", "by", "reason"]
    list_select_related = ["by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the documents, which are long."""
        return super().get_queryset(request).select_related("publication").defer("publication__document")


@admin.register(Sending)
class SendingAdmin(ReadOnlyAdmin):
    list_display = ["publication", "copy_for", "number", "way", "sent_on", "proof", "by"]
    list_filter = ["copy_for", "way"]
    list_select_related = ["by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the documents, which are long."""
        return super().get_queryset(request).select_related("publication").defer("publication__document")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["kind", "address", "status", "due_on", "next_attempt_at", "sent_at"]
    list_filter = ["status", "kind"]
    search_fields = ["address", "recipient__name", "follow_up__finding__reference"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "by", "follow_up", "request", "response", "detail"]
    list_filter = ["kind", "audience"]
    list_select_related = ["by", "follow_up__finding", "request", "response__inspection"]
    search_fields = ["detail", "reason", "by__name", "follow_up__finding__reference"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).readable_by(request.user)  # type: ignore[attr-defined]
