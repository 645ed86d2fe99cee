"""Three verdicts on one follow-up: the force claims, the office signs off, HMICFRS closes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from oversight.versions import StaleError
from responses.models import Applicability, ClosureLevel, FollowUp, Notice, RequestStatus, WorkStatus
from responses.workflow import closing, outcome
from responses.workflow.follow_up import WrongStatusError
from tests import factories
from tests.locks import at_once

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
ON = date(2025, 2, 10)
SAID = {"reason": "Seen in every district.", "without": ""}
UNSEEN = {"reason": "Seen in every district.", "without": "A visit showed it."}
CLOSED = {"closed_on": date(2025, 2, 3), "level": None, "reference": "Letter of 3 February"}


@pytest.fixture
def lead():
    return factories.make_lead("dana@example.org", name="Dana Brook")


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org", name="Priya Shah")


@pytest.fixture
def follow_up(lead, officer):
    finding = factories.make_finding(reference="SE-2024-SOC-R1")
    return factories.make_follow_up(finding, lead=lead, officer=officer, by=officer)


def make_accepted(follow_up):
    return factories.make_request(follow_up, status=RequestStatus.ACCEPTED)


def make_family(status="in-progress", **facts):
    """A cause of concern and the one recommendation under it."""
    cause = factories.make_finding(kind="cause-of-concern", reference="SE-2024-SOC-C1")
    child = factories.make_finding(cause.inspection, parent=cause, reference="SE-2024-SOC-R2")
    return factories.make_follow_up(cause), factories.make_follow_up(child, status=status, **facts)


def story(follow_up):
    """What was told since it was started."""
    events = follow_up.events.order_by("pk")[1:]
    return [(event.kind, event.detail, event.reason, event.audience) for event in events]


def letters():
    return list(Notice.objects.order_by("pk").values_list("kind", "address"))


# The office signs off.


def test_sign_off_says_who_when_and_why_and_ends_the_work(follow_up, officer):
    make_accepted(follow_up)

    closing.sign_off(follow_up, **SAID, by=officer, at=AT)

    assert (follow_up.status, follow_up.assured_on, follow_up.assured_by) == (WorkStatus.DONE, ON, officer)
    assert (follow_up.assured_reason, follow_up.assured_without) == ("Seen in every district.", "")
    assert (follow_up.claimed_on, follow_up.closed_on) == (None, None)


def test_sign_off_tells_the_force_that_but_not_why(follow_up, officer):
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    assert story(follow_up) == [
        ("status-changed", "Assured", "", "force"),
        (
            "closed-by-office",
            "",
            "Seen in every district.\n\nWithout accepted evidence: A visit showed it.",
            "office",
        ),
    ]
    assert letters() == [("decided", "dana@example.org")]


def test_sign_off_wants_accepted_evidence_or_a_reason_for_none(follow_up, officer):
    factories.make_request(follow_up, status=RequestStatus.ANSWERED)

    with pytest.raises(closing.NoEvidenceError, match="No evidence is accepted for this"):
        closing.sign_off(follow_up, **SAID, by=officer, at=AT)

    follow_up.refresh_from_db()
    assert (follow_up.status, story(follow_up), letters()) == (WorkStatus.IN_PROGRESS, [], [])


@pytest.mark.parametrize("status", ["part-answered", "returned", "opened", "answered", "withdrawn"])
def test_sign_off_takes_an_accepted_item_for_evidence_whatever_becomes_of_the_others(follow_up, officer, status):
    factories.make_accepted_item(factories.make_request(follow_up, status=status))

    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    assert (follow_up.status, follow_up.assured_without) == (WorkStatus.DONE, "")


@pytest.mark.parametrize("reason", ["", "Seen at work.", "Seen \n\n  at work."])
def test_sign_off_wants_a_sentence(follow_up, officer, reason):
    make_accepted(follow_up)

    with pytest.raises(closing.NoSentenceError, match=r"^Enter at least a sentence about why we are assured$"):
        closing.sign_off(follow_up, reason=reason, without="", by=officer, at=AT)

    follow_up.refresh_from_db()
    assert (follow_up.assured_on, story(follow_up)) == (None, [])


def test_sign_off_keeps_no_reason_for_lacking_evidence_that_is_there(follow_up, officer):
    make_accepted(follow_up)

    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    assert follow_up.assured_without == ""


def test_sign_off_takes_evidence_of_the_parts_for_the_whole(officer):
    cause, part = make_family(status="done")
    make_accepted(part)

    closing.sign_off(cause, **SAID, by=officer, at=AT)

    assert cause.status == WorkStatus.DONE


def test_sign_off_refuses_what_somebody_has_just_signed_off(follow_up, officer):
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    with pytest.raises(WrongStatusError, match=r"^SE-2024-SOC-R1 is signed off already\.$"):
        closing.sign_off(follow_up, **UNSEEN, by=factories.make_officer(), at=AT)


@pytest.mark.parametrize("how", [WorkStatus.WITHDRAWN, Applicability.DOES_NOT_APPLY])
def test_sign_off_refuses_what_is_not_followed_up(officer, follow_up, how):
    outcome.end(follow_up, how=how, reason="It is for others.", by=officer, at=AT)

    with pytest.raises(WrongStatusError, match="is not followed up any more"):
        closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)


def test_sign_off_refuses_a_page_from_before_something_happened(follow_up, officer, lead):
    seen = follow_up.version
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=AT)

    with pytest.raises(StaleError):
        closing.sign_off(follow_up, **UNSEEN, version=seen, by=officer, at=AT)

    follow_up.refresh_from_db()
    assert follow_up.assured_on is None


def test_sign_off_refuses_a_cause_of_concern_with_something_open_under_it(officer):
    cause, _part = make_family()

    with pytest.raises(closing.OpenPartsError, match=r"while something under it is open: SE-2024-SOC-R2\.$"):
        closing.sign_off(cause, **UNSEEN, by=officer, at=AT)


def test_sign_off_refuses_a_cause_of_concern_that_has_nothing_under_it(officer):
    cause = factories.make_follow_up(factories.make_finding(kind="cause-of-concern"))

    with pytest.raises(closing.OpenPartsError, match="before a recommendation under it is followed up"):
        closing.sign_off(cause, **UNSEEN, by=officer, at=AT)


@pytest.mark.parametrize(("kind", "limb"), [("cause-of-concern", ""), ("recommendation", "b")])
def test_what_has_a_part_that_nobody_has_decided_on_cannot_be_closed(officer, kind, limb):
    whole = factories.make_finding(kind=kind, reference="SE-2024-SOC-1")
    known = factories.make_finding(whole.inspection, parent=whole, limb=limb and "a")
    factories.make_finding(whole.inspection, parent=whole, limb=limb, reference="SE-2024-SOC-2")
    follow_up = factories.make_follow_up(whole)
    factories.make_follow_up(known, status="done")

    with pytest.raises(closing.OpenPartsError, match=r"while something under it is not followed up: SE-2024-SOC-2\.$"):
        closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)


def test_a_part_that_names_another_force_holds_up_nothing(officer):
    cause, _part = make_family(status="done")
    theirs = factories.make_finding(cause.finding.inspection, parent=cause.finding)
    theirs.addressees.create(kind="force", force=factories.make_force("kent", "Kent Police"))

    closing.sign_off(cause, **UNSEEN, by=officer, at=AT)

    assert cause.status == WorkStatus.DONE


def test_sign_off_looks_at_the_parts_of_its_own_force_and_office_only(officer):
    cause, part = make_family(status="done")
    factories.make_follow_up(part.finding, force=factories.make_force("kent", "Kent Police"))
    factories.make_follow_up(part.finding, policing_body=factories.make_policing_body("kent-pcc", "Kent"))

    closing.sign_off(cause, **UNSEEN, by=officer, at=AT)

    assert cause.status == WorkStatus.DONE


def test_take_back_opens_what_only_our_assurance_had_closed_and_counts_it(follow_up, officer, lead):
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=AT)
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    closing.take_back(follow_up, reason="The sample was too small.", by=officer, at=AT)

    assert (follow_up.status, follow_up.reopened_count) == (WorkStatus.IN_PROGRESS, 1)
    assert (follow_up.assured_on, follow_up.assured_reason, follow_up.claimed_on) == (None, "", None)
    assert story(follow_up)[-1] == (
        "assurance-taken-back",
        "In progress",
        "The sample was too small.",
        "force",
    )


def test_take_back_leaves_closed_what_hmicfrs_has_closed(follow_up, officer):
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)

    closing.take_back(follow_up, reason="The sample was too small.", by=officer, at=AT)

    assert (follow_up.status, follow_up.assured_on, follow_up.reopened_count) == (WorkStatus.DONE, None, 0)
    assert follow_up.closed_on == date(2025, 2, 3)


def test_take_back_refuses_what_is_not_signed_off(follow_up, officer):
    with pytest.raises(WrongStatusError, match="is not signed off any more"):
        closing.take_back(follow_up, reason="The sample was too small.", by=officer, at=AT)


# The force claims.


def test_claim_is_the_forces_word_and_closes_nothing(follow_up, lead):
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=AT)

    assert (follow_up.claimed_on, follow_up.claimed_by) == (ON, lead)
    assert (follow_up.status, follow_up.assured_on) == (WorkStatus.IN_PROGRESS, None)
    assert story(follow_up) == [("claimed", "", "All shifts are briefed.", "force")]
    assert letters() == [("claimed", "priya@example.org")]


def test_claim_refuses_a_whole_with_something_open_under_it_or_nothing_at_all(lead):
    whole, _open_part = make_family()
    alone = factories.make_follow_up(factories.make_finding(kind="cause-of-concern", reference="SE-2024-SOC-C9"))

    with pytest.raises(
        closing.OpenPartsError, match="C1 cannot be complete while something under it is open: SE-2024-SOC-R2"
    ):
        closing.claim(whole, text="All done.", by=lead, at=AT)
    with pytest.raises(
        closing.OpenPartsError, match="C9 cannot be complete before a recommendation under it is followed up"
    ):
        closing.claim(alone, text="All done.", by=lead, at=AT)
    assert FollowUp.objects.filter(claimed_on=None).count() == 3


@pytest.mark.parametrize("has_reply", [False, True])
def test_a_claim_of_a_whole_falls_when_a_part_of_it_is_opened_again(officer, lead, has_reply):
    whole, part = make_family(status="done")
    FollowUp.objects.filter(pk=whole.pk).update(status=WorkStatus.SUBMITTED, lead=lead)
    if has_reply:
        factories.make_request(whole, status=RequestStatus.ANSWERED)
    closing.claim(whole, text="All done.", by=lead, at=AT)

    outcome.reopen(part, reason="It has not lasted.", by=officer, at=AT)

    whole.refresh_from_db()
    assert (whole.claimed_on, whole.claimed_by, whole.reopened_count) == (None, None, 0)
    assert whole.status == (WorkStatus.SUBMITTED if has_reply else WorkStatus.IN_PROGRESS)
    status = "Ready for review" if has_reply else "In progress"
    reason = "SE-2024-SOC-R2 is open, so the force’s claim does not stand any more."
    assert story(whole)[-1] == ("status-changed", status, reason, "force")


def test_claim_is_written_to_all_who_follow_up_where_the_officer_has_left(follow_up, officer, lead):
    officer.is_active = False
    officer.save()
    factories.make_officer("sam@example.org")

    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=AT)

    assert letters() == [("claimed", "sam@example.org")]


def test_claim_refuses_what_is_claimed_already(follow_up, lead):
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=AT)

    with pytest.raises(WrongStatusError, match="is complete or closed already"):
        closing.claim(follow_up, text="Again.", by=lead, at=AT)


def test_withdraw_claim_leaves_the_offices_verdict_as_it_is(follow_up, officer, lead):
    closing.claim(follow_up, text="All shifts are briefed.", by=lead, at=AT)
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    closing.withdraw_claim(follow_up, reason="One district has stopped.", by=lead, at=AT + timedelta(hours=1))

    assert (follow_up.claimed_on, follow_up.claimed_by, follow_up.assured_on) == (None, None, ON)
    assert story(follow_up)[-1] == ("claim-withdrawn", "", "One district has stopped.", "force")
    assert letters()[-1] == ("claimed", "priya@example.org")


def test_withdraw_claim_refuses_where_there_is_none(follow_up, lead):
    with pytest.raises(WrongStatusError, match="The force does not say any more that SE-2024-SOC-R1 is complete"):
        closing.withdraw_claim(follow_up, reason="One district has stopped.", by=lead, at=AT)


# HMICFRS closes.


def test_record_closure_keeps_day_level_and_reference_and_implies_no_assurance(follow_up, officer):
    level = ClosureLevel.objects.create(name="Level 2")

    closing.record_closure(follow_up, **(CLOSED | {"level": level}), by=officer, at=AT)

    assert (follow_up.closed_on, follow_up.closed_by, follow_up.closure_level) == (date(2025, 2, 3), officer, level)
    assert (follow_up.status, follow_up.assured_on, follow_up.claimed_on) == (WorkStatus.DONE, None, None)
    assert story(follow_up) == [
        ("closed-by-inspectorate", "on 3 February 2025, Level 2, Letter of 3 February", "", "force"),
    ]


def test_record_closure_lets_the_office_sign_off_afterwards(follow_up, officer):
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)

    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)

    assert (follow_up.status, follow_up.assured_on, follow_up.closed_on) == (WorkStatus.DONE, ON, date(2025, 2, 3))


def test_record_closure_refuses_a_second_record(follow_up, officer):
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)

    with pytest.raises(WrongStatusError, match="Somebody has already recorded that HMICFRS closed SE-2024-SOC-R1"):
        closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)


def test_record_closure_refuses_a_cause_of_concern_with_something_open_under_it(officer):
    cause, _part = make_family()

    with pytest.raises(closing.OpenPartsError):
        closing.record_closure(cause, **CLOSED, by=officer, at=AT)


def test_correct_closure_tells_what_was_recorded_before(follow_up, officer):
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)
    right = {"closed_on": date(2025, 2, 4), "level": None, "reference": ""}

    closing.correct_closure(follow_up, **right, reason="A slip.", by=officer, at=AT)

    assert (follow_up.closed_on, follow_up.closure_reference) == (date(2025, 2, 4), "")
    detail = "on 4 February 2025; it was recorded as on 3 February 2025, Letter of 3 February"
    assert story(follow_up)[-1] == ("closure-corrected", detail, "A slip.", "force")


def test_remove_closure_opens_what_nothing_else_has_closed_and_counts_no_reopening(follow_up, officer):
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)

    closing.remove_closure(follow_up, reason="It was another force.", by=officer, at=AT)

    assert (follow_up.status, follow_up.closed_on, follow_up.reopened_count) == (WorkStatus.IN_PROGRESS, None, 0)
    assert story(follow_up)[-1] == ("closure-removed", "In progress", "It was another force.", "force")


def test_remove_closure_leaves_signed_off_what_the_office_has_signed_off(follow_up, officer):
    closing.sign_off(follow_up, **UNSEEN, by=officer, at=AT)
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)

    closing.remove_closure(follow_up, reason="It was another force.", by=officer, at=AT)

    assert (follow_up.status, follow_up.assured_on, follow_up.closed_on) == (WorkStatus.DONE, ON, None)
    assert story(follow_up)[-1] == ("closure-removed", "", "It was another force.", "force")


@pytest.mark.parametrize("verb", ["correct_closure", "remove_closure"])
def test_a_record_that_is_gone_is_neither_corrected_nor_removed(follow_up, officer, verb):
    facts = CLOSED if verb == "correct_closure" else {}

    with pytest.raises(WrongStatusError, match="Somebody has removed the record that HMICFRS closed"):
        getattr(closing, verb)(follow_up, **facts, reason="A slip.", by=officer, at=AT)


# Together.


def test_the_inspectorates_closure_survives_a_reopening_of_ours(follow_up, officer):
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)

    outcome.reopen(follow_up, reason="We are not assured.", by=officer, at=AT + timedelta(days=1))

    assert (follow_up.status, follow_up.closed_on) == (WorkStatus.IN_PROGRESS, date(2025, 2, 3))


def test_hmicfrs_can_close_again_what_was_opened_again(follow_up, officer):
    closing.record_closure(follow_up, **CLOSED, by=officer, at=AT)
    outcome.reopen(follow_up, reason="It has not lasted.", by=officer, at=AT)

    again = {"closed_on": date(2025, 2, 9), "level": None, "reference": ""}
    closing.record_closure(follow_up, **again, by=officer, at=AT)

    assert (follow_up.status, follow_up.closed_on) == (WorkStatus.DONE, date(2025, 2, 9))
    closures = [detail for kind, detail, *_ in story(follow_up) if kind == "closed-by-inspectorate"]
    assert closures == ["on 3 February 2025, Letter of 3 February", "on 9 February 2025"]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told_and_nothing_is_closed_over_a_part_that_opens():
    follow_up, (cause, part) = factories.make_follow_up(lead=factories.make_lead()), make_family(status="done")
    officers = [factories.make_officer(), factories.make_officer()]

    outcomes = at_once(*[lambda by=by: closing.sign_off(follow_up, **UNSEEN, by=by, at=AT) for by in officers])
    at_once(
        lambda: closing.sign_off(cause, **UNSEEN, by=officers[0], at=AT),
        lambda: outcome.reopen(part, reason="It has not lasted.", by=officers[1], at=AT),
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "WrongStatusError"]
    assert follow_up.events.filter(kind="closed-by-office").count() == 1
    cause.refresh_from_db()
    assert cause.is_open
