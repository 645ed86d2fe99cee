from responses.models import EvidenceItem, EvidenceRequest, EvidenceRound, ItemAnswer
from tests.factories import AT, make_item, make_officer, make_request, make_round


def _request(**facts):
    make_request()
    EvidenceRequest.objects.update(**facts)


def _item_numbered_twice():
    request = make_request()
    make_item(request)
    make_item(request)


def _item_answer(answer=None, **facts):
    answer = answer or make_round()
    return ItemAnswer.objects.create(round=answer, item=make_item(answer.request), text="On the intranet.", **facts)


def _answered_twice():
    first = _item_answer()
    ItemAnswer.objects.create(round=first.round, item=first.item)


def _sent_item_answer(then):
    answer = _item_answer()
    EvidenceRound.objects.update(submitted_at=AT, submitted_by=answer.round.started_by)
    then(ItemAnswer.objects.all())


def _judged(then):
    make_round(submitted_at=AT, decision="accepted", decided_at=AT, decided_by=make_officer())
    then(EvidenceRound.objects.all())


BREAKERS = {
    "evidencerequest_opened_at_and_by_together": lambda: _request(opened_at=AT),
    "evidenceround: judgement_frozen_once_made": lambda: _judged(lambda rounds: rounds.update(decision_note="New")),
    "evidenceitem_numbered_in_its_request": _item_numbered_twice,
    "evidenceitem_asks_something": lambda: make_item(wording=""),
    "evidenceitem: append_only": lambda: (make_item(), EvidenceItem.objects.update(wording="Another")),
    "itemanswer_once_in_a_round": _answered_twice,
    "itemanswer_returned_with_a_reason": lambda: _item_answer(decision="returned"),
    "itemanswer: frozen_once_sent": lambda: _sent_item_answer(lambda answers: answers.update(text="New")),
    "itemanswer: kept_once_sent": lambda: _sent_item_answer(lambda answers: answers.delete()),
    "itemanswer: not_added_once_sent": lambda: _item_answer(make_round(submitted_at=AT)),
}
