"""The demo's longer requests: a checklist replied to in part, a colleague, more time, several forces, a draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile

from oversight.accounts.models import User
from responses import uploads
from responses.management.demo_teller import Teller
from responses.models import EvidenceRequest, EvidenceRound, FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.workflow import delegation, evidence, evidence_batch, more_time
from responses.workflow.files import attach

type File = tuple[str, list[int]]  # what is in it, and the items that it answers

QUESTION = "How do you know that this is done in the same way everywhere?"
ITEMS = ["The plan, as it is now", "Minutes of the last two meetings about it", "Who leads on it in each district"]
REPLIES = {
    1: "The plan is on the regional site, where your office can read it.",
    3: "Four inspectors, named in the plan.",
}
FILES = {
    "The plan.txt": ("Who does what in each district, and by when.", [1, 3]),
    "Inspectors by district.csv": ("District,Inspector\nNorth,A\nEast,B\nSouth,C\nWest,D\n", [3]),
}
SENSITIVE = "Which posts with access to live operations have no vetting in date, and who covers them meanwhile?"
OF_ALL = "What has been done since the report, and what does it change for the public?"
OF_ALL_ITEMS = ["What was done", "Figures from before and after"]
OF_ALL_FILES = {
    "Cases by month.csv": ("Month,Cases\nMarch,12\nApril,15\nMay,19\n", [2]),
    "Report to the board.txt": ("What was done, and what it changed.", [1, 2]),
}
OF_ALL_REPLIES = {1: "Two teams were set up and trained.", 2: "Twelve cases a month before, nineteen since."}
FORCES = ["hampshire", "serocu"]


def tell(teller: Teller) -> None:
    _checklist(teller)
    _several(teller)
    facts = _facts(teller, "Please send the figures for this quarter.", ["Figures by district"])
    evidence.draft([_unasked(teller)[0]], lead=teller.people["lead"], **facts, by=teller.officer)
    _sensitive(teller)


def _sensitive(teller: Teller) -> None:
    """What the viewer of the office, and colleagues at the force, only see to be there."""
    facts = _facts(teller, SENSITIVE, []) | {"classification": "official-sensitive"}
    about = FollowUp.objects.filter(policing_body=teller.office, force__code="hampshire", lead__isnull=False).open()
    first = about.select_related("force", "finding").by_reference()[0]
    evidence.ask([first], lead=teller.people["lead"], **facts, by=teller.officer, at=_ago(teller, 3))


def _checklist(teller: Teller) -> None:
    lead, colleague = teller.people["lead"], teller.people["custody"]
    facts = _facts(teller, QUESTION, ITEMS)
    request = evidence.ask([_unasked(teller)[0]], lead=lead, **facts, by=teller.officer, at=_ago(teller, 12))
    delegation.delegate(request, to=colleague, seen=None, by=lead, at=_ago(teller, 10))
    _reply(request, REPLIES, FILES, by=colleague, at=_ago(teller, 6))
    wanted: dict[str, Any] = {
        "wanted_on": teller.today + timedelta(days=20),
        "reason": "The minutes are approved at the next meeting.",
    }
    more_time.ask(request, **wanted, submission_id=uuid4(), by=colleague, at=_ago(teller, 1))


def _several(teller: Teller) -> None:
    first = [_unasked(teller, force)[0].pk for force in FORCES]
    chosen = FollowUp.objects.filter(pk__in=first).select_related("force", "finding")
    facts = _facts(teller, OF_ALL, OF_ALL_ITEMS)
    at = _ago(teller, 5)
    batch = evidence_batch.ask_several(evidence_batch.targets(chosen), **facts, by=teller.officer, at=at)
    replied = batch.requests.get(force__code="serocu")
    _reply(replied, OF_ALL_REPLIES, OF_ALL_FILES, by=teller.people["serocu"], at=_ago(teller, 2))


def _unasked(teller: Teller, force: str = "hampshire") -> FollowUpQuerySet:
    """Open, with somebody to ask, and nothing asked about it yet."""
    rows = FollowUp.objects.filter(policing_body=teller.office, force__code=force, lead__isnull=False)
    return rows.open().filter(evidence_requests=None).select_related("force", "finding").by_reference()


def _facts(teller: Teller, question: str, items: list[str]) -> dict[str, Any]:
    due_on = teller.today + timedelta(days=9)
    return {
        "question": question,
        "items": items,
        "due_on": due_on,
        "classification": "official",
        "submission_id": uuid4(),
    }


def _reply(
    request: EvidenceRequest, replies: Mapping[int, str], files: Mapping[str, File], *, by: User, at: datetime
) -> None:
    answer = evidence.open_answer(request, by=by, at=at)
    rows = {row.item.number: row.pk for row in answer.item_answers.all()}
    items = {pk: replies.get(number, "") for number, pk in rows.items()}
    matched = {
        _attached(answer, name, content, by=by, at=at): [rows[number] for number in numbers]
        for name, (content, numbers) in files.items()
    }
    facts: dict[str, Any] = {"force_rag": "amber", "claims_complete": False, "items": items, "files": matched}
    evidence.save_draft(answer, version=answer.version, text="", **facts)
    evidence.submit(answer, version=answer.version, by=by, at=at)


def _attached(answer: EvidenceRound, name: str, content: str, *, by: User, at: datetime) -> UUID:
    upload = uploads.check(name, ContentFile(content.encode(), name))
    return attach(answer, upload, by=by, at=at).pk


def _ago(teller: Teller, days: int) -> datetime:
    return teller.at(teller.today - timedelta(days=days))
