"""Deciding whether to respond."""

from uuid import uuid4

import pytest
from django.urls import reverse

from responses.models import Response
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import published

pytestmark = pytest.mark.django_db


def test_start_records_the_decision_once_for_a_double_click(client, officer):
    inspection = factories.make_inspection()
    sent = {"section_55": "applies", "reason": "", "submission_id": str(uuid4())}

    pages = [client.post(reverse("responses:response-start", args=[inspection.pk]), sent) for _ in range(2)]

    response = Response.objects.get()
    assert [page.headers["Location"] for page in pages] == [response.get_absolute_url()] * 2
    assert response.events.count() == 1


def test_start_wants_a_reason_where_the_law_does_not_ask_for_a_response(client, officer):
    start = reverse("responses:response-start", args=[factories.make_inspection().pk])

    page = client.post(start, {"section_55": "does-not-apply", "reason": " ", "submission_id": str(uuid4())})

    assert "There is a problem Enter why section 55 does not apply" in text_of(page)
    assert Response.objects.count() == 0


def test_start_wants_a_decision(client, officer):
    start = reverse("responses:response-start", args=[factories.make_inspection().pk])

    page = client.post(start, {"reason": "Something typed.", "submission_id": str(uuid4())})

    assert "Select whether we must respond" in text_of(page)
    assert "Something typed." in text_of(page)


def test_start_again_changes_the_decision(client, officer):
    response = factories.make_response(section_55="does-not-apply", section_55_reason="Not the subject.")
    start = reverse("responses:response-start", args=[response.inspection_id])

    assert "Not the subject." in text_of(client.get(start))
    sent = {"section_55": "applies", "reason": "left over", "version": "0", "submission_id": str(uuid4())}
    page = client.post(start, sent, follow=True)

    response.refresh_from_db()
    assert (response.section_55, response.section_55_reason) == ("applies", "")
    assert "is saved" in text_of(page)


def test_start_tells_who_comes_second(client, officer):
    response = factories.make_response(version=1)
    start = reverse("responses:response-start", args=[response.inspection_id])

    sent = {"section_55": "voluntary", "reason": "Not ours.", "version": "0", "submission_id": str(uuid4())}
    page = client.post(start, sent, follow=True)

    assert "Somebody else has changed this since you opened it" in text_of(page)
    assert Response.objects.get().section_55 == "applies"


def test_start_leads_to_a_response_that_has_gone_on(client, officer):
    response = published()

    page = client.get(reverse("responses:response-start", args=[response.inspection_id]))

    assert page.headers["Location"] == response.get_absolute_url()


SUBJECT = "The force is clearly not the subject of the report"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("", f"{SUBJECT}."),
        ("It inspected Kent.", f"{SUBJECT}.\nIt inspected Kent."),
        (f"{SUBJECT}.\nIt inspected Kent.", f"{SUBJECT}.\nIt inspected Kent."),
    ],
)
def test_start_keeps_the_reason_selected_with_the_own_words(client, officer, words, kept):
    """R6"""
    start = reverse("responses:response-start", args=[factories.make_inspection().pk])

    sent = {"section_55": "does-not-apply", "ground": SUBJECT, "reason": words, "submission_id": str(uuid4())}
    client.post(start, sent)

    assert Response.objects.get().section_55_reason == kept
