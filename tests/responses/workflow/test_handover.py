"""An office offers to hand over: nothing moves before its successor has confirmed it (R56)."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from oversight.accounts.models import User
from oversight.bodies.models import Succession
from responses import emails, moving, rules
from responses.models import Handover, Notice
from responses.notices import outbox
from responses.workflow import handover
from responses.workflow.succession import CannotMoveError
from tests import factories
from tests.responses.succession import AT, LATER, ORDER


def offer(two, *people, submission_id=None, **facts):
    plan = two.plan(*people, **facts)
    said = {"reason": ORDER, "seen": moving.seen(plan), "submission_id": submission_id or uuid4()}
    return handover.prepare(plan, **said, by=two.administrator, at=AT)


def confirm(offered, by, *, seen=None):
    return handover.confirm(offered, seen=seen or moving.seen(moving.plan_of(offered)), by=by, at=LATER)


def letters():
    return list(Notice.objects.filter(handover__isnull=False).order_by("pk").values_list("kind", "recipient__name"))


@pytest.fixture
def mayors(two):
    """The administrator of the successor."""
    return factories.make_administrator(policing_body=two.new, name="Mia Mayor")


def test_prepare_moves_nothing_and_writes_to_the_administrators_of_the_successor(two, mayors):
    factories.make_officer(policing_body=two.new)
    factories.make_administrator(policing_body=two.new, is_active=False)

    offered = offer(two)

    assert (two.again(two.open).policing_body, two.again(two.officer).policing_body) == (two.old, two.old)
    assert Succession.objects.count() == 0
    assert (offered.status, offered.prepared_by, offered.reason) == ("waiting", two.administrator, ORDER)
    assert set(offered.people.all()) == {two.administrator, two.officer}
    assert letters() == [("handover-asked", "Mia Mayor")]


def test_a_page_that_is_sent_twice_is_one_offer_and_another_one_has_to_wait(two):
    first = offer(two, submission_id=(once := uuid4()))

    assert offer(two, submission_id=once) == first
    with pytest.raises(CannotMoveError, match="has offered to hand over already: withdraw that first"):
        offer(two)


def test_prepare_refuses_what_stands_in_the_way_and_what_has_changed_since_the_preview(two):
    with pytest.raises(CannotMoveError, match="would have no administrator"):
        offer(two, two.officer)

    plan = two.plan()
    said = {"reason": ORDER, "seen": moving.seen(plan), "submission_id": uuid4()}
    factories.make_follow_up(by=two.officer)
    with pytest.raises(CannotMoveError, match="Something has changed"):
        handover.prepare(plan, **said, by=two.administrator, at=AT)


def test_confirm_moves_everything_and_tells_who_prepared_it(two, mayors):
    offered = offer(two)

    done = confirm(offered, mayors)

    assert (two.again(two.open).policing_body, two.again(two.officer).policing_body) == (two.new, two.new)
    assert (done.by, done.at, done.reason) == (mayors, LATER, ORDER)
    assert (offered.status, offered.decided_by, offered.succession) == ("confirmed", mayors, done)
    assert letters()[1:] == [("handover-decided", "Adam Field")]
    assert two.again(two.open).events.latest("pk").by == mayors


def test_who_has_left_since_does_not_go_along(two, mayors):
    offered = offer(two)
    User.objects.filter(pk=two.officer.pk).update(is_active=False)

    confirm(offered, mayors)

    assert two.again(two.officer).policing_body == two.old


@pytest.mark.parametrize("change", [{"role": "approver"}, {"reads_sensitive": True}], ids=str)
def test_confirm_refuses_where_somebody_has_been_given_more_since_the_page_was_shown(two, mayors, change):
    offered = offer(two)
    seen = moving.seen(moving.plan_of(offered))
    User.objects.filter(pk=two.officer.pk).update(**change)

    with pytest.raises(CannotMoveError, match="Something has changed since you saw this page"):
        confirm(offered, mayors, seen=seen)

    assert two.again(offered).status == "waiting"
    assert two.again(two.open).policing_body == two.old


def test_confirm_refuses_what_has_come_in_the_way_since(two, mayors):
    offered = offer(two)
    factories.make_follow_up(two.open.finding, policing_body=two.new)

    with pytest.raises(CannotMoveError, match=f"Both offices follow up {two.open.reference}"):
        confirm(offered, mayors)


def test_refuse_says_why_to_who_prepared_it_and_moves_nothing(two, mayors):
    offered = offer(two)

    handover.refuse(offered, reason="The order is not in force.", by=mayors, at=LATER)

    assert (offered.status, offered.decision_reason) == ("refused", "The order is not in force.")
    assert letters()[1:] == [("handover-decided", "Adam Field")]
    assert Succession.objects.count() == 0
    assert offer(two).status == "waiting"  # a new one is possible


def test_withdraw_tells_the_administrators_of_the_successor(two, mayors):
    offered = offer(two)
    Notice.objects.update(status="sent", sent_at=LATER)

    handover.withdraw(offered, reason="", by=two.administrator, at=LATER)

    assert offered.status == "withdrawn"
    assert letters()[1:] == [("handover-decided", "Mia Mayor")]


def test_withdraw_writes_to_nobody_whom_no_letter_has_told_of_the_offer(two, mayors):
    handover.withdraw(offer(two), reason="", by=two.administrator, at=LATER)

    assert outbox.claim(LATER) is None
    unsent = Notice.objects.get()
    assert (unsent.kind, unsent.status, unsent.reason) == ("handover-asked", "suppressed", "It has moved on since.")


def test_confirm_twice_by_the_same_press_is_one(two, mayors):
    offered = offer(two)
    done = confirm(offered, mayors)

    assert confirm(two.again(offered), mayors) == done


ANSWERS = {
    "confirm": confirm,
    "refuse": lambda offered, by: handover.refuse(offered, reason="No.", by=by, at=LATER),
    "withdraw": lambda offered, by: handover.withdraw(offered, reason="", by=by, at=LATER),
}


@pytest.mark.parametrize("first", ["refuse", "withdraw"])
@pytest.mark.parametrize("second", ANSWERS)
def test_what_is_answered_stays_so(two, mayors, first, second):
    offered = offer(two)
    ANSWERS[first](offered, mayors)

    with pytest.raises(CannotMoveError, match="Somebody else was first: the handover is (refused|withdrawn)"):
        ANSWERS[second](two.again(offered), mayors)

    assert Succession.objects.count() == 0


@pytest.mark.parametrize("second", ["refuse", "withdraw"])
def test_what_is_confirmed_is_taken_back_and_not_refused(two, mayors, second):
    offered = offer(two)
    confirm(offered, mayors)

    with pytest.raises(CannotMoveError, match="Somebody else was first: the handover is confirmed"):
        ANSWERS[second](two.again(offered), mayors)


def test_a_letter_says_what_is_offered_and_another_that_it_is_withdrawn(two, mayors):
    offered = offer(two)
    asked = emails.letter(Notice.objects.for_letter().get())
    Notice.objects.update(status="sent", sent_at=AT)

    soon = AT + timedelta(hours=1)
    handover.withdraw(offered, reason="The wrong mayor.", by=two.administrator, at=soon)
    sent = outbox.claim(soon)
    decided = emails.letter(Notice.objects.for_letter().get(pk=sent.pk))

    before = "Police and Crime Commissioner for Hampshire and Isle of Wight"
    assert asked.subject == f"{before} wants to hand over to your office"
    assert (
        f"to hand over to Mayor for Hampshire and the Solent, from 1 February 2025.\nBy which law: {ORDER}\n"
        in asked.body
    )
    assert f"/successors/offers/{offered.pk}/\n" in asked.body
    assert asked.reply_to == ["hampshire-pcc@example.org"]
    assert decided.subject == f"{before} no longer wants to hand over to your office"
    assert "Nothing has moved.\n\nWhy: The wrong mayor.\n" in decided.body


@pytest.mark.parametrize(
    ("answer", "said"), [("confirm", "confirmed the handover"), ("refuse", "refused the handover")]
)
def test_a_letter_tells_who_offered_it_of_the_answer(two, mayors, answer, said):
    ANSWERS[answer](offer(two), mayors)

    letter = emails.letter(Notice.objects.for_letter().get(kind="handover-decided"))

    assert letter.subject == f"Mayor for Hampshire and the Solent has {said}"
    assert letter.reply_to == ["solent-mayor@example.org"]


def test_only_administrators_of_the_right_side_decide(two, mayors):
    offered = offer(two)
    next_door = factories.make_administrator(policing_body=factories.make_policing_body("surrey-pcc", "Surrey"))
    officer = factories.make_officer(policing_body=two.new)
    people = [mayors, two.administrator, officer, two.officer, next_door]

    may = [(rules.can_decide_handover(each, offered), rules.can_withdraw_handover(each, offered)) for each in people]

    assert may == [(True, False), (False, True), *[(False, False)] * 3]
    assert [offered in Handover.objects.visible_to(each) for each in people] == [True, True, True, True, False]


def test_whoever_runs_the_portal_confirms_for_an_office_without_an_administrator(two):
    offered, said = offer(two), StringIO()

    call_command("confirm_handover", two.old.code, stdout=said)
    assert "Adam Field, administrator" in said.getvalue()
    assert two.again(offered).status == "waiting"
    call_command("confirm_handover", two.old.code, "--yes", stdout=said)

    offered = two.again(offered)
    assert (offered.status, offered.decided_by, offered.succession.by) == ("confirmed", None, two.administrator)


def test_whoever_runs_the_portal_does_not_decide_for_an_administrator_nor_without_an_offer(two, mayors):
    with pytest.raises(CommandError, match="hampshire-pcc has offered nothing that waits"):
        call_command("confirm_handover", two.old.code)
    offer(two)
    with pytest.raises(CommandError, match="has an administrator, who decides"):
        call_command("confirm_handover", two.old.code, "--yes")
