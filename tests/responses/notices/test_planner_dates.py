"""Letters when a deadline moves, and about dates that nobody has set."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from inspections import deadlines
from responses import emails
from responses.clock import LONDON
from responses.models import DueSource, Notice, NoticeStatus
from responses.notices import outbox, planner
from responses.workflow import date_change
from responses.workflow import deadlines as workflow
from responses.workflow.deadlines import Target, Why
from tests import factories

pytestmark = pytest.mark.django_db
JANUARY_30 = date(2025, 1, 30)  # the morning of the 30-day letter for 1 March 2025
REVIEW = date(2025, 9, 1)


def morning(day):
    return datetime.combine(day, time(8, 0), LONDON)


def make_follow_up(deadline="By 1 March 2025"):
    finding = factories.make_finding(deadline=deadline)
    officer, lead = factories.make_officer("priya@example.org"), factories.make_lead("dana@example.org")
    return factories.make_follow_up(finding, by=officer, lead=lead)


def revise(follow_up, words="", *, at, review_on=None):
    deadline = deadlines.parse(words, published_on=None) if words else workflow.NO_DEADLINE
    to = Target(DueSource.OFFICE if words else DueSource.NONE, deadline, review_on)
    follow_up.refresh_from_db()
    workflow.revise(
        follow_up,
        to=to,
        why=Why("Recruitment.", "the Commissioner", JANUARY_30),
        seen_before=workflow.seen(follow_up),
        submission_id=uuid4(),
        by=follow_up.officer,
        at=at,
    )


def plan(day):
    planner.plan(on=day, at=morning(day))


def letters(**facts):
    rows = Notice.objects.filter(**facts).order_by("kind", "due_on", "address")
    return list(rows.values_list("kind", "address", "due_on", "status"))


def send(at):
    return outbox.send_owed(now=lambda: at)


def test_a_letter_for_the_old_date_is_not_sent_once_the_date_has_moved(mailoutbox):
    follow_up = make_follow_up()
    plan(JANUARY_30)
    revise(follow_up, "By 1 June 2025", at=morning(JANUARY_30))

    send(morning(JANUARY_30))

    assert [letter.subject.partition(":")[0] for letter in mailoutbox] == [
        f"{follow_up.reference} is now due by 1 June 2025"
    ]
    assert set(Notice.objects.filter(kind="follow-up-due").values_list("status", "reason")) == {
        (NoticeStatus.SUPPRESSED, "It is answered or closed, or its deadline has moved.")
    }


def test_the_new_date_has_letters_of_its_own_and_none_twice():
    follow_up = make_follow_up()
    plan(JANUARY_30)
    revise(follow_up, "By 10 February 2025", at=morning(JANUARY_30))

    for _ in range(2):
        plan(date(2025, 1, 31))

    day = date(2025, 2, 10)
    assert letters(kind="follow-up-due", status="pending") == [
        ("follow-up-due", "dana@example.org", day, "pending"),
        ("follow-up-due", "priya@example.org", day, "pending"),
    ]


def test_a_date_that_moves_back_is_reminded_of_once(mailoutbox):
    follow_up = make_follow_up()
    plan(JANUARY_30)
    send(morning(JANUARY_30))
    for words, day in [("By 1 June 2025", 30), ("By 1 March 2025", 31)]:
        revise(follow_up, words, at=morning(date(2025, 1, day)))
        plan(date(2025, 1, day))

    assert len(letters(kind="follow-up-due", due_on=date(2025, 3, 1))) == 2


def test_of_two_moves_at_once_the_lead_gets_the_last(mailoutbox):
    follow_up = make_follow_up()
    revise(follow_up, "By 1 June 2025", at=datetime(2025, 1, 30, 8, 0, tzinfo=UTC))
    revise(follow_up, "By 1 July 2025", at=datetime(2025, 1, 30, 8, 1, tzinfo=UTC))

    send(datetime(2025, 1, 30, 8, 2, tzinfo=UTC))

    assert [letter.subject.partition(":")[0] for letter in mailoutbox] == [
        f"{follow_up.reference} is now due by 1 July 2025"
    ]


def test_a_day_to_look_again_brings_the_officer_a_letter_before_and_after(mailoutbox):
    follow_up = make_follow_up(deadline="")
    revise(follow_up, at=morning(JANUARY_30), review_on=REVIEW)
    for day in [date(2025, 8, 15), date(2025, 8, 18), date(2025, 9, 2)]:
        plan(day)
        send(morning(day))

    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        (["priya@example.org"], f"{follow_up.reference} has no date: look at it again{when}: {follow_up.title}")
        for when in [" on 1 September 2025", ", overdue since 1 September 2025"]
    ]
    assert "Our office wants to look at that again on 1 September 2025." in mailoutbox[0].body


def test_a_day_to_look_again_writes_to_the_office_where_the_officer_has_left():
    follow_up = make_follow_up(deadline="")
    revise(follow_up, at=morning(JANUARY_30), review_on=REVIEW)
    follow_up.officer.is_active = False
    follow_up.officer.save()
    factories.make_officer("sam@example.org")

    plan(date(2025, 8, 18))

    assert letters() == [("date-review", "sam@example.org", REVIEW, "pending")]


def test_a_date_that_is_set_ends_the_letters_about_none():
    follow_up = make_follow_up(deadline="")
    revise(follow_up, at=morning(JANUARY_30), review_on=REVIEW)
    plan(date(2025, 8, 18))

    revise(follow_up, "By 1 December 2026", at=morning(date(2025, 8, 18)))
    plan(date(2025, 8, 19))

    assert letters(kind="date-review") == [("date-review", "priya@example.org", REVIEW, "suppressed")]


def asked(follow_up):
    return factories.make_date_change(follow_up, asked_by=follow_up.lead)


@pytest.mark.parametrize(
    ("act", "subject", "body"),
    [
        (
            lambda change, by, at: date_change.refuse(change, reason="No.", by=by, at=at),
            "{}: the date you asked for is refused",
            "The office has refused it. It is still due by 1 March 2025.",
        ),
        (
            lambda change, by, at: date_change.grant(change, reason="", by=by, at=at),
            "{} is now due by 1 June 2025",
            "The date of this recommendation has changed. It is now due by 1 June 2025.",
        ),
    ],
    ids=["refused", "granted"],
)
def test_the_force_reads_what_was_decided(mailoutbox, act, subject, body):
    follow_up = make_follow_up()

    act(asked(follow_up), follow_up.officer, morning(JANUARY_30))
    send(morning(JANUARY_30))

    assert [letter.to for letter in mailoutbox] == [["dana@example.org"]]
    assert mailoutbox[0].subject == f"{subject.format(follow_up.reference)}: {follow_up.title}"
    assert body in mailoutbox[0].body


def ask(follow_up, at):
    deadline = deadlines.parse("By 1 June 2025", published_on=None)
    facts = {"reason": "Why.", "meanwhile": "Cover.", "evidence": "", "submission_id": uuid4()}
    return date_change.ask(follow_up, deadline=deadline, **facts, by=follow_up.lead, at=at)


def test_the_office_reads_that_the_force_asks(mailoutbox):
    follow_up = make_follow_up()
    ask(follow_up, morning(JANUARY_30))

    send(morning(JANUARY_30))

    assert [letter.to for letter in mailoutbox] == [["priya@example.org"]]
    assert mailoutbox[0].subject == f"{follow_up.reference}: the force asks for another date: {follow_up.title}"
    assert "It is due by 1 March 2025 until you decide." in mailoutbox[0].body


def test_nothing_is_written_about_a_question_that_is_taken_back(mailoutbox):
    follow_up = make_follow_up()
    change = ask(follow_up, morning(JANUARY_30))
    date_change.withdraw(change, by=follow_up.lead, at=morning(JANUARY_30))

    send(morning(JANUARY_30))

    assert (mailoutbox, Notice.objects.get().reason) == ([], "It has moved on since.")


def test_a_refusal_is_not_written_after_the_date_has_moved_all_the_same():
    follow_up = make_follow_up()
    date_change.refuse(asked(follow_up), reason="No.", by=follow_up.officer, at=morning(JANUARY_30))
    revise(follow_up, "By 1 July 2025", at=morning(date(2025, 1, 31)))

    send(morning(date(2025, 1, 31)))

    assert letters(kind="date-refused") == [("date-refused", "dana@example.org", None, "suppressed")]


def test_letters_to_a_force_say_nothing_of_reasons():
    follow_up = make_follow_up()
    date_change.refuse(asked(follow_up), reason="A private doubt.", by=follow_up.officer, at=morning(JANUARY_30))

    assert "A private doubt." not in emails.letter(Notice.objects.for_letter().get()).body
