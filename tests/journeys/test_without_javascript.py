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


@pytest.fixture
def office(new_context, live_server):
    """Beside it, somebody whose browser runs scripts."""
    desk = Desk(new_context, live_server.url)
    yield desk
    assert desk.page.complaints == []


def test_evidence_goes_to_and_fro_between_a_browser_without_a_script_and_one_with(desk, office):
    lead = factories.make_lead(password=factories.PASSWORD)
    follow_up = factories.make_follow_up(lead=lead)
    office.sign_in(factories.make_officer(password=factories.PASSWORD).email)
    ask_for_two_items(office, follow_up)

    desk.sign_in(lead.email)
    desk.follow("Please send what you have.")
    desk.press("Start the reply")
    reply(desk, "1. Minutes", "Attached.", file="Minutes.txt")
    say_what_it_answers(desk, "Minutes.txt", "1. Minutes")
    desk.reads("You have not replied to every item yet.")
    desk.press("Send to the office")
    desk.reads("Replied in part")

    office.open("responses:evidence-list")
    office.follow("Please send what you have.")
    office.reads("Replied in part", "Attached.", "Minutes.txt")
    accept_the_part(office)

    desk.press("Go on with the reply")
    reply(desk, "2. Figures by district", "12 of 14.")
    desk.press("Send to the office")
    desk.reads("Reply sent")

    return_the_second(office)
    desk.follow("See what you sent")
    desk.press("Start the reply")
    desk.reads("Item 2 was returned:", "Which two are missing?")
    reply(desk, "2. Figures by district", "14 of 14.")
    desk.press("Send to the office")

    office.page.reload()
    office.press("Accept or return")
    office.tick("Is this what you asked for in item 2?", "Yes, accept it")
    office.press("Save and tell the force")
    office.reads("The evidence is accepted.")
    sent = EvidenceRequest.objects.get()
    assert sent.status == RequestStatus.ACCEPTED
    [minutes] = sent.rounds.first().files.all()
    assert (minutes.name, minutes.items_in_words) == ("Minutes.txt", "item 1")


def ask_for_two_items(desk, follow_up):
    desk.open("responses:evidence-ask", follow_up.pk)
    desk.fill("What do you need from the force?", "Please send what you have.")
    desk.fill("List of items (optional)", "Minutes\nFigures by district")
    desk.press("Send the request")
    desk.reads("has been asked for evidence.")


def reply(desk, item, words, *, file=""):
    desk.fill(item, words)
    desk.page.get_by_label("Green: on track or complete").check()
    if file:
        desk.attach(file, b"Agreed on Monday.")
    desk.press("Check and send")
    desk.reads(words, file)


def say_what_it_answers(desk, file, item):
    desk.follow("Back to your reply")
    desk.tick(f"Which items does “{file}” answer?", item)
    desk.press("Check and send")
    desk.reads(f"{item}\n\nAttached.\n\n{file}")


def accept_the_part(desk):
    desk.press("Accept or return this part")
    desk.tick("Is this what you asked for in item 1?", "Yes, accept it")
    desk.press("Save")
    desk.reads("This part of the evidence is accepted.")


def return_the_second(desk):
    desk.page.reload()
    desk.press("Accept or return")
    desk.tick("Is this what you asked for in item 2?", "No, return it to the force")
    desk.fill("What item 2 needs", "Which two are missing?")
    desk.press("Save and tell the force")
    desk.reads("The evidence is returned to the force.")


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
