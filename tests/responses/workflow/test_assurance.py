"""What the office comes to believe, and what shows of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from responses.models import AssuranceUpdate, Event, EvidenceFile, FollowUp, WorkStatus
from responses.models.file import Scan
from responses.workflow import assurance as workflow
from tests import factories
from tests.locks import at_once, in_a_thread

pytestmark = pytest.mark.django_db

AT = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)
ON = date(2024, 11, 4)
FILES = ["Stands.txt", "Withdrawn.txt", "Refused.txt"]


def events_of(follow_up):
    return [(event.kind, event.detail, event.audience) for event in follow_up.events.order_by("pk")]


def log(follow_up, *, level="partly", made_on=ON, submission_id=None, **facts):
    return workflow.log(
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


def test_log_shows_its_level_on_the_follow_up():
    follow_up = factories.make_follow_up()

    log(follow_up, level="not-assured")

    assert (follow_up.assurance_level, follow_up.assurance_on) == ("not-assured", ON)
    assert follow_up.touched_at == AT


def test_log_is_an_event_for_the_office_only():
    follow_up = factories.make_follow_up()

    update = log(follow_up)

    assert events_of(follow_up)[-1] == ("assured", "Partly assured", "office")
    assert follow_up.events.first().assurance_update == update


def test_log_keeps_the_level_of_the_latest_day():
    follow_up = factories.make_follow_up()
    log(follow_up, level="assured", made_on=ON)

    log(follow_up, level="not-assured", made_on=ON - timedelta(days=30))

    assert (follow_up.assurance_level, follow_up.assurance_on) == ("assured", ON)


def test_log_keeps_the_later_of_two_on_one_day():
    follow_up = factories.make_follow_up()
    log(follow_up, level="assured")

    log(follow_up, level="partly")

    assert follow_up.assurance_level == "partly"


def test_log_twice_from_one_form_makes_one_update():
    follow_up, once = factories.make_follow_up(), uuid4()

    first = log(follow_up, submission_id=once)
    second = log(follow_up, submission_id=once)

    assert first == second
    assert AssuranceUpdate.objects.count() == follow_up.events.filter(kind="assured").count() == 1


def test_log_says_nothing_about_the_other_two_verdicts():
    follow_up = factories.make_follow_up()

    log(follow_up, level="assured")

    assert (follow_up.claimed_on, follow_up.assured_on, follow_up.closed_on) == (None, None, None)
    assert follow_up.status == WorkStatus.AWAITING_ALLOCATION


@pytest.mark.django_db(transaction=True)
def test_log_by_a_double_click_makes_one_update():
    pk, once, officer = factories.make_follow_up().pk, uuid4(), factories.make_officer()

    outcomes = at_once(*[lambda: log(FollowUp.objects.get(pk=pk), submission_id=once, by=officer)] * 2)

    assert outcomes == [None, None]
    assert AssuranceUpdate.objects.count() == Event.objects.filter(kind="assured").count() == 1


@pytest.mark.django_db(transaction=True)
def test_log_by_two_officers_at_once_shows_the_later_day():
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


@pytest.mark.django_db(transaction=True)
def test_log_waits_for_nobody_who_has_only_named_the_follow_up_or_the_two_would_deadlock():
    asked, officer = factories.make_request(status="accepted"), factories.make_officer()
    follow_up = asked.follow_ups.get()

    with transaction.atomic():
        factories.make_update(follow_up, by=officer)
        line = {"follow_up": follow_up, "request": asked, "policing_body_id": asked.policing_body_id, "at": AT}
        Event.objects.create(kind="assured", **line)
        connection.check_constraints()  # as each commit does at its end, one row after the other
        thread = in_a_thread(lambda: log(FollowUp.objects.get(pk=follow_up.pk), by=officer, rests_on=[asked]))
        thread.join(timeout=10)
        assert not thread.is_alive()

    assert AssuranceUpdate.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_correct_by_two_officers_at_once_makes_one_correction_and_tells_the_slower():
    wrong, officer = log(factories.make_follow_up()), factories.make_officer()
    said = {"level": "assured", "method": "visit", "made_on": ON, "is_publishable": False, "note": "A slip."}

    def correct(text):
        once = {"submission_id": uuid4(), "by": officer, "at": AT}
        workflow.correct(AssuranceUpdate.objects.get(pk=wrong.pk), text=text, **said, **once)

    outcomes = at_once(lambda: correct("All four."), lambda: correct("Three."))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CorrectedError", "NoneType"]
    assert AssuranceUpdate.objects.filter(corrects=wrong).count() == 1
    assert Event.objects.filter(kind="assurance-corrected").count() == 1


@pytest.mark.django_db(transaction=True)
def test_log_several_by_two_officers_at_once_about_the_same_ones_waits_and_makes_both():
    first, second = factories.make_follow_up(), factories.make_follow_up()
    officer = factories.make_officer()
    shared = {"method": "visit", "made_on": ON, "is_publishable": False, "by": officer, "at": AT}

    def log_both(*follow_ups):
        levels = dict.fromkeys(follow_ups, "partly")
        workflow.log_several(levels, text="Seen on one visit.", submission_id=uuid4(), **shared)

    outcomes = at_once(lambda: log_both(first, second), lambda: log_both(second, first))

    assert outcomes == [None, None]
    assert AssuranceUpdate.objects.count() == 4


def test_log_several_is_all_or_none():
    follow_up, gone = factories.make_follow_up(), factories.make_follow_up()
    gone.pk += 1
    said = {"method": "visit", "made_on": ON, "is_publishable": False, "text": "Seen.", "submission_id": uuid4()}

    with pytest.raises(FollowUp.DoesNotExist):
        workflow.log_several({follow_up: "partly", gone: "partly"}, **said, by=factories.make_officer(), at=AT)

    assert AssuranceUpdate.objects.count() == 0
    assert FollowUp.objects.get(pk=follow_up.pk).assurance_level == ""


def test_correct_shows_the_level_that_stands_when_the_wrong_one_was_dated_too_late():
    follow_up = factories.make_follow_up()
    wrong = log(follow_up, level="assured", made_on=ON)
    log(follow_up, level="partly", made_on=ON - timedelta(days=5))
    said = {"level": "assured", "method": "visit", "text": "Seen.", "made_on": ON - timedelta(days=9)}
    once = {"is_publishable": False, "submission_id": uuid4(), "by": wrong.by, "at": AT}

    workflow.correct(wrong, note="It was a week before.", **said, **once)

    follow_up.refresh_from_db()
    assert (follow_up.assurance_level, follow_up.assurance_on) == ("partly", ON - timedelta(days=5))


def test_accepted_evidence_leaves_out_files_that_no_longer_count():
    request = factories.make_request(status="accepted")
    answer = factories.make_round(request, submitted_at=AT)
    stands, withdrawn, refused = (factories.make_file(answer, name=name, content=name.encode()) for name in FILES)
    lead = request.lead
    EvidenceFile.objects.filter(pk=withdrawn.pk).update(withdrawn_at=AT, withdrawn_by=lead, withdrawal_reason="Wrong.")
    EvidenceFile.objects.filter(pk=refused.pk).update(scan=Scan.REFUSED, scanned_at=AT, scan_note="Eicar")

    assert workflow.accepted_evidence(request.follow_ups.get(), reader=request.sent_by) == ([request], [stands])


def test_accepted_evidence_leaves_out_files_that_were_returned():
    request = factories.make_request(status="accepted")
    judged = {"decision": "returned", "decision_note": "Whose?", "decided_at": AT, "decided_by": request.sent_by}
    factories.make_file(factories.make_round(request, submitted_at=AT, **judged))
    again = factories.make_file(factories.make_round(request, number=2, submitted_at=AT))

    assert workflow.accepted_evidence(request.follow_ups.get(), reader=request.sent_by) == ([request], [again])
