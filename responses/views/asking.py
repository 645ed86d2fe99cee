"""Asking for evidence: at once, or kept as a draft that only its author sees."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second, same_as
from oversight.versions import StaleError
from oversight.views import too_late
from responses import rules
from responses.forms.evidence import AskForm
from responses.models import EvidenceRequest, FollowUp
from responses.workflow import evidence as workflow
from responses.workflow.follow_up import WrongPersonError, WrongStatusError

READ_AGAIN = "The draft has been saved in another window since you opened that page. Read it before you delete it."


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    if not rules.can_ask(request.user, follow_up):
        raise PermissionDenied
    form = AskForm(request.POST or None, follow_up=follow_up, user=request.user, on=timezone.localdate())
    if form.is_valid() and (asked := _asked(request, follow_up, form)):
        return _done(request, asked, follow_up)
    return render(request, "responses/evidence/ask.html", {"follow_up": follow_up, "form": form, "draft": None})


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft goes on where it was left."""
    asked = get_object_or_404(EvidenceRequest.objects.visible_to(request.user).for_detail(), pk=pk)
    if not rules.can_edit_request(request.user, asked):
        return _refused(request, asked)
    follow_up = asked.follow_ups.select_related("force", "finding").by_reference()[0]
    today = timezone.localdate()
    form = AskForm(request.POST or None, follow_up=follow_up, user=request.user, on=today, draft=asked)
    if form.is_valid() and (asked_now := _asked(request, follow_up, form)):
        return _done(request, asked_now, follow_up)
    return render(request, "responses/evidence/ask.html", {"follow_up": follow_up, "form": form, "draft": asked})


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(EvidenceRequest.objects.visible_to(request.user), pk=pk)
    if not rules.can_edit_request(request.user, asked):
        return _refused(request, asked)
    try:
        workflow.discard(asked, seen_before=request.POST.get("seen", ""))
    except StaleError:
        messages.error(request, READ_AGAIN)
        return redirect("responses:evidence-edit", pk)
    except WrongStatusError as error:
        messages.error(request, str(error))
        return redirect(asked)
    messages.success(request, "The draft is deleted. Nobody else has seen it.")
    return redirect("responses:evidence-list")


def _asked(request: SignedInRequest, follow_up: FollowUp, form: AskForm) -> EvidenceRequest | None:
    facts = dict(form.cleaned_data)
    seen = facts.pop("seen")
    about = [follow_up, *facts.pop("also", [])]
    try:
        if "draft" in request.POST:
            asked = workflow.draft(about, **facts, seen_before=seen, by=request.user)
        else:
            asked = workflow.ask(about, **facts, seen_before=seen, by=request.user, at=timezone.now())
        if not _is_as_sent(asked, about, facts):
            offer_second(form, asked.reference)
    except StaleError as error:
        form.show_conflict(cast("EvidenceRequest", error.current))
    except WrongPersonError as error:
        form.add_error("lead", str(error))
    except WrongStatusError as error:
        form.add_error(None, str(error))
    return None if form.errors else asked


def _is_as_sent(asked: EvidenceRequest, about: list[FollowUp], facts: dict[str, Any]) -> bool:
    columns = {name: value for name, value in facts.items() if name != "items"}
    items = [item.wording for item in asked.items.all()]
    return items == facts["items"] and set(asked.follow_ups.all()) == set(about) and same_as(asked, columns)


def _done(request: SignedInRequest, asked: EvidenceRequest, follow_up: FollowUp) -> HttpResponse:
    if asked.is_draft:
        messages.success(request, "Your draft is saved. It has not been sent, and only you can see it.")
        return redirect("responses:evidence-edit", asked.pk)
    messages.success(request, f"{asked.lead} has been asked for evidence.")
    return redirect(follow_up)


def _refused(request: SignedInRequest, asked: EvidenceRequest) -> HttpResponse:
    """Its author comes too late; anybody else may read what was sent, and not change it; nor may who only reads now."""
    if asked.sent_by != request.user or not request.user.writes:
        raise PermissionDenied
    reason = f"{asked.reference} has been sent, so it cannot be changed. You can withdraw it and ask again."
    return too_late(request, reason, back=asked.get_absolute_url())
