"""Earlier versions of a published response, and what has changed between two (R13)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from responses import comparison, downloads
from responses.models import Publication
from responses.models.publication import PublicationQuerySet
from responses.views.public import for_everybody, withdrawn


@for_everybody
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    publication = _readable(slug).filter(number=number).first()
    if publication is None:
        return withdrawn(request, slug, number)
    versions = _readable(slug).for_versions()
    context = {
        "slug": slug,
        "publication": publication,
        "document": publication.document,
        "versions": versions,
        "current": versions[0],
        "is_current": versions[0] == publication,
        "files": downloads.offers(publication),
    }
    return render(request, "responses/public/version.html", context)


@for_everybody
def difference(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    old, new = (get_object_or_404(_readable(slug), number=number) for number in (older, newer))
    context = {
        "slug": slug,
        "old": old,
        "new": new,
        "both": [old, new],
        "notes": _readable(slug).filter(number__gt=older, number__lte=newer).for_versions().order_by("number"),
        "changes": comparison.compare(old.document, new.document),
    }
    return render(request, "responses/public/difference.html", context)


def _readable(slug: str) -> PublicationQuerySet:
    return Publication.objects.readable().filter(response__slug=slug).select_related("response")
