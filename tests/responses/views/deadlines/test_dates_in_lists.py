"""What a list says about a date: the first one, how often it moved, and when nobody has set one."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections import deadlines
from responses.models import DueSource, FollowUp
from responses.workflow import deadlines as workflow
from responses.workflow.deadlines import Target, Why
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("responses:follow-up-list")
REVIEW = date(2025, 9, 1)


def revise(follow_up, words="", source=DueSource.OFFICE, review_on=None):
    deadline = deadlines.parse(words, published_on=None) if words else workflow.NO_DEADLINE
    workflow.revise(
        follow_up,
        to=Target(source, deadline, review_on),
        why=Why("Recruitment.", "the Commissioner", date(2025, 2, 3)),
        seen_before=workflow.seen(follow_up),
        submission_id=uuid4(),
        by=follow_up.officer,
        at=datetime(2025, 2, 3, 9, tzinfo=UTC),
    )


def due(client, query=""):
    cells = re.findall(r'data-label="Due">(.*?)</td>', client.get(LIST + query).content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def test_list_shows_the_original_the_moves_and_the_slip(client, officer):
    follow_up = factories.make_follow_up()
    revise(follow_up, "By 1 June 2025")
    revise(follow_up, "By 1 May 2025")

    assert due(client) == ["1 May 2025 was 1 March 2025 moved twice, 61 days later"]


def test_list_shows_what_is_past_its_original_date(client, officer):
    follow_up = factories.make_follow_up(factories.make_finding(deadline="By 1 February 2025"))
    revise(follow_up, "By June 2025")

    assert due(client) == ["June 2025 past its original date was 1 February 2025 moved once, 149 days later"]


def test_list_counts_the_slip_from_the_first_date_that_the_office_set(client, officer):
    follow_up = factories.make_follow_up(factories.make_finding(deadline=""))
    revise(follow_up, "By 1 May 2025")
    first = due(client)
    revise(follow_up, "By 1 June 2025")

    assert first == ["1 May 2025"]
    assert due(client) == ["1 June 2025 was 1 May 2025 moved once, 31 days later"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (DueSource.ALIGNED, "At the next inspection look again 1 Sep 2025"),
        (DueSource.NONE, "No date set look again 1 Sep 2025"),
    ],
)
def test_list_says_when_a_missing_date_is_looked_at_again(client, officer, source, words):
    revise(factories.make_follow_up(factories.make_finding(deadline="")), source=source, review_on=REVIEW)

    assert due(client) == [words]


def test_list_finds_what_needs_a_review_date_for_the_office_alone(client, officer):
    for deadline, kind in [("", "recommendation"), ("By 1 March 2025", "recommendation"), ("", "cause-of-concern")]:
        factories.make_follow_up(factories.make_finding(deadline=deadline, kind=kind))
    reviewed = factories.make_follow_up(factories.make_finding(deadline=""))
    revise(reviewed, source=DueSource.NONE, review_on=REVIEW)

    ours = due(client, "?only=undated")
    client.force_login(factories.make_lead())
    theirs = due(client, "?only=undated")

    assert ours == ["No date set needs a review date"]
    assert (len(theirs), any("needs a review date" in each for each in theirs)) == (4, False)


def test_list_finds_for_which_the_force_asks_for_another_date(client, officer):
    asked = factories.make_date_change().follow_up
    factories.make_follow_up()
    done = factories.make_date_change().follow_up
    FollowUp.objects.filter(pk=done.pk).update(status="done")

    assert list(client.get(LIST + "?only=date").context["page"]) == [asked]
