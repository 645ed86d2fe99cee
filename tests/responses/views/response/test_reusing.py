"""National findings come back in other reports: what the office has said to the same words is offered (R7)."""

from datetime import date

import pytest

from responses.coverage import answered_before, blocks
from responses.models import Answer, UnsavedText
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import address, typed

pytestmark = pytest.mark.django_db

WORDS = "All forces should brief every shift."
OFFER = "We have answered the same words before"


def answered(title="National report", *, text=WORDS, policing_body=None, **said):
    """An earlier response that answers one finding."""
    response = factories.make_response(factories.make_inspection(title=title), policing_body=policing_body)
    finding = factories.make_finding(response.inspection, text=text)
    said = {"position": "accepted", "action": "We **ask** for figures.", "owner": "Kit"} | said
    return response.answers.create(finding=finding, due_on=date(2025, 3, 1), **said)


@pytest.fixture
def response():
    response = factories.make_response(factories.make_inspection(title="Report on our force"))
    factories.make_finding(response.inspection, text=WORDS)
    return response


def earlier(response):
    return list(answered_before(response, blocks(response, on=date(2024, 10, 1))).values())


def test_the_last_answer_of_the_office_to_the_same_words_is_offered(response):
    answered("First")
    last = answered("Second")
    answered("Other words", text="Something else.")
    answered("Nothing said", action="")

    assert earlier(response) == [last]


def test_no_answer_of_another_office_is_offered(response):
    answered("Theirs", policing_body=factories.make_policing_body("surrey-pcc", "Surrey"))

    assert earlier(response) == []


def test_an_answer_is_not_offered_to_itself(response):
    response.answers.create(finding=response.inspection.findings.get(), action="Ours.")

    assert earlier(response) == []


def test_the_page_offers_the_answer_until_something_is_typed(client, officer, response):
    answered()
    finding = response.inspection.findings.get()

    page = client.get(address("write", response))
    assert f"{OFFER} , in our response to National report: Accepted. We ask for figures. Use this answer" in text_of(
        page
    )
    Answer.objects.create(response=response, finding=finding, no_action_reason="It is done.")

    assert OFFER not in text_of(client.get(address("write", response)))


def test_use_puts_the_answer_in_keeps_what_is_typed_and_saves_nothing(client, officer, response):
    source = answered()
    pk = response.inspection.findings.get().pk
    sent = typed(response, our_comments="Half a sen") | {f"action-{pk}": "", f"position-{pk}": "", "use": pk}

    page = client.post(address("write", response), sent)

    form = page.context["form"]
    assert "The earlier answer is put in where nothing was typed. Check it, then save." in text_of(page)
    said = [form[f"{name}-{pk}"].value() for name in ("position", "action", "no_action_reason")]
    assert said == ["accepted", source.action, ""]
    assert form["our_comments"].value() == "Half a sen"
    assert not form[f"owner-{pk}"].value()
    assert list(Answer.objects.all()) == [source]
    assert UnsavedText.objects.get().sent["our_comments"] == "Half a sen"


@pytest.mark.parametrize("use", ["", "0", "x", "999999"])
def test_use_of_what_is_not_offered_changes_nothing(client, officer, response, use):
    answered()
    pk = response.inspection.findings.get().pk

    page = client.post(address("write", response), typed(response) | {f"action-{pk}": "Mine.", "use": use})

    assert page.context["form"][f"action-{pk}"].value() == "Mine."
