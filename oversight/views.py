"""Pages of the portal itself: the way in, texts, what monitors ask, and what is said where nothing can be done."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oversight.typed import Typed, typed_in

logger = logging.getLogger(__name__)

# Where not even the error page can be made.
PLAIN = (
    '<!DOCTYPE html><html lang="en-GB"><title>There is a problem with the service</title>'
    "<h1>There is a problem with the service</h1>"
    "<p>It is ours, not yours. Go back: your words may still be in the form. Copy them, and try again later.</p>"
)


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's way in: staff and leads to their work, the public to the register."""
    return redirect("responses:work-list" if request.user.is_authenticated else "responses:public-list")


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/privacy.html")


@require_safe
@login_not_required
def cookies(request: HttpRequest) -> HttpResponse:
    names = {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "oversight/cookies.html", names)


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/help.html")


@require_safe
@login_not_required
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers, whatever it depends on."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Ready: PostgreSQL answers and its tables are those of this release; otherwise 503."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError:
        return JsonResponse({"database": "does not answer"}, status=503)
    state = {"database": "ok", "migrations_missing": len(missing)}
    return JsonResponse(state, status=503 if missing else 200)


def too_late(request: HttpRequest, reason: str, *, back: str, typed: Typed | None = None) -> HttpResponse:
    """Somebody else was first. Says so at the thing itself; words that were sent are given back before that."""
    typed = typed or typed_in(request.POST, request.FILES)
    if not typed:
        messages.error(request, reason)
        return redirect(back)
    facts = {"typed": typed, "reason": reason, "back": back}
    return _kept_nowhere(render(request, "too_late.html", facts, status=409))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _kept_nowhere(render(request, "403.html", {"typed": _typed_if_readable(request)}, status=403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _kept_nowhere(render(request, "404.html", {"typed": _typed_if_readable(request)}, status=404))


def wrong_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """A button's address opened in the address bar, or something sent to a page for reading."""
    facts = {"sends": request.method not in {"GET", "HEAD"}, "typed": _typed_if_readable(request)}
    page = render(request, "405.html", facts, status=405)
    page.headers["Allow"] = allowed
    return _kept_nowhere(page)


def refused_as_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form comes from before the sign-in, or from elsewhere."""
    page = render_to_string("403_csrf.html", {"typed": _typed_if_readable(request)})
    return _kept_nowhere(HttpResponse(page, status=403))


def broken(request: HttpRequest) -> HttpResponse:
    """Must not fail itself: without the words where they cannot be read, and plain where no page can be made."""
    typed = _typed_if_readable(request)
    try:
        page = HttpResponse(render_to_string("500.html", {"typed": typed}), status=500)
    except Exception:
        logger.exception("The page about an error could not be made")
        page = HttpResponse(PLAIN, status=500)
    return _kept_nowhere(page)


def _typed_if_readable(request: HttpRequest) -> Typed:
    try:
        return typed_in(request.POST, request.FILES)
    except Exception:
        logger.exception("What was sent could not be read")
        return Typed()


def _kept_nowhere(page: HttpResponse) -> HttpResponse:
    add_never_cache_headers(page)
    return page
