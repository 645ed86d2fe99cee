"""Held, ended without a verdict, opened again; and what follows for what stands above."""

from datetime import UTC, date, datetime

import pytest

from inspections import deadlines
from inspections import workflow as inspections
from inspections.models import Finding
from oversight.versions import StaleError
from responses.models import Applicability, FollowUp, Notice, RequestStatus, WorkStatus
from responses.workflow import closing, evidence, outcome
from responses.workflow import follow_up as workflow
from responses.workflow.follow_up import WrongStatusError
from tests import factories
from tests.locks import in_a_thread, wait_until_somebody_waits
from tests.meanwhile import just_before

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
UNTIL = date(2025, 8, 11)
UNSEEN = {"reason": "Seen in every district.", "without": "A visit showed it."}


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org", name="Priya Shah")


@pytest.fixture
def follow_up(officer):
    finding = factories.make_finding(reference="SE-2024-SOC-R1")
    return factories.make_follow_up(finding, lead=factories.make_lead("dana@example.org"), officer=officer)


@pytest.fixture
def newer():
    return factories.make_finding(reference="HIOW-2025-PEEL-R3")


def hold(follow_up, officer, until=UNTIL, **facts):
    outcome.hold(follow_up, until=until, reason="Half a year will show.", by=officer, at=AT, **facts)


def reopen(follow_up, officer, **facts):
    outcome.reopen(follow_up, reason="It has not lasted.", by=officer, at=AT, **facts)


def last_event(follow_up):
    event = follow_up.events.latest("pk")
    return event.kind, event.detail, event.reason, event.audience


# Held for a re-check.


def test_hold_takes_what_is_ready_for_review(officer):
    follow_up = factories.make_follow_up(status=WorkStatus.SUBMITTED)

    hold(follow_up, officer)

    assert (follow_up.status, follow_up.held_until) == (WorkStatus.HELD, UNTIL)


def test_hold_keeps_it_open_until_a_day_and_tells_the_force(follow_up, officer):
    hold(follow_up, officer)

    assert (follow_up.status, follow_up.held_until, follow_up.assured_on) == (WorkStatus.HELD, UNTIL, None)
    told = "Held for a re-check until 11 August 2025"
    assert last_event(follow_up) == ("status-changed", told, "Half a year will show.", "force")
    assert list(Notice.objects.values_list("kind", "address")) == [("decided", "dana@example.org")]


def test_hold_again_puts_the_day_off_and_keeps_both_in_the_story(follow_up, officer):
    hold(follow_up, officer)
    hold(follow_up, officer, until=date(2025, 12, 1))

    assert follow_up.held_until == date(2025, 12, 1)
    told = [event.detail for event in follow_up.events.filter(kind="status-changed").order_by("pk")]
    assert told == ["Held for a re-check until 11 August 2025", "Held for a re-check until 1 December 2025"]


def test_hold_again_refuses_a_page_from_before_somebody_else_held_it(follow_up, officer):
    seen = follow_up.version
    hold(follow_up, officer)

    with pytest.raises(StaleError):
        hold(follow_up, factories.make_officer(), until=date(2025, 3, 1), version=seen)

    follow_up.refresh_from_db()
    assert follow_up.held_until == UNTIL


def test_a_re_check_that_is_passed_signs_it_off(follow_up, officer):
    hold(follow_up, officer)

    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    assert (follow_up.status, follow_up.held_until, follow_up.reopened_count) == (WorkStatus.DONE, None, 0)


def test_a_re_check_that_is_failed_opens_it_again_and_counts(follow_up, officer):
    hold(follow_up, officer)

    reopen(follow_up, officer)

    assert (follow_up.status, follow_up.held_until, follow_up.reopened_count) == (WorkStatus.IN_PROGRESS, None, 1)
    assert follow_up.events.filter(detail__startswith="Held for a re-check").count() == 1


@pytest.mark.parametrize("status", [WorkStatus.AWAITING_ALLOCATION, WorkStatus.DONE, WorkStatus.WITHDRAWN])
def test_hold_refuses_what_nobody_works_on(officer, status):
    follow_up = factories.make_follow_up(status=status)

    with pytest.raises(WrongStatusError):
        hold(follow_up, officer)


@pytest.mark.parametrize(("on", "expected"), [(date(2025, 8, 10), 0), (date(2025, 8, 11), 1), (date(2025, 9, 1), 1)])
def test_what_is_held_is_to_re_check_from_its_day_on_and_never_overdue(follow_up, officer, on, expected):
    hold(follow_up, officer)

    assert FollowUp.objects.to_recheck(on).count() == expected
    assert (FollowUp.objects.overdue(on).count(), follow_up.is_chased) == (0, False)


# Ended without a verdict.


@pytest.mark.parametrize(
    ("how", "status", "told"),
    [
        (WorkStatus.WITHDRAWN, WorkStatus.WITHDRAWN, "Withdrawn"),
        (Applicability.DOES_NOT_APPLY, WorkStatus.NOT_APPLICABLE, "Does not apply"),
        (Applicability.ALREADY_MET, WorkStatus.DONE, "Already met"),
    ],
)
def test_end_says_how_and_why(follow_up, officer, how, status, told):
    outcome.end(follow_up, how=how, reason="It is run by a neighbour.", by=officer, at=AT)

    assert (follow_up.status, follow_up.assured_on, follow_up.closed_on) == (status, None, None)
    assert last_event(follow_up) == ("status-changed", told, "It is run by a neighbour.", "force")
    assert Notice.objects.get().kind == "decided"


def test_end_by_a_newer_finding_names_it(follow_up, officer, newer):
    outcome.end(follow_up, how=WorkStatus.SUPERSEDED, newer=newer, reason="It asks for more.", by=officer, at=AT)

    assert (follow_up.status, follow_up.superseded_by) == (WorkStatus.SUPERSEDED, newer)
    assert last_event(follow_up)[1] == "Superseded by another recommendation"
    assert follow_up.events.latest("pk").named == newer


@pytest.mark.django_db(transaction=True)
def test_end_by_a_newer_finding_and_a_correction_of_its_own_wait_for_each_other(follow_up, officer, newer):
    finding, threads = Finding.objects.get(pk=follow_up.finding_id), []
    later = deadlines.parse("By 1 June 2025", published_on=None)
    facts = {name: getattr(finding, name) for name in ("version", "kind", "parent", "limb", "label", "text", "page")}
    facts |= {"title": "Share it all", "deadline": later, "addressees": [], "by": officer, "at": AT}

    def meanwhile():
        threads.append(in_a_thread(lambda: inspections.correct_finding(finding, **facts)))
        wait_until_somebody_waits()

    with just_before('UPDATE "responses_followup"', meanwhile):
        outcome.end(follow_up, how=WorkStatus.SUPERSEDED, newer=newer, reason="It asks for more.", by=officer, at=AT)
    threads[0].join()

    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.due_on) == (WorkStatus.SUPERSEDED, date(2025, 6, 1))


@pytest.mark.parametrize("of_itself", [True, False])
def test_end_refuses_to_supersede_by_nothing_or_by_itself(follow_up, officer, of_itself):
    newer = follow_up.finding if of_itself else None

    with pytest.raises(outcome.WrongFindingError, match="Enter the reference of another finding"):
        outcome.end(follow_up, how=WorkStatus.SUPERSEDED, newer=newer, reason="It asks for more.", by=officer, at=AT)


def test_two_cannot_take_the_place_of_each_other(follow_up, officer, newer):
    own = factories.make_follow_up(newer)
    outcome.end(follow_up, how=WorkStatus.SUPERSEDED, newer=newer, reason="It asks for more.", by=officer, at=AT)

    with pytest.raises(outcome.WrongFindingError, match=r"SE-2024-SOC-R1 is itself superseded, by HIOW-2025-PEEL-R3\."):
        outcome.end(own, how=WorkStatus.SUPERSEDED, newer=follow_up.finding, reason="No.", by=officer, at=AT)


def test_end_keeps_why_it_does_not_apply(follow_up, officer):
    outcome.end(follow_up, how=Applicability.DOES_NOT_APPLY, reason="It has no suites.", by=officer, at=AT)

    assert (follow_up.applicability, follow_up.applicability_reason) == ("does-not-apply", "It has no suites.")


def test_end_refuses_what_has_ended(follow_up, officer):
    outcome.end(follow_up, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=AT)

    with pytest.raises(WrongStatusError, match=r"^SE-2024-SOC-R1 can no longer be withdrawn\.$"):
        outcome.end(follow_up, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=AT)


# Opened again.


ENDS = {
    "superseded": {"how": WorkStatus.SUPERSEDED},
    "not applicable": {"how": Applicability.DOES_NOT_APPLY},
    "already met": {"how": Applicability.ALREADY_MET},
    "withdrawn": {"how": WorkStatus.WITHDRAWN},
}


def end_as(follow_up, how, officer, newer):
    facts = ENDS[how] | ({"newer": newer} if how == "superseded" else {})
    outcome.end(follow_up, **facts, reason="It is for others.", by=officer, at=AT)


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("status", ["awaiting-allocation", "submitted", "held", "watched"])
def test_end_takes_every_way_wherever_the_work_stands(officer, newer, status, how):
    facts = {"held": {"held_until": UNTIL}, "watched": {"applicability": "watched", "applicability_reason": "So."}}
    follow_up = factories.make_follow_up(status=status, **facts.get(status, {}))

    end_as(follow_up, how, officer, newer)

    ended = {"already met": "done", "not applicable": "not-applicable"}
    assert (follow_up.status, follow_up.held_until) == (ended.get(how, how), None)


def test_what_is_held_can_be_left_to_others(follow_up, officer):
    hold(follow_up, officer)

    outcome.end(follow_up, how=Applicability.WATCHED, reason="The College does it.", by=officer, at=AT)

    assert (follow_up.status, follow_up.held_until) == (WorkStatus.WATCHED, None)


@pytest.mark.parametrize("how", ENDS)
def test_reopen_undoes_every_end_and_counts(follow_up, officer, newer, how):
    end_as(follow_up, how, officer, newer)

    reopen(follow_up, officer)

    assert (follow_up.status, follow_up.reopened_count) == (WorkStatus.IN_PROGRESS, 1)
    assert (follow_up.superseded_by, follow_up.applicability, follow_up.applicability_reason) == (None, "applies", "")
    assert last_event(follow_up) == ("reopened", "In progress", "It has not lasted.", "force")


def test_reopen_ends_the_offices_verdict_and_the_forces_claim(follow_up, officer):
    closing.claim(follow_up, text="All shifts are briefed.", by=follow_up.lead, at=AT)
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    reopen(follow_up, officer)

    facts = [follow_up.assured_on, follow_up.assured_by, follow_up.assured_reason, follow_up.assured_without]
    assert facts == [None, None, "", ""]
    assert (follow_up.claimed_on, follow_up.claimed_by) == (None, None)


def leave(person):
    person.is_active = False
    person.save()


@pytest.mark.parametrize("how", [*ENDS, "held"])
def test_reopen_goes_back_to_allocation_where_the_lead_has_left(follow_up, officer, newer, how):
    if how == "held":
        hold(follow_up, officer)
    else:
        end_as(follow_up, how, officer, newer)
    leave(follow_up.lead)

    reopen(follow_up, officer)

    assert follow_up.status == WorkStatus.AWAITING_ALLOCATION


@pytest.mark.parametrize(("has_left", "to"), [(False, "in progress"), (True, "awaiting allocation")])
def test_reopen_refuses_what_is_open_also_where_its_lead_has_left(follow_up, officer, has_left, to):
    if has_left:
        leave(follow_up.lead)

    with pytest.raises(WrongStatusError, match=f"can no longer be {to}"):
        reopen(follow_up, officer)


def test_reopen_twice_counts_twice(follow_up, officer):
    for _ in range(2):
        hold(follow_up, officer)
        reopen(follow_up, officer)

    assert follow_up.reopened_count == 2


# What stands above.


def make_family(*letters, **facts):
    """A recommendation in lettered parts, each with its follow-up."""
    whole = factories.make_finding(reference="SE-2024-SOC-R5")
    limbs = [
        factories.make_finding(whole.inspection, parent=whole, limb=letter, reference=f"SE-2024-SOC-R5{letter}")
        for letter in letters
    ]
    return factories.make_follow_up(whole), [factories.make_follow_up(limb, **facts) for limb in limbs]


def end(part, officer):
    outcome.end(part, how=WorkStatus.WITHDRAWN, reason="It is for others.", by=officer, at=AT)


def state_of(follow_up):
    return WorkStatus(FollowUp.objects.get(pk=follow_up.pk).status)


def test_a_whole_is_at_work_as_soon_as_one_part_is(officer):
    whole, parts = make_family("a", "b")

    lead = factories.make_lead()
    workflow.assign(parts[0], lead=lead, officer=officer, by=officer, at=AT)

    assert (state_of(whole), state_of(parts[1])) == (WorkStatus.IN_PROGRESS, WorkStatus.AWAITING_ALLOCATION)


def test_a_whole_is_ready_for_review_when_its_last_part_is_over(officer):
    whole, parts = make_family("a", "b")

    end(parts[0], officer)
    one_left = state_of(whole)
    end(parts[1], officer)

    assert (one_left, state_of(whole)) == (WorkStatus.AWAITING_ALLOCATION, WorkStatus.SUBMITTED)
    assert last_event(whole) == ("status-changed", "Ready for review", "No part of it is open any more.", "force")


def test_a_whole_is_opened_again_with_its_part(officer):
    whole, (part,) = make_family("a")
    end(part, officer)
    closing.sign_off(whole, **UNSEEN, by=officer, at=AT)

    reopen(part, officer)

    whole.refresh_from_db()
    assert (whole.is_open, whole.reopened_count, whole.assured_on) == (True, 1, None)
    assert last_event(whole) == ("reopened", "Awaiting allocation", "SE-2024-SOC-R5a is open.", "force")


def test_a_whole_that_is_done_is_opened_by_a_new_part(officer):
    whole, (part,) = make_family("a")
    end(part, officer)
    closing.sign_off(whole, **UNSEEN, by=officer, at=AT)

    limb = factories.make_finding(whole.finding.inspection, parent=whole.finding, limb="b")
    factories.make_follow_up(limb)

    assert state_of(whole) == WorkStatus.AWAITING_ALLOCATION


def test_a_whole_that_is_held_cannot_be_held_over_an_open_part(officer):
    whole, _parts = make_family("a", lead=factories.make_lead())
    FollowUp.objects.filter(pk=whole.pk).update(status=WorkStatus.IN_PROGRESS)

    with pytest.raises(closing.OpenPartsError, match="while something under it is open: SE-2024-SOC-R5a"):
        hold(whole, officer)


@pytest.mark.parametrize(("above", "then"), [("done", "awaiting-allocation"), ("watched", "watched")])
def test_what_is_done_is_opened_the_night_after_something_open_is_put_under_it(officer, above, then):
    facts = {"applicability": "watched"} if above == "watched" else {}
    whole = factories.make_follow_up(factories.make_finding(kind="cause-of-concern"), status=above, **facts)
    part = factories.make_follow_up(factories.make_finding(whole.finding.inspection))
    Finding.objects.filter(pk=part.finding_id).update(parent=whole.finding)

    for _ in range(2):  # a second night finds nothing
        workflow.follow_moved_parts(at=AT)

    whole.refresh_from_db()
    assert (whole.status, whole.reopened_count) == (then, int(above != then))
    told = [("reopened", f"{part.reference} is open.")] if above != then else []
    assert list(whole.events.filter(by=None).values_list("kind", "reason")) == told


@pytest.mark.parametrize("status", [WorkStatus.IN_PROGRESS, WorkStatus.SUBMITTED])
def test_a_claim_falls_the_night_after_something_open_is_put_under_it(officer, status):
    whole = factories.make_follow_up(lead=factories.make_lead())
    claimed = {"claimed_on": AT.date(), "claimed_by": whole.lead} if status == WorkStatus.IN_PROGRESS else {}
    FollowUp.objects.filter(pk=whole.pk).update(status=status, **claimed)
    part = factories.make_follow_up(factories.make_finding(whole.finding.inspection))
    Finding.objects.filter(pk=part.finding_id).update(parent=whole.finding, limb="a")

    workflow.follow_moved_parts(at=AT)

    whole.refresh_from_db()
    assert (whole.status, whole.claimed_on) == (WorkStatus.IN_PROGRESS, None)


def test_one_that_cannot_follow_what_was_put_under_it_does_not_keep_the_others(officer, caplog):
    wholes = [factories.make_follow_up(factories.make_finding(kind="cause-of-concern")) for _ in range(2)]
    FollowUp.objects.update(status=WorkStatus.DONE)
    for whole in wholes:
        part = factories.make_follow_up(factories.make_finding(whole.finding.inspection))
        Finding.objects.filter(pk=part.finding_id).update(parent=whole.finding)

    with just_before('UPDATE "responses_followup"', lambda: 1 / 0):
        workflow.follow_moved_parts(at=AT)

    assert [state_of(whole) for whole in wholes] == [WorkStatus.DONE, WorkStatus.AWAITING_ALLOCATION]
    assert caplog.messages == [f"Follow-up {wholes[0].pk} cannot follow what was put under it"]


def test_what_is_above_the_whole_follows_too(officer):
    cause = factories.make_finding(kind="cause-of-concern")
    finding = factories.make_finding(cause.inspection, parent=cause)
    limb = factories.make_finding(cause.inspection, parent=finding, limb="a")
    top, middle, bottom = [factories.make_follow_up(each) for each in (cause, finding, limb)]

    end(bottom, officer)
    half_way = state_of(middle), state_of(top)
    closing.sign_off(middle, **UNSEEN, by=officer, at=AT)

    assert half_way == (WorkStatus.SUBMITTED, WorkStatus.IN_PROGRESS)
    assert (state_of(middle), state_of(top)) == (WorkStatus.DONE, WorkStatus.SUBMITTED)


def test_a_whole_of_another_office_or_force_stays_as_it_is(officer):
    whole, (part,) = make_family("a")
    others = [
        factories.make_follow_up(whole.finding, force=factories.make_force("kent", "Kent Police")),
        factories.make_follow_up(whole.finding, policing_body=factories.make_policing_body("kent-pcc", "Kent")),
    ]

    end(part, officer)

    assert [state_of(each) for each in others] == [WorkStatus.AWAITING_ALLOCATION] * 2


def test_a_whole_stays_ready_for_review_when_its_reply_is_judged_and_no_part_is_open(officer):
    whole, (part,) = make_family("a")
    end(part, officer)
    request = factories.make_request(whole, status=RequestStatus.ANSWERED)
    factories.make_round(request, submitted_at=AT)

    evidence.accept(request, note="", by=officer, at=AT)

    assert state_of(whole) == WorkStatus.SUBMITTED
