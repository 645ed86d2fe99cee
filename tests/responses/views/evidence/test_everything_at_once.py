"""A request with all that one can have still costs no more than fifteen questions (R131)."""

import pytest

from responses.models import Event, EventKind, EvidenceRequest, EvidenceRound, Notice, NoticeKind, RequestStatus
from tests import factories
from tests.reading import text_of
from tests.responses.views.evidence.pages import NOW, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(follow_up, asked, lead):
    """Two items answered by files in two replies, the first returned; more time twice; handed on, then withdrawn."""
    asked.follow_ups.add(factories.make_follow_up(factories.make_finding(title="Also this"), lead=lead))
    items = [factories.make_item(asked, number=number) for number in (1, 2)]
    for number in (1, 2):
        answer = factories.make_round(asked, number=number)
        for item in items:
            name, content = f"{number}-{item.number}.txt", b"%d %d" % (number, item.number)
            file = factories.make_file(answer, name=name, content=content)
            answer.item_answers.create(item=item, text="Here.").files.add(file)
        sent = {"submitted_at": NOW, "submitted_by": lead}
        returned = {"decision": "returned", "decision_note": "More.", "decided_at": NOW, "decided_by": asked.sent_by}
        EvidenceRound.objects.filter(pk=answer.pk).update(**sent | (returned if number == 1 else {}))
    factories.make_more_time(asked)
    Notice.objects.owe(NoticeKind.EVIDENCE_ASKED, to=lead, at=NOW, request=asked)
    told = {"policing_body": asked.policing_body, "follow_up": follow_up, "request": asked, "audience": "force"}
    Event.objects.create(
        kind=EventKind.EVIDENCE_WITHDRAWN, by=asked.sent_by, at=NOW, round=answer, reason="No.", **told
    )
    facts = {"opened_at": NOW, "opened_by": lead, "delegate": factories.make_lead(name="Ann Lee")}
    EvidenceRequest.objects.filter(pk=asked.pk).update(**facts)
    return asked


@pytest.mark.parametrize("is_lead", [False, True], ids=["officer", "lead"])
@pytest.mark.parametrize("status", [RequestStatus.ANSWERED, RequestStatus.WITHDRAWN])
def test_detail_of_one_with_everything_costs_fifteen_questions(
    client, everything, django_assert_max_num_queries, is_lead, status
):
    EvidenceRequest.objects.filter(pk=everything.pk).update(status=status)
    client.force_login(everything.lead if is_lead else everything.sent_by)

    with django_assert_max_num_queries(15):
        words = text_of(client.get(address("detail", everything)))

    expected = ["Also this", "1-1.txt", "2-2.txt", "More.", "Ann Lee", "The analyst is away until then."]
    assert [each for each in expected if each not in words] == []
