"""A report on a collaborative unit concerns each of its members, and each of their policing bodies (R57)."""

from datetime import date

import pytest

from oversight.bodies.models import ForceKind, Membership
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish
from tests.responses.views.test_public_bodies import grade

pytestmark = pytest.mark.django_db

HAMPSHIRE, SURREY, SEROCU = (f"/register/forces/{code}/" for code in ("hampshire", "surrey", "serocu"))
OFFICES = ["/register/policing-bodies/hampshire-pcc/", "/register/policing-bodies/surrey-pcc/"]


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def surrey():
    return factories.make_policing_body("surrey-pcc", "Surrey")


@pytest.fixture
def unit(surrey):
    unit = factories.make_force("serocu", "SEROCU", kind=ForceKind.UNIT)
    factories.make_force()
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    Membership.objects.create(unit=unit, member=factories.make_force(), leads=True)
    Membership.objects.create(unit=unit, member=force, starts_on=date(2022, 1, 1))
    return unit


def words(client, address):
    return text_of(client.get(address))


@pytest.mark.parametrize("address", [HAMPSHIRE, SURREY, *OFFICES])
def test_a_report_on_a_unit_is_shown_for_each_member_with_the_grade_of_the_unit(client, unit, address):
    inspection = factories.make_inspection(title="The regional unit", forces=[unit])
    grade(inspection, question="Organised crime", force=unit)

    assert (
        "The regional unit Regional inspection, HMICFRS As a member of SEROCU Published 30 August 2024 (not confirmed) "
        "No response is recorded" in words(client, address)
    )
    assert "SEROCU Organised crime Good" in words(client, address)


@pytest.mark.parametrize(("address", "is_shown"), [(HAMPSHIRE, True), (SURREY, False), (OFFICES[1], False)])
def test_a_report_on_a_unit_concerns_those_who_were_members_on_its_day(client, unit, address, is_shown):
    factories.make_inspection(title="The regional unit", forces=[unit], published_on=date(2021, 12, 31))

    assert ("The regional unit" in words(client, address)) is is_shown


def test_a_report_on_a_force_and_its_unit_is_shown_as_its_own(client, unit):
    factories.make_inspection(title="Both", forces=[unit, factories.make_force()])

    assert "Both Regional inspection" in words(client, HAMPSHIRE)
    assert "As a member of SEROCU" not in words(client, HAMPSHIRE)
    assert "As a member of SEROCU" in words(client, SURREY)


def test_each_policing_body_has_its_own_response_and_clock_and_is_counted_once(client, unit, surrey):
    inspection = factories.make_inspection(title="The regional unit", forces=[unit], published_on=date(2024, 8, 6))
    publish(inspection=inspection)
    factories.make_response(inspection, policing_body=surrey)

    ours, theirs, both = (words(client, address) for address in (HAMPSHIRE, SURREY, SEROCU))

    assert "Published responses 1 On time 0 of 1" in ours
    assert "Commissioner for Surrey" not in ours
    assert "Published responses 0 Overdue 1" in theirs
    assert "from Police and Crime Commissioner for Surrey was due by 30 September 2024, 1 day late" in theirs
    assert "Commissioner for Hampshire" not in theirs
    assert "Published responses 1 On time 0 of 1" in both
    assert "from Police and Crime Commissioner for Surrey was due by 30 September 2024, 1 day late" in both
    assert "Read the response to The regional unit from Police and Crime Commissioner for Hampshire" in both


def test_a_unit_names_its_members_and_a_member_its_units(client, unit):
    assert "Members Hampshire and Isle of Wight (lead force) Surrey Police (since 1 January 2022)" in words(
        client, SEROCU
    )
    assert "Member of SEROCU (lead force)" in words(client, HAMPSHIRE)
    assert "Member of SEROCU (since 1 January 2022)" in words(client, SURREY)


@pytest.mark.parametrize("address", [HAMPSHIRE, SEROCU, OFFICES[0]])
def test_a_page_with_units_stays_within_its_queries(client, django_assert_num_queries, unit, surrey, address):
    for _ in range(2):
        inspection = factories.make_inspection(forces=[unit])
        grade(inspection, force=unit)
        publish(inspection=inspection)
        factories.make_response(inspection, policing_body=surrey)
    client.get("/register/")  # reads them

    with django_assert_num_queries(5):
        client.get(address)
