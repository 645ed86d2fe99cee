"""The way to the sign-in for whoever is not signed in, or not any more."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

NOT_SAVED = (
    "You were signed out before this was sent, and it is not saved. If you typed something, go back and copy it "
    "before you sign in."
)


class SignInMiddleware(LoginRequiredMiddleware):
    """Says so where something was about to be saved, and leads back to its page: what was sent cannot be shown."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        messages.warning(request, NOT_SAVED)
        return redirect_to_login(
            _page_of(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )


def _page_of(request: HttpRequest) -> str:
    """Where the button stands that was pressed; what it leads to may answer no GET."""
    page = request.headers.get("Referer", "")
    hosts, secure = {request.get_host()}, request.is_secure()
    if not page or not url_has_allowed_host_and_scheme(page, allowed_hosts=hosts, require_https=secure):
        return request.get_full_path()
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
