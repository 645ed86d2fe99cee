"""How pages look and behave in a browser: accessibility rules, narrow screens, no script, the strict policy."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser import looking
from tests.browser.looking import expect_sound, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _with_styles():
    if not (settings.BASE_DIR / "static/build/stamp").exists():
        pytest.skip("The front end is not built (manage.py build_frontend)")


@pytest.fixture
def page(page):
    """A page that remembers what the browser refused or complained about."""
    return looking.watch(page)


def test_form_with_errors_is_accessible_and_its_summary_leads_to_the_control(page, live_server):
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_title(re.compile("^Error: Sign in"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect_sound(page)
    page.get_by_role("link", name="Enter your password").click()
    expect(page.locator("#id_password")).to_be_focused()


def test_page_not_found_is_accessible(page, live_server):
    page.goto(live_server.url + "/nothing-here/")
    page.complaints.clear()  # the browser notes the 404 itself

    expect_sound(page)


@pytest.mark.parametrize("name", ["500.html", "400.html", "403_csrf.html"])
def test_static_error_page_is_accessible(page, live_server, client, name):
    page.route("**/broken/", lambda route: route.fulfill(body=render_to_string(name), content_type="text/html"))
    page.goto(live_server.url + "/broken/")

    expect_sound(page)


def test_password_can_be_shown(page, live_server):
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("Password", exact=True).fill("three random words")

    page.get_by_role("button", name="Show password").click()

    expect(page.locator("#id_password")).to_have_attribute("type", "text")


def test_signing_in_and_out_works_without_a_script(browser, live_server):
    officer = factories.make_officer(password=factories.PASSWORD)
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url + reverse("account_login"))
        page.get_by_label("Email address").fill(officer.email)
        page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(live_server.url + reverse("help"))
        page.get_by_role("button", name="Sign out").click()

        expect(page.get_by_text("You have signed out.")).to_be_visible()


def test_menu_opens_on_a_narrow_screen(page, live_server):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(live_server.url + reverse("help"))
    published = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Published responses")

    expect(published).not_to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(published).to_be_visible()


def test_menu_of_an_administrator_stands_in_one_row(page, live_server):
    sign_in(page, live_server, factories.make_administrator())
    page.set_viewport_size({"width": 1280, "height": 800})

    page.goto(live_server.url + reverse("help"))

    items = page.get_by_role("navigation", name="Menu").get_by_role("listitem")
    assert len({item.bounding_box()["y"] for item in items.all()}) == 1


def test_first_key_leads_past_the_menu(page, live_server):
    page.goto(live_server.url + reverse("help"))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main-content")).to_be_focused()


@pytest.mark.parametrize("address", ["/admin/", "/admin/accounts/user/add/", "/admin/bodies/force/1/history/"])
def test_back_office_keeps_to_its_policy(page, live_server, address):
    sign_in(page, live_server, factories.make_administrator())

    page.goto(live_server.url + address.replace("/1/", f"/{factories.make_force().pk}/"))

    assert page.complaints == []
    assert page.locator("#header").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(10, 59, 70)"


def test_back_office_lists_with_actions(page, live_server):
    sign_in(page, live_server, factories.make_administrator())
    page.goto(live_server.url + "/admin/accounts/user/")

    page.get_by_role("checkbox", name="Select this object for an action").first.check()

    expect(page.get_by_text("1 of 1 selected")).to_be_visible()
    assert page.complaints == []


def test_back_office_finds_what_one_types_and_keeps_to_its_policy(page, live_server):
    finding = factories.make_finding(title="Share intelligence")
    sign_in(page, live_server, factories.make_administrator())
    page.goto(f"{live_server.url}/admin/inspections/finding/{finding.pk}/change/")

    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("share")

    page.get_by_role("option", name="Share intelligence").wait_for()
    assert page.complaints == []
