"""Every kind of field in a browser: with and without script, filled, refused, on a narrow screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _page_of_every_kind(settings):
    settings.ROOT_URLCONF = "tests.browser.widget_page"


@pytest.fixture
def page(page, live_server):
    looking.watch(page)
    page.goto(live_server.url + "/every-kind/")
    return page


def send(page):
    page.get_by_role("button", name="Send").click()


def fill(page, folder):
    page.get_by_label("Name").fill("Priya")
    page.get_by_label("North district").first.check()
    page.get_by_label("What has changed?").fill("Much")
    page.get_by_role("group", name="Which parts?").get_by_label("Gwent").check()
    for part, typed in [("Day", "1"), ("Month", "march"), ("Year", "2025")]:
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_label("Place").select_option("South district")
    page.get_by_label("A chief officer agrees").check()
    page.get_by_label("Password", exact=True).fill("three random words")
    for name in ("plan.pdf", "minutes.docx"):
        (folder / name).write_text("text")
    page.locator("input[type=file]").set_input_files([folder / "plan.pdf", folder / "minutes.docx"])


def test_every_kind_of_field_is_accessible(page):
    looking.expect_sound(page)


def test_every_kind_of_field_is_accessible_when_refused(page):
    send(page)

    expect(page).to_have_title(re.compile("^Error: "))
    looking.expect_sound(page)


def test_every_link_of_the_summary_puts_the_focus_on_a_control(page):
    send(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    focused = []
    for link in page.locator(".govuk-error-summary a").all():
        link.click()
        focused.append(page.evaluate("document.activeElement.id"))

    assert focused == [
        "id_name",
        "id_state_0",
        "id_text",
        "id_parts_0_0",
        "id_done_on_0",
        "id_place",
        "id_agreed",
        "id_secret",
        "id_files",
    ]


def test_filled_form_arrives_whole_with_both_files(page, tmp_path):
    fill(page, tmp_path)
    send(page)

    expect(page.locator("#cleaned")).to_have_text("2025-03-01 ['gwent'] plan.pdf, minutes.docx")


def test_filled_form_arrives_whole_without_a_script(browser, live_server, tmp_path):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url + "/every-kind/")
        fill(page, tmp_path)
        send(page)

        expect(page.locator("#cleaned")).to_have_text("2025-03-01 ['gwent'] plan.pdf, minutes.docx")


def test_what_was_typed_survives_a_refusal(page):
    page.get_by_label("What has changed?").fill("Far more than twenty characters of it")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Gwent").check()
    send(page)

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("What has changed?")).to_have_value("Far more than twenty characters of it")
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    expect(page.get_by_label("Gwent")).to_be_checked()


def test_textarea_counts_the_characters_that_are_left(page):
    page.wait_for_selector(".govuk-character-count__sr-status", state="attached")
    page.get_by_label("What has changed?").fill("Twelve chars")

    expect(page.get_by_text("You have 8 characters remaining").first).to_be_visible()
    page.get_by_label("What has changed?").fill("Twenty-three characters")
    expect(page.get_by_text("You have 3 characters too many").first).to_be_visible()


def test_chosen_files_are_counted_in_readable_colours(page, tmp_path):
    expect(page.get_by_text("No files chosen")).to_be_visible()
    fill(page, tmp_path)

    expect(page.get_by_text("2 files chosen")).to_be_visible()
    assert looking.faults(page) == []
