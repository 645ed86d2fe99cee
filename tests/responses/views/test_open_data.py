"""The register as CSV, JSON and Atom: the rows of the list, readable by machines, safe in a spreadsheet."""

import csv
import json
from datetime import date
from io import StringIO
from xml.etree import ElementTree as ET

import pytest

from inspections.models import Theme
from responses import exports
from responses.models import Publication
from responses.workflow import correction
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db

CSV, JSON, ATOM = "/register/responses.csv", "/register/responses.json", "/register/responses.atom"
SENTENCE = "HMICFRS published its report on 30 August 2024. The response was published on 1 October 2024, on time."
CARD = (
    "<p>Finding: Share intelligence with frontline teams. To do: The force should share what it learns with those who "
    "need it. By when: 1 March 2025. So far: Accepted in part. We ask for monthly figures.</p>"
)
XML = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.PORTAL_URL = "https://portal.example.org"
    settings.DATA_LICENCE = ""
    settings.FEED_AUTHORITY = ""


def _one(slug="organised-crime", **facts):
    told = {"title": "Organised crime", "url": "https://example.org/report"} | facts
    inspection = factories.make_inspection(**told)
    theme = Theme.objects.get_or_create(slug="organised-crime", defaults={"name": "Organised crime"})[0]
    inspection.themes.add(theme)
    return publish(inspection=inspection, slug=slug)


def rows_of(page):
    return list(csv.DictReader(StringIO(page.content.decode("utf-8-sig"))))


# Files.


def test_csv_holds_each_fact_of_a_response(client):
    _one()

    page = client.get(CSV)

    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="responses.csv"'
    assert rows_of(page) == [
        {
            "id": "organised-crime",
            "address": "https://portal.example.org/register/organised-crime/",
            "title": "Organised crime",
            "inspectorate": "HMICFRS",
            "report_address": "https://example.org/report",
            "report_published_on": "2024-08-30",
            "report_published_wording": "30 August 2024",
            "report_date_confirmed": "no",
            "also_answers": "",
            "policing_body_code": "hampshire-pcc",
            "policing_body": "Police and Crime Commissioner for Hampshire and Isle of Wight",
            "force_codes": "hampshire",
            "forces": "Hampshire and Isle of Wight Constabulary",
            "theme_codes": "organised-crime",
            "themes": "Organised crime",
            "required_by_law": "yes",
            "last_day": "2024-10-24",
            "published_on": "2024-10-01",
            "timing": "on-time",
            "days_late": "0",
            "version": "1",
            "version_published_on": "2024-10-01",
            "correction": "",
        }
    ]


def test_csv_leaves_empty_what_is_not_known(client):
    _one(published_on=None, published_wording="August 2024", url="")

    (row,) = rows_of(client.get(CSV))

    assert row["report_published_wording"] == "August 2024"
    assert [row[name] for name in ("report_published_on", "report_address", "last_day", "days_late")] == [""] * 4
    assert row["timing"] == "no-deadline"


def test_csv_opens_in_excel_with_every_letter(client):
    _one(title="Heddlu’n Gŵyr – a’r “hawl”")

    assert client.get(CSV).content.startswith(b"\xef\xbb\xbfid,address,title,")
    assert rows_of(client.get(CSV))[0]["title"] == "Heddlu’n Gŵyr – a’r “hawl”"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_csv_cannot_become_a_formula(start):
    assert exports.cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"
    assert exports.cell([f"{start}1", "2"]) == f"'{start}1; 2"


@pytest.mark.parametrize(
    ("value", "written"), [("a=b", "a=b"), (None, ""), (True, "yes"), (False, "no"), (3, "3"), ([], "")]
)
def test_a_cell_is_plain_text(value, written):
    assert exports.cell(value) == written


def test_json_holds_the_same_with_numbers_lists_and_nothing(client):
    _one(published_on=None, published_wording="August 2024")

    page = client.get(JSON)
    told = json.loads(page.content)

    assert page.headers["Content-Type"] == "application/json"
    assert told["dictionary"] == "https://portal.example.org/register/data/"
    (row,) = told["responses"]
    assert list(row) == [column.name for column in exports.COLUMNS]
    assert row["force_codes"] == ["hampshire"]
    assert (row["version"], row["required_by_law"], row["days_late"]) == (1, True, None)


def test_a_file_holds_what_the_list_shows_with_the_same_filters(client):
    _one()
    _one(slug="custody", title="Custody")

    assert [row["id"] for row in rows_of(client.get(CSV, {"q": "custody"}))] == ["custody"]
    assert [row["id"] for row in json.loads(client.get(JSON, {"q": "organised"}).content)["responses"]] == [
        "organised-crime"
    ]
    assert [row["id"] for row in rows_of(client.get(CSV))] == ["custody", "organised-crime"]


def test_the_list_leads_to_the_file_of_what_it_shows(client):
    _one()

    assert 'href="/register/responses.csv?q=crime"' in client.get("/register/?q=crime&page=1").content.decode()
    assert 'href="/register/responses.csv"' in client.get("/register/?page=1").content.decode()


# The data dictionary.


def test_the_dictionary_explains_every_column_and_names_every_file(client):
    _one()

    page = client.get("/register/data/")
    html, text = page.content.decode(), text_of(page)

    assert [column.name for column in exports.COLUMNS if f"<code>{column.name}</code>" not in html] == []
    assert [column.name for column in exports.COLUMNS if f"{column.name} {column.meaning}" not in text] == []
    for address in [CSV, JSON, ATOM, "/register/forces/hampshire/responses.atom"]:
        assert f'href="{address}"' in html
    assert 'href="/register/themes/organised-crime/responses.atom">Organised crime</a>' in html


def test_the_dictionary_states_the_licence_that_is_set_and_invents_none(client, settings):
    assert "No licence is stated for these files." in text_of(client.get("/register/data/"))
    settings.DATA_LICENCE = "Open Government Licence v3.0"

    assert "Licence Open Government Licence v3.0" in text_of(client.get("/register/data/"))
    assert json.loads(client.get(JSON).content)["licence"] == "Open Government Licence v3.0"


# Feeds.


def feed_of(page):
    return ET.fromstring(page.content)


def entry(page, *names):
    found = feed_of(page).find("atom:entry", XML)
    return [found.findtext(f"atom:{name}", namespaces=XML) for name in names]


def test_feed_tells_of_each_response(client):
    _one()

    page = client.get(ATOM)

    assert page.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry(page, "title", "id", "published", "updated", "summary", "author/atom:name") == [
        "Organised crime",
        "tag:portal.example.org,2026:response/organised-crime",
        "2024-10-01T00:00:00+01:00",
        "2024-10-01T09:30:00+00:00",
        f"<p>{SENTENCE}</p>{CARD}",
        "Police and Crime Commissioner for Hampshire and Isle of Wight",
    ]
    links = [each.get("href") for each in feed_of(page).iter("{http://www.w3.org/2005/Atom}link")]
    assert links == [
        "https://portal.example.org/register/",
        "https://portal.example.org/register/responses.atom",
        "https://portal.example.org/register/organised-crime/",
    ]


def test_feed_says_nothing_of_a_day_that_is_not_known(client):
    _one(published_on=None, published_wording="August 2024")

    assert entry(client.get(ATOM), "summary") == [f"<p>The response was published on 1 October 2024.</p>{CARD}"]


def test_feed_tells_of_a_correction_under_the_same_id(client):
    response = _one()
    first = response.publications.get()
    facts = {"published_by": first.published_by, "report_published_on": first.report_published_on}
    later = AT.replace(month=11)
    Publication.objects.create(
        response=response,
        number=2,
        title=first.title,
        document=first.document | {"published_on": "2024-11-01"},
        published_on=later.date(),
        published_at=later,
        note="A figure & its <source>.",
        **facts,
    )

    assert entry(client.get(ATOM), "id", "updated", "published", "summary") == [
        "tag:portal.example.org,2026:response/organised-crime",
        "2024-11-01T09:30:00+00:00",
        "2024-10-01T00:00:00+01:00",
        f"<p>{SENTENCE} Corrected on 1 November 2024: A figure &amp; its &lt;source&gt;.</p>{CARD}",
    ]


def test_the_ids_of_a_feed_outlive_its_host(client, settings):
    _one()
    settings.FEED_AUTHORITY = "first.example.org,2025"

    assert entry(client.get(ATOM), "id") == ["tag:first.example.org,2025:response/organised-crime"]
    assert feed_of(client.get(ATOM)).findtext("atom:id", namespaces=XML) == (
        "tag:first.example.org,2025:register/responses.atom"
    )


def _titles(page):
    return [each.findtext("atom:title", namespaces=XML) for each in feed_of(page).findall("atom:entry", XML)]


def test_feeds_of_a_force_and_of_a_theme_tell_of_those_only(client):
    surrey = factories.make_force("surrey", "Surrey Police", policing_body=factories.make_policing_body("s", "Surrey"))
    publish(
        inspection=factories.make_inspection(title="Theirs", forces=[surrey]),
        policing_body=factories.make_policing_body("s", "Surrey"),
    )
    _one()

    assert _titles(client.get("/register/forces/surrey/responses.atom")) == ["Theirs"]
    assert _titles(client.get("/register/themes/organised-crime/responses.atom")) == ["Organised crime"]
    assert _titles(client.get(ATOM)) == ["Organised crime", "Theirs"]


def test_a_feed_holds_the_newest_only(client, monkeypatch):
    monkeypatch.setattr(exports, "IN_FEED", 2)
    for number in range(3):
        _one(slug=f"report-{number}", title=f"Report {number}", published_on=date(2024, 8, 7 + number))

    assert _titles(client.get(ATOM)) == ["Report 2", "Report 1"]


def test_an_empty_feed_stays_the_same(client):
    Theme.objects.create(slug="custody", name="Custody")

    feed = feed_of(client.get("/register/themes/custody/responses.atom"))

    assert feed.findtext("atom:updated", namespaces=XML) == "1970-01-01T00:00:00+00:00"
    assert feed.findtext("atom:title", namespaces=XML) == "Responses to inspections: Custody"


@pytest.mark.parametrize("address", ["/register/forces/none/responses.atom", "/register/themes/none/responses.atom"])
def test_a_feed_of_what_we_do_not_know_is_not_there(client, address):
    assert client.get(address).status_code == 404


# For everybody.

EVERY = [
    CSV,
    JSON,
    ATOM,
    "/register/forces/hampshire/responses.atom",
    "/register/themes/organised-crime/responses.atom",
]


@pytest.mark.parametrize("address", [*EVERY, "/register/data/"])
def test_files_may_be_kept_and_read_without_an_account_or_a_cookie(client, address):
    _one()
    client.force_login(factories.make_officer())

    page = client.get(address)

    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not page.cookies
    again = client.get(address, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", EVERY)
def test_files_are_open_to_programs_in_other_sites_pages(client, address):
    _one()

    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", [*EVERY, "/register/data/"])
@pytest.mark.parametrize("count", [1, 3])
def test_files_cost_the_same_however_many_rows(client, django_assert_max_num_queries, address, count):
    for number in range(count):
        _one(slug=f"report-{number}")

    with django_assert_max_num_queries(6):
        client.get(address)


def test_a_withdrawn_response_is_in_no_file(client):
    response = _one()
    by = factories.make_approver()
    correction.withdraw(response, number=1, reason="It named a victim.", by=by, at=AT)

    assert rows_of(client.get(CSV)) == []
    assert json.loads(client.get(JSON).content)["responses"] == []
    assert _titles(client.get(ATOM)) == []
