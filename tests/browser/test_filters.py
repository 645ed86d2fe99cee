"""The filters of a list: live with a script, a plain form without; the address always says what is shown."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import looking

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker, _settings_of_a_test_run):
    """Thirty recommendations, of which two wait for somebody to be assigned; no test changes them."""
    with django_db_blocker.unblock():
        officer, lead = factories.make_officer(), factories.make_lead()
        for number in range(1, 31):
            finding = factories.make_finding(title=f"Improve thing {number}", deadline="By 1 March 2025")
            factories.make_follow_up(finding, by=officer, lead=lead if number > 2 else None)
        server = LiveServer("localhost")
        with server._live_server_modified_settings:
            yield server, looking.session_cookie(server.url, officer)
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def page(page, portal):
    """The list of recommendations."""
    return opened(page, *portal)


@pytest.fixture
def plain_page(browser, portal):
    """The same without a script."""
    with browser.new_context(java_script_enabled=False) as context:
        yield opened(context.new_page(), *portal)


def opened(page, server, cookie):
    looking.watch(page).context.add_cookies([cookie])
    page.goto(server.url + reverse("responses:follow-up-list"))
    return page


def count(page):
    return page.locator("#count strong")


def unallocated(page):
    return page.get_by_label("Awaiting allocation")


def test_list_is_sound_as_it_comes_and_filtered_and_empty(page):
    looking.expect_sound(page)
    page.goto(page.url + "?state=awaiting-allocation")
    looking.expect_sound(page)
    page.goto(page.url + "&q=nothing-like-this")
    looking.expect_sound(page)


def test_choosing_a_filter_changes_the_list_the_title_and_the_address(page):
    expect(count(page)).to_have_text("30")
    unallocated(page).check()

    expect(count(page)).to_have_text("2")
    expect(page).to_have_url(re.compile(r"/recommendations/\?state=awaiting-allocation&sort=due$"))
    expect(page).to_have_title(re.compile(r"^Recommendations \(2 results\)"))
    expect(page.get_by_role("link", name="Remove this filter: Awaiting allocation")).to_be_visible()
    assert page.complaints == []


def test_choosing_a_filter_is_read_out_and_keeps_the_focus(page):
    unallocated(page).focus()
    page.keyboard.press("Space")

    expect(page.get_by_role("status")).to_contain_text("2 results")
    expect(unallocated(page)).to_be_focused()


def test_going_back_shows_the_list_as_it_was(page):
    unallocated(page).check()
    expect(count(page)).to_have_text("2")
    page.go_back()

    expect(count(page)).to_have_text("30")
    expect(unallocated(page)).not_to_be_checked()


def test_typing_searches_after_a_pause_once(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    page.get_by_label("Search").press_sequentially("thing 7", delay=20)

    expect(count(page)).to_have_text("1")
    page.get_by_label("Search").blur()
    page.get_by_label("Search").press("Enter")
    assert len(asked) == 1


def test_a_link_within_the_page_does_not_load_it_again(page):
    loaded = []
    page.on("load", lambda: loaded.append(page.url))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#main-content$"))
    page.wait_for_timeout(300)
    assert loaded == []


def test_taking_a_filter_away_shows_all_again(page):
    unallocated(page).check()
    page.get_by_role("link", name="Remove this filter: Awaiting allocation").click()

    expect(count(page)).to_have_text("30")
    expect(unallocated(page)).not_to_be_checked()


def test_pages_keep_the_filter(page):
    page.get_by_label("Search").fill("thing")
    expect(page).to_have_url(re.compile("q=thing"))
    page.get_by_role("link", name="Next page").click()

    expect(page).to_have_title(re.compile(r"^Recommendations \(30 results\), page 2 of 2"))
    expect(page.get_by_label("Search")).to_have_value("thing")


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(page):
    page.context.clear_cookies()
    unallocated(page).check()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Sign in")


def test_panel_is_closed_on_a_narrow_screen_and_opens(page):
    page.set_viewport_size({"width": 375, "height": 800})
    expect(unallocated(page)).not_to_be_visible()
    page.get_by_text("Filter", exact=True).click()

    expect(unallocated(page)).to_be_visible()


def test_filters_and_sorting_work_without_a_script(plain_page):
    unallocated(plain_page).check()
    plain_page.get_by_role("button", name="Apply filters").click()
    expect(count(plain_page)).to_have_text("2")
    plain_page.get_by_role("button", name="Sort").click()
    expect(count(plain_page)).to_have_text("2")
