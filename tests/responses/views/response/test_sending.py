"""The page that sends or records the copies."""

from datetime import date

import pytest
from django.urls import reverse

from responses.models import CopyFor, Notice, Recipient, Sending, Way
from responses.workflow import sending as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import NOW, TODAY, published

pytestmark = pytest.mark.django_db


def address(response, copy_for="inspectorate"):
    return reverse("responses:copy-send", args=[response.pk, copy_for])


def day(on):
    return {"sent_on_0": on.day, "sent_on_1": on.month, "sent_on_2": on.year}


def posted(on=TODAY, **facts):
    return {"number": 0, "way": "post", "proof": "Receipt 12", **day(on)} | facts


def desk(**facts):
    return Recipient.objects.create(copy_for="inspectorate", name="Desk", address="desk@example.org", **facts)


def test_both_copies_recorded_make_the_response_complete(client, officer):
    response = published()

    client.post(address(response), posted())
    page = client.post(
        address(response, "home-secretary"), posted(way="email", proof="Answer of 1 October"), follow=True
    )

    words = text_of(page)
    assert "It is recorded that the Home Secretary has a copy." in words
    assert "Sent to HMICFRS 1 October 2024 By post: Receipt 12" in words
    assert "Sent to the Home Secretary 1 October 2024 By e-mail: Answer of 1 October" in words
    assert "Complete: published and both copies sent" in words


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"way": ""}, "Select how the copy goes"),
        ({"proof": ""}, "Enter what shows that it was sent"),
        ({"sent_on_0": "", "sent_on_1": "", "sent_on_2": ""}, "Enter the day it was sent"),
        (day(date(2024, 10, 2)), "Day it was sent must be today or in the past"),
        (day(date(2024, 9, 30)), "Day it was sent must be on or after the day of publication"),
        ({"way": "letter"}, "Select a valid choice. letter is not one of the available choices."),
        ({"way": "not-sent"}, "Select a valid choice. not-sent is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_refused(client, officer, typed, error):
    page = client.post(address(published()), posted() | typed)

    assert f"There is a problem {error} " in text_of(page)
    assert Sending.objects.count() == 0


def test_a_copy_of_another_version_than_the_page_showed_is_not_recorded(client, officer):
    response = published()

    page = client.post(address(response), posted(version=2))

    assert "Version 1 has been published since you opened this page." in text_of(page)
    assert Sending.objects.count() == 0
    client.post(address(response), posted(version=page.context["form"]["version"].value()))
    assert Sending.objects.get().publication.number == 1


def test_the_portal_sends_the_letter_where_the_address_is_known(client, officer):
    response = published()
    desk()
    choices = text_of(client.get(address(response)))

    page = client.post(address(response), {"number": 0, "way": "letter"}, follow=True)

    assert "The portal sends a letter now, to desk@example.org" in choices
    assert "The letter to HMICFRS is on its way." in text_of(page)
    assert "Sent to HMICFRS Not yet The letter to desk@example.org waits to be sent" in text_of(page)
    assert Notice.objects.get().address == "desk@example.org"


def test_a_letter_that_is_refused_is_shown_and_can_be_sent_again(client, officer):
    response = published()
    desk()
    client.post(address(response), {"number": 0, "way": "letter"})
    Notice.objects.update(status="failed", reason="550 No such mailbox")

    words = text_of(client.get(response.get_absolute_url()))
    again = {"number": 1, "way": "letter", "reason": "The address is right now."}
    client.post(address(response), again)

    assert "The letter was not sent Refused by the mail server: 550 No such mailbox" in words
    assert list(Notice.objects.order_by("pk").values_list("status", flat=True)) == ["failed", "pending"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (factories.make_officer, "an administrator has to enter the address first."),
        (factories.make_administrator, "enter the address first."),
    ],
)
def test_without_an_address_the_page_says_who_enters_it(client, make, words):
    response = published()
    Recipient.objects.create(copy_for="inspectorate", name="Desk")
    client.force_login(make())

    shown = text_of(client.get(address(response)))

    assert f"The portal cannot send a letter to HMICFRS yet: {words}" in shown
    assert "The portal sends a letter now" not in shown


def test_a_correction_wants_a_reason_and_can_take_the_sending_back(client, officer):
    response = published()
    client.post(address(response), posted())

    refused = client.post(address(response), {"number": 1, "way": "not-sent"})
    page = client.post(address(response), {"number": 1, "way": "not-sent", "reason": "It came back."}, follow=True)

    assert "There is a problem Enter why this replaces what is recorded" in text_of(refused)
    assert "It is recorded that HMICFRS has no copy yet." in text_of(page)
    assert "Sent to HMICFRS Not yet" in text_of(page)


def test_what_a_colleague_has_recorded_meanwhile_stays(client, officer):
    response = published()
    facts = {"way": Way.POST, "sent_on": TODAY, "proof": "Receipt of a colleague"}
    publication = response.publications.get()
    workflow.record(publication, copy_for=CopyFor.INSPECTORATE, number=1, by=officer, at=NOW, **facts)

    page = client.post(address(response), posted(reason="None"), follow=True)

    assert "Somebody else has recorded this copy. See what they have recorded." in text_of(page)
    assert Sending.objects.get().proof == "Receipt of a colleague"


def test_copies_go_to_the_two_that_the_law_names(client, officer):
    assert client.get(address(published(), "press")).status_code == 404
