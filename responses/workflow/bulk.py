"""The same change to several recommendations, in one transaction and as one batch (R83)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from oversight.accounts.models import User
from responses.models import Batch, FollowUp, Notice, NoticeKind
from responses.workflow import follow_up as workflow
from responses.workflow.several import Outcome, batch_of

CHANGED_MEANWHILE = "Somebody else has changed it since you saw it"


@dataclass(frozen=True)
class Change:
    """Whom to name; what is None stays as it is."""

    lead: User | None
    officer: User | None


@dataclass(frozen=True)
class Line:
    """One row of the preview: what it would become, or why it is left out."""

    follow_up: FollowUp
    lead: User | None
    officer: User | None
    skipped: str = ""
    is_handed_over: bool = False  # to another lead


def preview(rows: Iterable[FollowUp], change: Change) -> list[Line]:
    return [_line(row, change) for row in rows]


def _line(row: FollowUp, change: Change) -> Line:
    lead, officer = change.lead or row.lead, change.officer or row.officer
    return Line(row, lead, officer, skipped=_why_not(row, change, officer), is_handed_over=lead != row.lead)


def _why_not(row: FollowUp, change: Change, officer: User | None) -> str:
    if (row.lead, row.officer) == (change.lead or row.lead, officer):
        return "Nothing would change"
    if officer is None:
        return "It has no policy officer: choose one too"
    if not row.is_open:
        return "It is no longer open"
    try:
        workflow.check_officer(officer, row)
        if change.lead:
            workflow.check_lead(change.lead, row)
    except workflow.WrongPersonError as error:
        return str(error).removesuffix(".")
    return ""


@transaction.atomic
def assign_all(
    versions: Mapping[int, int], change: Change, *, submission_id: UUID, by: User, at: datetime
) -> Outcome[Line]:
    """Change the rows whose versions are still those that the person saw; the same page sent twice changes once."""
    batch, is_new = batch_of(submission_id, by=by, at=at)
    outcome = Outcome(list(_changed(versions, change, batch)) if is_new else [], is_new)
    _write_to_new_lead(outcome.changed, change, at=at)
    return outcome


def _changed(versions: Mapping[int, int], change: Change, batch: Batch) -> Iterator[Line]:
    rows = FollowUp.objects.visible_to(batch.by).filter(pk__in=versions)
    workflow.lock_with_wholes(rows)
    for row in rows.locked().select_related("finding", "force", "lead", "officer"):
        line = _line(row, change)
        if row.version != versions[row.pk]:
            line = Line(row, row.lead, row.officer, skipped=CHANGED_MEANWHILE)
        if not line.skipped:
            _apply(row, change, line, batch)
        yield line


def _apply(row: FollowUp, change: Change, line: Line, batch: Batch) -> None:
    assert line.officer is not None  # noqa: S101 - or the line is skipped; for the type checker
    if change.lead:
        workflow.assign(row, lead=change.lead, officer=line.officer, by=batch.by, at=batch.at, batch=batch)
    else:
        workflow.set_officer(row, officer=line.officer, by=batch.by, at=batch.at, batch=batch)


def _write_to_new_lead(lines: list[Line], change: Change, *, at: datetime) -> None:
    """One letter, however many rows; none where only the officer is another."""
    new = [line for line in lines if line.is_handed_over]
    if change.lead and new:
        kind = NoticeKind.ASSIGNED if len(new) == 1 else NoticeKind.ASSIGNED_SEVERAL
        Notice.objects.owe(kind, to=change.lead, follow_up=new[0].follow_up, at=at)
