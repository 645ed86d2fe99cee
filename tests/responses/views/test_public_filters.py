"""Narrowing the register by theme, policing body and timing, which are frozen in each document."""

from datetime import date

import pytest

from inspections.models import Theme
from responses.models import Publication
from responses.models.publication import Timing
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db

REGISTER = "/register/"


def titles(client, **asked):
    return [publication.title for publication in client.get(REGISTER, asked).context["page"]]


def choices(client, name):
    return list(client.get(REGISTER).context["filter"].form.fields[name].choices)


def _on_themes(*slugs, **facts):
    inspection = factories.make_inspection(**facts)
    for slug in slugs:
        inspection.themes.add(Theme.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})[0])
    return publish(inspection=inspection)


@pytest.mark.parametrize("address", [REGISTER, f"{REGISTER}responses.csv", f"{REGISTER}responses.json"])
def test_a_search_for_what_no_text_can_hold_finds_as_without_it(client, address):
    publish(inspection=factories.make_inspection(title="Custody"))

    assert "Custody" in client.get(address, {"q": "cust\x00ody"}).content.decode()


def test_list_is_narrowed_to_a_theme(client):
    _on_themes("custody", "vetting", title="Both")
    _on_themes("vetting", title="One")
    _on_themes(title="None")

    assert titles(client, theme="custody") == ["Both"]
    assert titles(client, theme="vetting") == ["One", "Both"]
    assert choices(client, "theme") == [("", "All themes"), ("custody", "Custody"), ("vetting", "Vetting")]


def test_a_theme_stays_as_it_was_published(client):
    _on_themes("custody", title="Cells")
    Theme.objects.update(name="Detention")
    Theme.inspections.through.objects.all().delete()

    assert choices(client, "theme") == [("", "All themes"), ("custody", "Custody")]
    assert titles(client, theme="custody") == ["Cells"]


def _of_two_offices():
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    publish(inspection=factories.make_inspection(title="Ours"))
    publish(inspection=factories.make_inspection(title="Theirs", forces=[force]), policing_body=surrey)


def test_list_is_narrowed_to_a_policing_body_where_there_are_several(client):
    _of_two_offices()

    assert titles(client, office="surrey-pcc") == ["Theirs"]
    assert choices(client, "office") == [
        ("", "All policing bodies"),
        ("hampshire-pcc", "Police and Crime Commissioner for Hampshire and Isle of Wight"),
        ("surrey-pcc", "Police and Crime Commissioner for Surrey"),
    ]


def test_list_does_not_ask_which_policing_body_where_there_is_one(client):
    publish(inspection=factories.make_inspection(title="Ours"))

    assert "office" not in client.get(REGISTER).context["filter"].form.fields
    assert titles(client, office="surrey-pcc") == ["Ours"]


def _timed():
    publish(inspection=factories.make_inspection(title="On the last day", published_on=date(2024, 8, 7)))
    publish(inspection=factories.make_inspection(title="A day late", published_on=date(2024, 8, 6)))
    publish(inspection=factories.make_inspection(title="Before the law", published_on=date(2017, 5, 1)))
    publish(inspection=factories.make_inspection(title="Without a day", published_on=None, published_wording="2024"))
    publish(
        inspection=factories.make_inspection(title="Asked by nobody"),
        section_55="voluntary",
        section_55_reason="Not inspected.",
    )


@pytest.mark.parametrize(
    ("timing", "found"),
    [
        (Timing.ON_TIME, {"On the last day"}),
        (Timing.LATE, {"A day late"}),
        (Timing.VOLUNTARY, {"Asked by nobody"}),
        (Timing.NO_DEADLINE, {"Before the law", "Without a day"}),
    ],
)
def test_list_is_narrowed_to_what_was_on_time_late_voluntary_or_without_a_deadline(client, timing, found):
    _timed()

    assert set(titles(client, timing=timing)) == found


def test_the_verdict_of_a_row_agrees_with_its_timing(client):
    _timed()
    rows = Publication.objects.current().for_list()

    assert {row.title: str(row.verdict) for row in rows if row.timing in {Timing.ON_TIME, Timing.LATE}} == {
        "On the last day": "on time",
        "A day late": "1 day late",
    }
    assert {row.verdict for row in rows if row.timing not in {Timing.ON_TIME, Timing.LATE}} == {None}


def test_a_chosen_filter_is_a_link_that_takes_it_away(client):
    _on_themes("custody", title="Cells")

    page = client.get(REGISTER, {"theme": "custody", "timing": "on-time"})

    assert (
        "Selected filters Show all responses Remove this filter: Theme Custody "
        "Remove this filter: Response Published on time 1 response Cells" in text_of(page)
    )
    assert 'href="?timing=on-time"' in page.content.decode()


def test_list_leads_to_the_force_that_it_speaks_about(client):
    _of_two_offices()

    html = client.get(REGISTER).content.decode()

    assert '<li><a class="govuk-link" href="/register/forces/surrey/">Surrey Police</a></li>' in html


def test_a_search_costs_no_more_than_five_queries(client, django_assert_num_queries):
    _of_two_offices()

    with django_assert_num_queries(5):
        client.get(REGISTER, {"q": "surrey", "timing": "on-time", "year": "2024"})


def test_a_document_of_the_first_format_is_still_listed(client):
    """It has no themes, no last day and no day of a first version."""
    response = publish(inspection=factories.make_inspection(title="Old"))
    old = response.publications.get()
    document = {key: old.document[key] for key in old.document.keys() - {"themes", "last_day", "first_published_on"}}
    facts = {"published_on": old.published_on, "published_at": old.published_at, "published_by": old.published_by}
    response.publications.create(number=2, note="Spelling.", title="Old", document=document | {"format": 1}, **facts)

    page = client.get(REGISTER, {"year": "2024", "timing": "no-deadline"})

    assert "Response published 1 October 2024" in text_of(page)
    assert "on time" not in text_of(page).partition("1 response")[2]


def test_list_finds_a_response_by_a_further_report_that_it_answers(client):
    further = factories.make_inspection(title="Its second part")
    publish(inspection=factories.make_inspection(title="Its first part"), also=[further])

    assert titles(client, q="second") == ["Its first part"]
    assert titles(client, q="reference") == []
