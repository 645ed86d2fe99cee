"""One recommendation, as its readers see it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from inspections.models import Addressee, Grade, GradeScale, GradeTier
from oversight.bodies.models import ForceName
from responses.models import Answer, Event, EventKind, EvidenceFile, Notice, NoticeKind, WaitingOn
from responses.workflow import assurance, closing, correction, waiting
from responses.workflow import follow_up as workflow
from tests import factories
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW, address
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db


def make_rich_follow_up():
    """With a published answer, a grade, a part, a request, an update and a letter."""
    inspection = factories.make_inspection("SE-2024-SOC", url="https://hmicfrs.example/report")
    cause = factories.make_finding(inspection, kind="cause-of-concern", number=1, title="Too little is known")
    finding = factories.make_finding(inspection, number=1, parent=cause, page="12")
    factories.make_follow_up(cause)
    lead = factories.make_lead(name="Dana Brook", job_title="Detective Superintendent")
    follow_up = factories.make_follow_up(finding, officer=factories.make_officer(name="Priya Shah"))
    workflow.assign(follow_up, lead=lead, officer=follow_up.officer, by=follow_up.officer, at=factories.AT)
    scale = GradeScale.objects.create(name="PEEL, five tiers")
    tier = GradeTier.objects.create(scale=scale, name="Inadequate", rank=5)
    Grade.objects.create(
        inspection=inspection, force=follow_up.force, question="Serious crime", tier=tier, awarded_on=date(2024, 8, 30)
    )
    publish(finding=finding, said={"position": "accepted", "action": "I will seek assurances."})
    factories.make_request(follow_up, lead=lead)
    return follow_up


def log_update(follow_up, text, *, is_publishable=False):
    return assurance.log(
        follow_up,
        level="partly",
        method="visit",
        text=text,
        made_on=date(2025, 1, 20),
        is_publishable=is_publishable,
        submission_id=uuid4(),
        by=follow_up.officer,
        at=NOW,
    )


def test_detail_tells_the_whole_story(client, officer):
    follow_up = make_rich_follow_up()
    log_update(follow_up, "Two of four districts are briefed.")

    words = text_of(client.get(address("detail", follow_up)))

    for expected in [
        "Recommendation SE-2024-SOC-R1 Share intelligence with frontline teams",
        "In progress Due 1 March 2025 , in 19 days Hampshire and Isle of Wight Constabulary",
        "HMICFRS, 30 August 2024, page 12",
        "What the Commissioner said Accepted I will seek assurances.",
        "Part of Too little is known SE-2024-SOC-C1",
        "Please send the briefing material.",
        "Force lead Dana Brook, Detective Superintendent",
        "Grade Inadequate Serious crime",
        "Deadline 1 March 2025 Set by the inspectorate",
        "Latest update: partly assured, 20 January 2025",
        "Recommendation assigned: waiting to be sent to Dana Brook on 2 September 2024 at 11am",
        "Assurance update by Priya Shah 10 February 2025 at 9:30am",
        "Partly assured (visit) Two of four districts are briefed.",
    ]:
        assert expected in words


def test_detail_shows_an_answer_once_with_its_files(client, officer):
    follow_up = factories.make_follow_up(officer=officer)
    request = factories.make_request(follow_up)
    answer = factories.make_round(request, submitted_at=NOW, text="Every shift is briefed.")
    EvidenceFile.objects.create(
        round=answer,
        name="Briefing pack.pdf",
        content_type="application/pdf",
        size=1258291,
        sha256="a" * 64,
        uploaded_by=request.lead,
        uploaded_at=NOW,
    )
    about = {"policing_body": follow_up.policing_body, "follow_up": follow_up, "request": request, "round": answer}
    for kind in ["evidence-answered", "evidence-accepted"]:
        Event.objects.create(kind=kind, by=request.lead, at=NOW, **about)

    words = text_of(client.get(address("detail", follow_up)))

    assert words.count("Every shift is briefed.") == 1
    about_file = "Briefing pack.pdf (1.2MB) Not scanned for viruses About this file : Briefing pack.pdf"
    assert f"Every shift is briefed. {about_file} Evidence request {request.reference}" in words
    assert words.count(f"Evidence request {request.reference}") == 2


def test_detail_says_to_both_sides_whom_the_finding_is_addressed_to_and_on_which_condition(client, officer):
    follow_up = factories.make_follow_up()
    facts = {"finding": follow_up.finding, "part": "supporting", "condition": "those that have not yet done so"}
    Addressee.objects.create(**facts, kind="force", force=follow_up.force)
    Addressee.objects.create(finding=follow_up.finding, kind="npcc")
    told = (
        "Addressed to Hampshire and Isle of Wight (supporting), only those that have not yet done so; "
        "National Police Chiefs' Council"
    )

    assert told in text_of(client.get(follow_up.get_absolute_url()))
    client.force_login(factories.make_lead())
    assert told in text_of(client.get(follow_up.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_much_has_happened(client, officer, django_assert_num_queries, count):
    follow_up = make_rich_follow_up()
    for number in range(count):
        log_update(follow_up, f"Update {number}.")
        factories.make_request(follow_up)

    with django_assert_num_queries(12):
        client.get(address("detail", follow_up))


@pytest.mark.parametrize("count", [20, 21, 70])
def test_detail_shows_the_newest_letters_and_events_and_leads_to_the_rest(client, officer, count):
    follow_up = factories.make_follow_up()  # its first event
    told = {"policing_body": follow_up.policing_body, "follow_up": follow_up, "kind": EventKind.RATED, "by": officer}
    Event.objects.bulk_create(Event(**told, at=NOW + timedelta(hours=number)) for number in range(1, count))
    for number in range(count):
        Notice.objects.owe(NoticeKind.DECIDED, to=officer, at=NOW + timedelta(hours=number), follow_up=follow_up)

    newest = client.get(address("detail", follow_up))
    every = client.get(address("detail", follow_up) + "?show=all")

    assert [len(newest.context["events"]), len(newest.context["notices"])] == [20, 20]
    assert [len(every.context["events"]), len(every.context["notices"])] == [count, count]
    offers = ["Show the whole history", "Show every letter"]
    assert [words in text_of(newest) for words in offers] == [count > 20, count > 20]
    assert [words in text_of(every) for words in offers] == [False, False]


def test_history_shows_a_short_update_as_it_was_typed_and_leads_to_the_whole_of_a_long_one(client, officer):
    follow_up = factories.make_follow_up()
    log_update(follow_up, "Briefed in the north.\n\nNot in the south.")
    short = client.get(address("detail", follow_up)).content.decode()
    log_update(follow_up, " ".join(f"word{number}" for number in range(41)))
    long = text_of(client.get(address("detail", follow_up)))

    assert short.count('<p class="govuk-body">Not in the south.</p>') == 2  # as the latest, and in the history
    assert "The whole update" not in short
    assert "word39 … The whole update" in long


def test_detail_shows_three_verdicts_beside_each_other(client, officer):
    lead = factories.make_lead(name="Dana Brook")
    facts = {"claimed_on": date(2024, 12, 1), "claimed_by": lead, "force_rag": "green"}
    follow_up = factories.make_follow_up(lead=lead, **facts)

    words = text_of(client.get(address("detail", follow_up)))

    assert "The force Complete (Dana Brook) Green: on track or complete 1 December 2024" in words
    assert "Our office Not signed off yet Rating: Green On track by date. Change the rating – HMICFRS Open –" in words
    assert "Force says complete Due 1 March 2025" in words


def test_detail_names_the_force_of_then_and_of_now(client, officer):
    finding = factories.make_finding(factories.make_inspection(published_on=date(2021, 2, 18)))
    follow_up = factories.make_follow_up(finding)
    ForceName.objects.update(starts_on=date(2022, 10, 3))
    ForceName.objects.create(force=follow_up.force, name="Hampshire Constabulary", ends_on=date(2022, 10, 2))

    words = text_of(client.get(address("detail", follow_up)))

    assert "Hampshire and Isle of Wight Constabulary (Hampshire Constabulary when the report came out)" in words


def test_detail_shows_what_stands_under_a_cause_of_concern(client, officer):
    cause = factories.make_finding(kind="cause-of-concern")
    child = factories.make_finding(cause.inspection, parent=cause, title="Brief every shift")
    follow_up = factories.make_follow_up(cause)
    factories.make_follow_up(child)
    factories.make_follow_up(child, policing_body=factories.make_policing_body("kent-pcc", "Kent"))

    page = client.get(address("detail", follow_up))

    assert [each.finding for each in page.context["family"]] == [child]
    assert "Recommendations under it Brief every shift" in text_of(page)


def test_detail_of_a_cause_of_concern_shows_the_earliest_deadline_of_its_open_recommendations(client, officer):
    cause = factories.make_finding(kind="cause-of-concern", deadline="")
    follow_up = factories.make_follow_up(cause)
    for day, status in [
        (date(2025, 3, 1), "in-progress"),
        (date(2025, 2, 1), "done"),
        (date(2025, 9, 1), "in-progress"),
    ]:
        child = factories.make_finding(cause.inspection, parent=cause)
        facts = {"due_on": day, "due_wording": f"By {day.day} {day:%B %Y}", "due_precision": "day"}
        factories.make_follow_up(child, status=status, due_source="inspectorate", **facts)

    words = text_of(client.get(address("detail", follow_up)))

    assert "Earliest deadline of its open recommendations 1 March 2025" in words


def test_detail_calls_the_policing_body_by_its_kind(client):
    mayor = factories.make_policing_body("gm-mayor", "Greater Manchester", "mayor")
    client.force_login(factories.make_officer(policing_body=mayor))
    follow_up = factories.make_follow_up(policing_body=mayor)
    said = {"action": "", "no_action_reason": "It is done."}
    publish(finding=follow_up.finding, policing_body=mayor, said=said)

    assert "What the Mayor said Accepted in part It is done." in text_of(client.get(address("detail", follow_up)))


def test_detail_shows_no_answer_before_it_is_published(client, officer):
    follow_up = factories.make_follow_up()
    response = factories.make_response(follow_up.finding.inspection)
    Answer.objects.create(response=response, finding=follow_up.finding, action="A draft of ours.")

    assert "A draft of ours." not in client.get(address("detail", follow_up)).content.decode()


def test_detail_shows_what_is_published_while_a_correction_is_written(client, officer):
    follow_up = factories.make_follow_up()
    response = publish(finding=follow_up.finding, said={"action": "We ask for figures."})
    correction.correct(response, reason="Say how often.", by=officer, at=NOW)
    response.answers.update(action="A draft of ours.")

    words = text_of(client.get(address("detail", follow_up)))

    assert "We ask for figures." in words
    assert "A draft of ours." not in words


def test_detail_shows_no_answer_that_is_withdrawn(client, officer):
    follow_up = factories.make_follow_up()
    response = publish(finding=follow_up.finding, said={"action": "We ask for figures."})
    correction.withdraw(response, number=1, reason="It named a victim.", by=factories.make_approver(), at=NOW)

    assert "We ask for figures." not in text_of(client.get(address("detail", follow_up)))


def test_detail_shows_a_lead_nothing_that_is_the_offices_alone(client):
    follow_up = make_rich_follow_up()
    log_update(follow_up, "A private doubt.")
    log_update(follow_up, "Briefings have begun.", is_publishable=True)
    client.force_login(factories.make_lead())

    words = text_of(client.get(address("detail", follow_up)))

    assert "What the office found Partly assured 20 January 2025 (21 days ago) Briefings have begun." in words
    for private in ["A private doubt.", "Latest update", "Follow-up started", "Log an assurance update", "Assign"]:
        assert private not in words.replace("Assigned by", "")
    assert "Assigned by Priya Shah" in words


def test_detail_tells_each_act_once_with_the_status_that_follows(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead(name="Dana Brook")
    workflow.assign(follow_up, lead=lead, officer=officer, by=officer, at=NOW)
    said = {"reason": "Seen in every district.", "without": "A visit showed it."}
    closing.sign_off(follow_up, **said, by=officer, at=NOW + timedelta(days=1))

    story = text_of(client.get(follow_up.get_absolute_url()))
    client.force_login(lead)
    of_lead = text_of(client.get(follow_up.get_absolute_url()))

    assert "with Priya Shah as policy officer Now in progress." in story
    assert "A visit showed it. Now assured." in story
    assert ("Status changed" in story, "Status changed by Priya Shah" in of_lead) == (False, True)


def test_detail_says_first_who_acts_and_when_then_the_words_and_the_history(client, officer):
    words = text_of(client.get(factories.make_follow_up().get_absolute_url()))

    order = ["Log an assurance update", "Key facts", "What the inspectorate said", "Letters"]
    assert sorted(order, key=words.index) == order


def test_detail_tells_no_status_as_if_a_wait_had_led_to_it(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead()
    workflow.assign(follow_up, lead=lead, officer=officer, by=officer, at=NOW)
    waiting.wait(
        follow_up, awaited=waiting.Awaited(WaitingOn.COLLEGE), reason="It writes the course.", by=officer, at=NOW
    )

    story = text_of(client.get(follow_up.get_absolute_url()))

    assert "as policy officer Now in progress." in story
    assert story.count("Now in progress") == 1


def test_detail_offers_a_viewer_no_buttons(client):
    follow_up = factories.make_follow_up()
    client.force_login(factories.make_viewer())

    page = client.get(address("detail", follow_up))

    assert [name for name in ("may_log_assurance", "may_assign", "may_ask") if page.context[name]] == []
    assert "Log an assurance update" not in text_of(page)


def test_detail_escapes_what_people_typed(client, officer):
    follow_up = factories.make_follow_up(officer=officer)
    log_update(follow_up, "<script>alert(1)</script>")

    assert "<script>alert" not in client.get(address("detail", follow_up)).content.decode()
