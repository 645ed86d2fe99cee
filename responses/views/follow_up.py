"""The list of follow-ups, one of them, and what the office does to it."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inspections.models import Inspection, Predecessor
from oversight import counts
from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from oversight.bodies.models import Force, PolicingBody, Succession
from oversight.bodies.models.body import ForceName
from oversight.typed import Text, Typed
from oversight.versions import StaleError
from oversight.views import too_late
from responses import rules
from responses.dating import know_below
from responses.filters.follow_up import FollowUpFilter
from responses.forms.follow_up import AssignForm, StartForm
from responses.models import (
    AssuranceUpdate,
    ClosureLevel,
    Event,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
    Notice,
    Reminder,
    wide,
)
from responses.models.event import tell, told_once
from responses.models.evidence_item import is_accepted
from responses.models.follow_up_rows import PEOPLE, FollowUpQuerySet
from responses.models.naming import named_to, others_of
from responses.models.publication import current
from responses.models.reliance import lost_of, may_rest_on_parts
from responses.views.deadlines import about_dates
from responses.workflow import follow_up as workflow
from responses.workflow.candidates import candidates as candidates_of
from responses.workflow.closing import held_up

PAGE_SIZE = 25
NEWEST = 20  # of the letters and of the history; `?show=all` shows the rest
ROWS_AT_ONCE = 200  # of the table that starts follow-ups; Django takes 1,000 fields from one form


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    found = FollowUpFilter(request.GET, user=request.user, on=timezone.localdate())
    of_each = found.qs.counts_by_kind(found.kinds)
    number = sum(cast("int", count["number"]) for count in of_each)
    page = counts.page_of(found.rows_of(number), number, PAGE_SIZE, request.GET.get("page"))
    page.object_list = found.listed(cast("FollowUpQuerySet", page.object_list))
    context = {
        "filter": found,
        "counts": [] if number > counts.CEILING else of_each,
        "number": number,
        "page": page,
        "sorts": found.sorts,
        "today": found.on,
        "may_start": rules.can_start_follow_up(request.user),
    }
    return render(request, "responses/follow_up/list.html", context)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    seen = wide.shown(today).visible_to(user).with_waiters(user)
    follow_up = get_object_or_404(seen, pk=pk)
    family = list(FollowUp.objects.visible_to(user).family_of(follow_up))
    know_below(follow_up, family)
    asked = EvidenceRequest.objects.visible_to(user).filter(follow_ups=follow_up)
    requests: list[EvidenceRequest] = list(asked.annotate(has_accepted=is_accepted()))
    past = _past(request, follow_up)
    names = ForceName.read(follow_up.force_names)
    context: dict[str, Any] = {
        **past,
        **_others(follow_up, past["events"], user, today),
        "follow_up": follow_up,
        "today": today,
        "force_name": follow_up.force.name_on(today, names),
        "name_then": follow_up.force.name_on(follow_up.finding.inspection.published_on or today, names),
        "answer": _published_answer(follow_up),
        "family": family,
        "held_up": held_up(follow_up, on=today),
        "pressing": _most_pressing(family) if follow_up.finding.kind.holds_recommendations else None,
        "requests": requests,
        "updates": list(AssuranceUpdate.objects.about(follow_up, user).standing().select_related("corrects")[:1]),
        "may_log_assurance": rules.can_log_assurance(user, follow_up),
        "reminders": Reminder.objects.filter(person=user, follow_up=follow_up).waiting(),
        "may_tag": rules.can_tag(user, follow_up),
        "may_assign": rules.can_assign(user, follow_up),
        "may_ask": rules.can_ask(user, follow_up),
        "lost_files": _lost_files(follow_up, requests, user, today),
        "gone_files": _gone_files(follow_up, requests, user),
        **about_dates(user, follow_up, past["events"], today),
    }
    _fill_in(context, follow_up)
    return render(request, "responses/follow_up/detail.html", context)


@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = _follow_up(request, pk)
    if not rules.can_assign(request.user, follow_up):
        raise PermissionDenied
    form = AssignForm(request.POST or None, follow_up=follow_up, user=request.user)
    if form.is_valid() and _assigned(request, follow_up, form):
        messages.success(request, f"{follow_up.reference} is assigned to {follow_up.lead}.")
        return redirect(follow_up)
    return render(request, "responses/follow_up/assign.html", {"follow_up": follow_up, "form": form})


def _assigned(request: SignedInRequest, follow_up: FollowUp, form: AssignForm) -> bool:
    try:
        workflow.assign(follow_up, **form.cleaned_data, by=request.user, at=timezone.now())
    except StaleError as error:
        form.show_conflict(cast("FollowUp", error.current))
    except (workflow.WrongPersonError, workflow.WrongStatusError) as error:
        form.add_error(None, str(error))
    return not form.errors


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, inspection_pk: int) -> HttpResponse:
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), pk=inspection_pk)
    if not rules.can_start_follow_up(request.user):
        raise PermissionDenied
    office = cast("PolicingBody", request.user.policing_body)  # whoever writes belongs to one
    candidates = candidates_of(inspection, policing_body=office, on=timezone.localdate())
    form = StartForm(request.POST or None, candidates=candidates[:ROWS_AT_ONCE])
    if form.is_valid() and (number := _started(request, form, office)) is not None:
        done = _started_words(number, inspection)
        there = FollowUp.objects.visible_to(request.user).filter(finding__inspection=inspection)
        lost = form.reasons() - set(there.values_list("applicability_reason", flat=True))
        if lost:
            reason = f"{done} Somebody else has already decided on the others that you sent."
            typed = Typed([Text("reason", each) for each in sorted(lost)])
            return too_late(request, reason, back=inspection.get_absolute_url(), typed=typed)
        messages.success(request, done)
        return redirect(inspection)
    context = {"inspection": inspection, "form": form, "left_over": len(candidates[ROWS_AT_ONCE:])}
    return render(request, "responses/follow_up/start.html", context)


def _started(request: SignedInRequest, form: StartForm, office: PolicingBody) -> int | None:
    try:
        return len(workflow.start_all(form.decisions(), policing_body=office, by=request.user, at=timezone.now()))
    except workflow.WrongStatusError as error:
        form.add_error(None, str(error))
        return None


def _started_words(count: int, inspection: Inspection) -> str:
    if count == 1:
        return f"1 finding of {inspection.reference} is followed up. Assign what is open to a force lead next."
    if count:
        return f"{count} findings of {inspection.reference} are followed up. Assign what is open to a force lead next."
    return "Nothing new is followed up."


def _follow_up(request: SignedInRequest, pk: int) -> FollowUp:
    return get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)


def _past(request: SignedInRequest, follow_up: FollowUp) -> dict[str, Any]:
    """The newest letters and events, or all: some have hundreds (R131)."""
    letters = Notice.objects.about(follow_up, request.user)
    events = Event.objects.about(follow_up, request.user).for_page()
    if request.GET.get("show") == "all":
        return {"notices": letters, "events": told_once(events), "has_more_letters": False, "has_more_events": False}
    newest, rows = list(letters[: NEWEST + 1]), list(events[: 3 * NEWEST])  # one act is told by up to three rows
    told = told_once(rows)
    return {
        "notices": newest[:NEWEST],
        "has_more_letters": len(newest) > NEWEST,
        "events": told[:NEWEST],
        "has_more_events": len(told) > NEWEST or len(rows) == 3 * NEWEST,
    }


def _fill_in(context: dict[str, Any], follow_up: FollowUp) -> None:
    """The people whom the page names, and in its events what it has already: joins take longer to plan (R131)."""
    events, requests = context["events"], {each.pk: each for each in context["requests"]}
    named = [(follow_up, column) for column in PEOPLE]
    named += [(each, "by") for each in (*events, *context["updates"])]
    named += [(each, "recipient") for each in context["notices"]]
    named += [(each, "asked_by") for each in [context["date_asked"]] if each]
    User.objects.fill(named)
    for event in events:
        event.follow_up = follow_up
        if event.request_id in requests:
            event.request = requests[event.request_id]


def _published_answer(follow_up: FollowUp) -> dict[str, str] | None:
    """As the public reads it: the text itself may be under correction, which is not for the force (R44)."""
    line = Succession.objects.is_of_line(follow_up.policing_body_id, at="response__policing_body")
    versions = current().filter(line, response__answers__finding=follow_up.finding_id)
    published = versions.select_related("response").first()
    answers = published.document["answers"] if published else []
    found = next((each for each in answers if each["reference"] == follow_up.reference), None)
    office = published.document["policing_body"] if published else {}
    return found and {**found, "slug": published.response.slug, "office": office["short_title"]}  # type: ignore[union-attr]


def _others(follow_up: FollowUp, events: list[Event], user: User, on: date) -> dict[str, object]:
    """What was before and after it, what has superseded it and what it waits for, as far as may be told.

    And what its events name: the findings of all by one question, and of most pages by none (R131).
    """
    awaited, own = follow_up.awaited, follow_up.finding
    pks = {pk for link in follow_up.links for pk in (link["finding_id"], link["earlier_id"])}
    pks |= {follow_up.superseded_by_id, awaited and awaited["finding"], *(each.named_id for each in events)}
    others = others_of(follow_up, pks, user)
    named, findings = named_to(user, list(others.values()), on), others | {own.pk: own}
    if follow_up.closed_how:
        follow_up.closure_level = ClosureLevel(**follow_up.closed_how)
    if awaited:
        finding, force = findings[awaited["finding"]], Force(**awaited["force"])
        follow_up.waiting_for = FollowUp(pk=awaited["pk"], finding=finding, force=force)
    tell(events, findings, named | {own.pk})
    links = Predecessor.read(follow_up.links, findings)
    return {
        "links": [link for link in links if link.beside(own).pk in named],
        "newer": others[follow_up.superseded_by_id] if follow_up.superseded_by_id in named else None,
        "is_awaited_named": awaited is not None and awaited["finding"] in named,
    }


def _lost_files(
    follow_up: FollowUp, requests: list[EvidenceRequest], user: User, today: date
) -> list[EvidenceFile] | None:
    """None unless it is shaken, which only what was accepted can do; for the office alone (R44)."""
    is_any_accepted = any(each.has_accepted for each in requests)  # type: ignore[attr-defined]
    may_be = is_any_accepted or may_rest_on_parts(follow_up)
    files = list(lost_of(follow_up, today)) if user.is_office and may_be else []
    return [each for each in files if rules.can_read(user, each)] if files else None


def _gone_files(follow_up: FollowUp, requests: list[EvidenceRequest], user: User) -> list[EvidenceFile]:
    """What it rested on before it was opened again, and was disposed of meanwhile (R73)."""
    if not (follow_up.reopened_count and follow_up.is_undelivered and requests):
        return []
    of_it = EvidenceFile.objects.visible_to(user).disposed().filter(round__request__in=requests)
    return list(of_it.select_related("round__request").order_by("disposed_at", "name"))


def _most_pressing(family: list[FollowUp]) -> FollowUp | None:
    """The open recommendation whose deadline a cause of concern shows, having none of its own (R16)."""
    dated = [each for each in family if each.is_open and each.due_on]
    return min(dated, key=lambda each: each.due_on or date.max, default=None)
