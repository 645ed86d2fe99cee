"""A later update takes the place of a wrong one, and both stay."""

from datetime import date
from uuid import uuid4

import pytest

from oversight.typed import Text, Typed
from responses.models import AssuranceUpdate
from responses.workflow import assurance as workflow
from tests import factories
from tests.meanwhile import just_before
from tests.reading import day, errors_of, text_of
from tests.responses.views.assurance.pages import NOW, address, update_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong():
    return factories.make_update(level="assured", text="All four districts.", made_on=date(2025, 1, 20))


def correction(**facts):
    return update_facts(note="Two were counted twice.", **facts)


def correct(wrong, text, *, by=None):
    return workflow.correct(
        wrong,
        note="A slip.",
        level="partly",
        method="visit",
        text=text,
        made_on=wrong.made_on,
        is_publishable=False,
        submission_id=uuid4(),
        by=by or factories.make_officer(name="Sam Reed"),
        at=NOW,
    )


def test_correct_starts_with_what_is_there(client, officer):
    facts = {"method": "sample", "sample_size": 30, "limits": "Days only.", "confidence": "high", "meeting": "Board"}
    request = factories.make_request(follow_up := factories.make_follow_up(), status="accepted")
    wrong = factories.make_update(follow_up, **facts, is_publishable=True, next_check_on=date(2025, 3, 1))
    wrong.bases.create(request=request)

    form = client.get(address("correct", wrong)).context["form"]

    assert {name: form[name].value() for name in facts} == facts
    assert (form["text"].value(), form["level"].value(), form["note"].value()) == (wrong.text, "partly", None)
    assert (form["is_publishable"].value(), form["made_on"].value()) == ("yes", wrong.made_on)
    assert (form["next_check_on"].value(), form["rests_on"].value()) == (date(2025, 3, 1), [f"request-{request.pk}"])


@pytest.mark.parametrize(("check_on", "kept"), [(date(2025, 2, 10), None), (date(2025, 2, 11), date(2025, 2, 11))])
def test_correct_leaves_out_a_next_check_that_has_come(client, officer, check_on, kept):
    wrong = factories.make_update(next_check_on=check_on)

    assert client.get(address("correct", wrong)).context["form"]["next_check_on"].value() == kept


def test_correct_logs_a_later_update_that_says_what_was_wrong(client, officer, wrong):
    page = client.post(address("correct", wrong), correction(), follow=True)

    update = AssuranceUpdate.objects.exclude(pk=wrong.pk).get()
    assert (update.corrects, update.correction_note, update.level) == (wrong, "Two were counted twice.", "partly")
    assert (
        "Corrects the update of 20 January 2025, which said assured. What was wrong: Two were counted twice."
    ) in text_of(page)
    assert "Corrected: read the correction" in text_of(page)
    follow_up = wrong.follow_up
    follow_up.refresh_from_db()
    assert (follow_up.assurance_level, follow_up.assurance_on) == ("partly", date(2025, 2, 3))
    event = follow_up.events.first()
    assert (event.kind, event.detail, event.reason) == (
        "assurance-corrected",
        "Partly assured",
        "Two were counted twice.",
    )
    assert event.audience == "office"


def test_correct_asks_what_was_wrong_and_keeps_the_rest(client, officer, wrong):
    page = client.post(address("correct", wrong), correction() | {"note": " "})

    assert errors_of(page) == {"note": ["Enter what was wrong"]}
    assert page.context["form"]["text"].value() == "Two of four districts are briefed."
    assert AssuranceUpdate.objects.count() == 1


def test_correct_refuses_a_day_before_the_report(client, officer, wrong):
    page = client.post(address("correct", wrong), correction(**day("made_on", date(2024, 8, 29))))

    told = "Date of the judgement must be on or after the day the report was published"
    assert errors_of(page) == {"made_on": [told]}


def test_correct_gives_the_words_back_where_somebody_was_first(client, officer, wrong):
    with just_before('SELECT "responses_assuranceupdate"."id"', lambda: correct(wrong, "Three of four.")):
        page = client.post(address("correct", wrong), correction())

    told = "Sam Reed has already corrected this update. Read the correction, and correct that one if it is still wrong."
    assert (page.status_code, page.context["reason"]) == (409, told)
    assert Text("text", "Two of four districts are briefed.") in page.context["typed"].texts
    assert list(AssuranceUpdate.objects.order_by("pk").values_list("text", flat=True)) == [
        "All four districts.",
        "Three of four.",
    ]


def test_correct_twice_from_one_page_makes_one_correction(client, officer, wrong):
    facts = correction()

    pages = [client.post(address("correct", wrong), facts) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert AssuranceUpdate.objects.filter(corrects=wrong).count() == 1
    assert wrong.follow_up.events.filter(kind="assurance-corrected").count() == 1


def test_correct_twice_from_one_page_with_other_words_gives_them_back(client, officer, wrong):
    facts = correction()
    client.post(address("correct", wrong), facts)

    page = client.post(address("correct", wrong), facts | {"text": "None at all."})

    assert isinstance(page.context["typed"], Typed)
    assert Text("text", "None at all.") in page.context["typed"].texts


def test_correct_twice_from_one_page_with_another_level_gives_the_words_back(client, officer, wrong):
    facts = correction()
    client.post(address("correct", wrong), facts)

    page = client.post(address("correct", wrong), facts | {"level": "assured"})

    assert page.status_code == 409
    assert Text("text", facts["text"]) in page.context["typed"].texts


def test_a_correction_can_be_corrected_in_its_turn(client, officer, wrong):
    first = correct(wrong, "Three of four.")

    client.post(address("correct", first), correction())

    assert list(AssuranceUpdate.objects.standing().values_list("text", flat=True)) == [
        "Two of four districts are briefed."
    ]
