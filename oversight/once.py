"""Queries that are put together once, where that takes as long as to ask them (R131)."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet


def once[*Given, Rows: QuerySet[Any]](build: Callable[[*Given], Rows]) -> Callable[[*Given], Rows]:
    """Keeps the query of the latest arguments, never what it finds; each thread its own, as running one marks it."""
    kept = threading.local()

    @wraps(build)
    def rows(*given: *Given) -> Rows:
        if getattr(kept, "given", None) != given:
            kept.rows, kept.given = build(*given), given
        again: Rows = kept.rows.all()
        return again

    return rows
