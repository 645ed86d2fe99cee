"""Decisions about a follow-up by two people, from two windows, or by one who presses twice."""

from datetime import date

import pytest

from responses.models import WorkStatus
from responses.workflow import closing, outcome
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.follow_up.pages import NOW, address

pytestmark = pytest.mark.django_db

UNSEEN = {"reason": "Seen in every district.", "without": "A visit showed it."}


@pytest.fixture
def lead():
    return factories.make_lead(name="Dana Brook")


@pytest.fixture
def follow_up(officer, lead):
    finding = factories.make_finding(reference="SE-2024-SOC-R1")
    return factories.make_follow_up(finding, lead=lead, officer=officer)


def test_a_page_from_before_something_happened_keeps_the_words_and_asks_again(client, follow_up, lead):
    seen = {"version": follow_up.version, **UNSEEN}
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=NOW)

    refused = client.post(address("sign-off", follow_up), seen)
    again = {**seen, "version": refused.context["form"]["version"].value()}
    client.post(address("sign-off", follow_up), again)

    told = "The last to change it was Dana Brook, on 10 February 2025 at 9:30am: “Force says complete"
    said = f"Something has happened to SE-2024-SOC-R1 since you opened this page. {told}. All shifts are briefed.”"
    assert said in text_of(refused)
    assert "Seen in every district." in refused.content.decode()
    follow_up.refresh_from_db()
    assert follow_up.assured_on == NOW.date()


def test_who_comes_too_late_is_told_by_whom_and_gets_the_words_back(client, follow_up):
    other = factories.make_officer(name="Sam Hart")
    outcome.end(follow_up, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=other, at=NOW)

    page = client.post(address("hold", follow_up), {"version": 0, "reason": "Half a year will show."})

    assert page.status_code == 409
    words = text_of(page)
    told = "The last to change it was Sam Hart, on 10 February 2025 at 9:30am: “Status changed"
    said = f"That cannot be done now: SE-2024-SOC-R1 is withdrawn. {told}. Withdrawn. It is for others.”"
    assert said in words
    assert "Half a year will show." in words


def every_answer(follow_up):
    """What any of the pages asks for, as they show the follow-up now."""
    days = {**day("until", date(2025, 8, 11)), **day("closed_on", date(2025, 2, 3))}
    return {"version": follow_up.version, **UNSEEN, **days, "on_whom": "npcc", "how": "withdrawn"}


@pytest.mark.parametrize("name", ["sign-off", "hold", "wait", "end", "record-closure"])
def test_a_double_click_does_it_once_and_shows_no_error(client, follow_up, name):
    typed = every_answer(follow_up)

    pages = [client.post(address(name, follow_up), typed) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    follow_up.refresh_from_db()
    assert follow_up.version == 1


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [
        ("hold", "hold", day("until", date(2025, 9, 1))),
        ("wait", "wait", day("until", date(2025, 9, 1))),
        ("wait", "hold", {}),
    ],
)
def test_another_answer_from_a_page_that_was_sent_is_asked_about_and_kept(client, follow_up, first, second, other):
    typed = every_answer(follow_up)
    client.post(address(first, follow_up), typed)

    page = client.post(address(second, follow_up), typed | other)

    said = "Something has happened to SE-2024-SOC-R1 since you opened this page."
    assert errors_of(page)["__all__"][0].startswith(said)
    assert {name: page.context["form"].data[name] for name in other} == other
    follow_up.refresh_from_db()
    assert follow_up.version == 1


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [
        ("sign-off", "end", {}),
        ("end", "end", {"how": "does-not-apply"}),
        ("sign-off", "sign-off", {"reason": "Seen in every"}),
    ],
)
def test_another_answer_that_comes_too_late_is_given_back(client, follow_up, first, second, other):
    typed = every_answer(follow_up)
    client.post(address(first, follow_up), typed)

    page = client.post(address(second, follow_up), typed | other)

    assert page.status_code == 409
    assert "Seen in every" in page.content.decode()


def test_another_correction_from_a_page_that_was_sent_is_asked_about(client, follow_up, officer):
    facts = {"closed_on": date(2025, 2, 2), "level": None, "reference": "L-7"}
    closing.record_closure(follow_up, **facts, by=officer, at=NOW)
    typed = every_answer(follow_up)
    other = typed | {"reference": "L-9"}

    pages = [client.post(address("correct-closure", follow_up), each) for each in (typed, typed, other)]

    assert [page.status_code for page in pages] == [302, 302, 200]
    follow_up.refresh_from_db()
    assert (follow_up.closed_on, follow_up.closure_reference) == (date(2025, 2, 3), "")
