"""Several files of the list disposed of or put on hold at once, and the log of disposals (R73, R83)."""

import csv
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from oversight.typed import Text, Typed
from responses.models import Batch, Event, EventKind, EvidenceFile, WorkStatus
from responses.workflow import disposal
from tests import factories
from tests.reading import errors_of, text_of
from tests.responses.workflow.old_files import DUE, change, follow_up_of, make_old_file

pytestmark = pytest.mark.django_db
LIST = reverse("responses:file-list")
WHY, CLAIM = "Retention schedule 4.2", "Freedom of information request 7"


@pytest.fixture(autouse=True)
def _then(time_machine, _today):
    time_machine.move_to(DUE, tick=False)


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """Three files whose time is over, of which one is on hold, and one that is still needed; made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        approver = factories.make_approver()
        names = ("one", "two", "held", "needed")
        files = {name: make_old_file(name=f"{name}.txt", content=name.encode()) for name in names}
        disposal.hold(files["held"], reason=CLAIM, by=approver, at=DUE)
        change(follow_up_of(files["needed"]), status=WorkStatus.IN_PROGRESS)
        yield files, approver
        transaction.set_rollback(True)


@pytest.fixture
def files(scene, db):
    return scene[0]


@pytest.fixture
def approver(scene, db):
    return scene[1]


def address(key, step=""):
    return reverse(f"responses:files-{step}{key}")


def pks(files, *names):
    return [str(files[name].pk) for name in names]


def named(rows):
    return {row.name.removesuffix(".txt") for row in rows}


def send(client, files, key, *names, **facts):
    seen = {"seen": pks(files, *names), "reason": WHY, "submission_id": uuid4()} | facts
    return client.post(address(key, "confirm-"), seen)


def done(files):
    gone = EvidenceFile.objects.disposed()
    return named(gone)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kept=due", {"one", "two"}),
        ("kept=hold", {"held"}),
        ("kept=disposed", set()),
        ("kept=due&kept=hold", {"one", "two", "held"}),
        ("kept=due&q=one", {"one"}),
    ],
)
def test_the_list_finds_what_is_due_on_hold_or_disposed_of(client, officer, files, query, found):
    client.force_login(officer)
    page = client.get(f"{LIST}?{query}")
    assert (named(page.context["page"]), page.context["number"]) == (found, len(found))


def test_a_force_finds_only_what_was_disposed_of(client, approver, files):
    disposal.dispose(files["one"], reason=WHY, by=approver, at=DUE)
    client.force_login(files["one"].uploaded_by)

    for query in ("kept=due", "kept=hold"):
        page = client.get(f"{LIST}?{query}")
        assert (len(page.context["page"]), "On hold" in text_of(page)) == (4, False)
    assert named(client.get(f"{LIST}?kept=disposed").context["page"]) == {"one"}
    assert "Put several" not in text_of(client.get(LIST))


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("", ["Put several", "End the hold of several", "Dispose of several"]),
        ("?kept=hold", ["End the hold of several"]),
        ("?kept=disposed", []),
    ],
)
def test_a_list_offers_what_can_be_done_with_its_files(client, approver, files, query, offered):
    disposal.dispose(files["one"], reason=WHY, by=approver, at=DUE)
    client.force_login(approver)

    shown = text_of(client.get(LIST + query))

    every = ("Put several", "End the hold of several", "Dispose of several")
    assert [words for words in every if words in shown] == offered


def test_the_log_begins_with_what_was_disposed_of_last(client, approver, files):
    for days, name in enumerate(["two", "one"]):
        disposal.dispose(files[name], reason=WHY, by=approver, at=DUE + timedelta(days=days))
    client.force_login(approver)
    query = "?kept=disposed"

    written = client.get(reverse("responses:file-csv") + query).getvalue().decode("utf-8-sig")

    assert [file.name for file in client.get(LIST + query).context["page"]] == ["one.txt", "two.txt"]
    assert [row["Name"] for row in csv.DictReader(written.splitlines())] == ["one.txt", "two.txt"]


def test_choose_offers_what_the_list_has_of_it_and_asks_why(client, approver, files):
    client.force_login(approver)
    for key, offered in (
        ("dispose", {"one", "two", "held"}),
        ("hold", {"one", "two", "needed"}),
        ("release", {"held"}),
    ):
        assert named(client.get(address(key)).context["rows"]) == offered
    assert named(client.get(address("dispose") + "?q=two").context["rows"]) == {"two"}
    assert "No file of the list is due for disposal" in text_of(client.get(address("dispose") + "?q=needed"))

    page = client.post(address("dispose"), {"submission_id": uuid4()})
    assert errors_of(page) == {
        "reason": ["Enter why it is disposed of, and on whose authority"],
        "rows": ["Select at least one file"],
    }


def test_preview_names_each_file_and_why_one_stays_and_changes_nothing(client, approver, files):
    client.force_login(approver)
    chosen = {"rows": pks(files, "one", "held", "needed"), "reason": WHY, "submission_id": uuid4()}

    page = client.post(address("dispose"), chosen)

    outcome = page.context["outcome"]
    assert (named(line.file for line in outcome.changed), named(line.file for line in outcome.skipped)) == (
        {"one"},
        {"held"},
    )
    assert f"held.txt: It was put on hold on 1 April 2031 by Alex Morgan, because: {CLAIM}" in text_of(page)
    assert "Dispose of 1 file" in text_of(page)
    assert done(files) == set()


def test_confirm_disposes_of_what_was_named_ties_the_lines_together_and_says_what_stays(client, approver, files):
    client.force_login(approver)
    change(follow_up_of(files["two"]), status=WorkStatus.IN_PROGRESS)

    page = client.get(send(client, files, "dispose", "one", "two", "held").url)

    shown = text_of(page)
    assert "1 file is disposed of." in shown
    reference = files["two"].round.request.reference
    assert f"“two.txt” ({reference}) is left as it was. It is kept as long as {follow_up_of(files['two'])}" in shown
    assert "“held.txt”" in shown
    assert done(files) == {"one"}
    line = Event.objects.get(kind=EventKind.FILE_DISPOSED)
    assert (line.batch, line.reason) == (Batch.objects.get(), WHY)


def test_a_page_that_is_sent_twice_disposes_once(client, approver, files):
    client.force_login(approver)
    once = uuid4()
    send(client, files, "dispose", "one", submission_id=once)

    page = client.get(send(client, files, "dispose", "two", submission_id=once).url)

    assert "That is done already: the page was sent twice." in text_of(page)
    assert done(files) == {"one"}


def test_who_finds_nothing_left_to_do_is_told_of_each_and_gets_the_words_back(client, approver, files):
    for name in ("one", "two"):
        disposal.hold(files[name], reason=CLAIM, by=factories.make_officer(name="Sam Reed"), at=DUE)
    client.force_login(approver)

    page = send(client, files, "dispose", "one", "two")

    told = f"is left as it was. It was put on hold on 1 April 2031 by Sam Reed, because: {CLAIM}"
    assert (page.status_code, text_of(page).count(told)) == (409, 2)
    assert page.context["typed"] == Typed([Text("reason", WHY)])


def test_several_are_put_on_hold_and_the_hold_of_several_ends(client, approver, files):
    client.force_login(approver)
    send(client, files, "hold", "one", "two", "needed", reason="Claim 12 asks for them.")
    assert named(EvidenceFile.objects.on_hold()) == {"one", "two", "needed", "held"}

    page = client.get(send(client, files, "release", "one", "held", reason="Settled.").url)

    assert "2 files are no longer on hold." in text_of(page)
    assert named(EvidenceFile.objects.on_hold()) == {"two", "needed"}


def test_a_confirm_of_files_next_door_or_of_a_broken_page_changes_nothing(client, files):
    surrey = factories.make_policing_body("surrey-pcc", "Surrey")
    client.force_login(factories.make_approver(policing_body=surrey))

    assert "The files are not there any more." in text_of(send(client, files, "dispose", "one"))
    for broken in ({"seen": ["one"]}, {"reason": ""}, {"submission_id": ""}):
        page = client.get(send(client, files, "dispose", "one", **broken).url)
        assert "Nothing is changed: the page was not complete." in text_of(page)

    assert done(files) == set()


def test_the_log_names_day_person_reason_and_hash_and_can_be_taken_along(client, approver, files):
    disposal.dispose(files["one"], reason="=HYPERLINK(1)", by=approver, at=DUE)
    client.force_login(approver)

    shown = text_of(client.get(f"{LIST}?kept=disposed"))
    written = client.get(reverse("responses:file-csv") + "?kept=disposed").getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(written.splitlines())

    assert "one.txt By Alex Morgan: =HYPERLINK(1)" in shown
    assert f"SHA-256 {files['one'].sha256}" in shown
    names = ("Name", "SHA-256", "Disposed of on", "Disposed of by", "Disposed of because", "On hold since")
    assert [row[name] for name in names] == [
        "one.txt",
        files["one"].sha256,
        "2031-04-01",
        "Alex Morgan",
        "'=HYPERLINK(1)",
        "",
    ]


def test_the_file_of_the_list_tells_a_force_of_no_hold_and_of_no_name_where_the_office_wants_so(
    client, approver, files
):
    disposal.dispose(files["one"], reason=WHY, by=approver, at=DUE)
    type(approver.policing_body).objects.update(names_staff=False)
    client.force_login(files["one"].uploaded_by)

    written = client.get(reverse("responses:file-csv")).getvalue().decode()

    assert (WHY in written, CLAIM in written, "On hold" in written, "Alex Morgan" in written) == (
        True,
        False,
        False,
        False,
    )


def test_the_lists_cost_the_same_however_many_files_there_are(client, approver, files, django_assert_num_queries):
    disposal.dispose(files["one"], reason=WHY, by=approver, at=DUE)
    client.force_login(approver)
    client.get(LIST)
    for _ in range(2):
        for query, number in (("kept=due", 7), ("kept=disposed", 6)):
            with django_assert_num_queries(number):
                client.get(f"{LIST}?{query}")
        disposal.dispose(make_old_file(content=b"More."), reason=WHY, by=factories.make_approver(), at=DUE)
        make_old_file(content=b"Due.")
