"""Two people at one response: nobody's words are lost, and nothing unread is approved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from oversight.typed import Text, Typed
from responses.models import Response
from responses.workflow import response as workflow
from tests import factories
from tests.locks import in_a_thread, wait_until_somebody_waits
from tests.meanwhile import just_before
from tests.reading import errors_of, text_of
from tests.responses.views.response.pages import NOW, address, in_review, status_of, written

pytestmark = pytest.mark.django_db


def start(inspection):
    return reverse("responses:response-start", args=[inspection.pk])


def decision(section_55, reason="", **facts):
    return {"section_55": section_55, "reason": reason, "submission_id": str(uuid4())} | facts


def test_start_keeps_the_reason_of_whoever_decides_second_and_shows_both(client, officer):
    response = factories.make_response(version=1)
    typed = decision("voluntary", "The force is not the subject.", version="0")
    page = client.post(start(response.inspection), typed)

    assert page.context["form"]["reason"].value() == "The force is not the subject."
    assert (
        "What has changed Must we respond under section 55 of the Police Act 1996? "
        "Saved by somebody else Yes, we must respond Yours, not saved yet No, but we respond voluntarily"
    ) in text_of(page)
    client.post(start(response.inspection), typed | {"version": page.context["form"]["version"].value()})
    assert Response.objects.get().section_55_reason == "The force is not the subject."


def test_start_keeps_the_reason_of_whoever_starts_second(client, officer):
    inspection = factories.make_inspection()
    workflow.start(inspection, **decision("applies"), by=factories.make_officer(), at=NOW)
    page = client.post(start(inspection), decision("does-not-apply", "Answered with another report."))

    assert page.context["form"]["reason"].value() == "Answered with another report."
    assert "Somebody else has changed this since you opened it" in text_of(page)
    assert Response.objects.get().section_55 == "applies"


def test_approve_does_not_approve_a_text_that_came_after_the_page(client, approver):
    response = in_review()
    seen = client.get(response.get_absolute_url()).context["sent"].number
    other = factories.make_approver()
    workflow.send_back(response, reason="Name a date.", by=other, at=NOW)
    workflow.submit(response, by=other, at=NOW)
    page = client.post(address("approve", response), {"number": seen}, follow=True)

    assert "Another text has been sent for review since you opened the page. Read it first." in text_of(page)
    assert status_of(response) == "in-review"


def test_page_to_approve_carries_what_was_read(client, approver):
    response = written(status="in-review")
    factories.make_version(response, number=7)

    assert '<input type="hidden" name="number" value="7">' in client.get(response.get_absolute_url()).text


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


@pytest.mark.django_db(transaction=True)
def test_two_offices_that_start_at_once_get_an_address_each():
    inspection = factories.make_inspection(title="Custody")
    sussex = factories.make_policing_body("sussex-pcc", "Sussex")
    here, there = factories.make_officer(), factories.make_officer(policing_body=sussex)
    with transaction.atomic():
        workflow.start(inspection, **decision("applies"), by=here, at=NOW)
        thread = in_a_thread(
            lambda: workflow.start(inspection, **decision("applies"), by=there, at=NOW + timedelta(seconds=1))
        )
        wait_until_somebody_waits()
    thread.join()

    assert sorted(Response.objects.values_list("slug", flat=True)) == ["custody", "custody-sussex-pcc"]


def test_start_gives_the_reason_back_where_the_response_has_gone_on(client, officer):
    response = written(status="in-review")
    page = client.post(start(response.inspection), decision("voluntary", "The force is not the subject."))

    assert page.status_code == 409
    assert "The decision can no longer be changed: the response is in review." in text_of(page)
    assert page.context["typed"] == Typed([Text("reason", "The force is not the subject.")])


def test_send_back_gives_the_reason_back_where_another_approver_has(client, approver):
    response = written(status="draft")
    page = client.post(address("send-back", response), {"reason": "Name a date."})

    assert page.status_code == 403
    assert page.context["typed"] == Typed([Text("reason", "Name a date.")])


def test_send_back_keeps_the_reason_where_another_approver_is_a_moment_earlier(client, approver):
    response = written(status="in-review")
    with just_before('UPDATE "responses_response"', lambda: Response.objects.update(status="draft")):
        page = client.post(address("send-back", response), {"reason": "Name a date."})

    assert errors_of(page) == {"__all__": ["The response has moved on: it is now draft."]}
    assert page.context["form"]["reason"].value() == "Name a date."
