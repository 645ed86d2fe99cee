"""Logging what the office believes."""

from datetime import date
from uuid import uuid4

import pytest

from responses.models import AssuranceUpdate
from tests import factories
from tests.reading import errors_of, text_of
from tests.responses.views.assurance.pages import NOW, address

pytestmark = pytest.mark.django_db


def update_facts(**facts):
    day = {"made_on_0": "3", "made_on_1": "2", "made_on_2": "2025"}
    text = {"text": "Two of four districts are briefed.", "is_publishable": "no", "submission_id": str(uuid4())}
    return {"level": "partly", "method": "visit", **day, **text, **facts}


def test_log_logs_an_update(client, officer):
    follow_up = factories.make_follow_up()

    page = client.post(address("log", follow_up), update_facts(is_publishable="yes"), follow=True)

    update = AssuranceUpdate.objects.get()
    assert (update.follow_up, update.level, update.method) == (follow_up, "partly", "visit")
    assert (update.made_on, update.is_publishable, update.by, update.at) == (date(2025, 2, 3), True, officer, NOW)
    assert f"The assurance update for {follow_up.reference} is logged." in text_of(page)


def test_log_starts_with_today_and_the_office_only(client, officer):
    form = client.get(address("log", factories.make_follow_up())).context["form"]

    assert (form["made_on"].value(), form["is_publishable"].value()) == (date(2025, 2, 10), "no")


def test_log_twice_from_one_page_makes_one_update(client, officer):
    follow_up, facts = factories.make_follow_up(), update_facts()

    pages = [client.post(address("log", follow_up), facts) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert AssuranceUpdate.objects.count() == 1


def test_log_twice_from_one_page_with_other_words_offers_a_second_update(client, officer):
    follow_up, facts = factories.make_follow_up(), update_facts()
    client.post(address("log", follow_up), facts)

    page = client.post(address("log", follow_up), facts | {"text": "All four are."})

    told = "that is the assurance update of 3\xa0February 2025. Send it again to add these as well."
    assert errors_of(page)["__all__"] == [f"You have already sent this page, with other words: {told}"]
    assert page.context["form"]["text"].value() == "All four are."
    again = {"text": "All four are.", "submission_id": page.context["form"]["submission_id"].value()}
    client.post(address("log", follow_up), facts | again)
    assert set(AssuranceUpdate.objects.values_list("text", flat=True)) == {facts["text"], "All four are."}


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"level": ""}, {"level": ["Select how assured we are"]}),
        ({"level": "sure"}, {"level": ["Select a valid choice. sure is not one of the available choices."]}),
        ({"method": ""}, {"method": ["Select how we know"]}),
        ({"text": "  "}, {"text": ["Enter what we found and why we think so"]}),
        ({"is_publishable": ""}, {"is_publishable": ["Select who may read this"]}),
        ({"made_on_0": "11"}, {"made_on": ["Date of the judgement must be today or in the past"]}),
        ({"made_on_1": ""}, {"made_on": ["Date of the judgement must include a month"]}),
        (
            {"made_on_0": "29", "made_on_1": "8", "made_on_2": "2024"},
            {"made_on": ["Date of the judgement must be on or after the day the report was published"]},
        ),
    ],
)
def test_log_says_what_is_wrong_and_keeps_the_text(client, officer, facts, errors):
    follow_up = factories.make_follow_up()

    page = client.post(address("log", follow_up), update_facts(**facts))

    assert page.context["form"].errors == errors
    assert facts.get("text") or "Two of four districts are briefed." in page.content.decode()
    assert AssuranceUpdate.objects.count() == 0


@pytest.mark.parametrize("day", [date(2024, 8, 30), date(2025, 2, 10)], ids=["of the report", "today"])
def test_log_takes_the_first_and_the_last_possible_day(client, officer, day):
    follow_up = factories.make_follow_up()
    parts = {"made_on_0": day.day, "made_on_1": day.month, "made_on_2": day.year}

    client.post(address("log", follow_up), update_facts(**parts))

    assert AssuranceUpdate.objects.get().made_on == day
