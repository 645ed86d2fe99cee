"""What happens to a statutory response: decided on, written, reviewed, approved, published, sent."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from inspections.models import Inspection
from oversight.accounts.models import User
from oversight.versions import save_version
from responses import readiness
from responses.clock import local_day
from responses.coverage import Block, blocks, draft_of
from responses.documents import document
from responses.models import Event, EventKind, Publication, Response, ResponseStatus, Section55
from responses.readiness import Remark

TRANSITIONS: dict[ResponseStatus, set[ResponseStatus]] = {
    ResponseStatus.DRAFT: {ResponseStatus.WITH_FORCE, ResponseStatus.IN_REVIEW},
    ResponseStatus.WITH_FORCE: {ResponseStatus.DRAFT, ResponseStatus.IN_REVIEW},
    ResponseStatus.IN_REVIEW: {ResponseStatus.DRAFT, ResponseStatus.APPROVED},
    ResponseStatus.APPROVED: {ResponseStatus.DRAFT, ResponseStatus.PUBLISHED},
    ResponseStatus.PUBLISHED: {ResponseStatus.WITHDRAWN},
    ResponseStatus.WITHDRAWN: set(),
}
BEING_WRITTEN = {ResponseStatus.DRAFT, ResponseStatus.WITH_FORCE}
SLUG_LENGTH = 100


class WrongStatusError(Exception):
    """The response has moved on since the page was opened."""


class NotReadyError(Exception):
    """Something is missing; `remarks` says what."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__("The response is not ready. " + ". ".join(remark.text for remark in remarks) + ".")
        self.remarks = remarks


class WrongDayError(Exception):
    """A day of publication that cannot be."""


@transaction.atomic
def start(
    inspection: Inspection, *, section_55: str, reason: str, submission_id: UUID, by: User, at: datetime
) -> Response:
    """Record whether the office responds (R6); a second start gives the response that is there."""
    facts = {"section_55": section_55, "section_55_reason": reason, "submission_id": submission_id}
    try:
        response, started = _get_or_start(inspection, facts, by)
    except IntegrityError:  # another office has just taken the address
        response, started = _get_or_start(inspection, facts, by)
    if started:
        detail = response.get_section_55_display()
        tell(response, EventKind.RESPONSE_STARTED, by=by, at=at, detail=detail, reason=reason)
    return response


def _get_or_start(inspection: Inspection, facts: dict[str, object], by: User) -> tuple[Response, bool]:
    facts = {**facts, "slug": _free_slug(inspection, by)}
    return Response.objects.get_or_create(inspection=inspection, policing_body=by.policing_body, defaults=facts)


def _free_slug(inspection: Inspection, by: User) -> str:
    """The permanent address (R14): the title, and whose response it is where another office has that address."""
    title = slugify(inspection.title)[:SLUG_LENGTH].strip("-")
    office = f"{title[: SLUG_LENGTH // 2]}-{by.policing_body.code if by.policing_body else ''}"[:SLUG_LENGTH].strip("-")
    taken = set(Response.objects.filter(slug__in=[title, office]).values_list("slug", flat=True))
    free = [slug for slug in (title, office) if slug not in taken]
    return free[0] if free else f"{office}-{inspection.pk}"


@transaction.atomic
def decide(response: Response, *, section_55: str, reason: str, version: int, by: User, at: datetime) -> None:
    """Change the decision whether to respond, while nothing has been sent for review."""
    if response.status not in BEING_WRITTEN:
        raise WrongStatusError("The decision can no longer be changed: the response is not being written any more.")
    if (response.section_55, response.section_55_reason) == (section_55, reason):
        return
    status = ResponseStatus.DRAFT if section_55 == Section55.DOES_NOT_APPLY else response.status
    save_version(response, version=version, section_55=section_55, section_55_reason=reason, status=status)
    detail = response.get_section_55_display()
    tell(response, EventKind.RESPONSE_MOVED, by=by, at=at, detail=detail, reason=reason)


def unready(response: Response, *, on: date) -> list[Remark]:
    return readiness.missing(draft_of(response, blocks(response, on=on)))


@transaction.atomic
def submit(response: Response, *, by: User, at: datetime) -> None:
    """Send for review. Raises NotReadyError while a part or an answer that the law wants is missing (R8, R10)."""
    remarks = [remark for remark in unready(response, on=local_day(at)) if remark.stops_review]
    if remarks:
        raise NotReadyError(remarks)
    move(response, ResponseStatus.IN_REVIEW, by=by, at=at)


@transaction.atomic
def approve(response: Response, *, by: User, at: datetime, version: int | None = None) -> None:
    """Approve what is in review (R13). Every finding is answered or marked by now (R11).

    `version` is what the person read; without it, whatever is there counts.
    """
    current = Response.objects.select_for_update().get(pk=response.pk)
    if version not in {None, current.version}:
        raise WrongStatusError("The response has changed since you opened the page. Read it again first.")
    _require_ready(blocks(response, on=local_day(at)), response)
    move(response, ResponseStatus.APPROVED, by=by, at=at, changes={"approved_at": at, "approved_by": by})


@transaction.atomic
def send_back(response: Response, *, reason: str, by: User, at: datetime) -> None:
    """Return it to the writers; an approval does not outlive that."""
    changes = {"approved_at": None, "approved_by": None}
    move(response, ResponseStatus.DRAFT, by=by, at=at, reason=reason, changes=changes)


@transaction.atomic
def publish(response: Response, *, published_on: date, by: User, at: datetime) -> Publication:
    """Freeze the text as version 1. The day may be past: the office may have published elsewhere first."""
    _check_day(response, published_on, today=local_day(at))
    changes: dict[str, object] = {"published_on": published_on}
    detail = f"on {published_on.day} {published_on:%B %Y}"
    kind = EventKind.RESPONSE_PUBLISHED
    move(response, ResponseStatus.PUBLISHED, by=by, at=at, kind=kind, detail=detail, changes=changes)
    rows = blocks(response, on=published_on)
    _require_ready(rows, response)
    return Publication.objects.create(
        response=response,
        number=1,
        document=document(response, rows, published_on=published_on),
        title=response.inspection.title,
        report_published_on=response.inspection.published_on,
        published_on=published_on,
        published_at=at,
        published_by=by,
    )


def _check_day(response: Response, published_on: date, *, today: date) -> None:
    report_on = response.inspection.published_on
    if published_on > today:
        raise WrongDayError("The day of publication must be today or in the past")
    if report_on and published_on < report_on:
        raise WrongDayError("The day of publication must be on or after the day the report was published")


def _require_ready(rows: list[Block], response: Response) -> None:
    remarks = readiness.missing(draft_of(response, rows))
    if remarks:
        raise NotReadyError(remarks)


@transaction.atomic
def record_sending(
    response: Response,
    *,
    inspectorate_on: date | None,
    home_secretary_on: date | None,
    by: User,
    at: datetime,
    version: int | None = None,
) -> None:
    """Record when copies went to HMICFRS and to the Home Secretary (s.55(6), R5).

    `version` is what the person saw; without it, whatever is there counts. Raises StaleError.
    """
    current = Response.objects.select_for_update().get(pk=response.pk)
    if current.status != ResponseStatus.PUBLISHED:
        raise WrongStatusError("Only a published response is sent.")
    before = (current.sent_to_inspectorate_on, current.sent_to_home_secretary_on)
    if before == (inspectorate_on, home_secretary_on):
        return
    save_version(
        response,
        version=current.version if version is None else version,
        sent_to_inspectorate_on=inspectorate_on,
        sent_to_home_secretary_on=home_secretary_on,
    )
    acts = {"HMICFRS": inspectorate_on, "the Home Secretary": home_secretary_on}
    days = [f"to {whom} on {day.day} {day:%B %Y}" for whom, day in acts.items() if day]
    detail = f"sent {' and '.join(days)}" if days else "not sent yet"
    tell(response, EventKind.RESPONSE_MOVED, by=by, at=at, detail=detail)


def move(
    response: Response,
    to: ResponseStatus,
    *,
    by: User,
    at: datetime,
    kind: EventKind = EventKind.RESPONSE_MOVED,
    detail: str = "",
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    # Checking and changing in one statement: of two people who press a button at
    # the same moment, the first succeeds and the second is told.
    sources = [status for status, targets in TRANSITIONS.items() if to in targets]
    rows = Response.objects.filter(pk=response.pk, status__in=sources).exclude(section_55=Section55.DOES_NOT_APPLY)
    if not rows.update(status=to, version=F("version") + 1, **(changes or {})):
        response.refresh_from_db()
        status = response.get_status_display().lower()
        raise WrongStatusError(f"The response has moved on: it is now {status}.")
    response.refresh_from_db()
    tell(response, kind, by=by, at=at, detail=detail or to.label, reason=reason)


def tell(response: Response, kind: EventKind, *, by: User, at: datetime, **facts: object) -> None:
    Event.objects.create(
        policing_body_id=response.policing_body_id, response=response, kind=kind, by=by, at=at, **facts
    )
