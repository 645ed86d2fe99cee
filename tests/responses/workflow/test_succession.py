"""An office ends: what moves, what stays, who reads it, and the way back (R56)."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps

from oversight.bodies.models import Oversight, PolicingBody, PolicingBodyKind, Succession
from responses import moving, rules
from responses.coverage import overseen_forces, undecided
from responses.models import (
    Applicability,
    Batch,
    DateChange,
    Event,
    EventKind,
    EvidenceFile,
    EvidenceRequest,
    FollowUp,
    Notice,
    NoticeKind,
    NoticeStatus,
    Reminder,
    Response,
    ResponseStatus,
    Tag,
    Tagging,
    WorkStatus,
)
from responses.notices import planner
from responses.workflow import succession, tags
from responses.workflow.candidates import candidates
from responses.workflow.succession import CannotMoveError
from tests import factories
from tests.responses.succession import AT, LATER, MOVING, ORDER, SINCE, STAYING, body


def test_every_table_that_names_a_policing_body_is_dealt_with():
    naming = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is PolicingBody and not hasattr(model, "pgh_tracked_model")
    }

    assert naming == {*moving.MOVES, *moving.STAYS}


def test_hand_over_moves_what_is_open_and_leaves_what_is_closed(two):
    two.hand_over()

    assert set(two.where(*MOVING).values()) == {"solent-mayor"}
    assert set(two.where(*STAYING).values()) == {"hampshire-pcc"}


def test_tagging_several_leaves_alone_what_stays_with_the_predecessor(two):
    two.hand_over()
    officer = two.again(two.officer)

    change = tags.Change(add=["Custody"])
    rows = [two.open.pk, two.closed.pk]
    tags.tag_all(rows, change, submission_id=uuid4(), on=SINCE, by=officer, at=LATER)

    assert list(Tagging.objects.values_list("follow_up", flat=True)) == [two.open.pk]


def test_what_moves_keeps_its_tags_there_and_back(two):
    Tagging.objects.create(tag=factories.make_tag(two.open, name="Custody"), follow_up=two.closed)
    theirs = Tag.objects.create(policing_body=two.new, name="custody")

    succession = two.hand_over()

    assert list(two.open.tags.all()) == [theirs]
    assert [tag.name for tag in two.closed.tags.all()] == ["Custody"]
    two.take_back(succession)
    assert [tag.name for tag in two.open.tags.all()] == ["Custody"]


def test_what_is_watched_moves(two):
    watched = factories.make_follow_up(by=two.officer, status=WorkStatus.WATCHED, applicability=Applicability.WATCHED)

    two.hand_over()

    assert two.again(watched).policing_body == two.new


def test_hand_over_gives_the_forces_to_the_successor_from_its_first_day(two):
    two.hand_over()

    rows = Oversight.objects.order_by("pk").values_list("policing_body__code", "starts_on", "ends_on")
    assert list(rows) == [("hampshire-pcc", None, date(2025, 1, 31)), ("solent-mayor", SINCE, None)]


def test_hand_over_writes_one_line_in_each_history_and_changes_nothing_else(two):
    before = FollowUp.objects.values("due_on", "status", "lead", "officer", "version", "touched_at").get(pk=two.open.pk)

    two.hand_over()

    moved = Event.objects.filter(kind=EventKind.OFFICE_CHANGED)
    line = moved.get(follow_up=two.open)
    words = "from Police and Crime Commissioner for Hampshire and Isle of Wight to Mayor for Hampshire and the Solent"
    assert (line.detail, line.reason, line.by, line.at) == (words, ORDER, two.administrator, AT)
    assert moved.count() == 4 + 2 + 2  # of a draft nobody is told
    assert set(moved.values_list("batch", flat=True)) == set(Batch.objects.values_list("pk", flat=True))
    after = FollowUp.objects.values("due_on", "status", "lead", "officer", "version", "touched_at").get(pk=two.open.pk)
    assert after == before


def test_a_page_that_is_sent_twice_moves_once(two):
    first = two.hand_over(submission_id=(once := uuid4()))

    assert two.hand_over(submission_id=once) == first
    assert Succession.objects.count() == 1


def test_the_preview_counts_what_moves_and_what_stays(two):
    plan = two.plan()

    assert [line.words for line in moving.going(plan)] == [
        "1 force",
        "4 recommendations",
        "1 question about a date",
        "1 assurance update",
        "1 reminder",
        "2 responses",
        "3 evidence requests",
        "2 people",
        "0 recommendations",
    ]
    # Besides the approver, the fixtures’ own people.
    assert [line.words for line in moving.staying(plan)][:3] == [
        "1 recommendation",
        "1 response",
        "0 evidence requests",
    ]


def test_of_withdrawn_requests_those_move_of_which_an_item_was_accepted(two):
    gone = {"status": "withdrawn", "lead": two.lead, "sent_by": two.officer}
    kept, stays = (factories.make_request(two.open, **gone) for _ in range(2))
    factories.make_accepted_item(kept)

    two.hand_over()

    assert (two.again(kept).policing_body, two.again(stays).policing_body) == (two.new, two.old)


def test_the_preview_says_whose_officer_stays(two):
    assert moving.going(two.plan(two.administrator))[-1].words == "4 recommendations"


def test_what_changes_after_the_preview_stops_the_move(two):
    plan = two.plan()
    seen = moving.seen(plan)
    factories.make_follow_up(by=two.officer)

    with pytest.raises(CannotMoveError, match="Something has changed since you saw this page"):
        two_hand_over_as_seen(two, plan, seen)

    assert Succession.objects.count() == 0


def two_hand_over_as_seen(two, plan, seen):
    succession.hand_over(plan, reason=ORDER, seen=seen, submission_id=uuid4(), by=two.administrator, at=AT)


# Who reads what.


def test_the_successor_reads_all_and_changes_what_is_open(two):
    two.hand_over()
    officer = two.again(two.officer)

    assert set(FollowUp.objects.visible_to(officer)) == {two.open, two.closed, two.assured, two.cause, two.part}
    assert rules.can_assign(officer, two.again(two.open))
    assert not rules.can_reopen(officer, two.again(two.closed))
    assert set(EvidenceRequest.objects.visible_to(officer)) == {two.request, two.draft, two.accepted}
    assert set(Response.objects.visible_to(officer)) == {two.written, two.none_made, two.published}
    assert list(DateChange.objects.visible_to(officer)) == [two.asked_date]
    assert list(Reminder.objects.visible_to(officer)) == [two.reminder]


def test_the_successor_reads_the_history_from_before(two):
    before = set(Event.objects.filter(follow_up=two.open).values_list("pk", flat=True))
    two.hand_over()

    seen = Event.objects.visible_to(two.again(two.officer)).filter(follow_up=two.open)
    assert before < set(seen.values_list("pk", flat=True))


def test_the_successor_reads_the_files_of_what_stays(two):
    answer = factories.make_round(two.accepted, submitted_at=AT)
    file = factories.make_file(answer)
    two.hand_over()

    assert list(EvidenceFile.objects.visible_to(two.again(two.officer))) == [file]


def test_the_successors_approver_answers_for_what_was_published_before(two):
    approver = factories.make_approver(policing_body=two.new)
    two.hand_over()
    approver = two.again(approver)

    assert rules.can_correct(approver, two.published)
    assert not rules.can_write_response(approver, Response(policing_body=two.old))


def test_whoever_stays_reads_what_stays_and_changes_nothing(two):
    two.hand_over()
    approver = two.again(two.approver)

    assert list(FollowUp.objects.visible_to(approver)) == [two.closed]
    assert not approver.writes
    assert not rules.can_start_follow_up(approver)
    assert not rules.can_edit_request(approver, two.left_draft)
    assert not rules.can_send_back(approver, Response(policing_body=two.old, status=ResponseStatus.IN_REVIEW))
    assert not rules.can_correct(approver, two.published)


def test_an_office_next_door_sees_none_of_it(two):
    next_door = body("surrey-pcc", "Surrey")
    theirs = factories.make_follow_up(policing_body=next_door)
    two.hand_over()
    officer = factories.make_officer(policing_body=next_door)

    assert list(FollowUp.objects.visible_to(officer)) == [theirs]
    for model in (EvidenceRequest, Response, DateChange):
        assert not model.objects.visible_to(officer).exists()
    assert not Event.objects.visible_to(officer).exclude(follow_up=theirs).exists()
    assert theirs not in FollowUp.objects.visible_to(two.again(two.officer))


def test_the_force_keeps_what_it_had(two):
    before = set(FollowUp.objects.visible_to(two.lead))
    two.hand_over()

    assert set(FollowUp.objects.visible_to(two.again(two.lead))) == before
    assert Event.objects.visible_to(two.again(two.lead)).filter(kind=EventKind.OFFICE_CHANGED).count() == 6


def test_what_was_before_the_predecessor_is_read_by_the_last_in_the_line(two):
    first = body("hampshire-authority", "Hampshire", PolicingBodyKind.AUTHORITY)
    administrator = factories.make_administrator(policing_body=first)
    plan = {"predecessor": first, "successor": two.old, "since": date(2012, 11, 22)}
    oldest = factories.make_follow_up(policing_body=first, force=factories.make_force("isle", policing_body=first))
    FollowUp.objects.filter(pk=oldest.pk).update(status="done", closed_on=date(2012, 1, 1), closed_by=administrator)
    two.hand_over(administrator, **plan, at=AT)

    last = two.hand_over()

    assert oldest in FollowUp.objects.visible_to(two.again(two.officer))
    two.take_back(last)
    assert oldest in FollowUp.objects.visible_to(two.again(two.officer))
    assert Succession.objects.standing().get().predecessor == first


# What is said about the law and the reports.


def test_a_report_that_the_predecessor_answered_is_not_asked_about_again(two):
    new = factories.make_inspection()
    two.hand_over()

    assert (
        list(undecided(type(new).objects.all(), two.new, on=AT.date()).filter(forces__oversights__isnull=False)) != []
    )
    answered = {two.published.inspection, two.written.inspection, two.none_made.inspection}
    assert not answered & set(undecided(type(new).objects.all(), two.new, on=AT.date()))


def test_a_finding_that_the_predecessor_closed_is_not_offered_again(two):
    two.hand_over()

    assert candidates(two.closed.finding.inspection, policing_body=two.new, on=AT.date()) == []


def test_a_response_that_has_moved_speaks_about_the_forces_of_its_day(two):
    two.hand_over()

    assert overseen_forces(two.again(two.written), on=AT.date()) == {two.open.force_id}


# Letters.


def test_nobody_is_told_twice_of_what_has_moved(two):
    day, at = date(2025, 1, 30), AT.replace(month=1, day=30)
    planner.plan(on=day, at=at)
    Notice.objects.update(status=NoticeStatus.SENT, sent_at=at)

    two.hand_over()
    planner.plan(on=day, at=at)

    assert not Notice.objects.exclude(status=NoticeStatus.SENT).filter(recipient__in=[two.lead, two.officer]).exists()


def test_a_letter_that_waits_for_the_mailbox_goes_to_the_successors(two):
    letter = Notice.objects.owe_to_address(
        NoticeKind.FOLLOW_UP_DUE, "hampshire-pcc@example.org", key="k", at=AT, follow_up=two.open
    )
    left = Notice.objects.owe_to_address(
        NoticeKind.FOLLOW_UP_DUE, "hampshire-pcc@example.org", key="l", at=AT, follow_up=two.closed
    )

    done = two.hand_over()

    assert [two.again(each).address for each in (letter, left)] == [
        "solent-mayor@example.org",
        "hampshire-pcc@example.org",
    ]
    two.take_back(done)
    assert two.again(letter).address == "hampshire-pcc@example.org"


# What stands in the way.


def test_two_responses_to_one_report_stand_in_the_way(two):
    factories.make_response(two.written.inspection, policing_body=two.new)

    with pytest.raises(CannotMoveError, match="Both offices answer “South-east regional response"):
        two.hand_over()


def test_two_follow_ups_of_one_finding_stand_in_the_way(two):
    factories.make_follow_up(two.open.finding, policing_body=two.new)

    with pytest.raises(CannotMoveError, match=f"Both offices follow up {two.open.reference}"):
        two.hand_over()


def test_a_successor_without_an_administrator_is_refused(two):
    with pytest.raises(CannotMoveError, match="would have no administrator"):
        two.hand_over(two.officer)


def test_an_office_is_succeeded_once(two):
    two.hand_over()

    with pytest.raises(CannotMoveError, match="has a successor already"):
        two.hand_over()


def test_an_office_that_has_ended_takes_nothing_over(two):
    two.hand_over()
    other = body("surrey-pcc", "Surrey")
    administrator = factories.make_administrator(policing_body=other)

    with pytest.raises(CannotMoveError, match="has a successor already"):
        two.hand_over(administrator, predecessor=other, successor=two.old)


def test_a_force_that_comes_later_stands_in_the_way(two):
    Oversight.objects.update(starts_on=SINCE)

    with pytest.raises(CannotMoveError, match="overseen by the office only from 1 February 2025"):
        two.hand_over()
