"""Changing the date of a recommendation."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections.models import Finding
from responses.models import DeadlineRevision, DueSource
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import address

pytestmark = pytest.mark.django_db
TODAY = {"agreed_on_0": "10", "agreed_on_1": "2", "agreed_on_2": "2025"}
REVIEW = {"review_on_0": "1", "review_on_1": "9", "review_on_2": "2025"}
GIVEN = {"source": "office", "reason": "Recruitment took longer.", "agreed_by": "the Commissioner", **TODAY}


def revise_address(follow_up):
    return reverse("responses:deadline-revise", args=[follow_up.pk])


def send(client, follow_up, **facts):
    seen = facts.pop("seen", None) or client.get(revise_address(follow_up)).context["form"]["seen"].value()
    facts = {"submission_id": uuid4(), "seen": seen, "deadline": "1 June 2025", **GIVEN} | facts
    return client.post(revise_address(follow_up), facts)


def detail(client, follow_up):
    return text_of(client.get(address("detail", follow_up)))


def test_revise_changes_the_date_and_shows_the_original_the_moves_and_the_slip(client, officer):
    follow_up = factories.make_follow_up(factories.make_finding(deadline="By 1 March 2025", page="12"))
    before = detail(client, follow_up)

    send(client, follow_up)
    send(client, follow_up, deadline="July 2025")

    words = detail(client, follow_up)
    assert "Deadline 1 March 2025 Set by the inspectorate: “By 1 March 2025”, page 12" in before
    assert f"The date of {follow_up.reference} is changed." in words
    assert "Deadline July 2025 Set by the office" in words
    original = "Original deadline 1 March 2025 Moves Moved twice 152 days later than first set Our office allows 1 move"
    assert original in words
    assert "Deadline moved by Priya Shah" in words
    assert "From 1 June 2025 to July 2025 Recruitment took longer." in words


def test_detail_unfolds_the_inspectorates_date_and_not_one_that_the_office_has_set(client, officer):
    follow_up = factories.make_follow_up(factories.make_finding(deadline="Within six months"))
    before = detail(client, follow_up)

    send(client, follow_up)

    assert "“Within six months” How this is counted The report was published on Friday 30 August 2024." in before
    assert "How this is counted" not in detail(client, follow_up)


def test_revise_of_what_is_late_shows_that_it_is_past_its_original_date(client, officer):
    follow_up = factories.make_follow_up(factories.make_finding(deadline="By 1 February 2025"))

    send(client, follow_up, deadline="By 20 February 2025", **{**TODAY, "agreed_on_0": "3"})

    assert "Set by the office Past its original date" in detail(client, follow_up)


def test_revise_warns_after_the_moves_that_the_office_allows(client, officer):
    follow_up = factories.make_follow_up()
    first = text_of(client.get(revise_address(follow_up)))
    send(client, follow_up)

    second = text_of(client.get(revise_address(follow_up)))

    warning = "The deadline has been moved once already. Our office allows 1 move."
    assert warning not in first
    assert f"Moves so far 1 ! Warning {warning}" in second


def test_revise_to_no_date_shows_where_it_comes_from_and_when_it_is_looked_at_again(client, officer):
    follow_up = factories.make_follow_up()

    send(client, follow_up, source="aligned", deadline="", **REVIEW)

    words = detail(client, follow_up)
    assert "Deadline Aligned to the next inspection, whose day is not known" in words
    assert "To be looked at again 1 September 2025" in words
    assert "Original deadline 1 March 2025" in words


def test_detail_says_what_needs_a_day_to_look_at_it_again_to_the_office_alone(client, officer):
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""))
    ours = detail(client, follow_up)
    client.force_login(factories.make_lead())
    theirs = detail(client, follow_up)

    assert "Deadline No date set by the inspectorate" in theirs
    assert ("Needs a day" in ours, "Needs a day" in theirs) == (True, False)


def test_detail_says_that_the_report_was_corrected_after_the_date_was_moved(client, officer):
    follow_up = factories.make_follow_up()
    send(client, follow_up)
    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_on=date(2025, 4, 1))

    words = detail(client, follow_up)

    assert "Deadline 1 June 2025 Set by the office" in words
    assert "Original deadline 1 April 2025 The report has been corrected since: it said 1 March 2025" in words
    assert "Moved once 61 days later than first set" in words


def test_revise_offers_the_inspectorates_words_only_where_there_are_some(client, officer):
    def offered(deadline):
        follow_up = factories.make_follow_up(factories.make_finding(deadline=deadline))
        return [value for value, _ in client.get(revise_address(follow_up)).context["form"].fields["source"].choices]

    assert offered("By 1 March 2025") == ["office", "inspectorate", "aligned", "none"]
    assert offered("") == ["office", "aligned", "none"]


HAS_A_DAY = "Leave this empty: the recommendation has a date"
NO_DAY = "Enter a day, a month or a year. For example, 1 June 2026, June 2026 or the end of 2026."


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"source": ""}, {"source": ["Select where the date comes from"]}),
        ({"deadline": ""}, {"deadline": ["Enter the new deadline"]}),
        ({"deadline": "soon"}, {"deadline": [NO_DAY]}),
        ({"deadline": "31 June 2025"}, {"deadline": ["There is no 31 June 2025. Check the day and the month."]}),
        ({"deadline": "10 February 2025"}, {"deadline": ["New deadline must be after the day when it was agreed"]}),
        (
            {"deadline": "x" * 121},
            {"deadline": ["“New deadline, where we set it” must be 120 characters or fewer. It has 121"]},
        ),
        ({"source": "aligned", **REVIEW}, {"deadline": ["Leave this empty, or select that we set the date"]}),
        ({"source": "none", "deadline": ""}, {"review_on": ["Enter the day to look at it again"]}),
        (
            {"source": "none", "deadline": "", **REVIEW, "review_on_1": "2"},
            {"review_on": ["Day to look at it again must be in the future"]},
        ),
        (REVIEW, {"review_on": [HAS_A_DAY]}),
        (
            {"source": "inspectorate", **REVIEW, "deadline": ""},
            {"review_on": ["Leave this empty: the recommendation has a date"]},
        ),
        ({"reason": " "}, {"reason": ["Enter why the date changes"]}),
        ({"agreed_by": ""}, {"agreed_by": ["Enter who agreed to it"]}),
        ({"agreed_on_0": "11"}, {"agreed_on": ["Day when it was agreed must be today or in the past"]}),
        ({"deadline": "1 March 2025"}, {"deadline": ["That is what it says already. Enter another date."]}),
    ],
)
def test_revise_says_what_is_wrong_and_keeps_what_was_typed(client, officer, given, errors):
    follow_up = factories.make_follow_up()

    page = send(client, follow_up, **given)

    form = page.context["form"]
    assert form.errors == errors
    assert form["agreed_by"].value() == {**GIVEN, **given}["agreed_by"]
    assert DeadlineRevision.objects.count() == 0


def test_revise_by_a_double_click_moves_it_once(client, officer):
    follow_up, once = factories.make_follow_up(), uuid4()

    pages = [send(client, follow_up, submission_id=once, seen="inspectorate 2025-03-01 -") for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert DeadlineRevision.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"reason": "Another reason."},
        {"agreed_by": "the Deputy"},
    ],
)
def test_revise_with_another_answer_from_a_page_sent_already_asks_first(client, officer, other):
    follow_up, once = factories.make_follow_up(), uuid4()
    send(client, follow_up, submission_id=once)

    page = send(client, follow_up, submission_id=once, **other)

    assert "You have already sent this page, with other answers: that is the change to 1 June 2025." in text_of(page)


def test_revise_shows_what_somebody_else_has_set_and_lets_the_next_press_decide(client, officer):
    follow_up = factories.make_follow_up()
    send(client, follow_up)

    refused = send(client, follow_up, deadline="July 2025", seen="inspectorate 2025-03-01 -")
    form = refused.context["form"]
    accepted = send(client, follow_up, deadline="July 2025", seen=form["seen"].value())

    assert "Somebody else has changed the date since you opened this page. It is now: 1 June 2025." in text_of(refused)
    assert (form["deadline"].value(), accepted.status_code) == ("July 2025", 302)
    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.due_source) == (date(2025, 7, 31), DueSource.OFFICE)


def test_revise_says_to_decide_on_what_the_force_asks_for(client, officer):
    follow_up = factories.make_date_change().follow_up

    page = send(client, follow_up)

    assert page.context["form"].non_field_errors() == ["The force has asked for another date. Decide on that instead."]


def test_revise_refuses_what_is_no_longer_open(client, officer):
    follow_up = factories.make_follow_up(status="done")

    assert client.get(revise_address(follow_up)).status_code == 403
    assert "Change the date" not in detail(client, follow_up)
