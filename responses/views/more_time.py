"""More time for a request: the force asks, the office decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second, same_as
from oversight.templatetags.portal import gdate, gdatetime
from oversight.views import too_late
from responses import rules
from responses.forms.evidence_people import DecideTimeForm, MoreTimeForm
from responses.models import EvidenceRequest, MoreTime
from responses.views.evidence import refuse, request_of
from responses.workflow import more_time as workflow
from responses.workflow.follow_up import WrongStatusError


@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not rules.can_ask_for_time(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.is_force_lead)
    form = MoreTimeForm(request.POST or None, on=timezone.localdate())
    if form.is_valid() and _asked(request, asked, form):
        messages.success(request, f"The office has been asked for more time for {asked.reference}.")
        return redirect(asked)
    return render(request, "responses/time/ask.html", {"asked": asked, "form": form})


def _asked(request: SignedInRequest, asked: EvidenceRequest, form: MoreTimeForm) -> bool:
    try:
        wanted = workflow.ask(asked, **form.cleaned_data, by=request.user, at=timezone.now())
        if not same_as(wanted, form.cleaned_data):
            offer_second(form, f"the ask until {gdate(wanted.wanted_on)}")
    except workflow.TooEarlyError as error:
        form.add_error("wanted_on", str(error))
    except (workflow.AlreadyAskedError, WrongStatusError) as error:
        form.add_error(None, str(error))
    return not form.errors


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not rules.can_decide_on_time(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.writes)
    wanted = asked.more_time.open().for_detail().first()
    if wanted is None:
        return _decided_already(request, asked)
    form = DecideTimeForm(request.POST or None, asked=wanted, on=timezone.localdate())
    if form.is_valid() and _decided(request, asked, form):
        messages.success(request, "The force is told about your decision.")
        return redirect(asked)
    return render(request, "responses/time/decide.html", {"asked": asked, "wanted": wanted, "form": form})


def _decided(request: SignedInRequest, asked: EvidenceRequest, form: DecideTimeForm) -> bool:
    facts = dict(form.cleaned_data)
    try:
        workflow.decide(facts.pop("asked"), **facts, by=request.user, at=timezone.now())
    except workflow.TooEarlyError as error:
        form.add_error("due_on" if form.cleaned_data["due_on"] else "decision", str(error))
    except WrongStatusError as error:
        form.add_error(None, f"{error}{_told_last(asked)}")
    return not form.errors


def _decided_already(request: SignedInRequest, asked: EvidenceRequest) -> HttpResponse:
    last: MoreTime | None = asked.more_time.for_detail().last()
    if last and _is_second_press(request, last):
        return redirect(asked)
    reason = f"Nobody waits for more time for {asked.reference}.{_told_last(asked)}"
    return too_late(request, reason, back=asked.get_absolute_url())


def _told_last(asked: EvidenceRequest) -> str:
    """Who has decided, when, what, and in what words: to the office, of a request that the person may read."""
    last = asked.more_time.for_detail().last()
    if last is None or last.decided_at is None:
        return ""
    day = f" until {gdate(last.due_on)}" if last.due_on else ""
    words = f": “{last.decision_note.rstrip('.')}.”" if last.decision_note else "."
    return f" {last.decided_by} decided on {gdatetime(last.decided_at)}. {last.get_decision_display()}{day}{words}"


def _is_second_press(request: SignedInRequest, last: MoreTime) -> bool:
    """Of one button: what this page asks for is what was decided."""
    form = DecideTimeForm(request.POST or None, asked=last, on=timezone.localdate())
    if not form.is_valid():
        return False
    facts = form.cleaned_data
    decided = {"decision": facts["decision"], "decision_note": facts["note"], "due_on": facts["due_on"] or last.due_on}
    return facts["asked"] == last and same_as(last, {"decided_by": request.user, **decided})
