"""Pages of the portal itself: the way in, texts, and what monitors ask."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
