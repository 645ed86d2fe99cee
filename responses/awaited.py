"""What the public is told of a response that it cannot read: its lawful clock, and no word of a draft (R65, R66)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from inspections.models import Inspection, Theme
from oversight.bodies.models import Force, PolicingBodyName
from responses.clock import RULES, Clock, Rule, statutory_clock
from responses.models import Publication, Response, ResponseRule, Section55, Withdrawal
from responses.models.response import ResponseQuerySet

REPORT = [
    "id",
    "reference",
    "title",
    "kind",
    "inspectorate",
    "url",
    "published_on",
    "published_wording",
    "publication_confirmed_at",
]
SHOWN = [
    *["slug", "section_55", "section_55_reason"],
    *[f"policing_body__{name}" for name in ("code", "kind", "area")],
    *[f"inspection__{name}" for name in REPORT],
]


class Wait(models.TextChoices):
    """Why there is nothing to read."""

    AWAITED = "awaited", "Awaited"
    OVERDUE = "overdue", "Overdue"
    NOT_NEEDED = "not-needed", "Not needed"
    WITHDRAWN = "withdrawn", "Withdrawn"


@dataclass(frozen=True)
class Awaited:
    """One report that is out, and what is known of one policing body's response to it."""

    inspection: Inspection
    response: Response
    office: str
    wait: Wait
    clock: Clock | None
    day: date  # by which it stands in a list

    @property
    def reason(self) -> str:
        """Why none is needed; a voluntary one that is being written is nobody's business yet."""
        is_told = self.response.section_55 == Section55.DOES_NOT_APPLY
        return self.response.section_55_reason if is_told and self.wait == Wait.NOT_NEEDED else ""

    @property
    def themes(self) -> list[tuple[str, str]]:
        return [(theme["slug"], theme["name"]) for theme in self.response.themes]  # type: ignore[attr-defined]

    @property
    def forces(self) -> list[str]:
        return self.response.force_codes  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, list[str]]:
        """What a list of them can be narrowed by, as `Publication.facts`."""
        return {
            "title": [self.inspection.title],
            "year": [str(self.day.year)],
            "theme": [slug for slug, _ in self.themes],
            "force": self.forces,
            "office": [self.response.policing_body.code],
            "timing": [self.wait],
        }


def awaited(*of: Q, on: date) -> list[Awaited]:
    """A row for each report that is out, the latest first, in one query. Each report has a clock of its own (R7)."""
    rows = [row for response in _unread(on).filter(*of) for row in _rows(response, on)]
    return sorted(rows, key=lambda row: (row.day, row.inspection.pk), reverse=True)


@lru_cache(maxsize=2)  # to put it together takes as long as to ask it
def _unread(on: date) -> ResponseQuerySet:
    unread = Response.objects.filter(~Exists(Publication.objects.readable().filter(response=OuterRef("pk"))))
    return unread.select_related("inspection", "policing_body").only(*SHOWN).annotate(**_told(on))


def _told(on: date) -> dict[str, Any]:
    last = Withdrawal.objects.filter(publication__response=OuterRef("pk")).order_by("-publication__number")
    names = PolicingBodyName.objects.on(on).filter(policing_body=OuterRef("policing_body"))
    inspected = Force.objects.filter(inspections=OuterRef("inspection")).order_by("pk")
    themes = Theme.objects.filter(inspections=OuterRef("inspection"))
    further = Inspection.objects.filter(also_answered_by=OuterRef("pk")).order_by("pk")
    rules = ResponseRule.objects.order_by("in_force_from")
    return {
        "body_name": Subquery(names.values("name")[:1]),
        "withdrawn": Subquery(last.values(row=JSONObject(on="withdrawn_on", title="publication__title"))[:1]),
        "further": ArraySubquery(further.values(row=JSONObject(**{name: name for name in REPORT}))),
        "themes": ArraySubquery(themes.values(row=JSONObject(slug="slug", name="name"))),
        "force_codes": ArraySubquery(inspected.values("code")),
        "rules": ArraySubquery(rules.values(row=JSONObject(day="in_force_from", days="period_days"))),
    }


def _rows(response: Any, on: date) -> Iterator[Awaited]:  # noqa: ANN401 - with what `_unread` adds
    office = response.body_name or str(response.policing_body)
    if response.withdrawn:
        day = date.fromisoformat(response.withdrawn["on"])
        yield Awaited(_as_it_was(response), response, office, Wait.WITHDRAWN, None, day)
        return
    rules = tuple(Rule(date.fromisoformat(rule["day"]), rule["days"]) for rule in response.rules) or RULES
    for inspection in [response.inspection, *map(_report, response.further)]:
        if inspection.is_out(on):
            clock = statutory_clock(inspection.published_on, on=on, rules=rules)
            yield Awaited(inspection, response, office, _wait(response, clock), clock, inspection.day or on)


def _wait(response: Response, clock: Clock | None) -> Wait:
    if response.section_55 != Section55.APPLIES:
        return Wait.NOT_NEEDED
    return Wait.OVERDUE if clock and clock.is_late else Wait.AWAITED


def _as_it_was(response: Any) -> Inspection:  # noqa: ANN401
    """Under the title that was published, and with the same key."""
    return Inspection(pk=response.inspection_id, title=response.withdrawn["title"])


def _report(row: dict[str, Any]) -> Inspection:
    day = row["published_on"]
    return Inspection(**row | {"published_on": date.fromisoformat(day) if day else None})
