"""Whole responses, typed in by an officer: each paragraph is on the public page, in the PDF and in Word, in order."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from oversight.bodies.models import Force, PolicingBody
from tests import factories
from tests.journeys import whole
from tests.journeys.desk import Desk, at
from tests.responses import papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICER = "priya.shah@office.example.org"
APPROVER = "alex.morgan@office.example.org"


@pytest.fixture
def office(settings, live_server):
    settings.PORTAL_URL = live_server.url
    call_command("load_reference_data")
    body = PolicingBody.objects.get(code="hampshire-pcc")
    factories.make_officer(OFFICER, policing_body=body, password=factories.PASSWORD)
    factories.make_approver(APPROVER, policing_body=body, password=factories.PASSWORD)
    return body


def test_each_paragraph_of_a_response_is_published_in_order(office, new_context, live_server):
    publish_and_read(whole.OWN, new_context, live_server)


@pytest.mark.parametrize("name", whole.REAL)
def test_each_paragraph_of_a_real_response_is_published_in_order(office, new_context, live_server, name):
    folder = os.environ.get("REAL_RESPONSES")
    if not folder:
        pytest.skip("REAL_RESPONSES names no folder with the two real responses")
    text = (Path(folder) / name).read_text()
    publish_and_read(whole.REAL[name](text), new_context, live_server)


def publish_and_read(response, new_context, live_server):
    report_on = response.report_on
    record(response)
    with time_machine.travel(at(report_on.year, report_on.month, report_on.day) + timedelta(days=40), tick=True):
        officer, approver, public = (Desk(new_context, live_server.url) for _ in range(3))
        officer.sign_in(OFFICER)
        write(officer, response)
        publish(officer, approver)
        read(public, response)
    assert [desk.page.complaints for desk in (officer, approver, public)] == [[]] * 3


def record(response):
    inspection = factories.make_inspection(
        "WHOLE", title=response.title, published_on=response.report_on, forces=[Force.objects.get(code="hampshire")]
    )
    inspection.publication_confirmed_at = factories.AT
    inspection.publication_confirmed_by = factories.make_officer()
    inspection.save()
    concern = None
    for said in response.answers:
        under = concern if said.kind == "recommendation" else None
        finding = factories.make_finding(
            inspection, kind=said.kind, label=said.label, title=said.label, text=said.words, parent=under
        )
        concern = finding if said.kind == "cause-of-concern" else concern


def write(desk, response):
    desk.open("inspections:inspection-list")
    desk.follow(response.title)
    desk.press("Respond to this inspection")
    desk.tick("Must we respond under section 55 of the Police Act 1996?", "Yes, we must respond")
    desk.press("Save the decision")
    desk.press("Write the response")
    desk.fill("Our comments on the report", response.our_comments)
    desk.fill("Signed by", response.signatory)
    desk.fill("Title of who signs", response.signatory_title)
    invited = response.report_on + timedelta(days=4)
    desk.fill_date("Chief officer invited to comment on", invited.day, invited.month, invited.year)
    due = response.report_on + timedelta(days=32)
    desk.fill_date("Comments asked for by", due.day, due.month, due.year)
    if response.chief_officer_comments:
        desk.fill_date("Comments received on", due.day, due.month, due.year)
        desk.fill("Chief officer's comments", response.chief_officer_comments)
        desk.fill("Signed by (chief officer)", response.chief_officer_name)
        desk.fill("Rank", response.chief_officer_rank)
    for number, said in enumerate(response.answers):
        group = desk.page.get_by_role("group", name="Our position on").nth(number)
        group.get_by_label("Accepted", exact=True).check()
        desk.page.get_by_role("textbox", name="Action taken or proposed on").nth(number).fill(said.action)
    desk.press("Save and see the response")


def publish(officer, approver):
    officer.press("Send for review")
    officer.reads("The response is sent for review.")
    approver.sign_in(APPROVER)
    approver.page.goto(officer.page.url)
    approver.press("Approve")
    approver.reads("The response is approved.")
    officer.page.reload()
    officer.press("Publish")
    officer.press("Publish")
    officer.reads("The response is published.")


def read(desk, response):
    desk.open("home")
    desk.follow(response.title)
    desk.reads(response.force)
    expect_in_order(response.paragraphs, desk.page.locator("main").inner_text())
    expect_in_order(response.paragraphs, papers.words_of_pdf(downloaded(desk, "PDF")))
    expect_in_order(response.paragraphs, papers.words_of_word(downloaded(desk, "Word")))


def downloaded(desk, kind):
    """What the link leads to; a browser shows a PDF and keeps a Word file."""
    link = desk.page.get_by_role("link", name=f"Download as {kind}")
    return desk.page.request.get(link.get_attribute("href")).body()


def expect_in_order(paragraphs, text):
    rest = words(text)
    for paragraph in paragraphs:
        _, found, after = rest.partition(words(paragraph))
        assert found, f"{paragraph!r} is not in {rest!r}"
        rest = f" {after}"


def words(text):
    """However it is set: with spaces between, and nothing else."""
    return f" {' '.join(re.findall(r'\w+', text))} "
