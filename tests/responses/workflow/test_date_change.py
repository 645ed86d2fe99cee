"""Another date: asked by the force, decided by the office."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import transaction

from inspections import deadlines
from responses.models import DateChange, DeadlineRevision, FollowUp, Notice
from responses.workflow import date_change as workflow
from responses.workflow import files
from responses.workflow.date_change import PassedDateError
from responses.workflow.deadlines import SameDateError
from responses.workflow.follow_up import WrongStatusError
from tests import factories, locks

pytestmark = pytest.mark.django_db
AT = datetime(2025, 2, 3, 9, 30, tzinfo=UTC)
JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


def read(words):
    return deadlines.parse(words, published_on=None)


def ask(follow_up, words="By 1 June 2025", *, by=None, **facts):
    facts = {"reason": "Recruitment took longer.", "meanwhile": "Neighbours cover.", "evidence": ""} | facts
    once = facts.pop("submission_id", None) or uuid4()
    by = by or factories.make_lead(force=follow_up.force)
    return workflow.ask(follow_up, deadline=read(words), submission_id=once, by=by, at=AT, **facts)


def grant(change, *, reason="", by=None):
    return workflow.grant(change, reason=reason, by=by or factories.make_officer(name="Priya Shah"), at=AT)


def refuse(change, *, by=None):
    workflow.refuse(change, reason="The risk is too high.", by=by or factories.make_officer(), at=AT)


def set_another(change, words="By 1 July 2025"):
    return workflow.set_another(
        change, deadline=read(words), reason="June is too early.", by=factories.make_officer(), at=AT
    )


def withdraw(change):
    workflow.withdraw(change, by=change.asked_by, at=AT)


VERBS = {"grant": grant, "refuse": refuse, "set another": set_another, "withdraw": withdraw}


def told(follow_up):
    event = follow_up.events.first()
    return event.kind, event.detail, event.reason, event.audience


def letters():
    return sorted(Notice.objects.values_list("kind", "address"))


def test_ask_keeps_the_date_and_waits_for_the_office():
    lead, follow_up = factories.make_lead(name="Dana Brook"), factories.make_follow_up()

    change = ask(follow_up, by=lead, evidence="See our reply of January.")

    follow_up.refresh_from_db()
    assert (follow_up.due_on, change.due_on, change.instead_of) == (date(2025, 3, 1), JUNE, date(2025, 3, 1))
    assert list(DateChange.objects.waiting()) == [change]
    assert told(follow_up) == (
        "date-asked",
        "1 June 2025 instead of 1 March 2025",
        "Recruitment took longer.\n\nUntil then: Neighbours cover.\n\nEvidence: See our reply of January.",
        "force",
    )


def test_ask_writes_to_the_officer():
    ask(factories.make_follow_up(by=factories.make_officer("priya@example.org")))

    assert letters() == [("date-asked", "priya@example.org")]


def test_ask_writes_to_everybody_who_could_decide_where_the_officer_has_left():
    follow_up = factories.make_follow_up(by=factories.make_officer(is_active=False))
    factories.make_officer("sam@example.org")
    factories.make_approver("alex@example.org")
    factories.make_viewer()

    ask(follow_up)

    assert letters() == [("date-asked", "alex@example.org"), ("date-asked", "sam@example.org")]


def test_ask_twice_from_one_form_asks_once():
    follow_up, once = factories.make_follow_up(), uuid4()

    assert ask(follow_up, submission_id=once) == ask(follow_up, submission_id=once)
    assert (DateChange.objects.count(), Notice.objects.count()) == (1, 1)


def test_ask_refuses_while_another_question_waits():
    follow_up = factories.make_date_change().follow_up

    with pytest.raises(WrongStatusError, match="Another date has been asked for already"):
        ask(follow_up, "By 1 July 2025")


def test_ask_refuses_the_date_that_it_has():
    with pytest.raises(SameDateError, match="That is the date already"):
        ask(factories.make_follow_up(), "1 March 2025")


def test_ask_refuses_what_is_no_longer_open():
    with pytest.raises(WrongStatusError, match="is no longer open"):
        ask(factories.make_follow_up(status="done"))


def test_grant_moves_the_date_to_where_the_force_asked():
    follow_up = factories.make_follow_up()
    change = ask(follow_up)

    revision = grant(change, by=factories.make_officer(name="Sam Hart"))

    follow_up.refresh_from_db()
    assert (follow_up.due_on, follow_up.due_source) == (JUNE, "office")
    assert (change.status, change.revision, change.decided_at) == ("granted", revision, AT)
    assert (revision.agreed_by, revision.agreed_on, revision.reason) == (
        "Sam Hart",
        date(2025, 2, 3),
        "Recruitment took longer.",
    )
    sentence = "from 1 March 2025 to 1 June 2025, as the force asked"
    assert told(follow_up) == ("revised", sentence, "Recruitment took longer.", "force")


def test_grant_refuses_a_date_that_has_passed_and_allows_its_last_day():
    change = ask(factories.make_follow_up())
    officer = factories.make_officer()

    with pytest.raises(PassedDateError, match="has passed. Set another date, or refuse."):
        workflow.grant(change, reason="", by=officer, at=datetime(2025, 6, 1, 23, 30, tzinfo=UTC))  # 2 June in London
    change.refresh_from_db()
    assert (change.waits, DeadlineRevision.objects.count()) == (True, 0)
    assert workflow.grant(change, reason="", by=officer, at=datetime(2025, 6, 1, 12, tzinfo=UTC)).to_on == JUNE


def test_set_another_moves_the_date_and_says_what_was_asked():
    follow_up = factories.make_follow_up()
    change = ask(follow_up)

    set_another(change)

    follow_up.refresh_from_db()
    assert (follow_up.due_on, change.status) == (JULY, "otherwise")
    sentence = "from 1 March 2025 to 1 July 2025; the force asked for 1 June 2025"
    assert told(follow_up) == ("revised", sentence, "June is too early.", "force")


def test_refuse_leaves_the_date_and_says_why():
    follow_up = factories.make_follow_up()
    change = ask(follow_up)

    refuse(change)

    follow_up.refresh_from_db()
    assert (follow_up.due_on, change.status, DeadlineRevision.objects.count()) == (date(2025, 3, 1), "refused", 0)
    assert told(follow_up) == (
        "date-refused",
        "1 June 2025 instead of 1 March 2025",
        "The risk is too high.",
        "force",
    )


@pytest.mark.parametrize(
    ("decide", "kind"), [(grant, "deadline-moved"), (set_another, "deadline-moved"), (refuse, "date-refused")]
)
def test_a_decision_writes_to_who_asked_and_to_the_lead(decide, kind):
    follow_up = factories.make_follow_up(lead=factories.make_lead("dana@example.org"))
    change = ask(follow_up, by=factories.make_lead("ravi@example.org"))
    Notice.objects.all().delete()

    decide(change)

    assert letters() == [(kind, "dana@example.org"), (kind, "ravi@example.org")]


def test_withdraw_leaves_the_date_and_lets_the_force_ask_again():
    follow_up = factories.make_follow_up()
    change = ask(follow_up)

    withdraw(change)

    assert (change.status, change.decided_by) == ("withdrawn", change.asked_by)
    assert told(follow_up)[0] == "date-withdrawn"
    assert ask(follow_up, "By 1 July 2025").waits


@pytest.mark.parametrize("first", VERBS)
@pytest.mark.parametrize("second", VERBS)
def test_what_is_decided_is_not_decided_again(first, second):
    change = factories.make_date_change()
    seen = DateChange.objects.get()
    VERBS[first](change)

    with pytest.raises(WrongStatusError, match="This is decided already"):
        VERBS[second](seen)

    assert DateChange.objects.get().status == change.status


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_decided_about_what_is_no_longer_open(verb):
    change = factories.make_date_change()
    FollowUp.objects.update(status="done")

    with pytest.raises(WrongStatusError, match="is no longer open"):
        VERBS[verb](change)


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_make_one_and_tell_the_second():
    change, officer = factories.make_date_change(), factories.make_officer()
    again = DateChange.objects.get()

    outcomes = locks.at_once(lambda: grant(change, by=officer), lambda: refuse(again, by=officer))

    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "WrongStatusError"]
    assert DateChange.objects.get().status == ("refused" if outcomes[0] else "granted")


@pytest.mark.django_db(transaction=True)
def test_a_question_and_the_dates_of_a_file_that_it_is_shown_with_do_not_deadlock():
    follow_up, until = factories.make_follow_up(), date(2026, 6, 1)
    file = factories.make_file(factories.make_round(factories.make_request(follow_up), submitted_at=AT))
    dates = {"seen": files.as_described(file), "covers_from": None, "covers_to": None, "expires_on": until}
    lead = file.round.request.lead

    with transaction.atomic():
        FollowUp.objects.select_for_update().get(pk=follow_up.pk)  # as `ask` begins
        thread = locks.in_a_thread(lambda: files.describe(file, **dates, by=lead, at=AT))
        locks.wait_until_somebody_waits()
        ask(follow_up, files=[file], by=lead)
    thread.join()

    assert DateChange.objects.get().files.get().expires_on == until
