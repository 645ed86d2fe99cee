"""Reviewing, approving and publishing the statutory response, correcting and withdrawing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.requests import SignedInRequest
from oversight.versions import StaleError
from responses import rules, texts
from responses.forms.publication import (
    ApproveForm,
    CorrectForm,
    DiscardForm,
    PublishForm,
    SendBackForm,
    WithdrawForm,
)
from responses.models import Publication, Response
from responses.standing import standing
from responses.workflow import correction
from responses.workflow import response as workflow

READ_AGAIN = "The response has changed since you opened the page. Read it again first."


@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    response = _response(request, pk)
    if not rules.can_write_response(request.user, response):
        raise PermissionDenied
    try:
        workflow.submit(response, by=request.user, at=timezone.now())
        messages.success(request, "The response is sent for review.")
    except (workflow.NotReadyError, workflow.WrongStatusError) as error:
        messages.error(request, str(error))
    return redirect(response)


@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    response, form = _response(request, pk), ApproveForm(request.POST)
    if not rules.can_approve(request.user, response):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, READ_AGAIN)
        return redirect(response)
    try:
        workflow.approve(response, number=form.cleaned_data["number"], by=request.user, at=timezone.now())
        messages.success(request, "The response is approved. It is not published yet.")
    except (workflow.NotReadyError, workflow.WrongStatusError) as error:
        messages.error(request, str(error))
    return redirect(response)


@require_http_methods(["GET", "POST"])
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    response, form = _response(request, pk), SendBackForm(request.POST or None)
    if not rules.can_send_back(request.user, response):
        raise PermissionDenied
    if form.is_valid():
        try:
            workflow.send_back(response, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The response is a draft again.")
            return redirect(response)
        except workflow.WrongStatusError as error:
            form.add_error(None, str(error))
    return render(request, "responses/response/send_back.html", {"response": response, "form": form})


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    response, today = _response(request, pk), timezone.localdate()
    if not rules.can_publish(request.user, response):
        raise PermissionDenied
    earlier = _last(response)
    form = PublishForm(request.POST or None, response=response, earlier=earlier, on=today)
    if form.is_valid() and _published(request, response, form):
        return redirect(response)
    context = {"response": response, "form": form, "earlier": earlier, "standing": standing(response, on=today)}
    return render(request, "responses/response/publish.html", context)


def _published(request: SignedInRequest, response: Response, form: PublishForm) -> bool:
    try:
        published = workflow.publish(response, **form.cleaned_data, by=request.user, at=timezone.now())
    except workflow.WrongDayError as error:
        form.add_error("published_on", str(error))
        return False
    except workflow.PUBLISH_REFUSALS as error:
        response.refresh_from_db()  # the page shows it as it is, not as it was about to be
        form.add_error(None, str(error))
        return False
    what = f"Version {published.number}" if published.number > 1 else "The response"
    messages.success(request, f"{what} is published. Send it to HMICFRS and to the Home Secretary next.")
    return True


@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    response, form = _response(request, pk), CorrectForm(request.POST or None)
    if not rules.can_correct(request.user, response):
        raise PermissionDenied
    if form.is_valid():
        try:
            correction.correct(response, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The text can be corrected now. Nobody outside sees it until it is published.")
            return redirect(response)
        except workflow.WrongStatusError as error:
            form.add_error(None, str(error))
    return render(request, "responses/response/correct.html", {"response": response, "form": form})


@require_http_methods(["GET", "POST"])
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    response, today = _response(request, pk), timezone.localdate()
    if not rules.can_discard(request.user, response):
        raise PermissionDenied
    form = DiscardForm(request.POST or None, initial={"version": response.version})
    if form.is_valid():
        try:
            correction.discard(response, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The correction is discarded.")
        except StaleError:
            messages.error(request, READ_AGAIN)
            return redirect("responses:response-discard", pk)
        except workflow.WrongStatusError as error:
            messages.error(request, str(error))
        return redirect(response)
    rows = texts.texts(response)
    published = next(text for text in rows if isinstance(text.frozen, Publication))
    context = {
        "response": response,
        "form": form,
        "published": published,
        "changes": texts.changes(published, rows[0], response, on=today),
    }
    return render(request, "responses/response/discard.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    response = _response(request, pk)
    if not rules.can_withdraw_response(request.user, response):
        raise PermissionDenied
    last = _last(response)
    form = WithdrawForm(request.POST or None, initial={"number": last.number if last else 0})
    if form.is_valid():
        try:
            correction.withdraw(response, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The response is withdrawn. Its address says so, and why.")
            return redirect(response)
        except workflow.WrongStatusError as error:
            form.add_error(None, str(error))
    return render(request, "responses/response/withdraw.html", {"response": response, "form": form, "last": last})


def _last(response: Response) -> Publication | None:
    return response.publications.order_by("-number").first()


def _response(request: SignedInRequest, pk: int) -> Response:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body", "approved_by")
    return get_object_or_404(visible, pk=pk)
