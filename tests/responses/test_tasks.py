from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from responses import tasks
from responses.models import EvidenceFile, Notice, NoticeAttempt, NoticeKind, NoticeStatus, UnsavedText
from tests import factories

pytestmark = pytest.mark.django_db
MORNING = datetime(2025, 2, 14, 8, 0, 30, tzinfo=UTC)


@pytest.fixture
def follow_up():
    return factories.make_follow_up(
        by=factories.make_officer("priya@example.org"), lead=factories.make_lead("dana@example.org")
    )


def test_tick_plans_and_sends_what_is_due(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    tasks.tick()

    assert sorted(letter.to[0] for letter in mailoutbox) == ["dana@example.org", "priya@example.org"]
    assert set(Notice.objects.values_list("rung", "status", "sent_at")) == {(14, NoticeStatus.SENT, MORNING)}


def test_tick_twice_sends_nothing_more(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    tasks.tick()
    tasks.tick()

    assert len(mailoutbox) == 2


def test_tick_takes_the_day_of_the_united_kingdom(follow_up, mailoutbox, time_machine):
    time_machine.move_to(datetime(2025, 2, 14, 7, 59, tzinfo=UTC), tick=False)
    tasks.tick()

    assert mailoutbox == []


def break_the_planner(follow_up):
    """A reminder of a kind that this release does not know, as after going back to an earlier one."""
    Notice.objects.owe(NoticeKind.EVIDENCE_DUE, to=follow_up.lead, at=MORNING, follow_up=follow_up)
    Notice.objects.update(kind="no-such-kind", rung=30)
    Notice.objects.owe(NoticeKind.ASSIGNED, to=follow_up.lead, at=MORNING, follow_up=follow_up)


def test_tick_sends_what_is_owed_already_also_when_the_planner_fails(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    break_the_planner(follow_up)
    with pytest.raises(ValueError, match="no-such-kind"):
        tasks.tick()

    assert [letter.to for letter in mailoutbox] == [["dana@example.org"]]


def test_outbox_sends_what_is_owed_already_also_when_the_planner_fails(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    break_the_planner(follow_up)
    with pytest.raises(ValueError, match="no-such-kind"):
        call_command("outbox")

    assert [letter.to for letter in mailoutbox] == [["dana@example.org"]]


def test_tick_is_named_in_the_record(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    tasks.tick()

    contexts = Notice.objects.values_list("record__pgh_context__metadata__job", flat=True)
    assert set(contexts) == {"tick"}


def test_outbox_does_the_same_without_celery(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    said = StringIO()
    call_command("outbox", stdout=said)

    assert len(mailoutbox) == 2
    assert said.getvalue() == "2 newly owed, 2 sent.\n"


def test_outbox_stops_sending_after_the_limit(follow_up, mailoutbox, time_machine):
    time_machine.move_to(MORNING, tick=False)
    said = StringIO()
    call_command("outbox", "--limit-seconds", "0", stdout=said)

    assert said.getvalue() == "2 newly owed, 0 sent.\n"


def test_clear_purges_what_was_typed_and_not_saved_three_months_ago(time_machine):
    for saved_at in (MORNING - timedelta(days=91), MORNING - timedelta(days=90)):
        facts = {"response": factories.make_response(), "person": factories.make_officer()}
        UnsavedText.objects.create(sent={"our_comments": "Half"}, saved_at=saved_at, **facts)
    time_machine.move_to(MORNING, tick=False)

    tasks.clear()

    assert list(UnsavedText.objects.values_list("saved_at", flat=True)) == [MORNING - timedelta(days=90)]


def test_clear_purges_old_answers_of_the_mail_server_and_keeps_the_last_of_each_letter(follow_up, time_machine):
    Notice.objects.owe(NoticeKind.ASSIGNED, to=follow_up.lead, at=MORNING, follow_up=follow_up)
    Notice.objects.owe(NoticeKind.DECIDED, to=follow_up.lead, at=MORNING, follow_up=follow_up)
    assigned, decided = Notice.objects.order_by("pk")
    tries = [(assigned, 1, 500), (assigned, 2, 366), (assigned, 3, 365), (assigned, 4, 1), (decided, 1, 500)]
    for notice, number, days in tries:
        NoticeAttempt.objects.create(notice=notice, number=number, at=MORNING - timedelta(days=days))
    time_machine.move_to(MORNING, tick=False)

    tasks.clear()

    kept = [(assigned.pk, 3), (assigned.pk, 4), (decided.pk, 1)]
    assert list(NoticeAttempt.objects.order_by("notice", "number").values_list("notice", "number")) == kept


def test_clear_does_the_rest_where_the_storage_is_away(time_machine, monkeypatch):
    facts = {"response": factories.make_response(), "person": factories.make_officer()}
    UnsavedText.objects.create(sent={"our_comments": "Half"}, saved_at=MORNING - timedelta(days=91), **facts)
    storage = EvidenceFile._meta.get_field("file").storage
    monkeypatch.setattr(storage, "listdir", lambda _name: (_ for _ in ()).throw(PermissionError("Stale file handle")))
    time_machine.move_to(MORNING, tick=False)

    with pytest.raises(PermissionError, match="Stale file handle"):
        tasks.clear()

    assert not UnsavedText.objects.exists()
