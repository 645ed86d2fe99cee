"""The texts of a response that are kept, each as it was, and what differs between two."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight.accounts.requests import SignedInRequest
from responses import texts
from responses.forms.publication import DifferenceForm
from responses.models import Response


@require_safe
def index(request: SignedInRequest, pk: int) -> HttpResponse:
    response = _response(request, pk)
    context = {"response": response, "texts": texts.texts(response)}
    return render(request, "responses/response/versions.html", context)


@require_safe
def detail(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    response = _response(request, pk)
    text = next((text for text in texts.texts(response) if text.frozen and text.key == key), None)
    if text is None or text.frozen is None:
        raise Http404
    context = {"response": response, "text": text, "document": text.frozen.document}
    return render(request, "responses/response/version.html", context)


@require_safe
def difference(request: SignedInRequest, pk: int) -> HttpResponse:
    response = _response(request, pk)
    form = DifferenceForm(request.GET, texts=texts.texts(response))
    changes = texts.changes(*form.chosen, response, on=timezone.localdate()) if form.is_valid() else []
    return render(
        request, "responses/response/difference.html", {"response": response, "form": form, "changes": changes}
    )


def _response(request: SignedInRequest, pk: int) -> Response:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body")
    return get_object_or_404(visible, pk=pk)
