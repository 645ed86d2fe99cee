"""Letters about what is held for a re-check or waits on others, and none about its deadline meanwhile."""

from datetime import UTC, date, datetime

import pytest

from responses import emails
from responses.models import Notice, WaitingOn
from responses.notices import planner
from responses.workflow import closing, outcome, waiting
from responses.workflow.waiting import Awaited
from tests import factories

pytestmark = pytest.mark.django_db
BEFORE = datetime(2024, 11, 4, 9, 30, tzinfo=UTC)
ON = date(2025, 2, 27)  # two days before the deadline of 1 March 2025
DAY = date(2025, 3, 3)


@pytest.fixture
def officer():
    return factories.make_officer("priya@example.org")


@pytest.fixture
def follow_up(officer):
    finding = factories.make_finding(reference="SE-2024-SOC-R1")
    return factories.make_follow_up(finding, lead=factories.make_lead("dana@example.org"), by=officer)


def planned(on=ON):
    """What the planner owes on a day."""
    Notice.objects.all().delete()
    planner.plan(on=on, at=datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
    return sorted(Notice.objects.values_list("kind", "address", "due_on", "rung"))


def hold(follow_up, officer, until=DAY):
    outcome.hold(follow_up, until=until, reason="To see whether it lasts.", by=officer, at=BEFORE)


def wait(follow_up, officer, until=DAY):
    awaited = Awaited(WaitingOn.COLLEGE, until=until)
    waiting.wait(follow_up, awaited=awaited, reason="Guidance.", by=officer, at=BEFORE)


def test_plan_reminds_of_a_deadline_that_counts(follow_up):
    assert {kind for kind, *_ in planned()} == {"follow-up-due"}


@pytest.mark.parametrize("rest", [hold, wait])
def test_plan_tells_the_officer_alone_of_a_day_to_look_again_and_nobody_of_the_deadline(follow_up, officer, rest):
    rest(follow_up, officer)

    assert planned() == [("review-due", "priya@example.org", DAY, 14)]
    assert planned(date(2025, 2, 28)) == [("review-due", "priya@example.org", DAY, 1)]


@pytest.mark.parametrize("rest", [hold, wait])
def test_plan_goes_on_about_a_day_to_look_again_that_has_passed(follow_up, officer, rest):
    rest(follow_up, officer)

    assert planned(date(2025, 3, 20)) == [("review-due", "priya@example.org", DAY, -14)]


def test_plan_owes_nothing_while_it_waits_for_nobody_knows_how_long(follow_up, officer):
    wait(follow_up, officer, until=None)

    assert planned() == []


@pytest.mark.parametrize("passed", [True, False])
def test_plan_owes_nothing_more_of_a_re_check_that_is_over(follow_up, officer, passed):
    hold(follow_up, officer)
    if passed:
        closing.sign_off(follow_up, reason="It has lasted everywhere.", without="Seen.", by=officer, at=BEFORE)
    else:
        outcome.reopen(follow_up, reason="It has not lasted.", by=officer, at=BEFORE)

    assert "review-due" not in {kind for kind, *_ in planned()}


def test_plan_writes_to_the_mailbox_where_the_officer_has_left(follow_up, officer):
    hold(follow_up, officer)
    officer.is_active = False
    officer.save()

    assert [address for _, address, *_ in planned()] == ["hampshire-pcc@example.org"]


def letter_to(address):
    message = emails.letter(Notice.objects.for_letter().filter(address=address).latest("pk"))
    return message.subject, message.body


@pytest.mark.parametrize(
    ("rest", "subject", "words"),
    [
        (hold, "SE-2024-SOC-R1 is to be checked again, 3 March 2025", "is held until 3 March 2025. Check whether"),
        (wait, "SE-2024-SOC-R1 waits on others, 3 March 2025", "expected by 3 March 2025. Check whether it is there"),
    ],
)
def test_the_letter_about_a_re_check_says_what_and_when(follow_up, officer, rest, subject, words):
    rest(follow_up, officer)
    planned()

    told, body = letter_to("priya@example.org")
    assert told == f"{subject}: Share intelligence with frontline teams"
    assert words in body


def decide(follow_up, officer, outcome_of):
    facts = {"by": officer, "at": BEFORE}
    if outcome_of == "assured":
        closing.sign_off(follow_up, reason="PRIVATE: for the office", without="PRIVATE", **facts)
    elif outcome_of == "closed":
        closing.record_closure(follow_up, closed_on=date(2024, 11, 1), level=None, reference="", **facts)
    elif outcome_of == "held":
        hold(follow_up, officer)
    else:
        outcome.end(follow_up, how=outcome.WorkStatus.WITHDRAWN, reason="PRIVATE", **facts)


@pytest.mark.parametrize(
    ("outcome_of", "words"),
    [
        ("assured", "The office is assured about this recommendation. HMICFRS has not closed it yet."),
        ("closed", "HMICFRS has closed this recommendation."),
        ("held", "This recommendation is held until 3 March 2025, when the office looks at it again."),
        ("withdrawn", "The office no longer follows up this recommendation: withdrawn."),
    ],
)
def test_the_letter_about_a_decision_says_how_it_stands_and_not_why(follow_up, officer, outcome_of, words):
    decide(follow_up, officer, outcome_of)

    subject, body = letter_to("dana@example.org")
    assert subject == "SE-2024-SOC-R1: the office has decided: Share intelligence with frontline teams"
    assert words in body
    assert "PRIVATE" not in body


def test_the_letter_about_a_reopening_says_that_it_is_open_again(follow_up, officer):
    hold(follow_up, officer)
    Notice.objects.all().delete()
    outcome.reopen(follow_up, reason="It has not lasted.", by=officer, at=BEFORE)

    assert "This recommendation is open again." in letter_to("dana@example.org")[1]


@pytest.mark.parametrize(("withdrawn", "words"), [(False, "is complete. That does not"), (True, "no longer says")])
def test_the_letter_about_a_claim_says_what_the_force_says(follow_up, withdrawn, words):
    closing.claim(follow_up, text="All shifts are briefed.", by=follow_up.lead, at=BEFORE)
    if withdrawn:
        closing.withdraw_claim(follow_up, reason="One has stopped.", by=follow_up.lead, at=BEFORE)

    assert words in letter_to("priya@example.org")[1]
