"""Setting a colour by hand, and where it shows."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from oversight.versions import StaleError
from responses.dating import rating_of
from responses.models import FollowUp, RatingOverride
from responses.workflow import rating as workflow
from responses.workflow.follow_up import WrongStatusError
from tests import factories, locks
from tests.reading import text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 10, 9, 30, tzinfo=UTC)
ON = date(2025, 3, 10)
UNTIL = {"until_0": "1", "until_1": "4", "until_2": "2025"}
NO_DAY = dict.fromkeys(UNTIL, "")
GIVEN = {"colour": "green", "reason": "We have seen it work.", **UNTIL}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer


@pytest.fixture
def late():
    """Due on 1 March 2025."""
    return factories.make_follow_up(lead=factories.make_lead(), force_rag="green")


def send(client, follow_up, **facts):
    facts = {"submission_id": uuid4(), "seen": workflow.seen(follow_up), **GIVEN} | facts
    return client.post(reverse("responses:rating-set", args=[follow_up.pk]), facts)


def rate(follow_up, colour="green", until=date(2025, 4, 1), **facts):
    facts = {"seen_before": workflow.seen(follow_up), "submission_id": uuid4(), "reason": "Seen."} | facts
    by = facts.pop("by", None) or factories.make_officer()
    return workflow.rate(follow_up, colour=colour, until=until, on=ON, by=by, at=NOW, **facts)


def told(follow_up):
    event = follow_up.events.first()
    return event.kind, event.detail, event.reason, event.audience


def detail(client, follow_up):
    return text_of(client.get(follow_up.get_absolute_url()))


def listed(client):
    return text_of(client.get(reverse("responses:follow-up-list")))


def test_the_rule_shows_in_words_beside_the_forces_own_rating(client, officer, late):
    words = detail(client, late)

    assert "Green: on track or complete" in words
    assert "Rating: Red Past its date. Change the rating" in words
    assert "In progress Rated red" in listed(client)


@pytest.mark.parametrize(
    ("under", "words"),
    [
        ([{}], "Green On track by date."),
        ([{}, {"deadline": "By 9 March 2025"}], "Red Past its date."),
        ([{}, {"deadline": "By 9 March 2025", "status": "done"}], "Green On track by date."),
        (
            [{}, {"deadline": "By 9 March 2025", "due_on": date(2026, 1, 1), "due_source": "office"}],
            "Amber Past its original date.",
        ),
        ([{}, {"deadline": "By 9 March 2025", "due_on": None, "due_source": "none"}], "Amber Past its original date."),
        ([{"status": "held", "held_until": ON}], "Amber What is open under it rests or has no date."),
        ([{"deadline": ""}], "Amber What is open under it rests or has no date."),
        ([], "Amber Nothing under it is followed up."),
    ],
)
def test_a_cause_of_concern_is_rated_by_what_is_open_under_it(client, officer, under, words):
    cause = factories.make_finding(kind="cause-of-concern", deadline="")
    whole = factories.make_follow_up(cause, status="in-progress")
    for each in under:
        facts = {"deadline": "By 1 May 2025"} | each
        finding = factories.make_finding(cause.inspection, parent=cause, deadline=facts.pop("deadline"))
        factories.make_follow_up(finding, **facts)

    assert f"Rating: {words}" in detail(client, whole)
    in_list = rating_of(FollowUp.objects.for_list().get(pk=whole.pk), ON)
    assert f"{in_list.colour.capitalize()} {in_list.words}." == words


def test_a_colour_by_hand_stands_beside_the_rules_and_in_the_history(client, officer, late):
    page = send(client, late)

    words = detail(client, late)
    assert page.status_code == 302
    assert "Rating: Green set by Priya Shah until 1 April 2025. By the rule it is red: past its date." in words
    assert told(late) == (
        "rated",
        "from red to green until 1 April 2025; red, by the rule (past its date)",
        "We have seen it work.",
        "office",
    )
    assert "Rated green by hand" in listed(client)


def test_a_colour_by_hand_ends_by_itself(client, officer, late, time_machine):
    rate(late)

    time_machine.move_to(datetime(2025, 4, 2, 9, 30, tzinfo=UTC), tick=False)
    client.force_login(officer)

    assert "Rating: Red Past its date." in detail(client, late)


def test_the_rule_can_count_again_before_that(client, officer, late):
    rate(late)

    send(client, late, colour="rule", **NO_DAY, reason="It failed.")

    assert "Rating: Red Past its date." in detail(client, late)
    assert told(late)[:3] == ("rated", "from green to red, by the rule (past its date)", "It failed.")


def test_a_force_sees_nothing_of_the_offices_rating(client, late):
    rate(late, reason="A private doubt.")
    client.force_login(late.lead)

    words = detail(client, late) + listed(client)

    for private in ["Rating", "Rated", "A private doubt."]:
        assert private not in words


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"colour": ""}, {"colour": ["Select a rating"]}),
        ({"reason": ""}, {"reason": ["Enter why we rate it so"]}),
        (NO_DAY, {"until": ["Enter the last day that it holds"]}),
        ({"until_1": "3"}, {"until": ["Last day that it holds must be between today and 10 June 2025"]}),
        ({"until_1": "7"}, {"until": ["Last day that it holds must be between today and 10 June 2025"]}),
    ],
)
def test_rate_says_what_is_wrong_and_keeps_what_was_typed(client, officer, late, given, errors):
    form = send(client, late, **given).context["form"]

    assert form.errors == errors
    assert form["reason"].value() == {**GIVEN, **given}["reason"]
    assert RatingOverride.objects.count() == 0


def test_rate_by_the_rule_needs_no_day(client, officer, late):
    rate(late)

    form = send(client, late, colour="rule").context["form"]

    assert form.errors == {"until": ["Leave this empty: the rule counts from now on"]}


def test_rate_shows_what_somebody_else_has_set(client, officer, late):
    rate(late, colour="amber", reason="Half of it works.", by=factories.make_officer(name="Sam Hart"))

    refused = send(client, late, seen=0)
    form = refused.context["form"]
    accepted = send(client, late, seen=form["seen"].value())

    assert "Sam Hart has set the rating to amber since you opened this page, because: Half of it works." in text_of(
        refused
    )
    assert (form["reason"].value(), accepted.status_code) == ("We have seen it work.", 302)


def test_rate_by_a_double_click_rates_once(client, officer, late):
    once = uuid4()

    pages = [send(client, late, submission_id=once, seen=0) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert RatingOverride.objects.count() == 1


def test_rate_until_another_day_from_a_page_that_was_sent_offers_a_second(client, officer, late):
    once = uuid4()
    send(client, late, submission_id=once, seen=0)

    page = send(client, late, submission_id=once, seen=0, until_0="2")

    assert "You have already sent this page, with other answers: that is the rating that is there now." in text_of(page)
    assert RatingOverride.objects.get().until == date(2025, 4, 1)


@pytest.mark.parametrize("status", ["done", "withdrawn"])
def test_rate_refuses_what_is_no_longer_open(client, officer, status):
    follow_up = factories.make_follow_up(status=status)

    with pytest.raises(WrongStatusError, match="is no longer open, so it is not rated"):
        rate(follow_up)

    assert send(client, follow_up).status_code == 403
    assert "Change the rating" not in detail(client, follow_up)


@pytest.mark.django_db(transaction=True)
def test_two_ratings_at_once_make_one_and_tell_the_second(late):
    officer, seen = factories.make_officer(), workflow.seen(late)

    outcomes = locks.at_once(*[lambda: rate(late, by=officer, seen_before=seen)] * 2)

    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "StaleError"]
    assert (RatingOverride.objects.count(), isinstance(outcomes[0] or outcomes[1], StaleError)) == (1, True)
