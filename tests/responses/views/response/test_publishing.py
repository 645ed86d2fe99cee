"""Reviewing, approving, publishing and sending."""

from datetime import date

import pytest

from responses.models import Publication
from tests import factories
from tests.reading import day, text_of
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


def test_publish_says_when_a_finding_was_added_meanwhile(client, officer):
    response = approved()
    factories.make_finding(response.inspection)

    page = client.post(address("publish", response), day("published_on", TODAY), follow=True)

    assert "The response is not ready." in text_of(page)
    assert Publication.objects.count() == 0
