"""Writing the statutory response."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight.accounts.requests import SignedInRequest
from responses import linter, readiness, rules
from responses.coverage import answered_before, blocks, draft_of
from responses.documents import document
from responses.forms.writing import WriteForm
from responses.models import Response, UnsavedText
from responses.models.response import ResponseQuerySet
from responses.views import keeping
from responses.workflow import writing as workflow
from responses.workflow.response import WrongStatusError


@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    response, today = get_object_or_404(_visible(request), pk=pk), timezone.localdate()
    rows = blocks(response, on=today)
    facts: dict[str, Any] = {
        "response": response,
        "rows": rows,
        "on": today,
        "earlier": answered_before(response, rows),
    }
    form = WriteForm(request.POST or None, **facts)
    if not rules.can_write_response(request.user, response):
        return _too_late(request, response, form)
    if "use" in request.POST:
        return _reused(request, response, form)
    if form.is_valid() and _saved(request, response, form):
        return redirect(response) if "leave" in request.POST else redirect("responses:response-write", pk)
    kept = keeping.kept(request, response)
    if kept and not form.is_bound:
        typed = WriteForm(keeping.as_data(kept), **facts)
        typed.catch_up()
        form, kept = (typed, None) if "unsaved" in request.GET else (form, kept if typed.differences else None)
    return _page(request, response, form, kept)


def _page(
    request: SignedInRequest, response: Response, form: WriteForm, kept: UnsavedText | None = None
) -> HttpResponse:
    draft = draft_of(response, form.blocks)
    todo = {remark.anchor for remark in readiness.missing(draft)}
    context = {
        "response": response,
        "form": form,
        "parts": form.parts(todo),
        "unsaved": kept,
        "left_out": linter.left_out(draft),
    }
    return render(request, "responses/response/write.html", context)


def _reused(request: SignedInRequest, response: Response, form: WriteForm) -> HttpResponse:
    """Nothing is saved yet: what is typed is kept for the person, and the page waits to be saved."""
    keeping.keep_if_short_enough(request, response)
    form.reuse(request.POST["use"])
    messages.info(request, "The earlier answer is put in where nothing was typed. Check it, then save.")
    return _page(request, response, form)


def _too_late(request: SignedInRequest, response: Response, form: WriteForm) -> HttpResponse:
    """It went for review while somebody wrote: the words are given back, and kept should it be returned."""
    if request.method != "POST" or not request.user.writes:
        raise PermissionDenied
    keeping.keep_if_short_enough(request, response)
    context = {"response": response, "typed": form.differences}
    return render(request, "responses/response/too_late.html", context, status=409)


@require_POST
def unsaved(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is typed, or discard it; the response stays as it is."""
    response = _response(request, pk)
    return keeping.keep_or_discard(request, response, back=reverse("responses:response-write", args=[pk]))


@require_safe
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is missing and what is doubtful in the saved text, each with the way to its place (R10, R12, R107)."""
    response, today = get_object_or_404(_visible(request), pk=pk), timezone.localdate()
    draft = draft_of(response, blocks(response, on=today))
    missing = readiness.missing(draft)
    context = {
        "response": response,
        "before_review": [remark for remark in missing if remark.stops_review],
        "before_approval": [remark for remark in missing if not remark.stops_review],
        "warnings": linter.warnings(draft, on=today),
        "may_write": rules.can_write_response(request.user, response),
    }
    return render(request, "responses/response/readiness.html", context)


@require_POST
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is typed, as it would be published. Nothing is saved."""
    response, today = _response(request, pk), timezone.localdate()
    rows = blocks(response, on=today)
    form = WriteForm(request.POST, response=response, rows=rows, on=today)
    form.full_clean()
    form.fill(response)
    shown = document(response, rows, published_on=response.published_on or today)
    context = {"response": response, "document": shown, "awaits_comments": response.awaits_comments(today)}
    return render(request, "responses/response/preview.html", context)


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
    response = get_object_or_404(_visible(request), pk=pk)
    if not rules.can_write_response(request.user, response):
        raise PermissionDenied
    return response


def _visible(request: SignedInRequest) -> ResponseQuerySet:
    return Response.objects.visible_to(request.user).select_related("inspection", "policing_body")
