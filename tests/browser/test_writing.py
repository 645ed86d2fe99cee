"""Two browsers at one response, and what is kept while somebody types."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from responses.models import Response, UnsavedText
from tests import factories
from tests.browser import looking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OURS = "Our comments on the report"
REPLY = "Our reply to the chief officer's comments (optional)"


@pytest.fixture
def response():
    response = factories.make_response(our_comments="First.")
    factories.make_finding(response.inspection)
    return response


@pytest.fixture
def desk(browser, live_server, response):
    """Opens the writing page for one more person, in a browser of their own."""
    contexts = []

    def sit_down(name):
        contexts.append(browser.new_context())
        page = looking.watch(contexts[-1].new_page())
        looking.sign_in(page, live_server, factories.make_officer(name=name))
        page.goto(live_server.url + reverse("responses:response-write", args=[response.pk]))
        return page

    yield sit_down
    for context in contexts:
        context.close()


def field(page, label):
    return page.get_by_label(label, exact=True)


def save(page):
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_load_state()


def test_two_people_who_write_at_once_lose_nothing(desk, response):
    priya, alex = desk("Priya Shah"), desk("Alex Morgan")
    field(priya, OURS).fill("Priya's comments.")
    field(priya, "Signed by").fill("Priya's signatory")
    save(priya)
    field(alex, OURS).fill("Alex's comments.")
    field(alex, REPLY).fill("Alex's reply.")
    save(alex)

    expect(alex).to_have_title(re.compile("^Error: "))
    expect(alex.get_by_text("Priya's comments.")).to_be_visible()
    expect(field(alex, OURS)).to_have_value("Alex's comments.")
    looking.expect_sound(alex)
    assert Response.objects.get().our_comments == "Priya's comments."
    field(alex, OURS).fill("Priya's comments. Alex's comments.")
    alex.get_by_label("Mine, as it stands above").check()
    save(alex)

    expect(alex.get_by_text("The response is saved.")).to_be_visible()
    response.refresh_from_db()
    said = (response.our_comments, response.signatory, response.our_reply)
    assert said == ("Priya's comments. Alex's comments.", "Priya's signatory", "Alex's reply.")


def test_what_is_typed_is_kept_and_offered_again(desk, response):
    priya = desk("Priya Shah")
    field(priya, OURS).fill("Half a sentence.")
    expect(priya.get_by_text("Kept for you at").first).to_be_visible(timeout=15_000)
    assert Response.objects.get().our_comments == "First."
    priya.reload()
    looking.expect_sound(priya)
    priya.get_by_role("button", name="Use them").click()

    expect(field(priya, OURS)).to_have_value("Half a sentence.")
    save(priya)
    expect(priya.get_by_text("The response is saved.")).to_be_visible()
    assert (Response.objects.get().our_comments, UnsavedText.objects.count()) == ("Half a sentence.", 0)


def test_what_cannot_be_kept_is_said_in_words_and_stays(desk, response):
    priya = desk("Priya Shah")
    priya.context.clear_cookies()
    field(priya, OURS).fill("Half a sentence.")

    expect(priya.get_by_role("alert").filter(has_text="you are signed out")).to_be_visible(timeout=15_000)
    expect(field(priya, OURS)).to_have_value("Half a sentence.")
    priya.context.set_offline(True)
    field(priya, OURS).fill("A sentence.")
    expect(priya.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible(timeout=15_000)
    assert UnsavedText.objects.count() == 0
