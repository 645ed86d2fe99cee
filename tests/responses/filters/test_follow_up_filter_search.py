"""Searching and sorting follow-ups, what is not known, and what the filters offer."""

from datetime import date, timedelta

import pytest

from inspections.models import FindingKind
from oversight.bodies.models import ForceName
from oversight.counts import CEILING
from responses.models import FollowUp
from tests import factories
from tests.responses.filters.rows import filtered, found, make

pytestmark = pytest.mark.django_db


def found_among_many(query):
    """The first page, as it is read where more are found than are counted."""
    return [row.reference for row in filtered(query).rows_of(CEILING + 1)]


@pytest.mark.parametrize(
    "text",
    ["briefing teams", "what it learns", "SE-2024", "recommendation 7", "organised crime", "HAMPSHIRE CONST"],
    ids=["title", "text", "reference", "label", "report", "old name of the force"],
)
def test_q_finds_by(text):
    inspection = factories.make_inspection("SE-2024-SOC")
    finding = factories.make_finding(inspection, number=7, title="Briefing teams on what matters")
    row = factories.make_follow_up(finding)
    ForceName.objects.all().update(starts_on=date(2022, 10, 3))
    ForceName.objects.create(force=row.force, name="Hampshire Constabulary", ends_on=date(2022, 10, 2))
    other = factories.make_finding(
        factories.make_inspection("OTHER", title="Custody"), number=8, title="Strip searches", text="Record why."
    )
    factories.make_follow_up(other, force=factories.make_force("wight", "Isle of Wight Police"))

    assert found(f"q={text}") == ["SE-2024-SOC-R7"]
    assert found_among_many(f"q={text}") == ["SE-2024-SOC-R7"]


def test_q_finds_a_cause_of_concern_by_its_other_spelling():
    row = make("A-C1", kind="cause-of-concern")
    make("A-R1")
    row.finding.kind.aliases = "cause for concern"
    row.finding.kind.save()

    assert found("q=cause for concern") == ["A-C1"]
    assert found_among_many("q=cause for concern") == ["A-C1"]


def test_q_among_many_keeps_the_order_and_the_other_filters():
    for reference, day in {"A-R1": "1 April", "B-R1": "1 March", "C-R1": "1 May"}.items():
        make(reference, title="Custody", deadline=f"By {day} 2025")
    make("D-R1", title="Custody", deadline="By 1 February 2025", status="done")
    make("E-R1", title="Vetting")

    assert found_among_many("q=custody&only=open") == ["B-R1", "A-R1", "C-R1"]
    assert found_among_many("q=custody&only=open&sort=-due") == ["C-R1", "A-R1", "B-R1"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["B-R1", "A-R1", "C-R1"]),
        ("sort=-due", ["A-R1", "B-R1", "C-R1"]),
        ("sort=updated", ["A-R1", "C-R1", "B-R1"]),
        ("sort=reference", ["A-R1", "B-R1", "C-R1"]),
        ("sort=nonsense", ["B-R1", "A-R1", "C-R1"]),
    ],
)
def test_sort_orders_the_rows_with_undated_ones_last(sort, expected):
    make("A-R1", deadline="By 1 September 2025", at=factories.AT + timedelta(days=3))
    make("B-R1", deadline="By 1 March 2025", at=factories.AT)
    make("C-R1", deadline="", at=factories.AT + timedelta(days=1))

    assert found(sort) == expected


@pytest.mark.parametrize(
    "query",
    [
        "force=abc&kind=99999&state=nonsense&due=%00&only=&officer=-1",
        "inspection=abc",
        "inspection=99999999999999999999999",
        "q=%00",
        "q=%25%5C_'\"",
        "unknown=1",
    ],
)
def test_what_is_not_known_is_left_out(query):
    make("A-R1", text="Nothing like % that")

    assert found(query) in (["A-R1"], [])
    assert [chip.group for chip in filtered(query).chips] in ([], ["Search"])


def test_one_bad_value_leaves_the_good_one():
    make("A-R1")
    make("A-R2", status="done")

    assert found("state=nonsense&state=awaiting-allocation") == ["A-R1"]


def test_chips_remove_one_filter_each_and_keep_the_order():
    make("A-R1", title="Custody & care")

    chips = filtered("q=custody+%26+care&due=overdue&due=soon&sort=updated").chips

    assert [(chip.group, chip.label, chip.without) for chip in chips] == [
        ("Search", "custody & care", "?due=overdue&due=soon&sort=updated"),
        ("Due", "Overdue", "?q=custody+%26+care&due=soon&sort=updated"),
        ("Due", "In the next 28 days", "?q=custody+%26+care&due=overdue&sort=updated"),
    ]


def test_forces_offered_are_those_with_rows():
    kent = factories.make_policing_body("kent-pcc", "Kent")
    make("A-R1")
    make("K-R1", force=factories.make_force("kent", "Kent Police", policing_body=kent), policing_body=kent)

    offered = filtered("").form.fields["force"].choices

    assert [label for _, label in offered] == ["Hampshire and Isle of Wight"]


def test_counts_name_causes_of_concern_apart():
    make("A-C1", kind="cause-of-concern")
    make("A-R1")
    make("A-R2", lead=factories.make_lead())

    rows = FollowUp.objects.in_states(["awaiting-allocation", "in-progress"])
    counts = rows.counts_by_kind(FindingKind.objects.all())

    assert sorted((count["name"], count["number"]) for count in counts) == [
        ("Cause of concern", 1),
        ("Recommendation", 2),
    ]
