"""Every page in each of its states, looked at by axe on a desk and on a phone, under the strict policy."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.live_server_helper import LiveServer

from oversight.accounts.models import User
from tests.browser import looking, story
from tests.browser.states import NO_PAGE, STATES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NOW = datetime(2025, 11, 19, 15, 0, tzinfo=UTC)  # a Wednesday
GONE = "Failed to load resource: the server responded with a status of 410 (Gone)"


# Who signs in; the public does not.
PEOPLE = {
    "officer": "officer@demo.example.org",
    "approver": "approver@demo.example.org",
    "viewer": "viewer@demo.example.org",
    "administrator": "administrator@demo.example.org",
    "lead": "lead@demo.example.org",
    "next door": "officer@next-door.example.org",
    "lead next door": "lead@next-door.example.org",
}


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker, _settings_of_a_test_run):
    """The demo's story, told once for all these tests, on a server of their own."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True):
        call_command("load_reference_data")
        call_command("demo")
        story.tell_more(PEOPLE, NOW)
        server = LiveServer("localhost")
        with server._live_server_modified_settings:
            yield server
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def pages(browser, portal):
    """One page a person, made when first asked for."""
    # Before the tests, whose own transactions the server cannot see into.
    cookies = {who: looking.session_cookie(portal.url, User.objects.get(email=email)) for who, email in PEOPLE.items()}
    made = {}

    def of(who):
        if who not in made:
            context = browser.new_context(base_url=portal.url)
            context.set_default_timeout(10_000)
            context.add_cookies([cookies[who]] if who in cookies else [])
            made[who] = looking.watch(context.new_page())
        return made[who]

    yield of
    for page in made.values():
        page.context.close()


@pytest.mark.parametrize("state", STATES, ids=str)
def test_page_is_sound(pages, state):
    page = pages(state.who)
    page.complaints.clear()
    page.set_viewport_size({"width": looking.WIDTHS[0], "height": 900})
    page.goto(state.address)
    if state.press:
        go_wrong(page, state)
    else:
        expect_row_with_errors(page, state)

    looking.expect_sound_at_every_width(page)
    assert set(page.complaints) <= ({GONE} if state.what == "withdrawn" else set())


def go_wrong(page, state):
    for label, typed in state.spoil.items():
        control = page.get_by_label(label, exact=True).first
        (control.select_option if control.evaluate("each => each.tagName") == "SELECT" else control.fill)(typed)
    page.get_by_role("button", name=state.press, exact=True).last.click()
    summary = ".errornote" if state.name.startswith("admin:") else ".govuk-error-summary"
    page.locator(summary).wait_for()
    page.wait_for_load_state()


def expect_row_with_errors(page, state):
    """A page of ours with something to fill in has to be looked at with errors as well."""
    controls = page.locator("main.govuk-main-wrapper form[method=post] :is(input:not([type=hidden]), textarea, select)")
    assert not controls.count() or state.name in {each.name for each in STATES if each.press}


def test_every_page_has_a_state_here():
    named = set(names(get_resolver().url_patterns))

    assert named - {state.name for state in STATES} == set(NO_PAGE)


def names(patterns, namespace=""):
    """The back office is Django's: a few of its pages stand for all."""
    for each in patterns:
        if isinstance(each, URLResolver) and each.namespace != "admin":
            yield from names(each.url_patterns, f"{each.namespace}:" if each.namespace else namespace)
        elif isinstance(each, URLPattern):
            yield namespace + each.name
