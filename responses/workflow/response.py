"""What happens to a statutory response: decided on, written, reviewed, approved, published, sent."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from functools import partial
from typing import TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from inspections.models import Inspection
from oversight.accounts.models import User
from oversight.days import plain_date
from oversight.versions import save_version
from responses import downloads, readiness
from responses.clock import local_day
from responses.coverage import Block, blocks, draft_of
from responses.documents import Document, document
from responses.models import Event, EventKind, Publication, Response, ResponseStatus, Section55, Version
from responses.models.event import DETAIL_LENGTH
from responses.models.response import BEING_WRITTEN
from responses.readiness import Remark
from responses.texts import has_changed_since

# Back to published or withdrawn goes a correction that is discarded: workflow/correction.py.
TRANSITIONS: dict[ResponseStatus, set[ResponseStatus]] = {
    ResponseStatus.DRAFT: {
        ResponseStatus.WITH_FORCE,
        ResponseStatus.IN_REVIEW,
        ResponseStatus.PUBLISHED,
        ResponseStatus.WITHDRAWN,
    },
    ResponseStatus.WITH_FORCE: {
        ResponseStatus.DRAFT,
        ResponseStatus.IN_REVIEW,
        ResponseStatus.PUBLISHED,
        ResponseStatus.WITHDRAWN,
    },
    ResponseStatus.IN_REVIEW: {ResponseStatus.DRAFT, ResponseStatus.APPROVED},
    ResponseStatus.APPROVED: {ResponseStatus.DRAFT, ResponseStatus.PUBLISHED},
    ResponseStatus.PUBLISHED: {ResponseStatus.DRAFT, ResponseStatus.WITHDRAWN},
    ResponseStatus.WITHDRAWN: {ResponseStatus.DRAFT},
}
UNDER_REVIEW = {ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED}
NOT_APPROVED: dict[str, object] = {"approved_at": None, "approved_by": None}
SLUG_LENGTH = 100
RESERVED_SLUGS = {"data", "forces", "policing-bodies", "themes"}  # the register has pages of its own there


class WrongStatusError(Exception):
    """The response has moved on since the page was opened."""


class ChangedTextError(WrongStatusError):
    """The text is not the one that was sent for review."""

    def __init__(self) -> None:
        super().__init__(
            "The text has changed since it was sent for review. See what has changed, then return it to the writers: "
            "they send it for review again."
        )


class NothingChangedError(WrongStatusError):
    """A correction that corrects nothing."""


class NotReadyError(Exception):
    """Something is missing; `remarks` says what."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__("The response is not ready. " + ". ".join(remark.text for remark in remarks) + ".")
        self.remarks = remarks


class WrongDayError(Exception):
    """A day of publication that cannot be."""


class NoProofError(Exception):
    """An earlier day of publication that nothing shows (R5)."""


class TooEarlyError(Exception):
    """Publication cuts the chief officer's time short, and nobody has said why."""


class NoNoteError(Exception):
    """A correction that does not say what it corrects."""


# What publishing may be told, beside a day that cannot be.
PUBLISH_REFUSALS = (NotReadyError, WrongStatusError, NoProofError, TooEarlyError, NoNoteError)


@transaction.atomic
def start(
    inspection: Inspection,
    *,
    section_55: str,
    reason: str,
    also_answers: Collection[Inspection] = (),
    submission_id: UUID,
    by: User,
    at: datetime,
) -> Response:
    """Record whether the office responds (R6), and to which further reports (R7).

    A second start gives the response that is there.
    """
    facts = {"section_55": section_55, "section_55_reason": reason, "submission_id": submission_id}
    try:
        response, started = _get_or_start(inspection, facts, by)
    except IntegrityError:  # another office has just taken the address
        response, started = _get_or_start(inspection, facts, by)
    if started:
        _answer_also(response, also_answers)
        detail = _decision(response, also_answers)
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
    free = [slug for slug in (title, office) if slug not in taken | RESERVED_SLUGS]
    return free[0] if free else f"{office}-{inspection.pk}"


@transaction.atomic
def decide(
    response: Response,
    *,
    section_55: str,
    reason: str,
    also_answers: Collection[Inspection] = (),
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Change the decision whether to respond, and to what, while nothing has been sent for review."""
    if response.status not in BEING_WRITTEN or response.published_on:
        raise WrongStatusError("The decision can no longer be changed: the response is not being written any more.")
    before = (response.section_55, response.section_55_reason, set(response.also_answers.all()))
    if before == (section_55, reason, set(also_answers)):
        return
    status = ResponseStatus.DRAFT if section_55 == Section55.DOES_NOT_APPLY else response.status
    save_version(response, version=version, section_55=section_55, section_55_reason=reason, status=status)
    _answer_also(response, also_answers)
    detail = _decision(response, also_answers)
    tell(response, EventKind.RESPONSE_MOVED, by=by, at=at, detail=detail, reason=reason)


def _answer_also(response: Response, inspections: Collection[Inspection]) -> None:
    response.also_answers.set([] if response.section_55 == Section55.DOES_NOT_APPLY else inspections)


def _decision(response: Response, also_answers: Collection[Inspection]) -> str:
    decided, also = response.get_section_55_display(), ", ".join(report.reference for report in also_answers)
    return f"{decided}; also answers {also}"[:DETAIL_LENGTH] if also else decided


@transaction.atomic
def submit(response: Response, *, by: User, at: datetime) -> Version:
    """Freeze the text and send it for review. Raises NotReadyError while something is missing (R8, R10)."""
    move(response, ResponseStatus.IN_REVIEW, sources=BEING_WRITTEN, by=by, at=at)
    today = local_day(at)
    rows = blocks(response, on=today)
    remarks = [remark for remark in readiness.missing(draft_of(response, rows)) if remark.stops_review]
    if remarks:
        raise NotReadyError(remarks)
    _require_a_change(response)
    frozen = document(response, rows, published_on=today)
    number = response.versions.count() + 1
    return Version.objects.create(response=response, number=number, document=frozen, submitted_at=at, submitted_by=by)


def _require_a_change(response: Response) -> None:
    """What is withdrawn may come back as it was."""
    published = response.publications.current().first()
    if published and not has_changed_since(published.document, response):
        raise NothingChangedError(f"This is the same text as version {published.number}. Correct it, or discard it.")


@transaction.atomic
def approve(response: Response, *, number: int, by: User, at: datetime) -> None:
    """Approve exactly the text that was sent for review and read, by its number (R13).

    Every finding is answered or marked by now (R11).
    """
    approved = {"approved_at": at, "approved_by": by}
    move(response, ResponseStatus.APPROVED, sources={ResponseStatus.IN_REVIEW}, by=by, at=at, changes=approved)
    latest = response.versions.last()
    if latest is None or latest.number != number:
        raise WrongStatusError("Another text has been sent for review since you opened the page. Read it first.")
    _require_ready(blocks(response, on=local_day(at)), response)
    _require_as_reviewed(response)


def _require_as_reviewed(response: Response) -> None:
    """What the inspectorate's words and the signatories are belongs to the text as well."""
    latest = response.versions.last()
    if latest is None or has_changed_since(latest.document, response):
        raise ChangedTextError


@transaction.atomic
def send_back(response: Response, *, reason: str, by: User, at: datetime) -> None:
    """Return it to the writers; an approval does not outlive that."""
    move(response, ResponseStatus.DRAFT, sources=UNDER_REVIEW, by=by, at=at, reason=reason, changes=NOT_APPROVED)


@transaction.atomic
def publish(
    response: Response,
    *,
    published_on: date,
    by: User,
    at: datetime,
    note: str = "",
    proof_url: str = "",
    proof: str = "",
    early_reason: str = "",
) -> Publication:
    """Freeze what was approved as the next version; a correction says what it changes (R13).

    The day may be past, where something shows it (R5). The clock counts the first version's.
    """
    earlier = _check_day(response, published_on, today=local_day(at), is_shown=bool(proof_url or proof.strip()))
    _require_the_time_given(response, published_on, early_reason)
    number = earlier.number + 1 if earlier else 1
    then = f"Published then at {proof_url}" if proof_url else ""
    said = _said(number, published_on, [note, then, proof, early_reason])
    changes = {"published_on": response.published_on or published_on}
    move(response, ResponseStatus.PUBLISHED, sources={ResponseStatus.APPROVED}, by=by, at=at, changes=changes, **said)
    if earlier and not note.strip():
        raise NoNoteError("Enter what has changed")
    frozen = _as_approved(response, published_on) | _proofs(proof_url, earlier)
    dated = {"published_on": published_on, "published_at": at, "proof_url": proof_url, "proof": proof}
    return _freeze(response, number, frozen, **dated, published_by=by, note=note)


class Said(TypedDict):
    """What the history says of a move."""

    kind: EventKind
    detail: str
    reason: str


def _said(number: int, published_on: date, why: list[str]) -> Said:
    day = f"on {plain_date(published_on)}"
    detail = f"version {number}, {day}" if number > 1 else day
    return {"kind": EventKind.RESPONSE_PUBLISHED, "detail": detail, "reason": "\n".join(filter(None, why))}


def _as_approved(response: Response, published_on: date) -> Document:
    rows = blocks(response, on=published_on)
    _require_ready(rows, response)
    _require_as_reviewed(response)
    return document(response, rows, published_on=published_on)


def _proofs(proof_url: str, earlier: Publication | None) -> Document:
    """Of this version's day, and of the first one's, which the clock counts."""
    first = earlier.document.get("first_proof_url", "") if earlier else proof_url
    return {"proof_url": proof_url, "first_proof_url": first}


def _freeze(response: Response, number: int, frozen: Document, **facts: object) -> Publication:
    published = Publication.objects.create(
        response=response,
        number=number,
        document=frozen,
        title=response.inspection.title,
        report_published_on=response.inspection.published_on,
        approved_at=response.approved_at,
        approved_by=response.approved_by,
        **facts,
    )
    # So that the first reader does not wait; where it fails, the first who asks still has them made.
    transaction.on_commit(partial(downloads.offers, published), robust=True)
    return published


def _check_day(response: Response, published_on: date, *, today: date, is_shown: bool) -> Publication | None:
    """The version that the next one replaces, if there is one."""
    report_on = max((report.published_on for report in response.reports if report.published_on), default=None)
    earlier = response.publications.order_by("-number").first()
    if published_on > today:
        raise WrongDayError("The day of publication must be today or in the past")
    if report_on and published_on < report_on:
        raise WrongDayError("The day of publication must be on or after the day the report was published")
    if earlier and published_on < earlier.published_on:
        raise WrongDayError("The day of publication must be on or after the day the version before it was published")
    if published_on < today and not is_shown:
        raise NoProofError("Enter where it was published on that day, or what else shows it")
    return earlier


def _require_the_time_given(response: Response, published_on: date, reason: str) -> None:
    if response.cuts_comments_short(published_on) and not reason.strip():
        raise TooEarlyError("Enter why the response does not wait for the chief officer’s comments")


def _require_ready(rows: list[Block], response: Response) -> None:
    remarks = readiness.missing(draft_of(response, rows))
    if remarks:
        raise NotReadyError(remarks)


def move(
    response: Response,
    to: ResponseStatus,
    *,
    sources: AbstractSet[ResponseStatus] = frozenset(ResponseStatus),
    by: User,
    at: datetime,
    kind: EventKind = EventKind.RESPONSE_MOVED,
    detail: str = "",
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    # Checking and changing in one statement: of two people who press a button at
    # the same moment, the first succeeds and the second is told.
    allowed = [status for status in sources if to in TRANSITIONS[status]]
    rows = Response.objects.filter(pk=response.pk, status__in=allowed).exclude(section_55=Section55.DOES_NOT_APPLY)
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
