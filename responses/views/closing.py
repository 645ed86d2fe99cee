"""Who says that it is done: the force's claim, the office's sign-off, the inspectorate's closure."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.forms import closing as forms
from responses.models import EventKind, FollowUp
from responses.views.decision import Decision, decide
from responses.workflow import closing as workflow


def _sign_off_form(data: Any, *, follow_up: FollowUp, on: date) -> forms.SignOffForm:  # noqa: ANN401 - a request's data
    return forms.SignOffForm(data, follow_up=follow_up, on=on, has_evidence=workflow.has_evidence(follow_up))


SIGN_OFF = Decision(
    rules.can_sign_off,
    _sign_off_form,
    workflow.sign_off,
    heading="Sign off as assured",
    button="Sign off",
    done="{} is signed off: our office is assured.",
    kind=EventKind.CLOSED_BY_OFFICE,
    note="This is our office’s own verdict. It does not say that HMICFRS has closed it. The force is told that we are "
    "assured, and gets no more reminders.",
)
TAKE_BACK = Decision(
    rules.can_take_back,
    forms.TakeBackForm,
    workflow.take_back,
    heading="Take back our assurance",
    button="Take back",
    done="We are no longer assured about {}.",
    kind=EventKind.ASSURANCE_TAKEN_BACK,
    note="It is open again, unless HMICFRS has closed it. The force is told, and the history keeps both.",
    is_warning=True,
)
CLAIM = Decision(
    rules.can_claim,
    forms.ClaimForm,
    workflow.claim,
    heading="Say that it is complete",
    button="Send to the office",
    done="The office has been told that {} is complete.",
    kind=EventKind.CLAIMED,
    note="The office is told, and decides whether it is assured. Until then it stays open.",
)
WITHDRAW_CLAIM = Decision(
    rules.can_withdraw_claim,
    forms.WithdrawClaimForm,
    workflow.withdraw_claim,
    heading="Say that it is not complete after all",
    button="Send to the office",
    done="The office has been told that {} is not complete.",
    kind=EventKind.CLAIM_WITHDRAWN,
    note="What the office and HMICFRS have said stays as it is.",
)
RECORD_CLOSURE = Decision(
    rules.can_record_closure,
    forms.ClosureForm,
    workflow.record_closure,
    heading="Record that HMICFRS closed it",
    button="Record the closure",
    done="HMICFRS’s closure of {} is recorded.",
    kind=EventKind.CLOSED_BY_INSPECTORATE,
    note="Reminders stop. Our own sign-off is a separate decision, before or after.",
)
CORRECT_CLOSURE = Decision(
    rules.can_correct_closure,
    forms.CorrectClosureForm,
    workflow.correct_closure,
    heading="Correct the record of HMICFRS’s closure",
    button="Save the correction",
    done="The record of HMICFRS’s closure of {} is corrected.",
    kind=EventKind.CLOSURE_CORRECTED,
    note="The history keeps what was recorded before.",
)
REMOVE_CLOSURE = Decision(
    rules.can_correct_closure,
    forms.RemoveClosureForm,
    workflow.remove_closure,
    heading="Remove the record of HMICFRS’s closure",
    button="Remove the record",
    done="HMICFRS’s closure of {} is not recorded any more.",
    kind=EventKind.CLOSURE_REMOVED,
    note="It is open again, unless our office has signed it off. The history keeps what was recorded.",
    is_warning=True,
)


@require_http_methods(["GET", "POST"])
def sign_off(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, SIGN_OFF)


@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, TAKE_BACK)


@require_http_methods(["GET", "POST"])
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, CLAIM)


@require_http_methods(["GET", "POST"])
def withdraw_claim(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, WITHDRAW_CLAIM)


@require_http_methods(["GET", "POST"])
def record_closure(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, RECORD_CLOSURE)


@require_http_methods(["GET", "POST"])
def correct_closure(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, CORRECT_CLOSURE)


@require_http_methods(["GET", "POST"])
def remove_closure(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, REMOVE_CLOSURE)
