"""Copies for HMICFRS and the Home Secretary (R5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from pypdfium2 import PdfDocument

from responses.models import CopyFor, Event, Notice, Recipient, Response, Sending, Way
from responses.notices import outbox
from responses.standing import standing
from responses.workflow import correction
from responses.workflow import response as response_workflow
from responses.workflow import sending as workflow
from tests import factories
from tests.responses.views.published import TODAY, publish

pytestmark = pytest.mark.django_db
AT = datetime(2024, 10, 3, 9, 30, tzinfo=UTC)
THEN = date(2024, 10, 2)
HMICFRS, HOME = CopyFor.INSPECTORATE, CopyFor.HOME_SECRETARY
POSTED = {"way": Way.POST, "sent_on": THEN, "proof": "Receipt 12"}


@pytest.fixture
def publication():
    return publish(slug="organised-crime").publications.get()


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def desk():
    return Recipient.objects.create(copy_for=HMICFRS, name="Response desk", address="desk@example.org")


def record(publication, by, copy_for=HMICFRS, number=1, **facts):
    return workflow.record(publication, copy_for=copy_for, number=number, by=by, at=AT, **(POSTED | facts))


def days(publication):
    return [copy.sent_on for copy in standing(publication.response, on=AT.date()).copies]


def told(publication):
    events = Event.objects.filter(response=publication.response, kind="response-sent").order_by("pk")
    return list(events.values_list("detail", "reason"))


def test_record_keeps_the_day_the_way_and_the_proof_and_says_so(publication, officer):
    record(publication, officer)

    assert days(publication) == [THEN, None]
    assert told(publication) == [("to HMICFRS on 2 October 2024, by post: Receipt 12", "")]


def test_a_response_is_complete_with_both_copies(publication, officer):
    record(publication, officer)
    assert standing(publication.response, on=TODAY).is_complete is False

    record(publication, officer, HOME)
    assert standing(publication.response, on=TODAY).is_complete is True


def test_a_correction_replaces_what_is_recorded_and_keeps_it(publication, officer):
    record(publication, officer)
    record(publication, officer, number=2, sent_on=TODAY, reason="The receipt is of the day before.")

    assert days(publication) == [TODAY, None]
    assert list(Sending.objects.values_list("number", "sent_on")) == [(1, THEN), (2, TODAY)]
    assert told(publication)[1][1] == "The receipt is of the day before."


def test_take_back_leaves_the_copy_to_be_sent(publication, officer):
    record(publication, officer)
    workflow.take_back(publication, copy_for=HMICFRS, number=2, reason="It came back.", by=officer, at=AT)

    assert days(publication) == [None, None]
    assert told(publication)[1] == ("not sent to HMICFRS after all", "It came back.")


def test_record_refuses_the_second_of_two_people(publication, officer):
    record(publication, officer)

    with pytest.raises(workflow.AlreadyRecordedError, match="Somebody else has recorded this copy"):
        record(publication, officer, proof="Receipt 13")
    assert Sending.objects.get().proof == "Receipt 12"


@pytest.mark.django_db(transaction=True)
def test_a_letter_asked_for_by_four_at_once_goes_once(publication, officer, desk):
    def ask(_n):
        try:
            return workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT).number
        except workflow.AlreadyRecordedError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        numbers = sorted(threads.map(ask, range(4)), key=str)

    assert (numbers, Notice.objects.count(), Sending.objects.count()) == ([1, None, None, None], 1, 1)


def test_send_letter_needs_an_address(publication, officer):
    Recipient.objects.create(copy_for=HMICFRS, name="Response desk", ends_on=TODAY, address="old@example.org")

    with pytest.raises(workflow.NoAddressError, match="An administrator has to enter the address of HMICFRS first"):
        workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT)
    assert (Notice.objects.count(), Sending.objects.count()) == (0, 0)


def test_a_letter_is_the_proof_once_the_mail_server_has_taken_it(publication, officer, desk, smtp_sink):
    sending = workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT)
    assert (days(publication), sending.waits) == ([None, None], True)

    outbox.send_owed(now=lambda: AT)

    assert days(publication) == [AT.date(), None]
    (letter,) = smtp_sink.letters
    assert letter["To"] == "desk@example.org"
    assert letter["Subject"].startswith("Response to South-east regional response")
    assert letter["Auto-Submitted"] is None


def test_a_letter_has_the_published_text_attached_as_a_pdf(publication, officer, desk, smtp_sink):
    workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT)
    outbox.send_owed(now=lambda: AT)

    (attached,) = smtp_sink.letters[0].iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (
        "organised-crime-version-1.pdf",
        "application/pdf",
    )
    assert "We welcome the report." in PdfDocument(attached.get_content())[0].get_textpage().get_text_range()


def test_a_letter_names_the_office_the_report_the_day_and_the_address(publication, officer, desk, settings, smtp_sink):
    settings.PORTAL_URL = "https://portal.example.org"
    workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT)
    outbox.send_owed(now=lambda: AT)

    body = smtp_sink.letters[0].get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert (
        body
        == """\
Police and Crime Commissioner for Hampshire and Isle of Wight has published a response to this report:

South-east regional response to serious and organised crime

It was published on 1 October 2024 and can be read here:
https://portal.example.org/register/organised-crime/

A copy is attached. Section 55(6) of the Police Act 1996 asks for a copy to be sent to HMICFRS.

--
Police and Crime Commissioner for Hampshire and Isle of Wight
hampshire-pcc@example.org
"""
    )


def test_a_letter_is_not_sent_once_the_copy_is_recorded_otherwise(publication, officer, desk, smtp_sink):
    workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT)
    record(publication, officer, number=2, reason="Posted at once.")
    outbox.send_owed(now=lambda: AT)

    assert smtp_sink.letters == []
    assert (Notice.objects.get().status, days(publication)) == ("suppressed", [THEN, None])


def test_a_letter_is_not_sent_once_the_response_is_withdrawn(publication, officer, desk, smtp_sink):
    workflow.send_letter(publication, copy_for=HMICFRS, number=1, by=officer, at=AT)
    correction.withdraw(publication.response, number=1, reason="Wrong report.", by=factories.make_approver(), at=AT)
    outbox.send_owed(now=lambda: AT)

    assert smtp_sink.letters == []


def test_a_corrected_text_has_to_be_sent_anew(publication, officer):
    record(publication, officer)
    record(publication, officer, HOME)
    response = publication.response
    correction.correct(response, reason="A wrong name.", by=officer, at=AT)
    Response.objects.filter(pk=response.pk).update(signatory="D. Example")
    response.refresh_from_db()
    sent = response_workflow.submit(response, by=officer, at=AT)
    response_workflow.approve(response, number=sent.number, by=officer, at=AT)
    later = response_workflow.publish(response, published_on=AT.date(), note="A wrong name.", by=officer, at=AT)

    now = standing(response, on=AT.date())
    assert ([copy.sent_on for copy in now.copies], now.is_complete, now.is_compliant) == ([None, None], False, True)
    record(later, officer, sent_on=AT.date())
    assert days(publication) == [AT.date(), None]
