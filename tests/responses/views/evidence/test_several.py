"""The pages of one question to several forces: chosen, looked at, sent, watched."""

from datetime import date

import pytest
from django.urls import reverse

from responses.models import EvidenceBatch, EvidenceRequest, FollowUp, RequestStatus, WorkStatus
from tests import factories
from tests.reading import day, errors_of, text_of

pytestmark = pytest.mark.django_db

ASK = reverse("responses:batch-ask")


@pytest.fixture
def kent(follow_up):
    force = factories.make_force("kent", "Kent Police")
    lead = factories.make_lead(force=force, name="Kim Ashe")
    return factories.make_follow_up(follow_up.finding, force=force, lead=lead)


def typed(*follow_ups, step="preview", **changes):
    facts = {"question": "What was done?\r\nSay it.", "items": "The briefing", "classification": "official"}
    facts |= {"submission_id": "8f3b2f9e-6d0c-4f0a-9a56-0c1d2e3f4a5b", **day("due_on", date(2025, 3, 3))}
    chosen = {"forces": [each.force_id for each in follow_ups], "rows": [each.pk for each in follow_ups]}
    return {**facts, **chosen, "step": step, **changes}


def test_ask_starts_from_the_list_as_it_is_filtered(client, officer, follow_up, kent):
    elsewhere = factories.make_follow_up(factories.make_finding(title="Custody records"), lead=kent.lead)
    client.force_login(officer)
    list_page = client.get(reverse("responses:follow-up-list"), {"q": elsewhere.reference})
    assert f'href="{ASK}?q={elsewhere.reference}"' in list_page.text

    page = client.get(ASK, {"q": elsewhere.reference})

    assert [each.follow_ups for each in page.context["form"].targets] == [[elsewhere]]


def test_preview_shows_who_is_asked_and_who_is_not_and_sends_nothing(client, officer, follow_up, kent):
    FollowUp.objects.filter(pk=kent.pk).update(status=WorkStatus.DONE)
    client.force_login(officer)

    page = client.post(ASK, typed(follow_up, kent))

    assert "Hampshire and Isle of Wight Dana Brook" in text_of(page)
    assert "Kent Police Nothing of what was chosen is still open" in text_of(page)
    assert "Send to 1 force" in text_of(page)
    assert not EvidenceRequest.objects.exists()


def test_only_what_has_a_tick_is_asked_about_and_the_preview_names_the_rest(client, officer, follow_up, kent):
    asked, unticked, over = (factories.make_follow_up(lead=follow_up.lead) for _ in range(3))
    FollowUp.objects.filter(pk=over.pk).update(status=WorkStatus.DONE)
    factories.make_request(asked)
    client.force_login(officer)
    chosen = typed(follow_up, asked, over)

    told = text_of(client.post(ASK, chosen))
    client.post(ASK, {**chosen, "step": "send"})

    assert f"A reply is awaited already about {asked.reference}" in told
    assert f"Left out, no longer open: {over.reference}" in told
    assert unticked.reference not in told
    (request,) = EvidenceRequest.objects.filter(batch__isnull=False)
    assert set(request.follow_ups.all()) == {follow_up, asked}


def test_send_asks_each_and_leads_to_the_matrix(client, officer, follow_up, kent):
    client.force_login(officer)

    page = client.post(ASK, typed(follow_up, kent, step="send"), follow=True)

    assert "2 forces have been asked." in text_of(page)
    assert "Kent Police , E" in text_of(page)
    assert EvidenceRequest.objects.filter(batch__isnull=False).count() == 2


def test_send_twice_asks_once_and_with_other_words_offers_a_second(client, officer, follow_up):
    client.force_login(officer)

    for _ in range(2):
        client.post(ASK, typed(follow_up, step="send"))
    page = client.post(ASK, typed(follow_up, step="send", question="Another?"))

    assert (EvidenceBatch.objects.count(), EvidenceRequest.objects.count()) == (1, 1)
    assert "You have already sent this page, with other answers" in text_of(page)


@pytest.mark.parametrize(
    "other",
    [{"items": "The rota"}, day("due_on", date(2025, 3, 4))],
)
def test_send_twice_with_another_answer_offers_a_second(client, officer, follow_up, kent, other):
    client.force_login(officer)
    client.post(ASK, typed(follow_up, kent, step="send"))

    pages = [client.post(ASK, typed(follow_up, kent, step="send", **other)), client.post(ASK, typed(kent, step="send"))]

    for page in pages:
        assert "You have already sent this page, with other answers" in text_of(page)
    assert (EvidenceBatch.objects.count(), EvidenceRequest.objects.count()) == (1, 2)


def test_change_goes_back_to_the_form_with_all_that_was_typed(client, officer, follow_up, kent):
    client.force_login(officer)

    page = client.post(ASK, typed(kent, step="change"))

    assert page.context["form"]["question"].value() == "What was done?\r\nSay it."
    assert page.context["form"]["forces"].value() == [str(kent.force_id)]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"forces": []}, {"forces": ["Select at least one force"]}),
        ({"forces": ["0"]}, {"forces": ["Select forces from the list"]}),
        ({"rows": []}, {"rows": ["Select at least one recommendation"]}),
        ({"question": ""}, {"question": ["Enter what you need from the force"]}),
        (day("due_on", date(2025, 2, 10)), {"due_on": ["Reply date must be in the future"]}),
    ],
)
def test_preview_says_beside_the_field_what_is_wrong(client, officer, follow_up, changes, errors):
    client.force_login(officer)

    page = client.post(ASK, typed(follow_up, **changes))

    assert errors_of(page) == errors


def test_send_where_nobody_can_be_asked_says_so(client, officer, follow_up):
    FollowUp.objects.update(status=WorkStatus.DONE)
    client.force_login(officer)

    page = client.post(ASK, typed(follow_up, step="send"))

    assert errors_of(page) == {"forces": ["None of the forces can be asked. Select others"]}


def test_ask_offers_nothing_of_another_office(client, follow_up):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    client.force_login(factories.make_officer(policing_body=surrey))

    assert client.get(ASK).context["form"].targets == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_costs_the_same_however_many_forces(client, officer, django_assert_num_queries, count):
    rows = [factories.make_request(sent_by=officer, due_on=date(2025, 2, 9)) for _ in range(count)]
    for row in rows:
        factories.make_item(row)
    batch = factories.make_batch(*rows)
    EvidenceRequest.objects.filter(pk=rows[0].pk).update(status=RequestStatus.ANSWERED)
    client.force_login(officer)

    with django_assert_num_queries(6):
        page = client.get(batch.get_absolute_url())

    assert text_of(page).count("1 day late") == count - 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_questions_costs_the_same_however_many(client, officer, django_assert_num_queries, count):
    for _ in range(count):
        factories.make_batch(factories.make_request(sent_by=officer))
    client.force_login(officer)

    with django_assert_num_queries(4):
        page = client.get(reverse("responses:batch-list"))

    assert text_of(page).count("0 of 1") == count


def test_list_counts_each_question_by_itself_and_marks_it_as_its_most_sensitive_request(client, officer):
    client.force_login(officer)
    first, second, other = (factories.make_request() for _ in range(3))
    EvidenceRequest.objects.filter(pk=first.pk).update(status=RequestStatus.ACCEPTED)
    EvidenceRequest.objects.filter(pk=second.pk).update(classification="official-sensitive")
    batch, single = factories.make_batch(first, second), factories.make_batch(other)

    rows = {row.pk: row for row in client.get(reverse("responses:batch-list")).context["page"]}

    assert [(row.asked, row.replied, row.classification) for row in (rows[batch.pk], rows[single.pk])] == [
        (2, 1, "official-sensitive"),
        (1, 0, "official"),
    ]
