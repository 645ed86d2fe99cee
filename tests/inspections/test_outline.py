"""Findings in the order of a report."""

from datetime import date

import pytest

from inspections.outline import outline
from tests import factories

pytestmark = pytest.mark.django_db


def entries(inspection):
    return outline(inspection.findings.select_related("kind"))


def tree(entries):
    return [(entry.finding, tree(entry.under)) for entry in entries]


def test_outline_puts_recommendations_under_their_cause_of_concern_and_limbs_under_their_recommendation():
    inspection = factories.make_inspection()
    factories.make_kind("cause-of-concern")
    loose = factories.make_finding(inspection, number=1)
    concern = factories.make_finding(inspection, kind="cause-of-concern", number=2)
    second = factories.make_finding(inspection, parent=concern, number=4)
    first = factories.make_finding(inspection, parent=concern, number=3)
    limb_b = factories.make_finding(inspection, parent=first, limb="b", number=5)
    limb_a = factories.make_finding(inspection, parent=first, limb="a", number=6)
    loose.kind.position, concern.kind.position = 3, 1
    loose.kind.save()
    concern.kind.save()

    assert tree(entries(inspection)) == [
        (concern, [(first, [(limb_a, []), (limb_b, [])]), (second, [])]),
        (loose, []),
    ]


def test_outline_of_a_report_without_findings_is_empty():
    assert entries(factories.make_inspection()) == []


def test_lacks_recommendations_only_for_a_cause_of_concern_with_nothing_under_it():
    inspection = factories.make_inspection()
    whole = factories.make_finding(inspection, kind="cause-of-concern")
    factories.make_finding(inspection, parent=whole)
    empty = factories.make_finding(inspection, kind="cause-of-concern")

    assert [entry.finding for entry in entries(inspection) if entry.lacks_recommendations] == [empty]


def test_earliest_deadline_is_that_of_the_recommendations_and_leaves_undated_ones_out():
    inspection = factories.make_inspection()
    concern = factories.make_finding(inspection, kind="cause-of-concern", deadline="")
    for deadline in ["By 1 September 2025", "", "By 1 March 2025"]:
        factories.make_finding(inspection, parent=concern, deadline=deadline)

    entry = entries(inspection)[0]

    assert entry.earliest_deadline.last_day == date(2025, 3, 1)
    assert [below.earliest_deadline for below in entry.under] == [None, None, None]
