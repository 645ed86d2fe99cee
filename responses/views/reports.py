"""Reports: lists of follow-ups that an office should ask questions about."""

from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oversight import counts
from oversight.accounts.models import User
from oversight.accounts.requests import SignedInRequest
from responses import reports
from responses.models import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet

PAGE_SIZE = 50
PRINTED = 1000  # rows on the one page that is made to be printed


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    _for_offices(request)
    visible, today = FollowUp.objects.visible_to(request.user), timezone.localdate()
    rows = [report.rows(visible, today) for report in reports.REPORTS.values()]
    numbers = counts.numbers(User.objects.filter(pk=request.user.pk), rows)
    counted = list(zip(reports.REPORTS.values(), numbers, strict=True))
    return render(request, "responses/reports/list.html", {"counted": counted})


@require_safe
def detail(request: SignedInRequest, key: str) -> HttpResponse:
    found = found_in(request, key)
    size = PRINTED if request.GET.get("show") == "all" else PAGE_SIZE
    number = counts.counted(found.qs)
    page = counts.page_of(found.rows, number, size, request.GET.get("page"))
    page.object_list = found.listed(cast("FollowUpQuerySet", page.object_list))
    context = {"report": reports.REPORTS[key], "filter": found, "page": page, "number": number}
    context["today"] = timezone.localdate()
    return render(request, "responses/reports/detail.html", context)


def found_in(request: SignedInRequest, key: str) -> reports.ReportFilter:
    _for_offices(request)
    if key not in reports.REPORTS:
        raise Http404
    return reports.ReportFilter(request.GET, report=reports.REPORTS[key], user=request.user, on=timezone.localdate())


def _for_offices(request: SignedInRequest) -> None:
    """What the office believes is not for a force (R44)."""
    if not request.user.is_office:
        raise Http404
