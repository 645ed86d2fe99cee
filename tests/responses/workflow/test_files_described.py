"""What a file covers and how long it counts, which it replaces, and that it is withdrawn (R91, R115)."""

from datetime import date, timedelta

import pytest

from oversight.versions import StaleError
from responses.models import Event, EventKind, EvidenceFile, EvidenceRound, FollowUp
from responses.workflow import files
from responses.workflow.files import ReplacedError, WithdrawnFileError, as_described
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)
SPRING = {"covers_from": date(2025, 3, 1), "covers_to": date(2025, 5, 31), "expires_on": date(2026, 6, 1)}
NONE = {"covers_from": None, "covers_to": None, "expires_on": None}


@pytest.fixture
def sent():
    return factories.make_file(factories.make_round(submitted_at=AT))


@pytest.fixture
def draft(sent):
    """A file of the next reply to the same request."""
    return factories.make_file(factories.make_round(sent.round.request, number=2), name="New.txt", content=b"New.")


def describe(file, seen=None, **facts):
    lead = file.round.request.lead
    files.describe(file, seen=seen or as_described(file), **{**NONE, **facts}, by=lead, at=LATER)
    file.refresh_from_db()


def test_describe_keeps_the_dates_and_tells_both_sides_what_they_were_before(sent):
    describe(sent, **SPRING)
    describe(sent, **{**SPRING, "expires_on": None})

    assert (sent.covers_from, sent.covers_to, sent.expires_on) == (date(2025, 3, 1), date(2025, 5, 31), None)
    told = Event.objects.visible_to(sent.round.request.lead).filter(kind=EventKind.FILE_DESCRIBED).order_by("pk")
    period = "covers 1 March 2025 to 31 May 2025"
    assert [event.detail for event in told] == [
        f"“Minutes.txt”: {period}; counts until 1 June 2026; before: no dates",
        f"“Minutes.txt”: {period}; before: {period}; counts until 1 June 2026",
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"covers_from": date(2025, 3, 1)}, "covers from 1 March 2025"),
        ({"covers_to": date(2025, 3, 1)}, "covers up to 1 March 2025"),
        ({"expires_on": date(2025, 3, 1)}, "counts until 1 March 2025"),
        ({}, "no dates"),
    ],
)
def test_in_words_says_what_there_is(facts, words):
    assert EvidenceFile(**facts).in_words == words


def test_a_file_counts_on_its_last_day():
    file = EvidenceFile(expires_on=date(2025, 3, 1))

    assert not file.has_expired(date(2025, 3, 1))
    assert file.has_expired(date(2025, 3, 2))
    assert not EvidenceFile().has_expired(date(2025, 3, 2))


def test_describe_of_what_is_there_already_tells_nobody(sent):
    describe(sent)

    assert not Event.objects.filter(kind=EventKind.FILE_DESCRIBED).exists()


def test_describe_of_a_draft_tells_the_office_nothing(draft):
    describe(draft, **SPRING)

    assert draft.expires_on == date(2026, 6, 1)
    assert not Event.objects.filter(kind=EventKind.FILE_DESCRIBED).exists()


def test_the_second_of_two_who_describe_is_told_what_the_first_has_saved(sent):
    seen = as_described(sent)
    describe(sent, **SPRING)

    with pytest.raises(StaleError) as stale:
        describe(sent, seen=seen, expires_on=date(2030, 1, 1))

    assert stale.value.current.expires_on == date(2026, 6, 1)
    sent.refresh_from_db()
    assert sent.expires_on == date(2026, 6, 1)


def test_a_file_of_a_draft_replaces_an_earlier_one_which_stays(sent, draft):
    assert list(EvidenceFile.objects.replaceable_by(draft)) == [sent]

    describe(draft, replaces=sent)

    assert draft.replaces == sent
    with files.intact_content(sent) as content:
        assert content.read() == b"Agreed."


def test_what_a_sent_file_replaces_does_not_change_any_more(sent, draft):
    describe(draft, replaces=sent)
    EvidenceRound.objects.filter(pk=draft.round_id).update(submitted_at=AT, submitted_by=draft.uploaded_by)

    describe(draft, **SPRING, replaces=None)

    assert draft.replaces == sent


def test_only_one_file_replaces_another(sent, draft):
    other = factories.make_file(draft.round, name="Other.txt", content=b"Other.")
    describe(draft, replaces=sent)

    assert list(EvidenceFile.objects.replaceable_by(other)) == []
    with pytest.raises(ReplacedError, match="Another file replaces that one already. Choose another, or none."):
        describe(other, replaces=sent)


def test_a_file_replaces_none_of_another_force_nor_of_another_follow_up(draft):
    surrey = factories.make_force("surrey", "Surrey Police", policing_body=factories.make_policing_body("s", "Surrey"))
    request = draft.round.request
    theirs = factories.make_request(
        factories.make_follow_up(request.follow_ups.get().finding, force=surrey), lead=factories.make_lead(force=surrey)
    )
    factories.make_file(factories.make_round(theirs, submitted_at=AT), name="Theirs.txt", content=b"Theirs.")
    factories.make_file(factories.make_round(submitted_at=AT), name="Else.txt", content=b"About something else.")

    assert [file.name for file in EvidenceFile.objects.replaceable_by(draft)] == ["Minutes.txt"]


def test_withdraw_keeps_the_file_and_tells_both_sides_why(sent):
    lead = sent.round.request.lead

    files.withdraw(sent, reason="The figures were of another year.", by=lead, at=LATER)

    assert (sent.withdrawn_at, sent.withdrawn_by, sent.is_withdrawn) == (LATER, lead, True)
    with files.intact_content(sent) as content:
        assert content.read() == b"Agreed."
    told = Event.objects.visible_to(lead).get(kind=EventKind.FILE_WITHDRAWN)
    assert (told.detail, told.reason) == ("“Minutes.txt”", "The figures were of another year.")


def test_a_withdrawn_file_is_withdrawn_once_and_not_described_again(sent):
    lead = sent.round.request.lead
    files.withdraw(sent, reason="The figures were of another year.", by=lead, at=LATER)

    with pytest.raises(WithdrawnFileError, match="This file has been withdrawn already."):
        files.withdraw(sent, reason="Again.", by=lead, at=LATER)
    with pytest.raises(WithdrawnFileError, match="This file has been withdrawn, so its dates cannot be changed."):
        describe(sent, **SPRING)
    assert sent.withdrawal_reason == "The figures were of another year."


def test_a_file_of_a_draft_is_not_withdrawn(draft):
    with pytest.raises(WithdrawnFileError):
        files.withdraw(draft, reason="Wrong.", by=draft.uploaded_by, at=LATER)


def test_the_follow_up_is_left_as_it_is(sent):
    before = FollowUp.objects.values_list("assured_on", "closed_on", "status").get()

    files.withdraw(sent, reason="Wrong.", by=sent.uploaded_by, at=LATER)

    assert FollowUp.objects.values_list("assured_on", "closed_on", "status").get() == before
