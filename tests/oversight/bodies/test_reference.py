"""Forces, policing bodies and units as every installation starts with them."""

from collections import Counter
from datetime import date, timedelta

import pghistory.models
import pytest

from oversight.bodies import reference
from oversight.bodies.models import Force, ForceKind, ForceName, Membership, Oversight, PolicingBody, PolicingBodyName

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def loaded():
    reference.load()


def recorded():
    return pghistory.models.Events.objects.count()


def overseer(code, on):
    return Oversight.objects.on(on).get(force__code=code).policing_body.name_on(on)


def test_load_knows_every_kind_of_inspected_body(loaded):
    kinds = Counter(Force.objects.values_list("kind", flat=True))

    assert kinds == {ForceKind.TERRITORIAL: 43, ForceKind.SPECIAL: 5, ForceKind.UNIT: 9}


def test_load_gives_each_territorial_force_an_ons_code_and_nobody_else(loaded):
    with_code = Force.objects.exclude(ons_code="")

    assert set(with_code) == set(Force.objects.filter(kind=ForceKind.TERRITORIAL))


@pytest.mark.parametrize("on", [date(2015, 6, 1), TODAY])
def test_load_gives_every_body_a_name_on_any_day(loaded, on):
    assert ForceName.objects.on(on).count() == Force.objects.count()


def test_load_lets_a_name_come_back(loaded):
    force = Force.objects.with_names().get(code="hampshire")
    days = [date(1960, 1, 1), date(2021, 2, 18), date(2022, 11, 15), date(2022, 11, 16)]

    assert [force.name_on(day) for day in days] == [
        "Hampshire and Isle of Wight Constabulary",
        "Hampshire Constabulary",
        "Hampshire Constabulary",
        "Hampshire and Isle of Wight Constabulary",
    ]


def test_load_names_the_commissioner_after_the_area_of_the_day(loaded):
    body = PolicingBody.objects.prefetch_related("names").get(code="hampshire-pcc")

    assert body.name_on(date(2021, 2, 18)) == "Police and Crime Commissioner for Hampshire"
    assert body.name_on(TODAY) == "Police and Crime Commissioner for Hampshire and Isle of Wight"


@pytest.mark.parametrize(
    ("force", "first_day", "before", "after"),
    [
        (
            "greater-manchester",
            date(2017, 5, 8),
            "Police and Crime Commissioner for Greater Manchester",
            "Mayor of Greater Manchester",
        ),
        (
            "west-yorkshire",
            date(2021, 5, 10),
            "Police and Crime Commissioner for West Yorkshire",
            "Mayor of West Yorkshire",
        ),
        (
            "south-yorkshire",
            date(2024, 5, 7),
            "Police and Crime Commissioner for South Yorkshire",
            "Mayor of South Yorkshire",
        ),
        (
            "north-yorkshire",
            date(2024, 5, 7),
            "Police, Fire and Crime Commissioner for North Yorkshire",
            "Mayor of York and North Yorkshire",
        ),
        (
            "cumbria",
            date(2023, 4, 1),
            "Police and Crime Commissioner for Cumbria",
            "Police, Fire and Crime Commissioner for Cumbria",
        ),
        (
            "northamptonshire",
            date(2019, 1, 1),
            "Police and Crime Commissioner for Northamptonshire",
            "Police, Fire and Crime Commissioner for Northamptonshire",
        ),
    ],
)
def test_load_changes_the_overseer_on_the_day_of_the_succession(loaded, force, first_day, before, after):
    assert overseer(force, first_day - timedelta(days=1)) == before
    assert overseer(force, first_day) == after


def test_load_has_each_force_overseen_by_one_body_today(loaded):
    today = Oversight.objects.on(TODAY)

    assert today.count() == today.values("force").distinct().count() == 48
    assert Counter(today.filter(force__kind=ForceKind.TERRITORIAL).values_list("policing_body__kind", flat=True)) == {
        "pcc": 33,
        "pfcc": 4,
        "mayor": 4,
        "mopac": 1,
        "common-council": 1,
    }


def test_load_puts_the_members_into_the_south_east_unit(loaded):
    members = Membership.objects.filter(unit__code="serocu").values_list("member__code", flat=True)

    assert set(members) == {"hampshire", "surrey", "sussex", "thames-valley"}


def test_load_has_every_territorial_force_outside_london_in_one_unit(loaded):
    members = Counter(Membership.objects.values_list("member", flat=True))
    outside = Force.objects.filter(kind=ForceKind.TERRITORIAL).exclude(region="London")

    assert set(members) == set(outside.values_list("pk", flat=True))
    assert set(members.values()) == {1}


def test_load_knows_one_lead_force(loaded):
    lead = Membership.objects.get(leads=True)

    assert (lead.unit.code, lead.member.code) == ("ersou", "bedfordshire")


def test_load_again_writes_no_row(loaded):
    before = recorded()

    reference.load()

    assert recorded() == before > 300


def test_load_leaves_what_an_administrator_has_edited(loaded):
    Force.objects.filter(code="kent").update(short_name="The Garden", aliases=["KP"])
    PolicingBodyName.objects.filter(policing_body__code="kent-pcc").update(name="Commissioner for Kent")
    ForceName.objects.filter(force__code="hampshire", ends_on=None).update(starts_on=date(2022, 11, 20))
    Oversight.objects.filter(force__code="kent").update(starts_on=date(2012, 11, 22))

    reference.load()

    kent = Force.objects.get(code="kent")
    assert (kent.short_name, kent.aliases) == ("The Garden", ["KP"])
    assert PolicingBodyName.objects.get(policing_body__code="kent-pcc").name == "Commissioner for Kent"
    assert ForceName.objects.filter(force__code="hampshire").count() == 3
    assert Oversight.objects.get(force__code="kent").starts_on == date(2012, 11, 22)


def test_load_adds_the_force_that_is_missing():
    Force.objects.create(code="kent", kind=ForceKind.TERRITORIAL, short_name="Kent Police", country="England")

    reference.load()

    assert Force.objects.count() == 57
    assert Force.objects.get(code="kent").short_name == "Kent Police"
    assert Force.objects.get(code="kent").names.get().name == "Kent Police"


def test_forces_come_in_the_order_in_which_a_reader_looks_for_them(loaded):
    names = list(Force.objects.in_order().values_list("short_name", flat=True))
    assert names[:4] == ["Avon and Somerset", "Bedfordshire", "British Transport Police", "Cambridgeshire"]
    assert names.index("Norfolk") < names.index("NWROCU")
    assert names[-3:] == ["West Yorkshire", "Wiltshire", "YHROCU"]
