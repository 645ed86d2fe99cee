"""Counting as far as anybody reads (R133): beyond that a list says “more than 10,000”, whatever there is."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, QuerySet

CEILING = 10_000


def counted(rows: QuerySet[Any]) -> int:
    """How many, or one more than the ceiling."""
    return first_of(rows).count()


def how_many(rows: QuerySet[Any]) -> Func:
    """The same as an expression, so that several counts are one query."""
    return Func(ArraySubquery(first_of(rows).values("pk")), function="cardinality", output_field=IntegerField())


def first_of[Rows: QuerySet[Any]](rows: Rows) -> Rows:
    return rows.order_by()[: CEILING + 1]


def number_words(number: int) -> str:
    """7, 1,300, more than 10,000"""
    return f"more than {CEILING:,}" if number > CEILING else f"{number:,}"
