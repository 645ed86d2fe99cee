"""What has become of the follow-ups of the benchmark: without a past every page would be flattered."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import batched, cycle
from uuid import uuid4

from django.db.models import Model

from oversight.accounts.models import User
from responses.models import (
    AssuranceUpdate,
    DateChange,
    DeadlineRevision,
    Event,
    EventKind,
    EvidenceBatch,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    RatingOverride,
    RequestStatus,
    Tag,
    Tagging,
    WaitingOn,
    WorkStatus,
)
from responses.models.event import Audience
from responses.models.file import Scan
from responses.models.state import AssuranceLevel, ClosureLevel, DueSource, ForceRag
from responses.rag import Colour

RICHEST = 1  # of the rows: everything has happened to it
EVENTS_OF_THE_RICHEST = 40
PUT_OFF = timedelta(days=92)
BATCH = 2000
ITEMS = 3
type Clock = Callable[[date, int], datetime]


def give_past(row: FollowUp, number: int, lead: User, on: date, level: ClosureLevel) -> None:
    """Moved, claimed, assured, closed, held and waiting ones, in every list."""
    if number == RICHEST:
        row.status, row.lead = WorkStatus.IN_PROGRESS, lead
    row.force_rag = ["", *ForceRag][number % 4]
    row.assurance_level, row.assurance_on = list(AssuranceLevel)[number % 4], on - timedelta(days=number % 200)
    if row.due_on and number % 4 == RICHEST:
        moved = row.due_on + PUT_OFF
        row.due_on, row.due_source, row.due_wording = moved, DueSource.OFFICE, f"By {moved.day} {moved:%B %Y}"
    if number % 5 == RICHEST:
        row.claimed_on, row.claimed_by, row.next_check_on = on - timedelta(days=20), lead, on + timedelta(days=9)
    if row.status == WorkStatus.IN_PROGRESS and number % 15 == RICHEST:
        row.waiting_since, row.waiting_on = on - timedelta(days=30), WaitingOn.COLLEGE
        row.waiting_reason = "The national guidance is being written and the force cannot train without it."
    if row.status == WorkStatus.DONE:
        _end(row, number, on, level)


def _end(row: FollowUp, number: int, on: date, level: ClosureLevel) -> None:
    row.assured_on, row.assured_by = on - timedelta(days=10), row.officer
    row.assured_reason = "We looked at ten cases ourselves and nine of them were as they should be."
    if number % 6 == RICHEST:
        row.status, row.held_until = WorkStatus.HELD, on + timedelta(days=number % 300)
    elif number % 2:
        row.closed_on, row.closed_by, row.closure_level = on - timedelta(days=5), row.officer, level


def tell(follow_ups: list[FollowUp], requests: list[EvidenceRequest], officer: User, on: date, at: Clock) -> None:
    _create(DeadlineRevision, _revisions(follow_ups, officer, on, at))
    _create(RatingOverride, _overrides(follow_ups, officer, on, at))
    _create(DateChange, _date_changes(follow_ups, on, at))
    _create(Event, _of_updates(officer, at))
    _create(Event, _of_the_richest(follow_ups[RICHEST], officer, on, at))
    _tags(follow_ups)
    _batches(requests, officer, on, at)
    _answers([each for each in requests if each.status != RequestStatus.SENT], officer, on, at)


def _create(model: type[Model], rows: Iterator[Model]) -> None:
    for batch in batched(rows, BATCH):
        model._default_manager.bulk_create(batch)


def _revisions(follow_ups: list[FollowUp], officer: User, on: date, at: Clock) -> Iterator[DeadlineRevision]:
    for row in follow_ups:
        if row.due_source == DueSource.OFFICE:
            yield DeadlineRevision(
                follow_up=row,
                from_on=row.finding.deadline_on,
                from_wording=row.finding.deadline_wording,
                to_on=row.due_on,
                to_wording=row.due_wording,
                reason="The supplier delivers the new system three months later than it had promised.",
                agreed_by="The assurance board",
                agreed_on=on,
                by=officer,
                at=at(on, 40),
            )


def _overrides(follow_ups: list[FollowUp], officer: User, on: date, at: Clock) -> Iterator[RatingOverride]:
    colours = cycle(Colour)
    for row in follow_ups[RICHEST::5]:
        reason = "The visit showed more than the dates do."
        until = on + timedelta(days=30)
        yield RatingOverride(
            follow_up=row,
            colour=next(colours),
            ruled=Colour.GREEN,
            until=until,
            reason=reason,
            by=officer,
            at=at(on, 3),
        )


def _date_changes(follow_ups: list[FollowUp], on: date, at: Clock) -> Iterator[DateChange]:
    for row in follow_ups[RICHEST::60]:
        if row.lead and row.due_on:
            later = row.due_on + PUT_OFF
            yield DateChange(
                follow_up=row,
                wording=f"By {later.day} {later:%B %Y}",
                precision="day",
                due_on=later,
                instead_of=row.due_on,
                reason="The training cannot start before the posts are filled.",
                meanwhile="A sergeant reads every case each week.",
                asked_by=row.lead,
                asked_at=at(on, 2),
            )


def _of_updates(officer: User, at: Clock) -> Iterator[Event]:
    for update in AssuranceUpdate.objects.select_related("follow_up").iterator(BATCH):
        yield Event(
            policing_body_id=update.follow_up.policing_body_id,
            follow_up_id=update.follow_up_id,
            assurance_update=update,
            kind=EventKind.ASSURED,
            audience=Audience.OFFICE,
            detail=update.get_level_display(),
            by=officer,
            at=at(update.made_on, 0),
        )


def _of_the_richest(row: FollowUp, officer: User, on: date, at: Clock) -> Iterator[Event]:
    kinds = cycle([EventKind.REVISED, EventKind.WAITING, EventKind.EVIDENCE_RETURNED, EventKind.RATED])
    for number in range(EVENTS_OF_THE_RICHEST):
        yield Event(
            policing_body_id=row.policing_body_id,
            follow_up=row,
            kind=next(kinds),
            detail="from 1 March to 1 June",
            reason="We have spoken to the force about it, and wrote down in the minutes what was agreed.",
            by=officer,
            at=at(on, number),
        )


def _tags(follow_ups: list[FollowUp]) -> None:
    made = cycle(
        Tag.objects.bulk_create(
            Tag(policing_body_id=follow_ups[0].policing_body_id, name=name)
            for name in ["Plan priority", "Scrutiny panel", "Ask at the next meeting"]
        )
    )
    _create(Tagging, (Tagging(follow_up=row, tag=next(made)) for row in follow_ups[RICHEST::6]))


def _batches(requests: list[EvidenceRequest], officer: User, on: date, at: Clock) -> None:
    """Runs of requests to different forces are one question to several."""
    runs: list[dict[int, EvidenceRequest]] = [{}]
    for request in requests[: len(requests) // 2]:
        if request.force_id in runs[-1]:
            runs.append({})
        runs[-1][request.force_id] = request
    for run in runs:
        batch = EvidenceBatch.objects.create(
            policing_body_id=requests[0].policing_body_id,
            question=requests[0].question,
            sent_at=at(on, 30),
            sent_by=officer,
        )
        EvidenceRequest.objects.filter(pk__in=[each.pk for each in run.values()]).update(batch=batch)


def _answers(requests: list[EvidenceRequest], officer: User, on: date, at: Clock) -> None:
    """A checklist, a reply and two files in each."""
    items = defaultdict(list)
    wordings = ["The figures of each month", "The minutes of the board", "The plan for training"]
    for item in EvidenceItem.objects.bulk_create(
        EvidenceItem(request=each, number=number, wording=wordings[number - 1])
        for each in requests
        for number in range(1, ITEMS + 1)
    ):
        items[item.request_id].append(item)
    rounds = EvidenceRound.objects.bulk_create(_round(each, on, at) for each in requests)
    _create(EvidenceFile, (_file(each, number, on, at) for each in rounds for number in range(2)))
    said = "All of it is in the first file, from page 3 on."
    answers = (ItemAnswer(round=each, item=item, text=said) for each in rounds for item in items[each.request_id])
    _create(ItemAnswer, answers)


def _round(request: EvidenceRequest, on: date, at: Clock) -> EvidenceRound:
    return EvidenceRound(
        request=request,
        number=1,
        text="The figures and the minutes of the last three boards are attached, with what we have changed since.",
        force_rag=ForceRag.AMBER,
        items_answered=ITEMS,
        started_by=request.lead,
        submitted_at=at(on, 5),
        submitted_by=request.lead,
    )


def _file(part: EvidenceRound, number: int, on: date, at: Clock) -> EvidenceFile:
    return EvidenceFile(
        round=part,
        file=f"bench/{uuid4()}",
        name=["Figures of the year.xlsx", "Minutes of the board.pdf"][number],
        content_type="application/pdf",
        size=40_000,
        sha256=f"{part.pk * 2 + number:064x}",
        scan=Scan.CLEAN,
        scanned_at=at(on, 5),
        expires_on=on + timedelta(days=part.pk % 400 - 30),
        uploaded_by=part.started_by,
        uploaded_at=at(on, 5),
    )


def leave_a_record(follow_up: FollowUp, on: date) -> None:
    """Old and new values for the page of the record: the rest of the data is loaded without."""
    for number in range(1, 21):
        FollowUp.objects.filter(pk=follow_up.pk).update(next_check_on=on + timedelta(days=number))
