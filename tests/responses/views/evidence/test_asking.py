"""Asking a force for evidence."""

from datetime import date
from uuid import uuid4

import pytest

from oversight.typed import Text, Typed
from responses.models import EvidenceRequest, FollowUp, Notice, WorkStatus
from tests import factories
from tests.reading import errors_of, text_of
from tests.responses.views.evidence.pages import address

pytestmark = pytest.mark.django_db


def question(lead, **changes):
    day = {"due_on_0": "24", "due_on_1": "2", "due_on_2": "2025"}
    facts = {"question": "Send the minutes.", "lead": lead.pk, "classification": "official", "submission_id": uuid4()}
    return facts | day | changes


def test_ask_sends_the_request_and_comes_back_to_the_recommendation(client, officer, follow_up, lead):
    client.force_login(officer)

    page = client.post(address("ask", follow_up), question(lead), follow=True)

    request = EvidenceRequest.objects.get()
    assert page.redirect_chain == [(follow_up.get_absolute_url(), 302)]
    assert "Dana Brook has been asked for evidence." in text_of(page)
    assert (request.question, request.due_on, request.sent_by) == ("Send the minutes.", date(2025, 2, 24), officer)
    assert list(request.follow_ups.all()) == [follow_up]


def test_ask_twice_with_one_page_makes_one_request_and_one_letter(client, officer, follow_up, lead):
    client.force_login(officer)
    same = question(lead)

    client.post(address("ask", follow_up), same)
    client.post(address("ask", follow_up), same)

    assert EvidenceRequest.objects.count() == Notice.objects.count() == 1


def test_ask_can_be_about_other_recommendations_of_the_same_report_and_force(client, officer, follow_up, lead):
    other = factories.make_follow_up(factories.make_finding(follow_up.finding.inspection))
    elsewhere = factories.make_follow_up()
    client.force_login(officer)

    page = client.get(address("ask", follow_up))
    client.post(address("ask", follow_up), question(lead, also=[other.pk]))
    refused = client.post(address("ask", follow_up), question(lead, also=[elsewhere.pk]))

    assert [each.pk for each in page.context["form"].fields["also"].queryset] == [other.pk]
    assert set(EvidenceRequest.objects.get().follow_ups.all()) == {follow_up, other}
    assert list(errors_of(refused)) == ["also"]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"question": ""}, {"question": ["Enter what you need from the force"]}),
        ({"due_on_0": "10"}, {"due_on": ["Reply date must be in the future"]}),
        ({"due_on_1": ""}, {"due_on": ["Reply date must include a month"]}),
        ({"lead": ""}, {"lead": ["Select who should reply"]}),
        (
            {"classification": "secret"},
            {"classification": ["Select how sensitive the reply will be"]},
        ),
    ],
)
def test_ask_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(client, follow_up, lead, changes, errors):
    client.force_login(factories.make_officer())

    page = client.post(address("ask", follow_up), question(lead) | changes)

    assert errors_of(page) == errors
    assert "There is a problem" in text_of(page)
    assert EvidenceRequest.objects.count() == 0
    if "question" not in changes:
        assert page.context["form"]["question"].value() == "Send the minutes."


def test_ask_without_anybody_at_the_force_says_what_to_do(client, officer):
    follow_up = factories.make_follow_up()
    client.force_login(officer)

    page = client.get(address("ask", follow_up))

    assert "has an account yet, so nobody can be asked. An administrator can invite a force lead." in text_of(page)


def test_ask_about_what_was_closed_meanwhile_gives_the_question_back(client, officer, follow_up, lead):
    FollowUp.objects.update(status=WorkStatus.DONE)
    client.force_login(officer)

    page = client.post(address("ask", follow_up), question(lead))

    assert page.status_code == 403
    assert page.context["typed"] == Typed([Text("question", "Send the minutes.")])


def test_ask_twice_from_one_page_with_other_words_offers_a_second_request(client, officer, follow_up, lead):
    client.force_login(officer)
    same = question(lead)
    client.post(address("ask", follow_up), same)

    page = client.post(address("ask", follow_up), same | {"question": "Send the plan."})

    told = f"that is {EvidenceRequest.objects.get().reference}. Send it again to add these as well."
    assert errors_of(page) == {"__all__": [f"You have already sent this page, with other answers: {told}"]}
    again = {"question": "Send the plan.", "submission_id": page.context["form"]["submission_id"].value()}
    client.post(address("ask", follow_up), same | again)
    assert set(EvidenceRequest.objects.values_list("question", flat=True)) == {"Send the minutes.", "Send the plan."}


@pytest.mark.parametrize("name", ["due_on_0", "lead", "also"])
def test_ask_twice_from_one_page_with_another_answer_offers_a_second_request(client, officer, follow_up, lead, name):
    beside = factories.make_follow_up(factories.make_finding(follow_up.finding.inspection))
    others = {"due_on_0": "25", "lead": factories.make_lead(name="Ravi Cole").pk, "also": [beside.pk]}
    client.force_login(officer)
    same = question(lead)
    client.post(address("ask", follow_up), same)

    page = client.post(address("ask", follow_up), same | {name: others[name]})

    assert "You have already sent this page, with other answers" in text_of(page)
    assert EvidenceRequest.objects.count() == 1
