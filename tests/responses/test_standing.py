"""Where a response stands against the law."""

from datetime import UTC, date, datetime

import pytest

from responses import clock, reference
from responses.clock import Outcome, Verdict
from responses.models import ResponseRule
from responses.standing import standing, standings
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


def test_standing_of_two_reports_counts_the_clock_that_ends_first():
    """R7"""
    response = factories.make_response()
    response.also_answers.add(factories.make_inspection(published_on=date(2024, 8, 20)))

    now = standing(response, on=LAST_DAY)

    assert [report.clock.last_day for report in now.reports] == [LAST_DAY, date(2024, 10, 14)]
    assert (now.clock.last_day, str(now.verdict)) == (date(2024, 10, 14), "not yet published, 10 days late")


@pytest.mark.parametrize(
    ("on", "compliant"), [(date(2024, 10, 14), True), (date(2024, 10, 15), False), (LAST_DAY, False)]
)
def test_standing_of_two_reports_is_compliant_only_within_both_clocks(on, compliant):
    """R7"""
    response = published(on)
    response.also_answers.add(factories.make_inspection(published_on=date(2024, 8, 20)))

    assert standing(response, on=LAST_DAY).is_compliant is compliant


def test_standing_of_two_reports_is_not_compliant_while_one_has_no_date():
    response = published(date(2024, 10, 1))
    response.also_answers.add(factories.make_inspection(published_on=None))

    now = standing(response, on=LAST_DAY)

    assert (now.clock.last_day, now.needs_a_date, now.is_compliant) == (LAST_DAY, True, False)


def test_a_new_rule_leaves_the_clocks_of_earlier_reports_as_they_were():
    """R61"""
    reference.load()
    factories.make_rule(in_force_from=date(2024, 9, 1), period_days=28, source="A later Act")
    earlier = factories.make_response()
    later = factories.make_response(factories.make_inspection(published_on=date(2024, 9, 1)), slug="later")

    first, second = standings([earlier, later], on=LAST_DAY)

    assert (first.clock.last_day, second.clock.last_day) == (LAST_DAY, date(2024, 9, 28))
    assert second.steps[1] == "The law gives 28 days, and the day of publication is the first of them."


def test_the_shipped_rule_holds_where_none_is_loaded():
    assert ResponseRule.objects.rules() == clock.RULES
    reference.load()
    assert ResponseRule.objects.rules() == clock.RULES


def test_standing_plans_the_stages_until_the_response_is_published():
    response = factories.make_response(status="in-review", invited_on=date(2024, 9, 4))
    now = standing(response, on=date(2024, 10, 10))

    assert [stage.state for stage in now.plan] == ["done", "done", "done", "next", "later"]
    assert (now.next_stage.stage.key, now.next_stage.day) == ("approval", date(2024, 10, 15))
    out = standing(published(LAST_DAY, slug="out", inspection=factories.make_inspection()), on=LAST_DAY)
    assert (out.plan, out.next_stage) == ([], None)


def test_standing_without_a_clock_has_no_plan():
    now = standing(factories.make_response(factories.make_inspection(published_on=None)), on=LAST_DAY)

    assert (now.plan, now.next_stage) == ([], None)
