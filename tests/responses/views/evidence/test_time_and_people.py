"""The pages on which a request is handed on, and more time asked for and decided on (R45)."""

from datetime import date

import pytest
from django.urls import reverse

from oversight.accounts.models import User
from oversight.typed import Text, Typed
from responses.models import EvidenceRequest, MoreTime
from responses.workflow import delegation, more_time
from tests import factories
from tests.meanwhile import just_before
from tests.reading import day, errors_of, text_of
from tests.responses.views.evidence.pages import NOW, address, answered

pytestmark = pytest.mark.django_db

WANTED = date(2025, 3, 3)


def time(name, asked):
    return reverse(f"responses:time-{name}", args=[asked.pk])


def ask(reason="The analyst is away.", on=WANTED):
    return {**day("wanted_on", on), "reason": reason, "submission_id": "8f3b2f9e-6d0c-4f0a-9a56-0c1d2e3f4a5b"}


@pytest.fixture
def colleague(lead):
    return factories.make_lead(name="Colin Reid")


@pytest.fixture
def wanted(asked):
    return factories.make_more_time(asked, wanted_on=WANTED)


def test_hand_on_offers_colleagues_and_says_who_has_it(client, lead, colleague, asked):
    client.force_login(lead)
    page = client.get(address("hand-on", asked))
    assert list(page.context["form"].fields["to"].queryset) == [colleague]

    page = client.post(address("hand-on", asked), {"to": colleague.pk, "seen": ""}, follow=True)

    assert f"{asked.reference} is now with Colin Reid." in text_of(page)
    assert "Asked of Dana Brook Handed to Colin Reid" in text_of(page)


def test_hand_on_where_nobody_else_is_there_says_so(client, lead, asked):
    client.force_login(lead)

    assert "Nobody else at your force has an account." in text_of(client.get(address("hand-on", asked)))


def test_hand_on_after_a_colleague_has_says_so_and_changes_nothing(client, lead, colleague, asked):
    delegation.delegate(asked, to=colleague, seen=None, by=lead, at=NOW)
    third = factories.make_lead(name="Tess Moor")
    client.force_login(lead)

    page = client.post(address("hand-on", asked), {"to": third.pk, "seen": ""})

    assert "A colleague has handed it on meanwhile" in text_of(page)
    assert EvidenceRequest.objects.get().delegate == colleague


def test_what_somebody_had_who_has_moved_on_can_be_handed_to_another(client, lead, colleague, asked):
    delegation.delegate(asked, to=colleague, seen=None, by=lead, at=NOW)
    User.objects.filter(pk=colleague.pk).update(force=factories.make_force("kent", "Kent Police"))
    third = factories.make_lead(name="Tess Moor")
    client.force_login(lead)

    assert client.post(address("hand-on", asked), {"to": third.pk, "seen": colleague.pk}).status_code == 302
    assert EvidenceRequest.objects.get().delegate == third


def test_hand_on_to_nobody_or_to_somebody_elsewhere_is_an_error_beside_the_field(client, lead, colleague, asked):
    client.force_login(lead)

    for to, error in (("", "Select a colleague"), (asked.sent_by_id, "Select a colleague from the list")):
        assert errors_of(client.post(address("hand-on", asked), {"to": to})) == {"to": [error]}


def test_hand_on_what_is_sent_is_too_late(client, lead, colleague, asked):
    answered(asked, lead)
    client.force_login(colleague)

    page = client.post(address("hand-on", asked), {"to": lead.pk}, follow=True)

    assert f"{asked.reference} is replied to. Dana Brook sent the reply" in text_of(page)


def test_ask_for_more_time_shows_on_the_request_to_both_sides(client, lead, asked):
    client.force_login(lead)

    page = client.post(time("ask", asked), ask(), follow=True)

    assert f"The office has been asked for more time for {asked.reference}." in text_of(page)
    assert "Dana Brook asked on 10 February 2025 for time until 3 March 2025 The analyst is away." in text_of(page)
    assert "The office has not decided yet." in text_of(page)
    client.force_login(asked.sent_by)
    assert "Decide on more time" in text_of(client.get(address("detail", asked)))


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (ask(""), {"reason": ["Enter why you need more time"]}),
        (ask(on=date(2025, 2, 10)), {"wanted_on": ["New reply date must be in the future"]}),
        (ask(on=date(2025, 2, 21)), {"wanted_on": ["New reply date must be after 21 February 2025"]}),
    ],
)
def test_ask_for_more_time_says_beside_the_field_what_is_wrong(client, lead, asked, typed, errors):
    client.force_login(lead)

    page = client.post(time("ask", asked), typed)

    assert errors_of(page) == errors
    assert page.context["form"]["reason"].value() == typed["reason"]


def test_ask_for_more_time_after_a_colleague_has_keeps_the_words(client, lead, asked, wanted):
    client.force_login(lead)

    page = client.post(time("ask", asked), ask())

    assert errors_of(page) == {
        "__all__": ["Your force has already asked for more time, and the office has not decided yet."]
    }
    assert page.context["form"]["reason"].value() == "The analyst is away."


@pytest.mark.parametrize(("is_waiting", "offers"), [(False, 1), (True, 0)])
def test_more_time_is_offered_until_it_is_asked_for(client, lead, asked, is_waiting, offers):
    if is_waiting:
        factories.make_more_time(asked, wanted_on=WANTED)
    client.force_login(lead)

    assert client.get(asked.get_absolute_url()).content.decode().count(time("ask", asked)) == offers


def test_ask_for_more_time_twice_with_other_words_offers_a_second(client, lead, asked):
    client.force_login(lead)
    client.post(time("ask", asked), ask())

    page = client.post(time("ask", asked), ask("Two are away."))

    assert "You have already sent this page, with other answers: that is the ask until 3 March 2025" in text_of(page)


def test_ask_for_more_time_twice_with_another_day_offers_a_second(client, lead, asked):
    client.force_login(lead)
    client.post(time("ask", asked), ask())

    page = client.post(time("ask", asked), ask(on=date(2025, 3, 10)))

    assert "You have already sent this page, with other answers: that is the ask until 3 March 2025" in text_of(page)


def decision(wanted, choice, note="", due_on=None):
    return {"asked": wanted.pk, "decision": choice, "note": note, **(day("due_on", due_on) if due_on else {})}


@pytest.mark.parametrize(
    ("choice", "due_on", "shown"),
    [
        ("granted", None, "Granted by Priya Shah on 10 February 2025: reply by 3 March 2025 instead of 21 February"),
        ("other", date(2025, 2, 28), "Another day set by Priya Shah on 10 February 2025: reply by 28 February 2025"),
    ],
)
def test_decide_on_time_moves_the_day(client, wanted, choice, due_on, shown):
    client.force_login(wanted.request.sent_by)

    page = client.post(time("decide", wanted.request), decision(wanted, choice, due_on=due_on), follow=True)

    assert shown in text_of(page)
    assert EvidenceRequest.objects.get().due_on == (due_on or WANTED)


@pytest.mark.parametrize(
    ("choice", "due_on", "errors"),
    [
        ("", None, {"decision": ["Select whether to give more time"]}),
        ("other", None, {"due_on": ["Enter the new reply date"]}),
        ("other", date(2025, 2, 10), {"due_on": ["New reply date must be in the future"]}),
        ("other", date(2025, 2, 21), {"due_on": ["New reply date must be after 21 February 2025"]}),
        ("refused", None, {"note": ["Enter why you refuse"]}),
    ],
)
def test_decide_on_time_says_beside_the_field_what_is_wrong(client, wanted, choice, due_on, errors):
    client.force_login(wanted.request.sent_by)

    page = client.post(time("decide", wanted.request), decision(wanted, choice, due_on=due_on))

    assert errors_of(page) == errors
    assert MoreTime.objects.get().is_open


@pytest.mark.parametrize(("note", "words"), [("As agreed.", ": “As agreed.”"), ("Fine", ": “Fine.”"), ("", ".")])
def test_decide_on_time_after_a_colleague_has_gives_the_words_back(client, asked, wanted, note, words):
    by = factories.make_officer(name="Ravi Cole")
    more_time.decide(wanted, decision="granted", note=note, by=by, at=NOW, due_on=None)
    client.force_login(asked.sent_by)

    page = client.post(time("decide", asked), decision(wanted, "refused", "The board meets."))

    assert page.status_code == 409
    told = f"Ravi Cole decided on 10 February 2025 at 9:30am. Granted until 3 March 2025{words} Copy your words"
    assert told in text_of(page)
    assert page.context["typed"] == Typed([Text("note", "The board meets.")])


def test_decide_on_time_a_moment_after_a_colleague_keeps_the_words_in_the_form(client, asked, wanted):
    facts = {"decision": "refused", "note": "The board cannot wait.", "by": factories.make_officer(name="Ravi Cole")}
    client.force_login(asked.sent_by)

    with just_before("SAVEPOINT", lambda: more_time.decide(wanted, **facts, at=NOW)):
        page = client.post(time("decide", asked), decision(wanted, "refused", "Mine."))

    by_whom = "Ravi Cole decided on 10 February 2025 at 9:30am. Refused: “The board cannot wait.”"
    assert f"Somebody else was first: this has been decided. {by_whom}" in text_of(page)
    assert page.context["form"]["note"].value() == "Mine."


def test_decide_on_another_ask_than_was_read_is_refused(client, asked, wanted):
    more_time.decide(wanted, decision="refused", note="No.", by=asked.sent_by, at=NOW)
    newer = factories.make_more_time(asked, wanted_on=date(2025, 4, 1))
    client.force_login(asked.sent_by)

    page = client.post(time("decide", asked), decision(wanted, "granted", "Of course."))

    newer.refresh_from_db()
    assert "Somebody else was first: this has been decided." in text_of(page)
    assert (newer.is_open, page.context["form"]["note"].value()) == (True, "Of course.")


def test_decide_on_time_pressed_twice_says_nothing_of_words_that_are_lost(client, asked, wanted):
    client.force_login(asked.sent_by)

    for _ in range(2):
        page = client.post(time("decide", asked), decision(wanted, "granted", "Of course."))

    assert page.headers["Location"] == asked.get_absolute_url()


@pytest.mark.parametrize(("choice", "due_on"), [("refused", None), ("other", date(2025, 3, 20))])
def test_decide_on_time_otherwise_than_just_decided_gives_the_words_back(client, asked, wanted, choice, due_on):
    client.force_login(asked.sent_by)
    client.post(time("decide", asked), decision(wanted, "other", "Of course.", date(2025, 3, 10)))

    page = client.post(time("decide", asked), decision(wanted, choice, "Of course.", due_on))

    assert page.status_code == 409
    assert page.context["typed"].texts == [Text("note", "Of course.")]
