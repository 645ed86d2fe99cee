"""The pages of a request with a checklist: asked, replied to in parts, judged item by item (R106)."""

from datetime import date

import pytest

from responses.models import EvidenceRequest, ItemAnswer, RequestStatus
from responses.workflow import evidence as workflow
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.evidence.pages import NOW, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(asked):
    for number, wording in enumerate(["The briefing", "Figures by district"], start=1):
        factories.make_item(asked, number=number, wording=wording)
    return asked


@pytest.fixture
def draft(listed, lead):
    return workflow.open_answer(listed, by=lead, at=NOW)


def sent(listed, lead, *texts):
    draft = workflow.open_answer(listed, by=lead, at=NOW)
    rows = dict(zip(draft.item_answers.values_list("pk", flat=True), texts, strict=False))
    facts = {"text": "", "force_rag": "green", "claims_complete": False, "items": rows}
    workflow.save_draft(draft, version=draft.version, **facts)
    workflow.submit(draft, version=draft.version, by=lead, at=NOW)
    listed.refresh_from_db()


def reply(answer, *texts, **more):
    names = [f"item_{row.item_id}" for row in answer.item_answers.all()]
    return {"version": answer.version, "text": "", "force_rag": "green", **dict(zip(names, texts, strict=True)), **more}


def question(lead, items):
    about = {"question": "What was done?", "lead": lead.pk, "classification": "official", "items": items}
    return {**about, **day("due_on", date(2025, 3, 3)), "submission_id": "8f3b2f9e-6d0c-4f0a-9a56-0c1d2e3f4a5b"}


def test_ask_makes_an_item_of_each_line(client, officer, lead, follow_up):
    client.force_login(officer)

    client.post(address("ask", follow_up), question(lead, "- The briefing\r\n\r\n  Figures by district \n"))

    assert list(EvidenceRequest.objects.get().items.values_list("wording", flat=True)) == [
        "The briefing",
        "Figures by district",
    ]


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ("\n".join(["Figures"] * 21), "The list can have up to 20 items. It has 21"),
        (f"Figures\n{'x' * 301}", "Item 2 must be 300 characters or less"),
    ],
)
def test_ask_says_what_is_wrong_with_the_list_and_keeps_it(client, officer, follow_up, items, error):
    client.force_login(officer)

    page = client.post(address("ask", follow_up), question(follow_up.lead, items))

    assert errors_of(page) == {"items": [error]}
    assert page.context["form"]["items"].value() == items


def test_ask_again_with_another_list_offers_a_second_request(client, officer, lead, follow_up):
    client.force_login(officer)
    client.post(address("ask", follow_up), question(lead, "The briefing"))

    page = client.post(address("ask", follow_up), question(lead, "Figures by district"))

    assert "You have already sent this page, with other answers" in text_of(page)


def test_reply_keeps_what_is_typed_for_each_item(client, lead, listed, draft):
    client.force_login(lead)

    client.post(address("reply", listed), reply(draft, "Attached.", "", draft="1"))

    assert list(draft.item_answers.values_list("text", flat=True)) == ["Attached.", ""]


def test_reply_without_a_word_on_any_item_cannot_be_sent_and_keeps_the_rest(client, lead, listed, draft):
    client.force_login(lead)

    page = client.post(address("reply", listed), reply(draft, "", "", text="Wait."))

    first = draft.item_answers.first()
    draft.refresh_from_db()
    assert errors_of(page) == {f"item_{first.item_id}": ["Reply to at least one item"]}
    assert draft.text == "Wait."


def test_reply_that_a_colleague_has_changed_shows_both_texts_of_an_item(client, lead, listed, draft):
    first = draft.item_answers.first()
    theirs = {"text": "", "force_rag": "green", "claims_complete": False, "items": {first.pk: "Theirs."}}
    workflow.save_draft(draft, version=0, **theirs)
    client.force_login(lead)

    page = client.post(address("reply", listed), reply(draft, "Mine.", "", version=0))

    (difference,) = page.context["form"].differences
    assert (difference.label, difference.theirs, difference.yours) == ("1. The briefing", "Theirs.", "Mine.")


def test_check_says_that_a_part_can_be_sent_and_sends_it(client, lead, listed, draft):
    client.force_login(lead)
    page = client.post(address("reply", listed), reply(draft, "Attached.", ""), follow=True)
    assert "You have not replied to every item yet." in text_of(page)

    page = client.post(address("check", listed), {"version": 1}, follow=True)

    listed.refresh_from_db()
    assert listed.status == RequestStatus.PART_ANSWERED
    assert "This part of your reply is sent." in text_of(page)
    assert "Items 1. The briefing Replied 2. Figures by district Not replied to" in text_of(page)


def test_detail_hides_the_replies_of_a_draft_from_the_office(client, officer, listed, draft):
    ItemAnswer.objects.update(text="CANARY draft")
    client.force_login(officer)

    assert "CANARY draft" not in text_of(client.get(address("detail", listed)))


def judged(*decisions, note="", due_on=None):
    facts = {"note": note, **(day("due_on", due_on) if due_on else {})}
    for answer, (decision, why) in zip(ItemAnswer.objects.all(), decisions, strict=True):
        facts |= {f"decision_{answer.pk}": decision, f"note_{answer.pk}": why}
    return facts


def test_decide_returns_one_item_with_its_reason_and_keeps_the_other(client, officer, lead, listed):
    sent(listed, lead, "Attached.", "12 of 14.")
    client.force_login(officer)

    typed = judged(("accepted", ""), ("returned", "Since June too."), due_on=date(2025, 3, 3))
    page = client.post(address("decide", listed), typed, follow=True)

    assert list(ItemAnswer.objects.values_list("decision", "decision_note")) == [
        ("accepted", ""),
        ("returned", "Since June too."),
    ]
    assert "1 item is accepted, 1 is returned to the force." in text_of(page)
    told = "accepted: item 1; returned: item 2; reply again by 3 March 2025; it was due by 21 February 2025"
    assert listed.events.get(kind="evidence-returned").detail == told
    client.force_login(lead)
    client.post(address("start", listed))
    page = client.get(address("reply", listed))
    assert "Item 2 was returned: Since June too. 2. Figures by district" in text_of(page)
    assert "Accepted already 1. The briefing Attached." in text_of(page)
    assert [row[0].item.wording for row in page.context["form"].item_rows] == ["Figures by district"]


def test_decide_accepts_when_every_item_is(client, officer, lead, listed):
    sent(listed, lead, "Attached.", "12 of 14.")
    client.force_login(officer)

    client.post(address("decide", listed), judged(("accepted", ""), ("accepted", "")))

    listed.refresh_from_db()
    assert listed.status == RequestStatus.ACCEPTED


def test_decide_says_beside_each_item_what_is_missing(client, officer, lead, listed):
    sent(listed, lead, "Attached.", "12 of 14.")
    first, second = ItemAnswer.objects.all()
    client.force_login(officer)

    page = client.post(address("decide", listed), judged(("", ""), ("returned", "")))

    assert errors_of(page) == {
        f"decision_{first.pk}": ["Select whether to accept or return item 1"],
        f"note_{second.pk}": ["Enter what item 2 needs"],
        "due_on": ["Enter the new reply date"],
    }
    assert set(ItemAnswer.objects.values_list("decision", flat=True)) == {""}


def test_reply_sent_meanwhile_gives_the_words_on_items_back(client, lead, listed, draft):
    sent(listed, factories.make_lead(name="Ravi Cole"), "Attached.", "12 of 14.")
    client.force_login(lead)

    page = client.post(address("reply", listed), reply(draft, "My words.", ""))

    assert page.status_code == 409
    assert "My words." in {each.text for each in page.context["typed"].texts}


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_many_items(client, asked, django_assert_num_queries, count):
    for number in range(1, count + 1):
        factories.make_item(asked, number=number)
    sent(asked, asked.lead, *["Attached."] * count)
    client.force_login(asked.sent_by)

    with django_assert_num_queries(13):
        client.get(address("detail", asked))


def test_decide_shows_every_part_that_is_to_be_judged_with_its_files(client, officer, lead, listed):
    sent(listed, lead, "Attached.", "")
    second = workflow.open_answer(listed, by=lead, at=NOW)
    factories.make_file(second, name="Figures.txt")
    facts = {"text": "", "force_rag": "green", "claims_complete": False}
    workflow.save_draft(second, version=0, **facts, items={second.item_answers.get().pk: "12 of 14."})
    workflow.submit(second, version=1, by=lead, at=NOW)
    client.force_login(officer)

    page = client.get(address("decide", listed))

    assert [row[0].text for row in page.context["form"].item_rows] == ["Attached.", "12 of 14."]
    assert [answer.number for answer in page.context["answers"]] == [1, 2]
    assert "Figures.txt" in text_of(page)
