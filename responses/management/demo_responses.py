"""The demo's statutory responses: published, in review, being written."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from inspections.models import Finding, Inspection
from responses.management.demo_data import DemoInspection
from responses.management.demo_teller import Teller
from responses.models import CopyFor, Response, Section55, Way
from responses.workflow import comments, correction, sending, writing
from responses.workflow import response as workflow

OUR_COMMENTS = """We are grateful to the inspectors for a report that names what has to change. We accept what it found.

## What we do next

We asked the force at once who answers for each recommendation. We will:

- ask for evidence **before** each of its dates
- look for ourselves at what has changed on the ground
- publish what we find"""
CHIEF_OFFICER_COMMENTS = """I accept the findings. Much of the fieldwork was done while we were changing how we work, \
and some of what it describes has *improved* since then.

A board that I chair follows each recommendation every month. We share its figures with the Commissioner."""
OUR_REPLY = "We note what has changed since the fieldwork, and have asked for the figures that would show it."
INVITATION = "We would like to read what has changed since the fieldwork."
TWO_COMMENT = {
    "EX-COUNTY-LINES": {
        "serocu": "We accept both recommendations, and tell each force every week which lines move.",
        "lead": "We take part in what the unit does, and have asked it for the lines in our towns.",
    }
}
CORRECTED_AFTER = {"ROCU-2021": 98}
CORRECTED_REPLY = f"{OUR_REPLY} The unit sends them to us every quarter."
NOTE = "Our reply did not say how often we are sent the figures. It does now."
ACTION = "We meet the officer who leads on this every quarter, ask for evidence and sample cases ourselves"
VOLUNTARY = "The force was not inspected, but it takes part in the regional unit that was."
PUBLISHED_AFTER = {"SE-2024-SOC": 46, "ROCU-2021": 70, "EX-STALKING": 52, "EX-PEEL": 50}  # days from the report
PUBLISHED_ELSEWHERE = {"EX-STALKING": "https://www.example.org/our-response-on-stalking"}  # a day before it came here


def respond(teller: Teller, inspection: Inspection, told: DemoInspection) -> None:
    if not told.response:
        return
    response = _start(teller, inspection, told)
    if told.response == "draft":
        _write(teller, response, told, finished=False)
        return
    _write(teller, response, told, finished=True)
    on = _day(told, 40)
    sent = workflow.submit(response, by=teller.officer, at=teller.at(on))
    if told.response == "in review":
        return
    approved_at = teller.at(on + timedelta(days=2))
    workflow.approve(response, number=sent.number, by=teller.people["approver"], at=approved_at)
    _publish(teller, response, told, _day(told, PUBLISHED_AFTER[told.reference]))
    if told.reference in CORRECTED_AFTER:
        _correct(teller, response, _day(told, CORRECTED_AFTER[told.reference]))


def _correct(teller: Teller, response: Response, on: date) -> None:
    at = teller.at(on)
    correction.correct(response, reason="Say how often the figures come.", by=teller.officer, at=at)
    writing.save(response, facts={"our_reply": CORRECTED_REPLY}, answers={}, by=teller.officer, at=at)
    sent = workflow.submit(response, by=teller.officer, at=at)
    workflow.approve(response, number=sent.number, by=teller.people["approver"], at=at)
    workflow.publish(response, published_on=on, note=NOTE, by=teller.officer, at=at)


def _day(told: DemoInspection, days: int) -> date:
    return (told.published_on or date.max) + timedelta(days=days)


def _start(teller: Teller, inspection: Inspection, told: DemoInspection) -> Response:
    is_voluntary = told.response == "voluntary"
    return workflow.start(
        inspection,
        section_55=Section55.VOLUNTARY if is_voluntary else Section55.APPLIES,
        reason=VOLUNTARY if is_voluntary else "",
        submission_id=uuid4(),
        by=teller.officer,
        at=teller.at(_day(told, 4)),
    )


def _write(teller: Teller, response: Response, told: DemoInspection, *, finished: bool) -> None:
    facts: dict[str, object] = {"our_comments": OUR_COMMENTS}
    if told.reference in TWO_COMMENT:
        _hear(teller, response, told)
    else:
        _invite(teller, response, told, finished=finished)
    if finished:
        facts |= {
            "signatory": "Chris Example",
            "signatory_title": "Police and Crime Commissioner for Hampshire and Isle of Wight",
            "comments_received_on": _day(told, 30),
            "chief_officer_comments": CHIEF_OFFICER_COMMENTS,
            "chief_officer_name": "Jo Example",
            "chief_officer_rank": "Deputy Chief Constable",
            "chief_officer_on_behalf_of": "the Chief Constable",
            "our_reply": OUR_REPLY,
        }
    findings = list(response.inspection.findings.select_related("kind"))
    answered = findings if finished else findings[:1]
    answers = {finding: _answer(finding) for finding in answered}
    at = teller.at(_day(told, 10))
    writing.save(response, facts=facts, answers=answers, by=teller.officer, at=at)


def _invite(teller: Teller, response: Response, told: DemoInspection, *, finished: bool) -> None:
    """The open one goes by the portal; those that are long answered went by letter."""
    invited_on, due_on, lead = _day(told, 5), _day(told, 33), teller.people["lead"]
    who: dict[str, Any] = {"by": teller.officer, "at": teller.at(invited_on)}
    if finished or lead.force is None:
        writing.save(response, facts={"invited_on": invited_on, "comments_due_on": due_on}, answers={}, **who)
    else:
        comments.invite(response, force=lead.force, leads=[lead], due_on=due_on, note=INVITATION, **who)


def _hear(teller: Teller, response: Response, told: DemoInspection) -> None:
    """Two forces comment; each is signed by its own."""
    for who, text in TWO_COMMENT[told.reference].items():
        lead, asked, sent = teller.people[who], teller.at(_day(told, 5)), teller.at(_day(told, 20))
        facts = {"force": lead.force, "leads": [lead], "due_on": _day(told, 33), "note": INVITATION}
        invitation = comments.invite(response, **facts, by=teller.officer, at=asked)  # type: ignore[arg-type]
        comments.send(invitation, text=text, name=lead.name, rank=lead.job_title, by=lead, at=sent)
    comments.add(invitation, on=_day(told, 20))


def _answer(finding: Finding) -> Mapping[str, object]:
    if finding.kind.holds_recommendations:
        return {"position": "accepted", "action": "We answer it with the recommendations below."}
    if not finding.kind.must_be_answered:
        return {"position": "no-response"}
    by = f", first before {finding.deadline}" if finding.deadline_on else ""
    return {"position": "accepted", "action": f"{ACTION}{by}.", "owner": "Policy officer"}


def _publish(teller: Teller, response: Response, told: DemoInspection, on: date) -> None:
    elsewhere = PUBLISHED_ELSEWHERE.get(told.reference, "")
    at = teller.at(on + timedelta(days=1) if elsewhere else on)
    publication = workflow.publish(response, published_on=on, proof_url=elsewhere, by=teller.officer, at=at)
    facts = {"number": 1, "sent_on": on, "by": teller.officer, "at": at}
    uploaded = {"way": Way.WEBSITE, "proof": f"Reference {response.pk:05}"}
    mailed = {"way": Way.EMAIL, "proof": "Receipt confirmed the same day"}
    sending.record(publication, copy_for=CopyFor.INSPECTORATE, **uploaded, **facts)  # type: ignore[arg-type]
    sending.record(publication, copy_for=CopyFor.HOME_SECRETARY, **mailed, **facts)  # type: ignore[arg-type]
