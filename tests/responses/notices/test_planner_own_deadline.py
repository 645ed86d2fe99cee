"""Letters about the deadline that a report sets for the response itself, beside the law or instead of it (R63)."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from responses import emails
from responses.clock import LONDON
from responses.models import Notice, NoticeKind, Response, Section55
from responses.notices import outbox, planner
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db
LAST_DAY = date(2024, 11, 29)  # the law's is 24 October


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


def report(**facts):
    facts = {"own_deadline_wording": "By 29 November 2024", "own_recipient": "Ofsted"} | facts
    confirmed = {"publication_confirmed_at": factories.AT, "publication_confirmed_by": factories.make_approver()}
    return factories.make_inspection("JT-1", published_on=date(2024, 8, 30), **confirmed | facts)


def respond(inspection, *, section_55=Section55.APPLIES, published_on=None):
    why = {} if section_55 == Section55.APPLIES else {"section_55_reason": "A joint report."}
    response = factories.make_response(inspection, section_55=section_55, **why)
    return publish(response, published_on) if published_on else response


def publish(response, on):
    by = factories.make_approver()
    facts = {"status": "published", "published_on": on, "approved_at": factories.AT, "approved_by": by}
    Response.objects.filter(pk=response.pk).update(**facts)
    return response


def plan(on):
    planner.plan(on=on, at=datetime.combine(on, time(8), LONDON))


def letters(kind=NoticeKind.OWN_DEADLINE):
    rows = Notice.objects.filter(kind=kind, recipient__email="priya@example.org")
    return list(rows.order_by("pk").values_list("due_on", "rung"))


@pytest.mark.parametrize("section_55", [Section55.APPLIES, Section55.VOLUNTARY])
def test_those_who_write_are_told_by_the_ladder_and_each_time_once(officer, section_55):
    respond(report(), section_55=section_55)
    for day in (date(2024, 11, 1), date(2024, 11, 1), date(2024, 11, 15), date(2024, 12, 2)):
        plan(day)

    assert letters() == [(LAST_DAY, 28), (LAST_DAY, 14), (LAST_DAY, -1)]
    assert bool(letters(NoticeKind.RESPONSE_DUE)) == (section_55 == Section55.APPLIES)


@pytest.mark.parametrize(
    ("facts", "response"),
    [
        ({}, {"section_55": Section55.DOES_NOT_APPLY}),
        ({}, {"published_on": date(2024, 10, 1)}),
        ({"own_deadline_wording": "", "own_recipient": ""}, {}),
        ({"own_deadline_wording": "as soon as possible"}, {}),
        ({"own_deadline_wording": "By 24 October 2024"}, {}),
        (
            {
                "own_deadline_wording": "within 3 months",
                "publication_confirmed_at": None,
                "publication_confirmed_by": None,
            },
            {},
        ),
    ],
    ids=["not answered", "published", "sets none", "no day", "the law's day", "not confirmed"],
)
def test_nobody_is_told_of_what_is_not_owed_or_not_known_or_told_already(officer, facts, response):
    respond(report(**facts), **response)
    plan(date(2024, 10, 20))
    plan(date(2024, 12, 2))

    assert letters() == []


def test_a_further_report_that_is_answered_too_counts(officer):
    factories.make_response(factories.make_inspection()).also_answers.add(report())
    plan(date(2024, 11, 1))

    assert letters() == [(LAST_DAY, 28)]


def test_the_letter_says_which_day_is_whose_and_is_taken_back_once_the_response_is_out(officer):
    response = respond(report(title="Child exploitation"))
    plan(date(2024, 11, 15))
    notice = Notice.objects.for_letter().get(kind=NoticeKind.OWN_DEADLINE, recipient=officer)
    letter = emails.letter(notice)

    assert letter.subject == "Response to JT-1 is due by 29 November 2024, as the report asks: Child exploitation"
    assert (
        "The report asks for the response by 29 November 2024. The law asks for it by 24 October 2024.\n\n"
        "It goes to Ofsted.\n" in letter.body
    )

    publish(response, date(2024, 11, 15))
    outbox.send_owed(now=lambda: datetime(2024, 11, 15, 9, tzinfo=LONDON))
    notice.refresh_from_db()
    assert (notice.status, notice.reason) == ("suppressed", "It is answered or closed, or its deadline has moved.")


def test_the_day_stands_on_my_work_and_in_the_list_of_responses(client, officer, time_machine):
    time_machine.move_to(datetime(2024, 11, 15, 9, tzinfo=LONDON), tick=False)
    respond(report(), section_55=Section55.VOLUNTARY)
    client.force_login(officer)

    for page in ("work-list", "response-list"):
        words = text_of(client.get(reverse(f"responses:{page}"))).replace("\xa0", " ")
        assert "No statutory deadline The report sets 29 November 2024, in 14 days" in words
