"""More time for a request: asked for once at a time, granted, changed or refused (R45)."""

import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from responses.models import Event, EventKind, EvidenceRequest, MoreTime, Notice, NoticeKind, RequestStatus
from responses.workflow import evidence, more_time
from responses.workflow.follow_up import WrongStatusError
from tests import factories
from tests.factories import AT
from tests.meanwhile import just_before

pytestmark = pytest.mark.django_db

DUE, WANTED, ANOTHER = date(2025, 1, 31), date(2025, 2, 28), date(2025, 2, 14)


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


@pytest.fixture
def request_(officer):
    return factories.make_request(lead=factories.make_lead("dana@example.org"), sent_by=officer, due_on=DUE)


def ask(request, *, wanted_on=WANTED, reason="The analyst is away.", submission_id=None):
    facts = {"wanted_on": wanted_on, "reason": reason, "submission_id": submission_id or uuid4()}
    return more_time.ask(request, **facts, by=request.lead, at=AT)


def decide(asked, decision, *, by, note="", due_on=None):
    more_time.decide(asked, decision=decision, note=note, due_on=due_on, by=by, at=AT)
    asked.refresh_from_db()


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def due_on():
    return EvidenceRequest.objects.get().due_on


def test_ask_tells_the_office_and_leaves_the_day_as_it_is(request_):
    asked = ask(request_)

    event = Event.objects.get(kind=EventKind.MORE_TIME_ASKED)
    assert (asked.instead_of, asked.is_open, due_on()) == (DUE, True, DUE)
    assert (event.detail, event.reason) == ("until 28 February 2025", "The analyst is away.")
    assert told(NoticeKind.MORE_TIME_ASKED) == ["priya@example.org"]


def test_ask_twice_with_one_form_makes_one_ask(request_):
    submission_id = uuid4()

    assert ask(request_, submission_id=submission_id) == ask(request_, submission_id=submission_id, reason="Other.")
    assert told(NoticeKind.MORE_TIME_ASKED) == ["priya@example.org"]


def test_ask_twice_in_one_moment_makes_one_ask(request_):
    submission_id = uuid4()

    with just_before('SELECT "responses_evidencerequest"', lambda: ask(request_, submission_id=submission_id)):
        again = ask(request_, submission_id=submission_id)

    assert again == MoreTime.objects.get()


def test_ask_again_before_the_office_has_decided_is_refused(request_):
    ask(request_)

    with pytest.raises(more_time.AlreadyAskedError, match="already asked for more time"):
        ask(request_)


def test_ask_for_no_later_day_is_refused(request_):
    with pytest.raises(more_time.TooEarlyError, match="must be after 31 January 2025"):
        ask(request_, wanted_on=DUE)

    assert not MoreTime.objects.exists()


@pytest.mark.parametrize("status", [RequestStatus.ANSWERED, RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN])
def test_ask_when_it_is_not_with_the_force_is_refused(request_, status):
    EvidenceRequest.objects.update(status=status)

    with pytest.raises(WrongStatusError, match="no longer with the force"):
        ask(request_)


@pytest.mark.parametrize(
    ("decision", "facts", "day", "detail"),
    [
        ("granted", {}, WANTED, "reply by 28 February 2025; it was due by 31 January 2025"),
        ("other", {"due_on": ANOTHER}, ANOTHER, "reply by 14 February 2025; it was due by 31 January 2025"),
    ],
)
def test_decide_to_give_time_moves_the_day_and_tells_the_force(request_, decision, facts, day, detail):
    asked, officer = ask(request_), request_.sent_by

    decide(asked, decision, by=officer, **facts)

    assert (due_on(), asked.due_on, asked.decided_by) == (day, day, officer)
    assert Event.objects.get(kind=EventKind.MORE_TIME_GIVEN).detail == detail
    assert told(NoticeKind.MORE_TIME_DECIDED) == ["dana@example.org"]


@pytest.mark.parametrize(
    ("decision", "facts", "day"), [("other", {"due_on": DUE}, DUE), ("granted", {}, date(2025, 3, 7))]
)
def test_decide_on_no_later_day_than_the_one_that_counts_is_refused(request_, officer, decision, facts, day):
    asked = ask(request_)
    EvidenceRequest.objects.update(due_on=day)

    with pytest.raises(more_time.TooEarlyError, match=f"^New reply date must be after {day.day} {day:%B %Y}$"):
        decide(asked, decision, by=officer, **facts)

    asked.refresh_from_db()
    assert (asked.is_open, due_on(), told(NoticeKind.MORE_TIME_DECIDED)) == (True, day, [])


def test_decide_to_refuse_keeps_the_day_and_says_why(request_, officer):
    asked = ask(request_)

    decide(asked, "refused", by=officer, note="The board meets on 3 February.")

    event = Event.objects.get(kind=EventKind.MORE_TIME_REFUSED)
    assert (due_on(), asked.decision_note) == (DUE, "The board meets on 3 February.")
    assert (event.detail, event.reason) == ("reply by 31 January 2025", "The board meets on 3 February.")
    assert told(NoticeKind.MORE_TIME_DECIDED) == ["dana@example.org"]


def test_after_a_decision_the_force_can_ask_again_and_each_is_counted(request_, officer):
    decide(ask(request_), "granted", by=officer)
    decide(ask(request_, wanted_on=date(2025, 3, 31)), "granted", by=officer)

    assert (request_.more_time.given().count(), due_on()) == (2, date(2025, 3, 31))


def test_an_ask_lapses_when_the_reply_is_sent_or_the_request_withdrawn(request_, officer):
    asked, other = ask(request_), ask(factories.make_request(lead=request_.lead))
    draft = evidence.open_answer(request_, by=request_.lead, at=AT)
    evidence.save_draft(draft, version=0, text="Briefed.", force_rag="green", claims_complete=False)
    evidence.submit(draft, version=1, by=request_.lead, at=AT)
    evidence.withdraw(other.request, reason="We have it.", by=officer, at=AT)

    for each, who in ((asked, request_.lead), (other, officer)):
        each.refresh_from_db()
        assert (each.decision, each.decided_by, each.due_on) == ("lapsed", who, None)
    with pytest.raises(WrongStatusError):
        decide(asked, "granted", by=officer)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_decide_at_once_one_wins_and_the_other_is_told():
    asked = ask(factories.make_request(due_on=DUE))
    together, refused = threading.Barrier(2), []

    def judge(decision, officer):
        mine = MoreTime.objects.get()
        together.wait()
        try:
            more_time.decide(mine, decision=decision, note="Decided.", by=officer, at=AT)
        except WrongStatusError as error:
            refused.append(str(error))
        finally:
            connection.close()

    judges = [("granted", factories.make_officer()), ("refused", factories.make_officer())]
    threads = [threading.Thread(target=judge, args=each) for each in judges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    asked.refresh_from_db()
    assert refused == ["Somebody else was first: this has been decided."]
    assert due_on() == (WANTED if asked.decision == "granted" else DUE)
    assert Notice.objects.filter(kind=NoticeKind.MORE_TIME_DECIDED).count() == 1
