"""The public pages of forces and policing bodies: reports and grades that are out, responses, plain figures (R90)."""

from datetime import date
from functools import lru_cache

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from oversight.bodies.models import (
    Dated,
    Engagement,
    Force,
    ForceKind,
    ForceName,
    Membership,
    Merger,
    Oversight,
    PolicingBody,
    PolicingBodyName,
    Succession,
)
from responses.register import Assessed, Record, Scope, record_of_body, record_of_force
from responses.views.public import for_everybody

REPORTS = 15  # on a page
LATEST = 5  # responses; the list has them all


@for_everybody
def force(request: HttpRequest, code: str) -> HttpResponse:
    """Its names, most recent PEEL grades, figures, responses and reports, those on its units among them (R57, R65)."""
    today = timezone.localdate()
    force = get_object_or_404(_forces(today), code=code)
    oversights = Oversight.read(force.oversight_rows)
    scope = Scope(oversights, Membership.read(force.unit_rows), force.pk)
    assessed = {} if force.kind == ForceKind.UNIT else {force: force.name}
    page = {
        "force": force,
        "overseers": [row for row in oversights if row.holds_on(today)],
        "memberships": scope.memberships,
        "members": Membership.read(force.member_rows),
        "wholes": Merger.read(force.whole_rows),
        "parts": Merger.read(force.part_rows),
        "name": force.name,
        "earlier_names": _earlier(ForceName.read(force.name_rows), today),
        "several": bool(scope.memberships),
        "engagements": [each for each in Engagement.read(force.engagement_rows) if not each.is_to_come(today)],
        "today": today,
    }
    return render(
        request,
        "responses/public/force.html",
        page | _of(request, record_of_force(force, scope, on=today), assessed),
    )


@for_everybody
def policing_body(request: HttpRequest, code: str) -> HttpResponse:
    """The same of those whom it oversees, or oversaw (R55, R90)."""
    today = timezone.localdate()
    body = get_object_or_404(_bodies(today), code=code)
    oversights, names = Oversight.read(body.oversight_rows), PolicingBodyName.read(body.name_rows)
    scope = Scope(oversights, Membership.read(unit for row in oversights for unit in row.unit_rows))
    assessed = {row.force: row.force_name or str(row.force) for row in oversights if row.holds_on(today)}
    page = {
        "body": body,
        "oversights": oversights,
        "name": next((each.name for each in names if each.holds_on(today)), str(body)),
        "earlier_names": _earlier(names, today),
        "several": len(scope.bodies) > 1,
        "successors": Succession.read(body.successor_rows),  # type: ignore[attr-defined]
        "predecessors": Succession.read(body.predecessor_rows),  # type: ignore[attr-defined]
    }
    record = record_of_body(body, scope, on=today)
    return render(request, "responses/public/policing_body.html", page | _of(request, record, assessed))


@lru_cache(maxsize=2)  # to put them together takes as long as to ask them
def _forces(on: date) -> QuerySet[Force]:
    return Force.objects.for_page(on)


@lru_cache(maxsize=2)
def _bodies(on: date) -> QuerySet[PolicingBody]:
    return PolicingBody.objects.for_page(on).annotate(**Succession.objects.beside())


def _earlier[Name: Dated](names: list[Name], on: date) -> list[Name]:
    return [each for each in names if each.is_over(on)]


def _of(request: HttpRequest, record: Record, assessed: dict[Force, str]) -> dict[str, object]:
    """What both pages show; `assessed` are the forces whose PEEL grades stand first, with their names."""
    page = Paginator(record.inspections, REPORTS).get_page(request.GET.get("page"))
    peel = {force: record.latest_assessment(force) for force in assessed}
    reported = record.reported({*page, *filter(None, peel.values())})
    return {
        "assessments": [
            Assessed(force, name, reported[report] if (report := peel[force]) else None)
            for force, name in assessed.items()
        ],
        "figures": record.figures,
        "latest": record.publications[:LATEST],
        "page": page,
        "reports": [reported[each] for each in page],
    }
