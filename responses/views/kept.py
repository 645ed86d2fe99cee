"""Pages for everybody are made once, and again as soon as anything in the database has changed (R131)."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Concatenate

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SECONDS = 3600


def kept[**P](view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that depend on their address, the day and the database, and on nothing else."""

    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.DEBUG or request.method != "GET" or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        key = _key(request)
        page = caches["pages"].get(key) or view(request, *args, **kwargs)
        if page.status_code == HTTPStatus.OK and not page.streaming:
            caches["pages"].add(key, page, SECONDS)
        return page

    return shown


def _key(request: HttpRequest) -> str:
    """Two equal snapshots see the same rows: whatever is committed, by whomever, makes another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (snapshot,) = cursor.fetchone()
    return sha256(f"{snapshot} {timezone.localdate()} {request.get_full_path()}".encode()).hexdigest()
