"""What the public reads of dates that have moved since a response was published, and what it never does (R102)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections import deadlines
from inspections.models import Finding
from responses import since
from responses.models import DueSource, FollowUp
from responses.workflow import correction, date_change
from responses.workflow import deadlines as workflow
from responses.workflow.deadlines import Target, Why
from tests import factories
from tests.reading import text_of
from tests.responses.views.published import AT, publish

pytestmark = pytest.mark.django_db
CORRECTED = "Since this was published the record of the inspectorate’s date has been corrected"
CANARY = "CANARY-7f3a"
BEFORE, LATER = datetime(2024, 9, 20, 9, 30, tzinfo=UTC), datetime(2024, 11, 4, 9, 30, tzinfo=UTC)
SINCE = "Since this was published the date has been"
ONCE = f"{SINCE} moved once"
MOVED = f"{ONCE}: from 1 March 2025 to 1 June 2025, 92 days later."
HEADING = "The date now"


@pytest.fixture
def finding():
    return factories.make_finding()


def to(words):
    return Target(DueSource.OFFICE, deadlines.parse(words, published_on=None))


NO_DATE = Target(DueSource.NONE, review_on=date(2025, 9, 1))
ALIGNED = Target(DueSource.ALIGNED, review_on=date(2025, 9, 1))
PRINTED = Target(DueSource.INSPECTORATE, deadlines.parse("By 1 March 2025", published_on=None))


def move(follow_up, *targets, at=LATER):
    why = Why(f"{CANARY} reason", f"{CANARY} committee", at.date())
    by = factories.make_officer(name=f"{CANARY} officer", policing_body=follow_up.policing_body)
    for target in targets:
        seen = workflow.seen(follow_up)
        workflow.revise(follow_up, to=target, why=why, seen_before=seen, submission_id=uuid4(), by=by, at=at)
    return follow_up


def page_of(client, response):
    return client.get(reverse("responses:public-response", args=[response.slug]))


def told(response):
    """All that stands beside its answers."""
    return [str(each) for lines in since.told(response.publications.get()).values() for each in lines]


SENTENCES = [
    ("By 1 March 2025", [to("1 June 2025")], f"{ONCE}: from 1 March 2025 to 1 June 2025, 92 days later."),
    (
        "By 1 March 2025",
        [to("1 June 2025"), to("September 2025")],
        f"{SINCE} moved twice: from 1 March 2025 to September 2025, 213 days later.",
    ),
    (
        "By 1 March 2025",
        [to("1 June 2025"), to("1 May 2025"), to("1 February 2025")],
        f"{SINCE} moved 3 times: from 1 March 2025 to 1 February 2025, 28 days earlier.",
    ),
    ("By 1 March 2025", [to("1 June 2025"), PRINTED], f"{SINCE} moved twice. It is now 1 March 2025."),
    ("By 1 March 2025", [NO_DATE], f"{ONCE}. It was 1 March 2025 at first, and there is no date for now."),
    (
        "By 1 March 2025",
        [ALIGNED],
        f"{ONCE}. It was 1 March 2025 at first, and it is aligned to the next inspection, whose day is not known.",
    ),
    ("", [to("1 June 2025")], "The force now has until 1 June 2025."),
    ("as soon as possible", [to("1 June 2025")], "The force now has until 1 June 2025."),
    ("", [to("1 June 2025"), to("1 July 2025")], f"{ONCE}: from 1 June 2025 to 1 July 2025, 30 days later."),
]


def test_a_date_that_moved_is_told_in_one_sentence():
    inspection = factories.make_inspection()
    findings = [factories.make_finding(inspection, deadline=printed) for printed, _, _ in SENTENCES]
    response = publish(inspection=inspection, finding=findings[0])

    for finding, (_, targets, _) in zip(findings, SENTENCES, strict=True):
        move(factories.make_follow_up(finding), *targets)

    assert told(response) == [words for _, _, words in SENTENCES]


def test_nothing_is_told_while_no_date_has_moved(finding):
    response = publish(finding=finding)
    move(factories.make_follow_up(factories.make_finding(deadline="")), to("1 June 2025"))  # another report's
    vague = factories.make_follow_up(finding)

    assert told(response) == []
    FollowUp.objects.filter(pk=vague.pk).update(due_on=None, due_source="none", due_wording="", due_precision="none")
    assert told(response) == []


def test_a_date_that_moved_before_the_response_is_told_without_since(finding):
    follow_up = move(factories.make_follow_up(finding), to("1 June 2025"), at=BEFORE)
    response = publish(finding=finding)

    assert told(response) == [MOVED.replace("Since this was published the", "The")]
    move(follow_up, to("1 July 2025"))
    assert told(response) == ["The date has been moved twice: from 1 March 2025 to 1 July 2025, 122 days later."]


def test_what_is_done_had_its_date():
    finding = factories.make_finding(deadline="")
    response = publish(finding=finding)
    follow_up = move(factories.make_follow_up(finding), to("1 June 2025"))

    FollowUp.objects.filter(pk=follow_up.pk).update(status="done")

    assert told(response) == ["The force had until 1 June 2025."]


def test_what_the_force_alone_calls_complete_is_not_over_in_public(client):
    finding, lead = factories.make_finding(deadline=""), factories.make_lead()
    response = publish(finding=finding)
    follow_up = move(factories.make_follow_up(finding, lead=lead), to("1 June 2025"))

    FollowUp.objects.filter(pk=follow_up.pk).update(claimed_on=date(2025, 1, 2), claimed_by=lead)

    assert told(response) == ["The force now has until 1 June 2025."]
    assert "omplete" not in text_of(page_of(client, response))


ENDED = {
    "watched": {"status": "watched", "applicability": "watched"},
    "not applicable": {"status": "not-applicable", "applicability": "does-not-apply", "applicability_reason": "No."},
    "withdrawn": {"status": "withdrawn", "applicability": "applies"},
}


def test_nothing_is_told_of_what_is_not_followed_up_any_more(finding):
    response = publish(finding=finding)
    row = FollowUp.objects.filter(pk=move(factories.make_follow_up(finding), to("1 June 2025")).pk)
    ended = {name: row.update(**facts) and told(response) for name, facts in ENDED.items()}

    assert ended == {"watched": [], "not applicable": [], "withdrawn": []}
    row.update(status="superseded", superseded_by=factories.make_finding(), applicability="applies")
    assert told(response) == []
    row.update(status="in-progress", superseded_by=None)
    assert told(response) == [MOVED]


def test_a_correction_of_the_inspectorate_is_told_in_its_words(finding):
    response = publish(finding=finding)
    move(factories.make_follow_up(finding), to("1 June 2025"))
    read = deadlines.parse("By April 2025", published_on=None)

    Finding.objects.filter(pk=finding.pk).update(
        deadline_wording=read.wording, deadline_precision=read.precision, deadline_on=read.last_day
    )

    assert told(response) == [
        f"{CORRECTED} from 1 March 2025 to April 2025.",
        "Since this was published the date has been moved once: from April 2025 to 1 June 2025, 32 days later.",
    ]


def test_a_correction_alone_is_told_once_for_all_forces(finding):
    response = publish(finding=finding)
    kent = factories.make_force("kent", "Kent Police", policing_body=factories.make_policing_body())
    for force in (factories.make_force(), kent):
        factories.make_follow_up(finding, force=force)

    Finding.objects.filter(pk=finding.pk).update(deadline_wording="", deadline_precision="none", deadline_on=None)

    assert told(response) == [f"{CORRECTED} from 1 March 2025 to no date."]


def test_each_force_and_part_has_a_sentence_of_its_own(client):
    body = factories.make_policing_body()
    kent = factories.make_force("kent", "Kent Police", policing_body=body)
    inspection = factories.make_inspection(forces=[factories.make_force(), kent])
    finding = factories.make_finding(inspection)
    part = factories.make_finding(inspection, parent=finding, limb="a")
    response = publish(finding=finding)
    move(factories.make_follow_up(finding), to("1 June 2025"))
    move(factories.make_follow_up(finding, force=kent), to("1 July 2025"))
    move(factories.make_follow_up(part, force=kent), to("1 May 2025"))

    words = text_of(page_of(client, response))

    assert (
        f"{HEADING} Hampshire and Isle of Wight: {MOVED} "
        "Kent Police: Since this was published the date has been moved once: from 1 March 2025 to 1 July 2025, "
        "122 days later. "
        "Kent Police, part (a): Since this was published the date has been moved once: from 1 March 2025 to "
        "1 May 2025, 61 days later. This is kept up to date. It is not part of the published response."
    ) in words


def test_only_the_responding_office_and_its_successor_are_told_of(finding):
    response, mayor = publish(finding=finding), factories.make_policing_body("solent-mayor", "the Solent", "mayor")
    move(factories.make_follow_up(finding, policing_body=mayor), to("1 June 2025"))
    assert told(response) == []

    succession = factories.make_succession(predecessor=response.policing_body, successor=mayor)
    assert told(response) == [MOVED]

    by = factories.make_administrator(policing_body=mayor)
    undone = {"undone_at": AT, "undone_by": by, "undone_because": "An error."}
    type(succession).objects.filter(pk=succession.pk).update(**undone)
    assert told(response) == []


def test_a_page_is_another_once_a_date_has_moved(client, finding):
    response, follow_up = publish(finding=finding), factories.make_follow_up(finding)
    tag = page_of(client, response).headers["ETag"]
    assert page_of(client, response).headers["ETag"] == tag

    move(follow_up, to("1 June 2025"))

    assert page_of(client, response).headers["ETag"] != tag


def test_no_reason_no_name_and_no_question_of_the_force_is_public(client, finding):
    response, follow_up = publish(finding=finding), factories.make_follow_up(finding)
    asked = {"reason": f"{CANARY} wish", "meanwhile": f"{CANARY} protection", "evidence": f"{CANARY} evidence"}
    lead, officer = factories.make_lead(name=f"{CANARY} lead"), factories.make_officer(name=f"{CANARY} decider")

    def ask():
        once, due = uuid4(), deadlines.parse("1 June 2025", published_on=None)
        return date_change.ask(follow_up, deadline=due, submission_id=once, by=lead, at=LATER, **asked)

    change = ask()
    assert told(response) == []
    date_change.refuse(change, reason=f"{CANARY} no", by=officer, at=LATER)
    assert told(response) == []
    date_change.grant(ask(), reason=f"{CANARY} yes", by=officer, at=LATER)

    assert told(response) == [MOVED]
    assert CANARY not in page_of(client, response).content.decode()


def test_moves_of_what_is_not_public_are_told_nowhere(client, finding):
    draft = factories.make_response(finding.inspection, status="draft")
    draft.answers.create(finding=finding, action="To come.")
    move(factories.make_follow_up(finding), to("1 June 2025"))
    assert page_of(client, draft).status_code == 404

    response = publish(finding=factories.make_finding(), slug="withdrawn")
    move(factories.make_follow_up(response.inspection.findings.get()), to("1 June 2025"))
    correction.withdraw(response, number=1, reason="An error.", by=factories.make_approver(), at=AT)

    page = page_of(client, response)
    assert (page.status_code, "moved" in text_of(page)) == (410, False)


def test_what_was_published_stays_as_it_was(client, finding):
    response = publish(finding=finding)
    frozen = response.publications.get().document
    move(factories.make_follow_up(finding), to("1 June 2025"))
    version = client.get(reverse("responses:public-version", args=[response.slug, 1]))

    assert response.publications.get().document == frozen
    assert "Deadline: 1 March 2025." in text_of(page_of(client, response))
    assert HEADING not in text_of(version)


def test_a_response_without_answers_asks_for_no_dates():
    factories.make_follow_up()

    assert list(FollowUp.objects.beside_answers([], factories.make_policing_body())) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_dates_have_moved(client, django_assert_num_queries, count):
    inspection = factories.make_inspection()
    findings = [factories.make_finding(inspection) for _ in range(count)]
    response = publish(finding=findings[0])
    for each in findings:
        move(factories.make_follow_up(each), to("1 June 2025"), to("1 July 2025"), at=LATER + timedelta(days=1))
    page_of(client, response)  # makes its files

    with django_assert_num_queries(5):
        page = page_of(client, response)
    assert text_of(page).count(HEADING) == count
