"""A request that is kept as a draft: its author's alone until it is sent, and never seen by the force."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from responses.models import Event, EvidenceItem, EvidenceRequest, Notice, RequestStatus
from responses.workflow import evidence as workflow
from tests import factories
from tests.factories import AT
from tests.reading import day, errors_of, text_of
from tests.responses.views.evidence.pages import address

pytestmark = pytest.mark.django_db


def typed(lead, question="CANARY What was done?", **changes):
    about = {"question": question, "lead": lead.pk, "classification": "official", "items": "The briefing"}
    return {**about, **day("due_on", date(2025, 3, 3)), "submission_id": str(uuid4()), **changes}


@pytest.fixture
def draft(follow_up, lead, officer):
    facts = {"lead": lead, "question": "CANARY What was done?", "classification": "official", "items": ["The briefing"]}
    return workflow.draft([follow_up], **facts, due_on=date(2025, 3, 3), submission_id=uuid4(), by=officer)


def again(asked, **changes):
    opened = {"submission_id": str(asked.submission_id), "seen": workflow.seen(asked)}
    return typed(asked.lead, **(opened | changes))


def test_ask_can_be_kept_as_a_draft_that_tells_nobody(client, officer, lead, follow_up):
    client.force_login(officer)

    page = client.post(address("ask", follow_up), typed(lead, draft="1"), follow=True)

    kept = EvidenceRequest.objects.get()
    assert "Your draft is saved. It has not been sent, and only you can see it." in text_of(page)
    assert (kept.status, kept.sent_at, kept.items.count()) == (RequestStatus.DRAFT, None, 1)
    assert page.context["form"]["items"].value() == "The briefing"
    assert not Notice.objects.exists()
    assert not Event.objects.filter(request=kept).exists()


def test_a_draft_is_seen_by_its_author_alone(client, officer, lead, follow_up, draft):
    places = [reverse("responses:evidence-list"), reverse("responses:work-list"), follow_up.get_absolute_url()]
    seen = {}
    for person in (officer, lead, factories.make_approver()):
        client.force_login(person)
        seen[person] = ["CANARY" in client.get(place).text for place in places]
        seen[person].append(client.get(draft.get_absolute_url(), follow=True).status_code)

    assert list(seen.values()) == [[True, False, True, 200], [False, False, False, 404], [False, False, False, 404]]


def test_a_draft_is_changed_and_sent_from_its_own_page(client, officer, draft):
    client.force_login(officer)
    client.post(address("edit", draft), again(draft, question="And since?", items="Figures\nA plan", draft="1"))
    draft.refresh_from_db()
    assert (draft.question, draft.is_draft) == ("And since?", True)
    assert list(draft.items.values_list("number", "wording")) == [(1, "Figures"), (2, "A plan")]

    page = client.post(address("edit", draft), again(draft, question="And since?"), follow=True)

    draft.refresh_from_db()
    assert "Dana Brook has been asked for evidence." in text_of(page)
    assert (draft.status, draft.sent_at is None) == (RequestStatus.SENT, False)
    assert Notice.objects.filter(request=draft).count() == 1


def test_the_days_of_the_force_begin_when_a_draft_is_sent(follow_up, officer, draft):
    facts = {"lead": draft.lead, "question": draft.question, "classification": "official", "due_on": draft.due_on}
    sent = workflow.ask([follow_up], **facts, submission_id=draft.submission_id, by=officer, at=AT)

    assert (sent, sent.turn_on, sent.force_days) == (draft, AT.date(), 0)


@pytest.mark.parametrize("button", [{"draft": "1"}, {}], ids=["saved", "sent"])
def test_of_two_windows_with_one_draft_the_later_sees_both_texts_before_its_own_is_taken(
    client, officer, draft, button
):
    client.force_login(officer)
    late = again(draft, question="Mine.", items="A plan\nFigures", **button)
    client.post(address("edit", draft), again(draft, question="Theirs.", items="The rota", draft="1"))

    page = client.post(address("edit", draft), late)
    form = page.context["form"]
    draft.refresh_from_db()
    kept = (draft.question, draft.is_draft)
    client.post(address("edit", draft), late | {"seen": form["seen"].value()})

    assert "This draft has been saved in another window since you opened this page." in text_of(page)
    assert [(each.theirs, each.yours) for each in form.differences] == [
        ("Theirs.", "Mine."),
        ("The rota", "A plan\nFigures"),
    ]
    assert (form["question"].value(), form["items"].value()) == ("Mine.", "A plan\nFigures")
    draft.refresh_from_db()
    assert [kept, (draft.question, draft.is_draft)] == [("Theirs.", True), ("Mine.", bool(button))]


def test_a_draft_saved_twice_from_one_window_is_no_conflict(client, officer, draft):
    client.force_login(officer)
    once = again(draft, question="Mine.", draft="1")

    assert [client.post(address("edit", draft), once).status_code for _ in range(2)] == [302, 302]


def test_back_to_the_page_that_made_a_draft_does_not_undo_what_was_saved_since(client, officer, lead, follow_up):
    client.force_login(officer)
    first = typed(lead, draft="1")
    client.post(address("ask", follow_up), first)
    kept = EvidenceRequest.objects.get()
    client.post(address("edit", kept), again(kept, question="Better.", draft="1"))

    page = client.post(address("ask", follow_up), first | {"question": "Worse."})

    assert [(each.theirs, each.yours) for each in page.context["form"].differences] == [("Better.", "Worse.")]
    assert EvidenceRequest.objects.get().question == "Better."


def test_a_draft_says_beside_the_field_what_is_missing(client, officer, draft):
    client.force_login(officer)

    page = client.post(address("edit", draft), again(draft, question=""))

    assert errors_of(page) == {"question": ["Enter what you need from the force"]}


def test_edit_of_what_has_been_sent_gives_the_words_back(client, officer, draft):
    client.force_login(officer)
    client.post(address("edit", draft), again(draft))

    page = client.post(address("edit", draft), again(draft, question="Too late a thought."))

    assert page.status_code == 409
    assert f"{draft.reference} has been sent, so it cannot be changed." in text_of(page)
    assert "Too late a thought." in page.text


def test_a_draft_of_a_follow_up_that_was_closed_meanwhile_is_not_sent(client, officer, follow_up, draft):
    type(follow_up).objects.update(status="done")
    client.force_login(officer)

    page = client.post(address("edit", draft), again(draft))

    draft.refresh_from_db()
    assert "is no longer open, so no evidence can be asked for it." in text_of(page)
    assert draft.is_draft


def test_the_author_who_only_reads_now_is_not_sent_round_in_circles(client, officer, draft):
    officer.role = "viewer"
    officer.save()
    client.force_login(officer)

    page = client.get(draft.get_absolute_url(), follow=True)

    assert page.redirect_chain == [(address("edit", draft), 302)]
    assert page.status_code == 403


def test_discard_deletes_a_draft(client, officer, draft):
    client.force_login(officer)

    page = client.post(address("discard", draft), {"seen": shown(client, draft)}, follow=True)

    assert "The draft is deleted. Nobody else has seen it." in text_of(page)
    assert not EvidenceRequest.objects.exists()
    assert not EvidenceItem.objects.exists()


def shown(client, draft):
    """What the button to delete sends."""
    return re.search(r'discard/.*?name="seen" value="(\w+)"', client.get(address("edit", draft)).text, re.DOTALL)[1]


def test_discard_in_an_old_window_deletes_nothing_that_was_saved_in_another(client, officer, draft):
    client.force_login(officer)
    old = shown(client, draft)
    client.post(address("edit", draft), again(draft, question="Better.", draft="1"))

    page = client.post(address("discard", draft), {"seen": old}, follow=True)
    kept = EvidenceRequest.objects.get()
    client.post(address("discard", draft), {"seen": shown(client, draft)})

    assert "The draft has been saved in another window since you opened that page." in text_of(page)
    assert (kept.question, page.context["form"]["question"].value()) == ("Better.", "Better.")
    assert not EvidenceRequest.objects.exists()


def test_discard_what_has_been_sent_is_refused(client, officer, asked):
    with pytest.raises(workflow.WrongStatusError, match="has been sent, so it can only be withdrawn"):
        workflow.discard(asked, seen_before=workflow.seen(asked))

    client.force_login(officer)
    page = client.post(address("discard", asked), follow=True)
    assert f"{asked.reference} has been sent, so it cannot be changed." in text_of(page)


def test_the_list_has_the_drafts_of_the_reader(client, officer, asked, draft):
    client.force_login(officer)

    page = client.get(reverse("responses:evidence-list"), {"state": "draft"})

    assert list(page.context["page"]) == [draft]
