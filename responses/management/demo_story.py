"""Tells the demo through the same verbs as the pages, each on the day on which it would have happened."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pghistory
from django.core.files.base import ContentFile

from inspections.models import Finding, Inspection
from oversight.bodies.models import Force
from responses import uploads
from responses.management import demo_dates, demo_files
from responses.management.demo_data import DemoInspection
from responses.management.demo_teller import Teller, Thread
from responses.models import (
    Applicability,
    ClosureLevel,
    EvidenceFile,
    EvidenceRound,
    FollowUp,
    WaitingOn,
    WorkStatus,
)
from responses.workflow import assurance, closing, evidence, files, follow_up, outcome, reminder, waiting
from responses.workflow.waiting import Awaited

ASSURANCE: dict[str, dict[str, Any]] = {
    "assured": {
        "text": "Dip samples of 30 cases in three districts showed that people know what is expected and do it.",
        "method": "sample",
        "sample_size": 30,
        "confidence": "high",
        "limits": "One district is too new to have cases.",
        "is_publishable": True,
    },
    "partly": {
        "text": "Two of four districts could show it. The other two have a plan, but nothing that we could check.",
        "method": "meeting",
        "meeting": "Accountability board",
        "confidence": "medium",
        "limits": "We have heard the leads of the districts, and nobody who does the work.",
        "is_publishable": False,
    },
    "not-assured": {
        "text": "What we were sent describes intentions. Nothing shows that anything has changed on the ground.",
        "method": "evidence",
        "confidence": "medium",
        "limits": "There may be changes that nobody has written down. We have not been to see.",
        "is_publishable": False,
    },
    "no-evidence": {
        "text": "We have asked twice and have had nothing that we could judge.",
        "method": "evidence",
        "confidence": "low",
        "limits": "Whether anything has been done.",
        "is_publishable": False,
    },
}
CHECK_AFTER_DAYS = 60
QUESTION = "what was done? Please send what your teams were told, and figures that show whether it made a difference."
BRIEFING = """district,shifts briefed,partners reached
North,12,4
South,11,6
Isle of Wight,9,5
"""


def follow_up_all(teller: Teller, inspection: Inspection, told: DemoInspection) -> None:
    for code in told.followed_for:
        force = Force.objects.get(code=code)
        for finding in told.findings:
            stored = teller.findings[told.reference, finding.label + finding.title]
            _follow(teller, stored, force, finding.story)


def _follow(teller: Teller, finding: Finding, force: Force, story: tuple[str, ...]) -> None:
    published_on = finding.inspection.published_on or teller.today
    started_on = published_on + timedelta(days=3)
    applicability, reason, steps = _decision(story)
    started = follow_up.start(
        finding,
        force=force,
        policing_body=teller.office,
        applicability=applicability,
        reason=reason,
        by=teller.officer,
        at=teller.at(started_on),
    )
    days = (min(finding.deadline_on or teller.today, teller.today) - started_on).days
    thread = Thread(teller, started, started_on, pace=max(days // (len(steps) + 1), 1))
    for step in steps:
        name, _, detail = step.partition(" ")
        with pghistory.context(job="demo"):
            STEPS[name](thread, detail)
        thread.follow_up.refresh_from_db()


def _decision(story: tuple[str, ...]) -> tuple[Applicability, str, tuple[str, ...]]:
    if story[:1] == ("does not apply",):
        return Applicability.DOES_NOT_APPLY, "A neighbouring force runs these suites for us.", story[1:]
    if story[:1] == ("already met",):
        return Applicability.ALREADY_MET, "The unit has had such a chief officer since 2019.", story[1:]
    if story[:1] == ("watched",):
        return Applicability.WATCHED, "", story[1:]
    return Applicability.APPLIES, "", story


def _assign(thread: Thread, who: str) -> None:
    teller = thread.teller
    follow_up.assign(
        thread.follow_up, lead=teller.people[who], officer=teller.officer, by=teller.officer, at=thread.next_at()
    )


def _assure(thread: Thread, level: str) -> None:
    at = thread.next_at()
    requests, _ = assurance.accepted_evidence(thread.follow_up, reader=thread.teller.officer)
    assurance.log(
        thread.follow_up,
        level=level,
        **ASSURANCE[level],
        made_on=at.date(),
        next_check_on=None if level == "assured" else at.date() + timedelta(days=CHECK_AFTER_DAYS),
        rests_on=requests,
        submission_id=uuid4(),
        by=thread.teller.officer,
        at=at,
    )


def _ask(thread: Thread, then: str) -> None:
    at = thread.next_at()
    request = evidence.ask(
        [thread.follow_up],
        lead=thread.lead,
        question=f"{thread.follow_up.title}: {QUESTION}",
        due_on=(at + timedelta(days=14)).date(),
        classification="official",
        submission_id=uuid4(),
        by=thread.teller.officer,
        at=at,
    )
    if then == "open":
        evidence.open_answer(request, by=thread.lead, at=thread.next_at())


def _draft(thread: Thread, _: str) -> None:
    _ask(thread, "")
    answer = evidence.open_answer(thread.request, by=thread.lead, at=thread.next_at())
    evidence.save_draft(
        answer,
        version=answer.version,
        text="So far: the audit tool is bought.",
        force_rag="amber",
        claims_complete=False,
    )


def _answer(thread: Thread, with_files: str) -> None:
    at = thread.next_at()
    answer = evidence.open_answer(thread.request, by=thread.lead, at=at)
    is_done = with_files != "begun"
    text = "Every shift has been briefed since the spring." if is_done else "The first of three parts is in use."
    text, rag = f"{text} The figures by district are attached.", "green" if is_done else "amber"
    evidence.save_draft(answer, version=answer.version, text=text, force_rag=rag, claims_complete=is_done)
    if with_files == "old":
        demo_files.attach_old(answer, by=thread.lead, at=at)
    else:
        _attach(thread, answer, at=at)
    evidence.submit(answer, version=answer.version, by=thread.lead, at=at)


def _attach(thread: Thread, answer: EvidenceRound, *, at: datetime) -> None:
    """Figures of the half-year before, good for half a year."""
    content = ContentFile(f"{thread.follow_up.title}\n{BRIEFING}".encode(), name="Briefings by district.csv")
    file = files.attach(answer, uploads.check("Briefings by district.csv", content), by=thread.lead, at=at)
    half_a_year = timedelta(days=182)
    files.describe(
        file,
        seen=files.as_described(file),
        covers_from=(at - half_a_year).date(),
        covers_to=at.date(),
        expires_on=(at + half_a_year).date(),
        by=thread.lead,
        at=at,
    )


def _accept(thread: Thread, _: str) -> None:
    officer, at = thread.teller.officer, thread.next_at()
    for file in EvidenceFile.objects.filter(round__request=thread.request).select_related("round__request"):
        files.note_download(file, by=officer, at=at)
    evidence.accept(thread.request, note="Thank you, this is clear.", by=officer, at=at)


def _return(thread: Thread, _: str) -> None:
    note = "The figures stop in June. Please send those since then, and say how many posts are filled."
    at = thread.next_at()
    due_on = (at + timedelta(days=14)).date()
    evidence.return_answer(thread.request, note=note, due_on=due_on, by=thread.teller.officer, at=at)


def _complete(thread: Thread, _: str) -> None:
    reason = "What the force says and our own visits agree: people know what is expected, and do it."
    without = "The figures are published, and our visits covered every district."
    closing.sign_off(thread.follow_up, reason=reason, without=without, by=thread.teller.officer, at=thread.next_at())


def _close(thread: Thread, _: str) -> None:
    at = thread.next_at()
    closing.record_closure(
        thread.follow_up,
        closed_on=at.date(),
        level=ClosureLevel.objects.filter(name="Level 2").first(),
        reference="Portal of the inspectorate",
        by=thread.teller.officer,
        at=at,
    )


def _hold(thread: Thread, _: str) -> None:
    reason = "It works now. We look again in six months to see whether it lasts."
    until = thread.teller.today + timedelta(days=180)
    outcome.hold(thread.follow_up, until=until, reason=reason, by=thread.teller.officer, at=thread.next_at())


def _await(thread: Thread, reference: str) -> None:
    waiter = FollowUp.objects.get(finding__reference=reference, force=thread.follow_up.force)
    awaited = Awaited(WaitingOn.RECOMMENDATION, follow_up=thread.follow_up, until=thread.follow_up.due_on)
    reason = "The force hands out the notice of rights with its own words, and the notice is being renewed."
    waiting.wait(waiter, awaited=awaited, reason=reason, by=thread.teller.officer, at=thread.next_at())


def _remind(thread: Thread, days: str) -> None:
    """The officer, so many days from today."""
    teller = thread.teller
    words = "Ask how many children were found twice." if days == "0" else "Read the minutes of the board."
    due_on, at = teller.today + timedelta(days=int(days)), thread.next_at()
    reminder.set_reminder(thread.follow_up, text=words, due_on=due_on, submission_id=uuid4(), by=teller.officer, at=at)


def _withdraw(thread: Thread, _: str) -> None:
    reason = "It is for the National Police Chiefs' Council, not for the force."
    who = thread.teller.officer
    outcome.end(thread.follow_up, how=WorkStatus.WITHDRAWN, reason=reason, by=who, at=thread.next_at())


def _supersede(thread: Thread, _: str) -> None:
    others = Finding.objects.exclude(inspection=thread.follow_up.finding.inspection).filter(addressees=None)
    newer = others.latest("inspection__published_on", "pk")
    thread.on = max(thread.on, newer.inspection.published_on or thread.on)
    outcome.end(
        thread.follow_up,
        how=WorkStatus.SUPERSEDED,
        newer=newer,
        reason="The next report asks for more.",
        by=thread.teller.officer,
        at=thread.next_at(),
    )


def _move(thread: Thread, days: str) -> None:
    to = thread.teller.today + timedelta(days=int(days))
    demo_dates.move(thread.follow_up, to=to, by=thread.teller.officer, at=thread.next_at())


def _align(thread: Thread, _: str) -> None:
    demo_dates.align(thread.follow_up, by=thread.teller.officer, at=thread.next_at())


def _ask_date(thread: Thread, days: str) -> None:
    to = thread.teller.today + timedelta(days=int(days))
    demo_dates.ask(thread.follow_up, to=to, by=thread.lead, at=thread.next_at())


STEPS: dict[str, Callable[[Thread, str], None]] = {
    "assign": _assign,
    "assure": _assure,
    "ask": _ask,
    "draft": _draft,
    "answer": _answer,
    "accept": _accept,
    "return": _return,
    "complete": _complete,
    "close": _close,
    "hold": _hold,
    "awaited": _await,
    "remind": _remind,
    "move": _move,
    "align": _align,
    "ask-date": _ask_date,
    "withdrawn": _withdraw,
    "superseded": _supersede,
    "look-through": demo_files.look_through,
}
