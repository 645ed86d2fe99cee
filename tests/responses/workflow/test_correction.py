"""After publication: a correction is a new version, or is discarded; a withdrawal leaves the address and no text."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from oversight.versions import StaleError
from responses.models import Publication, Response, Withdrawal
from responses.workflow import comments, correction, writing
from responses.workflow import response as workflow
from tests import factories
from tests.locks import in_a_thread, wait_until_somebody_waits
from tests.responses.views.response.pages import written

pytestmark = pytest.mark.django_db

AT = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)
TODAY = AT.date()
LATER = AT + timedelta(days=30)


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def approver():
    return factories.make_approver()


@pytest.fixture
def response(officer, approver):
    """Published on 1 October 2024."""
    response = written()
    review(response, officer, approver)
    workflow.publish(response, published_on=TODAY, by=officer, at=AT)
    return response


def review(response, officer, approver, at=AT):
    sent = workflow.submit(response, by=officer, at=at)
    workflow.approve(response, number=sent.number, by=approver, at=at)


def correct(response, officer, **facts):
    correction.correct(response, reason="A wrong figure.", by=officer, at=LATER)
    finding = response.inspection.findings.get()
    answers = {finding: {"action": facts.pop("action")}} if "action" in facts else {}
    writing.save(response, facts=facts, answers=answers, by=officer, at=LATER)


def publish_again(response, officer, approver, *, on=None, note="The figure in the answer was wrong."):
    review(response, officer, approver, at=LATER)
    return workflow.publish(response, published_on=on or LATER.date(), note=note, by=officer, at=LATER)


def withdraw(response, by, *, number=1, at=LATER):
    return correction.withdraw(response, number=number, reason="It named a victim.", by=by, at=at)


def told(response):
    return [(event.kind, event.detail, event.reason) for event in response.events.order_by("pk")]


def read_by_the_public():
    return [each.document["our_comments"] for each in Publication.objects.current()]


def test_a_correction_keeps_where_the_first_version_was_published(officer, approver):
    response, there = written(), {"published_on": date(2024, 9, 30), "proof_url": "https://www.example.org/first"}
    review(response, officer, approver)
    workflow.publish(response, **there, by=officer, at=AT)
    correct(response, officer, our_comments="Better.")

    document = publish_again(response, officer, approver).document

    assert (document["proof_url"], document["first_proof_url"]) == ("", "https://www.example.org/first")


@pytest.mark.parametrize("proof", ["", "A receipt"])
def test_a_correction_of_an_earlier_day_wants_its_own_proof(response, officer, approver, proof):
    correct(response, officer, our_comments="Better.")
    review(response, officer, approver, at=LATER)
    facts = {"published_on": TODAY, "note": "A figure.", "proof": proof, "by": officer, "at": LATER}
    if not proof:
        with pytest.raises(workflow.NoProofError):
            workflow.publish(response, **facts)
        return

    assert workflow.publish(response, **facts).proof == "A receipt"


def test_discard_withdraws_the_invitations_made_for_the_correction_and_their_letters(response, officer):
    lead = factories.make_lead()
    before = factories.make_invitation(response, force=factories.make_force("serocu", "SEROCU"))
    correction.correct(response, reason="A wrong figure.", by=officer, at=LATER)
    facts = {"force": lead.force, "leads": [lead], "due_on": LATER.date(), "note": "", "by": officer}
    made = comments.invite(response, **facts, at=LATER)
    letter = response.notices.get()
    response.refresh_from_db()

    correction.discard(response, version=response.version, by=officer, at=LATER)

    made.refresh_from_db()
    letter.refresh_from_db()
    assert (made.withdrawn_at, letter.status, letter.reason) == (LATER, "suppressed", "The correction was discarded.")
    assert list(response.invitations.open()) == [before]
    detail = "back to version 1; invitation of Hampshire and Isle of Wight withdrawn"
    assert ("correction-discarded", detail, "") in told(response)
    with pytest.raises(workflow.WrongStatusError):
        comments.send(made, by=lead, at=LATER, text="Late.", name="Jo Example")
    correction.correct(response, reason="Another.", by=officer, at=LATER)
    with pytest.raises(comments.AlreadySentError, match="The office has withdrawn this invitation"):
        comments.send(made, by=lead, at=LATER, text="Late.", name="Jo Example")
    assert comments.invite(response, **facts, at=LATER + timedelta(days=1)).pk != made.pk


# Correcting.


def test_correct_opens_the_text_again_and_the_public_goes_on_reading_what_is_published(response, officer):
    correct(response, officer, our_comments="Half written")

    assert (response.status, response.approved_at, response.approved_by) == ("draft", None, None)
    assert response.published_on == TODAY
    assert read_by_the_public() == ["We welcome the report."]
    assert ("correction-started", "of version 1", "A wrong figure.") in told(response)


def test_correct_does_not_start_the_clock_again(response, officer):
    correct(response, officer)

    assert list(Response.objects.owed()) == []


def test_correct_does_not_hand_the_text_to_the_force_again(officer, approver):
    response = written(chief_officer_comments="", chief_officer_name="", invited_on=date(2024, 9, 2))
    review(response, officer, approver)
    workflow.publish(response, published_on=TODAY, by=officer, at=AT)

    correct(response, officer, our_comments="Better.")

    assert response.status == "draft"


@pytest.mark.parametrize("status", ["draft", "with-force", "in-review", "approved"])
def test_correct_refuses_what_is_not_published(officer, approver, status):
    response = written(status=status, approved_at=AT, approved_by=approver)

    with pytest.raises(workflow.WrongStatusError):
        correction.correct(response, reason="A wrong figure.", by=officer, at=LATER)


def test_correct_twice_is_told(response, officer):
    correct(response, officer)

    with pytest.raises(workflow.WrongStatusError, match="it is now draft"):
        correction.correct(response, reason="Another figure.", by=officer, at=LATER)


def test_publish_makes_the_next_version_with_its_note_and_keeps_the_first_day(response, officer, approver):
    correct(response, officer, our_comments="We welcome the whole report.")
    second = publish_again(response, officer, approver)

    assert (second.number, second.note) == (2, "The figure in the answer was wrong.")
    assert (second.published_on, second.first_published_on) == (LATER.date(), TODAY)
    assert (second.approved_by, second.approved_at) == (approver, LATER)
    assert (response.status, response.published_on) == ("published", TODAY)
    assert read_by_the_public() == ["We welcome the whole report."]
    first = Publication.objects.readable().get(number=1)
    assert first.document["our_comments"] == "We welcome the report."
    assert told(response)[-1] == (
        "response-published",
        "version 2, on 31 October 2024",
        "The figure in the answer was wrong.",
    )


def test_publish_wants_to_know_what_a_correction_changes(response, officer, approver):
    correct(response, officer, our_comments="Better.")

    with pytest.raises(workflow.NoNoteError):
        publish_again(response, officer, approver, note=" ")

    assert read_by_the_public() == ["We welcome the report."]


def test_publish_refuses_a_correction_dated_before_what_it_corrects(response, officer, approver):
    correct(response, officer, our_comments="Better.")

    with pytest.raises(workflow.WrongDayError, match="on or after the day the version before it was published"):
        publish_again(response, officer, approver, on=TODAY - timedelta(days=1))


def test_submit_refuses_a_correction_that_changes_nothing(response, officer):
    correct(response, officer)

    with pytest.raises(workflow.NothingChangedError, match="same text as version 1"):
        workflow.submit(response, by=officer, at=LATER)

    assert Response.objects.get().status == "draft"


# Discarding.


def test_discard_puts_the_text_back_to_what_is_published(response, officer, approver):
    published = Publication.objects.get().document
    changes = {"our_comments": "Worse.", "signatory": "Nobody", "our_reply": "Hm.", "chief_officer_name": "Nobody"}
    days = {"invited_on": date(2024, 9, 2), "comments_due_on": date(2024, 9, 30), "comments_received_on": TODAY}
    correct(response, officer, action="Nothing.", **changes, **days)
    correction.discard(response, version=response.version, by=officer, at=LATER)

    assert (response.status, response.approved_by, response.approved_at) == ("published", approver, AT)
    assert (response.our_comments, response.signatory) == ("We welcome the report.", "Donald Reed")
    assert (response.chief_officer_name, response.invited_on, response.comments_due_on) == ("Sam Carter", None, None)
    assert response.answers.get().action == "We ask for monthly figures."
    assert told(response)[-1] == ("correction-discarded", "back to version 1", "")
    assert Publication.objects.get().document == published


def test_discard_refuses_a_text_that_somebody_else_has_changed_meanwhile(response, officer):
    correct(response, officer)
    seen = response.version
    writing.save(response, facts={"our_comments": "Much better."}, answers={}, by=officer, at=LATER)

    with pytest.raises(StaleError):
        correction.discard(response, version=seen, by=officer, at=LATER)

    assert Response.objects.get().our_comments == "Much better."


def test_discard_refuses_a_first_draft(officer):
    response = written()

    with pytest.raises(workflow.WrongStatusError, match="Only a correction can be discarded"):
        correction.discard(response, version=0, by=officer, at=LATER)


def test_discard_refuses_what_is_in_review(response, officer):
    correct(response, officer, our_comments="Better.")
    workflow.submit(response, by=officer, at=LATER)

    with pytest.raises(workflow.WrongStatusError, match="it is now in review"):
        correction.discard(response, version=response.version, by=officer, at=LATER)


# Withdrawing.


def test_withdraw_takes_every_version_out_and_keeps_the_reason(response, officer, approver):
    correct(response, officer, our_comments="Better.")
    publish_again(response, officer, approver)

    withdrawal = withdraw(response, approver, number=2)

    assert response.status == "withdrawn"
    assert (withdrawal.publication.number, withdrawal.reason) == (2, "It named a victim.")
    assert (withdrawal.withdrawn_on, withdrawal.by) == (LATER.date(), approver)
    assert list(Publication.objects.readable()) == []
    assert told(response)[-1] == ("response-withdrawn", "version 2", "It named a victim.")


def test_withdraw_leaves_other_responses_in_the_register(response, officer, approver):
    other = written(our_comments="Another.")
    review(other, officer, approver)
    workflow.publish(other, published_on=TODAY, by=officer, at=AT)

    withdraw(response, approver)

    assert read_by_the_public() == ["Another."]


def test_withdraw_does_not_start_the_clock_again(response, approver):
    withdraw(response, approver)

    assert list(Response.objects.owed()) == []


def test_withdraw_lets_a_correction_go_on_that_is_being_written(response, officer, approver):
    correct(response, officer, our_comments="Better.")

    withdraw(response, approver)

    assert (Response.objects.get().status, read_by_the_public()) == ("draft", [])
    assert told(response)[-1] == ("response-withdrawn", "version 1", "It named a victim.")


def test_withdraw_ends_the_approval_of_a_correction(response, officer, approver):
    correct(response, officer, our_comments="Better.")
    review(response, officer, approver, at=LATER)

    withdraw(response, approver)

    assert (response.status, response.approved_by) == ("draft", None)


def test_withdraw_refuses_another_version_than_was_read(response, officer, approver):
    correct(response, officer, our_comments="Better.")
    publish_again(response, officer, approver)

    with pytest.raises(workflow.WrongStatusError, match="Another version has been published"):
        withdraw(response, approver, number=1)

    assert read_by_the_public() == ["Better."]


def test_withdraw_twice_is_told(response, approver):
    withdraw(response, approver)

    with pytest.raises(workflow.WrongStatusError, match="withdrawn already"):
        withdraw(response, approver)

    assert Withdrawal.objects.count() == 1


def test_withdraw_refuses_what_was_never_published(approver):
    with pytest.raises(workflow.WrongStatusError, match="not published"):
        withdraw(written(), approver)


def test_what_is_withdrawn_comes_back_only_as_a_further_version(response, officer, approver):
    withdraw(response, approver)
    correct(response, officer, our_comments="Without the name.")
    publish_again(response, officer, approver, note="A name is taken out.")

    assert (response.status, read_by_the_public()) == ("published", ["Without the name."])
    assert [each.number for each in Publication.objects.readable()] == [2]


def test_what_is_withdrawn_may_come_back_with_the_same_text(response, officer, approver):
    withdraw(response, approver)
    correct(response, officer)
    publish_again(response, officer, approver, note="It was withdrawn by mistake.")

    assert read_by_the_public() == ["We welcome the report."]


@pytest.mark.parametrize("status", ["draft", "with-force"])
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_discard_leaves_a_response_withdrawn_or_published_as_it_was(response, officer, approver, status, is_withdrawn):
    if is_withdrawn:
        withdraw(response, approver)
    correct(response, officer, our_comments="Better.")
    Response.objects.update(status=status)

    correction.discard(response, version=response.version, by=officer, at=LATER)

    found = ("withdrawn", []) if is_withdrawn else ("published", ["We welcome the report."])
    assert (response.status, read_by_the_public()) == found


# Two at once.


@pytest.mark.django_db(transaction=True)
def test_two_people_who_correct_at_once_start_one_correction(response, officer):
    refused = []

    def second():
        try:
            correction.correct(Response.objects.get(), reason="Mine.", by=factories.make_officer(), at=LATER)
        except workflow.WrongStatusError as error:
            refused.append(str(error))

    with transaction.atomic():
        correction.correct(response, reason="A wrong figure.", by=officer, at=LATER)
        thread = in_a_thread(second)
        wait_until_somebody_waits()
    thread.join()

    assert refused == ["The response has moved on: it is now draft."]
    assert [kind for kind, _, _ in told(response)].count("correction-started") == 1


@pytest.mark.django_db(transaction=True)
def test_a_correction_that_is_published_while_the_response_is_withdrawn_stays_unpublished(response, officer, approver):
    correct(response, officer, our_comments="Better.")
    review(response, officer, approver, at=LATER)
    refused = []

    def publish():
        try:
            workflow.publish(
                Response.objects.get(),
                published_on=LATER.date(),
                note="A figure.",
                by=factories.make_officer(),
                at=LATER,
            )
        except workflow.WrongStatusError as error:
            refused.append(str(error))

    with transaction.atomic():
        withdraw(Response.objects.get(), approver)
        thread = in_a_thread(publish)
        wait_until_somebody_waits()
    thread.join()

    assert refused == ["The response has moved on: it is now draft."]
    assert read_by_the_public() == []
