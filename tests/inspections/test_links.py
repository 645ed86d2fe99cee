"""Which finding was there before."""

from datetime import date

import pytest
from django.urls import reverse

from inspections import workflow
from inspections.models import Predecessor, PredecessorKind
from inspections.workflow import OtherWayRoundError
from responses.models import FollowUp, WorkStatus
from responses.workflow import outcome
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = factories.make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def earlier():
    report = factories.make_inspection(title="PEEL 2022", published_on=date(2022, 3, 1))
    return factories.make_finding(report, reference="HIOW-2022-PEEL-R3", title="Brief every shift")


@pytest.fixture
def finding():
    report = factories.make_inspection(title="PEEL 2025", published_on=date(2025, 1, 10))
    return factories.make_finding(report, reference="HIOW-2025-PEEL-R1", title="Brief all shifts")


def link(finding, earlier, officer, kind=PredecessorKind.REPEATS):
    return workflow.link(finding, earlier=earlier, kind=kind, by=officer, at=factories.AT)


def send(client, finding, **typed):
    return client.post(reverse("inspections:finding-link", args=[finding.pk]), {"sent": "", **typed}, follow=True)


def test_link_twice_keeps_one_with_the_later_word(finding, earlier, officer):
    link(finding, earlier, officer)
    link(finding, earlier, officer, kind=PredecessorKind.LETTER)

    assert [str(each) for each in Predecessor.objects.all()] == [
        "HIOW-2025-PEEL-R1 was first issued in a letter as HIOW-2022-PEEL-R3"
    ]


def test_link_refuses_the_other_way_round_and_itself(finding, earlier, officer):
    link(finding, earlier, officer)

    with pytest.raises(OtherWayRoundError, match="HIOW-2025-PEEL-R1 is not earlier than HIOW-2022-PEEL-R3"):
        link(earlier, finding, officer)
    with pytest.raises(OtherWayRoundError):
        link(finding, finding, officer)


def test_the_page_links_by_reference_and_unlinks(client, officer, finding, earlier):
    linked = text_of(send(client, finding, earlier=" hiow-2022-peel-r3 ", kind="repeats"))
    unlinked = text_of(send(client, finding, remove=earlier.pk))

    assert "HIOW-2022-PEEL-R3 is linked to HIOW-2025-PEEL-R1." in linked
    assert "Repeats HIOW-2022-PEEL-R3 Brief every shift" in linked
    assert "HIOW-2022-PEEL-R3 is no longer linked to HIOW-2025-PEEL-R1." in unlinked
    assert Predecessor.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {},
            {
                "earlier": ["Enter the reference of the earlier finding"],
                "kind": ["Select how the two belong together"],
            },
        ),
        ({"earlier": "X-1", "kind": "repeats"}, {"earlier": ["There is no finding with the reference X-1"]}),
        (
            {"earlier": "HIOW-2025-PEEL-R1", "kind": "repeats"},
            {"earlier": ["Enter the reference of another finding: this is its own"]},
        ),
    ],
)
def test_the_page_says_what_is_missing(client, officer, finding, typed, errors):
    page = send(client, finding, **typed)

    assert {name: list(each) for name, each in page.context["form"].errors.items()} == errors


def test_the_page_says_that_it_is_the_other_way_round(client, officer, finding, earlier):
    link(earlier, finding, officer)

    page = send(client, finding, earlier=earlier.reference, kind="repeats")

    assert page.context["form"].errors["earlier"] == [
        "HIOW-2022-PEEL-R3 is not earlier than HIOW-2025-PEEL-R1. Enter another one."
    ]


def test_both_follow_ups_show_the_link_to_both_sides(client, officer, finding, earlier):
    link(finding, earlier, officer)
    newer, older = factories.make_follow_up(finding), factories.make_follow_up(earlier)

    for person in (officer, factories.make_lead()):
        client.force_login(person)
        after = text_of(client.get(newer.get_absolute_url()))
        before = text_of(client.get(older.get_absolute_url()))
        assert "Found before and after Repeats HIOW-2022-PEEL-R3 Brief every shift (PEEL 2022)" in after
        assert "Found before and after Repeated by HIOW-2025-PEEL-R1 Brief all shifts (PEEL 2025)" in before


def test_a_force_reads_of_no_report_that_is_not_out(client, officer, finding, earlier):
    link(finding, earlier, officer)
    older = factories.make_follow_up(earlier)
    type(finding.inspection).objects.filter(pk=finding.inspection_id).update(published_on=None)
    told = {}

    for person in (officer, factories.make_lead()):
        client.force_login(person)
        told[person] = finding.reference in text_of(client.get(older.get_absolute_url()))

    assert list(told.values()) == [True, False]


def test_what_repeats_an_earlier_finding_can_be_reported(officer, finding, earlier):
    link(finding, earlier, officer)
    newer = factories.make_follow_up(finding)
    factories.make_follow_up(earlier)

    assert list(FollowUp.objects.found_before()) == [newer]


def test_superseding_links_the_two_findings(officer, finding, earlier):
    older = factories.make_follow_up(earlier)
    facts = {"how": WorkStatus.SUPERSEDED, "newer": finding, "reason": "It asks for more."}

    outcome.end(older, **facts, by=officer, at=factories.AT)

    assert [(each.finding, each.kind, each.earlier) for each in Predecessor.objects.all()] == [
        (finding, "supersedes", earlier)
    ]


def test_superseding_leaves_alone_what_is_linked_the_other_way_round(officer, finding, earlier):
    link(earlier, finding, officer)
    older = factories.make_follow_up(earlier)
    facts = {"how": WorkStatus.SUPERSEDED, "newer": finding, "reason": "It asks for more."}

    outcome.end(older, **facts, by=officer, at=factories.AT)

    assert older.status == WorkStatus.SUPERSEDED
    assert [each.kind for each in Predecessor.objects.all()] == ["repeats"]
