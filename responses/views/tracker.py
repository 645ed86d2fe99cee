"""The lists of recommendations, requests and files, and the reports, as files, and what their columns mean (R85)."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from oversight.accounts.requests import SignedInRequest
from oversight.filters import ChippedFilterSet
from oversight.templatetags.portal import gdatetime
from responses import sheets, tracker
from responses.filters.evidence import EvidenceFilter
from responses.filters.files import FileFilter
from responses.filters.follow_up import FollowUpFilter
from responses.models.assurance import with_methods
from responses.reports import REPORTS
from responses.views.reports import found_in
from responses.workflow import exporting

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def follow_ups(request: SignedInRequest, ending: str) -> StreamingHttpResponse:
    """Every row of the list with the same filters and order, also those beyond its last page."""
    found = FollowUpFilter(request.GET, user=request.user, on=timezone.localdate())
    columns = tracker.follow_up_columns(request.user, found.on)
    table = sheets.Table("Recommendations", columns, tracker.follow_ups(found.rows, found.on))
    return _file(request, table, ending, found)


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: SignedInRequest, ending: str) -> StreamingHttpResponse:
    """A POST is the choice to take what is OFFICIAL-SENSITIVE too, as far as the person may read it (R71)."""
    found = EvidenceFilter(request.GET, user=request.user, on=timezone.localdate())
    if request.method == "POST":
        taken = found.qs.readable_by(request.user)
        exporting.note_export(taken, by=request.user, at=timezone.now())
    else:
        taken = found.qs.exclude(pk__in=found.qs.sensitive().values("pk"))
    note = tracker.left_out(found.qs.count() - taken.count())
    table = sheets.Table(
        "Evidence requests", tracker.evidence_columns(request.user), tracker.requests(taken, request.user), note
    )
    return _file(request, table, ending, found)


@require_safe
def files(request: SignedInRequest, ending: str) -> StreamingHttpResponse:
    found = FileFilter(request.GET, user=request.user, on=timezone.localdate())
    taken = found.rows.official()  # type: ignore[attr-defined]
    note = tracker.left_out(found.qs.count() - taken.count(), "file")
    table = sheets.Table("Evidence files", tracker.file_columns(request.user), taken.iterator(tracker.CHUNK), note)
    return _file(request, table, ending, found)


@require_safe
def report(request: SignedInRequest, key: str, ending: str) -> StreamingHttpResponse:
    found, on = found_in(request, key), timezone.localdate()
    columns = [*tracker.follow_up_columns(request.user, on), *tracker.REPORT]
    rows = tracker.follow_ups(with_methods(found.rows), on)
    return _file(request, sheets.Table(REPORTS[key].title, columns, rows), ending, found)


@require_safe
def columns(request: SignedInRequest) -> HttpResponse:
    tables = {"Recommendations": tracker.follow_up_columns(request.user, timezone.localdate())}
    if request.user.is_office:
        tables["Reports, besides those of recommendations"] = tracker.REPORT
    tables |= {
        "Evidence requests": tracker.evidence_columns(request.user),
        "Evidence files": tracker.file_columns(request.user),
    }
    return render(request, "responses/tracker/columns.html", {"tables": tables})


def _file(request: SignedInRequest, table: sheets.Table, ending: str, found: ChippedFilterSet) -> StreamingHttpResponse:
    name = f"{slugify(table.title)}-{timezone.localdate().isoformat()}.{ending}"
    page = StreamingHttpResponse(_content(request, table, ending, found), content_type=TYPES[ending])
    page["Content-Disposition"] = f'attachment; filename="{name}"'
    return page


def _content(
    request: SignedInRequest, table: sheets.Table, ending: str, found: ChippedFilterSet
) -> Iterator[str] | Iterator[bytes]:
    if ending == "csv":
        return sheets.as_csv(table)
    about = sheets.About(
        made=f"Downloaded on {gdatetime(timezone.now())}",
        filters=[f"{chip.group}: {chip.label}" for chip in found.chips],
        address=f"{settings.PORTAL_URL}{request.get_full_path()}",
    )
    return sheets.as_xlsx(table, about=about)
