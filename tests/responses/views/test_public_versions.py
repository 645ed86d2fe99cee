"""Earlier versions of a published response, and what is left of one that is withdrawn."""

from datetime import timedelta

import pytest
from django.urls import reverse

from responses.workflow import correction, writing
from responses.workflow import response as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=60)


@pytest.fixture
def response():
    """Published in time, and corrected long after the 56 days."""
    return publish_again(publish(inspection=factories.make_inspection(title="Custody"), slug="custody"))


def publish_again(response, **said):
    by = factories.make_approver()
    correction.correct(response, reason="An internal word.", by=by, at=LATER)
    writing.save(response, facts={"signatory": "Ronald Reed"} | said, answers={}, by=by, at=LATER)
    sent = workflow.submit(response, by=by, at=LATER)
    workflow.approve(response, number=sent.number, by=by, at=LATER)
    workflow.publish(response, published_on=LATER.date(), note="A name was misspelt.", by=by, at=LATER)
    return response


def page_of(client, name="response", *args):
    return client.get(reverse(f"responses:public-{name}", args=["custody", *args]))


def withdraw(response, number):
    by = factories.make_approver()
    correction.withdraw(response, number=number, reason="It named a victim.", by=by, at=LATER)


def test_detail_shows_the_last_version_and_counts_the_day_of_the_first(client, response):
    words = text_of(page_of(client))

    assert "Ronald Reed" in words
    assert "Response published 1 October 2024, on time" in words
    assert "Corrected Version 2, published 30 November 2024 A name was misspelt." in words
    assert "Version 2 , published 30 November 2024 (current)" in words
    assert "Version 1 , published 1 October 2024" in words
    assert "An internal word." not in words


def test_detail_lists_no_versions_where_there_is_one(client):
    publish(slug="custody")

    assert "Versions of this response" not in text_of(page_of(client))


def test_version_shows_an_earlier_text_and_says_that_it_is_not_current(client, response):
    words = text_of(page_of(client, "version", 1))

    assert "This is not the current version It was published on 1 October 2024 and replaced on 30 November" in words
    assert "Donald Reed" in words
    assert "Ronald Reed" not in words


def test_version_says_that_the_last_is_current(client, response):
    assert "This is the current version." in text_of(page_of(client, "version", 2))


def test_difference_says_what_has_changed_and_why(client, response):
    words = text_of(page_of(client, "difference", 1, 2))

    assert "Why version 2 was published A name was misspelt." in words
    assert "Signed by [removed: Donald ] [added: Ronald ] Reed" in words


def test_pages_of_versions_that_are_not_there_are_not_found(client, response):
    assert page_of(client, "version", 3).status_code == 404
    assert page_of(client, "difference", 1, 3).status_code == 404


def test_a_correction_that_is_written_changes_nothing_of_the_public_pages(client, response):
    before = [text_of(page_of(client, *each)) for each in (["response"], ["version", 1], ["difference", 1, 2])]
    by = factories.make_officer()
    correction.correct(response, reason="Another.", by=by, at=LATER)
    writing.save(response, facts={"our_comments": "A draft of ours."}, answers={}, by=by, at=LATER)

    assert [text_of(page_of(client, *each)) for each in (["response"], ["version", 1], ["difference", 1, 2])] == before


def test_a_withdrawn_response_leaves_its_address_its_days_and_the_reason(client, response):
    withdraw(response, 2)

    for page in (page_of(client), page_of(client, "version", 1), page_of(client, "version", 2)):
        assert page.status_code == 410
        assert "This response was withdrawn on 30 November 2024. Why it was withdrawn It named" in text_of(page)
        assert "Response first published 1 October 2024" in text_of(page)
        assert "Reed" not in page.text
    assert page_of(client, "difference", 1, 2).status_code == 404
    assert client.get(reverse("responses:public-list"), {"timing": "on-time"}).context["page"].paginator.count == 0


def test_what_comes_back_is_read_and_what_was_withdrawn_is_not(client, response):
    withdraw(response, 2)
    publish_again(response, signatory="Roland Reed")

    gone = page_of(client, "version", 2)
    assert "Roland Reed" in text_of(page_of(client))
    assert (gone.status_code, page_of(client, "difference", 2, 3).status_code) == (410, 404)
    assert "Read the version that was published later, on 30 November 2024" in text_of(gone)


def test_pages_stay_within_their_queries(client, response, django_assert_max_num_queries):
    for name, args in {"response": [], "version": [1], "difference": [1, 2]}.items():
        page_of(client, name, *args)  # the PDF and the Word file are made once
        with django_assert_max_num_queries(6):
            page_of(client, name, *args)


@pytest.mark.parametrize("signed_in", [False, True])
def test_pages_are_the_same_for_everybody_and_may_be_kept(client, response, signed_in):
    if signed_in:
        client.force_login(factories.make_officer())
    for name, args in {"version": [1], "difference": [1, 2]}.items():
        page = page_of(client, name, *args)

        assert set(page.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
        assert "Cookie" not in page.headers.get("Vary", "")
        assert page.cookies == {}
