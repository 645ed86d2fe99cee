"""One response to two reports (R7): decided on, written, shown, published, and counted."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from inspections.models import Inspection
from responses.coverage import blocks, further_reports, undecided
from responses.documents import document
from responses.models import Event, Response
from responses.papers import of_publication
from responses.workflow import response as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db
AT = datetime(2024, 9, 10, 9, 30, tzinfo=UTC)
ON = AT.date()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def officer(client):
    officer = factories.make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def local():
    return factories.make_inspection("SE-2024-HAM", title="Of our force", published_on=date(2024, 8, 30))


@pytest.fixture
def national():
    return factories.make_inspection("SE-2024-NAT", title="Of all forces", published_on=date(2024, 8, 20))


def decide(client, inspection, *further, **facts):
    typed = {"submission_id": uuid4(), "section_55": "applies", "also_answers": [each.pk for each in further]}
    return client.post(reverse("responses:response-start", args=[inspection.pk]), typed | facts, follow=True)


def waiting(policing_body):
    return set(undecided(Inspection.objects.all(), policing_body, on=ON))


def test_a_second_report_is_offered_and_chosen_with_the_decision(client, officer, local, national):
    page = client.get(reverse("responses:response-start", args=[local.pk]))
    assert "Of all forces (20 August 2024)" in text_of(page)

    decide(client, local, national)

    response = Response.objects.get()
    assert response.reports == [local, national]
    assert Event.objects.get(response=response).detail == "Yes, we must respond; also answers SE-2024-NAT"
    assert waiting(officer.policing_body) == set()


def test_only_reports_about_as_old_that_wait_for_a_decision_are_offered(officer, local, national):
    factories.make_inspection("OLD", published_on=date(2023, 8, 29))
    undated = factories.make_inspection("UNDATED", published_on=None)
    factories.make_response(factories.make_inspection("DECIDED"))

    assert set(further_reports(local, officer.policing_body, None, on=ON)) == {national, undated}


def test_the_choice_is_shown_again_and_can_be_changed(client, officer, local, national):
    decide(client, local, national)
    address = reverse("responses:response-start", args=[local.pk])
    form = client.get(address).context["form"]
    assert list(form["also_answers"].value()) == [national.pk]

    decide(client, local, version=form["version"].value())

    assert Response.objects.get().reports == [local]
    assert waiting(officer.policing_body) == {national}


def test_the_page_of_the_second_report_leads_to_the_response_that_answers_it(client, officer, local, national):
    decide(client, local, national)

    page = client.get(reverse("responses:response-start", args=[national.pk]))

    assert page.headers["Location"] == Response.objects.get().get_absolute_url()


def test_no_response_answers_no_further_report(client, officer, local, national):
    decide(client, local, national, section_55="does-not-apply", reason="Not the subject.")

    assert Response.objects.get().reports == [local]
    assert waiting(officer.policing_body) == {national}


def test_two_people_who_choose_differently_are_told(client, officer, local, national):
    decide(client, local)
    version = Response.objects.get().version
    workflow.decide(
        Response.objects.get(),
        section_55="applies",
        reason="",
        also_answers=[national],
        version=version,
        by=officer,
        at=AT,
    )

    page = decide(client, local, version=version)

    shown = "Does the same response answer another report? Saved by somebody else Of all forces Yours, not saved yet"
    assert shown in text_of(page)
    assert Response.objects.get().reports == [local, national]


def test_the_findings_of_both_are_answered_report_by_report(local, national):
    theirs, ours = factories.make_finding(national, number=1), factories.make_finding(local, number=7)
    response = factories.make_response(local)
    response.also_answers.add(national)

    rows = blocks(response, on=ON)

    assert [(row.finding, row.report) for row in rows] == [(ours, "Of our force"), (theirs, "Of all forces")]
    missing = workflow.readiness.missing(workflow.draft_of(response, rows))
    assert sum("or why there is none" in remark.text for remark in missing) == 2


def test_a_response_to_one_report_names_it_once(local):
    factories.make_finding(local)

    assert [row.report for row in blocks(factories.make_response(local), on=ON)] == [""]


def test_the_page_shows_the_arithmetic_of_both_clocks(client, officer, local, national):
    response = factories.make_response(local)
    response.also_answers.add(national)

    words = text_of(client.get(response.get_absolute_url()))

    assert "Deadline 14 October 2024 Day 22 of 56, in 34 days, report date not confirmed" in words
    assert "Also answers Of all forces Its last day is 14 October 2024" in words
    assert "Of our force Day 1 is Friday 30 August 2024" in words
    assert "Of all forces Day 1 is Tuesday 20 August 2024" in words


def test_the_known_clock_is_shown_while_the_other_report_needs_a_date(client, officer, local):
    response = factories.make_response(local)
    response.also_answers.add(factories.make_inspection("UNDATED", title="Undated", published_on=None))

    words = text_of(client.get(response.get_absolute_url()))

    known = "Deadline 24 October 2024 Day 12 of 56, in 44 days, report date not confirmed, another report needs a date"
    assert known in words
    assert "Also answers Undated Needs a date" in words


def test_a_published_response_is_not_called_on_time_while_one_report_needs_a_date(client, officer, local):
    undated = factories.make_inspection("UNDATED", title="Undated", published_on=None)
    response = publish(inspection=local, also=[undated], published_on=date(2024, 10, 1))

    assert "The law Not certain: a report needs a date" in text_of(client.get(response.get_absolute_url()))


def test_the_public_reads_of_both_reports_and_of_the_clock_that_ended_first(client, local, national):
    factories.make_finding(national, number=1, reference="NAT-R1")
    response = factories.make_response(local)
    response.also_answers.add(national)

    told = document(response, blocks(response, on=ON), published_on=ON)

    assert (told["title"], [report["title"] for report in told["also_answers"]]) == ("Of our force", ["Of all forces"])
    assert (told["last_day"], told["answers"][0]["report"]) == ("2024-10-14", "Of all forces")


@pytest.mark.parametrize(("on", "last_day"), [(date(2024, 10, 24), None), (date(2024, 10, 25), "2024-10-24")])
def test_nobody_is_told_on_time_while_the_day_of_one_report_is_not_known(local, on, last_day):
    response = factories.make_response(local)
    response.also_answers.add(factories.make_inspection("UNDATED", published_on=None))

    assert document(response, blocks(response, on=on), published_on=on)["last_day"] == last_day


def test_the_published_page_and_its_paper_name_both_reports(client, local, national):
    finding = factories.make_finding(national, number=1)
    response = publish(inspection=local, also=[national], published_on=date(2024, 10, 1))

    words = text_of(client.get(reverse("responses:public-response", args=[response.slug])))

    assert "Also answers Of all forces, published 20 August 2024" in words
    assert (
        f"Of all forces. HMICFRS, recommendation. Deadline: 1 March 2025. Our reference: {finding.reference}" in words
    )
    assert "Of all forces" in str(of_publication(response.publications.get()))
