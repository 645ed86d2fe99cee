from datetime import date

from responses.models import (
    EvidenceBatch,
    EvidenceItem,
    EvidenceRequest,
    EvidenceRound,
    ItemAnswer,
    ItemFile,
    MoreTime,
)
from tests.factories import (
    AT,
    make_file,
    make_item,
    make_more_time,
    make_officer,
    make_policing_body,
    make_request,
    make_round,
)


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


def _matched(file=None, *, sent=False):
    """A file that answers an item of its own reply, or of the one that is given."""
    answer = _item_answer()
    match = ItemFile.objects.create(answer=answer, file=file or make_file(answer.round))
    if sent:
        EvidenceRound.objects.update(submitted_at=AT, submitted_by=answer.round.started_by)
    return match


def _matched_again():
    match = _matched()
    ItemFile.objects.create(answer=match.answer, file=match.file)


def _matched_late():
    match = _matched(sent=True)
    ItemFile.objects.create(answer=match.answer, file=make_file(match.file.round, content=b"Late."))


def _judged(then):
    make_round(submitted_at=AT, decision="accepted", decided_at=AT, decided_by=make_officer())
    then(EvidenceRound.objects.all())


def _decided_time(then):
    make_more_time(decision="granted", due_on=date(2025, 2, 28), decided_at=AT, decided_by=make_officer())
    then(MoreTime.objects.all())


def _two_asks():
    request = make_request()
    make_more_time(request)
    make_more_time(request)


def _batch(**facts):
    facts = {"question": "What was done?"} | facts
    return EvidenceBatch.objects.create(policing_body=make_policing_body(), sent_at=AT, sent_by=make_officer(), **facts)


def _handed_to_whom_was_asked():
    request = make_request()
    EvidenceRequest.objects.update(delegate=request.lead)


BREAKERS = {
    "evidencerequest_not_above_official_sensitive": lambda: _request(classification="secret"),
    "evidencerequest_sent_unless_a_draft": lambda: _request(sent_at=None),
    "evidencerequest_handed_to_somebody_else": _handed_to_whom_was_asked,
    "evidencebatch_asks_something": lambda: _batch(question=""),
    "evidencebatch: append_only": lambda: (_batch(), EvidenceBatch.objects.update(question="Another?")),
    "moretime_one_open_at_a_time": _two_asks,
    "moretime_asked_with_a_reason": lambda: make_more_time(reason=""),
    "moretime_asks_for_a_later_day": lambda: make_more_time(wanted_on=date(2025, 1, 31)),
    "moretime_decided_at_by_and_how_together": lambda: make_more_time(decision="lapsed"),
    "moretime_sets_a_day_where_it_gives_one": lambda: make_more_time(
        decision="granted", decided_at=AT, decided_by=make_officer()
    ),
    "moretime_refused_with_a_reason": lambda: make_more_time(
        decision="refused", decided_at=AT, decided_by=make_officer()
    ),
    "moretime: frozen_once_decided": lambda: _decided_time(lambda asks: asks.update(decision_note="New")),
    "evidencerequest_opened_at_and_by_together": lambda: _request(opened_at=AT),
    "evidenceround: judgement_frozen_once_made": lambda: _judged(lambda rounds: rounds.update(decision_note="New")),
    "evidenceitem_numbered_in_its_request": _item_numbered_twice,
    "evidenceitem_asks_something": lambda: make_item(wording=""),
    "evidenceitem: kept_once_asked": lambda: (make_item(), EvidenceItem.objects.update(wording="Another")),
    "itemanswer_once_in_a_round": _answered_twice,
    "itemanswer_returned_with_a_reason": lambda: _item_answer(decision="returned"),
    "itemanswer: frozen_once_sent": lambda: _sent_item_answer(lambda answers: answers.update(text="New")),
    "itemanswer: kept_once_sent": lambda: _sent_item_answer(lambda answers: answers.delete()),
    "itemanswer: not_added_once_sent": lambda: _item_answer(make_round(submitted_at=AT)),
    "itemfile_once_for_an_item": _matched_again,
    "itemfile: never_moved": lambda: (_matched(), ItemFile.objects.update(file=make_file(content=b"Other."))),
    "itemfile: of_one_reply": lambda: _matched(make_file()),
    "itemfile: not_added_once_sent": _matched_late,
    "itemfile: kept_once_sent": lambda: (_matched(sent=True), ItemFile.objects.all().delete()),
}
