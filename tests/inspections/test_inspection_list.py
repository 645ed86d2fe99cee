"""The list of inspections."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Theme
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db
LIST = reverse("inspections:inspection-list")


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_the_same_however_many_inspections(client, officer, django_assert_num_queries, count):
    for number in range(count):
        inspection = factories.make_inspection(forces=[factories.make_force(f"force-{number}", f"Force {number}")])
        factories.make_finding(inspection)

    with django_assert_num_queries(7):
        page = client.get(LIST)

    assert len(page.context["page"]) == count


def test_index_shows_the_latest_first_and_an_undated_report_last(client, officer):
    undated = factories.make_inspection(published_on=None, published_wording="August 2024")
    older = factories.make_inspection(published_on=date(2021, 2, 18))
    newer = factories.make_inspection(published_on=date(2024, 8, 30))

    page = client.get(LIST)

    assert list(page.context["page"]) == [newer, older, undated]
    assert "August 2024" in page.text
    assert "needs a date" in page.text


def test_index_counts_the_findings_of_each_kind(client, officer):
    inspection = factories.make_inspection()
    for kind in ["cause-of-concern", "recommendation", "recommendation"]:
        factories.make_finding(inspection, kind=kind)

    page = client.get(LIST)

    assert "1 cause of concern" in page.text
    assert "2 recommendations" in page.text


def test_index_uses_the_name_of_the_reports_date(client, officer):
    force = factories.make_force()
    force.names.update(starts_on=date(2022, 11, 16))
    force.names.create(name="Hampshire Constabulary", ends_on=date(2022, 11, 15))
    factories.make_inspection(published_on=date(2021, 2, 18), forces=[force])

    page = client.get(LIST)

    assert '<span class="app-block">Hampshire Constabulary</span>' in page.text
    assert '<span class="app-block">Hampshire and Isle of Wight Constabulary</span>' not in page.text


@pytest.fixture
def three(officer):
    theme = Theme.objects.create(slug="custody", name="Custody")
    kent = factories.make_force("kent", "Kent Police")
    confirmed = {"publication_confirmed_at": factories.AT, "publication_confirmed_by": officer}
    custody = factories.make_inspection(
        "KENT-2023", title="Custody in Kent", kind="custody", published_on=date(2023, 5, 2), forces=[kent], **confirmed
    )
    custody.themes.add(theme)
    regional = factories.make_inspection("SE-2024", published_on=date(2024, 8, 30), **confirmed)
    undated = factories.make_inspection("ROCU-2021", title="Regional units", kind="thematic", published_on=None)
    return {"custody": custody, "regional": regional, "undated": undated, "theme": theme, "kent": kent}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=kent-2023", ["custody"]),
        ("q=SERIOUS", ["regional"]),
        ("kind=custody&kind=thematic", ["custody", "undated"]),
        ("theme={theme}", ["custody"]),
        ("force={kent}", ["custody"]),
        ("year=2024", ["regional"]),
        ("undated=on", ["undated"]),
        ("q=kent&year=2024", []),
    ],
)
def test_index_filters(client, three, query, expected):
    address = query.format(theme=three["theme"].pk, kent=three["kent"].pk)

    page = client.get(f"{LIST}?{address}")

    assert set(page.context["page"]) == {three[name] for name in expected}


@pytest.mark.parametrize("query", ["year=soon", "force=abc", "page=-1", "page=1000000000", "kind=nonsense", "theme=0"])
def test_index_opens_whatever_the_address_asks_for(client, three, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_index_gives_each_chosen_filter_a_link_that_takes_it_away(client, three):
    page = client.get(f"{LIST}?q=kent&kind=custody&undated=on&year=2023&theme={three['theme'].pk}")

    theme = three["theme"].pk
    assert [(chip.group, chip.label, chip.without) for chip in page.context["filter"].chips] == [
        ("Search", "kent", f"?undated=True&kind=custody&theme={theme}&year=2023"),
        ("Needs a date", "Needs a date", f"?q=kent&kind=custody&theme={theme}&year=2023"),
        ("Kind of inspection", "Custody inspection", f"?q=kent&undated=True&theme={theme}&year=2023"),
        ("Theme", "Custody", "?q=kent&undated=True&kind=custody&year=2023"),
        ("Year", "2023", f"?q=kent&undated=True&kind=custody&theme={theme}"),
    ]


def test_index_says_why_it_is_empty_and_what_next(client, officer):
    assert "Record the first inspection" in client.get(LIST).text
    assert "No inspections match your filters" in client.get(f"{LIST}?q=x").text


def test_index_shows_a_reports_own_deadline_and_how_it_counts(client, officer):
    factories.make_inspection(own_deadline_wording="within 3 months")

    words = text_of(client.get(LIST))

    assert "30 Aug 2024 not confirmed Sets a deadline: within 3 months (by 30 November 2024)" in words
