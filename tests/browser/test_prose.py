"""Writing long texts: the toolbar, pasting from Word and from web pages, the preview, and none of it."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from responses.models import Response
from tests import factories
from tests.browser import looking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OURS = "Our comments on the report"
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(text, [html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  text.focus();
  return text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
WORD = (CLIPBOARD / "word.html").read_text("utf-8")
FROM_WORD = """## What we found

The force has **two** teams, and *no* plan.

- first point
   - within it
- second point

Then:

1. ask
2. check

[The report](https://example.org/report%281%29) and a note."""
WEB = (CLIPBOARD / "web_page.html").read_text("utf-8")
FROM_WEB = """### Next steps

Costs of 5\\*3 \\[see **below**\\].

- one
- two
   1. a
   2. b

Press or [write](mailto:office@example.org).

2023  17

2024  12"""


@pytest.fixture
def response():
    response = factories.make_response()
    factories.make_finding(response.inspection)
    return response


@pytest.fixture
def page(page, live_server, response):
    looking.watch(page)
    looking.sign_in(page, live_server, factories.make_officer())
    page.goto(live_server.url + reverse("responses:response-write", args=[response.pk]))
    page.get_by_role("toolbar").first.wait_for()
    return page


def ours(page):
    return page.get_by_label(OURS, exact=True)


def tool(page, name):
    return page.get_by_role("toolbar", name=f"Format: {OURS}").get_by_role("button", name=name)


def choose(page, text, words):
    ours(page).fill(text)
    start = text.index(words)
    ours(page).evaluate("(text, [from, to]) => text.setSelectionRange(from, to)", [start, start + len(words)])


@pytest.mark.parametrize(
    ("name", "before", "chosen", "after"),
    [
        ("Heading", "First.\nWhat we found\nLast.", "we", "First.\n\n## What we found\nLast."),
        ("Bold", "We accept it all.", "accept", "We **accept** it all."),
        ("Bold", "We accept it all.", "accept ", "We **accept** it all."),
        ("Link", "See the report.", "the report", "See [the report](https://)."),
        (
            "Link",
            "See https://example.org now.",
            "https://example.org",
            "See [words of the link](https://example.org) now.",
        ),
        ("Bullets", "ask\n- check\n3. tell", "ask\n- check\n3. tell", "- ask\n- check\n- tell"),
        ("Numbers", "Then:\n\nask\ncheck", "ask\ncheck", "Then:\n\n1. ask\n2. check"),
    ],
)
def test_toolbar_formats_what_is_chosen(page, name, before, chosen, after):
    choose(page, before, chosen)
    tool(page, name).click()

    expect(ours(page)).to_have_value(after)
    expect(ours(page)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(ours(page)).to_have_value(before)


def test_toolbar_is_one_stop_of_the_keyboard_and_its_tools_are_reached_by_arrows(page):
    tool(page, "Heading").focus()
    for key in ["ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft", "ArrowLeft"]:
        page.keyboard.press(key)
    expect(tool(page, "Bullets")).to_be_focused()
    page.keyboard.press("Tab")
    expect(ours(page)).to_be_focused()


@pytest.mark.parametrize(("html", "words"), [(WORD, FROM_WORD), (WEB, FROM_WEB)], ids=["Word", "web page"])
def test_paste_keeps_headings_lists_bold_and_links_and_drops_the_rest(page, html, words):
    assert ours(page).evaluate(PASTE, [html, "plain"]) is False
    assert ours(page).input_value() == words
    page.keyboard.press("Control+z")
    expect(ours(page)).to_have_value("")
    assert page.complaints == []


def test_paste_leaves_plain_text_to_the_browser(page):
    assert ours(page).evaluate(PASTE, ["", "**plain** - text"]) is True


def test_preview_shows_in_a_new_tab_what_is_typed_and_saves_nothing(page):
    ours(page).fill("## What we found\n\n- **one**\n\n<script>alert(1)</script>")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").first.click()
    shown = looking.watch(opened.value)

    expect(shown.get_by_role("heading", name="What we found")).to_be_visible()
    expect(shown.locator("li > p > strong, li > strong")).to_have_text("one")
    expect(shown.get_by_text("<script>alert(1)</script>")).to_be_visible()
    looking.expect_sound(shown)
    expect(ours(page)).to_have_value("## What we found\n\n- **one**\n\n<script>alert(1)</script>")
    assert Response.objects.get().our_comments == ""


def test_writing_page_with_its_tools_is_sound(page):
    page.get_by_text("How to format a text").click()
    looking.expect_sound(page)
