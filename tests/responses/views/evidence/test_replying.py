"""What the force does with a request: start, write, check, send."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from oversight.typed import Text, Typed
from responses.models import EvidenceFile, EvidenceRequest, EvidenceRound, Notice, RequestStatus
from responses.workflow import evidence as workflow
from tests import factories
from tests.reading import errors_of, text_of
from tests.responses.views.evidence.pages import NOW, address, answered

pytestmark = pytest.mark.django_db


def reply(answer, **changes):
    return {"version": answer.version, "text": "Briefed.", "force_rag": "green"} | changes


def test_start_is_a_button_that_opens_the_request_once(client, lead, asked):
    client.force_login(lead)

    for _ in range(2):
        page = client.post(address("start", asked))

    assert page.headers["Location"] == address("reply", asked)
    assert EvidenceRound.objects.count() == 1


@pytest.mark.parametrize(("text", "said"), [("", "Nothing written yet"), ("Briefed.", "Briefed.")])
def test_a_draft_shows_its_words_or_that_there_are_none(client, lead, draft, text, said):
    EvidenceRound.objects.update(text=text)
    client.force_login(lead)

    words = text_of(client.get(draft.request.get_absolute_url()))

    assert f"Reply 1 (draft, not sent) {said}" in words
    assert ("Nothing written yet" in words) == (not text)


def test_start_of_a_withdrawn_request_is_too_late(client, lead, asked):
    EvidenceRequest.objects.update(status=RequestStatus.WITHDRAWN)
    client.force_login(lead)

    page = client.post(address("start", asked), follow=True)

    assert f"That cannot be done now: {asked.reference} is withdrawn." in text_of(page)
    assert EvidenceRound.objects.count() == 0


def test_reply_before_the_start_leads_to_the_request(client, lead, asked):
    client.force_login(lead)

    for name in ("reply", "check"):
        page = client.get(address(name, asked), follow=True)
        assert page.redirect_chain == [(asked.get_absolute_url(), 302)]
        assert "Start the reply" in text_of(page)


def test_a_reply_is_saved_checked_and_sent(client, lead, asked, draft):
    client.force_login(lead)
    minutes = SimpleUploadedFile("Minutes.txt", b"Agreed on Monday.")

    page = client.post(address("reply", asked), reply(draft, claims_complete="on", files=[minutes]), follow=True)
    assert page.redirect_chain == [(address("check", asked), 302)]
    assert "Briefed." in text_of(page)
    assert "Minutes.txt (17 bytes)" in text_of(page)
    asked.refresh_from_db()
    assert asked.status == RequestStatus.OPENED

    seen = {"version": 1, "files": [EvidenceFile.objects.get().pk]}
    page = client.post(address("check", asked), seen, follow=True)

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


def test_check_of_an_empty_draft_leads_back_to_the_reply(client, lead, asked, draft):
    client.force_login(lead)

    page = client.get(address("check", asked), follow=True)

    assert page.redirect_chain == [(address("reply", asked), 302)]
    assert "Enter your reply before you send it." in text_of(page)


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


def test_every_bad_file_is_named_at_once_and_the_good_one_is_kept(client, lead, asked, draft):
    client.force_login(lead)
    chosen = {"Bad.exe": b"MZ", "Empty.pdf": b"", "Fake.pdf": b"Agreed.", "Good.txt": b"Agreed."}

    page = client.post(
        address("reply", asked),
        reply(draft, files=[SimpleUploadedFile(name, content) for name, content in chosen.items()]),
    )

    assert [words.partition(" is ")[0] for words in errors_of(page)["files"]] == [
        "“Bad.exe”",
        "“Empty.pdf”",
        "“Fake.pdf”",
    ]
    assert [file.name for file in EvidenceFile.objects.all()] == ["Good.txt"]


def test_the_files_beyond_the_most_that_a_reply_can_have_are_named_in_one_line(client, lead, asked, draft):
    client.force_login(lead)
    many = [SimpleUploadedFile(f"{number}.txt", b"Agreed %d" % number) for number in range(1, 13)]

    page = client.post(address("reply", asked), reply(draft, files=many))

    line = "“11.txt” and “12.txt” were not added: a reply can have up to 10 files."
    assert errors_of(page) == {"files": [line]}
    assert EvidenceFile.objects.count() == 10


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
    assert "Saved by somebody else The colleague's words. Yours, not saved yet My words." in text_of(page)
    again = client.post(
        address("reply", asked), reply(draft, version=page.context["form"]["version"].value(), text="Ours.")
    )
    draft.refresh_from_db()
    assert (again.status_code, draft.text) == (302, "Ours.")


def test_a_colleagues_other_rating_is_shown_where_the_words_are_the_same(client, lead, asked, draft):
    workflow.save_draft(draft, version=0, text="Briefed.", force_rag="red", claims_complete=False)
    client.force_login(lead)

    page = client.post(address("reply", asked), reply(draft, version=0))

    shown = [(each.label, each.theirs, each.yours) for each in page.context["form"].differences]
    assert list(errors_of(page)) == ["force_rag"]
    assert shown == [("How is the work going?", "Red: off track", "Green: on track or complete")]


def test_the_same_reply_saved_twice_is_saved_with_its_file_once(client, lead, asked, draft):
    client.force_login(lead)

    for _ in range(2):
        minutes = SimpleUploadedFile("Minutes.txt", b"Agreed.")
        page = client.post(address("reply", asked), reply(draft, version=0, files=[minutes]))

    assert page.headers["Location"] == address("check", asked)
    assert [file.name for file in EvidenceFile.objects.all()] == ["Minutes.txt"]


def test_files_are_kept_also_where_the_words_are_in_conflict(client, lead, asked, draft):
    workflow.save_draft(draft, version=0, text="The colleague's words.", force_rag="", claims_complete=False)
    client.force_login(lead)

    client.post(address("reply", asked), reply(draft, version=0, files=[SimpleUploadedFile("Minutes.txt", b"Agreed.")]))

    assert [file.name for file in EvidenceFile.objects.all()] == ["Minutes.txt"]


def test_a_file_that_is_too_large_is_named_beside_the_field_and_the_words_stay(client, lead, asked, draft):
    client.force_login(lead)
    large = SimpleUploadedFile("Large.pdf", b"%PDF-1.7\n".ljust(25 * 1024 * 1024 + 1))

    page = client.post(address("reply", asked), reply(draft, files=[large]))

    assert errors_of(page) == {"files": ["“Large.pdf” is larger than 25MB. Split it, or send it another way."]}
    assert "Choose again what is not among the saved files." in text_of(page)
    assert page.context["form"]["text"].value() == "Briefed."


def test_a_file_beyond_the_days_quota_is_named_beside_the_field_and_the_words_stay(
    client, lead, asked, draft, settings
):
    settings.UPLOADS_OF_PERSON_MB = 0
    client.force_login(lead)

    page = client.post(address("reply", asked), reply(draft, files=[SimpleUploadedFile("Minutes.txt", b"Agreed.")]))

    why = "you can add up to 0MB in 24 hours. Try again later, or choose a smaller file."
    assert errors_of(page) == {"files": [f"“Minutes.txt” was not added: {why}"]}
    assert page.context["form"]["text"].value() == reply(draft)["text"]


def test_reply_to_a_request_that_was_withdrawn_meanwhile_is_too_late(client, lead, officer, asked, draft):
    workflow.withdraw(asked, reason="Not needed.", by=officer, at=NOW)
    client.force_login(lead)

    for name in ("reply", "check"):
        page = client.post(address(name, asked), reply(draft), follow=True)
        assert f"{asked.reference} is withdrawn. Priya Shah withdrew the request on 10 February 2025" in text_of(page)
        assert page.context["typed"] == Typed([Text("text", "Briefed.")])
    draft.refresh_from_db()
    assert (draft.text, draft.is_draft) == ("", True)


def test_reply_that_a_colleague_has_sent_meanwhile_gives_words_and_names_of_files_back(client, asked, draft):
    answered(asked, factories.make_lead(name="Ravi Cole"))
    client.force_login(factories.make_lead())
    words = "\n<All> shifts are briefed.\nWeekly."
    minutes = SimpleUploadedFile("Minutes.txt", b"Agreed on Monday.")

    page = client.post(address("reply", asked), reply(draft, text=words, files=[minutes]))

    assert page.status_code == 409
    assert f"{asked.reference} is replied to. Ravi Cole sent the reply on 10 February 2025 at 9:30am." in text_of(page)
    assert "readonly>\n\n&lt;All&gt; shifts are briefed.\nWeekly.</textarea>" in page.text
    assert "Choose these files again: Minutes.txt" in text_of(page)
    assert "Agreed on Monday" not in page.text
    assert EvidenceFile.objects.count() == 0


def test_reply_to_a_request_that_was_sent_and_returned_meanwhile_gives_the_words_back(client, lead, officer, asked):
    answered(asked, lead)
    workflow.return_answer(asked, note="Which districts?", due_on=NOW.date(), by=officer, at=NOW)
    client.force_login(lead)

    page = client.post(address("reply", asked), {"version": 0, "text": "My own words.", "draft": "1"})

    assert f"{asked.reference} is returned. Priya Shah returned the reply on 10 February 2025" in text_of(page)
    assert page.context["typed"] == Typed([Text("text", "My own words.")])


def test_reply_sent_again_by_whoever_sent_it_says_nothing_of_words_that_are_lost(client, lead, asked):
    answered(asked, lead)
    client.force_login(lead)

    page = client.post(address("reply", asked), {"version": 0, "text": "Briefed in March."})

    assert page.headers["Location"] == asked.get_absolute_url()


def test_reply_after_a_return_says_what_was_missing_and_starts_from_the_last_words(client, lead, officer, asked):
    answered(asked, lead)
    workflow.return_answer(asked, note="Which districts?", due_on=NOW.date(), by=officer, at=NOW)
    workflow.open_answer(asked, by=lead, at=NOW)
    client.force_login(lead)

    page = client.get(address("reply", asked))

    assert "Priya Shah returned reply 1 on 10 February 2025: Which districts?" in text_of(page)
    assert page.context["form"]["text"].value() == "Briefed in March."


def test_check_pressed_twice_sends_once(client, lead, asked, draft):
    workflow.save_draft(draft, version=0, text="Briefed.", force_rag="red", claims_complete=False)
    client.force_login(lead)

    for _ in range(2):
        page = client.post(address("check", asked), {"version": 1}, follow=True)

    assert "Reply sent" in text_of(page)
    assert Notice.objects.filter(kind="evidence-answered").count() == 1


def test_check_of_what_a_colleague_has_changed_shows_it_again_and_sends_nothing(client, lead, asked, draft):
    client.force_login(lead)
    client.get(address("check", asked))
    workflow.save_draft(draft, version=0, text="The colleague's words.", force_rag="red", claims_complete=False)

    page = client.post(address("check", asked), {"version": 0}, follow=True)

    assert page.redirect_chain == [(address("check", asked), 302)]
    assert "A colleague has changed this reply." in text_of(page)
    assert "The colleague's words." in text_of(page)
    assert EvidenceRound.objects.get().is_draft


def test_check_of_a_reply_without_the_view_of_the_force_sends_nothing(client, lead, asked, draft):
    client.force_login(lead)
    client.post(address("reply", asked), reply(draft, force_rag=""))  # refused, and kept

    page = client.post(address("check", asked), {"version": 1}, follow=True)

    assert "Select how the work is going before you send it." in text_of(page)
    assert EvidenceRound.objects.get().is_draft


def test_check_of_an_empty_reply_sends_nothing(client, lead, asked, draft):
    client.force_login(lead)

    page = client.post(address("check", asked), {"version": 0}, follow=True)

    assert "Enter your reply before you send it." in text_of(page)
    assert EvidenceRound.objects.get().is_draft


def test_sent_is_not_said_before_it_is_true(client, lead, asked, draft):
    client.force_login(lead)

    assert client.get(address("sent", asked)).headers["Location"] == asked.get_absolute_url()
