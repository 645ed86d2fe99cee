"""The finding of a letter in at most 90 words, from what everybody can read (R121)."""

from datetime import UTC, date, datetime, time

import pytest

from responses import emails
from responses.models import Answer, Notice, NoticeKind
from responses.notices import outbox
from responses.workflow import correction
from tests import factories
from tests.responses.views.published import AT as PUBLISHED_AT
from tests.responses.views.published import publish

pytestmark = pytest.mark.django_db
LATER = datetime(2024, 11, 1, 8, tzinfo=UTC)


@pytest.fixture
def finding():
    return factories.make_finding(factories.make_inspection("SE-1"), reference="SE-1-R1", title="Share & learn")


def owe(finding, kind=NoticeKind.ASSIGNED, at=LATER):
    lead = factories.make_lead("dana@example.org")
    Notice.objects.owe(kind, to=lead, at=at, follow_up=factories.make_follow_up(finding, lead=lead))
    return Notice.objects.for_letter().get()


def letter(finding, **facts):
    return emails.letter(owe(finding, **facts))


def in_short(letter):
    return letter.body.partition("In short\n")[2].partition("\n\n--\n")[0].splitlines()


TO_DO = [
    "Finding: Share & learn",
    "To do: The force should share what it learns with those who need it.",
    "By when: 1 March 2025",
]


def test_a_letter_tells_of_the_published_answer_and_of_no_other(finding):
    response = publish(finding=finding)
    Answer.objects.update(action="A word of the next draft.")
    factories.make_response(
        finding.inspection, policing_body=factories.make_policing_body("kent-pcc", "Kent")
    ).answers.create(finding=finding, position="accepted", action="A word of another office.")

    assert in_short(letter(finding)) == [*TO_DO, "So far: Accepted in part. We ask for monthly figures."]

    correction.withdraw(response, number=1, reason="It named a victim.", by=response.approved_by, at=LATER)
    assert in_short(emails.letter(Notice.objects.for_letter().get())) == TO_DO


def test_a_letter_says_what_could_be_read_when_it_was_owed(finding):
    publish(finding=finding)

    assert in_short(letter(finding, at=PUBLISHED_AT.replace(hour=1))) == TO_DO


def test_a_finding_under_another_stands_under_its_title(finding):
    limb = factories.make_finding(finding.inspection, parent=finding, title="Tell each team by letter")

    assert in_short(letter(limb))[:2] == ["Finding: Share & learn", "To do: Tell each team by letter"]


def test_a_report_that_is_not_out_is_in_no_letter():
    finding = factories.make_finding(factories.make_inspection("SE-1", published_on=date(2024, 11, 2)))

    assert letter(finding, kind=NoticeKind.FOLLOW_UP_DUE).alternatives == []


def test_a_letter_about_many_tells_of_three():
    inspection = factories.make_inspection("SE-1")
    lead = factories.make_lead("dana@example.org")
    follow_ups = [factories.make_follow_up(factories.make_finding(inspection), lead=lead) for _ in range(4)]
    request = factories.make_request(follow_ups[0], lead=lead)
    request.follow_ups.add(*follow_ups[1:])
    Notice.objects.owe(NoticeKind.EVIDENCE_ASKED, to=lead, at=LATER, request=request)

    text = emails.letter(Notice.objects.for_letter().get()).body
    assert (text.count("Share intelligence with frontline teams\nFinding: "), text.count("Finding: ")) == (0, 3)


def test_both_parts_of_a_letter_arrive_with_the_same_words(finding, smtp_sink, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    publish(finding=finding)
    notice = owe(finding)
    outbox.send_owed(now=lambda: datetime.combine(LATER, time(9), UTC))

    (arrived,) = smtp_sink.letters
    text, html = (arrived.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    address = f"https://portal.example.org/recommendations/{notice.follow_up_id}/"
    assert arrived.get_content_type() == "multipart/alternative"
    assert "So far: Accepted in part. We ask for monthly figures.\n" in text
    assert "<dt><strong>So far</strong></dt><dd>Accepted in part. We ask for monthly figures.</dd>" in html
    assert "<dt><strong>Finding</strong></dt><dd>Share &amp; learn</dd>" in html
    assert f'<a href="{address}"' in html
    assert address in text
    assert all("is now yours to act on at the force." in part for part in (text, html))
