"""A person of the office disposes of what is kept no more, or stops that; of two at once one is told (R73)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from responses import rules
from responses.models import AssuranceBasis, Event, EventKind, EvidenceFile, EvidenceRequest, FollowUp, WorkStatus
from responses.models.reliance import lost_of, shaken
from responses.workflow import assurance, disposal, files, outcome
from responses.workflow.assurance import NotAcceptedError
from tests import factories
from tests.factories import AT
from tests.locks import at_once, in_a_thread, wait_until_somebody_waits
from tests.responses.workflow.old_files import DUE, change, follow_up_of, make_old_file

SCHEDULE = "Retention schedule 4.2"
CLAIM = "A claim against the force"


@pytest.fixture
def approver(db):
    return factories.make_approver()


@pytest.fixture
def file(approver):
    return make_old_file()


def dispose(file, by, at=DUE):
    disposal.dispose(file, reason=SCHEDULE, by=by, at=at)


def hold(file, by, at=DUE):
    disposal.hold(file, reason=CLAIM, by=by, at=at)


def is_stored(file):
    return file.file.storage.exists(file.file.name)


def lines(kind):
    return [
        (line.follow_up, line.by, line.detail, line.reason, line.audience) for line in Event.objects.filter(kind=kind)
    ]


def test_dispose_takes_the_content_away_and_leaves_what_is_known(file, approver, django_capture_on_commit_callbacks):
    before = EvidenceFile.objects.values("name", "size", "sha256", "uploaded_by", "uploaded_at").get()

    with django_capture_on_commit_callbacks() as waiting:
        dispose(file, approver)
        assert is_stored(file)  # until that is certain
    [callback() for callback in waiting]

    assert not is_stored(file)
    assert EvidenceFile.objects.values(*before).get() == before
    kept = EvidenceFile.objects.values_list("disposed_at", "disposed_by", "disposal_reason").get()
    assert kept == (DUE, approver.pk, SCHEDULE)
    told = (follow_up_of(file), approver, "“Minutes.txt”", SCHEDULE, "force")
    assert lines(EventKind.FILE_DISPOSED) == [told]


def test_dispose_says_until_when_a_file_is_kept_and_for_what(file, approver):
    with pytest.raises(disposal.KeptError) as refused:
        dispose(file, approver, at=DUE - timedelta(days=1))
    assert str(refused.value) == "It is kept until 31 March 2031."

    change(follow_up_of(file), status=WorkStatus.IN_PROGRESS)
    with pytest.raises(disposal.KeptError) as refused:
        dispose(file, approver)
    assert str(refused.value) == f"It is kept as long as {follow_up_of(file)} is followed up."
    assert (is_stored(file), lines(EventKind.FILE_DISPOSED)) == (True, [])


def test_dispose_is_done_once_and_for_all(file, approver):
    dispose(file, approver)

    for act in (dispose, hold):
        with pytest.raises(disposal.KeptError) as refused:
            act(file, factories.make_approver(name="Sam Reed"))
        assert str(refused.value) == f"It was disposed of on 1 April 2031 by Alex Morgan, because: {SCHEDULE}"
    with pytest.raises(disposal.KeptError, match="It was disposed of"):
        disposal.release(file, reason="Over.", by=approver, at=DUE)
    with pytest.raises(files.WithdrawnFileError, match="disposed of already"):
        files.withdraw(file, reason="Wrong.", by=approver, at=DUE)
    dates = {"seen": files.as_described(file), "covers_from": None, "covers_to": None, "expires_on": None}
    with pytest.raises(files.WithdrawnFileError, match="disposed of, so its dates"):
        files.describe(file, **dates, by=approver, at=DUE)
    files.note_verdict(file, virus="Eicar", at=DUE)
    files.note_no_verdict(file, why="Away", at=DUE)
    assert not EvidenceFile.objects.to_scan(DUE).exists()
    files.mark_sensitive(file, by=approver, at=DUE)  # its name and its words can still be kept from people

    told = EvidenceFile.objects.values_list("scan", "scan_note", "withdrawn_at", "classification").get()
    assert told == ("not-scanned", "", None, "official-sensitive")


def test_hold_stops_disposal_until_it_is_released_and_the_force_reads_of_neither(file, approver):
    officer = factories.make_officer()
    hold(file, officer)

    said = f"It was put on hold on 1 April 2031 by Priya Shah, because: {CLAIM}"
    for act in (dispose, hold):
        with pytest.raises(disposal.KeptError) as refused:
            act(file, approver)
        assert str(refused.value) == said
    disposal.release(file, reason="The claim is settled.", by=approver, at=DUE)
    with pytest.raises(disposal.KeptError, match="It is not on hold any more."):
        disposal.release(file, reason="The claim is settled.", by=approver, at=DUE)
    dispose(file, approver)

    follow_up = follow_up_of(file)
    assert lines(EventKind.FILE_HELD) == [(follow_up, officer, "“Minutes.txt”", CLAIM, "office")]
    assert lines(EventKind.FILE_RELEASED) == [(follow_up, approver, "“Minutes.txt”", "The claim is settled.", "office")]
    read = Event.objects.visible_to(file.uploaded_by).values_list("kind", flat=True)
    assert list(read) == [EventKind.FILE_DISPOSED]


def test_a_successor_disposes_of_what_came_before_and_the_office_that_has_ended_of_nothing(file, approver):
    mayor = factories.make_policing_body("solent-mayor", "Hampshire and the Solent", "mayor")
    theirs = factories.make_approver(policing_body=mayor)
    file = EvidenceFile.objects.for_detail().get()

    def may(person):
        person = type(person).objects.get(pk=person.pk)
        return rules.can_dispose_of_file(person, file), rules.can_hold_file(person, file)

    assert (may(approver), may(theirs)) == ((True, True), (False, False))
    factories.make_succession(predecessor=approver.policing_body, successor=mayor, by=approver)
    assert (may(approver), may(theirs)) == ((False, False), (True, True))
    dispose(file, theirs)
    assert EvidenceFile.objects.visible_to(theirs).disposed().exists()


def test_a_draft_can_be_neither_held_nor_disposed_of(file, approver):
    draft = factories.make_file(factories.make_round(file.round.request, number=2))

    for act in (dispose, hold):
        with pytest.raises(disposal.KeptError):
            act(draft, approver)


def test_content_is_removed_from_this_file_alone(file, approver, django_capture_on_commit_callbacks):
    same = make_old_file()
    assert same.sha256 == file.sha256

    with django_capture_on_commit_callbacks(execute=True):
        dispose(file, approver)

    assert (is_stored(file), is_stored(same)) == (False, True)


def test_what_rested_on_it_is_not_shaken_by_disposal_nor_by_a_day_that_passes_afterwards(file, approver):
    follow_up = follow_up_of(file)
    facts = {"assured_on": AT.date(), "assured_by": approver, "assured_reason": "Seen."}
    change(follow_up, **facts)
    EvidenceFile.objects.update(expires_on=DUE.date() + timedelta(days=30))
    later = DUE.date() + timedelta(days=60)
    assert shaken(FollowUp.objects.all(), later).exists()

    dispose(file, approver)
    assert not shaken(FollowUp.objects.all(), later).exists()
    assert not lost_of(follow_up, later).exists()


@pytest.mark.parametrize(("days", "at"), [(30, DUE), (1, datetime(2031, 3, 31, 23, 30, tzinfo=UTC))])  # 00:30 in London
def test_what_had_shaken_it_before_disposal_goes_on_doing_so(file, approver, days, at):
    change(follow_up_of(file), assured_on=AT.date(), assured_by=approver, assured_reason="Seen.")
    EvidenceFile.objects.update(expires_on=DUE.date() - timedelta(days=days))

    dispose(file, approver, at=at)

    assert shaken(FollowUp.objects.all(), DUE.date()).exists()


def test_nothing_new_rests_on_it_or_replaces_it(file, approver):
    other = factories.make_follow_up(status=WorkStatus.DONE)
    file.round.request.follow_ups.add(other)
    dispose(file, approver)

    assert assurance.accepted_evidence(other, reader=approver)[1] == []
    facts = {"level": "assured", "method": "evidence", "text": "Seen.", "made_on": DUE.date(), "is_publishable": False}
    with pytest.raises(NotAcceptedError, match="“Minutes.txt” has been disposed of meanwhile. Choose again."):
        assurance.log(other, submission_id=file.pk, by=approver, at=DUE, rests_on=[file], **facts)
    draft = factories.make_file(factories.make_round(file.round.request, number=2), content=b"New.")
    assert not EvidenceFile.objects.replaceable_by(draft).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_dispose_and_hold_at_once_the_second_is_told_by_whom_and_why():
    approver, officer = factories.make_approver(), factories.make_officer()
    for _ in range(2):
        file = make_old_file()
        outcomes = at_once(lambda f=file: dispose(f, approver), lambda f=file: hold(f, officer))
        (told,) = [str(each) for each in outcomes if each]
        first = f"put on hold on 1 April 2031 by Priya Shah, because: {CLAIM}"
        if outcomes[1]:
            first = f"disposed of on 1 April 2031 by Alex Morgan, because: {SCHEDULE}"
        assert told == f"It was {first}"
        assert is_stored(file) == bool(outcomes[0])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_the_second_is_told_and_the_words_of_the_first_stay():
    file, people = make_old_file(), [factories.make_approver(), factories.make_officer()]
    outcomes = at_once(*(lambda by=by: files.withdraw(file, reason=f"Says {by}.", by=by, at=DUE) for by in people))

    (first,) = [by for by, refused in zip(people, outcomes, strict=True) if not refused]
    assert [str(each) for each in outcomes if each] == ["This file has been withdrawn already."]
    assert EvidenceFile.objects.values_list("withdrawn_by", "withdrawal_reason").get() == (first.pk, f"Says {first}.")
    assert Event.objects.filter(kind=EventKind.FILE_WITHDRAWN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_dispose_of_the_same_several_at_once_each_file_has_one_who_did():
    files, outcomes = [make_old_file() for _ in range(3)], []

    def press(by, chosen):
        told = {"reason": SCHEDULE, "submission_id": uuid4(), "by": by, "at": DUE}
        outcomes.append(disposal.several(disposal.dispose, chosen, **told))

    first, second = factories.make_approver(), factories.make_approver(name="Sam Reed")
    assert at_once(lambda: press(first, files), lambda: press(second, files[::-1])) == [None, None]

    assert sorted(len(each.changed) for each in outcomes) == [0, 3]
    assert sorted(len(each.skipped) for each in outcomes) == [0, 3]
    assert Event.objects.filter(kind=EventKind.FILE_DISPOSED).count() == 3


@pytest.mark.django_db(transaction=True)
def test_disposal_waits_for_whoever_opens_it_again_and_is_refused_then():
    approver, file, refused = factories.make_approver(), make_old_file(), []
    follow_up = follow_up_of(file)

    def press():
        try:
            dispose(file, approver)
        except disposal.KeptError as error:
            refused.append(str(error))

    with disposal.transaction.atomic():
        outcome.reopen(follow_up, reason="It came back.", by=approver, at=DUE)
        other = in_a_thread(press)
        wait_until_somebody_waits()
    other.join()

    assert refused == [f"It is kept as long as {follow_up} is followed up."]
    assert is_stored(file)


@pytest.mark.django_db(transaction=True)
def test_an_update_that_would_rest_on_it_waits_for_disposal_and_is_refused_then():
    approver, file, refused = factories.make_approver(), make_old_file(), []
    facts = {"level": "assured", "method": "evidence", "text": "Seen.", "made_on": DUE.date(), "is_publishable": False}

    def log():
        try:
            assurance.log(follow_up_of(file), submission_id=file.pk, by=approver, at=DUE, rests_on=[file], **facts)
        except NotAcceptedError as error:
            refused.append(str(error))

    with disposal.transaction.atomic():
        dispose(file, approver)
        other = in_a_thread(log)
        wait_until_somebody_waits()
    other.join()

    assert refused == ["“Minutes.txt” has been disposed of meanwhile. Choose again."]
    assert not AssuranceBasis.objects.exists()


def test_disposal_reads_and_locks_a_fixed_number_of_rows(file, approver, django_assert_max_num_queries):
    for _ in range(3):
        file.round.request.follow_ups.add(factories.make_follow_up(status=WorkStatus.DONE))

    with django_assert_max_num_queries(16):
        dispose(file, approver)
    assert EvidenceRequest.objects.get().follow_ups.count() == 4
