"""Correcting, discarding and withdrawing what is published."""

import pytest

from responses.models import Publication, Response
from responses.workflow import correction, writing
from responses.workflow import response as workflow
from tests import factories
from tests.reading import day, text_of
from tests.responses.views.response.pages import NOW, TODAY, address, published, status_of

pytestmark = pytest.mark.django_db


def corrected(**facts):
    """A correction that is being written."""
    response, by = published(), factories.make_officer()
    correction.correct(response, reason="A wrong name.", by=by, at=NOW)
    writing.save(response, facts={"signatory": "Ronald Reed"} | facts, answers={}, by=by, at=NOW)
    return response


def approved_correction():
    response, by = corrected(), factories.make_approver()
    sent = workflow.submit(response, by=by, at=NOW)
    workflow.approve(response, number=sent.number, by=by, at=NOW)
    return response


def test_correct_wants_a_reason_and_opens_the_text(client, officer):
    response = published()

    refused = client.post(address("correct", response), {"reason": " "})
    page = client.post(address("correct", response), {"reason": "A wrong name."}, follow=True)

    assert "There is a problem Enter what has to be corrected" in text_of(refused)
    assert "This is a correction of version 1. Until it is published, the public reads version 1" in text_of(page)
    assert "Correction started by Priya Shah 1 October 2024 at 10:30am Of version 1 A wrong name." in text_of(page)
    assert status_of(response) == "draft"


def test_correct_tells_who_comes_second_and_keeps_the_reason(client, officer, monkeypatch):
    response = published()
    correct = correction.correct

    def somebody_is_first(row, **facts):
        correct(Response.objects.get(pk=row.pk), **facts | {"reason": "Theirs."})
        correct(row, **facts)

    monkeypatch.setattr(correction, "correct", somebody_is_first)
    page = client.post(address("correct", response), {"reason": "A wrong name in the second answer."})

    assert "There is a problem The response has moved on: it is now draft." in text_of(page)
    assert page.context["form"]["reason"].value() == "A wrong name in the second answer."


def test_publish_asks_what_a_correction_changes_and_publishes_the_next_version(client, officer):
    response = approved_correction()

    refused = client.post(address("publish", response), day("published_on", TODAY) | {"note": ""})
    sent = day("published_on", TODAY) | {"note": "The name of who signs was misspelt."}
    page = client.post(address("publish", response), sent, follow=True)

    assert "There is a problem Enter what has changed" in text_of(refused)
    assert "Version 2 is published." in text_of(page)
    assert Publication.objects.current().get().note == "The name of who signs was misspelt."


def test_publish_asks_for_no_note_the_first_time(client, officer):
    first = factories.make_response(status="approved", approved_at=NOW, approved_by=factories.make_approver())

    assert "What has changed" not in text_of(client.get(address("publish", first)))


def test_publish_keeps_the_note_where_the_text_has_changed_since_approval(client, officer):
    response = approved_correction()
    Response.objects.update(our_comments="Slipped in.")

    sent = day("published_on", TODAY) | {"note": "The name of who signs was misspelt."}
    page = client.post(address("publish", response), sent)

    assert "There is a problem The text has changed since it was sent for review." in text_of(page)
    assert page.context["form"]["note"].value() == "The name of who signs was misspelt."


def test_detail_warns_the_approver_of_a_text_that_changed_in_review(client, approver):
    response = corrected()
    workflow.submit(response, by=approver, at=NOW)
    Response.objects.update(our_comments="Slipped in.")

    page = client.get(response.get_absolute_url())

    assert "The text has changed since it was sent for review, so it cannot be approved" in text_of(page)
    assert "Slipped in." not in text_of(page)
    assert f"{address('difference', response)}?old=v2&amp;new=now" in page.text


def test_discard_shows_what_is_lost_and_puts_the_text_back(client, officer):
    response = corrected()

    page = client.get(address("discard", response))
    after = client.post(address("discard", response), {"version": response.version}, follow=True)

    assert "Signed by [removed: Donald ] [added: Ronald ] Reed" in text_of(page)
    assert "The correction is discarded." in text_of(after)
    assert (status_of(response), Response.objects.get().signatory) == ("published", "Donald Reed")


def test_discard_loses_nothing_that_was_not_shown(client, officer):
    response = corrected()
    seen = response.version
    writing.save(response, facts={"our_reply": "Thank you."}, answers={}, by=officer, at=NOW)

    page = client.post(address("discard", response), {"version": seen}, follow=True)

    assert "The response has changed since you opened the page. Read it again first." in text_of(page)
    assert "[added: Thank you. ]" in text_of(page)
    assert status_of(response) == "draft"


def test_withdraw_wants_a_reason_and_takes_the_response_out(client, approver):
    response = published()

    refused = client.post(address("withdraw", response), {"number": 1, "reason": ""})
    page = client.post(address("withdraw", response), {"number": 1, "reason": "It named a victim."}, follow=True)

    assert "There is a problem Enter why it is withdrawn" in text_of(refused)
    assert "The response is withdrawn. Its address says so, and why." in text_of(page)
    assert list(Publication.objects.current()) == []


def test_withdraw_tells_of_a_version_that_came_meanwhile_and_keeps_the_reason(client, approver):
    response = approved_correction()
    workflow.publish(response, published_on=TODAY, note="A name.", by=approver, at=NOW)

    page = client.post(address("withdraw", response), {"number": 1, "reason": "It named a victim."})

    assert "There is a problem Another version has been published since you opened the page." in text_of(page)
    assert page.context["form"]["reason"].value() == "It named a victim."
    assert Publication.objects.current().get().number == 2


@pytest.mark.parametrize("name", ["correct", "discard", "withdraw"])
def test_a_viewer_changes_nothing(client, name):
    client.force_login(factories.make_viewer())

    assert client.get(address(name, published())).status_code == 403
