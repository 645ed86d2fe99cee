"""How the register is found: for search engines and in link previews."""

from xml.etree import ElementTree as ET

import pytest
from django.test import override_settings

from tests import factories
from tests.reading import text_of
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db

CARD = (
    "Finding: Share intelligence with frontline teams. "
    "To do: The force should share what it learns with those who need it. "
    "By when: 1 March 2025. So far: Accepted in part. We ask for monthly figures."
)


@pytest.fixture(autouse=True)
def _portal():
    with override_settings(PORTAL_URL="https://portal.example.org"):
        yield


def test_the_sitemap_has_every_page_of_the_register_and_no_draft(client):
    publish(slug="custody")
    factories.make_response(slug="a-draft")

    page = client.get("/sitemap.xml")

    assert page.headers["Content-Type"] == "application/xml"
    locations = [
        each.text for each in ET.fromstring(page.content).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert locations == [
        f"https://portal.example.org/register/{path}"
        for path in ("", "data/", "forces/hampshire/", "policing-bodies/hampshire-pcc/", "custody/")
    ]
    assert b"<lastmod>2024-10-01</lastmod>" in page.content


def test_search_engines_are_asked_to_read_the_register_only(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[:2] == ["User-agent: *", "Allow: /register/"]
    assert "Disallow: /" in lines
    assert lines[-1] == "Sitemap: https://portal.example.org/sitemap.xml"


def _described(html):
    return html.partition('property="og:description" content="')[2].partition('">')[0]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/register/", "Each inspection of the police, what was said about it"),
        ("/register/data/", "Every published response to an inspection as CSV, JSON"),
        ("/register/forces/hampshire/", "Hampshire and Isle of Wight Constabulary: its most recent PEEL grades"),
        ("/register/policing-bodies/hampshire-pcc/", "Police and Crime Commissioner for Hampshire and Isle of Wight: "),
        (
            "/register/custody/",
            f"Response from Police and Crime Commissioner for Hampshire and Isle of Wight. {CARD}",
        ),
    ],
)
def test_a_link_to_a_page_previews_what_is_on_it(client, address, words):
    publish(slug="custody")

    html = client.get(address).content.decode()

    assert _described(html).startswith(words)
    assert 'content="noindex"' not in html


def test_an_earlier_version_is_not_for_search_engines(client):
    publish(slug="custody")

    assert 'content="noindex"' in client.get("/register/custody/versions/1/").content.decode()


def test_a_preview_cannot_break_out_of_its_place(client):
    publish(slug="custody", said={"action": '"><script>alert(1)</script>'})

    assert "<script>alert" not in client.get("/register/custody/").content.decode()


def test_each_finding_has_its_card(client):
    publish(slug="custody")

    assert (
        "Finding Share intelligence with frontline teams To do The force should share what it learns with those who "
        "need it. By when 1 March 2025 So far Accepted in part. We ask for monthly figures."
        in text_of(client.get("/register/custody/"))
    )


def test_a_feed_tells_of_the_first_three_findings(client):
    inspection = factories.make_inspection()
    for number in range(1, 5):
        factories.make_finding(inspection, number=number, title=f"Title {number}")
    finding = inspection.findings.first()
    publish(finding=finding)

    feed = client.get("/register/responses.atom").content.decode()

    assert [f"Finding: Title {number}." in feed for number in (1, 2, 3, 4)] == [True, True, True, False]
