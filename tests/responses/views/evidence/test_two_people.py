"""Two people at one request: what is sent or judged is what the person saw."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.models import EvidenceRequest, FollowUp, RequestStatus, WorkStatus
from responses.workflow import evidence as workflow
from responses.workflow import files
from tests import factories
from tests.meanwhile import just_before
from tests.reading import day, text_of
from tests.responses.views.evidence.pages import NOW, address, answered
from tests.responses.views.evidence.test_asking import question

pytestmark = pytest.mark.django_db


def hidden(page):
    """The hidden fields as a browser would send them back."""
    form = page.context["form"]
    return {field.name: field.value() for field in form.hidden_fields() if field.value() is not None}


def attach(draft, name, content):
    return files.attach(draft, uploads.check(name, ContentFile(content, name)), by=draft.started_by, at=NOW)


@pytest.fixture
def written(client, lead, asked, draft):
    workflow.save_draft(draft, version=0, text="Briefed.", force_rag="green", claims_complete=False)
    attach(draft, "Minutes.txt", b"Agreed.")
    client.force_login(lead)
    return draft


def test_check_sends_the_files_that_were_seen(client, asked, written):
    page = client.post(address("check", asked), hidden(client.get(address("check", asked))))

    assert page.headers["Location"] == address("sent", asked)


def test_check_does_not_send_a_file_that_a_colleague_has_added_since(client, asked, written):
    seen = hidden(client.get(address("check", asked)))
    attach(written, "Names of victims.txt", b"Private.")
    page = client.post(address("check", asked), seen, follow=True)

    assert "A colleague has changed this reply. Check it again: this is how it is now." in text_of(page)
    assert "Names of victims.txt" in text_of(page)
    assert EvidenceRequest.objects.get().status == RequestStatus.OPENED


def test_check_does_not_send_without_a_file_that_a_colleague_has_taken_out(client, asked, written):
    seen = hidden(client.get(address("check", asked)))
    files.detach(written.files.get())
    page = client.post(address("check", asked), seen, follow=True)

    assert "A colleague has changed this reply. Check it again: this is how it is now." in text_of(page)
    assert EvidenceRequest.objects.get().status == RequestStatus.OPENED


@pytest.mark.parametrize("decision", ["accepted", "returned"])
def test_decide_does_not_judge_an_answer_that_came_after_the_page(client, officer, lead, asked, decision):
    answered(asked, lead)
    client.force_login(officer)
    seen = hidden(client.get(address("decide", asked)))
    workflow.return_answer(asked, note="Which districts?", due_on=NOW.date(), by=officer, at=NOW)
    second = workflow.open_answer(asked, by=lead, at=NOW)
    workflow.submit(second, version=second.version, by=lead, at=NOW)
    typed = {"decision": decision, "note": "Clear.", **day("due_on", NOW.date())}
    page = client.post(address("decide", asked), seen | typed)

    second.refresh_from_db()
    told = "Read the new reply first. Dana Brook sent the reply on 10 February 2025 at 9:30am."
    assert f"The force has replied again since you opened that page. {told}" in text_of(page)
    assert page.context["form"]["note"].value() == "Clear."
    assert (second.decision, EvidenceRequest.objects.get().status) == ("", RequestStatus.ANSWERED)
    client.post(address("decide", asked), typed | {"number": page.context["form"]["number"].value()})
    second.refresh_from_db()
    assert (second.decision, second.decision_note) == (decision, "Clear.")


def test_ask_says_so_where_another_of_them_was_closed_since(officer, follow_up, lead):
    """The form offers what is open; between its check and the writing somebody else may close one."""
    other = factories.make_follow_up(factories.make_finding(follow_up.finding.inspection), lead=lead)
    FollowUp.objects.filter(pk=other.pk).update(status=WorkStatus.DONE)
    facts = {name: value for name, value in question(lead).items() if not name.startswith("due_on")}

    with pytest.raises(workflow.WrongStatusError, match=f"{other.reference} is no longer open"):
        workflow.ask([follow_up, other], **facts | {"lead": lead}, due_on=NOW.date(), by=officer, at=NOW)

    assert EvidenceRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("page_of", "typed", "told"),
    [
        ("decide", {"decision": "accepted", "note": "Clear."}, "can no longer be accepted"),
        ("withdraw", {"reason": "We have it."}, "can no longer be withdrawn"),
    ],
)
def test_words_stay_in_the_form_where_a_colleague_is_a_moment_earlier(client, asked, page_of, typed, told):
    answered(asked, asked.lead)
    client.force_login(asked.sent_by)

    facts = {"reason": "The board has met.", "by": factories.make_officer(name="Ravi Cole"), "at": NOW}

    with just_before("SAVEPOINT", lambda: workflow.withdraw(asked, **facts)):
        page = client.post(address(page_of, asked), typed)

    by_whom = "Ravi Cole withdrew the request on 10 February 2025 at 9:30am: “The board has met.”"
    assert f"Somebody else was first: {asked.reference} {told}. {by_whom}" in text_of(page)
    assert {name: page.context["form"][name].value() for name in typed} == typed


def judge(asked, decision, by):
    facts = {"note": "Figures for one district only.", "by": by, "at": NOW}
    {
        "accepted": lambda: workflow.accept(asked, **facts),
        "returned": lambda: workflow.return_answer(asked, due_on=date(2025, 3, 3), **facts),
    }[decision]()


AGAIN = "reply again by 3 March 2025; it was due by 21 February 2025. "


@pytest.mark.parametrize(
    ("decision", "page_of", "new_day"),
    [("accepted", "decide", ""), ("accepted", "withdraw", ""), ("returned", "decide", AGAIN)],
)
def test_who_comes_second_reads_who_was_first_and_in_what_words(client, asked, decision, page_of, new_day):
    answered(asked, asked.lead)
    judge(asked, decision, factories.make_officer(name="Ravi Cole"))
    client.force_login(asked.sent_by)

    page = client.post(address(page_of, asked), {"decision": "returned", "note": "My words.", "reason": "My words."})

    assert page.status_code == 409
    told = f"Ravi Cole {decision} the reply on 10 February 2025 at 9:30am: “{new_day}Figures for one district only.”"
    assert told in text_of(page)
    assert {text.text for text in page.context["typed"].texts} == {"My words."}


def test_the_second_to_judge_items_reads_what_was_said_of_each(client, officer, asked):
    item = factories.make_item(asked)
    answer = workflow.open_answer(asked, by=asked.lead, at=NOW)
    (row,) = answer.item_answers.all()
    facts = {"text": "", "force_rag": "", "claims_complete": False, "items": {row.pk: "Here."}}
    workflow.save_draft(answer, version=0, **facts)
    workflow.submit(answer, version=1, by=asked.lead, at=NOW)
    said = {"items": {row.pk: ("returned", "Which shifts?")}, "note": "", "due_on": date(2025, 3, 3)}
    workflow.return_answer(asked, **said, by=factories.make_officer(name="Ravi Cole"), at=NOW)
    client.force_login(officer)

    page = client.post(address("decide", asked), {"note": "My words."})

    assert f"Item {item.number}: see what is needed there. Item {item.number}: Which shifts?.”" in text_of(page)


def test_who_may_not_read_a_request_is_not_told_who_judged_it_and_how(client, asked):
    answered(asked, asked.lead)
    judge(asked, "accepted", asked.sent_by)
    EvidenceRequest.objects.update(classification="official-sensitive")
    client.force_login(factories.make_officer(email="other@office.example", reads_sensitive=False))

    page = client.post(address("decide", asked), {"note": "My words."})

    assert page.status_code == 403
    assert "one district" not in page.text
