"""A request and its answers: read, judged, withdrawn, downloaded."""

from datetime import date

import pytest

from oversight.typed import Text, Typed
from responses.models import EvidenceRequest, RequestStatus
from responses.workflow import evidence as workflow
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.evidence.pages import NOW, address, answered

pytestmark = pytest.mark.django_db


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
    typed = {"decision": "returned", "note": "Which districts?", **day("due_on", date(2025, 3, 3))}
    page = client.post(address("decide", asked), typed, follow=True)

    assert errors_of(refused) == {
        "note": ["Enter what the force needs to change"],
        "due_on": ["Enter the new reply date"],
    }
    assert "The evidence is returned to the force." in text_of(page)
    assert "Returned by Priya Shah on 10 February 2025 at 9:30am Which districts?" in text_of(page)
    assert EvidenceRequest.objects.get().due_on == date(2025, 3, 3)


@pytest.mark.parametrize("facts", [{"is_active": False}, {"own_only": True}])
def test_the_office_is_told_of_a_return_that_nobody_at_the_force_can_answer(
    client, lead, asked, facts, django_assert_max_num_queries
):
    answered(asked, lead)
    factories.make_lead(own_only=True)  # who does not see it
    type(lead).objects.filter(pk=lead.pk).update(**facts)
    client.force_login(asked.sent_by)
    told = "Nobody at Hampshire and Isle of Wight can reply: no lead who may has an account any more"
    assert told not in text_of(client.get(asked.get_absolute_url()))

    typed = {"decision": "returned", "note": "Which districts?", **day("due_on", date(2025, 3, 3))}
    client.post(address("decide", asked), typed)

    with django_assert_max_num_queries(15):
        assert (told in text_of(client.get(asked.get_absolute_url()))) is ("is_active" in facts)


def test_decide_offers_two_weeks_to_reply_again(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)

    page = client.get(address("decide", asked))

    assert page.context["form"]["due_on"].value() == date(2025, 2, 24)


@pytest.mark.parametrize(
    ("due_on", "errors"),
    [
        (day("due_on", date(2025, 2, 9)), {"due_on": ["New reply date must be today or in the future"]}),
        (day("due_on", date(2025, 2, 10)), None),
        ({"due_on_0": "31", "due_on_1": "2"}, {"due_on": ["New reply date must include a year"]}),
    ],
)
def test_decide_returns_to_be_replied_to_by_a_day_to_come(client, lead, asked, due_on, errors):
    answered(asked, lead)
    client.force_login(asked.sent_by)

    page = client.post(address("decide", asked), {"decision": "returned", "note": "Which districts?", **due_on})

    assert (errors_of(page) if page.context else None) == errors


def test_decide_accepts_whatever_stands_in_the_date_that_only_a_return_needs(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)

    client.post(address("decide", asked), {"decision": "accepted", "note": "", "due_on_0": "31"})

    kept = EvidenceRequest.objects.get()
    assert (kept.status, kept.due_on) == (RequestStatus.ACCEPTED, date(2025, 2, 21))


def test_a_new_day_to_reply_shows_beside_the_old_one(client, officer, lead, asked, follow_up):
    answered(asked, lead)
    workflow.return_answer(asked, note="Which districts?", due_on=date(2025, 3, 3), by=officer, at=NOW)
    client.force_login(officer)

    assert "Reply due 3 March 2025" in text_of(client.get(address("detail", asked)))
    told = "Which districts?", "Reply again by 3 March 2025; it was due by 21 February 2025"
    assert [words in text_of(client.get(follow_up.get_absolute_url())) for words in told] == [True, True]


def test_decide_needs_a_choice(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)

    page = client.post(address("decide", asked), {"note": ""})

    assert errors_of(page) == {"decision": ["Select whether to accept or return the evidence"]}


def test_decide_too_late_is_told_so_and_changes_nothing(client, officer, lead, asked):
    answered(asked, lead)
    client.force_login(officer)
    client.post(address("decide", asked), {"decision": "accepted", "note": ""})

    page = client.post(address("decide", asked), {"decision": "returned", "note": "No."}, follow=True)

    words = f"That cannot be done now: {asked.reference} is accepted. Priya Shah accepted the reply on 10 February 2025"
    assert words in text_of(page)
    assert page.context["typed"] == Typed([Text("note", "No.")])
    assert EvidenceRequest.objects.get().status == RequestStatus.ACCEPTED


def test_withdraw_needs_a_reason_and_ends_the_request(client, officer, asked):
    client.force_login(officer)

    refused = client.post(address("withdraw", asked), {"reason": ""})
    page = client.post(address("withdraw", asked), {"reason": "We have it."}, follow=True)

    assert errors_of(refused) == {"reason": ["Enter why the evidence is no longer needed"]}
    assert f"{asked.reference} is withdrawn. The force no longer has to reply." in text_of(page)
    assert "Why it was withdrawn Withdrawn by Priya Shah on 10 February 2025 at 9:30am We have it." in text_of(page)


def test_withdraw_after_a_colleague_has_gives_the_reason_back(client, officer, asked):
    workflow.withdraw(asked, reason="We have it.", by=factories.make_officer(name="Ravi Cole"), at=NOW)
    client.force_login(officer)

    page = client.post(address("withdraw", asked), {"reason": "The board has it."})

    words = (
        f"{asked.reference} is withdrawn. Ravi Cole withdrew the request on 10 February 2025 at 9:30am: “We have it.”"
    )
    assert (page.status_code, words in text_of(page)) == (409, True)
    assert page.context["typed"] == Typed([Text("reason", "The board has it.")])


def test_withdraw_with_the_very_words_of_a_colleague_still_says_who_was_first(client, officer, asked):
    workflow.withdraw(asked, reason="We have it.", by=factories.make_officer(name="Ravi Cole"), at=NOW)
    client.force_login(officer)

    page = client.post(address("withdraw", asked), {"reason": "We have it."})

    assert "Ravi Cole withdrew the request" in text_of(page)


def test_withdraw_pressed_twice_says_nothing_of_words_that_are_lost(client, officer, asked):
    client.force_login(officer)

    for _ in range(2):
        page = client.post(address("withdraw", asked), {"reason": "We have it.\r\n"})

    assert page.headers["Location"] == asked.get_absolute_url()


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
    assert "Reply due 21 February 2025 , in 11 days" in text_of(client.get(address("detail", asked)))

    EvidenceRequest.objects.update(due_on=date(2025, 2, 9))
    assert "Reply due 9 February 2025 , 1 day late" in text_of(client.get(address("detail", asked)))


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_many_answers(client, asked, django_assert_num_queries, count):
    for number in range(1, count + 1):
        factories.make_file(factories.make_round(asked, number=number, submitted_at=NOW))
    EvidenceRequest.objects.update(status=RequestStatus.ANSWERED)
    client.force_login(asked.sent_by)

    with django_assert_num_queries(13):
        page = client.get(address("detail", asked))

    assert text_of(page).count("Not scanned for viruses") == count


def test_detail_names_what_it_is_about_in_the_order_of_the_report(client, officer, asked, follow_up):
    inspection = follow_up.finding.inspection
    earlier = factories.make_follow_up(factories.make_finding(inspection, reference="A-1"))
    later = factories.make_follow_up(factories.make_finding(inspection, reference="Z-1"))
    asked.follow_ups.set([later, follow_up, earlier])
    client.force_login(officer)

    page = client.get(address("detail", asked))

    assert list(page.context["asked"].follow_ups.all()) == [earlier, follow_up, later]
