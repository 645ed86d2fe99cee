"""The colour of a follow-up by rule."""

from datetime import date

import pytest

from responses.rag import Colour, Facts, Override, Rating, rating

ON = date(2025, 2, 10)
YESTERDAY, SOON, LATER = date(2025, 2, 9), date(2025, 3, 10), date(2025, 3, 11)  # 28 and 29 days ahead
PLAIN = {
    "is_open": True,
    "is_met": False,
    "is_begun": True,
    "is_submitted": False,
    "is_paused": False,
    "due_on": LATER,
    "original_on": LATER,
    "review_on": None,
}


def rated(override=None, **facts):
    return rating(Facts(**PLAIN | facts), ON, override)


@pytest.mark.parametrize(
    ("facts", "colour", "words"),
    [
        ({}, "green", "On track by date"),
        ({"due_on": YESTERDAY, "original_on": YESTERDAY}, "red", "Past its date"),
        ({"due_on": YESTERDAY, "is_submitted": True}, "red", "Past its date"),
        ({"due_on": YESTERDAY, "is_paused": True}, "amber", "Held for a re-check, or waiting on others"),
        ({"due_on": ON, "original_on": ON}, "amber", "Due soon and not ready for review"),
        ({"due_on": SOON}, "amber", "Due soon and not ready for review"),
        ({"due_on": SOON, "is_submitted": True}, "green", "On track by date"),
        ({"original_on": YESTERDAY}, "amber", "Past its original date"),
        ({"original_on": None}, "green", "On track by date"),
        ({"is_begun": False}, "amber", "Nobody at the force acts on it yet"),
        ({"due_on": None}, "amber", "No date, and no day to look at it again"),
        ({"due_on": None, "review_on": YESTERDAY}, "amber", "The day to look at its date again has passed"),
        ({"due_on": None, "review_on": ON}, "green", "No date; the day to look at it again is set"),
        ({"due_on": None, "review_on": ON, "original_on": YESTERDAY}, "amber", "Past its original date"),
        ({"has_open_parts": True}, "green", "On track by date"),
        ({"has_open_parts": True, "due_on": YESTERDAY}, "red", "Past its date"),
        ({"has_open_parts": True, "due_on": None}, "amber", "What is open under it rests or has no date"),
        ({"has_open_parts": True, "due_on": None, "original_on": YESTERDAY}, "amber", "Past its original date"),
        ({"has_open_parts": False, "due_on": None, "is_submitted": True}, "green", "Nothing under it is open"),
        ({"has_open_parts": False, "due_on": None}, "amber", "Nothing under it is followed up"),
        ({"is_met": True, "due_on": YESTERDAY}, "green", "Met"),
        ({"is_met": True, "is_open": False}, "green", "Met"),
    ],
)
def test_rating_follows_from_dates_and_state(facts, colour, words):
    assert rated(**facts) == Rating(Colour(colour), words)


def test_rating_is_none_for_what_is_over_without_being_met():
    assert rated(is_open=False) is None


def test_rating_never_turns_from_red_to_green_because_the_date_moved():
    late = {"original_on": YESTERDAY, "due_on": YESTERDAY}

    assert [rated(**late).colour, rated(**late | {"due_on": LATER}).colour] == ["red", "amber"]


@pytest.mark.parametrize(("until", "colour"), [(ON, "green"), (YESTERDAY, "red")])
def test_rating_by_hand_stands_before_the_rules_until_its_last_day(until, colour):
    found = rated(Override(Colour.GREEN, "We have seen it.", until, "Priya Shah"), due_on=YESTERDAY)

    assert (found.colour, found.ruled, found.words) == (colour, "red", "Past its date")
