"""Back office: forces, policing bodies, and what is true of them by date."""

from django.contrib import admin
from django.http import HttpRequest

from oversight.admin import KeptAdmin, KeptInline
from oversight.bodies.models import (
    Engagement,
    Force,
    ForceName,
    Membership,
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
        """Where its letters go, and how often a date may move, is each office's own affair (R80)."""
        own = obj is None or obj.pk == getattr(request.user, "policing_body_id", None)
        return [] if own else ["mailbox", "moves_allowed", "names_staff"]
