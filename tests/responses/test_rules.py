"""Who may do what: each rule against each kind of person, at home and next door."""

from datetime import date

import pytest

from oversight.bodies.models import PolicingBodyKind
from responses import rules
from responses.models import RequestStatus, ResponseStatus, WorkStatus
from responses.models.evidence import WITH_FORCE
from responses.workflow import correction
from tests import factories
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db

WRITERS = {"officer", "approver", "administrator"}
NEXT_DOOR = {"officer next door", "approver next door"}


def _next_door():
    body = factories.make_policing_body("surrey-pcc", "Surrey", PolicingBodyKind.PCC)
    return body, factories.make_force("surrey", "Surrey Police", policing_body=body)


@pytest.fixture
def people():
    body, force = _next_door()
    return {
        "officer": factories.make_officer(),
        "approver": factories.make_approver(),
        "viewer": factories.make_viewer(),
        "administrator": factories.make_administrator(),
        "lead": factories.make_lead(),
        "officer next door": factories.make_officer(policing_body=body),
        "approver next door": factories.make_approver(policing_body=body),
        "lead next door": factories.make_lead(force=force),
    }


def _allowed(people, rule, *things):
    return {name for name, person in people.items() if rule(person, *things)}


def test_writers_of_the_own_office_may_assign_and_ask_about_an_open_follow_up(people):
    follow_up = factories.make_follow_up()

    assert _allowed(people, rules.can_assign, follow_up) == WRITERS
    assert _allowed(people, rules.can_ask, follow_up) == WRITERS


def test_nobody_may_assign_or_ask_about_a_finished_follow_up(people):
    follow_up = factories.make_follow_up(status=WorkStatus.DONE)

    assert _allowed(people, rules.can_assign, follow_up) == set()
    assert _allowed(people, rules.can_ask, follow_up) == set()


@pytest.mark.parametrize("status", [WorkStatus.IN_PROGRESS, WorkStatus.DONE])
def test_only_writers_of_the_own_office_may_log_assurance_and_no_lead_ever(people, status):
    follow_up = factories.make_follow_up(status=status)

    assert _allowed(people, rules.can_log_assurance, follow_up) == WRITERS


def test_writers_of_any_office_may_start_follow_ups_and_responses_of_their_own(people):
    assert _allowed(people, rules.can_start_follow_up) == WRITERS | NEXT_DOOR
    assert _allowed(people, rules.can_start_response) == WRITERS | NEXT_DOOR


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (RequestStatus.SENT, {"lead"}),
        (RequestStatus.DRAFT, set()),
        (RequestStatus.OPENED, {"lead"}),
        (RequestStatus.PART_ANSWERED, {"lead"}),
        (RequestStatus.RETURNED, {"lead"}),
        (RequestStatus.ANSWERED, set()),
        (RequestStatus.ACCEPTED, set()),
        (RequestStatus.WITHDRAWN, set()),
    ],
)
def test_only_a_lead_of_the_force_that_was_asked_may_answer_while_the_force_has_to(people, status, who):
    request = factories.make_request(status=status)

    assert _allowed(people, rules.can_answer, request) == who


@pytest.mark.parametrize("status", RequestStatus)
def test_an_answer_is_judged_by_the_office_once_it_is_there(people, status):
    request = factories.make_request(status=status)

    assert _allowed(people, rules.can_decide, request) == (
        WRITERS if status in {RequestStatus.ANSWERED, RequestStatus.PART_ANSWERED} else set()
    )


@pytest.mark.parametrize("status", RequestStatus)
def test_a_request_is_withdrawn_by_the_office_once_it_is_sent_and_until_it_is_accepted(people, status):
    request = factories.make_request(status=status)
    not_now = status in {RequestStatus.DRAFT, RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN}

    assert _allowed(people, rules.can_withdraw, request) == (set() if not_now else WRITERS)


@pytest.mark.parametrize("status", RequestStatus)
def test_more_time_is_decided_by_the_office_while_the_force_has_the_request(people, status):
    request = factories.make_request(status=status)

    who = WRITERS if status in WITH_FORCE else set()
    assert _allowed(people, rules.can_decide_on_time, request) == who


def test_a_draft_of_a_request_is_its_authors_alone(people):
    request = factories.make_request(status=RequestStatus.DRAFT, sent_by=people["officer"])

    assert _allowed(people, rules.can_edit_request, request) == {"officer"}


PUBLISHED = {"approved_at": factories.AT, "published_on": factories.AT.date()}


def _response_in(status):
    if status in {ResponseStatus.APPROVED, ResponseStatus.PUBLISHED, ResponseStatus.WITHDRAWN}:
        return factories.make_response(status=status, approved_by=factories.make_approver(), **PUBLISHED)
    return factories.make_response(status=status)


@pytest.mark.parametrize("status", ResponseStatus)
def test_a_response_is_written_until_it_is_in_review(people, status):
    editable = status in {ResponseStatus.DRAFT, ResponseStatus.WITH_FORCE}

    assert _allowed(people, rules.can_write_response, _response_in(status)) == (WRITERS if editable else set())


@pytest.mark.parametrize("status", ResponseStatus)
def test_only_an_approver_approves_and_only_what_is_in_review(people, status):
    in_review = status == ResponseStatus.IN_REVIEW

    assert _allowed(people, rules.can_approve, _response_in(status)) == ({"approver"} if in_review else set())


@pytest.mark.parametrize("status", ResponseStatus)
def test_what_is_approved_is_published(people, status):
    approved = status == ResponseStatus.APPROVED

    assert _allowed(people, rules.can_publish, _response_in(status)) == (WRITERS if approved else set())


def test_what_the_public_reads_is_sent(people):
    public = publish()
    correction.correct(public, reason="A wrong name.", by=factories.make_officer(), at=factories.AT)

    assert _allowed(people, rules.can_record_sending, public) == WRITERS
    assert _allowed(people, rules.can_record_sending, _response_in(ResponseStatus.APPROVED)) == set()


@pytest.mark.parametrize("status", ResponseStatus)
def test_what_is_out_is_corrected(people, status):
    is_out = status in {ResponseStatus.PUBLISHED, ResponseStatus.WITHDRAWN}

    assert _allowed(people, rules.can_correct, _response_in(status)) == (WRITERS if is_out else set())


def test_a_correction_is_written_and_discarded_but_not_decided_on(people):
    response = publish()
    assert _allowed(people, rules.can_discard, response) == set()
    correction.correct(response, reason="A wrong name.", by=factories.make_officer(), at=factories.AT)

    assert _allowed(people, rules.can_write_response, response) == WRITERS
    assert _allowed(people, rules.can_discard, response) == WRITERS
    assert _allowed(people, rules.can_decide_on_response, response) == set()
    assert _allowed(people, rules.can_discard, factories.make_response()) == set()


def test_an_approver_withdraws_what_the_public_reads(people):
    response, approver = publish(), factories.make_approver()
    assert _allowed(people, rules.can_withdraw_response, response) == {"approver"}
    assert _allowed(people, rules.can_withdraw_response, factories.make_response()) == set()

    correction.withdraw(response, number=1, reason="It named a victim.", by=approver, at=factories.AT)
    assert _allowed(people, rules.can_withdraw_response, response) == set()


def test_somebody_who_has_left_writes_nothing():
    assert not factories.make_officer(is_active=False).writes


@pytest.mark.parametrize("status", ResponseStatus)
def test_whether_to_respond_is_decided_anew_until_the_text_has_gone_for_review(people, status):
    editable = status in {ResponseStatus.DRAFT, ResponseStatus.WITH_FORCE}

    allowed = _allowed(people, rules.can_decide_on_response, _response_in(status))
    assert allowed == (WRITERS if editable else set())


def test_a_response_that_is_not_made_is_not_written_but_may_be_decided_on_again(people):
    response = factories.make_response(section_55="does-not-apply", section_55_reason="Not the subject.")

    assert _allowed(people, rules.can_write_response, response) == set()
    assert _allowed(people, rules.can_decide_on_response, response) == WRITERS


@pytest.mark.parametrize("status", ResponseStatus)
def test_an_approver_sends_back_what_is_in_review_or_approved(people, status):
    reviewable = status in {ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED}

    allowed = _allowed(people, rules.can_send_back, _response_in(status))
    assert allowed == ({"approver"} if reviewable else set())


def test_a_file_is_described_and_withdrawn_by_the_force_and_by_the_office_that_has_it_now(people):
    file = factories.make_file(factories.make_round(submitted_at=factories.AT))
    before = factories.make_policing_body("hampshire-authority", "Hampshire", PolicingBodyKind.AUTHORITY)

    for rule in (rules.can_describe_file, rules.can_withdraw_file):
        assert _allowed(people, rule, file) == {*WRITERS, "lead"}
    file.round.request.policing_body = before
    for rule in (rules.can_describe_file, rules.can_withdraw_file):
        assert _allowed(people, rule, file) == {"lead"}


@pytest.mark.parametrize(
    ("own_only", "leads_it", "is_named"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_what_is_not_out_is_named_to_its_force_and_to_a_lead_with_own_ones_only_if_it_is_theirs(
    own_only, leads_it, is_named
):
    lead = factories.make_lead(own_only=own_only)
    secret = factories.make_finding(factories.make_inspection(published_on=date(2025, 6, 1)))
    follow_up = factories.make_follow_up(secret, lead=lead if leads_it else factories.make_lead())

    assert rules.can_name(lead, follow_up, date(2025, 5, 31)) == is_named
    assert rules.can_name(lead, follow_up, date(2025, 6, 1))


@pytest.fixture
def kept_file():
    """Sent, and not of a draft."""
    return factories.make_file(factories.make_round(submitted_at=factories.AT))


def test_how_long_a_file_is_kept_is_read_by_its_office_held_by_its_writers_and_ended_by_an_approver(people, kept_file):
    assert _allowed(people, rules.can_read_retention, kept_file) == {*WRITERS, "viewer"}
    assert _allowed(people, rules.can_hold_file, kept_file) == WRITERS
    assert _allowed(people, rules.can_dispose_of_file, kept_file) == {"approver"}


@pytest.mark.parametrize("change", ["a draft", "not to be read"])
def test_nobody_holds_or_disposes_of_a_file_of_a_draft_or_one_that_they_may_not_read(people, kept_file, change):
    if change == "a draft":
        kept_file.round.submitted_at = None
    else:
        kept_file.classification = "official-sensitive"

    for rule in (rules.can_read_retention, rules.can_hold_file, rules.can_dispose_of_file):
        assert _allowed(people, rule, kept_file) == set()
