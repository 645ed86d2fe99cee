"""The public page on paper: the document, and nothing that is for the screen."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.browser import looking
from tests.responses.papers import one_line, pages_of
from tests.responses.views.published import publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COMMENTS = "## What we found\n\nWe **welcome** it and will:\n\n- ask\n- look\n\n[Read it](https://example.org/report)"


@pytest.fixture(autouse=True)
def _with_styles():
    if not (settings.BASE_DIR / "static/build/stamp").exists():
        pytest.skip("The front end is not built (manage.py build_frontend)")


def test_public_page_prints_as_a_document(page, live_server):
    response = publish(our_comments=COMMENTS, our_reply="Thanks. " * 900)
    page.goto(live_server.url + reverse("responses:public-response", args=[response.slug]))

    sheets = [one_line(sheet) for sheet in pages_of(page.pdf(prefer_css_page_size=True))]
    words = " ".join(sheets)

    for shown in (response.inspection.title, "What we found", "Donald Reed", "We ask for monthly figures."):
        assert shown in words
    for hidden in ("Sign in", "Contents", "Download", "Published responses", "/register/"):
        assert hidden not in words
    assert "Read it (https://example.org/report)" in words
    assert [f"Page {number} of {len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1)] == [True] * len(
        sheets
    )
    assert len(sheets) > 2


def test_formatted_text_is_accessible_at_every_width(page, live_server):
    looking.watch(page)
    response = publish(our_comments=COMMENTS, said={"action": "# First\n\n### Then\n\n1. one\n2. two"})

    page.goto(live_server.url + reverse("responses:public-response", args=[response.slug]))

    looking.expect_sound(page)
