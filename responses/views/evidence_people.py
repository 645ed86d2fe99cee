"""Handing a request on to a colleague of the same force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.forms.evidence_people import HandOnForm
from responses.models import EvidenceRequest
from responses.views.evidence import refuse, request_of
from responses.workflow import delegation
from responses.workflow.follow_up import WrongPersonError, WrongStatusError


@require_http_methods(["GET", "POST"])
def hand_on(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not rules.can_hand_on(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.is_force_lead)
    form = HandOnForm(request.POST or None, asked=asked)
    if form.is_valid() and _handed(request, asked, form):
        messages.success(request, f"{asked.reference} is now with {asked.answerer}.")
        return redirect(asked)
    return render(request, "responses/evidence/hand_on.html", {"asked": asked, "form": form})


def _handed(request: SignedInRequest, asked: EvidenceRequest, form: HandOnForm) -> bool:
    try:
        delegation.delegate(asked, **form.cleaned_data, by=request.user, at=timezone.now())
    except (WrongPersonError, WrongStatusError) as error:
        form.add_error(None, str(error))
    return not form.errors
