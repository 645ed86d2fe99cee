"""The public register: the same for every visitor, so it reads no session, sets no cookie and may be cached.

It reads `Publication.objects.current()`, names of bodies, reports and grades that are out (R66, ADR 4), and how dates
of what is published have moved (R102, ADR 28).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from oversight.bodies.models import Force, PolicingBody
from responses import downloads, exports, since
from responses.filters.public import PublicationFilter
from responses.models import Publication, Withdrawal
from responses.views.kept import kept

PAGE_SIZE = 25
FRESH_SECONDS = 60  # a correction shows within a minute


@dataclass(frozen=True)
class Named:
    """A body by its name on the day of the document, and by today's (R54)."""

    code: str
    then: str
    now: str


def for_everybody[**P](view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to visitors, readable only, cacheable, with an ETag of what is shown.

    Compressed: nothing on it is secret, so its length gives nothing away (BREACH).
    """
    page = conditional_page(require_safe(kept(view)))
    cached = gzip_page(cache_control(public=True, max_age=FRESH_SECONDS)(page))
    return login_not_required(wraps(view)(cached))


@for_everybody
def index(request: HttpRequest) -> HttpResponse:
    found = PublicationFilter(request.GET, on=timezone.localdate())
    page = Paginator(found.entries, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "responses/public/list.html", {"page": page, "filter": found})


@for_everybody
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    current = Publication.objects.current().select_related("response__policing_body")
    publication = current.filter(response__slug=slug).first()
    if publication is None:
        return withdrawn(request, slug)
    today, text = timezone.localdate(), publication.document
    context = {
        "publication": publication,
        "versions": _versions(publication),
        "slug": slug,
        "document": text,
        "forces": _names(text["forces"], today),
        "office": _office(text["policing_body"], publication.response.policing_body, today),
        "files": downloads.offers(publication),
        "since": since.told(publication),
        "description": exports.described(publication, text["answers"]),
    }
    return render(request, "responses/public/detail.html", context)


def _versions(publication: Publication) -> list[Publication]:
    if publication.number == 1:  # current, so the only one
        return []
    return list(Publication.objects.readable().filter(response=publication.response_id).for_versions())


def withdrawn(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The permanent address of what nobody may read any more: that it was there, and why it is gone (R14)."""
    rows = Withdrawal.objects.filter(publication__response__slug=slug, publication__number__gte=number or 1)
    rows = rows.select_related("publication__response").defer("publication__document").order_by("publication__number")
    withdrawal = get_list_or_404(rows)[0 if number else -1]
    current = Publication.objects.current().filter(response__slug=slug).first()
    context = {"withdrawal": withdrawal, "publication": withdrawal.publication, "current": current}
    return render(request, "responses/public/withdrawn.html", context, status=HTTPStatus.GONE)


def _office(document: dict[str, str], body: PolicingBody, on: date) -> Named:
    return Named(document["code"], document["name"], body.name_on(on))


def _names(forces: list[dict[str, str]], on: date) -> list[Named]:
    rows = Force.objects.named(on).filter(code__in=[force["code"] for force in forces])
    now = {force.code: force.name for force in rows}
    return [Named(force["code"], force["name"], now.get(force["code"], force["name"])) for force in forces]
