"""The texts that are kept, and what differs between two of them."""

import pytest
from django.urls import reverse

from responses.workflow import correction, writing
from responses.workflow import response as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import NOW, address, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def response():
    """Published, corrected, published again, withdrawn."""
    response, by = published(), factories.make_approver(name="Alex Morgan")
    correction.correct(response, reason="A wrong name.", by=by, at=NOW)
    writing.save(response, facts={"signatory": "Ronald Reed"}, answers={}, by=by, at=NOW)
    sent = workflow.submit(response, by=by, at=NOW)
    workflow.approve(response, number=sent.number, by=by, at=NOW)
    workflow.publish(response, published_on=NOW.date(), note="The name was misspelt.", by=by, at=NOW)
    correction.withdraw(response, number=2, reason="It named a victim.", by=by, at=NOW)
    return response


def version(response, key):
    return reverse("responses:response-version", args=[response.pk, key])


def test_index_lists_every_text_with_who_approved_and_why(client, officer, response):
    words = text_of(client.get(address("versions", response)))

    assert "Version 2, published on 1 October 2024 Published by Alex Morgan, approved by Alex Morgan" in words
    assert "What has changed: The name was misspelt. Withdrawn on 1 October 2024 by Alex Morgan It named" in words
    assert "Text 2, sent for review on 1 October 2024 Sent by Alex Morgan" in words


def test_index_stays_within_its_queries(client, officer, response, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(address("versions", response))


@pytest.mark.parametrize(("key", "signatory"), [("p1", "Donald Reed"), ("p2", "Ronald Reed"), ("v2", "Ronald Reed")])
def test_detail_shows_a_text_as_it_was_also_one_that_is_withdrawn(client, officer, response, key, signatory):
    assert signatory in text_of(client.get(version(response, key)))


@pytest.mark.parametrize("key", ["p3", "v3", "now", "other"])
def test_detail_knows_no_other_text(client, officer, response, key):
    assert client.get(version(response, key)).status_code == 404


def test_difference_compares_any_two(client, officer, response):
    words = text_of(client.get(address("difference", response) + "?old=p1&new=v2"))

    assert "Response from the Commissioner Signed by [removed: Donald ] [added: Ronald ] Reed" in words


def test_difference_compares_with_what_stands_now_unless_told_otherwise(client, officer, response):
    assert "The two texts are the same." in text_of(client.get(address("difference", response)))


def test_difference_asks_again_for_a_text_that_is_not_there(client, officer, response):
    page = client.get(address("difference", response) + "?old=p9")

    assert "There is a problem" in text_of(page)


def test_difference_of_a_response_that_was_never_sent_is_none(client, officer):
    page = client.get(address("difference", factories.make_response()))

    assert "The two texts are the same." in text_of(page)
