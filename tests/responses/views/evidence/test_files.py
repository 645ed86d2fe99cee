"""The page of a file: what it is, what rests on it, its dates, its withdrawal (R91, R115)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from oversight.typed import Text, Typed
from responses.models import AssuranceBasis, EvidenceFile, EvidenceRequest, EvidenceRound, FollowUp
from responses.workflow import evidence, files
from responses.workflow.evidence import WrongStatusError
from tests import factories
from tests.reading import day, errors_of, text_of
from tests.responses.views.evidence.pages import NOW, answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(asked, lead):
    return factories.make_file(answered(asked, lead))


def about(file, name="detail"):
    return reverse(f"responses:file-{name}", args=[file.pk])


def assured(follow_up, **basis):
    update = factories.make_update(follow_up, level="assured")
    AssuranceBasis.objects.create(update=update, **basis)
    return update


def dates(**changed):
    given = {"covers_from": date(2025, 1, 1), "covers_to": date(2025, 1, 31), "expires_on": None} | changed
    return {key: value for name, on in given.items() for key, value in day(name, on).items()}


def test_detail_says_what_is_known_of_the_file(client, officer, sent):
    client.force_login(officer)

    shown = text_of(client.get(about(sent)))

    assert "Minutes.txt (7 bytes) Not scanned for viruses" in shown
    assert f"SHA-256 {sent.sha256}" in shown
    assert "Dates No dates" in shown
    assert f"Where it is used {sent.round.request.reference}, reply 1" in shown
    assert "What rests on it No assurance update, sign-off or closure rests on this file." in shown


def test_detail_lists_what_rests_on_the_file_and_what_was_closed_on_it(client, officer, follow_up, sent):
    assured(follow_up, file=sent)
    assured(follow_up, request=sent.round.request)
    factories.make_update(follow_up, level="partly")
    FollowUp.objects.update(assured_on=date(2025, 2, 3), assured_by=officer, assured_reason="Seen.")
    EvidenceFile.objects.update(expires_on=date(2025, 2, 9))
    client.force_login(officer)

    shown = text_of(client.get(about(sent)))

    assert "Out of date: it counted until 9 February 2025." in shown
    assert shown.count("Assured, 4 November 2024") == 2
    assert shown.count("Signed off by the office on 3 February 2025") == 1
    assert "Partly" not in shown


def test_what_the_office_believes_is_not_told_to_the_force(client, lead, follow_up, sent):
    assured(follow_up, file=sent)
    client.force_login(lead)

    for name in ("detail", "withdraw"):
        shown = text_of(client.get(about(sent, name)))
        assert ("What rests on it" in shown, "Assured" in shown) == (False, False)


def test_detail_finds_the_same_content_elsewhere_but_never_a_draft_of_the_force(client, officer, lead, follow_up, sent):
    other = factories.make_request(follow_up, lead=lead, sent_by=officer)
    factories.make_file(factories.make_round(other, submitted_at=NOW), name="Same.txt")
    draft = factories.make_round(other, number=2)
    factories.make_file(draft, name="Private.txt")
    newer = factories.make_file(draft, name="Private too.txt", content=b"Newer.")
    EvidenceFile.objects.filter(pk=newer.pk).update(replaces=sent)

    client.force_login(officer)
    shown = text_of(client.get(about(sent)))
    assert f"{other.reference}, reply 1 , the same content as Same.txt" in shown
    assert ("Private" in shown, "Replaced" in shown) == (False, False)

    client.force_login(lead)
    shown = text_of(client.get(about(sent)))
    assert "the same content as Private.txt" in shown
    assert "Replaced" not in shown  # until it is sent
    EvidenceRound.objects.filter(pk=draft.pk).update(submitted_at=NOW, submitted_by=lead)
    assert "Replaced by Private too.txt ." in text_of(client.get(about(sent)))


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_much_rests_on_it(client, follow_up, sent, django_assert_num_queries, count):
    for _ in range(count):
        assured(follow_up, file=sent)
    client.force_login(sent.round.request.sent_by)

    with django_assert_num_queries(10):
        page = client.get(about(sent))

    assert text_of(page).count("Assured, ") == count


def test_describe_saves_the_dates(client, officer, sent):
    client.force_login(officer)

    page = client.post(about(sent, "describe"), {"seen": files.as_described(sent), **dates()}, follow=True)

    assert "What is known of “Minutes.txt” is saved." in text_of(page)
    assert "Dates Covers 1 January 2025 to 31 January 2025" in text_of(page)


def test_describe_refuses_a_period_that_ends_before_it_starts_and_keeps_what_was_typed(client, officer, sent):
    client.force_login(officer)

    page = client.post(
        about(sent, "describe"), {"seen": files.as_described(sent), **dates(covers_to=date(2024, 12, 31))}
    )

    assert errors_of(page) == {"covers_to": ["Last day must be the same as or after the first day"]}
    assert 'value="2024"' in page.content.decode()
    assert EvidenceFile.objects.get().covers_from is None


def test_describe_after_a_colleague_shows_what_there_is_and_lets_the_person_decide(client, officer, sent):
    seen = files.as_described(sent)
    EvidenceFile.objects.update(expires_on=date(2026, 1, 1))
    client.force_login(officer)

    page = client.post(about(sent, "describe"), {"seen": seen, **dates()})

    now = "It is now: counts until 1 January 2026."
    told = f"Somebody else has changed this. {now} To save yours instead, press Save again."
    assert errors_of(page) == {"__all__": [told]}
    seen = page.context["form"]["seen"].value()
    client.post(about(sent, "describe"), {"seen": seen, **dates()})
    assert EvidenceFile.objects.values_list("covers_from", "expires_on").get() == (date(2025, 1, 1), None)


def test_the_force_says_which_earlier_file_a_new_one_replaces(client, lead, asked, sent):
    draft = factories.make_round(asked, number=2)
    type(asked).objects.update(status="opened")
    new = factories.make_file(draft, name="New.txt", content=b"New.")
    client.force_login(lead)
    assert f"No Minutes.txt ({asked.reference}, reply 1)" in text_of(client.get(about(new, "describe")))

    page = client.post(
        about(new, "describe"), {"seen": files.as_described(new), **dates(), "replaces": sent.pk}, follow=True
    )

    assert "Replaces Minutes.txt" in text_of(page)
    assert EvidenceFile.objects.get(replaces=sent) == new
    new.refresh_from_db()
    client.post(about(new, "describe"), {"seen": files.as_described(new), **dates(), "replaces": ""})
    assert not EvidenceFile.objects.filter(replaces=sent).exists()


def test_withdraw_asks_why_lists_what_rests_on_the_file_and_marks_it(client, officer, follow_up, sent):
    assured(follow_up, file=sent)
    client.force_login(officer)
    page = text_of(client.get(about(sent, "withdraw")))
    assert "Assured, 4 November 2024" in page
    assert "Withdrawing it touches 1 recommendation. Its officer gets a letter." in page

    page = client.post(about(sent, "withdraw"), {"reason": ""})
    assert errors_of(page) == {"reason": ["Enter why this file no longer counts"]}
    page = client.post(about(sent, "withdraw"), {"reason": "It is about another district."}, follow=True)

    shown = text_of(page)
    assert "“Minutes.txt” no longer counts. It can still be read." in shown
    assert "Withdrawn by Priya Shah on 10 February 2025 at 9:30am." in shown
    assert "It is about another district." in shown
    assert b"".join(client.get(sent.get_absolute_url()).streaming_content) == b"Agreed."
    assert "Withdrawn. About this file" in text_of(client.get(sent.round.request.get_absolute_url()))


def test_a_second_press_of_withdraw_shows_the_file(client, officer, sent):
    files.withdraw(sent, reason="Wrong district.", by=officer, at=NOW)
    client.force_login(officer)

    page = client.post(about(sent, "withdraw"), {"reason": "Wrong district."})

    assert (page.status_code, page.url) == (302, about(sent))


def test_withdraw_after_a_colleague_has_says_by_whom_and_why_and_gives_the_reason_back(client, officer, sent):
    files.withdraw(sent, reason="Wrong district.", by=factories.make_officer(name="Ravi Cole"), at=NOW)
    client.force_login(officer)

    page = client.post(about(sent, "withdraw"), {"reason": "It is out of date."})

    words = "This file has been withdrawn already, by Ravi Cole, because: Wrong district."
    assert (page.status_code, words in text_of(page)) == (409, True)
    assert page.context["typed"] == Typed([Text("reason", "It is out of date.")])


def test_a_file_of_a_draft_is_taken_out_not_withdrawn(client, lead, draft):
    file = factories.make_file(draft)
    client.force_login(lead)

    assert client.get(about(file, "withdraw")).status_code == 403
    assert "Withdraw" not in text_of(client.get(about(file)))


def test_what_rests_on_a_withdrawn_file_says_so_to_the_office_until_somebody_looks_again(
    client, officer, lead, follow_up, sent
):
    EvidenceRequest.objects.update(status="accepted")
    assured(follow_up, file=sent)
    files.withdraw(sent, reason="Wrong district.", by=lead, at=NOW)
    note = f"Minutes.txt ({sent.round.request.reference}): withdrawn on 10 February 2025"

    client.force_login(lead)
    assert "no longer counts" not in text_of(client.get(follow_up.get_absolute_url()))
    client.force_login(officer)
    report = reverse("responses:report-detail", args=["lost-evidence"])
    assert note in text_of(client.get(follow_up.get_absolute_url()))
    assert follow_up.reference in text_of(client.get(report))

    factories.make_update(follow_up, at=NOW + timedelta(hours=1), made_on=NOW.date())
    assert note not in text_of(client.get(follow_up.get_absolute_url()))
    assert follow_up.reference not in text_of(client.get(report))


@pytest.mark.parametrize("is_accepted", [False, True])
def test_the_page_of_a_request_says_to_each_side_what_to_do_about_a_virus(client, officer, lead, sent, is_accepted):
    files.note_verdict(sent, virus="Eicar", at=NOW)
    to_lead, to_office = "ask the office to return the reply.", "To get a clean file, return the reply."
    if is_accepted:
        evidence.accept(sent.round.request, note="", by=officer, at=NOW)
        to_lead, to_office = (
            "ask the office to ask for it again.",
            "told to send a clean file: ask for the evidence again.",
        )
    address = sent.round.request.get_absolute_url()

    client.force_login(lead)
    assert f"To send a clean file, {to_lead}" in text_of(client.get(address))
    client.force_login(officer)
    assert to_office in text_of(client.get(address))


def test_a_file_of_a_draft_that_nobody_can_send_any_more_is_deleted_by_the_force(
    client, officer, lead, draft, django_capture_on_commit_callbacks
):
    file = factories.make_file(draft)
    client.force_login(lead)
    assert client.post(about(file, "take-out")).status_code == 403
    evidence.withdraw(draft.request, reason="Not needed.", by=officer, at=NOW)
    assert "This file is in a draft reply that was never sent, and the request is over." in text_of(
        client.get(about(file))
    )

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(about(file, "take-out"), follow=True)

    assert "“Minutes.txt” is deleted." in text_of(page)
    assert (EvidenceFile.objects.count(), file.file.storage.exists(file.file.name)) == (0, False)


def test_take_out_leaves_what_was_sent_or_can_still_be_sent(draft):
    sent = factories.make_file(factories.make_round(submitted_at=NOW))
    for file in (sent, factories.make_file(draft, content=b"Other.")):
        with pytest.raises(WrongStatusError):
            files.take_out(file)
    assert EvidenceFile.objects.count() == 2
