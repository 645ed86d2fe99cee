"""The list of recommendations."""

import re
from datetime import date

import pytest
from django.urls import reverse

from oversight import counts
from responses.models import FollowUp
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_rows(client, officer, django_assert_num_queries, count):
    rows = [factories.make_follow_up() for _ in range(count)]

    with django_assert_num_queries(10):
        page = client.get(reverse("responses:follow-up-list"))

    assert list(page.context["page"]) == rows


def test_list_says_what_it_counts(client, officer):
    for kind in ["cause-of-concern", "recommendation", "recommendation"]:
        factories.make_follow_up(factories.make_finding(kind=kind))

    page = client.get(reverse("responses:follow-up-list"))

    assert "3 results: 1 cause of concern and 2 recommendations" in text_of(page)
    assert "<title>Recommendations (3 results) –" in page.content.decode()


def test_list_counts_no_further_than_anybody_reads(client, officer, monkeypatch):
    monkeypatch.setattr(counts, "CEILING", 2)
    lead = factories.make_lead()
    for _ in range(3):
        factories.make_follow_up()
    factories.make_follow_up(lead=lead)

    page = client.get(reverse("responses:follow-up-list"))
    assert "more than 2 results. The pages show the first 2: choose filters to see others" in text_of(page)
    assert page.context["page"].paginator.count == 2
    assert "more than 2 with nobody assigned" in text_of(client.get(reverse("responses:work-list")))
    fewer = client.get(reverse("responses:follow-up-list") + "?state=in-progress")
    assert "1 result: 1 recommendation" in text_of(fewer)


def test_list_shows_deadlines_as_printed_with_days(client, officer):
    factories.make_follow_up(factories.make_finding(deadline="By February 2022"))
    factories.make_follow_up(factories.make_finding(deadline="By 1 March 2025"))
    factories.make_follow_up(factories.make_finding(deadline="By 1 September 2025"))
    factories.make_follow_up(factories.make_finding(deadline=""))

    page = client.get(reverse("responses:follow-up-list"))

    assert dues_of(page) == [
        "February 2022 1078 days late",
        "1 March 2025 in 19 days",
        "1 September 2025",
        "No date set needs a review date",
    ]


def dues_of(page):
    dues = re.findall(r'data-label="Due">(.*?)</td>', page.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", due).split()) for due in dues]


def test_list_shows_for_a_cause_of_concern_the_first_deadline_still_open_below_it(client, officer):
    concern = factories.make_finding(kind="cause-of-concern", deadline="")
    above = factories.make_follow_up(concern)
    for deadline, status in [("By 1 April 2025", "done"), ("By May 2025", "in-progress"), ("By 1 June 2025", "held")]:
        held_until = date(2025, 7, 1) if status == "held" else None
        below = factories.make_finding(concern.inspection, deadline=deadline, parent=concern)
        factories.make_follow_up(below, status=status, held_until=held_until)

    page = client.get(reverse("responses:follow-up-list") + f"?kind={concern.kind_id}")
    assert dues_of(page) == ["May 2025 first of its open recommendations"]
    assert "First of its open recommendations due May 2025" in text_of(client.get(reverse("responses:work-list")))

    FollowUp.objects.exclude(pk=above.pk).update(status="done", held_until=None)
    page = client.get(reverse("responses:follow-up-list") + f"?kind={concern.kind_id}")
    assert dues_of(page) == ["No date set"]


def test_list_has_no_heading_for_a_filter_without_choices(client):
    client.force_login(factories.make_lead())
    empty = client.get(reverse("responses:follow-up-list"))
    factories.make_follow_up()
    filled = client.get(reverse("responses:follow-up-list"))

    legend = 'govuk-fieldset__legend--s">Force or unit<'
    assert legend not in empty.text
    assert legend in filled.text


@pytest.mark.parametrize("status", ["awaiting-allocation", "in-progress", "submitted", "done", "withdrawn"])
def test_pages_have_a_word_for_every_status(client, officer, status):
    follow_up = factories.make_follow_up(status=status)
    word = {"submitted": "Ready for review"}.get(status, status.replace("-", " ").capitalize())

    assert f'">{word}</strong>' in client.get(reverse("responses:follow-up-list")).content.decode()
    assert f'">{word}</strong>' in client.get(address("detail", follow_up)).content.decode()


def test_list_shows_the_original_beside_a_revised_deadline(client, officer):
    facts = {"due_on": date(2025, 6, 1), "due_wording": "By 1 June 2025", "due_precision": "day"}
    factories.make_follow_up(due_source="office", **facts)

    assert "1 June 2025 was 1 March 2025" in text_of(client.get(reverse("responses:follow-up-list")))


def test_list_keeps_the_filters_on_its_second_page_and_survives_page_numbers_that_are_not(client, officer):
    finding, address = factories.make_finding(), reverse("responses:follow-up-list")
    for number in range(26):
        factories.make_follow_up(finding, force=factories.make_force(f"force-{number}", f"Force {number}"))

    page = client.get(address, {"only": "open", "page": "2"})

    assert len(page.context["page"].object_list) == 1
    assert "?only=open&amp;page=1" in page.content.decode()
    assert "page 2 of 2" in page.content.decode()
    asked = {"-1": 2, "1e9": 1, "999999999999": 2, "abc": 1, "0": 2}
    assert {each: client.get(address, {"page": each}).context["page"].number for each in asked} == asked


def test_list_counts_a_recommendation_once_and_its_parts_apart(client, officer):
    whole = factories.make_finding()
    parts = [factories.make_finding(whole.inspection, parent=whole, limb=letter) for letter in "ab"]
    for each in (whole, *parts):
        factories.make_follow_up(each)

    assert "3 results: 1 recommendation and 2 parts of recommendations" in text_of(
        client.get(reverse("responses:follow-up-list"))
    )


def test_list_says_why_it_is_empty(client, officer):
    first_day = client.get(reverse("responses:follow-up-list"))
    factories.make_follow_up()
    none_match = client.get(reverse("responses:follow-up-list"), {"q": "nothing like it"})

    assert "No recommendations yet Recommendations appear here once an inspection is recorded" in text_of(first_day)
    assert "No recommendations match your filters Remove a filter, or clear all filters ." in text_of(none_match)


def test_list_shows_a_chip_for_each_filter(client, officer):
    factories.make_follow_up()

    page = client.get(reverse("responses:follow-up-list"), {"due": ["overdue", "soon"], "sort": "updated"})

    assert 'href="?due=soon&amp;sort=updated"' in page.content.decode()
    assert "Remove this filter: Overdue" in text_of(page)
