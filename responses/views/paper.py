"""The files of a response: of what is published for everybody, of a draft for the office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from oversight.accounts.requests import SignedInRequest
from responses import downloads, papers
from responses.downloads import FILE_TYPES, FileType
from responses.models import Publication, Response
from responses.texts import as_it_stands
from responses.views.public import for_everybody, withdrawn


@for_everybody
def public(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    publication = Publication.objects.current().filter(response__slug=slug).first()
    if publication is None:
        return withdrawn(request, slug)
    file_type = FILE_TYPES[ending]
    return _file(downloads.published(publication, file_type), f"response-{slug}", file_type)


@for_everybody
def version(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    """Of an earlier version as well: what was published stays readable (R13)."""
    publication = Publication.objects.readable().filter(response__slug=slug, number=number).first()
    if publication is None:
        return withdrawn(request, slug, number)
    file_type = FILE_TYPES[ending]
    return _file(downloads.published(publication, file_type), f"response-{slug}-version-{number}", file_type)


@require_safe
def draft(request: SignedInRequest, pk: int, ending: str) -> HttpResponse:
    """The text as it stands now, whatever is published."""
    response = get_object_or_404(Response.objects.visible_to(request.user), pk=pk)
    today, file_type = timezone.localdate(), FILE_TYPES[ending]
    paper = papers.of_draft(as_it_stands(response, on=today), awaits_comments=response.awaits_comments(today))
    return _file(file_type.make(paper, at=timezone.now()), f"draft-{response.slug}", file_type)


def _file(content: bytes, name: str, file_type: FileType) -> HttpResponse:
    """A PDF opens in the browser; a Word file is saved."""
    saved = content_disposition_header(file_type.ending != "pdf", f"{name}.{file_type.ending}")
    return HttpResponse(content, content_type=file_type.content_type, headers={"Content-Disposition": saved})
