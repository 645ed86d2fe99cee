"""Waiting on what is not the force's to deliver."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.forms.waiting import StopWaitingForm, WaitForm
from responses.models import EventKind
from responses.views.decision import Decision, decide
from responses.workflow import waiting as workflow

STOP_WAITING = Decision(
    rules.can_stop_waiting,
    StopWaitingForm,
    workflow.stop_waiting,
    heading="It no longer waits on others",
    button="Save",
    done="{} no longer waits on others. It is the force’s to deliver again.",
    kind=EventKind.WAIT_ENDED,
    note="Reminders begin again, and the force’s deadline counts.",
)


@require_http_methods(["GET", "POST"])
def wait(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = Decision(
        rules.can_wait,
        partial(WaitForm, user=request.user),
        workflow.wait,
        heading="It waits on others",
        button="Save",
        done="{} waits on others. It is not counted as overdue meanwhile.",
        kind=EventKind.WAITING,
        note="For what is not the force’s to deliver. Its deadline stays on record, but it is not counted against the "
        "force while it waits, and the force gets no reminders.",
    )
    return decide(request, pk, decision)


@require_http_methods(["GET", "POST"])
def stop_waiting(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, STOP_WAITING)
