"""What is approved and published is the text that was sent for review, and read."""

from datetime import date, timedelta

import pytest

from responses.models import Publication, Response
from responses.workflow import response as workflow
from responses.workflow import writing
from tests import factories
from tests.responses.views.response.pages import NOW as AT
from tests.responses.views.response.pages import TODAY, approved, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def approver():
    return factories.make_approver()


def test_submit_freezes_the_text(officer):
    response = written()

    first = workflow.submit(response, by=officer, at=AT)

    assert (first.number, first.submitted_at, first.submitted_by) == (1, AT, officer)
    assert first.document["our_comments"] == "We welcome the report."
    assert [answer["action"] for answer in first.document["answers"]] == ["We ask for monthly figures."]


def test_submit_again_freezes_the_next_text(officer, approver):
    response = written()
    workflow.submit(response, by=officer, at=AT)
    workflow.send_back(response, reason="Say by when.", by=approver, at=AT)
    writing.save(response, facts={"our_comments": "We do it by May."}, answers={}, by=officer, at=AT)

    workflow.submit(response, by=officer, at=AT)

    said = response.versions.values_list("number", "document__our_comments")
    assert list(said) == [(1, "We welcome the report."), (2, "We do it by May.")]


def test_approve_refuses_another_text_than_was_read(officer, approver):
    response = written()
    for _ in range(2):
        workflow.submit(response, by=officer, at=AT)
        workflow.send_back(response, reason="Look again.", by=approver, at=AT)
    workflow.submit(response, by=officer, at=AT)

    with pytest.raises(workflow.WrongStatusError, match="Another text has been sent for review"):
        workflow.approve(response, number=2, by=approver, at=AT)

    assert Response.objects.get().status == "in-review"


def change_words(response):
    response.inspection.findings.update(text="The force should share everything.")


def change_signatory(response):
    Response.objects.update(signatory="Somebody Else")


def change_answer(response):
    response.answers.update(action="We do nothing.")


CHANGES = [change_words, change_signatory, change_answer]


@pytest.mark.parametrize("change", CHANGES)
def test_approve_refuses_a_text_that_is_not_the_one_sent_for_review(officer, approver, change):
    response = written()
    workflow.submit(response, by=officer, at=AT)
    change(response)

    with pytest.raises(workflow.ChangedTextError, match="return it to the writers"):
        workflow.approve(response, number=1, by=approver, at=AT)

    assert Response.objects.get().status == "in-review"


@pytest.mark.parametrize("change", CHANGES)
def test_publish_refuses_a_text_that_is_not_the_one_approved(officer, change):
    response = approved()
    change(response)

    with pytest.raises(workflow.ChangedTextError):
        workflow.publish(response, published_on=TODAY, by=officer, at=AT)

    assert (Response.objects.get().status, Publication.objects.count()) == ("approved", 0)


def test_publish_takes_names_of_its_day_for_no_change_of_the_text(officer):
    response = approved()
    factories.make_force().names.update(ends_on=date(2024, 10, 3))
    factories.make_force().names.create(name="Wessex Police", starts_on=date(2024, 10, 4))
    frozen = response.versions.get().document["forces"]

    facts = {"published_on": date(2024, 10, 5), "proof": "A receipt."}
    publication = workflow.publish(response, **facts, by=officer, at=AT + timedelta(days=7))

    assert [force["name"] for force in frozen] == ["Hampshire and Isle of Wight Constabulary"]
    assert [force["name"] for force in publication.document["forces"]] == ["Wessex Police"]
