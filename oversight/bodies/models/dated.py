"""A fact about a body that holds from one day to another."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject


class DateRange(Func):
    """SQL `daterange(starts_on, ends_on, '[]')`: both days belong to the period, NULL is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Dated(models.Model):
    """A fact about a body that holds from one day to another, both included; open where NULL."""

    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)

    def is_over(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on

    def is_to_come(self, on: date) -> bool:
        return self.starts_on is not None and on < self.starts_on

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        """What `DatedQuerySet.told` has brought along with another row."""
        return [cls(**row | {name: row[name] and date.fromisoformat(row[name]) for name in DAYS}) for row in rows]


DAYS = ["starts_on", "ends_on"]


class DatedQuerySet(models.QuerySet):
    def on(self, day: date | Combinable) -> Self:
        """`day` may also be an expression, where each row of an outer query has a day of its own."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gte=day),
        )

    def told(self, **facts: str | Combinable) -> ArraySubquery:
        """For an annotation, to be `read`: public pages have few queries to spend (R131)."""
        days = {name: name for name in DAYS}
        return ArraySubquery(self.values(row=JSONObject(**days, **facts)))


def one_at_a_time(name: str, *fields: str) -> ExclusionConstraint:
    period = DateRange(F("starts_on"), F("ends_on"), Value("[]"))
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=[*same, (period, RangeOperators.OVERLAPS)])


def starts_before_it_ends(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
        violation_error_message="The period must start before it ends.",
    )
