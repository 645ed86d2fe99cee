"""The public pages of forces and policing bodies: reports and grades that are out, responses, plain figures (R90)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from oversight.bodies.models import Force, ForceKind, PolicingBody
from responses.register import Record, record_of_body, record_of_force
from responses.views.public import for_everybody

REPORTS = 15  # on a page
LATEST = 5  # responses; the list has them all


@for_everybody
def force(request: HttpRequest, code: str) -> HttpResponse:
    """Its names, most recent PEEL grades, figures, responses and reports (R65, R90)."""
    force, today = get_object_or_404(Force.objects.with_names(), code=code), timezone.localdate()
    record, name = record_of_force(force, on=today), force.name_on(today)
    context = {
        "force": force,
        "overseers": [row for row in force.oversights.named(today) if row.holds_on(today)],
        "assessments": [] if force.kind == ForceKind.UNIT else [record.latest_assessment(force, name)],
    }
    return _record_page(request, "responses/public/force.html", context, force, record)


@for_everybody
def policing_body(request: HttpRequest, code: str) -> HttpResponse:
    """The same of those whom it oversees, or oversaw (R55, R90)."""
    body, today = get_object_or_404(PolicingBody.objects.with_names(), code=code), timezone.localdate()
    oversights = list(body.oversights.named(today))
    record = record_of_body(body, oversights, on=today)
    own = [row for row in oversights if row.holds_on(today)]
    context = {
        "body": body,
        "oversights": oversights,
        "several": len({row.force_id for row in oversights}) > 1,
        "assessments": [record.latest_assessment(row.force, row.force_name or str(row.force)) for row in own],
    }
    return _record_page(request, "responses/public/policing_body.html", context, body, record)


def _record_page(
    request: HttpRequest, template: str, context: dict[str, object], body: Force | PolicingBody, record: Record
) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(record.reports, REPORTS).get_page(request.GET.get("page"))
    names = {"name": body.name_on(today), "earlier_names": [each for each in body.names.all() if each.is_over(today)]}
    latest = record.publications[:LATEST]
    return render(request, template, context | names | {"record": record, "page": page, "latest": latest})
