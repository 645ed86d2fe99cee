"""A request for evidence in the browser: asked, answered with files, returned; each page sound at each width."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from responses.models import EvidenceRequest, RequestStatus
from responses.workflow import evidence as workflow
from tests import factories
from tests.browser.looking import expect_sound, sign_in, watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _with_styles():
    if not (settings.BASE_DIR / "static/build/stamp").exists():
        pytest.skip("The front end is not built (manage.py build_frontend)")


@pytest.fixture
def page(page):
    return watch(page)


@pytest.fixture
def lead():
    return factories.make_lead()


def press(page, button):
    page.get_by_role("button", name=button).click()


def test_the_office_asks_and_hears_what_is_missing(page, live_server, lead):
    follow_up = factories.make_follow_up(lead=lead)
    sign_in(page, live_server, factories.make_officer())
    page.goto(live_server.url + reverse("responses:evidence-ask", args=[follow_up.pk]))

    press(page, "Send the request")
    page.get_by_role("link", name="Enter what you need from the force").click()
    page.keyboard.type("The minutes of the board.")
    expect_sound(page)
    press(page, "Send the request")

    expect(page.get_by_text("Dana Brook has been asked for evidence.")).to_be_visible()
    assert EvidenceRequest.objects.get().question == "The minutes of the board."


def test_the_force_answers_with_files_and_corrects_one_that_is_refused(page, live_server, lead, tmp_path):
    request = factories.make_request(factories.make_follow_up(lead=lead), lead=lead, due_on=date(2030, 1, 31))
    minutes, program = tmp_path / "Minutes.txt", tmp_path / "Plan.exe"
    minutes.write_text("Agreed.")
    program.write_text("MZ")
    sign_in(page, live_server, lead)
    page.goto(live_server.url + request.get_absolute_url())
    press(page, "Start the reply")

    page.get_by_label("Your reply").fill("All shifts are briefed.")
    page.get_by_label("Green").check()
    page.locator("input[type=file]").set_input_files([minutes, program])
    press(page, "Check and send")
    expect_sound(page)
    expect(page.get_by_role("link", name="Minutes.txt (7 bytes)")).to_be_visible()
    press(page, "Check and send")
    expect_sound(page)
    press(page, "Send to the office")

    expect(page.get_by_role("heading", name="Reply sent")).to_be_visible()
    expect_sound(page)
    request.refresh_from_db()
    assert (request.status, request.rounds.get().files.get().name) == (RequestStatus.ANSWERED, "Minutes.txt")


def test_the_office_reads_and_judges(page, live_server, lead):
    request = factories.make_request(factories.make_follow_up(lead=lead), lead=lead, status=RequestStatus.ANSWERED)
    factories.make_file(factories.make_round(request, submitted_at=factories.AT), name=f"{'Minutes ' * 12}.txt")
    sign_in(page, live_server, factories.make_officer())

    page.goto(live_server.url + reverse("responses:evidence-list"))
    expect_sound(page)
    page.get_by_role("link", name="Please send the briefing material.").click()
    expect_sound(page)
    page.get_by_role("button", name="Accept or return").click()
    page.get_by_label("No, return it to the force").check()
    press(page, "Save and tell the force")
    expect_sound(page)
    page.get_by_label("Note to the force").fill("Which districts?")
    press(page, "Save and tell the force")

    expect(page.get_by_text("The evidence is returned to the force.")).to_be_visible()


def test_whoever_writes_while_a_colleague_sends_gets_the_words_back(page, live_server, lead, tmp_path):
    request = factories.make_request(factories.make_follow_up(lead=lead), lead=lead)
    draft = workflow.open_answer(request, by=lead, at=factories.AT)
    minutes = tmp_path / "Minutes.txt"
    minutes.write_text("Agreed.")
    sign_in(page, live_server, lead)
    page.goto(live_server.url + reverse("responses:evidence-reply", args=[request.pk]))
    page.get_by_label("Your reply").fill("All shifts\nare briefed.")
    page.locator("input[type=file]").set_input_files(minutes)
    workflow.save_draft(draft, version=0, text="In short: yes.", force_rag="", claims_complete=False)
    workflow.submit(draft, version=draft.version, by=factories.make_lead(name="Ravi Cole"), at=factories.AT)
    press(page, "Check and send")

    expect(page.get_by_text("Ravi Cole sent the reply on 2 September 2024 at 11am.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_have_value("All shifts\nare briefed.")
    page.complaints.clear()  # the browser notes the page's 409
    expect_sound(page)
