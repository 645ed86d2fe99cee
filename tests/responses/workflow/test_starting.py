"""What can be followed up, and what starting does."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from inspections.models import Addressee
from oversight.bodies.models import Membership
from responses.models import Applicability, DueSource, Event, FollowUp, WorkStatus
from responses.workflow import follow_up as workflow
from responses.workflow.candidates import Candidate, candidates
from responses.workflow.follow_up import Decision, WrongStatusError
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)
ON = date(2024, 11, 4)


def start(finding=None, **facts):
    facts = {"applicability": Applicability.APPLIES, "reason": "", "by": factories.make_officer(), "at": AT} | facts
    return workflow.start(
        finding or factories.make_finding(),
        force=factories.make_force(),
        policing_body=factories.make_policing_body(),
        **facts,
    )


def test_start_takes_the_inspectorates_deadline_over():
    follow_up = start(factories.make_finding(deadline="By February 2022"))

    assert follow_up.due_on == date(2022, 2, 28)
    assert (follow_up.due_wording, follow_up.due_precision) == ("By February 2022", "month")
    assert follow_up.due_source == DueSource.INSPECTORATE
    assert follow_up.status == WorkStatus.AWAITING_ALLOCATION


def test_start_without_a_deadline_names_no_source():
    follow_up = start(factories.make_finding(deadline=""))

    assert (follow_up.due_on, follow_up.due_source) == (None, DueSource.NONE)


@pytest.mark.parametrize(
    ("applicability", "status"),
    [
        (Applicability.APPLIES, WorkStatus.AWAITING_ALLOCATION),
        (Applicability.DOES_NOT_APPLY, WorkStatus.NOT_APPLICABLE),
        (Applicability.ALREADY_MET, WorkStatus.DONE),
        (Applicability.WATCHED, WorkStatus.WATCHED),
    ],
)
def test_start_takes_its_status_from_how_the_finding_applies(applicability, status):
    reason = "" if applicability == Applicability.APPLIES else "The unit closed in 2023."

    follow_up = start(applicability=applicability, reason=reason)

    assert (follow_up.status, follow_up.applicability_reason) == (status, reason)
    assert [(event.kind, event.detail, event.audience) for event in follow_up.events.all()] == [
        ("opened", applicability.label, "office")
    ]
    assert follow_up.events.get().reason == reason


def test_start_twice_gives_the_follow_up_that_is_there():
    finding = factories.make_finding()

    first = start(finding)
    second = start(finding, applicability=Applicability.ALREADY_MET, reason="Done long ago.")

    assert second == first
    assert second.applicability == Applicability.APPLIES
    assert Event.objects.count() == 1


def test_start_makes_the_starter_the_officer():
    officer = factories.make_officer()

    assert start(by=officer).officer == officer


def test_start_all_starts_every_row():
    first, second = factories.make_finding(), factories.make_finding()
    hampshire = factories.make_force()
    decisions = [
        Decision(Candidate(second, hampshire), Applicability.DOES_NOT_APPLY, "Not our unit."),
        Decision(Candidate(first, hampshire), Applicability.APPLIES),
    ]

    started = workflow.start_all(
        decisions, policing_body=factories.make_policing_body(), by=factories.make_officer(), at=AT
    )

    assert [(row.finding, row.applicability) for row in started] == [(first, "applies"), (second, "does-not-apply")]


def test_start_all_starts_none_when_one_cannot_be():
    finding, hampshire = factories.make_finding(), factories.make_force()
    without_reason = Decision(Candidate(factories.make_finding(), hampshire), Applicability.ALREADY_MET, "")
    decisions = [Decision(Candidate(finding, hampshire), Applicability.APPLIES), without_reason]

    with pytest.raises(Exception, match="followup_says_why_it_does_not_apply"), transaction.atomic():
        workflow.start_all(decisions, policing_body=factories.make_policing_body(), by=factories.make_officer(), at=AT)

    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize("how", [Applicability.ALREADY_MET, Applicability.DOES_NOT_APPLY])
def test_start_all_refuses_a_whole_that_would_be_over_while_something_under_it_is_open(how):
    cause = factories.make_finding(kind="cause-of-concern", reference="SE-2024-SOC-C1")
    part = factories.make_finding(cause.inspection, parent=cause)
    hampshire = factories.make_force()
    applies = Decision(Candidate(part, hampshire), Applicability.APPLIES)
    decisions = [Decision(Candidate(cause, hampshire), how, "As the report says."), applies]

    with pytest.raises(WrongStatusError, match=r"SE-2024-SOC-C1 cannot be recorded as “.*” while something under it"):
        workflow.start_all(decisions, policing_body=factories.make_policing_body(), by=factories.make_officer(), at=AT)

    assert FollowUp.objects.count() == 0


def test_a_whole_is_watched_while_the_force_delivers_its_part():
    cause = factories.make_finding(kind="cause-of-concern")
    part = factories.make_finding(cause.inspection, parent=cause)
    hampshire = factories.make_force()
    decisions = [
        Decision(Candidate(cause, hampshire), Applicability.WATCHED, "For the College."),
        Decision(Candidate(part, hampshire), Applicability.APPLIES),
    ]

    workflow.start_all(decisions, policing_body=factories.make_policing_body(), by=factories.make_officer(), at=AT)

    statuses = FollowUp.objects.order_by("finding__parent").values_list("finding", "status")
    assert dict(statuses) == {cause.pk: "watched", part.pk: "awaiting-allocation"}


@pytest.mark.parametrize(("status", "expected"), [("in-progress", "in-progress"), ("awaiting-allocation",) * 2])
def test_start_of_a_whole_follows_from_the_part_that_is_there(status, expected):
    cause = factories.make_finding(kind="cause-of-concern")
    factories.make_follow_up(factories.make_finding(cause.inspection, parent=cause), status=status)

    assert factories.make_follow_up(cause).status == expected


# What can be started.


def pairs(inspection, policing_body=None, on=ON):
    found = candidates(inspection, policing_body=policing_body or factories.make_policing_body(), on=on)
    return [(each.finding, each.force) for each in found]


def test_candidates_are_the_findings_for_the_inspected_forces_of_the_office():
    kent = factories.make_force("kent", "Kent Police", policing_body=factories.make_policing_body("kent-pcc", "Kent"))
    hampshire = factories.make_force()
    inspection = factories.make_inspection(forces=[hampshire, kent])
    finding = factories.make_finding(inspection)

    assert pairs(inspection) == [(finding, hampshire)]
    assert pairs(inspection, factories.make_policing_body("kent-pcc")) == [(finding, kent)]


def test_candidates_leave_out_what_is_followed_up_by_this_office_already():
    inspection = factories.make_inspection()
    done, left = factories.make_finding(inspection), factories.make_finding(inspection)
    factories.make_follow_up(done)
    factories.make_follow_up(left, policing_body=factories.make_policing_body("kent-pcc", "Kent"))

    assert pairs(inspection) == [(left, factories.make_force())]


def test_candidates_leave_out_practice_worth_copying():
    finding = factories.make_finding()
    finding.kind.is_followed_up = False
    finding.kind.save()

    assert pairs(finding.inspection) == []


def test_candidates_include_a_unit_of_a_force_of_the_office():
    hampshire = factories.make_force()
    unit = factories.make_force("serocu", "South East ROCU", kind="unit")
    Membership.objects.create(unit=unit, member=hampshire)
    finding = factories.make_finding(factories.make_inspection(forces=[unit]))

    assert pairs(finding.inspection) == [(finding, unit)]


def test_candidates_follow_the_forces_that_a_finding_names():
    hampshire, wight = factories.make_force(), factories.make_force("wight", "Isle of Wight Police")
    inspection = factories.make_inspection(forces=[hampshire, wight])
    finding = factories.make_finding(inspection)
    Addressee.objects.create(finding=finding, kind="force", force=wight)

    assert pairs(inspection) == [(finding, wight)]


@pytest.mark.parametrize("kind", ["all-chief-constables", "regional-lead"])
def test_candidates_reach_every_force_of_the_office_where_the_finding_does(kind):
    hampshire, wight = factories.make_force(), factories.make_force("wight", "Isle of Wight Police")
    finding = factories.make_finding(factories.make_inspection(forces=[hampshire]))
    Addressee.objects.create(finding=finding, kind=kind)

    assert pairs(finding.inspection) == [(finding, hampshire), (finding, wight)]


def test_candidates_go_by_the_inspected_forces_where_a_finding_names_no_force():
    hampshire = factories.make_force()
    factories.make_force("wight", "Isle of Wight Police")
    finding = factories.make_finding(factories.make_inspection(forces=[hampshire]))
    Addressee.objects.create(finding=finding, kind="college")

    assert pairs(finding.inspection) == [(finding, hampshire)]


def test_candidates_reach_every_force_of_the_office_where_none_was_named():
    finding = factories.make_finding()
    finding.inspection.forces.clear()

    assert pairs(finding.inspection) == [(finding, factories.make_force())]
