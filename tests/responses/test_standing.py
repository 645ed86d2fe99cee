"""Where a response stands against the law."""

from datetime import UTC, date, datetime

import pytest

from responses.clock import Outcome, Verdict
from responses.standing import standing
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2024, 10, 24, 9, 30, tzinfo=UTC)
LAST_DAY = date(2024, 10, 24)


def published(on, **facts):
    approver = factories.make_approver()
    return factories.make_response(status="published", published_on=on, approved_at=AT, approved_by=approver, **facts)


def test_standing_counts_the_days_of_an_unpublished_response():
    now = standing(factories.make_response(), on=LAST_DAY)

    assert (now.clock.day_number, now.clock.days_left, now.is_late) == (56, 0, False)
    assert (now.verdict, now.is_compliant) == (Verdict(Outcome.NOT_YET, 0), False)
    assert standing(now.response, on=date(2024, 10, 25)).is_late is True


def test_standing_stops_the_clock_on_the_day_of_publication():
    now = standing(published(LAST_DAY), on=date(2026, 1, 1))

    assert (now.clock.day_number, now.is_late, now.is_compliant) == (56, False, True)


def test_standing_is_late_and_not_compliant_a_day_after_the_last():
    now = standing(published(date(2024, 10, 25)), on=LAST_DAY)

    assert (str(now.verdict), now.is_late, now.is_compliant) == ("1 day late", True, False)


@pytest.mark.parametrize(
    ("facts", "complete"),
    [
        ({}, False),
        ({"sent_to_inspectorate_on": LAST_DAY}, False),
        ({"sent_to_home_secretary_on": LAST_DAY}, False),
        ({"sent_to_inspectorate_on": LAST_DAY, "sent_to_home_secretary_on": LAST_DAY}, True),
    ],
)
def test_standing_is_complete_with_all_three_acts_however_late(facts, complete):
    assert standing(published(date(2025, 1, 1), **facts), on=LAST_DAY).is_complete is complete


def test_standing_of_what_is_not_published_is_not_complete():
    sent = {"sent_to_inspectorate_on": LAST_DAY, "sent_to_home_secretary_on": LAST_DAY}

    assert standing(factories.make_response(**sent), on=LAST_DAY).is_complete is False


@pytest.mark.parametrize("section_55", ["voluntary", "does-not-apply"])
def test_standing_has_no_clock_where_the_law_does_not_ask(section_55):
    inspection = factories.make_inspection(published_on=None)
    response = factories.make_response(inspection, section_55=section_55, section_55_reason="Not the subject.")

    now = standing(response, on=LAST_DAY)

    assert (now.clock, now.verdict, now.steps) == (None, None, [])
    assert (now.needs_a_date, now.is_unconfirmed, now.is_late, now.is_compliant) == (False, False, False, False)


def test_standing_needs_the_day_of_the_report():
    now = standing(factories.make_response(factories.make_inspection(published_on=None)), on=LAST_DAY)

    assert (now.clock, now.needs_a_date, now.is_unconfirmed) == (None, True, False)


def test_standing_says_whether_a_person_has_confirmed_the_day_of_the_report():
    confirmed = factories.make_inspection(
        publication_confirmed_at=AT, publication_confirmed_by=factories.make_officer()
    )

    assert standing(factories.make_response(), on=LAST_DAY).is_unconfirmed is True
    assert standing(factories.make_response(confirmed), on=LAST_DAY).is_unconfirmed is False


def test_standing_unfolds_its_arithmetic():
    steps = standing(factories.make_response(), on=LAST_DAY).steps

    assert steps[0] == "Day 1 is Friday 30 August 2024, the day the report was published."
    assert steps[-1] == "Thursday 24 October 2024 is day 56: 0 days left."
