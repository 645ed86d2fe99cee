"""What people do daily works where no script runs: filters, a reply with a file, a form that is refused."""

import re

import pytest
from playwright.sync_api import expect

from responses.models import EvidenceRequest, RequestStatus
from tests import factories
from tests.journeys.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(new_context, live_server):
    desk = Desk(new_context, live_server.url, java_script_enabled=False)
    yield desk
    assert desk.page.complaints == []


def test_recommendations_are_filtered_without_a_script(desk):
    lead = factories.make_lead()
    factories.make_follow_up(factories.make_finding(title="Share what is known"), lead=lead)
    factories.make_follow_up(factories.make_finding(title="Train those who answer calls"))
    desk.sign_in(factories.make_officer(password=factories.PASSWORD).email)
    desk.open("responses:follow-up-list")
    desk.reads("2 recommendations")

    desk.page.get_by_label("Awaiting allocation").check()
    desk.press("Apply filters")

    desk.reads("1 recommendation", "Train those who answer calls")
    expect(desk.page.get_by_text("Share what is known")).to_have_count(0)
    desk.follow("Remove this filter: Awaiting allocation")
    desk.reads("2 recommendations")


def test_evidence_with_a_file_is_sent_without_a_script(desk):
    lead = factories.make_lead(password=factories.PASSWORD)
    request = factories.make_request(factories.make_follow_up(lead=lead), lead=lead)
    desk.sign_in(lead.email)
    desk.follow(request.question)
    desk.press("Start the reply")
    desk.fill("Your reply", "Every shift is briefed each week.")
    desk.page.get_by_label("Green: on track or complete").check()
    desk.attach("Briefings.txt", b"North: 12 shifts. South: 11 shifts.")
    desk.press("Check and send")
    desk.reads("Briefings.txt")
    desk.press("Send to the office")

    desk.reads("Reply sent", request.reference)
    sent = EvidenceRequest.objects.get()
    assert sent.status == RequestStatus.ANSWERED
    assert [file.name for file in sent.rounds.get().files.all()] == ["Briefings.txt"]


def test_refused_form_says_what_is_wrong_and_keeps_what_was_typed_without_a_script(desk):
    desk.sign_in(factories.make_officer(password=factories.PASSWORD).email)
    desk.open("inspections:inspection-new")
    desk.fill("Title of the report", "Custody in the county")
    desk.fill_date("Publication date", 31, 2, 2024)
    desk.press("Record")

    expect(desk.page).to_have_title(re.compile("^Error: Record an inspection"))
    summary = desk.page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_contain_text(["Enter a reference", "Select a kind of inspection"])
    expect(desk.page.get_by_label("Title of the report", exact=True)).to_have_value("Custody in the county")
    expect(desk.page.get_by_label("Day", exact=True).first).to_have_value("31")
    summary.get_by_role("link", name="Enter a reference").click()
    assert desk.page.url.endswith("#id_reference")
