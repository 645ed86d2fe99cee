"""Asking for evidence, answering, and judging the answer."""

from collections import defaultdict
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import counts
from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.templatetags.portal import gdatetime
from oversight.versions import StaleError
from oversight.views import too_late
from responses import rules
from responses.filters.evidence import EvidenceFilter
from responses.forms.evidence import DecideForm, WithdrawForm
from responses.forms.evidence_items import JudgeItemsForm
from responses.forms.evidence_reply import CheckForm, ReplyForm
from responses.models import (
    Event,
    EventKind,
    EvidenceRequest,
    EvidenceRound,
    ItemAnswer,
    Notice,
    RequestStatus,
    RoundDecision,
)
from responses.scanning import scanner
from responses.workflow import evidence as workflow
from responses.workflow import evidence_parts as parts
from responses.workflow import files
from responses.workflow.telling import can_be_answered

PAGE_SIZE = 25
NEWEST = 10
DONE = {
    EventKind.EVIDENCE_ANSWERED: "sent the reply",
    EventKind.EVIDENCE_RETURNED: "returned the reply",
    EventKind.EVIDENCE_ACCEPTED: "accepted the reply",
    EventKind.EVIDENCE_PART_JUDGED: "judged a part of the reply",
    EventKind.EVIDENCE_WITHDRAWN: "withdrew the request",
}


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    found = EvidenceFilter(request.GET, user=request.user, on=timezone.localdate())
    number = counts.counted(found.qs)
    page = counts.page_of(found.qs.for_list(request.user), number, PAGE_SIZE, request.GET.get("page"))
    context: dict[str, Any] = {"filter": found, "number": number, "page": page, "today": found.on}
    context |= _sensitive(found, page, request.user)
    context["scanner"] = scanner.on_record(request.user, at=timezone.now())
    return render(request, "responses/evidence/list.html", context)


def _sensitive(found: EvidenceFilter, page: Page, user: User) -> dict[str, bool]:
    """Whether the files of the list leave something out, and whether the reader may take any of that (R71)."""
    shown, rows = [asked for asked in page if asked.is_sensitive], found.qs.sensitive()
    has = bool(shown) or rows.exists()
    may_take = any(rules.can_read(user, asked) for asked in shown) or (has and rows.readable_by(user).exists())
    return {"has_sensitive": has, "may_take_sensitive": may_take}


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if asked.is_draft:
        return redirect("responses:evidence-edit", pk)
    user, may_read = request.user, rules.can_read(request.user, asked)
    answers = list(asked.rounds.visible_to(user).for_detail())
    told = _told(asked, answers, user, limit=None if request.GET.get("show") == "all" else NEWEST)
    time_asks = list(asked.more_time.for_detail()) if may_read else []
    context = {
        "asked": asked,
        "may_read": may_read,
        "today": timezone.localdate(),
        "force_name": asked.force.name_on(timezone.localdate()),
        "withdrawal": _withdrawal(asked, user),
        "told": told,
        "items": asked.items.with_answers() if may_read else [],
        "time_asks": time_asks,
        "waits_for_time": any(each.is_open for each in time_asks),
        "may_hand_on": rules.can_hand_on(user, asked),
        "may_decide_on_time": rules.can_decide_on_time(user, asked),
        "answers": answers,
        "notices": Notice.objects.visible_to(user).filter(request=asked).select_related("recipient"),
        "may_answer": rules.can_answer(user, asked),
        "has_nobody": user.is_office and asked.is_with_force and not can_be_answered(asked),
        "may_decide": rules.can_decide(user, asked) and bool(_pending(answers)),
        "may_withdraw": rules.can_withdraw(user, asked),
    }
    return render(request, "responses/evidence/detail.html", context)


def _withdrawal(asked: EvidenceRequest, user: User) -> Event | None:
    if asked.status != RequestStatus.WITHDRAWN:
        return None
    return asked.events.visible_to(user).filter(kind=EventKind.EVIDENCE_WITHDRAWN).select_related("by").first()


def _told(asked: EvidenceRequest, answers: list[EvidenceRound], user: User, *, limit: int | None) -> list[Event]:
    """Who has taken it or a file away (R72), and where it went; of replies that the page has already."""
    events, rounds = list(Event.objects.of_request(asked, user)[:limit]), {each.pk: each for each in answers}
    for event in events:
        event.request = asked
        if event.round_id in rounds:
            event.round = rounds[event.round_id]
    return events


@require_POST
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Opening is a press of a button, since a GET changes nothing."""
    asked = request_of(request, pk)
    if not rules.can_answer(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.is_force_lead)
    try:
        workflow.open_answer(asked, by=request.user, at=timezone.now())
    except workflow.WrongStatusError as error:
        messages.error(request, str(error))
        return redirect(asked)
    return redirect("responses:evidence-reply", pk)


@require_http_methods(["GET", "POST"])
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not rules.can_answer(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.is_force_lead)
    answer = asked.rounds.drafts().first()
    if answer is None:
        return _too_late(request, asked) if request.POST else redirect(asked)
    sends = "draft" not in request.POST
    form = ReplyForm(request.POST or None, request.FILES or None, answer=answer, user=request.user, sends=sends)
    if request.method == "POST" and _kept(request, answer, form):
        if sends:
            return redirect("responses:evidence-check", pk)
        messages.success(request, "Your draft is saved. It has not been sent.")
        return redirect("responses:evidence-reply", pk)
    rounds = list(asked.rounds.visible_to(request.user).for_detail())
    context = {
        "asked": asked,
        "form": form,
        "accepted": _accepted(rounds),
        "sent_files": [file for each in rounds for file in each.files.all() if rules.can_read(request.user, file)],
        "saved_files": answer.files.readable_by(request.user),
        "returned": asked.rounds.returned().last(),
    }
    return render(request, "responses/evidence/reply.html", context)


def _accepted(rounds: list[EvidenceRound]) -> list[ItemAnswer]:
    """What needs nothing more, also where the rest of its reply was returned."""
    answers = [each for answer in rounds for each in answer.item_answers.all()]
    return [each for each in answers if each.decision == RoundDecision.ACCEPTED]


def _kept(request: SignedInRequest, answer: EvidenceRound, form: ReplyForm) -> bool:
    """Whatever is good is saved, also where something else is not: nothing typed is lost."""
    form.is_valid()
    try:
        if form.can_be_kept:
            _save(answer, form)
        for unwanted in form.cleaned_data.get("remove", []):
            files.detach(unwanted)
        _attach(request, answer, form)
    except workflow.WrongStatusError as error:
        form.add_error(None, str(error))
    return not form.errors


def _save(answer: EvidenceRound, form: ReplyForm) -> None:
    try:
        workflow.save_draft(answer, version=form.cleaned_data["version"], **form.draft())
    except StaleError as error:
        form.show_conflict(cast("EvidenceRound", error.current))
    else:
        form.keep(answer)


def _attach(request: SignedInRequest, answer: EvidenceRound, form: ReplyForm) -> None:
    version, left_out = answer.version, defaultdict[str, list[str]](list)
    for field, item, upload in form.uploads():
        try:
            files.attach(answer, upload, by=request.user, at=timezone.now(), classification=form.marking, to=item)
        except files.TooManyFilesError:
            left_out[field].append(upload.name)
        except (files.QuotaError, files.SameFileError, files.NotStoredError) as error:
            form.add_error(field, str(error))
    for field, names in left_out.items():
        form.add_error(field, files.too_many(names))
    if answer.version > version and not form.differences:
        form.keep(answer)


@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if request.method == "POST" and asked.status == RequestStatus.ANSWERED:
        return redirect("responses:evidence-sent", pk)  # the second press of one button
    if not rules.can_answer(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.is_force_lead)
    answer = asked.rounds.drafts().for_detail().first()
    if answer is None or not (answer.says_something and answer.force_rag):
        return _not_ready(request, asked, answer)
    form = CheckForm(request.POST or None, answer=answer)
    if form.is_valid():
        return _send(request, answer, form)
    if form.is_bound:
        return _check_again(request, answer)
    context = {"asked": asked, "answer": answer, "form": form, "is_part": answer.leaves_items_out}
    return render(request, "responses/evidence/check.html", context)


def _not_ready(request: SignedInRequest, asked: EvidenceRequest, answer: EvidenceRound | None) -> HttpResponse:
    """As where the form has refused it and somebody goes on to this address."""
    if answer is None:
        return redirect(asked)
    missing = "Select how the work is going" if answer.says_something else "Enter your reply"
    messages.error(request, f"{missing} before you send it.")
    return redirect("responses:evidence-reply", asked.pk)


def _check_again(request: SignedInRequest, answer: EvidenceRound) -> HttpResponse:
    messages.error(request, "A colleague has changed this reply. Check it again: this is how it is now.")
    return redirect("responses:evidence-check", answer.request_id)


def _send(request: SignedInRequest, answer: EvidenceRound, form: CheckForm) -> HttpResponse:
    try:
        workflow.submit(answer, **form.cleaned_data, by=request.user, at=timezone.now())
    except StaleError:
        return _check_again(request, answer)
    except (workflow.EmptyAnswerError, workflow.WrongStatusError) as error:
        messages.error(request, str(error))
        return redirect("responses:evidence-detail", answer.request_id)
    if answer.request.is_with_force:
        messages.success(request, "This part of your reply is sent.")
    return redirect("responses:evidence-sent", answer.request_id)


@require_safe
def sent(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not (request.user.is_force_lead and rules.can_read(request.user, asked)):
        raise PermissionDenied
    if asked.status != RequestStatus.ANSWERED:
        return redirect(asked)
    return render(request, "responses/evidence/sent.html", {"asked": asked})


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not rules.can_decide(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.writes)
    rounds = list(asked.rounds.visible_to(request.user).for_detail())
    answers = _pending(rounds)
    if not answers:
        return _too_late(request, asked)
    form = _decide_form(request, asked, answers)
    evidence = "This part of the evidence" if asked.is_with_force else "The evidence"
    if form.is_valid() and _judged(request, asked, form):
        messages.success(request, form.done(evidence))
        return redirect(asked)
    context = {"asked": asked, "answers": answers, "form": form, "accepted": _accepted(rounds)}
    return render(request, "responses/evidence/decide.html", context)


def _pending(answers: list[EvidenceRound]) -> list[EvidenceRound]:
    """What was sent and is not judged: the last reply, and the parts before it."""
    return [each for each in answers if each.submitted_at and not each.decided_at]


def _decide_form(request: SignedInRequest, asked: EvidenceRequest, answers: list[EvidenceRound]) -> DecideForm:
    facts: dict[str, Any] = {"number": answers[-1].number, "on": timezone.localdate()}
    pending = [each for answer in answers for each in answer.item_answers.all()]
    if asked.items.exists():
        rest_due_on = asked.due_on if asked.is_with_force else None
        return JudgeItemsForm(request.POST or None, **facts, pending=pending, rest_due_on=rest_due_on)
    return DecideForm(request.POST or None, **facts)


def _judged(request: SignedInRequest, asked: EvidenceRequest, form: DecideForm) -> bool:
    verbs = (parts.accept_part, parts.return_part) if asked.is_with_force else (workflow.accept, workflow.return_answer)
    judge = verbs[0] if form.accepts else verbs[1]
    try:
        judge(asked, **form.facts, by=request.user, at=timezone.now())
    except workflow.WrongStatusError as error:
        asked.refresh_from_db()  # what the verb had begun is undone
        form.show_anew(f"{error}{_told_last(request, asked)}")
    return not form.errors


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = request_of(request, pk)
    if not rules.can_withdraw(request.user, asked):
        return refuse(request, asked, is_theirs=request.user.writes)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            workflow.withdraw(asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except workflow.WrongStatusError as error:
            form.add_error(None, f"{error}{_told_last(request, asked)}")
        else:
            messages.success(request, f"{asked.reference} is withdrawn. The force no longer has to reply.")
            return redirect(asked)
    return render(request, "responses/evidence/withdraw.html", {"asked": asked, "form": form})


def request_of(request: SignedInRequest, pk: int) -> EvidenceRequest:
    return get_object_or_404(EvidenceRequest.objects.visible_to(request.user).for_detail(), pk=pk)


def refuse(request: SignedInRequest, asked: EvidenceRequest, *, is_theirs: bool) -> HttpResponse:
    """The wrong person gets 403; the right one who comes too late is told so."""
    if not (is_theirs and rules.can_read(request.user, asked)):
        raise PermissionDenied
    return _too_late(request, asked)


def _too_late(request: SignedInRequest, asked: EvidenceRequest) -> HttpResponse:
    last = _last(asked)
    if last and _says(last, request):
        return redirect(asked)  # the second press of one button
    state = RequestStatus(asked.status).after_is
    reason = f"That cannot be done now: {asked.reference} is {state}.{_told_last(request, asked)}"
    return too_late(request, reason, back=asked.get_absolute_url())


def _last(asked: EvidenceRequest) -> Event | None:
    return asked.events.filter(kind__in=DONE).select_related("by", "round").first()


def _told_last(request: SignedInRequest, asked: EvidenceRequest) -> str:
    """Who was first, when, and in what words: of a request that the person may read."""
    last = _last(asked)
    if not (last and last.by):
        return ""
    items = last.round.item_answers.exclude(decision_note="").select_related("item") if last.round else []
    notes = [f"Item {each.item.number}: {each.decision_note}" for each in items]
    words = ". ".join(text.rstrip(".") for text in (last.detail, last.reason, *notes) if text)
    who = last.by.name_for(request.user, asked.policing_body_id)
    return f" {who} {DONE[EventKind(last.kind)]} on {gdatetime(last.at)}" + (f": “{words}.”" if words else ".")


def _says(event: Event, request: SignedInRequest) -> bool:
    words = {event.reason} if event.reason else _words(event.round)
    typed = {str(each).strip() for each in request.POST.values()}
    return event.by == request.user and bool(words) and words <= typed


def _words(answer: EvidenceRound | None) -> set[str]:
    items = answer.item_answers.values_list("text", flat=True) if answer else []
    return {answer.text if answer else "", *items} - {""}
