"""What the force reads of what the office believes: what may be published, and not a trace of the rest (R44)."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from responses.models import Notice
from responses.notices import planner
from responses.workflow import assurance
from tests import factories
from tests.reading import text_of
from tests.responses.views.assurance.pages import NOW, address

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar"


@pytest.fixture
def follow_up():
    return factories.make_follow_up(lead=factories.make_lead("dana@example.org"))


@pytest.fixture
def lead(client, follow_up):
    client.force_login(follow_up.lead)
    return follow_up.lead


def said(follow_up, **facts):
    """An update with the canary in every text, that is for the office only unless told otherwise."""
    words = {"text": f"{CANARY} 1.", "limits": f"{CANARY} 2.", "meeting": f"{CANARY} 3", "confidence": "low"}
    when = {"made_on": date(2025, 1, 20), "next_check_on": date(2025, 2, 12)}
    usual = {"level": "not-assured", "method": "sample", "sample_size": 4321, "is_publishable": False}
    once = {"submission_id": uuid4(), "by": follow_up.officer, "at": NOW - timedelta(hours=1)}
    return words | when | usual | once | facts


def log(follow_up, **facts):
    request = factories.make_request(follow_up, status="accepted", lead=follow_up.lead, sent_at=NOW)
    assurance.log(follow_up, **said(follow_up, **facts), rests_on=[request])


def correct(follow_up, **facts):
    """The update of the force's reading, by one that is the office's own."""
    assurance.correct(follow_up.updates.get(), note=f"{CANARY} 4.", **said(follow_up, **facts))


def pages_of(client, follow_up):
    """Everything that a force lead can open about it, as it is sent, but for what is new on each page."""
    lists = [reverse("responses:follow-up-list") + query for query in ("", "?sort=updated", "?sort=-due", "?q=share")]
    own = [follow_up.get_absolute_url(), address("list", follow_up)]
    others = [reverse(f"responses:{name}-list") for name in ("work", "evidence", "public")]
    return {each: _steady(client.get(each).content.decode()) for each in [*lists, *own, *others]}


def _steady(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_an_internal_update_changes_nothing_that_the_force_can_open(client, lead, follow_up):
    factories.make_request(follow_up, status="accepted", lead=lead, sent_at=NOW)
    before = factories.make_follow_up(lead=lead, at=NOW)  # touched later, so that an order by touches would show
    log(before, is_publishable=True, text="Read this.", limits="", meeting="")
    seen = pages_of(client, follow_up)

    assurance.log(follow_up, **said(follow_up))

    assert pages_of(client, follow_up) == seen


def test_an_internal_update_is_in_no_letter_to_the_force(follow_up):
    log(follow_up)

    planner.plan(on=date(2025, 2, 12), at=NOW + timedelta(days=2))

    assert Notice.objects.filter(recipient=follow_up.lead, kind="check-due").count() == 0
    assert Notice.objects.filter(recipient=follow_up.officer, kind="check-due").count() == 1


def test_a_publishable_update_gives_the_force_what_the_form_promises_and_no_more(client, lead, follow_up):
    log(follow_up, is_publishable=True, meeting="Secret board")

    for page in (client.get(address("list", follow_up)), client.get(follow_up.get_absolute_url())):
        words = text_of(page)
        assert "Not assured" in words
        assert (
            f"{CANARY} 1. How the office knows Dip sample of cases (4321) Confidence Low "
            f"What this does not show {CANARY} 2." in words
        )
        for private in ["Secret board", "12 February 2025", "Next check", "Evidence it rests on", "Correct this"]:
            assert private not in words


def test_an_internal_correction_takes_what_it_corrects_from_the_force_and_leaves_no_trace(client, lead, follow_up):
    seen = pages_of(client, follow_up)
    assurance.log(follow_up, **said(follow_up, is_publishable=True))
    assert CANARY in client.get(address("list", follow_up)).content.decode()

    correct(follow_up)

    assert pages_of(client, follow_up) == seen


def test_a_publishable_correction_does_not_tell_of_the_internal_update_that_it_corrects(client, lead, follow_up):
    assurance.log(follow_up, **said(follow_up))

    correct(follow_up, is_publishable=True, text="All four districts.")

    words = text_of(client.get(address("list", follow_up)))
    assert "All four districts." in words
    assert "Corrects" not in words
    assert f"{CANARY} 4" not in words


def test_a_publishable_correction_of_what_the_force_has_read_says_so_without_our_reason(client, lead, follow_up):
    assurance.log(follow_up, **said(follow_up, is_publishable=True, text="Three districts."))

    correct(follow_up, is_publishable=True, text="All four districts.")

    words = text_of(client.get(address("list", follow_up)))
    assert "Corrects the update of 20 January 2025. All four districts." in words
    assert "Three districts." not in words
    assert f"{CANARY} 4" not in words


@pytest.mark.parametrize("code", ["hampshire", "kent"])
def test_the_correction_page_of_an_update_is_not_there_for_those_who_cannot_read_it(client, follow_up, code):
    update = factories.make_update(follow_up)
    client.force_login(factories.make_lead(force=factories.make_force(code, "Kent Police")))

    assert client.get(address("correct", update)).status_code == 404


def test_the_office_reads_all_updates_the_latest_day_first_and_which_are_corrected(client, officer, follow_up):
    log(follow_up)
    correct(follow_up, text="A better look.", made_on=date(2025, 1, 21))
    log(follow_up, text="Earlier.", made_on=date(2024, 12, 2))

    page = client.get(address("list", follow_up))

    assert [update.text for update in page.context["updates"]] == ["A better look.", f"{CANARY} 1.", "Earlier."]
    assert text_of(page).count("Corrected: read the correction") == 1
    assert text_of(page).count("Correct this update") == 2


@pytest.mark.parametrize(("words", "has_link"), [(40, False), (41, True)])
def test_the_history_gives_the_first_forty_words_of_an_update(client, officer, follow_up, words, has_link):
    log(follow_up, text=" ".join(["word"] * words))

    page = client.get(follow_up.get_absolute_url())

    update = follow_up.updates.get()
    assert (f'href="{address("list", follow_up)}#update-{update.pk}"' in page.content.decode()) == has_link
    assert text_of(page).count("word") == words + 40


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_updates(client, officer, follow_up, django_assert_num_queries, count):
    for _ in range(count):
        log(follow_up)

    with django_assert_num_queries(5):
        client.get(address("list", follow_up))


@pytest.mark.parametrize(
    ("days", "stale"),
    [
        ({"made_on": date(2024, 11, 12), "next_check_on": None}, []),
        ({"made_on": date(2024, 11, 11), "next_check_on": None}, ["Stale: older than 90 days."]),
        ({"made_on": date(2025, 2, 1), "next_check_on": date(2025, 2, 9)}, ["Stale: its next check has passed."]),
        ({"made_on": date(2025, 2, 1), "next_check_on": date(2025, 2, 10)}, []),
    ],
)
def test_the_latest_level_says_its_age_and_whether_it_is_stale(client, officer, follow_up, days, stale):
    log(follow_up, **days)

    words = text_of(client.get(follow_up.get_absolute_url()))

    assert f"({(NOW.date() - days['made_on']).days} days ago)" in words
    assert re.findall(r"Stale: [^.]+\.", words) == stale
