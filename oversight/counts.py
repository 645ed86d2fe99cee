"""Counting as far as anybody reads (R133): beyond that a list says “more than 5,000”, whatever there is."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.lookups import Exact

CEILING = 5_000


def counted(rows: QuerySet[Any]) -> int:
    """How many, or one more than the ceiling."""
    return first_of(rows).count()


def how_many(rows: QuerySet[Any], column: str = "pk") -> Func:
    """The same as an expression, so that several counts are one query; of a column of an index that leads to them."""
    return Func(ArraySubquery(first_of(rows).values(column)), function="cardinality", output_field=IntegerField())


def numbers(beside: QuerySet[Any], lists: Iterable[QuerySet[Any]]) -> tuple[int, ...]:
    """How many each list has, all by one query, which has to be one of something: `beside` is a single row."""
    return beside.values_list(*map(how_many, lists)).get()


def first_of[Rows: QuerySet[Any]](rows: Rows) -> Rows:
    return rows.order_by()[: CEILING + 1]


def named_by(rows: QuerySet[Any], key: str) -> Exact:
    """Whether any row has the record's key there: one step in an index, where of `Exists` PostgreSQL reads all rows."""
    from_here_on = rows.filter(**{f"{key}__gte": OuterRef("pk")}).order_by(key).values(key)
    return Exact(F("pk"), Subquery(from_here_on[:1]))


def page_of(rows: QuerySet[Any], number: int, size: int, wanted: str | None) -> Page:
    """One page of rows that are `counted` already; the pages end at the ceiling."""
    paginator = Paginator(rows, size)
    paginator.count = min(number, CEILING)
    return paginator.get_page(wanted)


def number_words(number: int) -> str:
    """7, 1,300, more than 5,000"""
    return f"more than {CEILING:,}" if number > CEILING else f"{number:,}"
