"""The pages on which a file is disposed of or put on hold, and what is left of it afterwards (R73)."""

import pytest
from django.urls import reverse

from oversight.typed import Text, Typed
from responses.models import AssuranceBasis, Event, EventKind, EvidenceFile, WorkStatus
from responses.workflow import disposal, outcome
from tests import factories
from tests.meanwhile import just_after, just_before
from tests.reading import errors_of, text_of
from tests.responses.workflow.old_files import DUE, change, follow_up_of, make_old_file

pytestmark = pytest.mark.django_db
WHY = "Retention schedule 4.2"
CLAIM = "Claim 12 of 2031"
GONE = (
    f"Disposed of by Sam Reed on 1 April 2031 at 10am. Its content is gone. What is known of it stays on record. {WHY}"
)


@pytest.fixture(autouse=True)
def _then(time_machine, _today):
    time_machine.move_to(DUE, tick=False)


@pytest.fixture
def approver():
    return factories.make_approver()


@pytest.fixture
def file():
    return make_old_file()


def act(name, file):
    return reverse(f"responses:file-{name}", args=[file.pk])


def dispose(file, by=None):
    disposal.dispose(file, reason=WHY, by=by or factories.make_approver(name="Sam Reed"), at=DUE)


def hold(file, by=None):
    disposal.hold(file, reason=CLAIM, by=by or factories.make_officer(), at=DUE)


def links(page):
    return [name for name in ("dispose", "hold", "release") if act(name, page.context["file"]) in page.content.decode()]


def test_the_page_of_a_file_says_how_long_it_is_kept_and_offers_what_can_be_done(client, approver, officer, file):
    def shown():
        page = client.get(file.page)
        return text_of(page), links(page)

    client.force_login(approver)
    text, offered = shown()
    assert "Kept Due for disposal Its time was over on 31 March 2031" in text
    assert offered == ["dispose", "hold"]

    hold(file)
    text, offered = shown()
    assert "On hold since 1 April 2031 at 10am, by Priya Shah." in text
    assert (CLAIM in text, "Kept While it is on hold" in text, offered) == (True, True, ["release"])

    client.force_login(officer)
    assert shown()[1] == []
    disposal.release(file, reason="Settled.", by=approver, at=DUE)
    assert shown()[1] == ["hold"]

    change(follow_up_of(file), touched_at=DUE)
    assert "Until at least 31 March 2038 Last change 1 April 2031, and 6 full years after that" in shown()[0]
    change(follow_up_of(file), status=WorkStatus.IN_PROGRESS)
    assert f"Kept As long as {follow_up_of(file)} is followed up" in shown()[0]


def test_a_force_reads_of_disposal_and_of_nothing_before(client, file):
    hold(file)
    client.force_login(file.uploaded_by)
    text = text_of(client.get(file.page))
    assert ("Kept" in text, "hold" in text, CLAIM in text) == (False, False, False)
    assert client.get(act("hold", file)).status_code == 403

    disposal.release(file, reason="Settled.", by=factories.make_approver(), at=DUE)
    dispose(file)
    text = text_of(client.get(file.page))
    assert GONE in text
    assert "Disposed of on 1 April 2031: its content is gone." in text_of(
        client.get(file.round.request.get_absolute_url())
    )
    told = text_of(client.get(follow_up_of(file).get_absolute_url()))
    assert f"File disposed of by Sam Reed 1 April 2031 at 10am “Minutes.txt” {WHY}" in told
    assert "hold" not in told


def test_an_office_without_names_of_staff_has_disposed_of_it_itself(client, file):
    type(file.round.request.policing_body).objects.update(names_staff=False)
    dispose(file)
    client.force_login(file.uploaded_by)

    for address in (file.page, file.get_absolute_url()):
        text = text_of(client.get(address))
        assert ("Sam Reed" in text, "by Police and Crime Commissioner for Hampshire" in text) == (False, True)


def test_dispose_asks_on_whose_authority_and_shows_the_file_without_its_content(client, approver, file):
    client.force_login(approver)
    assert "Nobody can get its content back from the portal." in text_of(client.get(act("dispose", file)))
    page = client.post(act("dispose", file), {"reason": " "})
    assert errors_of(page) == {"reason": ["Enter why it is disposed of, and on whose authority"]}

    page = client.post(act("dispose", file), {"reason": WHY}, follow=True)

    assert "“Minutes.txt” is disposed of. What is known of it stays on record." in text_of(page)
    assert (page.context["file"].sha256 in text_of(page), links(page)) == (True, [])
    assert page.context["file"].get_absolute_url() + '"' not in page.content.decode()
    assert client.get(act("dispose", file)).status_code == 200
    assert f"It was disposed of on 1 April 2031 by Alex Morgan, because: {WHY}" in text_of(
        client.get(act("hold", file))
    )


def test_dispose_says_what_it_is_kept_for(client, approver, file):
    change(follow_up_of(file), status=WorkStatus.IN_PROGRESS)
    client.force_login(approver)

    text = text_of(client.get(act("dispose", file)))

    assert f"It is kept as long as {follow_up_of(file)} is followed up." in text
    assert WHY not in text
    assert "Nobody can get its content back" not in text


@pytest.mark.parametrize(
    ("name", "done"),
    [
        ("hold", "“Minutes.txt” is on hold. Nobody can dispose of it until the hold ends."),
        ("release", "“Minutes.txt” is not on hold any more."),
    ],
)
def test_hold_and_release_ask_why_and_tell_the_office(client, approver, file, name, done):
    if name == "release":
        hold(file)
    client.force_login(approver)
    page = client.post(act(name, file), {"reason": ""})
    assert list(errors_of(page)) == ["reason"]

    if name == "hold":
        page = client.post(act(name, file), {"reason": "Claim 12"})
        assert errors_of(page) == {"reason": ["Enter at least a sentence about why it must be kept"]}

    page = client.post(act(name, file), {"reason": "Freedom of information request 7"}, follow=True)

    assert done in text_of(page)
    assert Event.objects.latest("pk").reason == "Freedom of information request 7"


def test_who_presses_after_a_colleague_is_told_by_whom_and_why_and_gets_the_words_back(client, approver, file):
    client.force_login(approver)
    claimed = f"It was put on hold on 1 April 2031 by Priya Shah, because: {CLAIM}"

    with just_before('SELECT "responses_evidencerequest"."id"', lambda: hold(file)):
        page = client.post(act("dispose", file), {"reason": WHY})

    assert (page.status_code, claimed in text_of(page)) == (409, True)
    assert page.context["typed"] == Typed([Text("reason", WHY)])
    assert EvidenceFile.objects.get().disposed_at is None


@pytest.mark.parametrize(("name", "do"), [("dispose", dispose), ("hold", hold)])
def test_a_second_press_of_one_button_shows_the_file_and_writes_one_line(client, approver, file, name, do):
    do(file, by=approver)
    client.force_login(approver)

    page = client.post(act(name, file), {"reason": WHY if name == "dispose" else CLAIM})

    assert (page.status_code, page.url) == (302, file.page)
    assert Event.objects.filter(kind__in=[EventKind.FILE_DISPOSED, EventKind.FILE_HELD]).count() == 1


def test_who_would_withdraw_what_was_disposed_of_gets_the_words_back(client, officer, file):
    dispose(file)
    client.force_login(officer)

    page = client.post(act("withdraw", file), {"reason": "Wrong district, as it seems."})

    assert (page.status_code, "there is nothing to withdraw" in text_of(page)) == (409, True)


def test_a_download_of_what_was_disposed_of_says_by_whom_when_and_why(client, officer, file):
    dispose(file)
    client.force_login(officer)

    page = client.get(file.get_absolute_url())

    assert page.status_code == 410
    assert "“Minutes.txt” has been disposed of" in text_of(page)
    assert GONE in text_of(page)
    assert not Event.objects.filter(kind=EventKind.FILE_DOWNLOADED).exists()


def test_a_download_that_has_begun_ends_whole(client, officer, django_capture_on_commit_callbacks):
    content = b"Agreed. " * 100_000
    file = make_old_file(content=content)
    client.force_login(officer)
    pieces = iter(client.get(file.get_absolute_url()).streaming_content)
    begun = next(pieces)

    with django_capture_on_commit_callbacks(execute=True):
        dispose(file)

    assert (len(begun) < len(content), file.file.storage.exists(file.file.name)) == (True, False)
    assert begun + b"".join(pieces) == content


def test_a_file_that_is_disposed_of_between_look_and_open_is_neither_missing_nor_reported(
    client, officer, file, caplog, django_capture_on_commit_callbacks
):
    def meanwhile():
        dispose(file)
        file.file.storage.delete(file.file.name)

    client.force_login(officer)
    with just_after('SELECT "responses_evidencefile"."id"', meanwhile):
        page = client.get(file.get_absolute_url())

    assert (page.status_code, "“Minutes.txt” has been disposed of" in text_of(page)) == (410, True)
    assert caplog.messages == [f"Gone: {file.get_absolute_url()}"]


def test_an_update_that_rests_on_it_leads_to_what_is_known_of_it(client, officer, file):
    update = factories.make_update(follow_up_of(file))
    AssuranceBasis.objects.create(update=update, file=file)
    dispose(file)
    client.force_login(officer)

    page = client.get(reverse("responses:assurance-list", args=[update.follow_up_id]))

    assert "Minutes.txt (disposed of on 1 April 2031)" in text_of(page)
    assert f'href="{file.page}"' in page.content.decode()
    assert f'href="{file.get_absolute_url()}"' not in page.content.decode()


def test_what_is_opened_again_says_what_of_its_evidence_is_gone(client, officer, file):
    follow_up = follow_up_of(file)
    dispose(file)
    named = f"Minutes.txt ({file.round.request.reference})"
    told = f"Evidence from before was disposed of: nobody can read it any more. {named}"
    client.force_login(officer)
    assert told not in text_of(client.get(follow_up.get_absolute_url()))

    outcome.reopen(follow_up, reason="It came back.", by=officer, at=DUE)
    for person in (officer, file.uploaded_by):
        client.force_login(person)
        assert told in text_of(client.get(follow_up.get_absolute_url()))


def test_the_page_costs_the_same_whatever_rests_on_the_file(client, approver, file, django_assert_num_queries):
    client.force_login(approver)
    client.get(file.page)
    with django_assert_num_queries(9):
        client.get(file.page)
    for _ in range(3):
        file.round.request.follow_ups.add(factories.make_follow_up(status=WorkStatus.DONE))
    with django_assert_num_queries(9):
        client.get(file.page)
