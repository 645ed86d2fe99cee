"""Which file of a reply answers which item: one may answer several, or the request as a whole (R106)."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from oversight.versions import StaleError
from responses import uploads
from responses.models import Event, EvidenceFile, ItemAnswer, ItemFile, ItemState, RequestStatus
from responses.models.evidence_item import with_items
from responses.workflow import evidence, files
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)
WORDS = {"text": "", "force_rag": "green", "claims_complete": False}


@pytest.fixture
def request_():
    request = factories.make_request(sent_by=factories.make_officer())
    for number, wording in enumerate(["Minutes", "Dip sample", "Training figures"], start=1):
        factories.make_item(request, number=number, wording=wording)
    return request


@pytest.fixture
def draft(request_):
    return evidence.open_answer(request_, by=request_.lead, at=LATER)


def add(draft, name="Minutes.txt", content=b"Agreed.", *, to=None):
    upload = uploads.check(name, ContentFile(content, name))
    return files.attach(draft, upload, by=draft.request.lead, at=LATER, to=to and row(draft, to))


def row(draft, number):
    return draft.item_answers.get(item__number=number)


def save(draft, *, version=None, texts=None, matched=None):
    items = {row(draft, number).pk: words for number, words in (texts or {}).items()}
    chosen = {file.pk: [row(draft, number).pk for number in numbers] for file, numbers in (matched or {}).items()}
    version = draft.version if version is None else version
    evidence.save_draft(draft, version=version, **WORDS, items=items, files=chosen)


def send(draft):
    evidence.submit(draft, version=draft.version, by=draft.request.lead, at=LATER)
    draft.request.refresh_from_db()


def numbers(file):
    return list(file.item_answers.values_list("item__number", flat=True))


def test_attach_keeps_a_file_with_its_item_or_with_the_request_as_a_whole(draft):
    assert numbers(add(draft, to=2)) == [2]
    assert numbers(add(draft, "Plan.txt", b"Plan.")) == []


def test_attach_of_the_same_file_for_another_item_is_one_file_that_answers_both(draft):
    seen = draft.version
    add(draft, to=1)
    assert draft.version == seen

    file = add(draft, to=3)

    assert (EvidenceFile.objects.count(), numbers(file)) == (1, [1, 3])
    with pytest.raises(StaleError):  # whoever has checked it before looks again
        evidence.submit(draft, version=seen, by=draft.request.lead, at=LATER)
    add(draft, to=3)
    draft.refresh_from_db()
    assert draft.version == seen + 1


def test_attach_where_one_item_is_asked_for_needs_no_choice(request_):
    only = factories.make_request(request_.follow_ups.get())
    factories.make_item(only)

    assert numbers(add(evidence.open_answer(only, by=only.lead, at=LATER))) == [1]


def test_attach_without_a_list_keeps_the_file_with_the_reply():
    request = factories.make_request()

    assert numbers(add(evidence.open_answer(request, by=request.lead, at=LATER))) == []


def test_save_draft_says_anew_which_items_a_file_answers(draft):
    first, second = add(draft, to=1), add(draft, "Plan.txt", b"Plan.", to=1)

    save(draft, matched={first: [2, 3], second: []})

    assert (numbers(first), numbers(second)) == ([2, 3], [])


def test_save_draft_over_a_colleagues_leaves_the_items_of_a_file_alone(draft):
    file = add(draft, to=1)
    save(draft)

    with pytest.raises(StaleError):
        save(draft, version=0, matched={file: [2]})

    assert numbers(file) == [1]


def test_detach_takes_a_file_out_of_all_its_items(draft):
    file = add(draft, to=1)
    add(draft, to=2)

    files.detach(file)

    assert (EvidenceFile.objects.count(), ItemFile.objects.count()) == (0, 0)


def test_a_file_alone_answers_its_item_and_the_rest_stays_with_the_force(request_, draft):
    add(draft, to=2)

    send(draft)

    states = [item.state for item in request_.items.with_answers()]
    assert states == [ItemState.OPEN, ItemState.REPLIED, ItemState.OPEN]
    assert (draft.request.status, draft.items_answered) == (RequestStatus.PART_ANSWERED, 1)


def test_a_file_of_the_request_as_a_whole_answers_no_item(draft):
    add(draft)

    with pytest.raises(evidence.EmptyAnswerError, match="Reply to at least one item"):
        send(draft)


def returned(request, officer, *, number):
    judged = {
        each.pk: ("returned", "Which month?") if each.item.number == number else ("accepted", "")
        for each in ItemAnswer.objects.awaiting_judgement(request)
    }
    evidence.return_answer(request, note="", due_on=date(2025, 3, 3), items=judged, by=officer, at=LATER)


def test_what_was_accepted_keeps_its_files_when_another_item_is_asked_for_again(request_, draft):
    minutes, sample = add(draft, to=1), add(draft, "Sample.csv", b"a,b\n1,2\n", to=2)
    save(draft, texts={3: "14 of 20."})
    send(draft)
    returned(draft.request, request_.sent_by, number=2)

    again = evidence.open_answer(draft.request, by=request_.lead, at=LATER)
    better = add(again, "Sample of June.csv", b"a,b\n3,4\n")
    send(again)

    kept = {item.wording: (item.state, list(item.sent_answers[-1].files.all())) for item in request_.items.all()}
    assert kept["Minutes"] == (ItemState.ACCEPTED, [minutes])
    assert kept["Dip sample"] == (ItemState.REPLIED, [better])
    assert numbers(sample) == [2]


def test_withdraw_says_which_item_the_file_answered(request_, draft):
    file = add(draft, to=2)
    send(draft)

    files.withdraw(file, reason="A draft.", by=request_.lead, at=LATER)

    assert Event.objects.get(kind="file-withdrawn").detail == "“Minutes.txt” (item 2)"


@pytest.mark.parametrize(
    ("answered", "words"),
    [([], "Minutes.txt"), ([2], "Minutes.txt (item 2)"), ([3, 1, 2], "Minutes.txt (items 1, 2 and 3)")],
)
def test_a_file_is_named_with_its_items_in_their_order(draft, answered, words):
    file = add(draft)
    save(draft, matched={file: answered})

    assert file.name_with_items == with_items(EvidenceFile.objects.all()).get().name_with_items == words
