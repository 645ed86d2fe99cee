"""The pages of a force and of a policing body: published reports, grades on their scale, responses, plain figures."""

from datetime import date
from uuid import uuid4

import pytest

from inspections.models import Grade, GradeScale
from oversight.bodies.models import Engagement, ForceKind, ForceName, Oversight, PolicingBodyName
from responses import urls
from responses.workflow import response as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db

FORCE = "/register/forces/hampshire/"
OFFICE = "/register/policing-bodies/hampshire-pcc/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


def grade(inspection, *, question="Vetting", tier="Good", scale="Five tiers", awarded_on=None, force=None, **facts):
    scale = GradeScale.objects.get_or_create(name=scale)[0]
    rank = scale.tiers.count() + 1
    return Grade.objects.create(
        inspection=inspection,
        force=force or factories.make_force(),
        question=question,
        tier=tier and scale.tiers.get_or_create(name=tier, defaults={"rank": rank})[0],
        awarded_on=awarded_on or inspection.published_on,
        **facts,
    )


def words(client, address=FORCE):
    return text_of(client.get(address))


# Names.


def test_a_force_has_its_name_of_today_and_its_earlier_ones(client):
    force = factories.make_force()
    ForceName.objects.update(starts_on=date(2022, 11, 16))
    ForceName.objects.create(
        force=force, name="Hampshire Constabulary", starts_on=date(1967, 4, 1), ends_on=date(2022, 11, 15)
    )
    ForceName.objects.create(force=force, name="Hampshire County Constabulary", ends_on=date(1967, 3, 31))

    assert (
        "Territorial force Hampshire and Isle of Wight Constabulary "
        "Earlier names Hampshire County Constabulary (until 31 March 1967) "
        "Hampshire Constabulary (1 April 1967 to 15 November 2022) "
        "Overseen by Police and Crime Commissioner for Hampshire and Isle of Wight Most recent" in words(client)
    )


def test_a_force_leads_to_whoever_oversees_it_today_under_todays_name(client):
    force = factories.make_force()
    Oversight.objects.update(ends_on=date(2024, 5, 6))
    mayor = factories.make_policing_body("hampshire-mayor", "Hampshire", "mayor")
    Oversight.objects.create(force=force, policing_body=mayor, starts_on=date(2024, 5, 7))
    PolicingBodyName.objects.create(policing_body=mayor, name="The Mayor of Hampshire")

    html = client.get(FORCE).content.decode()

    assert '<a class="govuk-link" href="/register/policing-bodies/hampshire-mayor/">The Mayor of Hampshire</a>' in html
    assert "hampshire-pcc" not in html


def test_a_policing_body_has_its_earlier_names_and_the_forces_it_oversees_or_oversaw(client):
    body = factories.make_policing_body()
    factories.make_force()
    gone = factories.make_force("dorset", "Dorset Police")
    Oversight.objects.filter(force=gone).update(ends_on=date(2020, 1, 31))
    PolicingBodyName.objects.create(policing_body=body, name="Commissioner for Hampshire", ends_on=date(2022, 11, 15))

    assert (
        "Policing body Police and Crime Commissioner for Hampshire and Isle of Wight "
        "Earlier name Commissioner for Hampshire (until 15 November 2022) "
        "Oversees Hampshire and Isle of Wight Constabulary Dorset Police (until 31 January 2020) "
        "Most recent PEEL assessment: Hampshire and Isle of Wight Constabulary" in words(client, OFFICE)
    )


def engage(starts_on, ends_on=None, **facts):
    return Engagement.objects.create(
        force=factories.make_force(), starts_on=starts_on, ends_on=ends_on, **{"reason": "Too slow."} | facts
    )


def test_a_force_tells_when_and_why_it_was_in_engage(client):
    engage(date(2019, 9, 1), date(2021, 3, 2), reason="It did not answer.", ended_because="It answered in time.")
    engage(date(2024, 10, 1), url="https://example.org/engage")

    page = client.get(FORCE)

    assert (
        "Enhanced monitoring (Engage) In Engage since 1 October 2024 Too slow. "
        "Read the announcement of 1 October 2024 1 September 2019 to 2 March 2021 It did not answer. "
        "It ended because: It answered in time. Most recent" in text_of(page)
    )
    assert 'href="https://example.org/engage"' in page.content.decode()


def test_a_force_stays_in_engage_to_the_last_day_and_does_not_enter_before_the_first(client):
    engage(date(2024, 3, 11), date(2024, 10, 1), ended_because="CANARY")
    engage(date(2024, 10, 2), reason="CANARY")

    assert "In Engage since 11 March 2024 Too slow. Most recent" in words(client)
    assert "CANARY" not in words(client)


# What is out, and what is not.


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"published_on": date(2024, 10, 1)}, True),
        ({"published_on": date(2024, 10, 2)}, False),
        ({"published_on": None, "published_wording": "September 2024"}, True),
        ({"published_on": None, "published_wording": "2023"}, True),
        ({"published_on": None, "published_wording": "October 2024"}, False),
        ({"published_on": None, "published_wording": "Autumn 2023"}, False),
        ({"published_on": None, "published_wording": "31 February 2024"}, False),
        ({"published_on": None, "announced_on": date(2024, 1, 2)}, False),
    ],
)
@pytest.mark.parametrize("address", [FORCE, OFFICE])
def test_only_a_report_that_is_out_is_shown(client, address, facts, shown):
    factories.make_inspection(title="CANARY-1b2c", **facts)
    factories.make_policing_body()

    assert ("CANARY-1b2c" in client.get(address).content.decode()) is shown


def test_a_report_that_has_a_published_response_is_out(client):
    publish(inspection=factories.make_inspection(title="Custody", published_on=None, published_wording="This autumn"))

    assert (
        "Custody Regional inspection, HMICFRS Published This autumn Read the response to Custody from "
        "Police and Crime Commissioner for Hampshire and Isle of Wight, 1 October 2024" in words(client)
    )


def test_a_report_leads_to_itself_and_says_that_no_response_is_recorded(client):
    factories.make_inspection(title="Custody", url="https://example.org/custody")

    page = client.get(FORCE)

    assert (
        "Custody Regional inspection, HMICFRS Published 30 August 2024 (not confirmed) No response is recorded"
        in text_of(page)
    )
    assert (
        '<a class="govuk-link" href="https://example.org/custody" rel="noopener">Custody</a>' in page.content.decode()
    )


def test_a_force_shows_reports_and_responses_about_itself_only(client):
    surrey = factories.make_force("surrey", "Surrey Police", policing_body=factories.make_policing_body("s", "Surrey"))
    publish(inspection=factories.make_inspection(title="Theirs", forces=[surrey]))
    publish(inspection=factories.make_inspection(title="Ours"))

    assert "Theirs" not in words(client)
    assert "Ours" not in words(client, "/register/forces/surrey/")


def test_a_policing_body_shows_the_reports_of_its_own_time(client):
    force = factories.make_force()
    Oversight.objects.update(ends_on=date(2024, 5, 6))
    mayor = factories.make_policing_body("hampshire-mayor", "Hampshire", "mayor")
    Oversight.objects.create(force=force, policing_body=mayor, starts_on=date(2024, 5, 7))
    factories.make_inspection(title="The last before", published_on=date(2024, 5, 6))
    factories.make_inspection(title="The first after", published_on=date(2024, 5, 7))
    factories.make_inspection(title="In some month", published_on=None, published_wording="June 2024")

    before, after = words(client, OFFICE), words(client, "/register/policing-bodies/hampshire-mayor/")

    assert ["The last before" in each for each in (before, after)] == [True, False]
    assert ["The first after" in each for each in (before, after)] == [False, True]
    assert ["In some month" in each for each in (before, after)] == [False, True]


# Grades.


def test_the_most_recent_peel_report_stands_first_with_its_grades(client):
    for year, tier in [(2021, "Adequate"), (2023, "Good")]:
        inspection = factories.make_inspection(title=f"PEEL {year}", kind="peel", published_on=date(year, 6, 1))
        grade(inspection, question="Preventing crime", tier=tier)
    grade(inspection, question="Disrupting serious organised crime", tier=None)

    assert (
        "Most recent PEEL assessment How effective, efficient and legitimate HMICFRS found the force to be. PEEL 2023 "
        "PEEL assessment, HMICFRS Published 1 June 2023 (not confirmed) No response is recorded "
        "Grades in PEEL 2023 Question Grade Scale Disrupting serious organised crime Not graded 1 June 2023 – "
        "Preventing crime Good 1 June 2023 Five tiers In figures" in words(client)
    )


def test_a_report_to_come_does_not_take_the_place_of_the_most_recent_one(client):
    factories.make_inspection(title="PEEL 2023", kind="peel", published_on=date(2023, 6, 1))
    factories.make_inspection(title="PEEL 2025", kind="peel", published_on=date(2025, 6, 1))

    assert "PEEL 2023 PEEL assessment" in words(client)


def test_a_policing_body_has_the_peel_report_of_each_force_that_it_oversees(client):
    factories.make_force("dorset", "Dorset Police")
    for_both = [factories.make_force(), factories.make_force("dorset")]
    factories.make_inspection(title="PEEL of both", kind="peel", published_on=date(2022, 1, 3), forces=for_both)
    factories.make_inspection(title="PEEL of one", kind="peel", published_on=date(2023, 1, 3))

    text = words(client, OFFICE)

    assert (
        "Isle of Wight Constabulary How effective, efficient and legitimate HMICFRS found the force to be. PEEL of one"
        in text
    )
    assert "Dorset Police How effective, efficient and legitimate HMICFRS found the force to be. PEEL of both" in text


def test_a_unit_has_no_peel_assessment(client):
    factories.make_force("serocu", "SEROCU", kind=ForceKind.UNIT)

    assert "PEEL" not in words(client, "/register/forces/serocu/")


def test_a_force_says_so_where_it_has_no_peel_report(client):
    factories.make_force()

    assert "Most recent PEEL assessment We hold no PEEL report on this force." in words(client)


def test_grades_stay_on_their_own_scale_and_say_when_a_later_one_replaces_them(client):
    first = factories.make_inspection(title="Custody", published_on=date(2018, 2, 1))
    again = factories.make_inspection(title="Custody again", published_on=date(2024, 2, 1), kind="review")
    poor = grade(first, question="Custody", tier="Inadequate", scale="Four tiers")
    grade(again, question="Custody", tier="Adequate", supersedes=poor)

    text = words(client)

    assert "Custody Inadequate 1 February 2018, replaced by a later grade Four tiers" in text
    assert "Custody Adequate 1 February 2024 Five tiers" in text


@pytest.mark.parametrize(
    ("report", "awarded_on"), [(date(2024, 12, 1), date(2024, 9, 1)), (date(2024, 9, 1), date(2024, 12, 1))]
)
def test_a_grade_that_is_not_out_does_not_show_through(client, report, awarded_on):
    first = factories.make_inspection(published_on=date(2018, 2, 1))
    again = factories.make_inspection(published_on=report)
    grade(again, tier="CANARY", supersedes=grade(first), awarded_on=awarded_on)

    text = words(client)

    assert "Vetting Good 1 February 2018 Five tiers" in text
    assert "CANARY" not in text


def test_a_force_shows_no_grade_of_another(client):
    other = factories.make_force("dorset", "Dorset Police")
    inspection = factories.make_inspection(forces=[factories.make_force(), other])
    grade(inspection, force=other, tier="CANARY")

    assert "CANARY" not in words(client)
    assert "Dorset Police Vetting CANARY" in words(client, OFFICE)


# Figures.


def test_the_figures_count_what_the_law_sets_a_last_day_for(client):
    for day in (5, 11, 16):  # days 58, 52 and 47 on 1 October
        publish(inspection=factories.make_inspection(published_on=date(2024, 8, day)))
    publish(section_55="voluntary", section_55_reason="Not inspected.")
    publish(inspection=factories.make_inspection(published_on=None, published_wording="May 2024"))

    assert (
        "In figures Published responses 5 On time 2 of 3 that the law sets a last day for "
        "Median day of publication Day 52, where day 1 is the day of the report Responses" in words(client, OFFICE)
    )


def test_the_median_of_an_even_number_may_lie_between_two_days(client):
    for day in (11, 16):
        publish(inspection=factories.make_inspection(published_on=date(2024, 8, day)))

    assert "Day 49.5, where" in words(client)


def test_the_figures_are_few_where_nothing_can_be_counted(client):
    factories.make_force()

    assert "In figures Published responses 0 Responses No responses are published yet. Inspections and grades" in words(
        client
    )
    assert "We hold no published inspection." in words(client)


# Length and cost.


@pytest.mark.parametrize(("address", "all_of_them"), [(FORCE, "?force=hampshire"), (OFFICE, "?office=hampshire-pcc")])
def test_the_latest_responses_are_shown_and_the_list_has_them_all(client, address, all_of_them):
    for number in range(6):
        publish(inspection=factories.make_inspection(title=f"Report {number}"))

    page = client.get(address)

    assert [each.title for each in page.context["latest"]] == [f"Report {number}" for number in range(5, 0, -1)]
    assert f'<a class="govuk-link" href="/register/{all_of_them}">See all 6 responses</a>' in page.content.decode()


def test_reports_are_read_in_pages(client):
    for number in range(16):
        factories.make_inspection(title=f"Report {number}", published_on=date(2024, 1, 1 + number))

    page = client.get(FORCE, {"page": "2"})

    assert [each.inspection.title for each in page.context["reports"]] == ["Report 0"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [FORCE, OFFICE])
def test_a_page_costs_the_same_however_much_there_is(client, django_assert_num_queries, address, count):
    for number in range(count):
        inspection = factories.make_inspection(kind="peel")
        grade(inspection, question=f"Question {number}", force=factories.make_force())
        publish(inspection=inspection)
    client.get("/register/")  # reads them

    with django_assert_num_queries(5):
        page = client.get(address)

    assert len(page.context["latest"]) == count


@pytest.mark.parametrize("address", ["/register/forces/none/", "/register/policing-bodies/none/"])
def test_a_body_that_we_do_not_know_is_not_there(client, address):
    assert client.get(address).status_code == 404


# Addresses.


def test_no_response_gets_the_address_of_a_page_of_the_register():
    routes = [str(each.pattern) for each in urls.urlpatterns if str(each.pattern).startswith("register/")]
    first = {route.split("/")[1] for route in routes}

    assert {word for word in first if word and "." not in word and "<" not in word} == workflow.RESERVED_SLUGS


def test_a_response_to_a_report_called_like_a_page_gets_another_address():
    by = factories.make_officer()
    facts = {"section_55": "applies", "reason": "", "submission_id": uuid4(), "by": by, "at": AT}

    assert workflow.start(factories.make_inspection(title="Forces"), **facts).slug == "forces-hampshire-pcc"


# One response to two reports.


def test_a_further_report_leads_to_the_response_that_answers_it_too(client):
    further = factories.make_inspection(title="Its second part", published_on=date(2024, 8, 20))
    publish(inspection=factories.make_inspection(title="Its first part"), also=[further])

    text = words(client)

    assert (
        "Its second part Regional inspection, HMICFRS Published 20 August 2024 (not confirmed) Read the response"
        in text
    )
    assert "Its first part Police and Crime Commissioner for Hampshire and Isle of Wight" in text
    assert "Also answers Its second part Response published 1 October 2024, on time" in text
    assert "Published responses 1 On time 1 of 1" in text
    assert "Day 43, where" in text  # of the clock that ends first
