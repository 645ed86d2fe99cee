"""Deciding on a statutory response, and reading it."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inspections.models import Inspection
from oversight.accounts.requests import SignedInRequest
from oversight.versions import StaleError
from oversight.views import too_late
from responses import linter, readiness, rules
from responses.coverage import Block, blocks, draft_of, further_reports, undecided
from responses.documents import document
from responses.forms.response import StartForm
from responses.models import Event, Notice, Response
from responses.standing import Standing, standing, standings
from responses.texts import has_changed_since
from responses.workflow import response as workflow

PAGE_SIZE = 25
UNDECIDED_SHOWN = 5


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not request.user.policing_body:
        raise Http404
    today = timezone.localdate()
    waiting = undecided(Inspection.objects.visible_to(request.user), request.user.policing_body, on=today)
    shows_waiting, shows_review = (request.GET.get("show") == what for what in ("undecided", "review"))
    ours = Response.objects.visible_to(request.user).for_list()
    rows = waiting if shows_waiting else ours.in_review() if shows_review else ours
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [] if shows_waiting else standings(cast("Iterable[Response]", page), on=today),
        "shows_waiting": shows_waiting,
        "shows_review": shows_review,
        "waiting": page if shows_waiting else waiting[:UNDECIDED_SHOWN],
        "waiting_count": page.paginator.count if shows_waiting else waiting.count(),
        "may_start": rules.can_start_response(request.user),
        "today": today,
    }
    return render(request, "responses/response/list.html", context)


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, inspection_pk: int) -> HttpResponse:
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), pk=inspection_pk)
    office, today = request.user.policing_body, timezone.localdate()
    response = Response.objects.visible_to(request.user).answering(inspection).first()
    if office is None or not rules.can_start_response(request.user):
        raise PermissionDenied
    if response and not (response.inspection == inspection and rules.can_decide_on_response(request.user, response)):
        reason = f"The decision can no longer be changed: the response is {response.get_status_display().lower()}."
        address = response.get_absolute_url()
        return too_late(request, reason, back=address) if request.POST else redirect(address)
    further = further_reports(inspection, office, response, on=today)
    form = StartForm(request.POST or None, response=response, further=further)
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
        form.add_error(None, str(error))
        return None
    return response


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    response, user, today = _response(request, pk), request.user, timezone.localdate()
    rows = blocks(response, on=today)
    draft, now = draft_of(response, rows), standing(response, on=today)
    shown = _shown(response, rows, now, today)
    is_as_reviewed = not shown["has_changed"]  # or the page says why nobody can approve or publish it
    return render(
        request,
        "responses/response/detail.html",
        {
            "response": response,
            "standing": now,
            "missing": readiness.missing(draft),
            "warnings": linter.warnings(draft, on=today),
            "left_out": [] if response.published_on else linter.left_out(draft),
            "events": Event.objects.visible_to(user).filter(response=response).for_timeline(),
            "notices": Notice.objects.visible_to(user).filter(response=response).select_related("recipient"),
            "awaits_comments": response.awaits_comments(today),
            "may_decide": rules.can_decide_on_response(user, response),
            "may_write": rules.can_write_response(user, response),
            "may_approve": is_as_reviewed and rules.can_approve(user, response),
            "may_send_back": rules.can_send_back(user, response),
            "may_publish": is_as_reviewed and rules.can_publish(user, response),
            "may_record_sending": rules.can_record_sending(user, response),
            "may_correct": rules.can_correct(user, response),
            "may_discard": rules.can_discard(user, response),
            "may_withdraw": rules.can_withdraw_response(user, response),
            **shown,
        },
    )


def _shown(response: Response, rows: list[Block], now: Standing, today: date) -> dict[str, object]:
    """What is published, or was sent for review; before that, what would be published today."""
    under_review, is_out = response.status in workflow.UNDER_REVIEW, response.status in rules.OUT
    sent = response.versions.last() if response.texts_sent else None
    published = response.publications.order_by("-number").first() if response.published_on else None
    frozen = published if is_out else sent if under_review else None
    return {
        "sent": sent,
        "published": published,
        "is_public": published is not None and response.is_public,
        "is_preview": not is_out,
        "is_correction": published is not None and not is_out,
        "has_changed": under_review and (sent is None or has_changed_since(sent.document, response)),
        "document": frozen.document if frozen else document(response, rows, published_on=today, now=now),
    }


def _response(request: SignedInRequest, pk: int) -> Response:
    visible = Response.objects.visible_to(request.user).select_related("inspection", "policing_body", "approved_by")
    visible = visible.prefetch_related("also_answers").with_texts_sent()
    return get_object_or_404(visible, pk=pk)
