"""Inspections and their findings."""

from string import ascii_lowercase

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inspections import deadlines, history, rules, workflow
from inspections.filters import InspectionFilter
from inspections.forms.finding import FindingForm, in_words
from inspections.forms.inspection import InspectionForm
from inspections.forms.link import LinkForm
from inspections.history import Entry
from inspections.models import Finding, Inspection
from inspections.models.about import with_record_of_bodies_and_themes
from inspections.outline import outline
from inspections.workflow import Moved, OtherWayRoundError, ReferenceTakenError
from oversight.accounts.requests import SignedInRequest
from oversight.forms.conflict import offer_second
from oversight.versions import StaleError

PAGE_SIZE = 25


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    if not rules.can_see(request.user):
        raise Http404
    found = InspectionFilter(request.GET, user=request.user)
    rows = found.qs.for_list(on=timezone.localdate())
    context = {
        "filter": found,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_record": rules.can_record(request.user),
    }
    return render(request, "inspections/inspection/list.html", context)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user).for_detail(), pk=pk)
    context = {
        "inspection": inspection,
        "today": timezone.localdate(),
        "day": inspection.published_on or timezone.localdate(),
        "grades": inspection.grades.for_list(),
        "entries": outline(inspection.findings.all()),
        "may_correct": rules.can_correct(request.user),
    }
    return render(request, "inspections/inspection/detail.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    if not rules.can_see(request.user):
        raise Http404
    if not rules.can_record(request.user):
        raise PermissionDenied
    form = InspectionForm(request.POST or None, user=request.user, on=timezone.localdate())
    if form.is_valid():
        try:
            inspection = workflow.record(**form.facts, by=request.user, at=timezone.now())
        except ReferenceTakenError as error:
            form.add_error("reference", str(error))
        else:
            messages.success(request, f"{inspection.reference} is recorded. Add its findings next.")
            return redirect(inspection)
    return render(request, "inspections/inspection/new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), pk=pk)
    if not rules.can_correct(request.user):
        raise PermissionDenied
    form = InspectionForm(request.POST or None, user=request.user, on=timezone.localdate(), row=inspection)
    if form.is_valid():
        try:
            moved = workflow.correct(inspection, **form.facts, by=request.user, at=timezone.now())
        except StaleError as error:
            form.show_conflict(error.current)  # type: ignore[arg-type]
        else:
            messages.success(request, f"{inspection.reference} is saved.{_moved_in_words(moved)}")
            return redirect(inspection)
    return render(request, "inspections/inspection/edit.html", {"form": form, "inspection": inspection})


@require_http_methods(["GET", "POST"])
def new_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), pk=pk)
    if not rules.can_correct(request.user):
        raise PermissionDenied
    form = FindingForm(
        request.POST or None, inspection=inspection, initial=_first_values(inspection, request.GET.get("under", ""))
    )
    if form.is_valid():
        try:
            finding = workflow.add_finding(inspection, **form.facts, by=request.user, at=timezone.now())
        except ReferenceTakenError as error:
            form.add_error("limb", str(error))
        else:
            if form.is_of(finding):
                messages.success(request, f"{finding.reference} is added: {in_words(finding.deadline)}.")
                return redirect(_next_finding(finding) if "another" in request.POST else inspection)
            offer_second(form, finding.reference)
    return render(request, "inspections/finding/new.html", {"form": form, "inspection": inspection})


@require_http_methods(["GET", "POST"])
def edit_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.visible_to(request.user), pk=pk)
    if not rules.can_correct(request.user):
        raise PermissionDenied
    form = FindingForm(request.POST or None, inspection=finding.inspection, row=finding)
    if form.is_valid():
        try:
            workflow.correct_finding(finding, **form.facts, by=request.user, at=timezone.now())
        except StaleError as error:
            form.show_conflict(error.current)  # type: ignore[arg-type]
        else:
            messages.success(request, f"{finding.reference} is saved: {in_words(finding.deadline)}.")
            return redirect(finding.inspection)
    return render(request, "inspections/finding/edit.html", {"form": form, "finding": finding})


@require_http_methods(["GET", "POST"])
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.visible_to(request.user), pk=pk)
    if not rules.can_correct(request.user):
        raise PermissionDenied
    if removed := finding.predecessors.filter(earlier__in=_numbers(request.POST.getlist("remove"))).first():
        workflow.unlink(finding, earlier=removed.earlier)
        messages.success(request, f"{removed.earlier.reference} is no longer linked to {finding.reference}.")
        return redirect("inspections:finding-link", pk)
    form = LinkForm(request.POST or None, finding=finding)
    if form.is_valid() and _linked(request, finding, form):
        messages.success(request, f"{form.cleaned_data['earlier'].reference} is linked to {finding.reference}.")
        return redirect("inspections:finding-link", pk)
    links = finding.predecessors.select_related("earlier")
    return render(request, "inspections/finding/link.html", {"form": form, "finding": finding, "links": links})


@require_safe
def history_of_inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    inspections = with_record_of_bodies_and_themes(Inspection.objects.visible_to(request.user))
    inspection = get_object_or_404(inspections, pk=pk)
    entries = history.of_inspection(inspection, reader=request.user)
    return _history(request, inspection, entries, title=inspection.reference)


@require_safe
def history_of_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(Finding.objects.visible_to(request.user).select_related("inspection"), pk=pk)
    entries = history.of_finding(finding, reader=request.user)
    return _history(request, finding.inspection, entries, title=finding.reference)


def _history(request: SignedInRequest, inspection: Inspection, entries: list[Entry], *, title: str) -> HttpResponse:
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"inspection": inspection, "title": title, "page": page}
    return render(request, "inspections/inspection/history.html", context)


def _numbers(typed: list[str]) -> list[int]:
    return [int(each) for each in typed if each.isdecimal()]


def _linked(request: SignedInRequest, finding: Finding, form: LinkForm) -> bool:
    try:
        workflow.link(finding, **form.cleaned_data, by=request.user, at=timezone.now())
    except OtherWayRoundError as error:
        form.add_error("earlier", str(error))
    return not form.errors


def _first_values(inspection: Inspection, under: str) -> dict[str, object]:
    """Under a cause of concern its recommendation; under a recommendation the next of its parts (R52)."""
    above = inspection.findings.filter(pk=under, limb="").first() if under.isdecimal() else None
    if above is None or above.kind.holds_recommendations:
        return {"parent": under}
    letters = set(above.children.values_list("limb", flat=True))
    return {"parent": under, "limb": next(iter(sorted(set(ascii_lowercase) - letters)), ""), "kind": above.kind}


def _next_finding(finding: Finding) -> str:
    """The empty form again, under the cause of concern that is being typed in."""
    above = finding.pk if finding.kind.holds_recommendations else finding.parent_id
    query = {"under": above} if above else {}
    return reverse("inspections:finding-new", args=[finding.inspection_id], query=query)


def _moved_in_words(moved: list[Moved]) -> str:
    """What a corrected day of publication has done to deadlines (R20)."""
    changes = [
        f"{each.reference} was {deadlines.shown(each.before)}, now {deadlines.shown(each.after)}" for each in moved
    ]
    return f" Deadlines that count from publication have moved: {'; '.join(changes)}." if changes else ""
