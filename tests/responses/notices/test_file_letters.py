"""Letters about files: that what something rests on expires, was withdrawn, or has a virus (R75, R115)."""

from datetime import date, datetime, time, timedelta

import pytest

from responses import emails
from responses.clock import LONDON
from responses.models import AssuranceBasis, EvidenceFile, FollowUp, Notice, NoticeKind, RequestStatus
from responses.models.file import Damage
from responses.notices import outbox, planner
from responses.workflow import damage, files
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
EXPIRES = date(2025, 5, 14)  # a Wednesday


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


@pytest.fixture
def file(officer):
    lead = factories.make_lead("dana@example.org")
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""), by=officer, lead=lead)
    FollowUp.objects.update(officer=officer)
    asker = factories.make_officer("tom@example.org")
    request = factories.make_request(follow_up, status=RequestStatus.ACCEPTED, lead=lead, sent_by=asker)
    file = factories.make_file(factories.make_round(request, submitted_at=AT))
    EvidenceFile.objects.update(expires_on=EXPIRES)
    AssuranceBasis.objects.create(update=factories.make_update(follow_up), file=file)
    return file


def owed(on):
    planner.plan(on=on, at=datetime.combine(on, time(8), LONDON))
    letters = Notice.objects.filter(kind=NoticeKind.FILE_EXPIRES, status="pending").order_by("pk")
    return list(letters.values_list("address", "rung"))


def written(kind):
    return set(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_the_officer_hears_a_month_and_a_week_before_a_file_expires_and_the_day_after(file):
    assert owed(EXPIRES - timedelta(days=40)) == []
    assert owed(EXPIRES - timedelta(days=29)) == [("priya@example.org", 30)]
    assert owed(EXPIRES - timedelta(days=7)) == [("priya@example.org", 7)]
    assert owed(EXPIRES - timedelta(days=6)) == [("priya@example.org", 7)]
    assert owed(EXPIRES + timedelta(days=1)) == [("priya@example.org", -1)]

    letter = emails.letter(Notice.objects.for_letter().get(rung=-1))
    assert letter.subject == f"Evidence of {file.round.request.reference} no longer counts"
    assert "counted until 14 May 2025. What we believe rests on it." in letter.body


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (EvidenceFile, {"expires_on": None}),
        (EvidenceFile, {"scan": "refused", "scanned_at": AT}),
        (AssuranceBasis, None),
        (FollowUp, {"status": "withdrawn"}),
    ],
)
def test_no_letter_about_a_file_on_which_nothing_rests_any_more(file, model, facts):
    assert owed(EXPIRES - timedelta(days=7)) != []

    if facts:
        model.objects.update(**facts)
    else:
        factories.make_update(
            FollowUp.objects.get(), corrects=AssuranceBasis.objects.get().update, correction_note="No."
        )
    assert owed(EXPIRES - timedelta(days=6)) == []


def test_withdrawing_a_file_writes_to_the_officers_of_what_rests_on_it_but_not_to_who_did_it(file, officer):
    files.withdraw(file, reason="Wrong district.", by=file.uploaded_by, at=AT)

    assert written(NoticeKind.FILE_WITHDRAWN) == {"priya@example.org"}
    letter = emails.letter(Notice.objects.for_letter().get())
    assert letter.subject == f"Evidence of {file.round.request.reference} was withdrawn"
    assert "Minutes" not in letter.body


def test_withdrawing_a_file_on_which_nothing_rests_or_by_its_only_officer_writes_to_nobody(file, officer):
    files.withdraw(file, reason="Wrong district.", by=officer, at=AT)
    other = factories.make_file(file.round, content=b"Not in the update.")
    files.withdraw(other, reason="Wrong district.", by=file.uploaded_by, at=AT)

    assert written(NoticeKind.FILE_WITHDRAWN) == set()


def test_a_virus_is_written_to_both_sides_and_to_the_officer_of_what_rests_on_the_file(file, mail_server):
    files.note_verdict(file, virus="Eicar", at=AT)
    files.note_verdict(file, virus="Eicar", at=AT + timedelta(days=1))

    assert written(NoticeKind.FILE_REFUSED) == {"tom@example.org", "dana@example.org", "priya@example.org"}
    assert Notice.objects.count() == 3
    assert outbox.send_owed(now=lambda: AT + timedelta(minutes=1)) == 3
    to_force = emails.letter(Notice.objects.for_letter().get(address="dana@example.org"))
    assert "Tell your IT service, and send a clean file instead." in to_force.body


def test_a_virus_in_a_draft_is_the_forces_own(file):
    files.note_verdict(
        factories.make_file(factories.make_round(file.round.request, number=2), content=b"?"), virus="Eicar", at=AT
    )

    assert written(NoticeKind.FILE_REFUSED) == set()


def test_of_a_damaged_file_each_side_reads_what_it_can_do_and_nobody_once_it_is_back(file, mail_server):
    damage.note(file, Damage.CHANGED, at=AT)
    bodies = {each.address: emails.letter(each).body for each in Notice.objects.for_letter()}

    assert "See which file it is, and whether anything rests on it:" in bodies["priya@example.org"]
    assert "Keep your own copy of it: the office may ask you to send it again." in bodies["dana@example.org"]
    damage.note_intact(file, at=AT)
    assert outbox.send_owed(now=lambda: AT + timedelta(minutes=1)) == 0
    damage.note(file, Damage.CHANGED, at=AT + timedelta(minutes=2))
    assert outbox.send_owed(now=lambda: AT + timedelta(minutes=3)) == 3
