"""Logging what the office believes."""

from datetime import date

import pytest

from responses.models import AssuranceBasis, AssuranceUpdate, EvidenceRequest
from tests import factories
from tests.meanwhile import just_before
from tests.reading import day, errors_of, text_of
from tests.responses.views.assurance.pages import NOW, address, update_facts

pytestmark = pytest.mark.django_db


def test_log_logs_an_update(client, officer):
    follow_up = factories.make_follow_up()

    page = client.post(address("log", follow_up), update_facts(is_publishable="yes"), follow=True)

    update = AssuranceUpdate.objects.get()
    assert (update.follow_up, update.level, update.method) == (follow_up, "partly", "visit")
    assert (update.confidence, update.limits) == ("medium", "Nobody on nights was asked.")
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
    assert errors_of(page)["__all__"] == [f"You have already sent this page, with other answers: {told}"]
    assert page.context["form"]["text"].value() == "All four are."
    again = {"text": "All four are.", "submission_id": page.context["form"]["submission_id"].value()}
    client.post(address("log", follow_up), facts | again)
    assert set(AssuranceUpdate.objects.values_list("text", flat=True)) == {facts["text"], "All four are."}


@pytest.mark.parametrize(
    "other",
    [
        {"level": "assured"},
        {"is_publishable": "yes"},
    ],
)
def test_log_twice_from_one_page_with_another_answer_offers_a_second_update(client, officer, other):
    follow_up, facts = factories.make_follow_up(), update_facts()
    client.post(address("log", follow_up), facts)

    page = client.post(address("log", follow_up), facts | other)

    assert "You have already sent this page, with other answers" in text_of(page)
    assert AssuranceUpdate.objects.count() == 1


def test_log_twice_from_one_page_is_done_only_where_it_rests_on_the_same_evidence(client, officer):
    follow_up = factories.make_follow_up()
    first, second = [factories.make_request(follow_up, status="accepted") for _ in range(2)]
    facts = update_facts(rests_on=[f"request-{first.pk}"])

    pages = [
        client.post(address("log", follow_up), facts | {"rests_on": rests_on})
        for rests_on in ([f"request-{first.pk}"], [f"request-{first.pk}"], [f"request-{second.pk}"])
    ]

    assert [page.status_code for page in pages] == [302, 302, 200]
    assert AssuranceBasis.objects.get().request == first


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"level": ""}, {"level": ["Select how assured we are"]}),
        ({"level": "sure"}, {"level": ["Select a valid choice. sure is not one of the available choices."]}),
        ({"method": ""}, {"method": ["Select how we know"]}),
        ({"confidence": ""}, {"confidence": ["Select how confident we are"]}),
        ({"limits": ""}, {"limits": ["Enter what this does not show"]}),
        ({"method": "sample"}, {"sample_size": ["Enter how many cases you looked at"]}),
        ({"method": "sample", "sample_size": "some"}, {"sample_size": ["Number of cases must be a whole number"]}),
        ({"method": "sample", "sample_size": "0"}, {"sample_size": ["Number of cases must be 1 or more"]}),
        (
            {"method": "sample", "sample_size": "9" * 12},
            {"sample_size": ["Number of cases must be 1,000,000 or fewer"]},
        ),
        (
            {"sample_size": "30"},
            {"sample_size": ["Select “Dip sample of cases”, or leave the number of cases empty"]},
        ),
        (day("next_check_on", date(2025, 2, 10)), {"next_check_on": ["Next check must be after today"]}),
        ({"meeting": "x" * 121}, {"meeting": ["Meeting must be 120 characters or fewer. It has 121"]}),
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


@pytest.mark.parametrize("last", [date(2024, 8, 30), date(2025, 2, 10)], ids=["of the report", "today"])
def test_log_takes_the_first_and_the_last_possible_day(client, officer, last):
    follow_up = factories.make_follow_up()

    client.post(address("log", follow_up), update_facts(**day("made_on", last)))

    assert AssuranceUpdate.objects.get().made_on == last


def test_log_takes_the_size_of_a_sample_a_meeting_and_the_next_check(client, officer):
    more = {"method": "sample", "sample_size": "30", "meeting": "Accountability board, February 2025"}
    follow_up = factories.make_follow_up()

    client.post(address("log", follow_up), update_facts(**more, **day("next_check_on", date(2025, 2, 11))))

    update = AssuranceUpdate.objects.get()
    assert (update.method, update.sample_size, update.meeting) == ("sample", 30, "Accountability board, February 2025")
    assert update.next_check_on == date(2025, 2, 11)
    follow_up.refresh_from_db()
    assert follow_up.next_check_on == date(2025, 2, 11)


def make_accepted(follow_up, *, status="accepted"):
    request = factories.make_request(follow_up, status=status)
    return request, factories.make_file(factories.make_round(request, submitted_at=NOW))


def test_log_says_which_accepted_evidence_it_rests_on(client, officer):
    follow_up = factories.make_follow_up()
    request, file = make_accepted(follow_up)
    chosen = [f"request-{request.pk}", f"file-{file.pk}"]

    client.post(address("log", follow_up), update_facts(rests_on=chosen))

    bases = AssuranceBasis.objects.values_list("update", "request", "file")
    update = AssuranceUpdate.objects.get()
    assert list(bases) == [(update.pk, request.pk, None), (update.pk, None, file.pk)]
    words = text_of(client.get(address("list", follow_up)))
    assert f"Evidence it rests on The reply to {request.reference} Minutes.txt" in words


@pytest.mark.parametrize("status", ["part-answered", "withdrawn"])
def test_log_rests_on_the_file_of_an_accepted_item_and_not_on_the_whole_reply(client, officer, status):
    follow_up = factories.make_follow_up()
    request = factories.make_request(follow_up, status=status)
    file = factories.make_accepted_item(request)
    offered = client.get(address("log", follow_up)).context["form"].fields["rests_on"].choices

    client.post(address("log", follow_up), update_facts(rests_on=[f"file-{file.pk}"]))

    named = [(f"file-{file.pk}", "Log.txt (item 1)")]
    assert offered == [(f"{request.reference}: Please send the briefing material.", named)]
    assert AssuranceBasis.objects.get().file == file


@pytest.mark.parametrize("status", ["sent", "answered", "returned", "withdrawn"])
def test_log_offers_no_evidence_that_is_not_accepted(client, officer, status):
    follow_up = factories.make_follow_up()
    make_accepted(follow_up, status=status)
    make_accepted(factories.make_follow_up())

    assert "rests_on" not in client.get(address("log", follow_up)).context["form"].fields


def test_log_refuses_evidence_of_another_recommendation(client, officer):
    follow_up = factories.make_follow_up()
    make_accepted(follow_up)
    other, _ = make_accepted(factories.make_follow_up())

    page = client.post(address("log", follow_up), update_facts(rests_on=[f"request-{other.pk}"]))

    assert errors_of(page) == {"rests_on": ["Select evidence from the list. Some of it may have been taken back"]}
    assert AssuranceUpdate.objects.count() == 0


def test_log_keeps_the_words_where_evidence_was_withdrawn_at_the_last_moment(client, officer):
    follow_up = factories.make_follow_up()
    request, _ = make_accepted(follow_up)
    withdraw = EvidenceRequest.objects.filter(pk=request.pk).update

    with just_before('INSERT INTO "responses_assuranceupdate"', lambda: withdraw(status="withdrawn")):
        page = client.post(address("log", follow_up), update_facts(rests_on=[f"request-{request.pk}"]))

    told = f"{request.reference} is no longer accepted evidence for {follow_up.reference}. Choose again."
    assert errors_of(page) == {"rests_on": [told]}
    assert page.context["form"]["text"].value() == "Two of four districts are briefed."
    assert AssuranceUpdate.objects.count() == 0
