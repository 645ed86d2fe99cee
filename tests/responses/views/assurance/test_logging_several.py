"""One visit or meeting that was about several recommendations of one force."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from responses.models import AssuranceUpdate, Event
from responses.workflow import follow_up as follow_ups
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.assurance.pages import NOW, update_facts

pytestmark = pytest.mark.django_db
HERE = reverse("responses:assurance-log-several", args=["hampshire"])


@pytest.fixture
def three():
    return [factories.make_follow_up() for _ in range(3)]


def sent(levels, **facts):
    return update_facts(level=[], **{f"level-{each.pk}": level for each, level in levels.items()}, **facts)


def test_log_several_gives_each_chosen_one_its_own_level_and_leaves_the_others_alone(client, officer, three):
    first, second, third = three

    page = client.post(HERE, sent({first: "assured", second: "no-evidence", third: ""}), follow=True)

    assert "The assurance update is logged for 2 recommendations of Hampshire and Isle of Wight." in text_of(page)
    made = AssuranceUpdate.objects.order_by("pk").values_list("follow_up", "level", "text", "confidence", "by")
    text = "Two of four districts are briefed."
    assert list(made) == [
        (first.pk, "assured", text, "medium", officer.pk),
        (second.pk, "no-evidence", text, "medium", officer.pk),
    ]
    for each in three:
        each.refresh_from_db()
    assert [each.assurance_level for each in three] == ["assured", "no-evidence", ""]
    assert Event.objects.filter(kind="assured").count() == 2


def test_log_several_lists_what_is_open_at_the_force_for_this_office(client, officer, three):
    done = factories.make_follow_up()
    follow_ups.move(done, "withdrawn", by=officer, at=NOW)
    factories.make_follow_up(force=factories.make_force("kent", "Kent Police"))
    next_door = factories.make_policing_body("kent-pcc", "Kent")
    factories.make_follow_up(policing_body=next_door, by=factories.make_officer(policing_body=next_door))

    assert client.get(HERE).context["form"].follow_ups == three


def test_log_several_wants_one_at_least_and_keeps_the_words(client, officer, three):
    page = client.post(HERE, sent({}))

    assert errors_of(page) == {f"level-{three[0].pk}": ["Select how assured we are of at least one recommendation"]}
    assert f'<a href="#id_level-{three[0].pk}">Select how assured we are' in page.content.decode()
    assert page.context["form"]["text"].value() == "Two of four districts are briefed."


def test_log_several_says_which_report_was_not_out_yet_and_logs_none(client, officer, three):
    later = factories.make_follow_up(factories.make_finding(factories.make_inspection(published_on=date(2025, 2, 4))))

    page = client.post(HERE, sent({three[0]: "assured", later: "assured"}))

    told = f"Date of the judgement must be on or after the day the report of {later.reference} was published"
    assert errors_of(page) == {"made_on": [told]}
    assert AssuranceUpdate.objects.count() == 0


def test_log_several_twice_from_one_page_logs_them_once(client, officer, three):
    facts = sent(dict.fromkeys(three, "partly"))

    pages = [client.post(HERE, facts) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert AssuranceUpdate.objects.count() == 3


def test_log_several_twice_from_one_page_with_other_words_offers_a_second_update(client, officer, three):
    facts = sent({three[0]: "partly"})
    client.post(HERE, facts)

    page = client.post(HERE, facts | {"text": "All four are."})

    told = "that is the assurance update of 3\xa0February 2025. Send it again to add these as well."
    assert errors_of(page) == {"__all__": [f"You have already sent this page, with other answers: {told}"]}
    assert page.context["form"]["text"].value() == "All four are."


def test_log_several_twice_from_one_page_with_another_level_offers_a_second_update(client, officer, three):
    facts = sent(dict.fromkeys(three, "partly"))
    client.post(HERE, facts)

    page = client.post(HERE, facts | {f"level-{three[1].pk}": "assured"})

    assert "You have already sent this page, with other answers" in text_of(page)
    assert AssuranceUpdate.objects.count() == 3


@pytest.mark.parametrize("others", [[1], [0, 1], []])
def test_log_several_twice_from_one_page_for_others_logs_none_of_them(client, officer, three, others):
    page_id = {"submission_id": uuid4()}
    client.post(HERE, sent({three[0]: "partly", three[2]: "partly"}, **page_id))

    page = client.post(HERE, sent({three[other]: "partly" for other in [*others, 2]}, **page_id))

    assert "You have already sent this page, with other answers" in text_of(page)
    assert list(AssuranceUpdate.objects.order_by("pk").values_list("follow_up", flat=True)) == [
        three[0].pk,
        three[2].pk,
    ]


def test_log_several_says_that_nothing_is_open(client, officer):
    follow_up = factories.make_follow_up()
    follow_ups.move(follow_up, "withdrawn", by=officer, at=NOW)

    assert "Hampshire and Isle of Wight has no open recommendation." in text_of(client.get(HERE))


def test_log_several_takes_a_next_check_for_all(client, officer, three):
    client.post(HERE, sent(dict.fromkeys(three, "partly"), **day("next_check_on", date(2025, 5, 1))))

    for each in three:
        each.refresh_from_db()
    assert {each.next_check_on for each in three} == {date(2025, 5, 1)}


@pytest.mark.parametrize("rows", [1, 3])
def test_log_several_asks_the_database_as_often_for_many_as_for_one(client, officer, rows, django_assert_num_queries):
    [factories.make_follow_up() for _ in range(rows)]

    with django_assert_num_queries(4):
        client.get(HERE)


def test_log_several_finds_by_words_what_one_page_does_not_hold(client, officer, three, monkeypatch):
    monkeypatch.setattr("responses.views.assurance.ROWS_AT_ONCE", 2)
    custody = factories.make_follow_up(factories.make_finding(title="Check on detainees"))

    page = client.get(HERE)
    assert page.context["form"].follow_ups == three[:2]
    assert "These are the first 2 of the open ones. 2 more can be found by words." in text_of(page)
    assert client.get(f"{HERE}?q=detainees").context["form"].follow_ups == [custody]
    page = client.get(f"{HERE}?q=nothing")
    assert "has no open recommendation about “nothing”." in text_of(page)


@pytest.mark.parametrize("words", ["detainees", "nothing"])
def test_log_several_keeps_what_was_chosen_and_typed_while_others_are_looked_for(client, officer, three, words):
    custody = factories.make_follow_up(factories.make_finding(title="Check on detainees"))
    typed = sent({three[1]: "assured"}, limits="", q=words, **day("next_check_on", date(2025, 1, 1)))

    page = client.post(HERE, typed | {"search": "yes"})

    form = page.context["form"]
    assert form.follow_ups == ([three[1], custody] if words == "detainees" else [three[1]])
    kept = {name: form[name].value() for name in ("text", "method", "submission_id", "next_check_on")}
    assert kept == {name: typed[name] for name in ("text", "method", "submission_id")} | {
        "next_check_on": ["1", "1", "2025"]
    }
    assert form[f"level-{three[1].pk}"].value() == "assured"
    assert (errors_of(page), AssuranceUpdate.objects.count()) == ({}, 0)


@pytest.mark.parametrize(("words", "logged"), [("detainees", 0), ("", 1)])
def test_log_several_takes_enter_for_a_search_only_where_the_words_are_others(client, officer, three, words, logged):
    client.post(HERE, sent({three[0]: "assured"}, q=words, shown=""))

    assert AssuranceUpdate.objects.count() == logged


def test_log_several_logs_what_was_found_by_words(client, officer, three):
    custody = factories.make_follow_up(factories.make_finding(title="Check on detainees"))

    client.post(f"{HERE}?q=detainees", sent({custody: "assured"}))

    assert AssuranceUpdate.objects.get().follow_up == custody
