"""The way to the sign-in for whoever is not signed in, or not any more."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from oversight.typed import typed_in

NOT_SAVED = "You were signed out before this was sent, so nothing is saved. Sign in and try again."


class SignInMiddleware(LoginRequiredMiddleware):
    """Where something was sent, says that it is not saved, gives the words back, and leads to the page it came from."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        sign_in = redirect_to_login(
            _page_of(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )
        typed = typed_in(request.POST, request.FILES)
        if typed:
            page = render(request, "signed_out.html", {"typed": typed, "sign_in": sign_in.url}, status=403)
            page["Cache-Control"] = "no-store"
            return page
        messages.warning(request, NOT_SAVED)
        return sign_in


def _page_of(request: HttpRequest) -> str:
    """Where the button stands that was pressed; what it leads to may answer no GET."""
    page = request.headers.get("Referer", "")
    hosts, secure = {request.get_host()}, request.is_secure()
    if not page or not url_has_allowed_host_and_scheme(page, allowed_hosts=hosts, require_https=secure):
        return request.get_full_path()
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
