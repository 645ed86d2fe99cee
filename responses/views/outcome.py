"""Following up rests or ends without a verdict, and begins again."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from responses import rules
from responses.forms import closing as forms
from responses.models import EventKind
from responses.views.decision import Decision, decide
from responses.workflow import outcome as workflow

HOLD = Decision(
    rules.can_hold,
    forms.HoldForm,
    workflow.hold,
    heading="Hold for a re-check",
    button="Hold",
    done="{} is held. It comes back to you when the day of the re-check nears.",
    kind=EventKind.STATUS_CHANGED,
    note="For work that is complete but has to last. The force gets no reminders meanwhile. When the day comes, sign "
    "it off, hold it longer or open it again.",
)
END = Decision(
    rules.can_end,
    forms.EndForm,
    workflow.end,
    heading="End following up without signing it off",
    button="End following up",
    done="Following up {} has ended.",
    kind=EventKind.STATUS_CHANGED,
    note="Reminders stop and the force is told. It can be opened again.",
    is_warning=True,
)
REOPEN = Decision(
    rules.can_reopen,
    forms.ReopenForm,
    workflow.reopen,
    heading="Open it again",
    button="Open it again",
    done="{} is open again.",
    kind=EventKind.REOPENED,
    note="Our sign-off and the force’s claim no longer stand; the history keeps them. What HMICFRS has closed stays "
    "recorded as closed. The force is told.",
)
TAKE_UP = Decision(
    rules.can_take_up,
    forms.TakeUpForm,
    workflow.take_up,
    heading="It is for the force after all",
    button="Follow it up",
    done="{} is followed up. Assign it to a force lead.",
    kind=EventKind.OPENED,
    note="Until now we watched what others do about it. From now on it is for the force to deliver, and its deadline "
    "counts.",
)


@require_http_methods(["GET", "POST"])
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, HOLD)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, END)


@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, REOPEN)


@require_http_methods(["GET", "POST"])
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    return decide(request, pk, TAKE_UP)
