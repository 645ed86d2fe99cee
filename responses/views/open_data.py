"""The register as files and feeds, for machines and spreadsheets: no account, no cookie (R88)."""

from operator import itemgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from inspections.models import Theme
from oversight.bodies.models import Force
from responses import exports
from responses.filters.public import PublicationFilter
from responses.models.publication import Publication, PublicationQuerySet, current
from responses.shelf import newest, published
from responses.views.public import for_everybody

OPEN = ["/register/", "/static/", "/accessibility/", "/privacy/", "/cookies/", "/help/"]


@for_everybody
def dictionary(request: HttpRequest) -> HttpResponse:
    told = published().facets
    context = {
        "columns": exports.COLUMNS,
        "forces": Force.objects.filter(code__in=told.forces).in_order(),
        "themes": sorted(told.themes.items(), key=itemgetter(1)),
        "newest": exports.IN_FEED,
        "licence": settings.DATA_LICENCE,
    }
    return render(request, "responses/public/data.html", context)


@for_everybody
def as_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows with the same filters, on one page."""
    text = exports.as_csv(_asked_for(request))
    return _file(text, "text/csv; charset=utf-8", **{"Content-Disposition": 'attachment; filename="responses.csv"'})


@for_everybody
def as_json(request: HttpRequest) -> HttpResponse:
    return _file(exports.as_json(_asked_for(request)), "application/json")


def _asked_for(request: HttpRequest) -> list[Publication]:
    return PublicationFilter(request.GET, on=timezone.localdate()).found if request.GET else published().rows


@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, current(), title="Responses to inspections", page=reverse("responses:public-list"))


@for_everybody
def force_feed(request: HttpRequest, code: str) -> HttpResponse:
    force = get_object_or_404(Force.objects.with_names(), code=code)
    title = f"Responses to inspections of {force.name_on(timezone.localdate())}"
    page = reverse("responses:public-force", args=[code])
    return _feed(request, current().about(code), title=title, page=page)


@for_everybody
def theme_feed(request: HttpRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme, slug=slug)
    page = f"{reverse('responses:public-list')}?theme={slug}"
    return _feed(request, current().on_theme(slug), title=f"Responses to inspections: {theme.name}", page=page)


@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page of the register, for search engines."""
    told = published().facets
    context = {
        "pages": [reverse(f"responses:public-{name}") for name in ("list", "data")],
        "forces": sorted(told.forces),
        "offices": sorted(told.offices),
        "publications": current().order_by("pk").values("response__slug", "published_on"),
        "portal": settings.PORTAL_URL,
    }
    return render(request, "responses/public/sitemap.xml", context, content_type="application/xml")


@for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read the register; the rest asks for a sign-in."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in OPEN), "Disallow: /"]
    address = settings.PORTAL_URL + reverse("responses:public-sitemap")
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {address}", ""]), content_type="text/plain; charset=utf-8")


def _feed(request: HttpRequest, rows: PublicationQuerySet, *, title: str, page: str) -> HttpResponse:
    text = exports.as_atom(newest(rows, exports.IN_FEED), title=title, page=page, address=request.path)
    return _file(text, "application/atom+xml; charset=utf-8")


def _file(text: str, content_type: str, **headers: str) -> HttpResponse:
    """Programs in other sites' pages may read it too."""
    return HttpResponse(text, content_type=content_type, headers={"Access-Control-Allow-Origin": "*"} | headers)
