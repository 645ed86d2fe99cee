"""One response: what it lacks, what the public will see, and who may do what."""

import re
from datetime import date

import pytest
from django.urls import reverse

from responses.models import Answer, Response
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import address, approved, in_review, published, written

pytestmark = pytest.mark.django_db


def test_detail_stays_within_its_queries(client, officer, django_assert_num_queries):
    response = written()
    for _ in range(3):
        factories.make_finding(response.inspection)

    with django_assert_num_queries(14):
        client.get(address("detail", response))


def test_detail_says_what_is_missing_with_links_to_it(client, officer):
    response = written(answered=False, signatory="")
    finding = response.inspection.findings.get()
    factories.make_finding(response.inspection, kind="area-for-improvement", reference="SE-A1")

    page = client.get(address("detail", response))

    words = text_of(page)
    assert f"What is missing Enter who signs the response Enter the action on {finding.reference}, or why" in words
    assert "Answer SE-A1, or select “No response needed” (before approval)" in words
    assert f'href="{address("write", response)}#finding-{finding.pk}"' in page.content.decode()


def test_detail_unfolds_the_clock_into_its_arithmetic(client, officer):
    words = text_of(client.get(address("detail", factories.make_response())))

    assert "How this is counted Day 1 is Friday 30 August 2024, the day the report was published." in words
    assert "Tuesday 1 October 2024 is day 33: 23 days left." in words


def test_detail_previews_what_the_public_will_see(client, officer):
    words = text_of(client.get(address("detail", written())))

    assert "This is a preview." in words
    assert "What the Commissioner has done or will do We ask for monthly figures." in words


@pytest.mark.parametrize(("due_on", "is_awaited"), [(date(2024, 10, 1), True), (date(2024, 9, 30), False)])
def test_detail_does_not_say_that_comments_failed_to_come_while_there_is_time(client, officer, due_on, is_awaited):
    dates = {"invited_on": date(2024, 9, 2), "comments_due_on": due_on}
    response = factories.make_response(chief_officer_comments="", **dates)

    words = text_of(client.get(address("detail", response)))

    assert ("The comments will stand here." in words, "No comments were received." in words) == (
        is_awaited,
        not is_awaited,
    )


def test_detail_shows_the_frozen_text_once_it_is_published(client, officer):
    response = published()
    Answer.objects.update(action="Changed behind the portal's back.")

    words = text_of(client.get(address("detail", response)))

    assert "We ask for monthly figures." in words
    assert "Changed behind" not in words
    assert "See the public page" in words
    assert "Published on time Not complete: a copy is still to be sent" in words


def test_detail_says_why_there_is_no_response(client, officer):
    response = factories.make_response(section_55="does-not-apply", section_55_reason="Not the subject.")

    words = text_of(client.get(address("detail", response)))

    assert "We do not respond to this report Not the subject." in words
    assert "Change whether we respond" in words
    assert "Write the response" not in words


COPIES = ["Send to HMICFRS", "Send to the Home Secretary"]
BUTTONS = ["Write the response", "Send for review", "Approve", "Publish", "Return to the writers", *COPIES]


@pytest.mark.parametrize(
    ("make", "status", "office", "reviewer"),
    [
        (written, "draft", BUTTONS[:2], BUTTONS[:2]),
        (in_review, "in-review", [], ["Approve", "Return to the writers"]),
        (approved, "approved", ["Publish"], ["Publish", "Return to the writers"]),
        (published, "published", COPIES, COPIES),
    ],
)
def test_detail_offers_each_person_the_next_steps(client, make, status, office, reviewer):
    response = make()
    Response.objects.update(status=status)

    offered = []
    for person in (factories.make_officer(), factories.make_approver(), factories.make_viewer()):
        client.force_login(person)
        html = client.get(address("detail", response)).content.decode()
        offered.append([name for name in BUTTONS if re.search(rf">\s*{name}\s*</(a|button)>", html)])

    assert offered == [office, reviewer, []]


PAGES = ["detail", "write", "submit", "approve", "send-back", "publish"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_another_office_are_not_there(client, name):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    response = written()
    post = client.post if name in {"submit", "approve"} else client.get
    for person in (factories.make_officer(policing_body=surrey), factories.make_lead()):
        client.force_login(person)
        assert post(address(name, response)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_strangers_to_sign_in(client, name):
    page = client.get(address(name, written()))

    assert page.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("name", "make"),
    [("write", written), ("submit", written), ("publish", approved)],
)
def test_a_viewer_reads_and_does_not_write(client, name, make):
    response = make()
    client.force_login(factories.make_viewer())

    assert client.get(address("detail", response)).status_code == 200
    assert client.post(address(name, response)).status_code == 403


@pytest.mark.parametrize("name", ["approve", "send-back"])
def test_an_officer_does_not_decide_on_the_review(client, officer, name):
    assert client.post(address(name, written(status="in-review"))).status_code == 403


def test_force_leads_have_no_list_of_responses(client):
    client.force_login(factories.make_lead())

    assert client.get(reverse("responses:response-list")).status_code == 404
