"""Writing the statutory response."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.requests import SignedInRequest
from responses import readiness, rules
from responses.coverage import blocks, draft_of
from responses.documents import document
from responses.forms.writing import WriteForm
from responses.models import Response
from responses.workflow import writing as workflow
from responses.workflow.response import WrongStatusError


@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    response, today = _response(request, pk), timezone.localdate()
    rows = blocks(response, on=today)
    form = WriteForm(request.POST or None, response=response, rows=rows, on=today)
    if form.is_valid() and _saved(request, response, form):
        return redirect(response) if "leave" in request.POST else redirect("responses:response-write", pk)
    todo = {remark.anchor for remark in readiness.missing(draft_of(response, rows))}
    context = {"response": response, "form": form, "parts": form.parts(todo)}
    return render(request, "responses/response/write.html", context)


@require_POST
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is typed, as it would be published. Nothing is saved."""
    response, today = _response(request, pk), timezone.localdate()
    rows = blocks(response, on=today)
    form = WriteForm(request.POST, response=response, rows=rows, on=today)
    form.full_clean()
    form.fill(response)
    shown = document(response, rows, published_on=response.published_on or today)
    return render(request, "responses/response/preview.html", {"response": response, "document": shown})


def _saved(request: SignedInRequest, response: Response, form: WriteForm) -> bool:
    said = {"facts": form.facts, "answers": form.answers, "opened": form.opened_digests}
    try:
        kept = workflow.save(response, **said, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except workflow.BothChangedError as error:
        form.show_conflict(error.saved, both=error.both, kept=error.kept)
        return False
    except WrongStatusError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "The response is saved.")
    if kept:
        labels = ", ".join(map(form.plain_label, kept))
        messages.info(request, f"Somebody else changed these while you were writing, and their text is kept: {labels}.")
    return True


def _response(request: SignedInRequest, pk: int) -> Response:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body")
    response = get_object_or_404(visible, pk=pk)
    if not rules.can_write_response(request.user, response):
        raise PermissionDenied
    return response
