"""What the office believes about follow-ups: reading, logging and correcting it."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.requests import SignedInRequest
from oversight.bodies.models import Force
from oversight.forms.conflict import offer_second, same_as
from oversight.templatetags.portal import gdate
from oversight.views import too_late
from responses import rules
from responses.forms.assurance import AssuranceForm, CorrectForm, SeveralForm, as_it_stands, chosen_in
from responses.models import AssuranceUpdate, FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.workflow import assurance as workflow

ROWS_AT_ONCE = 60  # of the table for several; the others are found by words


@require_safe
def index(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    updates = AssuranceUpdate.objects.visible_to(request.user).filter(follow_up=follow_up)
    context = {
        "follow_up": follow_up,
        "updates": updates.for_list().with_bases(),
        "may_log_assurance": rules.can_log_assurance(request.user, follow_up),
        "today": timezone.localdate(),
    }
    return render(request, "responses/assurance/list.html", context)


@require_http_methods(["GET", "POST"])
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    follow_up = get_object_or_404(FollowUp.objects.visible_to(request.user).for_detail(), pk=pk)
    if not rules.can_log_assurance(request.user, follow_up):
        raise PermissionDenied
    accepted = workflow.accepted_evidence(follow_up, reader=request.user)
    form = AssuranceForm(request.POST or None, follow_up=follow_up, accepted=accepted, on=timezone.localdate())
    if form.is_valid():
        update = _logged(request, follow_up, form)
        if update and _is_as_sent(update, form):
            messages.success(request, f"The assurance update for {follow_up.reference} is logged.")
            return redirect(follow_up)
        if update:
            offer_second(form, f"the assurance update of {gdate(update.made_on)}")
    return render(request, "responses/assurance/log.html", {"follow_up": follow_up, "form": form})


def _logged(request: SignedInRequest, follow_up: FollowUp, form: AssuranceForm) -> AssuranceUpdate | None:
    try:
        return workflow.log(follow_up, **form.cleaned_data, by=request.user, at=timezone.now())
    except workflow.NotAcceptedError as error:
        form.add_error("rests_on", str(error))
        return None


@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = AssuranceUpdate.objects.visible_to(request.user).select_related(
        "follow_up__finding__inspection", "follow_up__force"
    )
    wrong = get_object_or_404(seen.with_bases(), pk=pk)
    follow_up, today = wrong.follow_up, timezone.localdate()
    if not (rules.can_log_assurance(request.user, follow_up) and rules.can_read(request.user, wrong)):
        raise PermissionDenied
    accepted, initial = workflow.accepted_evidence(follow_up, reader=request.user), as_it_stands(wrong, on=today)
    form = CorrectForm(request.POST or None, follow_up=follow_up, accepted=accepted, on=today, initial=initial)
    back = reverse("responses:assurance-list", args=[follow_up.pk])
    try:
        if form.is_valid() and _corrected(request, wrong, form):
            messages.success(request, f"The assurance update of {gdate(wrong.made_on)} is corrected.")
            return redirect(back)
    except workflow.CorrectedError as error:
        return too_late(request, str(error), back=back)
    return render(request, "responses/assurance/correct.html", {"follow_up": follow_up, "wrong": wrong, "form": form})


def _corrected(request: SignedInRequest, wrong: AssuranceUpdate, form: CorrectForm) -> AssuranceUpdate | None:
    try:
        update = workflow.correct(wrong, **form.cleaned_data, by=request.user, at=timezone.now())
    except workflow.NotAcceptedError as error:
        form.add_error("rests_on", str(error))
        return None
    if not _is_as_sent(update, form):  # the same page, sent again with other answers
        raise workflow.CorrectedError(update)
    return update


def _is_as_sent(update: AssuranceUpdate, form: AssuranceForm) -> bool:
    facts = dict(form.cleaned_data)
    rests_on, facts["correction_note"] = facts.pop("rests_on", []), facts.pop("note", "")
    bases = update.bases.select_related("request", "file")
    return {basis.request or basis.file for basis in bases} == set(rests_on) and same_as(update, facts)


@require_http_methods(["GET", "POST"])
def log_several(request: SignedInRequest, code: str) -> HttpResponse:
    """One visit or meeting, and all that it says of one force's open recommendations."""
    if not request.user.is_office:
        raise Http404
    visible = FollowUp.objects.visible_to(request.user)
    force = get_object_or_404(Force.objects.with_any(visible), code=code)
    if not rules.can_log_several(request.user):
        raise PermissionDenied
    words = (request.POST or request.GET).get("q", "").replace("\x00", "").strip()
    rows, left_over = _rows(visible.filter(force=force).open(), words, chosen_in(request.POST))
    is_search = _is_search(request.POST)
    form = SeveralForm(None if is_search else request.POST or None, follow_ups=rows, on=timezone.localdate())
    if is_search:
        form.keep(request.POST)
    if form.is_valid():
        updates = workflow.log_several(form.levels(), **form.shared(), by=request.user, at=timezone.now())
        if _are_as_sent(updates, form):
            messages.success(request, _logged_words(len(updates), force))
            return redirect(f"{reverse('responses:follow-up-list')}?force={force.pk}")
        offer_second(form, f"the assurance update of {gdate(updates[0].made_on)}")
    context = {"force": force, "form": form, "words": words, "left_over": left_over}
    return render(request, "responses/assurance/log_several.html", context)


def _is_search(typed: Mapping[str, str]) -> bool:
    """Enter presses the first button, which logs: in the search box, other words than before are still a search."""
    words = typed.get("q", "")
    return "search" in typed or words != typed.get("shown", words)


def _rows(open_ones: FollowUpQuerySet, words: str, chosen: Sequence[int]) -> tuple[list[FollowUp], int]:
    """Those with a level already, then those that the words find, as many as a page holds; and how many are left."""
    listed = open_ones.by_reference().select_related("finding__inspection", "finding__kind")
    kept = list(listed.filter(pk__in=chosen)) if chosen else []
    found = list((listed.search(words) if words else listed).exclude(pk__in=chosen))
    return [*kept, *found[:ROWS_AT_ONCE]], len(found[ROWS_AT_ONCE:])


def _are_as_sent(updates: Sequence[AssuranceUpdate], form: SeveralForm) -> bool:
    shared = {name: value for name, value in form.shared().items() if name != "submission_id"}
    levels = {each.pk: level for each, level in form.levels().items()}
    made = {update.follow_up_id: update.level for update in updates}
    return made == levels and all(same_as(update, shared) for update in updates)


def _logged_words(count: int, force: Force) -> str:
    recommendations = "1 recommendation" if count == 1 else f"{count} recommendations"
    return f"The assurance update is logged for {recommendations} of {force.short_name}."
