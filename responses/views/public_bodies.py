"""The public pages of forces and policing bodies: reports and grades that are out, responses, plain figures (R90)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from oversight.bodies.models import Force, ForceKind, PolicingBody
from responses.register import Assessed, Record, record_of_body, record_of_force
from responses.views.public import for_everybody

REPORTS = 15  # on a page
LATEST = 5  # responses; the list has them all


@for_everybody
def force(request: HttpRequest, code: str) -> HttpResponse:
    """Its names, most recent PEEL grades, figures, responses and reports (R65, R90)."""
    force, today = get_object_or_404(Force.objects.with_names(), code=code), timezone.localdate()
    overseers = [row for row in force.oversights.named(today) if row.holds_on(today)]
    assessed = {} if force.kind == ForceKind.UNIT else {force: force.name_on(today)}
    context = _of(request, force, record_of_force(force, on=today), assessed)
    return render(request, "responses/public/force.html", context | {"force": force, "overseers": overseers})


@for_everybody
def policing_body(request: HttpRequest, code: str) -> HttpResponse:
    """The same of those whom it oversees, or oversaw (R55, R90)."""
    body, today = get_object_or_404(PolicingBody.objects.with_names(), code=code), timezone.localdate()
    oversights = list(body.oversights.named(today))
    assessed = {row.force: row.force_name or str(row.force) for row in oversights if row.holds_on(today)}
    context = _of(request, body, record_of_body(body, oversights, on=today), assessed)
    several = len({row.force_id for row in oversights}) > 1
    page = {"body": body, "oversights": oversights, "several": several}
    return render(request, "responses/public/policing_body.html", context | page)


def _of(
    request: HttpRequest, body: Force | PolicingBody, record: Record, assessed: dict[Force, str]
) -> dict[str, object]:
    """What both pages show; `assessed` are the forces whose PEEL grades stand first, with their names."""
    today = timezone.localdate()
    page = Paginator(record.inspections, REPORTS).get_page(request.GET.get("page"))
    peel = {force: record.latest_assessment(force) for force in assessed}
    reported = record.reported({*page, *filter(None, peel.values())})
    return {
        "name": body.name_on(today),
        "earlier_names": [each for each in body.names.all() if each.is_over(today)],
        "assessments": [
            Assessed(force, name, reported[report] if (report := peel[force]) else None)
            for force, name in assessed.items()
        ],
        "figures": record.figures,
        "latest": record.publications[:LATEST],
        "page": page,
        "reports": [reported[each] for each in page],
    }
