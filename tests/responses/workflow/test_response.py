"""What happens to a statutory response: decided on, written, reviewed, approved, published, sent."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import uuid4

import pytest

from oversight.versions import StaleError
from responses.models import Event, Publication, Response, ResponseStatus
from responses.workflow import response as workflow
from tests import drawn, factories

pytestmark = pytest.mark.django_db

AT = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)
TODAY = date(2024, 10, 1)
WRITTEN = {
    "our_comments": "We welcome the report.",
    "signatory": "Alex Morgan",
    "chief_officer_comments": "The force accepts the findings.",
    "chief_officer_name": "Sam Carter",
}


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def approver():
    return factories.make_approver()


def start(by, inspection=None, **facts):
    facts = {"section_55": "applies", "reason": "", "submission_id": uuid4()} | facts
    return workflow.start(inspection or factories.make_inspection(), **facts, by=by, at=AT)


def written(inspection=None, *, answered=True, **facts):
    """A response with one recommendation, ready for review unless told otherwise."""
    response = factories.make_response(inspection, **(WRITTEN | facts))
    finding = factories.make_finding(response.inspection)
    if answered:
        response.answers.create(finding=finding, position="accepted", action="We ask for monthly figures.")
    return response


def approved(approver):
    response = written(status="approved", approved_at=AT, approved_by=approver)
    factories.make_version(response)
    return response


def told(response):
    return [(event.kind, event.detail, event.reason) for event in response.events.order_by("pk")]


# Deciding.


def test_start_records_the_decision_and_a_permanent_address(officer):
    response = start(officer, section_55="voluntary", reason="The force was not inspected.")

    assert response.slug == "south-east-regional-response-to-serious-and-organised-crime"
    assert (response.section_55, response.section_55_reason) == ("voluntary", "The force was not inspected.")
    assert (response.status, response.policing_body) == ("draft", officer.policing_body)
    assert told(response) == [
        ("response-started", "No, but we respond voluntarily", "The force was not inspected."),
    ]


def test_start_twice_gives_the_first_response(officer):
    first = start(officer)
    second = start(officer, first.inspection, section_55="does-not-apply", reason="Not the subject.")

    assert second == first
    assert (second.section_55, len(told(first))) == ("applies", 1)


def test_start_gives_each_office_its_own_address(officer):
    inspection = factories.make_inspection(title="Custody")
    surrey = factories.make_officer(policing_body=factories.make_policing_body("surrey-pcc", "Surrey"))

    assert [start(by, inspection).slug for by in (officer, surrey)] == ["custody", "custody-surrey-pcc"]


def test_start_gives_reports_of_one_title_their_own_addresses(officer):
    inspections = [factories.make_inspection(title="PEEL") for _ in range(3)]

    slugs = [start(officer, inspection).slug for inspection in inspections]

    assert slugs == ["peel", "peel-hampshire-pcc", f"peel-hampshire-pcc-{inspections[2].pk}"]


def test_start_cuts_a_long_title(officer):
    slug = start(officer, factories.make_inspection(title="word " * 50)).slug

    assert slug == ("word-" * 20).strip("-")


def test_decide_changes_the_decision(officer):
    response = start(officer, section_55="does-not-apply", reason="Not the subject.")

    workflow.decide(response, section_55="applies", reason="", version=0, by=officer, at=AT)

    assert (response.section_55, response.section_55_reason, response.version) == ("applies", "", 1)
    assert told(response)[1:] == [("response-moved", "Yes, we must respond", "")]


def test_decide_not_to_respond_takes_it_back_from_the_force(officer):
    response = factories.make_response(status="with-force", invited_on=TODAY)

    workflow.decide(response, section_55="does-not-apply", reason="A duplicate.", version=0, by=officer, at=AT)

    assert (response.section_55, response.status) == ("does-not-apply", "draft")


def test_decide_the_same_again_leaves_no_trace(officer):
    response = start(officer)

    workflow.decide(response, section_55="applies", reason="", version=0, by=officer, at=AT)

    assert (response.version, len(told(response))) == (0, 1)


def test_decide_does_not_undo_somebody_elses_decision(officer):
    response = factories.make_response(version=1)

    with pytest.raises(StaleError):
        workflow.decide(response, section_55="voluntary", reason="Not ours.", version=0, by=officer, at=AT)


def test_decide_comes_too_late_once_the_text_is_in_review(officer):
    response = factories.make_response(status="in-review")

    with pytest.raises(workflow.WrongStatusError, match="decision can no longer be changed"):
        workflow.decide(response, section_55="voluntary", reason="Not ours.", version=0, by=officer, at=AT)


# Review.


@pytest.mark.parametrize("status", ["draft", "with-force"])
def test_submit_sends_for_review(officer, status):
    response = written(status=status)

    workflow.submit(response, by=officer, at=AT)

    assert (response.status, told(response)) == ("in-review", [("response-moved", "In review", "")])


def test_submit_is_refused_while_a_recommendation_has_no_answer(officer):
    response = written(answered=False)
    reference = response.inspection.findings.get().reference

    with pytest.raises(workflow.NotReadyError) as error:
        workflow.submit(response, by=officer, at=AT)

    words = f"The response is not ready. Enter the action on {reference}, or why there is none."
    assert str(error.value) == words
    assert [remark.anchor for remark in error.value.remarks] == [f"finding-{response.inspection.findings.get().pk}"]
    assert (Response.objects.get().status, told(response)) == ("draft", [])


def test_submit_lets_an_unmarked_area_for_improvement_through_and_approve_does_not(officer, approver):
    response = written()
    factories.make_finding(response.inspection, kind="area-for-improvement")

    workflow.submit(response, by=officer, at=AT)
    with pytest.raises(workflow.NotReadyError, match="No response needed"):
        workflow.approve(response, number=1, by=approver, at=AT)

    assert Response.objects.get().status == "in-review"


def test_submit_twice_is_told(officer):
    response = written()
    workflow.submit(response, by=officer, at=AT)

    with pytest.raises(workflow.WrongStatusError, match="it is now in review"):
        workflow.submit(response, by=officer, at=AT)

    assert len(told(response)) == 1


def test_submit_refuses_a_response_that_is_not_made(officer):
    response = written(section_55="does-not-apply", section_55_reason="Not the subject.")

    with pytest.raises(workflow.WrongStatusError):
        workflow.submit(response, by=officer, at=AT)


def test_approve_records_who_and_when(approver):
    response = written(status="in-review")
    factories.make_version(response)

    workflow.approve(response, number=1, by=approver, at=AT)

    assert (response.status, response.approved_by, response.approved_at) == ("approved", approver, AT)
    assert told(response) == [("response-moved", "Approved", "")]


@pytest.mark.parametrize("status", ["in-review", "approved"])
def test_send_back_gives_a_reason_and_ends_the_approval(approver, status):
    response = written(status=status, approved_at=AT, approved_by=approver)

    workflow.send_back(response, reason="Say what happens by March.", by=approver, at=AT)

    assert (response.status, response.approved_at, response.approved_by) == ("draft", None, None)
    assert told(response) == [("response-moved", "Draft", "Say what happens by March.")]


# Publishing.


def test_publish_freezes_the_first_version(officer, approver):
    response = approved(approver)

    publication = workflow.publish(response, published_on=TODAY, by=officer, at=AT)

    assert (response.status, response.published_on) == ("published", TODAY)
    assert (publication.number, publication.title) == (1, response.inspection.title)
    assert (publication.published_on, publication.report_published_on) == (TODAY, date(2024, 8, 30))
    assert (publication.published_at, publication.published_by) == (AT, officer)
    assert publication.document["our_comments"] == "We welcome the report."
    assert told(response) == [("response-published", "on 1 October 2024", "")]


EARLIER = date(2024, 8, 30)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (
            {"proof_url": "https://www.example.org/response"},
            "Published then at https://www.example.org/response",
        ),
        ({"proof": "HMICFRS receipt 12 of that day"}, "HMICFRS receipt 12 of that day"),
    ],
)
def test_publish_takes_an_earlier_day_with_its_proof(officer, approver, shown, reason):
    response = approved(approver)

    publication = workflow.publish(response, published_on=EARLIER, by=officer, at=AT, **shown)

    expected = {"proof_url": "", "proof": ""} | shown
    assert (publication.published_on, response.published_on) == (EARLIER, EARLIER)
    assert {name: getattr(publication, name) for name in expected} == expected
    assert told(response) == [("response-published", "on 30 August 2024", reason)]


def test_publish_makes_the_address_public_and_not_the_receipt(officer, approver):
    facts = {"proof_url": "https://www.example.org/response", "proof": "Sent by Jo Example"}

    document = workflow.publish(approved(approver), published_on=EARLIER, by=officer, at=AT, **facts).document

    assert document["proof_url"] == "https://www.example.org/response"
    assert "Jo Example" not in str(document)


def test_publish_refuses_an_earlier_day_that_nothing_shows(officer, approver):
    response = approved(approver)

    with pytest.raises(workflow.NoProofError, match="Enter where it was published on that day"):
        workflow.publish(response, published_on=date(2024, 9, 30), proof=" ", by=officer, at=AT)

    assert (Response.objects.get().status, Publication.objects.count()) == ("approved", 0)


AWAITED = {"invited_on": date(2024, 9, 2), "chief_officer_comments": "", "chief_officer_name": ""}


def awaited(approver, due_on):
    response = written(status="approved", approved_at=AT, approved_by=approver, comments_due_on=due_on, **AWAITED)
    factories.make_version(response)
    return response


def test_publish_before_the_day_given_to_the_chief_officer_wants_a_reason_for_the_history(officer, approver):
    response = awaited(approver, due_on=TODAY)

    with pytest.raises(workflow.TooEarlyError, match="Enter why the response does not wait"):
        workflow.publish(response, published_on=TODAY, by=officer, at=AT)
    publication = workflow.publish(
        response, published_on=TODAY, early_reason="They will not comment.", by=officer, at=AT
    )

    assert told(response) == [("response-published", "on 1 October 2024", "They will not comment.")]
    assert "They will not comment." not in str(publication.document)


def test_publish_after_the_day_given_to_the_chief_officer_wants_no_reason(officer, approver):
    response = awaited(approver, due_on=date(2024, 9, 30))

    assert workflow.publish(response, published_on=TODAY, by=officer, at=AT).number == 1


@pytest.mark.parametrize(("due_on", "is_refused"), [(TODAY, True), (date(2024, 9, 30), False)])
def test_publish_gives_a_second_force_its_time_as_well(officer, approver, due_on, is_refused):
    response = approved(approver)
    factories.make_invitation(response, due_on=due_on)

    assert response.cuts_comments_short(TODAY) is is_refused


@pytest.mark.parametrize(
    ("published_on", "words"),
    [(date(2024, 10, 2), "must be today or in the past"), (date(2024, 8, 29), "on or after the day the report")],
)
def test_publish_refuses_days_that_cannot_be(officer, approver, published_on, words):
    response = approved(approver)

    with pytest.raises(workflow.WrongDayError, match=words):
        workflow.publish(response, published_on=published_on, by=officer, at=AT)

    assert Response.objects.get().status == "approved"


def test_publish_counts_days_in_the_united_kingdom(officer, approver):
    half_past_midnight = datetime(2024, 10, 1, 23, 30, tzinfo=UTC)

    publication = workflow.publish(
        approved(approver), published_on=date(2024, 10, 2), by=officer, at=half_past_midnight
    )

    assert publication.published_on == date(2024, 10, 2)


def test_publish_takes_any_past_day_where_the_day_of_the_report_is_not_known(officer, approver):
    response = written(
        factories.make_inspection(published_on=None), status="approved", approved_at=AT, approved_by=approver
    )
    factories.make_version(response)

    facts = {"published_on": date(2020, 1, 1), "proof": "A receipt."}
    assert workflow.publish(response, **facts, by=officer, at=AT).report_published_on is None


def test_publish_twice_makes_one_publication(officer, approver):
    response = approved(approver)
    workflow.publish(response, published_on=TODAY, by=officer, at=AT)

    with pytest.raises(workflow.WrongStatusError, match="it is now published"):
        workflow.publish(response, published_on=TODAY, by=officer, at=AT)

    assert Publication.objects.count() == 1


def test_publish_refuses_when_a_finding_was_added_after_approval(officer, approver):
    response = approved(approver)
    factories.make_finding(response.inspection)

    with pytest.raises(workflow.NotReadyError):
        workflow.publish(response, published_on=TODAY, by=officer, at=AT)

    assert (Response.objects.get().status, Publication.objects.count(), Event.objects.count()) == ("approved", 0, 0)


@pytest.mark.parametrize("status", ["draft", "with-force", "in-review"])
def test_publish_refuses_what_is_not_approved(officer, status):
    with pytest.raises(workflow.WrongStatusError):
        workflow.publish(written(status=status), published_on=TODAY, by=officer, at=AT)

    assert Publication.objects.count() == 0


def test_move_follows_the_drawing_of_statuses(officer):
    made = {pair for pair in product(ResponseStatus, repeat=2) if is_moved(*pair, by=officer)}

    assert made == drawn.moves("Response")


def is_moved(source, to, *, by):
    facts = {"approved_at": AT, "approved_by": by, "published_on": AT.date()}
    response = factories.make_response(status=source, **facts)
    try:
        workflow.move(response, to, by=by, at=AT)
    except workflow.WrongStatusError:
        assert (Response.objects.get(pk=response.pk).status, response.events.count()) == (source, 0)
        return False
    assert Response.objects.get(pk=response.pk).status == to
    return True
