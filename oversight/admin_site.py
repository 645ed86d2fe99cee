"""The back office: Django's admin with the portal's sign-in, colours and, for what its pages load, its own policy."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account import views as account
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase  # noqa: TID251 - these are views
from django.shortcuts import redirect  # noqa: TID251
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override

View = TypeVar("View", bound=Callable[..., Any])
POLICY: dict[str, Any] = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
}


class BackOffice(AdminSite):
    site_title = "Back office – Inspection responses"
    site_header = "Inspection responses"
    index_title = "Back office"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return csp_override(POLICY)(super().admin_view(view, cacheable))

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """People sign in at the portal's own page; who comes here signed in may not enter."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index")))

    def logout(  # type: ignore[override] # the stubs promise more than Django uses
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return account.logout(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
