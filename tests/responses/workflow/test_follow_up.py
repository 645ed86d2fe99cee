"""What happens to a follow-up: started, assigned, moved on."""

from datetime import UTC, date, datetime

import pytest

from oversight.versions import StaleError
from responses.models import Applicability, Event, FollowUp, Notice, WorkStatus
from responses.workflow import follow_up as workflow
from responses.workflow.candidates import Candidate
from responses.workflow.follow_up import Decision
from tests import drawn, factories
from tests.locks import at_once

pytestmark = pytest.mark.django_db

AT = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)
ON = date(2024, 11, 4)


def events_of(follow_up):
    return [(event.kind, event.detail, event.audience) for event in follow_up.events.order_by("pk")]


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


# Moving on.

ALL_MOVES = [(source, target) for source in WorkStatus for target in WorkStatus]
NEEDED = {
    WorkStatus.HELD: lambda: {"held_until": date(2025, 6, 1)},
    WorkStatus.SUPERSEDED: lambda: {"superseded_by": factories.make_finding()},
    WorkStatus.NOT_APPLICABLE: lambda: {
        "applicability": Applicability.DOES_NOT_APPLY,
        "applicability_reason": "The unit closed.",
    },
    WorkStatus.WATCHED: lambda: {"applicability": Applicability.WATCHED},
}
DRAWN = drawn.moves("Follow-up")
NOT_NEEDED = {"held_until": None, "superseded_by": None, "applicability": Applicability.APPLIES}


@pytest.mark.parametrize(("source", "target"), ALL_MOVES)
def test_move_follows_the_drawing_of_statuses(source, target):
    follow_up = factories.make_follow_up(status=source, **NEEDED.get(source, dict)())
    changes = NOT_NEEDED | NEEDED.get(target, dict)()
    allowed = (source, target) in DRAWN

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

    with pytest.raises(workflow.WrongStatusError, match=r"^SE-2024-SOC-R1 can no longer be ready for review\.$"):
        workflow.move(follow_up, WorkStatus.SUBMITTED, by=factories.make_officer(), at=AT)


def test_transitions_name_every_status():
    assert set(workflow.TRANSITIONS) == set(WorkStatus)


# Two people at once.


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
