"""What every page of the back office has in common: nothing is deleted, and the record is shown (R72)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from oversight.record import record_of


class SeveralOf(AutocompleteSelectMultiple):
    """Without the button that takes out everything, which Select2 puts into a list where no button may stand."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class KeptAdmin(admin.ModelAdmin):
    """Rows are corrected or ended, never deleted."""

    list_per_page = 50
    save_on_top = False

    class Media:
        js = ["own/js/admin.js"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def formfield_for_manytomany(
        self,
        db_field: ManyToManyField,
        request: HttpRequest,
        **options: Any,  # noqa: ANN401 - Django’s signature
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = SeveralOf(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **options)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Record of {row}",
            "subtitle": None,
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "object": row,
            "lines": record_of(row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record.html", context)


class ReadOnlyAdmin(KeptAdmin):
    """What the portal's own pages change; here one looks. An office sees its own (R80)."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class KeptInline(admin.StackedInline):
    """Stacked: each control has its own visible label; `fields` in tuples stand in one line."""

    extra = 0
    can_delete = False
