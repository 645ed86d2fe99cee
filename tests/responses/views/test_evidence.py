"""Evidence in the browser's eyes: ask, reply, check, judge, download."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from responses.models import Event, EventKind, EvidenceFile, EvidenceRequest, EvidenceRound, Notice, RequestStatus
from responses.workflow import evidence as workflow
from tests import factories
from tests.responses.views.test_follow_up import text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 2, 10, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def officer():
    return factories.make_officer(name="Priya Shah")


@pytest.fixture
def lead():
    return factories.make_lead(name="Dana Brook")


@pytest.fixture
def follow_up(lead):
    return factories.make_follow_up(lead=lead)


@pytest.fixture
def asked(follow_up, lead, officer):
    return factories.make_request(follow_up, lead=lead, sent_by=officer, due_on=date(2025, 2, 21))


@pytest.fixture
def draft(asked, lead):
    return workflow.open_answer(asked, by=lead, at=NOW)


def address(name, thing):
    return reverse(f"responses:evidence-{name}", args=[thing.pk])


def errors_of(page):
    return {field: list(words) for field, words in page.context["form"].errors.items()}


def question(lead, **changes):
    day = {"due_on_0": "24", "due_on_1": "2", "due_on_2": "2025"}
    facts = {"question": "Send the minutes.", "lead": lead.pk, "classification": "official", "submission_id": uuid4()}
    return facts | day | changes


def test_ask_sends_the_request_and_comes_back_to_the_recommendation(client, officer, follow_up, lead):
    client.force_login(officer)

    page = client.post(address("ask", follow_up), question(lead), follow=True)

    request = EvidenceRequest.objects.get()
    assert page.redirect_chain == [(follow_up.get_absolute_url(), 302)]
    assert "Dana Brook has been asked for evidence." in text_of(page)
    assert (request.question, request.due_on, request.sent_by) == ("Send the minutes.", date(2025, 2, 24), officer)
    assert list(request.follow_ups.all()) == [follow_up]


def test_ask_twice_with_one_page_makes_one_request_and_one_letter(client, officer, follow_up, lead):
    client.force_login(officer)
    same = question(lead)

    client.post(address("ask", follow_up), same)
    client.post(address("ask", follow_up), same)

    assert EvidenceRequest.objects.count() == Notice.objects.count() == 1


def test_ask_can_be_about_other_recommendations_of_the_same_report_and_force(client, officer, follow_up, lead):
    other = factories.make_follow_up(factories.make_finding(follow_up.finding.inspection))
    elsewhere = factories.make_follow_up()
    client.force_login(officer)

    page = client.get(address("ask", follow_up))
    client.post(address("ask", follow_up), question(lead, also=[other.pk]))
    refused = client.post(address("ask", follow_up), question(lead, also=[elsewhere.pk]))

    assert [each.pk for each in page.context["form"].fields["also"].queryset] == [other.pk]
    assert set(EvidenceRequest.objects.get().follow_ups.all()) == {follow_up, other}
    assert list(errors_of(refused)) == ["also"]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"question": ""}, {"question": ["Enter what you need from the force"]}),
        ({"due_on_0": "10"}, {"due_on": ["Answer date must be in the future"]}),
        ({"due_on_1": ""}, {"due_on": ["Answer date must include a month"]}),
        ({"lead": ""}, {"lead": ["Select who should answer"]}),
        (
            {"classification": "secret"},
            {"classification": ["Select a valid choice. secret is not one of the available choices."]},
        ),
    ],
)
def test_ask_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(client, follow_up, lead, changes, errors):
    client.force_login(factories.make_officer())

    page = client.post(address("ask", follow_up), question(lead) | changes)

    assert errors_of(page) == errors
    assert "There is a problem" in text_of(page)
    assert EvidenceRequest.objects.count() == 0
    if "question" not in changes:
        assert page.context["form"]["question"].value() == "Send the minutes."


def test_ask_without_anybody_at_the_force_says_what_to_do(client, officer):
    follow_up = factories.make_follow_up()
    client.force_login(officer)

    page = client.get(address("ask", follow_up))

    assert "has an account yet, so nobody can be asked. An administrator can invite a force lead." in text_of(page)


def test_start_is_a_button_that_opens_the_request_once(client, lead, asked):
    client.force_login(lead)

    for _ in range(2):
        page = client.post(address("start", asked))

    assert page.headers["Location"] == address("reply", asked)
    assert EvidenceRound.objects.count() == 1


def test_start_of_a_withdrawn_request_is_refused(client, lead, asked):
    EvidenceRequest.objects.update(status=RequestStatus.WITHDRAWN)
    client.force_login(lead)

    assert client.post(address("start", asked)).status_code == 403


def reply(answer, **changes):
    return {"version": answer.version, "text": "Briefed.", "force_rag": "green"} | changes


def test_a_reply_is_saved_checked_and_sent(client, lead, asked, draft):
    client.force_login(lead)
    minutes = SimpleUploadedFile("Minutes.txt", b"Agreed on Monday.")

    page = client.post(address("reply", asked), reply(draft, claims_complete="on", files=[minutes]), follow=True)
    assert page.redirect_chain == [(address("check", asked), 302)]
    assert "Briefed." in text_of(page)
    assert "Minutes.txt (17 bytes)" in text_of(page)
    asked.refresh_from_db()
    assert asked.status == RequestStatus.OPENED

    page = client.post(address("check", asked), follow=True)

    asked.refresh_from_db()
    sent = EvidenceRound.objects.get()
    assert page.redirect_chain == [(address("sent", asked), 302)]
    assert f"Your reference is {asked.reference}" in text_of(page)
    assert (asked.status, sent.text, sent.claims_complete) == (RequestStatus.ANSWERED, "Briefed.", True)


def test_a_draft_may_be_empty_and_is_not_sent(client, lead, asked, draft):
    client.force_login(lead)

    page = client.post(address("reply", asked), {"version": 0, "text": "Half", "draft": "1"}, follow=True)

    draft.refresh_from_db()
    assert "Your draft is saved. It has not been sent." in text_of(page)
    assert (draft.text, draft.is_draft) == ("Half", True)


def test_a_reply_that_is_to_be_sent_needs_words_and_a_view(client, lead, asked, draft):
    client.force_login(lead)

    page = client.post(address("reply", asked), {"version": 0, "text": ""})

    assert errors_of(page) == {"text": ["Enter your reply"], "force_rag": ["Select how the work is going"]}


def test_one_bad_file_loses_neither_the_words_nor_the_good_files(client, lead, asked, draft):
    client.force_login(lead)
    files = [SimpleUploadedFile("Good.txt", b"Agreed."), SimpleUploadedFile("Bad.exe", b"MZ")]

    page = client.post(address("reply", asked), reply(draft, files=files))

    draft.refresh_from_db()
    assert [words.partition(" is not")[0] for words in errors_of(page)["files"]] == ["“Bad.exe”"]
    assert draft.text == "Briefed."
    assert [file.name for file in EvidenceFile.objects.all()] == ["Good.txt"]
    assert "Good.txt (7 bytes)" in text_of(page)
    again = client.post(address("reply", asked), reply(draft, version=page.context["form"]["version"].value()))
    assert again.headers["Location"] == address("check", asked)


def test_files_can_be_taken_out_without_losing_what_was_typed(client, lead, asked, draft):
    file = factories.make_file(draft)
    client.force_login(lead)

    client.post(address("reply", asked), reply(draft, remove=[str(file.pk)], draft="1"))

    draft.refresh_from_db()
    assert EvidenceFile.objects.count() == 0
    assert draft.text == "Briefed."


def test_two_colleagues_who_write_at_once_both_keep_their_words(client, lead, asked, draft):
    workflow.save_draft(draft, version=0, text="The colleague's words.", force_rag="", claims_complete=False)
    client.force_login(lead)

    page = client.post(address("reply", asked), reply(draft, version=0, text="My words."))

    draft.refresh_from_db()
    assert draft.text == "The colleague's words."
    assert page.context["form"]["text"].value() == "My words."
    assert "What your colleague saved The colleague's words." in text_of(page).replace("’", "'")
    again = client.post(
        address("reply", asked), reply(draft, version=page.context["form"]["version"].value(), text="Ours.")
    )
    draft.refresh_from_db()
    assert (again.status_code, draft.text) == (302, "Ours.")


def test_reply_to_a_request_that_was_withdrawn_meanwhile_is_refused(client, lead, officer, asked, draft):
    workflow.withdraw(asked, reason="Not needed.", by=officer, at=NOW)
    client.force_login(lead)

    assert client.post(address("reply", asked), reply(draft)).status_code == 403
    assert client.post(address("check", asked)).status_code == 403


def answered(asked, lead):
    answer = workflow.open_answer(asked, by=lead, at=NOW)
    workflow.save_draft(answer, version=0, text="Briefed in March.", force_rag="green", claims_complete=False)
    workflow.submit(answer, by=lead, at=NOW)
    asked.refresh_from_db()
    return answer


def test_decide_accepts(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)

    page = client.post(address("decide", asked), {"decision": "accepted", "note": ""}, follow=True)

    assert "The evidence is accepted." in text_of(page)
    assert EvidenceRequest.objects.get().status == RequestStatus.ACCEPTED


def test_decide_returns_only_with_a_note(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)

    refused = client.post(address("decide", asked), {"decision": "returned", "note": ""})
    page = client.post(address("decide", asked), {"decision": "returned", "note": "Which districts?"}, follow=True)

    assert errors_of(refused) == {"note": ["Enter what the force needs to change"]}
    assert "The evidence is returned to the force." in text_of(page)
    assert "Returned by Priya Shah on 10 February 2025 at 9:30am Which districts?" in text_of(page)


def test_decide_needs_a_choice(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)

    page = client.post(address("decide", asked), {"note": ""})

    assert errors_of(page) == {"decision": ["Select whether to accept or return the evidence"]}


def test_decide_twice_is_refused(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)
    client.post(address("decide", asked), {"decision": "accepted", "note": ""})

    assert client.post(address("decide", asked), {"decision": "returned", "note": "No."}).status_code == 403


def test_withdraw_needs_a_reason_and_ends_the_request(client, officer, asked):
    client.force_login(officer)

    refused = client.post(address("withdraw", asked), {"reason": ""})
    page = client.post(address("withdraw", asked), {"reason": "We have it."}, follow=True)

    assert errors_of(refused) == {"reason": ["Enter why the evidence is no longer needed"]}
    assert f"{asked.reference} is withdrawn. The force no longer has to answer." in text_of(page)


def test_detail_hides_a_draft_from_the_office_and_letters_from_the_force(client, officer, lead, asked, draft):
    workflow.save_draft(draft, version=0, text="CANARY draft", force_rag="", claims_complete=False)

    client.force_login(officer)
    seen_by_office = text_of(client.get(address("detail", asked)))
    client.force_login(lead)
    seen_by_force = text_of(client.get(address("detail", asked)))

    assert "CANARY draft" not in seen_by_office
    assert "CANARY draft" in seen_by_force
    assert "Letters" in seen_by_office
    assert "Letters" not in seen_by_force


def test_detail_says_how_long_there_is(client, officer, asked):
    client.force_login(officer)
    assert "Answer due 21 February 2025 , in 11 days" in text_of(client.get(address("detail", asked)))

    EvidenceRequest.objects.update(due_on=date(2025, 2, 9))
    assert "Answer due 9 February 2025 , 1 day late" in text_of(client.get(address("detail", asked)))


def test_file_is_a_download_that_nothing_can_run_in_and_that_is_on_record(client, officer, lead, asked):
    answer = answered(asked, lead)
    file = factories.make_file(answer, name="Minutes “final”.txt")
    client.force_login(officer)

    page = client.get(address("file", file))

    assert b"".join(page.streaming_content) == b"Agreed."
    assert page.headers["Content-Disposition"] == ("attachment; filename*=utf-8''Minutes%20%E2%80%9Cfinal%E2%80%9D.txt")
    assert page.headers["Content-Type"] == "text/plain"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.headers["Cache-Control"] == "private, no-store"
    noted = Event.objects.get(kind=EventKind.FILE_DOWNLOADED)
    assert (noted.by, noted.detail) == (officer, "Minutes “final”.txt")


def test_file_of_a_draft_is_the_forces_own(client, officer, lead, draft):
    file = factories.make_file(draft)

    client.force_login(officer)
    assert client.get(address("file", file)).status_code == 404
    client.force_login(lead)
    assert b"".join(client.get(address("file", file)).streaming_content) == b"Agreed."


def test_a_file_that_is_missing_on_the_disk_gets_a_page_that_says_so(client, officer, lead, asked):
    file = factories.make_file(answered(asked, lead))
    file.file.storage.delete(file.file.name)
    client.force_login(officer)

    page = client.get(address("file", file))

    assert page.status_code == 410
    assert "“Minutes.txt” cannot be found" in text_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_however_many_requests(client, officer, lead, django_assert_num_queries, count):
    rows = [factories.make_request(factories.make_follow_up(lead=lead), lead=lead) for _ in range(count)]
    client.force_login(officer)

    with django_assert_num_queries(8):
        page = client.get(reverse("responses:evidence-list"))

    assert list(page.context["page"]) == rows


def test_list_shows_first_what_waits_for_somebody(client, officer, lead):
    over = factories.make_request(lead=lead, due_on=date(2025, 1, 2), status=RequestStatus.ACCEPTED)
    later = factories.make_request(lead=lead, due_on=date(2025, 3, 2))
    sooner = factories.make_request(lead=lead, due_on=date(2025, 2, 2))
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"))

    assert list(page.context["page"]) == [sooner, later, over]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=late", ["late"]),
        ("state=force", ["late", "soon"]),
        ("state=office", ["answered"]),
        ("state=accepted&state=withdrawn", ["accepted", "withdrawn"]),
        ("q=question+of+soon", ["soon"]),
        ("state=nonsense", ["late", "soon", "answered", "accepted", "withdrawn"]),
        ("page=1000000", ["late", "soon", "answered", "accepted", "withdrawn"]),
    ],
)
def test_list_is_narrowed_by_its_address(client, officer, lead, query, found):
    days = {"late": 1, "soon": 20, "answered": 21, "accepted": 22, "withdrawn": 23}
    statuses = {name: RequestStatus(name) for name in ("answered", "accepted", "withdrawn")}
    for name, day in days.items():
        facts = {"due_on": date(2025, 2, day), "status": statuses.get(name, RequestStatus.SENT)}
        factories.make_request(lead=lead, question=f"The question of {name}.", **facts)
    client.force_login(officer)

    page = client.get(f"{reverse('responses:evidence-list')}?{query}")

    assert [row.question for row in page.context["page"]] == [f"The question of {name}." for name in found]


def test_list_finds_a_request_by_its_reference(client, officer, lead):
    requests = [factories.make_request(lead=lead) for _ in range(2)]
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"), {"q": requests[1].reference.lower()})

    assert list(page.context["page"]) == [requests[1]]


def test_list_is_of_the_own_force_or_office_only(client, lead):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    force = factories.make_force("surrey", "Surrey Police", policing_body=surrey)
    theirs = factories.make_request(factories.make_follow_up(force=force, policing_body=surrey))
    ours = factories.make_request(lead=lead)

    for person, seen in [(lead, ours), (factories.make_lead(force=force), theirs), (factories.make_officer(), ours)]:
        client.force_login(person)
        assert list(client.get(reverse("responses:evidence-list")).context["page"]) == [seen]


def test_list_of_a_new_office_says_how_to_begin(client, officer):
    client.force_login(officer)

    assert "No evidence requests yet To ask a force for evidence, open a recommendation" in text_of(
        client.get(reverse("responses:evidence-list"))
    )
