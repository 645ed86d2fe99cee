"""Deadlines that move, and dates that nobody has set."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from inspections import deadlines
from inspections.models import Finding
from oversight.versions import StaleError
from responses.models import DeadlineRevision, DueSource, FollowUp, Notice
from responses.workflow import deadlines as workflow
from responses.workflow.deadlines import SameDateError, Target, Why
from responses.workflow.follow_up import WrongStatusError
from tests import factories, locks

pytestmark = pytest.mark.django_db
AT = datetime(2025, 2, 3, 9, 30, tzinfo=UTC)
ON = date(2025, 2, 3)
WHY = Why("Recruitment took longer.", "the Commissioner", ON)


def our_date(words="By 1 June 2025"):
    return Target(DueSource.OFFICE, deadlines.parse(words, published_on=None))


def revise(follow_up, to=None, *, by=None, seen_before=None, **facts):
    return workflow.revise(
        follow_up,
        to=to or our_date(),
        why=facts.pop("why", WHY),
        seen_before=workflow.seen(follow_up) if seen_before is None else seen_before,
        submission_id=facts.pop("submission_id", None) or uuid4(),
        by=by or factories.make_officer(),
        at=facts.pop("at", AT),
    )


def due(follow_up):
    follow_up.refresh_from_db()
    return follow_up.due_wording, follow_up.due_precision, follow_up.due_on, follow_up.due_source


def told(follow_up):
    event = follow_up.events.first()
    return event.kind, event.detail, event.reason, event.audience


def test_revise_moves_the_deadline_and_says_who_agreed_when_and_why():
    follow_up, officer = factories.make_follow_up(), factories.make_officer(name="Priya Shah")

    made = revise(follow_up, by=officer)

    assert due(follow_up) == ("By 1 June 2025", "day", date(2025, 6, 1), DueSource.OFFICE)
    assert (follow_up.touched_at, follow_up.version) == (AT, 1)
    assert (made.from_on, made.to_on, made.agreed_by, made.agreed_on) == (
        date(2025, 3, 1),
        date(2025, 6, 1),
        "the Commissioner",
        ON,
    )
    assert told(follow_up) == ("revised", "from 1 March 2025 to 1 June 2025", "Recruitment took longer.", "force")
    assert (follow_up.events.first().revision, follow_up.events.first().by) == (made, officer)


def test_revise_keeps_the_precision_that_was_agreed():
    follow_up = factories.make_follow_up()

    revise(follow_up, our_date("June 2025"))

    assert due(follow_up) == ("June 2025", "month", date(2025, 6, 30), DueSource.OFFICE)
    assert told(follow_up)[1] == "from 1 March 2025 to June 2025"


def test_revise_leaves_the_original_on_the_finding():
    follow_up = factories.make_follow_up()

    revise(follow_up)

    assert Finding.objects.get().deadline_on == date(2025, 3, 1)


def test_revise_writes_to_the_lead_once():
    lead = factories.make_lead("dana@example.org")
    follow_up, once = factories.make_follow_up(lead=lead), uuid4()

    for _ in range(2):
        revise(follow_up, submission_id=once, seen_before="inspectorate 2025-03-01 -")

    assert list(Notice.objects.values_list("kind", "address")) == [("deadline-moved", "dana@example.org")]
    assert (DeadlineRevision.objects.count(), follow_up.events.filter(kind="revised").count()) == (1, 1)


def test_revise_to_no_date_carries_the_day_to_look_at_it_again_and_writes_no_letter():
    follow_up = factories.make_follow_up(lead=factories.make_lead())

    revise(follow_up, Target(DueSource.ALIGNED, review_on=date(2025, 9, 1)))

    assert due(follow_up) == ("", "none", None, DueSource.ALIGNED)
    assert follow_up.date_review_on == date(2025, 9, 1)
    words = "was 1 March 2025; now aligned to the next inspection, to be looked at again on 1 September 2025"
    assert told(follow_up)[:2] == ("dated", words)
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (our_date(), "no day was set before; now 1 June 2025"),
        (
            Target(DueSource.NONE, review_on=date(2025, 9, 1)),
            "no date for now, to be looked at again on 1 September 2025",
        ),
    ],
    ids=["a date", "no date for now"],
)
def test_revise_of_what_had_no_date_says_so(to, sentence):
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""))

    revise(follow_up, to)

    assert told(follow_up)[:2] == ("dated", sentence)


def test_revise_back_to_the_inspectorates_words_follows_the_finding_again():
    follow_up = factories.make_follow_up()
    revise(follow_up)

    revise(follow_up, Target(DueSource.INSPECTORATE, follow_up.finding.deadline))
    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_on=date(2025, 4, 1))

    assert due(follow_up) == ("By 1 April 2025", "day", date(2025, 4, 1), DueSource.INSPECTORATE)


@pytest.mark.parametrize("status", ["done", "withdrawn"])
def test_revise_refuses_what_is_no_longer_open(status):
    follow_up = factories.make_follow_up(status=status)

    with pytest.raises(WrongStatusError, match="is no longer open, so its deadline stays as it is"):
        revise(follow_up)

    assert DeadlineRevision.objects.count() == 0


@pytest.mark.parametrize("words", ["By 1 March 2025", "1 March 2025"])
def test_revise_refuses_the_day_that_it_has(words):
    with pytest.raises(SameDateError):
        revise(factories.make_follow_up(), our_date(words))


def test_revise_refuses_the_same_day_to_look_at_it_again():
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""))
    again = Target(DueSource.NONE, review_on=date(2025, 9, 1))
    revise(follow_up, again)

    with pytest.raises(SameDateError):
        revise(follow_up, again)


def test_revise_refuses_while_the_force_asks_for_another_date():
    follow_up = factories.make_date_change().follow_up

    with pytest.raises(WrongStatusError, match="The force has asked for another date. Decide on that instead."):
        revise(follow_up)


def test_revise_refuses_what_somebody_else_has_moved_meanwhile():
    follow_up = factories.make_follow_up()
    seen = workflow.seen(follow_up)
    revise(follow_up)

    with pytest.raises(StaleError) as refused:
        revise(follow_up, our_date("By 1 July 2025"), seen_before=seen)

    assert refused.value.current.due_on == date(2025, 6, 1)
    assert due(follow_up)[2] == date(2025, 6, 1)


@pytest.mark.django_db(transaction=True)
def test_revise_by_two_at_once_moves_it_once_and_tells_the_second():
    follow_up, officer = factories.make_follow_up(), factories.make_officer()
    again = FollowUp.objects.get(pk=follow_up.pk)

    outcomes = locks.at_once(
        lambda: revise(follow_up, by=officer), lambda: revise(again, our_date("By 1 July 2025"), by=officer)
    )

    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "StaleError"]
    assert DeadlineRevision.objects.count() == 1


@pytest.mark.parametrize("source", [DueSource.OFFICE, DueSource.ALIGNED])
def test_a_corrected_finding_leaves_what_the_office_has_decided(source):
    follow_up = factories.make_follow_up()
    ours = {DueSource.OFFICE: our_date(), DueSource.ALIGNED: Target(source, review_on=date(2025, 9, 1))}
    revise(follow_up, ours[source])
    before = due(follow_up), follow_up.date_review_on

    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_on=date(2025, 4, 1))

    assert (due(follow_up), follow_up.date_review_on) == before


def test_a_date_that_comes_into_the_report_takes_the_place_of_none():
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""))
    revise(follow_up, Target(DueSource.NONE, review_on=date(2025, 9, 1)))

    Finding.objects.update(deadline_wording="By 1 April 2025", deadline_precision="day", deadline_on=date(2025, 4, 1))

    assert due(follow_up) == ("By 1 April 2025", "day", date(2025, 4, 1), DueSource.INSPECTORATE)
    assert follow_up.date_review_on is None
