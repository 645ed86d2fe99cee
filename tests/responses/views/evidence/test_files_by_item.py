"""The force says which file answers which item, the office reads and judges it there (R106)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from responses import uploads
from responses.models import EvidenceFile, EvidenceRound
from responses.workflow import evidence, files
from tests import factories
from tests.reading import errors_of, text_of
from tests.responses.views.evidence.pages import NOW, address

pytestmark = pytest.mark.django_db

WORDS = {"text": "", "force_rag": "green", "claims_complete": False}


@pytest.fixture
def listed(asked):
    for number, wording in enumerate(["The briefing", "Figures by district"], start=1):
        factories.make_item(asked, number=number, wording=wording)
    return asked


@pytest.fixture
def draft(listed, lead):
    begun = evidence.open_answer(listed, by=lead, at=NOW)
    EvidenceRound.objects.filter(pk=begun.pk).update(force_rag="green")
    begun.refresh_from_db()
    return begun


def chosen(name="Minutes.txt", content=b"Agreed."):
    return SimpleUploadedFile(name, content)


def kept(draft, number=None, *, name="Minutes.txt", content=b"Agreed.", **facts):
    file = factories.make_file(draft, name=name, content=content, **facts)
    if number:
        row(draft, number).files.add(file)
    return file


def row(draft, number):
    return draft.item_answers.get(item__number=number)


def items_of(file):
    return list(file.item_answers.values_list("item__number", flat=True))


def reply(draft, /, *texts, shown=(), **more):
    names = [f"item_{each.item_id}" for each in draft.item_answers.all()]
    typed = dict(zip(names, texts, strict=True))
    return {**WORDS, "version": draft.version, **typed, "shown": [str(each.pk) for each in shown], **more}


def send(draft, texts=None):
    rows = {row(draft, number).pk: text for number, text in (texts or {}).items()}
    evidence.save_draft(draft, version=draft.version, **WORDS, items=rows)
    evidence.submit(draft, version=draft.version, by=draft.request.lead, at=NOW)


def test_reply_to_one_item_offers_no_choice(client, lead, asked):
    item = factories.make_item(asked)
    draft = evidence.open_answer(asked, by=lead, at=NOW)
    client.force_login(lead)

    page = client.post(address("reply", asked), reply(draft, "Attached.", files=[chosen()], draft="1"), follow=True)

    form = page.context["form"]
    assert (form.item_rows[0][2], form.match_fields, f"files_{item.pk}" in form.fields) == (None, [], False)
    assert items_of(EvidenceFile.objects.get()) == [1]


def test_reply_keeps_files_with_the_items_that_they_are_chosen_for(client, lead, listed, draft):
    first, second = listed.items.all()
    client.force_login(lead)

    same = {f"files_{item.pk}": [chosen(), chosen(f"{item.number}.txt", b"%d" % item.pk)] for item in (first, second)}
    page = client.post(
        address("reply", listed), reply(draft, "Attached.", "", **same, files=[chosen("Plan.txt", b"P")])
    )

    assert page.headers["Location"] == address("check", listed)
    found = {file.name: items_of(file) for file in EvidenceFile.objects.all()}
    assert found == {"Minutes.txt": [1, 2], "1.txt": [1], "2.txt": [2], "Plan.txt": []}


def test_check_names_the_files_of_each_item_and_of_the_request_as_a_whole(client, lead, listed, draft):
    kept(draft, 2)
    kept(draft, name="Plan.txt", content=b"P")
    client.force_login(lead)

    page = text_of(client.get(address("check", listed)))

    assert "1. The briefing No reply yet Change" in page
    assert "2. Figures by district Minutes.txt (7 bytes) Change" in page
    assert "Files about the request as a whole Plan.txt (1 byte) Change" in page


def test_reply_says_anew_which_items_a_saved_file_answers(client, lead, listed, draft):
    moved, freed = kept(draft, 1), kept(draft, 1, name="Plan.txt", content=b"P")
    client.force_login(lead)

    both = {f"items_of_{moved.pk}": [row(draft, 1).pk, row(draft, 2).pk]}
    client.post(address("reply", listed), reply(draft, "", "", shown=[moved, freed], **both, draft="1"))

    assert (items_of(moved), items_of(freed)) == ([1, 2], [])


def test_reply_leaves_alone_what_a_colleague_has_added_since_the_page_was_opened(client, lead, listed, draft):
    file = kept(draft, 2)
    client.force_login(lead)

    client.post(address("reply", listed), reply(draft, "Attached.", "", draft="1"))

    assert items_of(file) == [2]


def test_reply_that_a_colleague_has_changed_shows_both_choices_of_items(client, lead, listed, draft):
    file = kept(draft)
    evidence.save_draft(draft, version=0, **WORDS, files={file.pk: [row(draft, 1).pk]})
    client.force_login(lead)

    mine = {f"items_of_{file.pk}": [row(draft, 2).pk], "version": 0}
    page = client.post(address("reply", listed), reply(draft, "", "", shown=[file], **mine, draft="1"))

    assert list(errors_of(page)) == [f"items_of_{file.pk}"]
    (difference,) = page.context["form"].differences
    assert (difference.theirs, difference.yours) == ("1. The briefing", "2. Figures by district")
    again = mine | {"version": page.context["form"]["version"].value()}
    client.post(address("reply", listed), reply(draft, "", "", shown=[file], **again, draft="1"))
    assert items_of(file) == [2]


def test_reply_with_an_item_of_another_request_is_refused_and_keeps_the_words(client, lead, listed, draft):
    file = kept(draft)
    client.force_login(lead)

    wrong = {f"items_of_{file.pk}": [0]}
    page = client.post(address("reply", listed), reply(draft, "Attached.", "", shown=[file], **wrong))

    assert errors_of(page) == {f"items_of_{file.pk}": ["Select items from the list"]}
    assert (items_of(file), row(draft, 1).text) == ([], "Attached.")


def test_a_bad_file_is_named_beside_its_item_and_the_good_one_is_kept_there(client, lead, listed, draft):
    field = f"files_{listed.items.first().pk}"
    client.force_login(lead)

    page = client.post(
        address("reply", listed), reply(draft, "", "", **{field: [chosen("Bad.exe", b"MZ"), chosen()]}, draft="1")
    )

    assert {name: words[0].partition(" is not")[0] for name, words in errors_of(page).items()} == {field: "“Bad.exe”"}
    assert "Choose again what is not among the saved files." in text_of(page)
    assert items_of(EvidenceFile.objects.get()) == [1]


def test_the_summary_names_what_is_wrong_in_the_order_of_the_page(client, lead, listed, draft):
    field = f"files_{listed.items.last().pk}"
    client.force_login(lead)

    page = client.post(
        address("reply", listed),
        reply(draft, "", "", **{field: [chosen("Bad.exe", b"MZ")], "files": [chosen("No.exe", b"MZ")]})
        | {"force_rag": ""},
    )

    summary = page.text.partition("There is a problem")[2].partition("</ul>")[0]
    assert re.findall('href="#id_([a-z_0-9]+)"', summary) == [field, "force_rag_0", "files"]


def test_a_file_is_reply_enough_for_its_item(client, lead, listed, draft):
    client.force_login(lead)

    refused = client.post(address("reply", listed), reply(draft, "", "", files=[chosen("Plan.txt", b"P")]))
    field = f"files_{listed.items.last().pk}"
    page = client.post(address("reply", listed), reply(draft, "", "", version=1, **{field: [chosen()]}), follow=True)

    assert errors_of(refused) == {f"item_{listed.items.first().pk}": ["Reply to at least one item"]}
    assert page.redirect_chain == [(address("check", listed), 302)]
    assert "You have not replied to every item yet." in text_of(page)


def test_check_of_files_that_a_colleague_has_moved_shows_it_again(client, lead, listed, draft):
    file = kept(draft, 1)
    client.force_login(lead)
    client.get(address("check", listed))
    files.attach(draft, uploads.check("Minutes.txt", chosen()), by=lead, at=NOW, to=row(draft, 2))

    page = client.post(address("check", listed), {"version": 0, "files": [str(file.pk)]}, follow=True)

    assert "A colleague has changed this reply." in text_of(page)
    assert "2. Figures by district Minutes.txt (7 bytes)" in text_of(page)


def test_decide_shows_under_each_item_its_words_and_its_files(client, officer, lead, listed, draft):
    kept(draft, 1)
    kept(draft, 2, name="June.txt", content=b"J")
    kept(draft, name="Plan.txt", content=b"P")
    send(draft, {2: "12 of 14."})
    client.force_login(officer)

    page = text_of(client.get(address("decide", listed)))

    whole, first, second = (page.index(name) for name in ("Plan.txt", "Minutes.txt", "June.txt"))
    assert whole < page.index("1. The briefing") < first < page.index("2. Figures by district 12 of 14.") < second
    detail = text_of(client.get(address("detail", listed)))
    assert "1. The briefing Minutes.txt (7 bytes)" in detail
    assert "Files about the request as a whole Plan.txt (1 byte)" in detail


def test_reply_after_a_return_shows_what_was_accepted_and_what_was_sent_with_their_files(client, officer, lead, listed):
    draft = evidence.open_answer(listed, by=lead, at=NOW)
    kept(draft, 1)
    kept(draft, 2, name="June.txt", content=b"J")
    send(draft)
    judged = {row(draft, 1).pk: ("accepted", ""), row(draft, 2).pk: ("returned", "July too.")}
    evidence.return_answer(listed, note="", due_on=NOW.date(), items=judged, by=officer, at=NOW)
    evidence.open_answer(listed, by=lead, at=NOW)
    client.force_login(lead)

    page = text_of(client.get(address("reply", listed)))

    assert "Accepted already 1. The briefing Minutes.txt (7 bytes)" in page
    assert "Item 2 was returned: July too. You sent: June.txt" in page


def test_a_restricted_file_of_an_item_is_not_named_to_who_may_not_read_it(client, lead, listed, draft):
    files.mark_sensitive(kept(draft, 1, name="CANARY.txt"), by=lead, at=NOW)
    colleague = factories.make_lead(name="Ravi Cole")
    client.force_login(colleague)
    checked = text_of(client.get(address("check", listed)))
    written = text_of(client.get(address("reply", listed)))
    send(draft)
    client.force_login(factories.make_officer(name="Another officer"))
    read = text_of(client.get(address("detail", listed)))

    assert "1. The briefing An OFFICIAL-SENSITIVE file of a colleague" in checked
    assert "1. The briefing Only files that are OFFICIAL-SENSITIVE, which you cannot read" in read
    assert ["CANARY" in page for page in (checked, written, read)] == [False, False, False]


def test_a_reply_saved_by_who_may_not_read_a_file_leaves_it_with_its_item(client, lead, listed, draft):
    file = kept(draft, 1, name="CANARY.txt")
    files.mark_sensitive(file, by=lead, at=NOW)
    client.force_login(factories.make_lead(name="Ravi Cole"))

    client.post(address("reply", listed), reply(draft, "", "Mine.", shown=[file], draft="1"))

    assert items_of(file) == [1]


def test_pages_of_files_name_the_items_that_they_answer(client, officer, follow_up, listed, draft):
    file = kept(draft, 2)
    row(draft, 1).files.add(file)
    send(draft)
    evidence.accept(listed, note="", by=officer, at=NOW)
    client.force_login(officer)

    about = text_of(client.get(file.page))
    row_of_list = text_of(client.get(reverse("responses:file-list")))
    table = b"".join(client.get(reverse("responses:file-csv"))).decode()
    update = factories.make_update(follow_up)
    update.bases.create(file=file)
    known = text_of(client.get(reverse("responses:assurance-list", args=[follow_up.pk])))

    assert "Answers 1. The briefing 2. Figures by district" in about
    assert f"{listed.reference}, items 1 and 2" in row_of_list
    assert f"{listed.reference},1; 2," in table
    assert "Evidence it rests on Minutes.txt (items 1 and 2)" in known
    offered = client.get(reverse("responses:assurance-log", args=[follow_up.pk])).context["form"]["rests_on"]
    assert "Minutes.txt (items 1 and 2)" in str(offered)


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_however_many_files_answer_items(client, listed, draft, django_assert_num_queries, count):
    for number in range(count):
        file = kept(draft, 1, name=f"{number}.txt", content=b"%d" % number)
        row(draft, 2).files.add(file)
    send(draft)
    client.force_login(listed.sent_by)

    with django_assert_num_queries(14):
        client.get(address("detail", listed))
