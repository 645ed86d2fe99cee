"""The story that the verbs write: who did what to what, when and why."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from responses.models import Applicability, CopyFor, Event, Response, Way, WorkStatus
from responses.workflow import assurance, evidence, sending, writing
from responses.workflow import follow_up as follow_ups
from responses.workflow import response as responses
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def story(**about):
    """Each line as the thing it is about, what happened, by whom, and how many hours after the first."""
    lines = Event.objects.filter(**about).order_by("pk")
    return [(line.kind, line.by.name, (line.at - AT) // HOUR, line.detail, line.reason) for line in lines]


def test_a_follow_up_tells_who_started_assigned_assured_and_moved_it_and_when():
    officer, lead = factories.make_officer(name="Priya Shah"), factories.make_lead(name="Dana Brook")
    alex, adam = factories.make_approver(name="Alex Morgan"), factories.make_administrator(name="Adam Field")
    follow_up = follow_ups.start(
        factories.make_finding(),
        force=factories.make_force(),
        policing_body=factories.make_policing_body(),
        applicability=Applicability.APPLIES,
        reason="",
        by=officer,
        at=AT,
    )
    follow_ups.assign(follow_up, lead=lead, officer=officer, by=alex, at=AT + HOUR)
    said = {"level": "partly", "method": "evidence", "text": "Two of four.", "made_on": AT.date()}
    once = {"is_publishable": True, "submission_id": uuid4()}
    update = assurance.log(follow_up, **said, **once, by=officer, at=AT + 2 * HOUR)
    follow_ups.move(follow_up, WorkStatus.DONE, by=adam, at=AT + 3 * HOUR, reason="Seen in every district.")

    assert story(follow_up=follow_up) == [
        ("opened", "Priya Shah", 0, "Applies", ""),
        ("status-changed", "Alex Morgan", 1, "In progress", ""),
        ("assigned", "Alex Morgan", 1, "to Dana Brook, with Priya Shah as policy officer", ""),
        ("assured", "Priya Shah", 2, "Partly assured", ""),
        ("status-changed", "Adam Field", 3, "Done", "Seen in every district."),
    ]
    assert {name: getattr(update, name) for name in said} == said
    assert (update.is_publishable, update.by, update.at) == (True, officer, AT + 2 * HOUR)
    assert (follow_up.version, follow_up.touched_at) == (3, AT + 3 * HOUR)
    assert set(Event.objects.values_list("policing_body__code", flat=True)) == {"hampshire-pcc"}


def test_a_request_tells_each_of_its_follow_ups_who_asked_answered_and_judged_and_when():
    officer, lead = factories.make_officer(name="Priya Shah"), factories.make_lead(name="Dana Brook")
    alex, ravi = factories.make_approver(name="Alex Morgan"), factories.make_lead(name="Ravi Cole")
    first = factories.make_follow_up(lead=lead)
    second = factories.make_follow_up(factories.make_finding(first.finding.inspection), lead=lead)
    asked = {
        "question": "Please send the minutes.",
        "due_on": date(2025, 1, 31),
        "classification": "official-sensitive",
    }
    request = evidence.ask([first, second], **asked, lead=lead, submission_id=uuid4(), by=officer, at=AT)

    def reply(hours, text):
        draft = evidence.open_answer(request, by=lead, at=AT + hours * HOUR)
        evidence.save_draft(draft, version=draft.version, text=text, force_rag="", claims_complete=False)
        evidence.submit(draft, version=draft.version, by=ravi, at=AT + (hours + 1) * HOUR)
        return draft

    answers = [reply(1, "All are briefed.")]
    evidence.return_answer(request, note="Which districts?", due_on=date(2025, 2, 14), by=officer, at=AT + 3 * HOUR)
    answers.append(reply(4, "All four."))
    evidence.accept(request, note="Clear.", by=alex, at=AT + 6 * HOUR)

    again = "reply again by 14 February 2025; it was due by 31 January 2025"
    told = [
        ("evidence-asked", "Priya Shah", 0, "by 31 January 2025", ""),
        ("evidence-opened", "Dana Brook", 1, "", ""),
        ("status-changed", "Ravi Cole", 2, "Ready for review", ""),
        ("evidence-answered", "Ravi Cole", 2, "", ""),
        ("status-changed", "Priya Shah", 3, "In progress", ""),
        ("evidence-returned", "Priya Shah", 3, again, "Which districts?"),
        ("evidence-opened", "Dana Brook", 4, "", ""),
        ("status-changed", "Ravi Cole", 5, "Ready for review", ""),
        ("evidence-answered", "Ravi Cole", 5, "", ""),
        ("status-changed", "Alex Morgan", 6, "In progress", ""),
        ("evidence-accepted", "Alex Morgan", 6, "", "Clear."),
    ]
    for follow_up in (first, second):
        begun = [("opened", "Priya Shah", 0, "Applies", "")]
        assert story(follow_up=follow_up) == begun + told
        rounds = (
            follow_up.events.exclude(round=None).order_by("pk").values_list("round", "request", "policing_body__code")
        )
        assert list(rounds) == [(answers[n].pk, request.pk, "hampshire-pcc") for n in (0, 0, 1, 1)]
    decided = [(each.decided_by, each.decided_at, each.started_by) for each in request.rounds.order_by("number")]
    assert decided == [(officer, AT + 3 * HOUR, lead), (alex, AT + 6 * HOUR, lead)]
    assert {name: getattr(request, name) for name in asked} == asked | {"due_on": date(2025, 2, 14)}
    assert (request.policing_body, request.force, request.lead) == (first.policing_body, first.force, lead)


def test_a_response_tells_who_decided_wrote_approved_published_and_sent_it_and_when():
    officer, alex = factories.make_officer(name="Priya Shah"), factories.make_approver(name="Alex Morgan")
    adam, once = factories.make_administrator(name="Adam Field"), uuid4()
    inspection = factories.make_inspection()
    finding = factories.make_finding(inspection)
    decision = {"section_55": "voluntary", "reason": "Not inspected."}
    response = responses.start(inspection, **decision, submission_id=once, by=officer, at=AT)
    responses.decide(response, section_55="applies", reason="", version=0, by=adam, at=AT + HOUR)
    said = {"position": "accepted", "action": "We ask for monthly figures."}
    facts = {"our_comments": "Welcome.", "signatory": "Alex Morgan", "invited_on": AT.date()}
    writing.save(response, facts=facts, answers={finding: said}, by=officer, at=AT + 2 * HOUR)
    for hours in (3, 5):
        responses.submit(response, by=officer, at=AT + hours * HOUR)
        if hours == 3:
            responses.send_back(response, reason="Say by when.", by=alex, at=AT + 4 * HOUR)
    responses.approve(response, number=2, by=alex, at=AT + 6 * HOUR)
    responses.publish(response, published_on=AT.date(), by=adam, at=AT + 7 * HOUR)
    posted = {"way": Way.POST, "sent_on": AT.date(), "proof": "Receipt 12"}
    copy = {"copy_for": CopyFor.INSPECTORATE, "number": 1, **posted}
    sending.record(response.publications.get(), **copy, by=officer, at=AT + 8 * HOUR)

    assert story(response=response) == [
        ("response-started", "Priya Shah", 0, "No, but we respond voluntarily", "Not inspected."),
        ("response-moved", "Adam Field", 1, "Yes, we must respond", ""),
        ("response-moved", "Priya Shah", 2, "With the force for comments", ""),
        ("response-moved", "Priya Shah", 3, "In review", ""),
        ("response-moved", "Alex Morgan", 4, "Draft", "Say by when."),
        ("response-moved", "Priya Shah", 5, "In review", ""),
        ("response-moved", "Alex Morgan", 6, "Approved", ""),
        ("response-published", "Adam Field", 7, "on 2 September 2024", ""),
        ("response-sent", "Priya Shah", 8, "to HMICFRS on 2 September 2024, by post: Receipt 12", ""),
    ]
    assert set(Event.objects.values_list("policing_body__code", flat=True)) == {"hampshire-pcc"}
    assert (response.version, Response.objects.get().submission_id) == (8, once)
