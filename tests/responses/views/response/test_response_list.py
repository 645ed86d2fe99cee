"""The list of responses, with the reports that wait for a decision."""

from datetime import date

import pytest
from django.urls import reverse

from responses.models import CopyFor, Way
from responses.workflow import sending
from tests import factories
from tests.reading import text_of
from tests.responses.views.response.pages import NOW, TODAY, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_rows(client, officer, django_assert_num_queries, count):
    rows = [factories.make_response() for _ in range(count)]
    for _ in range(count):
        factories.make_inspection()

    with django_assert_num_queries(8):
        page = client.get(reverse("responses:response-list"))

    assert {row.response for row in page.context["rows"]} == set(rows)
    assert page.context["waiting_count"] == count


@pytest.mark.parametrize(
    ("published_on", "facts", "words"),
    [
        (date(2024, 8, 30), {}, "24 October 2024 Day 33 of 56, in 23 days, report date not confirmed Draft"),
        (date(2024, 8, 7), {}, "1 October 2024 Day 56 of 56, today, report date not confirmed Draft"),
        (date(2024, 8, 6), {}, "30 September 2024 Day 57 of 56, 1 day late, report date not confirmed Draft"),
        (None, {}, "Needs a date The day of the report is not known Draft"),
        (date(2017, 5, 1), {}, "No statutory deadline Draft"),
        (
            date(2024, 8, 30),
            {"section_55": "voluntary", "section_55_reason": "Not inspected."},
            "No statutory deadline Draft",
        ),
        (
            date(2024, 8, 30),
            {"section_55": "does-not-apply", "section_55_reason": "Not inspected."},
            "No statutory deadline No response",
        ),
    ],
)
def test_list_shows_how_the_clock_stands(client, officer, published_on, facts, words):
    factories.make_response(factories.make_inspection(published_on=published_on), **facts)

    assert words in text_of(client.get(reverse("responses:response-list")))


def test_list_begins_with_what_is_owed_the_most_pressing_first(client, officer):
    voluntary = {"section_55": "voluntary", "section_55_reason": "Not inspected."}
    days = {"late": date(2024, 7, 1), "soon": date(2024, 8, 20), "later": date(2024, 9, 20), "undated": None}
    made = {
        name: factories.make_response(factories.make_inspection(published_on=day))
        for name, day in reversed(days.items())
    }
    made["voluntary"] = factories.make_response(factories.make_inspection(published_on=date(2024, 9, 25)), **voluntary)
    made["published"] = published()

    page = client.get(reverse("responses:response-list"))

    order = ["undated", "late", "soon", "later", "voluntary", "published"]
    assert [row.response for row in page.context["rows"]] == [made[name] for name in order]


def test_list_shows_what_is_published_and_sent(client, officer):
    response = published()
    sent = {"number": 1, "way": Way.POST, "sent_on": TODAY, "proof": "Receipt 12", "by": officer, "at": NOW}
    sending.record(response.publications.get(), copy_for=CopyFor.INSPECTORATE, **sent)
    shown = text_of(client.get(reverse("responses:response-list")))
    assert "Published 1 October 2024 on time, report date not confirmed Published" in shown
    assert "HMICFRS: 1 Oct 2024 The Home Secretary: not yet" in shown

    sending.record(response.publications.get(), copy_for=CopyFor.HOME_SECRETARY, **sent)
    assert "Published To both" in text_of(client.get(reverse("responses:response-list")))


def test_list_asks_first_for_decisions_on_reports_that_reach_the_office(client, officer):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    elsewhere = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    factories.make_inspection(title="Of Surrey alone", forces=[elsewhere])
    undated = factories.make_inspection(title="Undated", published_on=None, published_wording="August 2024")
    factories.make_response(factories.make_inspection(title="Decided"))
    factories.make_response(undated, policing_body=surrey)

    words = text_of(client.get(reverse("responses:response-list")))

    assert "Decide whether to respond (1) Undated Needs a date Published August 2024 : Undated Our responses" in words
    assert "Of Surrey alone" not in words


def test_list_shows_five_reports_to_decide_on_and_the_rest_on_a_page_of_their_own(client, officer):
    for number in range(6):
        factories.make_inspection(title=f"Report {number}", published_on=date(2024, 8, 1 + number))

    first = text_of(client.get(reverse("responses:response-list")))
    everything = text_of(client.get(reverse("responses:response-list"), {"show": "undecided"}))

    assert "Report 1 Published 2 August 2024 See all 6 reports to decide on" in first
    assert "Report 0" not in first
    assert "Report 0 Published 1 August 2024" in everything


def test_list_says_when_there_is_nothing(client, officer):
    assert "No responses yet" in text_of(client.get(reverse("responses:response-list")))
    undecided = client.get(reverse("responses:response-list"), {"show": "undecided"})
    assert "Nothing to decide Every report that reaches us has a decision." in text_of(undecided)


def test_list_shows_only_the_own_offices_responses(client, officer):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    factories.make_response(policing_body=surrey)

    assert client.get(reverse("responses:response-list")).context["rows"] == []
