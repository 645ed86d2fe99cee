"""What became of a policing body or a force: who took over from it, since when (R56)."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from oversight.bodies.models.body import Merger, PolicingBody

REASON_LENGTH = 300  # of an order or a judgment; it is told in each history


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def direct(self) -> Self:
        """Without what follows from another one."""
        return self.filter(follows=None)

    def about(self, bodies: list[int]) -> Self:
        return self.filter(Q(predecessor__in=bodies) | Q(successor__in=bodies))

    def bodies_before(self, policing_body: int | OuterRef) -> models.QuerySet:
        """Whose place it has taken, however many steps ago."""
        return self.standing().filter(successor=policing_body).values("predecessor")

    def line_of(self, policing_body: PolicingBody) -> models.QuerySet[PolicingBody]:
        """The body and those before it."""
        before = self.bodies_before(policing_body.pk)
        return PolicingBody.objects.filter(Q(pk=policing_body.pk) | Q(pk__in=before))

    def is_of_line(self, policing_body: int, *, at: str) -> Q:
        """What the way leads to is the body or one before it."""
        return Q(**{at: policing_body}) | Q(**{f"{at}__in": self.bodies_before(policing_body)})

    def beside(self) -> dict[str, ArraySubquery]:
        """For annotations of a policing body, to be `read`: who has taken its place, and whose place it has taken."""
        rows = self.standing().direct()
        return {
            "successor_rows": rows.filter(predecessor=OuterRef("pk")).told("successor"),
            "predecessor_rows": rows.filter(successor=OuterRef("pk")).told("predecessor"),
        }

    def told(self, other: str) -> ArraySubquery:
        columns = {name: f"{other}__{name}" for name in ("code", "kind", "area")}
        return ArraySubquery(self.values(row=JSONObject(**{other: JSONObject(**columns)}, since="since")))

    def for_list(self) -> Self:
        about = ["predecessor", "successor", "by", "undone_by"]
        names = ["predecessor__names", "successor__names"]
        return self.direct().select_related(*about).prefetch_related(*names).order_by("-at", "-pk")


@pghistory.track()
class Succession(models.Model):
    """One policing body took the place of another; whoever was before the first `follows` in a row of its own."""

    predecessor = models.ForeignKey(PolicingBody, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(PolicingBody, models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, related_name="followed_by", null=True, blank=True)
    since = models.DateField("first day of the successor")
    reason = models.CharField(max_length=REASON_LENGTH, help_text="The law that says so.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    moved = models.JSONField(default=dict, help_text="Which rows of which table: the way back.")
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="succession_one_successor_at_a_time",
                fields=["predecessor"],
                condition=Q(undone_at=None, follows=None),
            ),
            models.CheckConstraint(name="succession_by_another", condition=~Q(successor=F("predecessor"))),
            models.CheckConstraint(name="succession_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="succession_undone_at_by_and_why_together",
                condition=Q(undone_at=None, undone_by=None, undone_because="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
            ),
        ]
        indexes = [
            models.Index(name="succession_standing", fields=["successor"], condition=Q(undone_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} succeeded by {self.successor}"

    @property
    def names(self) -> tuple[str, str]:
        """Of the first on its last day, of the second on its first (R54)."""
        return self.predecessor.name_on(self.since - timedelta(days=1)), self.successor.name_on(self.since)

    @classmethod
    def read(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        """What `beside` has brought along."""
        return [
            cls(
                **{name: PolicingBody(**row[name]) for name in row.keys() - {"since"}},
                since=date.fromisoformat(row["since"]),
            )
            for row in rows
        ]


def works_at(person: str, force: str) -> Q:
    """The person of that name in a query belongs to the force of that name, or to the one it has become part of."""
    same = Q(**{f"{person}__force": F(force)})
    return same | Q(
        Exists(Merger.objects.standing().filter(predecessor=OuterRef(force), successor=OuterRef(f"{person}__force")))
    )
