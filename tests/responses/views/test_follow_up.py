"""The list of recommendations, one of them, and what the office does to it."""

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections.models import Grade, GradeScale, GradeTier
from oversight.bodies.models import ForceName
from responses.models import Answer, AssuranceUpdate, Event, EvidenceFile, FollowUp, Notice
from responses.workflow import follow_up as workflow
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer(client):
    officer = factories.make_officer(name="Priya Shah")
    client.force_login(officer)
    return officer


def text_of(page):
    """What a reader sees, in one line."""
    main = page.content.decode().split('id="main-content"', 1)[-1].split('<footer class="govuk-template', 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def address(name, follow_up):
    return reverse(f"responses:follow-up-{name}", args=[follow_up.pk])


# The list.


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_rows(client, officer, django_assert_num_queries, count):
    rows = [factories.make_follow_up() for _ in range(count)]

    with django_assert_num_queries(8):
        page = client.get(reverse("responses:follow-up-list"))

    assert list(page.context["page"]) == rows


def test_list_says_what_it_counts(client, officer):
    for kind in ["cause-of-concern", "recommendation", "recommendation"]:
        factories.make_follow_up(factories.make_finding(kind=kind))

    page = client.get(reverse("responses:follow-up-list"))

    assert "3 results: 1 cause of concern and 2 recommendations" in text_of(page)
    assert "<title>Recommendations (3 results) –" in page.content.decode()


def test_list_shows_deadlines_as_printed_with_days(client, officer):
    factories.make_follow_up(factories.make_finding(deadline="By February 2022"))
    factories.make_follow_up(factories.make_finding(deadline="By 1 March 2025"))
    factories.make_follow_up(factories.make_finding(deadline="By 1 September 2025"))
    factories.make_follow_up(factories.make_finding(deadline=""))

    page = client.get(reverse("responses:follow-up-list"))

    dues = re.findall(r'data-label="Due">(.*?)</td>', page.content.decode(), re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", due).split()) for due in dues]
    assert words == ["February 2022 1078 days late", "1 March 2025 in 19 days", "1 September 2025", "No date set"]


@pytest.mark.parametrize("status", ["awaiting-allocation", "in-progress", "submitted", "done", "withdrawn"])
def test_pages_have_a_word_for_every_status(client, officer, status):
    follow_up = factories.make_follow_up(status=status)
    word = {"submitted": "Ready for review"}.get(status, status.replace("-", " ").capitalize())

    assert f'">{word}</strong>' in client.get(reverse("responses:follow-up-list")).content.decode()
    assert f'">{word}</strong>' in client.get(address("detail", follow_up)).content.decode()


def test_list_shows_the_original_beside_a_revised_deadline(client, officer):
    facts = {"due_on": date(2025, 6, 1), "due_wording": "By 1 June 2025", "due_precision": "day"}
    factories.make_follow_up(due_source="office", **facts)

    assert "1 June 2025 was 1 March 2025" in text_of(client.get(reverse("responses:follow-up-list")))


def test_list_keeps_the_filters_on_its_second_page(client, officer):
    finding = factories.make_finding()
    for number in range(26):
        factories.make_follow_up(finding, force=factories.make_force(f"force-{number}", f"Force {number}"))

    page = client.get(reverse("responses:follow-up-list"), {"only": "open", "page": "2"})

    assert len(page.context["page"].object_list) == 1
    assert "?only=open&amp;page=1" in page.content.decode()
    assert "page 2 of 2" in page.content.decode()


@pytest.mark.parametrize(("asked", "number"), [("-1", 2), ("1e9", 1), ("999999999999", 2), ("abc", 1), ("0", 2)])
def test_list_survives_page_numbers_that_are_not(client, officer, asked, number):
    finding = factories.make_finding()
    for place in range(26):
        factories.make_follow_up(finding, force=factories.make_force(f"force-{place}", f"Force {place}"))

    assert client.get(reverse("responses:follow-up-list"), {"page": asked}).context["page"].number == number


def test_list_says_why_it_is_empty(client, officer):
    first_day = client.get(reverse("responses:follow-up-list"))
    factories.make_follow_up()
    none_match = client.get(reverse("responses:follow-up-list"), {"q": "nothing like it"})

    assert "No recommendations yet Recommendations appear here once an inspection is recorded" in text_of(first_day)
    assert "No recommendations match your filters Remove a filter, or clear all filters ." in text_of(none_match)


def test_list_shows_a_chip_for_each_filter(client, officer):
    factories.make_follow_up()

    page = client.get(reverse("responses:follow-up-list"), {"due": ["overdue", "soon"], "sort": "updated"})

    assert 'href="?due=soon&amp;sort=updated"' in page.content.decode()
    assert "Remove this filter: Overdue" in text_of(page)


# Who sees what.


@pytest.mark.parametrize(
    ("person", "list_rows", "detail", "write"),
    [
        (factories.make_officer, 1, 200, 200),
        (factories.make_approver, 1, 200, 200),
        (factories.make_administrator, 1, 200, 200),
        (factories.make_viewer, 1, 200, 403),
        (factories.make_lead, 1, 200, 403),
        (lambda: factories.make_lead(force=factories.make_force("kent", "Kent Police")), 0, 404, 404),
        (
            lambda: factories.make_officer(policing_body=factories.make_policing_body("kent-pcc", "Kent")),
            0,
            404,
            404,
        ),
    ],
    ids=["officer", "approver", "administrator", "viewer", "lead", "lead of another force", "another office"],
)
def test_pages_are_for_those_whose_they_are(client, person, list_rows, detail, write):
    follow_up = factories.make_follow_up()
    client.force_login(person())

    rows = client.get(reverse("responses:follow-up-list")).context["page"].paginator.count
    statuses = {name: client.get(address(name, follow_up)).status_code for name in ("detail", "assign", "assure")}
    posted = [client.post(address(name, follow_up), {"x": "1"}).status_code for name in ("assign", "assure")]

    assert rows == list_rows
    assert statuses == {"detail": detail, "assign": write, "assure": write}
    assert posted == [write, write]


def test_pages_ask_strangers_to_sign_in(client):
    follow_up = factories.make_follow_up()
    inspection = follow_up.finding.inspection
    addresses = [address(name, follow_up) for name in ("detail", "assign", "assure")]
    addresses += [reverse("responses:follow-up-list"), reverse("responses:follow-up-start", args=[inspection.pk])]

    for each in addresses:
        assert client.get(each).headers["Location"] == f"{reverse('account_login')}?next={each}"


def test_get_changes_nothing(client, officer):
    follow_up = factories.make_follow_up()
    for name in ("detail", "assign", "assure"):
        client.get(address(name, follow_up))
    client.get(reverse("responses:follow-up-start", args=[follow_up.finding.inspection_id]))

    assert client.post(address("detail", follow_up)).status_code == 405
    assert client.post(reverse("responses:follow-up-list")).status_code == 405
    assert (Event.objects.count(), FollowUp.objects.get().version) == (1, 0)


# One of them.


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
    facts = {"status": "published", "published_on": date(2024, 10, 1)}
    response = factories.make_response(
        inspection, approved_at=factories.AT, approved_by=factories.make_approver(), **facts
    )
    Answer.objects.create(response=response, finding=finding, position="accepted", action="I will seek assurances.")
    factories.make_request(follow_up, lead=lead)
    return follow_up


def log_update(follow_up, text, *, is_publishable=False):
    return workflow.log_assurance(
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
    assert f"Every shift is briefed. Briefing pack.pdf (1.2MB) Evidence request {request.reference}" in words
    assert words.count(f"Evidence request {request.reference}") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_much_has_happened(client, officer, django_assert_num_queries, count):
    follow_up = make_rich_follow_up()
    for number in range(count):
        log_update(follow_up, f"Update {number}.")
        factories.make_request(follow_up)

    with django_assert_num_queries(11):
        client.get(address("detail", follow_up))


def test_detail_shows_three_verdicts_beside_each_other(client, officer):
    lead = factories.make_lead(name="Dana Brook")
    facts = {"claimed_on": date(2024, 12, 1), "claimed_by": lead, "force_rag": "green"}
    follow_up = factories.make_follow_up(lead=lead, **facts)

    words = text_of(client.get(address("detail", follow_up)))

    assert "The force Complete (Dana Brook) Green: on track or complete 1 December 2024" in words
    assert "Our office Not signed off yet – HMICFRS Open –" in words
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


def test_detail_calls_the_policing_body_by_its_kind(client):
    mayor = factories.make_policing_body("gm-mayor", "Greater Manchester", "mayor")
    client.force_login(factories.make_officer(policing_body=mayor))
    follow_up = factories.make_follow_up(policing_body=mayor)
    response = factories.make_response(
        follow_up.finding.inspection,
        policing_body=mayor,
        status="published",
        published_on=date(2024, 10, 1),
        approved_at=factories.AT,
        approved_by=factories.make_approver(policing_body=mayor),
    )
    Answer.objects.create(response=response, finding=follow_up.finding, no_action_reason="It is done.")

    assert "What the Mayor said It is done." in text_of(client.get(address("detail", follow_up)))


def test_detail_shows_no_answer_before_it_is_published(client, officer):
    follow_up = factories.make_follow_up()
    response = factories.make_response(follow_up.finding.inspection)
    Answer.objects.create(response=response, finding=follow_up.finding, action="A draft of ours.")

    assert "A draft of ours." not in client.get(address("detail", follow_up)).content.decode()


def test_detail_shows_a_lead_nothing_that_is_the_offices_alone(client):
    follow_up = make_rich_follow_up()
    log_update(follow_up, "A private doubt.")
    log_update(follow_up, "Briefings have begun.", is_publishable=True)
    client.force_login(factories.make_lead())

    words = text_of(client.get(address("detail", follow_up)))

    assert "What the office found 20 January 2025 Partly assured Briefings have begun." in words
    for private in ["A private doubt.", "Latest update", "Follow-up started", "Log an assurance update", "Assign"]:
        assert private not in words.replace("Assigned by", "")
    assert "Assigned by Priya Shah" in words


def test_detail_offers_a_viewer_no_buttons(client):
    follow_up = factories.make_follow_up()
    client.force_login(factories.make_viewer())

    page = client.get(address("detail", follow_up))

    assert [name for name in ("may_assure", "may_assign", "may_ask") if page.context[name]] == []
    assert "Log an assurance update" not in text_of(page)


def test_detail_escapes_what_people_typed(client, officer):
    follow_up = factories.make_follow_up(officer=officer)
    log_update(follow_up, "<script>alert(1)</script>")

    assert "<script>alert" not in client.get(address("detail", follow_up)).content.decode()


# Assigning.


def test_assign_names_the_lead_and_goes_back(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead(name="Dana Brook")

    page = client.post(
        address("assign", follow_up), {"lead": lead.pk, "officer": officer.pk, "version": 0}, follow=True
    )

    follow_up.refresh_from_db()
    assert (follow_up.lead, follow_up.officer) == (lead, officer)
    assert page.redirect_chain == [(follow_up.get_absolute_url(), 302)]
    assert f"{follow_up.reference} is assigned to Dana Brook." in text_of(page)
    assert Notice.objects.count() == 1


def test_assign_offers_leads_of_the_force_and_writers_of_the_office(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead()
    factories.make_lead(is_active=False)
    factories.make_lead(force=factories.make_force("kent", "Kent Police"))
    factories.make_viewer()

    form = client.get(address("assign", follow_up)).context["form"]

    assert list(form.fields["lead"].queryset) == [lead]
    assert set(form.fields["officer"].queryset) == {officer, follow_up.officer}


def test_assign_refuses_a_lead_of_another_force(client, officer):
    follow_up = factories.make_follow_up()
    factories.make_lead()
    stranger = factories.make_lead(force=factories.make_force("kent", "Kent Police"))

    page = client.post(address("assign", follow_up), {"lead": stranger.pk, "officer": officer.pk, "version": 0})

    assert page.context["form"].errors == {"lead": ["Select a force lead from the list"]}
    assert FollowUp.objects.get().lead is None


def test_assign_says_what_is_missing_in_the_summary_and_the_title(client, officer):
    follow_up = factories.make_follow_up()
    factories.make_lead()

    page = client.post(address("assign", follow_up), {"lead": "", "officer": "", "version": 0})

    html = page.content.decode()
    assert '<a href="#id_lead">Select a force lead</a>' in html
    assert '<a href="#id_officer">Select a policy officer</a>' in html
    assert "<title>Error: Who deals with" in html


def test_assign_shows_what_somebody_else_did_and_keeps_the_choice(client, officer):
    follow_up = factories.make_follow_up()
    theirs, mine = factories.make_lead(name="Dana Brook"), factories.make_lead(name="Ravi Cole")
    workflow.assign(follow_up, lead=theirs, officer=officer, by=officer, at=NOW)
    choice = {"lead": mine.pk, "officer": officer.pk, "version": 0}

    refused = client.post(address("assign", follow_up), choice)
    again = {**choice, "version": refused.context["form"]["version"].value()}
    accepted = client.post(address("assign", follow_up), again)

    assert "The force lead is now Dana Brook and the policy officer Priya Shah." in text_of(refused)
    assert f'<option value="{mine.pk}" selected>Ravi Cole</option>' in refused.content.decode()
    assert accepted.status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.lead == mine


def test_assign_by_a_double_click_writes_one_letter(client, officer):
    follow_up, lead = factories.make_follow_up(), factories.make_lead()
    choice = {"lead": lead.pk, "officer": officer.pk, "version": 0}

    pages = [client.post(address("assign", follow_up), choice) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert Notice.objects.count() == 1


def test_assign_says_how_to_get_a_lead_where_there_is_none(client, officer):
    follow_up = factories.make_follow_up()

    asked = text_of(client.get(address("assign", follow_up)))
    client.force_login(factories.make_administrator())
    add = client.get(address("assign", follow_up)).content.decode()

    assert "Ask an administrator of your office to add a person with the role “Force lead” for this force" in asked
    assert 'Add a person in the <a class="govuk-link" href="/admin/">back office</a>' in add


# Assurance.


def update_facts(**facts):
    day = {"made_on_0": "3", "made_on_1": "2", "made_on_2": "2025"}
    text = {"text": "Two of four districts are briefed.", "is_publishable": "no", "submission_id": str(uuid4())}
    return {"level": "partly", "method": "visit", **day, **text, **facts}


def test_assure_logs_an_update(client, officer):
    follow_up = factories.make_follow_up()

    page = client.post(address("assure", follow_up), update_facts(is_publishable="yes"), follow=True)

    update = AssuranceUpdate.objects.get()
    assert (update.follow_up, update.level, update.method) == (follow_up, "partly", "visit")
    assert (update.made_on, update.is_publishable, update.by, update.at) == (date(2025, 2, 3), True, officer, NOW)
    assert f"The assurance update for {follow_up.reference} is logged." in text_of(page)


def test_assure_starts_with_today_and_the_office_only(client, officer):
    form = client.get(address("assure", factories.make_follow_up())).context["form"]

    assert (form["made_on"].value(), form["is_publishable"].value()) == (date(2025, 2, 10), "no")


def test_assure_twice_from_one_page_makes_one_update(client, officer):
    follow_up, facts = factories.make_follow_up(), update_facts()

    pages = [client.post(address("assure", follow_up), facts) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert AssuranceUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"level": ""}, {"level": ["Select how assured we are"]}),
        ({"level": "sure"}, {"level": ["Select a valid choice. sure is not one of the available choices."]}),
        ({"method": ""}, {"method": ["Select how we know"]}),
        ({"text": "  "}, {"text": ["Enter what we found and why we think so"]}),
        ({"is_publishable": ""}, {"is_publishable": ["Select who may read this"]}),
        ({"made_on_0": "11"}, {"made_on": ["Date of the judgement must be today or in the past"]}),
        ({"made_on_1": ""}, {"made_on": ["Date of the judgement must include a month"]}),
        (
            {"made_on_0": "29", "made_on_1": "8", "made_on_2": "2024"},
            {"made_on": ["Date of the judgement must be on or after the day the report was published"]},
        ),
    ],
)
def test_assure_says_what_is_wrong_and_keeps_the_text(client, officer, facts, errors):
    follow_up = factories.make_follow_up()

    page = client.post(address("assure", follow_up), update_facts(**facts))

    assert page.context["form"].errors == errors
    assert facts.get("text") or "Two of four districts are briefed." in page.content.decode()
    assert AssuranceUpdate.objects.count() == 0


@pytest.mark.parametrize("day", [date(2024, 8, 30), date(2025, 2, 10)], ids=["of the report", "today"])
def test_assure_takes_the_first_and_the_last_possible_day(client, officer, day):
    follow_up = factories.make_follow_up()
    parts = {"made_on_0": day.day, "made_on_1": day.month, "made_on_2": day.year}

    client.post(address("assure", follow_up), update_facts(**parts))

    assert AssuranceUpdate.objects.get().made_on == day


# Starting.


def start_page(inspection):
    return reverse("responses:follow-up-start", args=[inspection.pk])


def test_start_follows_up_what_the_officer_decides(client, officer):
    inspection = factories.make_inspection()
    findings = [factories.make_finding(inspection) for _ in range(3)]
    force = factories.make_force()
    keys = [f"{finding.pk}-{force.pk}" for finding in findings]
    decided = {
        f"applicability-{keys[0]}": "applies",
        f"applicability-{keys[1]}": "does-not-apply",
        f"reason-{keys[1]}": "The unit closed.",
        f"applicability-{keys[2]}": "not-yet",
        f"reason-{keys[0]}": "Typed by mistake.",
    }

    page = client.post(start_page(inspection), decided)

    started = [(row.finding, row.status, row.applicability_reason) for row in FollowUp.objects.order_by("finding")]
    assert started == [
        (findings[0], "awaiting-allocation", ""),
        (findings[1], "not-applicable", "The unit closed."),
    ]
    assert page.headers["Location"] == inspection.get_absolute_url()


def test_start_offers_every_row_as_applying(client, officer):
    finding = factories.make_finding()

    form = client.get(start_page(finding.inspection)).context["form"]

    rows = [(row.candidate.finding, row.applicability.value()) for row in form.rows()]
    assert rows == [(finding, "applies")]


def test_start_asks_why_and_keeps_everything_typed(client, officer):
    inspection = factories.make_inspection("SE-2024-SOC")
    first, second = factories.make_finding(inspection, number=1), factories.make_finding(inspection, number=2)
    force = factories.make_force()
    decided = {
        f"applicability-{first.pk}-{force.pk}": "already-met",
        f"applicability-{second.pk}-{force.pk}": "does-not-apply",
        f"reason-{second.pk}-{force.pk}": "Not our unit.",
    }

    page = client.post(start_page(inspection), decided)

    assert page.context["form"].errors == {
        f"reason-{first.pk}-{force.pk}": ["Enter why SE-2024-SOC-R1 is already met by Hampshire and Isle of Wight"]
    }
    assert 'value="Not our unit."' in page.content.decode()
    assert FollowUp.objects.count() == 0


def test_start_leaves_out_rows_that_the_page_did_not_show(client, officer):
    inspection = factories.make_inspection()
    shown, added_since = factories.make_finding(inspection), factories.make_finding(inspection)

    client.post(start_page(inspection), {f"applicability-{shown.pk}-{factories.make_force().pk}": "applies"})

    assert [row.finding for row in FollowUp.objects.all()] == [shown]
    assert added_since.follow_ups.count() == 0


def test_start_twice_from_one_page_starts_once(client, officer):
    finding = factories.make_finding()
    decided = {f"applicability-{finding.pk}-{factories.make_force().pk}": "applies"}

    pages = [client.post(start_page(finding.inspection), decided) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert FollowUp.objects.count() == 1


def test_start_says_when_nothing_is_left(client, officer):
    follow_up = factories.make_follow_up()

    assert "Nothing left to follow up" in text_of(client.get(start_page(follow_up.finding.inspection)))


def test_start_shows_no_more_rows_than_one_form_can_send(client, officer, monkeypatch):
    monkeypatch.setattr("responses.views.follow_up.ROWS_AT_ONCE", 2)
    inspection = factories.make_inspection()
    for _ in range(3):
        factories.make_finding(inspection)

    page = client.get(start_page(inspection))

    assert len(page.context["form"].candidates) == 2
    assert "These are the first 2 lines. 1 more follow when they are started." in text_of(page)


def test_start_is_for_those_who_write(client):
    inspection = factories.make_finding().inspection
    statuses = {}
    for person in [factories.make_viewer(), factories.make_lead()]:
        client.force_login(person)
        statuses[person.role] = client.get(start_page(inspection)).status_code

    assert statuses == {"viewer": 403, "force-lead": 404}
