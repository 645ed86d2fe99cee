"""What the public is told of a response that it cannot read: its lawful clock, and no word of a draft (R65, R66)."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, JSONObject

from inspections.models import Inspection, Theme
from oversight.bodies.models import Force, PolicingBody, PolicingBodyName
from oversight.once import once
from responses.clock import RULES, Clock, Rule, statutory_clock
from responses.models import Publication, Response, ResponseRule, Section55, Withdrawal
from responses.shelf import MANY

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
    themes: list[tuple[str, str]]
    forces: list[str]

    @property
    def reason(self) -> str:
        """Why none is needed; a voluntary one that is being written is nobody's business yet."""
        is_told = self.response.section_55 == Section55.DOES_NOT_APPLY
        return self.response.section_55_reason if is_told and self.wait == Wait.NOT_NEEDED else ""

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
    rows = [row for told in _unread(on).filter(*of) for row in _rows(told, on)]
    return sorted(rows, key=lambda row: (row.day, row.inspection.pk), reverse=True)


@once
def _unread(on: date) -> models.QuerySet[Response, str]:
    """All that is told of each as one text, by which its rows are known again."""
    unread = Response.objects.filter(~Exists(Publication.objects.readable().filter(response=OuterRef("pk"))))
    return unread.values_list(Cast(_told(on), models.TextField()), flat=True)


def _told(on: date) -> JSONObject:
    last = Withdrawal.objects.filter(publication__response=OuterRef("pk")).order_by("-publication__number")
    names = PolicingBodyName.objects.on(on).filter(policing_body=OuterRef("policing_body"))
    inspected = Force.objects.filter(inspections=OuterRef("inspection")).order_by("pk")
    themes = Theme.objects.filter(inspections=OuterRef("inspection"))
    further = Inspection.objects.filter(also_answered_by=OuterRef("pk")).order_by("pk")
    rules = ResponseRule.objects.order_by("in_force_from")
    return JSONObject(
        response=JSONObject(**{name: name for name in ("slug", "section_55", "section_55_reason")}),
        policing_body=JSONObject(**{name: f"policing_body__{name}" for name in ("code", "kind", "area")}),
        inspection=JSONObject(**{name: f"inspection__{name}" for name in REPORT}),
        office=Subquery(names.values("name")[:1]),
        withdrawn=Subquery(last.values(row=JSONObject(on="withdrawn_on", title="publication__title"))[:1]),
        further=ArraySubquery(further.values(row=JSONObject(**{name: name for name in REPORT}))),
        themes=ArraySubquery(themes.values(row=JSONObject(slug="slug", name="name"))),
        forces=ArraySubquery(inspected.values("code")),
        rules=ArraySubquery(rules.values(row=JSONObject(day="in_force_from", days="period_days"))),
    )


@lru_cache(maxsize=MANY)
def _rows(text: str, on: date) -> list[Awaited]:
    """Of one response, once for as long as all told of it is the same: whoever gets them must not change them."""
    told = json.loads(text)
    facts = _facts(told)
    if last := told["withdrawn"]:
        as_it_was = Inspection(pk=told["inspection"]["id"], title=last["title"])  # under the title that was published
        day = date.fromisoformat(last["on"])
        return [Awaited(inspection=as_it_was, wait=Wait.WITHDRAWN, clock=None, day=day, **facts)]
    rules = tuple(Rule(date.fromisoformat(rule["day"]), rule["days"]) for rule in told["rules"]) or RULES
    out = [each for each in map(_report, [told["inspection"], *told["further"]]) if each.is_out(on)]
    clocks = [statutory_clock(each.published_on, on=on, rules=rules) for each in out]
    waits = [_wait(facts["response"], clock) for clock in clocks]
    return [
        Awaited(each, wait=wait, clock=clock, day=each.day or on, **facts)
        for each, wait, clock in zip(out, waits, clocks, strict=True)
    ]


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    response = Response(**told["response"], policing_body=PolicingBody(**told["policing_body"]))
    return {
        "response": response,
        "office": told["office"] or str(response.policing_body),
        "themes": [(theme["slug"], theme["name"]) for theme in told["themes"]],
        "forces": told["forces"],
    }


def _wait(response: Response, clock: Clock | None) -> Wait:
    if response.section_55 != Section55.APPLIES:
        return Wait.NOT_NEEDED
    return Wait.OVERDUE if clock and clock.is_late else Wait.AWAITED


def _report(row: dict[str, Any]) -> Inspection:
    day = row["published_on"]
    return Inspection(**row | {"published_on": date.fromisoformat(day) if day else None})
