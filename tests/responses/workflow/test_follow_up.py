"""What happens to a follow-up: started, assigned, assured, moved on."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from inspections.models import Addressee
from oversight.bodies.models import Membership
from oversight.versions import StaleError
from responses.models import Applicability, AssuranceUpdate, DueSource, Event, FollowUp, Notice, WorkStatus
from responses.workflow import follow_up as workflow
from responses.workflow.follow_up import Candidate, Decision
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)
ON = date(2024, 11, 4)


def events_of(follow_up):
    return [(event.kind, event.detail, event.audience) for event in follow_up.events.order_by("pk")]


def start(finding=None, **facts):
    facts = {"applicability": Applicability.APPLIES, "reason": "", "by": factories.make_officer(), "at": AT} | facts
    return workflow.start(
        finding or factories.make_finding(),
        force=factories.make_force(),
        policing_body=factories.make_policing_body(),
        **facts,
    )


# Starting.


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
    ],
)
def test_start_takes_its_status_from_how_the_finding_applies(applicability, status):
    reason = "" if applicability == Applicability.APPLIES else "The unit closed in 2023."

    follow_up = start(applicability=applicability, reason=reason)

    assert (follow_up.status, follow_up.applicability_reason) == (status, reason)
    assert events_of(follow_up) == [("opened", applicability.label, "office")]
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


# What can be started.


def pairs(inspection, policing_body=None, on=ON):
    found = workflow.candidates(inspection, policing_body=policing_body or factories.make_policing_body(), on=on)
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


# Assigning.


def assign(follow_up, *, lead=None, officer=None, by=None, **facts):
    workflow.assign(
        follow_up,
        lead=lead or factories.make_lead(),
        officer=officer or factories.make_officer(),
        by=by or factories.make_officer(),
        at=AT,
        **facts,
    )


def test_assign_names_both_people_and_begins_the_work():
    follow_up = factories.make_follow_up()
    lead, officer = factories.make_lead(name="Dana Brook"), factories.make_officer(name="Priya Shah")

    assign(follow_up, lead=lead, officer=officer)

    assert (follow_up.lead, follow_up.officer) == (lead, officer)
    assert (follow_up.status, follow_up.touched_at) == (WorkStatus.IN_PROGRESS, AT)
    assert events_of(follow_up)[1:] == [
        ("status-changed", "In progress", "force"),
        ("assigned", "to Dana Brook, with Priya Shah as policy officer", "force"),
    ]


def test_assign_owes_the_new_lead_one_letter():
    follow_up = factories.make_follow_up()
    lead = factories.make_lead("dana@example.org")

    assign(follow_up, lead=lead)

    notice = Notice.objects.get()
    assert (notice.kind, notice.address, notice.follow_up) == ("assigned", "dana@example.org", follow_up)


def test_assign_writes_no_letter_when_only_the_officer_changes():
    lead = factories.make_lead()
    follow_up = factories.make_follow_up(lead=lead)
    officer = factories.make_officer(name="Sam Hart")

    assign(follow_up, lead=lead, officer=officer)

    assert (follow_up.officer, follow_up.touched_at, follow_up.version) == (officer, AT, 1)
    assert Notice.objects.count() == 0


def test_assign_twice_the_same_writes_one_event_and_one_letter():
    follow_up = factories.make_follow_up()
    lead, officer = factories.make_lead(), factories.make_officer()
    seen = follow_up.version

    assign(follow_up, lead=lead, officer=officer, version=seen)
    assign(follow_up, lead=lead, officer=officer, version=seen)

    assert follow_up.events.filter(kind="assigned").count() == 1
    assert Notice.objects.count() == 1


def test_assign_refuses_what_somebody_else_has_changed_meanwhile():
    follow_up = factories.make_follow_up()
    seen = follow_up.version
    theirs = factories.make_lead(name="Dana Brook")
    assign(follow_up, lead=theirs)

    with pytest.raises(StaleError) as refused:
        assign(follow_up, lead=factories.make_lead(name="Ravi Cole"), version=seen)

    follow_up.refresh_from_db()
    assert follow_up.lead == refused.value.current.lead == theirs
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("status", [WorkStatus.DONE, WorkStatus.WITHDRAWN])
def test_assign_refuses_what_is_no_longer_open(status):
    follow_up = factories.make_follow_up(status=status)

    with pytest.raises(workflow.WrongStatusError, match="is no longer open, so nobody can be assigned to it"):
        assign(follow_up)

    assert (follow_up.lead, Notice.objects.count()) == (None, 0)


def test_assign_refuses_a_lead_of_another_force():
    stranger = factories.make_lead(force=factories.make_force("kent", "Kent Police"), name="Ravi Cole")

    with pytest.raises(workflow.WrongPersonError, match="Ravi Cole is not a lead of this force"):
        assign(factories.make_follow_up(), lead=stranger)


def test_assign_refuses_a_lead_who_has_left():
    with pytest.raises(workflow.WrongPersonError, match="is not a lead of this force"):
        assign(factories.make_follow_up(), lead=factories.make_lead(is_active=False))


@pytest.mark.parametrize(
    "officer",
    [
        factories.make_viewer,
        lambda: factories.make_officer(is_active=False),
        lambda: factories.make_officer(policing_body=factories.make_policing_body("kent-pcc", "Kent")),
    ],
    ids=["a viewer", "somebody who has left", "somebody of another office"],
)
def test_assign_refuses_an_officer_who_cannot_act(officer):
    with pytest.raises(workflow.WrongPersonError, match="does not work on recommendations in this office"):
        assign(factories.make_follow_up(), officer=officer())


# Assurance.


def log(follow_up, *, level="partly", made_on=ON, submission_id=None, **facts):
    return workflow.log_assurance(
        follow_up,
        level=level,
        method="evidence",
        text=facts.pop("text", "Briefings reach two of four districts."),
        made_on=made_on,
        is_publishable=False,
        submission_id=submission_id or uuid4(),
        by=facts.pop("by", None) or factories.make_officer(),
        at=facts.pop("at", AT),
    )


def test_log_assurance_shows_its_level_on_the_follow_up():
    follow_up = factories.make_follow_up()

    log(follow_up, level="not-assured")

    assert (follow_up.assurance_level, follow_up.assurance_on) == ("not-assured", ON)
    assert follow_up.touched_at == AT


def test_log_assurance_is_an_event_for_the_office_only():
    follow_up = factories.make_follow_up()

    update = log(follow_up)

    assert events_of(follow_up)[-1] == ("assured", "Partly assured", "office")
    assert follow_up.events.first().assurance_update == update


def test_log_assurance_keeps_the_level_of_the_latest_day():
    follow_up = factories.make_follow_up()
    log(follow_up, level="assured", made_on=ON)

    log(follow_up, level="not-assured", made_on=ON - timedelta(days=30))

    assert (follow_up.assurance_level, follow_up.assurance_on) == ("assured", ON)


def test_log_assurance_keeps_the_later_of_two_on_one_day():
    follow_up = factories.make_follow_up()
    log(follow_up, level="assured")

    log(follow_up, level="partly")

    assert follow_up.assurance_level == "partly"


def test_log_assurance_twice_from_one_form_makes_one_update():
    follow_up, once = factories.make_follow_up(), uuid4()

    first = log(follow_up, submission_id=once)
    second = log(follow_up, submission_id=once)

    assert first == second
    assert AssuranceUpdate.objects.count() == follow_up.events.filter(kind="assured").count() == 1


def test_log_assurance_says_nothing_about_the_other_two_verdicts():
    follow_up = factories.make_follow_up()

    log(follow_up, level="assured")

    assert (follow_up.claimed_on, follow_up.assured_on, follow_up.closed_on) == (None, None, None)
    assert follow_up.status == WorkStatus.AWAITING_ALLOCATION


# Moving on.

ALL_MOVES = [(source, target) for source in WorkStatus for target in WorkStatus]
NEEDED = {
    WorkStatus.HELD: lambda: {"held_until": date(2025, 6, 1)},
    WorkStatus.SUPERSEDED: lambda: {"superseded_by": factories.make_finding()},
    WorkStatus.NOT_APPLICABLE: lambda: {
        "applicability": Applicability.DOES_NOT_APPLY,
        "applicability_reason": "The unit closed.",
    },
}
NOT_NEEDED = {"held_until": None, "superseded_by": None, "applicability": Applicability.APPLIES}


@pytest.mark.parametrize(("source", "target"), ALL_MOVES)
def test_move_follows_the_table_of_transitions(source, target):
    follow_up = factories.make_follow_up(status=source, **NEEDED.get(source, dict)())
    changes = NOT_NEEDED | NEEDED.get(target, dict)()
    allowed = target in workflow.TRANSITIONS[source]

    if allowed:
        workflow.move(follow_up, target, by=factories.make_officer(), at=AT, reason="Because.", changes=changes)
    else:
        with pytest.raises(workflow.WrongStatusError):
            workflow.move(follow_up, target, by=factories.make_officer(), at=AT, changes=changes)

    follow_up.refresh_from_db()
    assert follow_up.status == (target if allowed else source)
    assert follow_up.events.filter(kind="status-changed").count() == int(allowed)


def test_move_tells_what_can_no_longer_be_done():
    follow_up = factories.make_follow_up(finding=factories.make_finding(reference="SE-2024-SOC-R1"), status="done")

    with pytest.raises(workflow.WrongStatusError, match=r"^SE-2024-SOC-R1 can no longer be submitted\.$"):
        workflow.move(follow_up, WorkStatus.SUBMITTED, by=factories.make_officer(), at=AT)


def test_transitions_name_every_status():
    assert set(workflow.TRANSITIONS) == set(WorkStatus)


# Two people at once.


def at_once(*acts):
    """Run each act in a thread of its own, with its own connection; give back what each raised or None."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait()
            act()
        except Exception as error:  # noqa: BLE001
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_start_by_two_officers_at_once_makes_one_follow_up():
    finding, force, office = factories.make_finding(), factories.make_force(), factories.make_policing_body()
    officers = [factories.make_officer(), factories.make_officer()]
    decisions = [Decision(Candidate(finding, force), Applicability.APPLIES)]

    outcomes = at_once(
        *[lambda by=by: workflow.start_all(decisions, policing_body=office, by=by, at=AT) for by in officers]
    )

    assert outcomes == [None, None]
    assert FollowUp.objects.count() == Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_assign_by_two_officers_at_once_tells_the_slower():
    pk = factories.make_follow_up().pk
    leads, officer = [factories.make_lead(), factories.make_lead()], factories.make_officer()

    def give_to(lead):
        workflow.assign(FollowUp.objects.get(pk=pk), lead=lead, officer=officer, by=officer, at=AT, version=0)

    outcomes = at_once(*[lambda lead=lead: give_to(lead) for lead in leads])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StaleError"]
    assert Notice.objects.count() == Event.objects.filter(kind="assigned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_log_assurance_by_a_double_click_makes_one_update():
    pk, once, officer = factories.make_follow_up().pk, uuid4(), factories.make_officer()

    outcomes = at_once(*[lambda: log(FollowUp.objects.get(pk=pk), submission_id=once, by=officer)] * 2)

    assert outcomes == [None, None]
    assert AssuranceUpdate.objects.count() == Event.objects.filter(kind="assured").count() == 1


@pytest.mark.django_db(transaction=True)
def test_log_assurance_by_two_officers_at_once_shows_the_later_day():
    pk, officer = factories.make_follow_up().pk, factories.make_officer()
    days = {"assured": ON, "not-assured": ON - timedelta(days=7)}

    at_once(
        *[
            lambda level=level, day=day: log(FollowUp.objects.get(pk=pk), level=level, made_on=day, by=officer)
            for level, day in days.items()
        ]
    )

    assert FollowUp.objects.get(pk=pk).assurance_level == "assured"
    assert AssuranceUpdate.objects.count() == 2
