"""Reviewing, approving, publishing and sending."""

from datetime import date

import pytest

from responses.models import Publication
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.response.pages import TODAY, address, approved, in_review, status_of, written

pytestmark = pytest.mark.django_db


def test_submit_sends_a_complete_response_for_review(client, officer):
    response = written()

    page = client.post(address("submit", response), follow=True)

    assert "The response is sent for review." in text_of(page)
    assert status_of(response) == "in-review"


def test_submit_says_what_is_missing(client, officer):
    response = written(signatory="")

    page = client.post(address("submit", response), follow=True)

    assert "The response is not ready. Enter who signs the response." in text_of(page)
    assert status_of(response) == "draft"


def test_approve_and_publish_are_two_steps(client, approver):
    response = in_review()

    page = client.post(address("approve", response), {"number": 1}, follow=True)

    assert "The response is approved. It is not published yet." in text_of(page)
    assert (status_of(response), Publication.objects.count()) == ("approved", 0)


def test_approve_says_what_is_neither_answered_nor_marked(client, approver):
    response = in_review()
    factories.make_finding(response.inspection, kind="area-for-improvement", reference="SE-A1")

    page = client.post(address("approve", response), {"number": 1}, follow=True)

    assert "The response is not ready. Answer SE-A1, or select “No response needed”." in text_of(page)


def test_send_back_wants_a_reason_and_keeps_it_in_the_history(client, approver):
    response = written(status="in-review")

    refused = client.post(address("send-back", response), {"reason": ""})
    page = client.post(address("send-back", response), {"reason": "Say what happens by March."}, follow=True)

    assert "There is a problem Enter what has to change" in text_of(refused)
    assert "The response is a draft again." in text_of(page)
    assert "Draft Say what happens by March." in text_of(page)


def test_publish_asks_to_check_before_everybody_can_read_it(client, officer):
    words = text_of(client.get(address("publish", approved(slug="organised-crime"))))

    assert "Public address /register/organised-crime/" in words
    assert "govuk-input--error" not in client.get(address("publish", approved())).content.decode()
    assert "Everybody can read the response from the moment you publish it." in words
    assert Publication.objects.count() == 0


def test_publish_publishes(client, officer):
    response = approved()

    page = client.post(address("publish", response), day("published_on", TODAY), follow=True)

    assert "The response is published." in text_of(page)
    assert Publication.objects.get().published_on == TODAY


def test_publish_refuses_tomorrow_beside_the_field(client, officer):
    response = approved()

    page = client.post(address("publish", response), day("published_on", date(2024, 10, 2)))

    assert "There is a problem The day of publication must be today or in the past" in text_of(page)
    assert status_of(response) == "approved"


def test_publish_asks_for_the_proof_of_an_earlier_day_and_keeps_what_is_typed(client, officer):
    response, earlier = approved(), day("published_on", date(2024, 9, 30))

    refused = client.post(address("publish", response), earlier | {"proof_url": "", "proof": ""})
    wrong = client.post(address("publish", response), earlier | {"proof_url": "our page", "proof": "Receipt 12"})
    client.post(address("publish", response), earlier | {"proof_url": "www.example.org/reply", "proof": "Receipt 12"})

    assert "Enter where it was published on that day, or what else shows it" in text_of(refused)
    assert "Enter a web address, like https://www.example.org/response" in text_of(wrong)
    assert 'value="Receipt 12"' in wrong.content.decode()
    publication = Publication.objects.get()
    assert (publication.proof_url, publication.proof) == ("https://www.example.org/reply", "Receipt 12")


def test_publish_asks_why_it_does_not_wait_for_comments_only_while_there_is_time(client, officer):
    facts = {"chief_officer_comments": "", "chief_officer_name": "", "invited_on": date(2024, 9, 2)}
    response = approved(comments_due_on=date(2024, 10, 4), **facts)
    question = "Why do we not wait for the chief officer’s comments?"

    asked = text_of(client.get(address("publish", response)))
    refused = client.post(address("publish", response), day("published_on", TODAY))
    said = day("published_on", TODAY) | {"early_reason": "They will not comment."}
    page = client.post(address("publish", response), said, follow=True)

    assert question in asked
    assert "Enter why the response does not wait for the chief officer’s comments" in text_of(refused)
    assert "On 1 October 2024 They will not comment." in text_of(page)
    assert question not in text_of(client.get(address("publish", approved())))


def test_publish_asks_why_it_did_not_wait_where_the_time_still_ran_on_the_earlier_day(client, officer):
    facts = {"chief_officer_comments": "", "chief_officer_name": "", "invited_on": date(2024, 9, 2)}
    response = approved(comments_due_on=date(2024, 9, 30), **facts)
    said = day("published_on", date(2024, 9, 30)) | {"proof_url": "", "proof": "Receipt 12"}
    assert "Why do we not wait" not in text_of(client.get(address("publish", response)))

    page = client.post(address("publish", response), said)

    assert errors_of(page) == {
        "early_reason": ["Enter why the response does not wait for the chief officer’s comments"]
    }


@pytest.mark.parametrize("status", ["in-review", "approved"])
def test_what_has_changed_since_it_was_sent_offers_no_button_to_approve_or_publish(client, approver, status):
    response = in_review() if status == "in-review" else approved()
    before = client.get(response.get_absolute_url()).content.decode()
    response.inspection.findings.update(text="Other words.")
    after = client.get(response.get_absolute_url()).content.decode()

    shown = {"in-review": 'form="approve"', "approved": address("publish", response)}[status]
    assert (shown in before, shown in after) == (True, False)
    assert "so it cannot be approved or published" in after


def test_publish_says_when_a_finding_was_added_meanwhile(client, officer):
    response = approved()
    factories.make_finding(response.inspection)

    page = client.post(address("publish", response), day("published_on", TODAY), follow=True)

    assert "The response is not ready." in text_of(page)
    assert Publication.objects.count() == 0
