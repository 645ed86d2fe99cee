"""Deciding on, reviewing and publishing the statutory response."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspections.models import Inspection
from oversight.accounts.requests import SignedInRequest
from oversight.versions import StaleError
from responses import readiness, rules
from responses.coverage import blocks, draft_of, undecided
from responses.documents import document
from responses.forms.response import ApproveForm, PublishForm, SendBackForm, SendForm, StartForm
from responses.models import Event, Notice, Response
from responses.standing import standing
from responses.workflow import response as workflow

PAGE_SIZE = 25
UNDECIDED_SHOWN = 5


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not request.user.policing_body:
        raise Http404
    today = timezone.localdate()
    waiting = undecided(Inspection.objects.visible_to(request.user), request.user.policing_body, on=today)
    shows_waiting = request.GET.get("show") == "undecided"
    rows = waiting if shows_waiting else Response.objects.visible_to(request.user).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [] if shows_waiting else [standing(cast("Response", each), on=today) for each in page],
        "shows_waiting": shows_waiting,
        "waiting": page if shows_waiting else waiting[:UNDECIDED_SHOWN],
        "waiting_count": page.paginator.count if shows_waiting else waiting.count(),
        "may_start": rules.can_start_response(request.user),
        "today": today,
    }
    return render(request, "responses/response/list.html", context)


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, inspection_pk: int) -> HttpResponse:
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), pk=inspection_pk)
    response = Response.objects.visible_to(request.user).filter(inspection=inspection).first()
    if not rules.can_start_response(request.user):
        raise PermissionDenied
    if response and not rules.can_decide_on_response(request.user, response):
        return redirect(response)
    form = StartForm(request.POST or None, response=response)
    if form.is_valid() and (decided := _decided(request, inspection, response, form)):
        return redirect(decided)
    context = {"inspection": inspection, "form": form, "response": response}
    return render(request, "responses/response/start.html", context)


def _decided(
    request: SignedInRequest, inspection: Inspection, response: Response | None, form: StartForm
) -> Response | None:
    who, version = {"by": request.user, "at": timezone.now()}, form.cleaned_data["version"]
    if response is None or version is None:
        submission_id = form.cleaned_data["submission_id"]
        started = workflow.start(inspection, **form.decision, submission_id=submission_id, **who)  # type: ignore[arg-type]
        if form.agrees_with(started):
            return started
        form.show_conflict(started)
        return None
    try:
        workflow.decide(response, **form.decision, version=version, **who)  # type: ignore[arg-type]
        messages.success(request, f"Our decision on {inspection.title} is saved.")
    except StaleError as error:
        form.show_conflict(cast("Response", error.current))
        return None
    except workflow.WrongStatusError as error:
        messages.error(request, str(error))
    return response


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    response, user, today = _response(request, pk), request.user, timezone.localdate()
    rows = blocks(response, on=today)
    draft = draft_of(response, rows)
    publication = response.publications.order_by("-number").first()
    day = response.published_on or today
    return render(
        request,
        "responses/response/detail.html",
        {
            "response": response,
            "standing": standing(response, on=today),
            "document": publication.document if publication else document(response, rows, published_on=day),
            "missing": readiness.missing(draft),
            "warnings": readiness.warnings(draft, on=today),
            "events": Event.objects.visible_to(user).filter(response=response).for_timeline(),
            "notices": Notice.objects.visible_to(user).filter(response=response).select_related("recipient"),
            "is_preview": publication is None,
            "may_decide": rules.can_decide_on_response(user, response),
            "may_write": rules.can_write_response(user, response),
            "may_approve": rules.can_approve(user, response),
            "may_send_back": rules.can_send_back(user, response),
            "may_publish": rules.can_publish(user, response),
            "may_record_sending": rules.can_record_sending(user, response),
        },
    )


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
    response = _response(request, pk)
    if not rules.can_approve(request.user, response):
        raise PermissionDenied
    form = ApproveForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        workflow.approve(response, version=version, by=request.user, at=timezone.now())
        messages.success(request, "The response is approved. It is not published yet.")
    except (workflow.NotReadyError, workflow.WrongStatusError) as error:
        messages.error(request, str(error))
    return redirect(response)


@require_http_methods(["GET", "POST"])
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    response = _response(request, pk)
    if not rules.can_send_back(request.user, response):
        raise PermissionDenied
    form = SendBackForm(request.POST or None)
    if form.is_valid():
        try:
            workflow.send_back(response, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The response is a draft again.")
        except workflow.WrongStatusError as error:
            messages.error(request, str(error))
        return redirect(response)
    return render(request, "responses/response/send_back.html", {"response": response, "form": form})


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    response, today = _response(request, pk), timezone.localdate()
    if not rules.can_publish(request.user, response):
        raise PermissionDenied
    form = PublishForm(request.POST or None, initial={"published_on": today})
    if form.is_valid() and _published(request, response, form):
        return redirect(response)
    context = {"response": response, "form": form, "standing": standing(response, on=today)}
    return render(request, "responses/response/publish.html", context)


def _published(request: SignedInRequest, response: Response, form: PublishForm) -> bool:
    try:
        workflow.publish(response, **form.cleaned_data, by=request.user, at=timezone.now())
    except workflow.WrongDayError as error:
        form.add_error("published_on", str(error))
        return False
    except (workflow.NotReadyError, workflow.WrongStatusError) as error:
        messages.error(request, str(error))
        return True
    messages.success(request, "The response is published. Send it to HMICFRS and to the Home Secretary next.")
    return True


@require_http_methods(["GET", "POST"])
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    response, today = _response(request, pk), timezone.localdate()
    if not rules.can_record_sending(request.user, response):
        raise PermissionDenied
    form = SendForm(request.POST or None, response=response, on=today)
    if form.is_valid() and _sent(request, response, form):
        return redirect(response)
    return render(request, "responses/response/send.html", {"response": response, "form": form})


def _sent(request: SignedInRequest, response: Response, form: SendForm) -> bool:
    try:
        workflow.record_sending(response, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "The days of sending are saved.")
    except StaleError as error:
        form.show_conflict(cast("Response", error.current))
        return False
    except workflow.WrongStatusError as error:
        messages.error(request, str(error))
    return True


def _response(request: SignedInRequest, pk: int) -> Response:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body", "approved_by")
    return get_object_or_404(visible, pk=pk)
