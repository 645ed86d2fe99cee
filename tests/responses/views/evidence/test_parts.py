"""The office judges a part of a reply on its page, while the force works on the rest (R106)."""

from datetime import date

import pytest

from responses.models import ItemAnswer, RequestStatus
from responses.workflow import evidence, evidence_parts
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.evidence.pages import NOW, address

pytestmark = pytest.mark.django_db

WORDS = {"text": "", "force_rag": "green", "claims_complete": False}
BUTTON = "Accept or return this part"


@pytest.fixture
def part(asked, lead):
    """One of two items is replied to, by 21 February."""
    for number, wording in enumerate(["The briefing", "Figures by district"], start=1):
        factories.make_item(asked, number=number, wording=wording)
    send(asked, "Attached.")
    return asked


def send(asked, text):
    draft = evidence.open_answer(asked, by=asked.lead, at=NOW)
    first = draft.item_answers.first()
    evidence.save_draft(draft, version=draft.version, **WORDS, items={first.pk: text})
    evidence.submit(draft, version=draft.version, by=asked.lead, at=NOW)
    asked.refresh_from_db()


def judged(decision, why="", *, note="", due_on=None, number=1):
    answer = ItemAnswer.objects.first()
    facts = {f"decision_{answer.pk}": decision, f"note_{answer.pk}": why, "note": note, "number": number}
    return facts | (day("due_on", due_on) if due_on else {})


def test_a_part_can_be_judged_until_it_is(client, officer, part):
    client.force_login(officer)
    assert BUTTON in text_of(client.get(address("detail", part)))

    page = client.post(address("decide", part), judged("accepted"), follow=True)

    part.refresh_from_db()
    assert "This part of the evidence is accepted." in text_of(page)
    assert BUTTON not in text_of(page)
    assert "Items 1. The briefing Accepted 2. Figures by district Not replied to" in text_of(page)
    assert part.status == RequestStatus.PART_ANSWERED


def test_decide_says_that_the_rest_is_with_the_force_and_offers_a_day_for_both_that_is_no_earlier(client, part):
    client.force_login(part.sent_by)

    page = client.get(address("decide", part))
    early = client.post(address("decide", part), judged("returned", "Which shifts?", due_on=date(2025, 2, 20)))

    assert "The force has not replied to every item yet. You can judge what has come." in text_of(page)
    assert page.context["form"]["due_on"].label == "Reply to that and to the rest by"
    assert page.context["form"]["due_on"].value() == date(2025, 2, 24)  # two weeks, which is after the day for the rest
    assert errors_of(early) == {"due_on": ["New reply date must be 21 February 2025 or later, as for the rest"]}


def test_a_returned_part_is_shown_to_the_force_with_its_reason(client, officer, lead, part):
    client.force_login(officer)

    returned = judged("returned", "Which shifts?", due_on=part.due_on)
    page = client.post(address("decide", part), returned, follow=True)

    assert "This part of the evidence is returned to the force." in text_of(page)
    assert "Reply due 21 February 2025" in text_of(page)
    client.force_login(lead)
    client.post(address("start", part))
    assert "Item 1 was returned: Which shifts? 1. The briefing" in text_of(client.get(address("reply", part)))


def test_check_counts_what_was_returned_while_the_rest_was_written(
    client, officer, lead, part, django_assert_max_num_queries
):
    draft = evidence.open_answer(part, by=lead, at=NOW)
    rest = draft.item_answers.get()
    evidence.save_draft(draft, version=draft.version, **WORDS, items={rest.pk: "12 of 14."})
    client.force_login(lead)
    assert "You have not replied to every item yet." not in text_of(client.get(address("check", part)))
    first = ItemAnswer.objects.first()
    facts = {"note": "", "due_on": part.due_on, "items": {first.pk: ("returned", "Which shifts?")}}
    evidence_parts.return_part(part, **facts, by=officer, at=NOW)

    with django_assert_max_num_queries(15):
        page = client.get(address("check", part))

    assert "You have not replied to every item yet." in text_of(page)


def test_a_part_that_a_colleague_has_judged_gives_the_words_back(client, officer, part):
    colleague = factories.make_officer(name="Ravi Cole")
    evidence_parts.accept_part(part, note="", by=colleague, at=NOW)
    client.force_login(officer)

    page = client.post(address("decide", part), judged("returned", "Which shifts?", due_on=date(2025, 3, 3)))

    told = "Ravi Cole judged a part of the reply on 10 February 2025 at 9:30am: “accepted: item 1.”"
    words = f"{part.reference} is replied to in part. {told}"
    assert (page.status_code, words in text_of(page)) == (409, True)
    assert "Which shifts?" in {each.text for each in page.context["typed"].texts}


def test_decide_pressed_twice_leads_to_the_request(client, officer, part):
    client.force_login(officer)

    for _ in range(2):
        page = client.post(address("decide", part), judged("accepted", note="Clear."))

    assert page.headers["Location"] == part.get_absolute_url()


def test_a_part_is_not_judged_by_the_page_of_one_that_grew(client, officer, part):
    client.force_login(officer)
    send(part, "12 of 14.")

    page = client.post(address("decide", part), judged("accepted"))

    last = ItemAnswer.objects.last()
    assert errors_of(page) == {f"decision_{last.pk}": ["Select whether to accept or return item 2"]}
    assert set(ItemAnswer.objects.values_list("decision", flat=True)) == {""}
