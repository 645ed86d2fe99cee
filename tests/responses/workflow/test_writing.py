"""Writing the parts and answers of a statutory response."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from responses.merging import digests
from responses.models import Answer, Response, ResponseStatus
from responses.workflow import writing as workflow
from responses.workflow.response import WrongStatusError
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2024, 10, 1, 9, 30, tzinfo=UTC)
TODAY = date(2024, 10, 1)
WRITERS, EDITS = 8, 50


@pytest.fixture
def officer():
    return factories.make_officer()


@pytest.fixture
def approver():
    return factories.make_approver()


def save(response, by, *, answers=None, opened=None, **facts):
    return workflow.save(response, facts=facts, answers=answers or {}, opened=opened, by=by, at=AT)


def opened(response):
    return digests(workflow.texts_of(response, response.answers.all()))


def told(response):
    return [(event.kind, event.detail, event.reason) for event in response.events.order_by("pk")]


def test_save_keeps_the_parts_and_the_answers(officer):
    response = factories.make_response()
    first, second = (factories.make_finding(response.inspection) for _ in range(2))
    response.answers.create(finding=first, action="An earlier text.")

    answers = {first: {"action": "We ask."}, second: {"position": "not-accepted"}}
    save(response, officer, our_comments="Welcome.", answers=answers)

    response.refresh_from_db()
    assert (response.our_comments, response.version, response.status) == ("Welcome.", 1, "draft")
    said = response.answers.order_by("finding").values_list("finding", "position", "action")
    assert list(said) == [(first.pk, "", "We ask."), (second.pk, "not-accepted", "")]


def test_save_refuses_what_two_people_have_changed_and_writes_nothing(officer):
    response = factories.make_response()
    finding = factories.make_finding(response.inspection)
    then = opened(response)
    save(response, officer, our_comments="Theirs.", our_reply="Thank you.")

    with pytest.raises(workflow.BothChangedError) as refused:
        save(response, officer, our_comments="Mine.", our_reply="", answers={finding: {"action": "Mine."}}, opened=then)

    assert (refused.value.both, refused.value.kept) == (["our_comments"], ["our_reply"])
    assert refused.value.saved["our_comments"] == "Theirs."
    assert (Response.objects.get().our_comments, response.answers.count()) == ("Theirs.", 0)


def test_save_replaces_nothing_that_the_person_has_not_touched(officer):
    response = factories.make_response(our_comments="First.", our_reply="First.")
    finding, other = (factories.make_finding(response.inspection) for _ in range(2))
    response.answers.create(finding=finding, action="First.", owner="First.")
    then = opened(response)
    save(response, officer, our_comments="Theirs.", answers={finding: {"action": "Theirs."}, other: {"owner": "Them"}})

    blank = dict.fromkeys(workflow.SAID, "") | {"due_on": None}
    answers = {finding: blank | {"action": "First.", "owner": "Mine."}, other: blank}
    kept = save(response, officer, our_comments="First.", our_reply="Mine.", answers=answers, opened=then)

    assert kept == ["our_comments", f"action-{finding.pk}", f"owner-{other.pk}"]
    response.refresh_from_db()
    assert (response.our_comments, response.our_reply) == ("Theirs.", "Mine.")
    said = Answer.objects.order_by("finding").values_list("action", "owner")
    assert list(said) == [("Theirs.", "Mine."), ("", "Them")]


def test_save_writes_nothing_where_nothing_has_changed(officer):
    response = factories.make_response(our_comments="First.")
    finding = factories.make_finding(response.inspection)

    kept = save(response, officer, our_comments="First.", answers={finding: dict.fromkeys(workflow.SAID, "")})

    response.refresh_from_db()
    assert (kept, response.version, response.answers.count()) == ([], 0, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_people_who_each_save_fifty_times_at_once_lose_nothing(officer):
    response = factories.make_response()
    findings = [factories.make_finding(response.inspection) for _ in range(WRITERS)]
    pages = threading.Barrier(WRITERS)

    def write(finding):
        page = Response.objects.get(pk=response.pk)
        blank = dict.fromkeys(workflow.SAID, "") | {"due_on": None}
        shown = dict.fromkeys(findings, blank)
        then = opened(page)  # before anybody has saved, and never opened anew but for what is their own
        pages.wait()
        for edit in range(EDITS):
            words = f"Edit {edit}."
            save(page, officer, our_comments="", answers=shown | {finding: blank | {"action": words}}, opened=then)
            then |= digests({f"action-{finding.pk}": words})
        connection.close()

    threads = [threading.Thread(target=write, args=[finding]) for finding in findings]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert list(Answer.objects.values_list("action", flat=True)) == [f"Edit {EDITS - 1}."] * WRITERS
    assert Response.objects.get().version == WRITERS * EDITS


@pytest.mark.parametrize("status", ["in-review", "approved", "published", "withdrawn"])
def test_save_refuses_what_is_not_being_written(officer, approver, status):
    response = factories.make_response(status=status, approved_at=AT, approved_by=approver, published_on=TODAY)

    with pytest.raises(WrongStatusError, match="can no longer be changed"):
        save(response, officer, our_comments="Late.")


def test_save_refuses_a_response_that_is_not_made(officer):
    response = factories.make_response(section_55="does-not-apply", section_55_reason="Not the subject.")

    with pytest.raises(WrongStatusError):
        save(response, officer, our_comments="None.")


def test_save_follows_the_invitation_to_the_force_and_back(officer):
    response = factories.make_response()

    save(response, officer, invited_on=TODAY)
    save(response, officer, our_comments="Meanwhile.")
    assert response.status == ResponseStatus.WITH_FORCE

    save(response, officer, comments_received_on=TODAY)
    assert response.status == ResponseStatus.DRAFT
    assert [detail for _, detail, _ in told(response)] == ["With the force for comments", "Draft"]


def test_save_counts_comments_that_are_there_as_received(officer):
    response = factories.make_response()

    save(response, officer, invited_on=TODAY, chief_officer_comments="Agreed.")

    assert response.status == ResponseStatus.DRAFT
