"""What rests on a file, and what is left without it until somebody looks again (R115)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from responses.models import (
    AssuranceBasis,
    AssuranceUpdate,
    EvidenceFile,
    EvidenceRound,
    FollowUp,
    ItemAnswer,
    RequestStatus,
    WorkStatus,
)
from responses.models.reliance import lost_of, relied_on, resting_on, rests_on, shaken
from responses.models.state import ENDED
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
ON = date(2025, 3, 3)
LOST_AT = AT + timedelta(days=30)
LOOKED_AT = datetime(2025, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def follow_up(officer):
    return factories.make_follow_up(by=officer)


@pytest.fixture
def file(officer, follow_up):
    request = factories.make_request(follow_up, status=RequestStatus.ACCEPTED, sent_by=officer)
    return factories.make_file(factories.make_round(request, submitted_at=AT))


def sign_off(follow_up, **facts):
    facts = {"assured_on": AT.date(), "assured_by": follow_up.officer, "assured_reason": "Seen."} | facts
    FollowUp.objects.filter(pk=follow_up.pk).update(**facts)


def close(follow_up):
    FollowUp.objects.filter(pk=follow_up.pk).update(closed_on=AT.date(), closed_by=follow_up.officer)


def assure(follow_up, at=AT, **basis):
    update = factories.make_update(follow_up, at=at, made_on=at.date())
    if basis:
        AssuranceBasis.objects.create(update=update, **basis)
    return update


def withdraw(file):
    facts = {"withdrawn_at": LOST_AT, "withdrawn_by": file.uploaded_by, "withdrawal_reason": "Wrong district."}
    EvidenceFile.objects.filter(pk=file.pk).update(**facts)


def expire(file):
    EvidenceFile.objects.filter(pk=file.pk).update(expires_on=ON - timedelta(days=1))


def refuse(file):
    EvidenceFile.objects.filter(pk=file.pk).update(scan="refused", scanned_at=LOST_AT)


def damage(file):
    EvidenceFile.objects.filter(pk=file.pk).update(damaged_at=LOST_AT, damage="missing")


def test_resting_on_names_updates_and_sign_offs_and_closures_of_what_the_file_was_accepted_for(
    file, follow_up, officer
):
    assert list(resting_on(file, officer)) == []

    update = assure(follow_up, file=file)
    (found,) = resting_on(file, officer)
    assert (found, found.resting) == (follow_up, [update])

    other = factories.make_follow_up(by=officer)
    file.round.request.follow_ups.add(other)
    close(other)
    assert set(resting_on(file, officer)) == {follow_up, other}
    assert list(resting_on(file, follow_up.lead or factories.make_lead())) == []


def test_a_sign_off_rests_on_what_was_accepted_for_it_or_for_its_parts_and_on_nothing_where_it_needed_none(
    file, follow_up, cause, officer
):
    sign_off(follow_up)
    sign_off(cause)
    assert set(resting_on(file, officer)) == {follow_up, cause}

    sign_off(follow_up, assured_without="We were there.")
    assert list(resting_on(file, officer)) == [cause]
    type(file.round.request).objects.update(status=RequestStatus.ANSWERED)
    assert list(resting_on(file, officer)) == []


@pytest.fixture
def cause(follow_up, officer):
    """Of concern, of which the follow-up is a part."""
    above = factories.make_finding(kind="cause-of-concern")
    type(above).objects.filter(pk=follow_up.finding_id).update(parent=above)
    return factories.make_follow_up(above, by=officer)


def relied(file):
    return list(relied_on(EvidenceFile.objects.filter(pk=file.pk)))


def as_an_update(follow_up, cause, file):
    assure(follow_up, file=file)


def as_an_update_of_what_was_not_asked_about(follow_up, cause, file):
    assure(factories.make_follow_up(), request=file.round.request)


def as_a_closure(follow_up, cause, file):
    close(follow_up)


def as_a_sign_off_of_the_whole(follow_up, cause, file):
    sign_off(cause)


def as_a_sign_off_without_evidence(follow_up, cause, file):
    sign_off(follow_up, assured_without="We were there.")


def as_what_has_ended(follow_up, cause, file):
    sign_off(follow_up, status=WorkStatus.WITHDRAWN)


def as_nothing(follow_up, cause, file):
    return


@pytest.mark.parametrize(
    ("rest", "is_relied_on"),
    [
        (as_an_update, True),
        (as_an_update_of_what_was_not_asked_about, True),
        (as_a_closure, True),
        (as_a_sign_off_of_the_whole, True),
        (as_a_sign_off_without_evidence, False),
        (as_what_has_ended, False),
        (as_nothing, False),
    ],
)
def test_a_file_is_relied_on_where_something_rests_on_it_that_has_not_ended(file, follow_up, cause, rest, is_relied_on):
    rest(follow_up, cause, file)

    assert relied(file) == ([file] if is_relied_on else [])
    assert FollowUp.objects.filter(rests_on(file)).exclude(status__in=ENDED).exists() is is_relied_on


@pytest.mark.parametrize("lose", [withdraw, expire, refuse, damage])
def test_a_signed_off_cause_of_concern_is_shaken_with_its_parts_until_somebody_looks_at_it(file, cause, officer, lose):
    sign_off(cause)
    assert list(shaken(FollowUp.objects.all(), ON)) == []

    lose(file)
    assert list(shaken(FollowUp.objects.all(), ON)) == [cause]
    assert list(lost_of(cause, ON)) == []  # as it was loaded: not signed off
    cause.refresh_from_db()
    assert list(lost_of(cause, ON)) == [file]

    assure(cause, at=LOOKED_AT)
    assert list(shaken(FollowUp.objects.all(), ON)) == list(lost_of(cause, ON)) == []


@pytest.mark.parametrize(
    "facts",
    [{"assured_without": "We were there."}, {"assured_on": LOOKED_AT.date() + timedelta(days=1)}],
    ids=["without evidence", "after the loss"],
)
def test_a_cause_of_concern_that_does_not_rest_on_its_parts_is_not_shaken_with_them(file, cause, facts):
    sign_off(cause, **facts)
    withdraw(file)
    cause.refresh_from_db()

    assert list(shaken(FollowUp.objects.all(), ON)) == list(lost_of(cause, ON)) == []


def test_a_cause_of_concern_is_not_shaken_by_what_another_force_has_lost(file, cause, officer):
    kent = factories.make_force("kent", "Kent Police")
    theirs = factories.make_follow_up(cause.finding, force=kent, by=officer)
    sign_off(theirs)
    withdraw(file)
    theirs.refresh_from_db()

    assert list(shaken(FollowUp.objects.all(), ON)) == list(lost_of(theirs, ON)) == []
    assert theirs not in resting_on(file, officer)


@pytest.mark.parametrize("lose", [withdraw, expire, refuse, damage])
@pytest.mark.parametrize("rest", [sign_off, close, assure])
def test_shaken_finds_what_rests_on_a_file_that_was_lost_until_somebody_looks_again(
    file, follow_up, officer, rest, lose
):
    if rest is assure:
        assure(follow_up, request=file.round.request)
    else:
        rest(follow_up)
    assert list(shaken(FollowUp.objects.all(), ON)) == []

    lose(file)
    assert list(shaken(FollowUp.objects.all(), ON)) == [follow_up]
    assert list(lost_of(follow_up, ON)) == [file]

    assure(follow_up, at=LOOKED_AT)
    assert list(shaken(FollowUp.objects.all(), ON)) == []
    assert list(lost_of(follow_up, ON)) == []


def test_what_is_signed_off_after_the_loss_is_not_shaken_by_it(file, follow_up):
    withdraw(file)
    sign_off(follow_up, assured_on=LOOKED_AT.date() + timedelta(days=1))

    assert list(shaken(FollowUp.objects.all(), ON)) == []


def test_a_loss_after_midnight_in_summer_is_of_that_day(file, follow_up):
    sign_off(follow_up, assured_on=date(2025, 7, 1))
    lost = {"withdrawn_at": datetime(2025, 6, 30, 23, 30, tzinfo=UTC), "withdrawn_by": file.uploaded_by}
    EvidenceFile.objects.filter(pk=file.pk).update(**lost, withdrawal_reason="The wrong file.")

    assert list(shaken(FollowUp.objects.all(), date(2025, 7, 3))) == [follow_up]


def test_what_the_latest_update_does_not_rest_on_is_no_loss(file, follow_up):
    assure(follow_up, file=file)
    assure(follow_up, at=AT + timedelta(days=1))
    withdraw(file)

    assert list(shaken(FollowUp.objects.all(), ON)) == []
    assert AssuranceUpdate.objects.resting_on(file).count() == 1


def test_a_file_that_a_later_one_stands_in_for_is_no_loss(file, follow_up):
    sign_off(follow_up)
    later = factories.make_round(file.round.request, number=2)
    new = factories.make_file(later, content=b"New.")
    EvidenceFile.objects.filter(pk=new.pk).update(replaces=file)
    EvidenceRound.objects.filter(pk=later.pk).update(submitted_at=AT, submitted_by=new.uploaded_by)
    expire(file)
    assert list(shaken(FollowUp.objects.all(), ON)) == []

    withdraw(new)
    assert list(shaken(FollowUp.objects.all(), ON)) == [follow_up]


def test_a_file_counts_on_its_last_day(file, follow_up):
    sign_off(follow_up)
    EvidenceFile.objects.filter(pk=file.pk).update(expires_on=ON)

    assert list(lost_of(follow_up, ON)) == []
    assert list(lost_of(follow_up, ON + timedelta(days=1))) == [file]


def test_a_file_runs_out_at_midnight_in_summer_too(file, follow_up):
    sign_off(follow_up)
    EvidenceFile.objects.filter(pk=file.pk).update(expires_on=date(2025, 6, 30))

    assure(follow_up, at=datetime(2025, 6, 30, 23, 30, tzinfo=UTC))  # half past midnight of 1 July

    assert list(lost_of(follow_up, date(2025, 7, 1))) == list(shaken(FollowUp.objects.all(), date(2025, 7, 1))) == []


def test_what_has_ended_has_lost_nothing(file, follow_up):
    sign_off(follow_up, status=WorkStatus.WITHDRAWN)
    follow_up.refresh_from_db()
    withdraw(file)

    assert list(lost_of(follow_up, ON)) == list(shaken(FollowUp.objects.all(), ON)) == []


@pytest.mark.parametrize("status", [RequestStatus.ACCEPTED, RequestStatus.PART_ANSWERED, RequestStatus.WITHDRAWN])
@pytest.mark.parametrize(
    ("decisions", "counts"),
    [([], False), (["accepted"], True), (["returned"], False), (["returned", "accepted"], True)],
)
def test_a_file_of_a_reply_that_was_returned_counts_only_where_an_item_of_it_was_accepted(
    follow_up, decisions, counts, status
):
    request = factories.make_request(follow_up, status=status)
    answer = factories.make_round(request)
    file, of_all = factories.make_file(answer), factories.make_file(answer, name="All.txt", content=b"All.")
    for number, decision in enumerate(decisions, start=1):
        item = factories.make_item(request, number=number)
        said = ItemAnswer.objects.create(round=answer, item=item, text="So.", decision=decision, decision_note="Why?")
        said.files.add(file)
    sent = {"submitted_at": AT, "submitted_by": request.lead, "items_answered": len(decisions)}
    judged = {"decision": "returned", "decision_note": "Why?", "decided_at": AT, "decided_by": request.sent_by}
    EvidenceRound.objects.filter(pk=answer.pk).update(**sent, **judged)
    sign_off(follow_up)
    withdraw(file)

    assert list(resting_on(file, follow_up.officer)) == [follow_up] * counts
    assert (list(lost_of(follow_up, ON)), shaken(FollowUp.objects.all(), ON).exists()) == ([file] * counts, counts)
    assert list(relied_on(EvidenceFile.objects.all())) == ([of_all] if decisions and status == "accepted" else [])
