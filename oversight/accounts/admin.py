"""Back office: people. An account is made with a letter that leads to a password, and is never deleted."""

from functools import partial
from typing import Any, cast

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils import timezone

from oversight.accounts.models import User, UserQuerySet
from oversight.admin import KeptAdmin
from oversight.bodies.models import Force, PolicingBody


class PersonForm(forms.ModelForm):
    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Somebody with this email address has an account already.")
        return email


@admin.register(User)
class UserAdmin(KeptAdmin):
    """An administrator looks after the own office and the leads of the forces that it oversees (R80)."""

    form = PersonForm
    fields = [
        "email",
        "name",
        "job_title",
        "role",
        "policing_body",
        "force",
        "reads_sensitive",
        "own_only",
        "is_active",
        "last_login",
    ]
    readonly_fields = ["last_login"]
    list_display = ["name", "email", "role", "works_for", "is_active"]
    list_select_related = ["policing_body", "force"]
    list_filter = ["role", "reads_sensitive", "own_only", "is_active"]
    search_fields = ["name", "email", "job_title"]
    actions = ["send_link"]

    def get_queryset(self, request: HttpRequest) -> UserQuerySet:
        return User.objects.looked_after_by(cast("User", request.user), timezone.localdate()).order_by("name")

    @admin.display(description="Office or force")
    def works_for(self, person: User) -> Force | PolicingBody | None:
        return person.force or person.policing_body

    def formfield_for_foreignkey(
        self,
        db_field: ForeignKey,
        request: HttpRequest,
        **options: Any,  # noqa: ANN401 - Django’s signature
    ) -> forms.ModelChoiceField | None:
        office = cast("PolicingBody", cast("User", request.user).policing_body)
        if db_field.name == "policing_body":
            options["queryset"] = PolicingBody.objects.filter(pk=office.pk)
        if db_field.name == "force":
            options["queryset"] = Force.objects.overseen_by(office, timezone.localdate())
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            self._send_link(request, obj)

    @admin.action(description="Send a link to set a password")
    def send_link(self, request: HttpRequest, queryset: UserQuerySet) -> None:
        for person in queryset.active():
            self._send_link(request, person)

    def _send_link(self, request: HttpRequest, person: User) -> None:
        # After the commit: a mail server that hangs may neither hold the row nor undo it.
        transaction.on_commit(partial(_write_to, request, person.email), robust=True)
        messages.info(request, f"A link to set a password goes to {person.email}.")


def _write_to(request: HttpRequest, email: str) -> None:
    with request_context(request):
        form = ResetPasswordForm({"email": email})
        if form.is_valid():
            form.save(request)
