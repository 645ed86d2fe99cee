from datetime import UTC, date, datetime

import pytest

from responses import emails
from responses.models import FollowUp, Notice, NoticeKind
from responses.notices import planner
from tests import factories

pytestmark = pytest.mark.django_db
FOOT = """--
Police and Crime Commissioner for Hampshire and Isle of Wight
This email was sent automatically. If you reply, your answer goes to the office.
"""
IN_SHORT = """In short
Finding: Share intelligence with frontline teams
To do: The force should share what it learns with those who need it.
By when: 1 March 2025

"""


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PORTAL_URL = "https://portal.example.org"


def make_follow_up(**facts):
    inspection = factories.make_inspection("SE-2024-SOC")
    deadline = facts.pop("deadline", "By 1 March 2025")
    title = facts.pop("title", "Share intelligence with frontline teams")
    finding = factories.make_finding(inspection, number=1, reference="SE-2024-SOC-R1", title=title, deadline=deadline)
    return factories.make_follow_up(
        finding, by=factories.make_officer("priya@example.org"), lead=factories.make_lead("dana@example.org"), **facts
    )


def reminder(on, to="dana@example.org"):
    planner.plan(on=on, at=datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
    return emails.letter(Notice.objects.for_letter().get(address=to))


def news(kind, to, **about):
    Notice.objects.owe(kind, to=to, at=factories.AT, **about)
    return emails.letter(Notice.objects.for_letter().get())


def test_letter_says_the_reference_title_deadline_and_address_of_a_recommendation():
    follow_up = make_follow_up()
    letter = reminder(date(2025, 1, 30))

    assert letter.subject == "SE-2024-SOC-R1 is due by 1 March 2025: Share intelligence with frontline teams"
    assert (
        letter.body
        == f"""\
Share intelligence with frontline teams
Reference: SE-2024-SOC-R1
Force: Hampshire and Isle of Wight

This recommendation is due by 1 March 2025.

See what is recorded about it:
https://portal.example.org/recommendations/{follow_up.pk}/

{IN_SHORT}{FOOT}"""
    )


def test_letter_goes_to_one_person_and_is_answered_by_the_office():
    make_follow_up()
    letter = reminder(date(2025, 1, 30))

    assert letter.recipients() == ["dana@example.org"]
    assert letter.reply_to == ["hampshire-pcc@example.org"]


def test_letter_promises_no_answer_where_the_office_has_no_mailbox():
    follow_up = make_follow_up()
    follow_up.policing_body.mailbox = ""
    follow_up.policing_body.save()
    letter = reminder(date(2025, 1, 30))

    assert letter.reply_to == []
    assert letter.body.endswith("This email was sent automatically.\n")


def test_letter_gives_a_month_as_its_end():
    make_follow_up(deadline="By February 2022")
    letter = reminder(date(2022, 2, 21))

    assert letter.subject == (
        "SE-2024-SOC-R1 is due by the end of February 2022: Share intelligence with frontline teams"
    )
    assert "This recommendation is due by the end of February 2022.\n" in letter.body


def test_letter_says_overdue_from_the_day_after():
    make_follow_up()
    letter = reminder(date(2025, 3, 3))

    assert letter.subject == "Overdue: SE-2024-SOC-R1 was due by 1 March 2025: Share intelligence with frontline teams"
    assert "This recommendation was due by 1 March 2025 and is overdue.\n" in letter.body


def test_letter_tells_the_office_that_nobody_at_the_force_is_named():
    follow_up = make_follow_up()
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=None)

    assert "Nobody at the force is named for it." in reminder(date(2025, 1, 30), "priya@example.org").body


def test_letter_to_the_mailbox_of_the_office_speaks_to_the_office():
    follow_up = make_follow_up()
    FollowUp.objects.filter(pk=follow_up.pk).update(lead=None, officer=None)

    assert "Nobody at the force is named for it." in reminder(date(2025, 1, 30), "hampshire-pcc@example.org").body


def test_letter_keeps_a_subject_on_one_line_whatever_the_title():
    make_follow_up(title="Share\r\nBcc: all@example.org\nit")
    letter = reminder(date(2025, 1, 30))

    assert letter.subject == "SE-2024-SOC-R1 is due by 1 March 2025: Share Bcc: all@example.org it"
    assert letter.message()["Bcc"] is None


def test_letter_does_not_escape_what_people_wrote():
    make_follow_up(title="Chief Constable's <urgent> R&D – ✓ שלום")
    letter = reminder(date(2025, 1, 30))

    assert letter.subject.endswith("Chief Constable's <urgent> R&D – ✓ שלום")
    assert letter.body.startswith("Chief Constable's <urgent> R&D – ✓ שלום\n")


def test_letter_is_the_same_bytes_each_time():
    make_follow_up()
    reminder(date(2025, 1, 30))
    notice = Notice.objects.for_letter().get(address="dana@example.org")

    assert emails.letter(notice).message().as_bytes() == emails.letter(notice).message().as_bytes()


def test_letter_names_what_an_ordinary_request_is_about_and_never_quotes_it():
    follow_up = make_follow_up()
    request = factories.make_request(follow_up, lead=follow_up.lead, question="Who told Operation Larch?")
    letter = news(NoticeKind.EVIDENCE_ASKED, request.lead, request=request)

    assert letter.subject == f"Evidence request {request.reference} is due by 31 January 2025"
    assert (
        letter.body
        == f"""\
SE-2024-SOC-R1: Share intelligence with frontline teams
Request: {request.reference}

You are asked for evidence. The reply is due by 31 January 2025.

Read the request and reply to it:
https://portal.example.org/evidence/{request.pk}/

{IN_SHORT}{FOOT}"""
    )


@pytest.mark.parametrize(
    ("status", "subject", "words"),
    [
        (
            "part-answered",
            "the force has replied in part",
            "replied to a part of this request.\n\nThe rest is still to",
        ),
        ("answered", "the force has replied", "replied to this request.\n\nRead the reply, then accept it or return"),
    ],
)
def test_letter_tells_whoever_asked_whether_all_or_a_part_has_come(status, subject, words):
    request = factories.make_request(status=status)
    letter = news(NoticeKind.EVIDENCE_ANSWERED, request.sent_by, request=request)

    assert letter.subject == f"Evidence request {request.reference}: {subject}"
    assert words in letter.body


@pytest.mark.parametrize(
    "kind",
    [
        NoticeKind.EVIDENCE_ASKED,
        NoticeKind.EVIDENCE_ANSWERED,
        NoticeKind.EVIDENCE_RETURNED,
        NoticeKind.EVIDENCE_ACCEPTED,
        NoticeKind.EVIDENCE_WITHDRAWN,
        NoticeKind.EVIDENCE_DUE,
        NoticeKind.FILE_REFUSED,
        NoticeKind.FILE_DAMAGED,
        NoticeKind.FILE_WITHDRAWN,
    ],
)
def test_letter_about_a_sensitive_request_says_no_title(kind):
    follow_up = make_follow_up()
    request = factories.make_request(follow_up, lead=follow_up.lead, classification="official-sensitive")
    letter = news(kind, request.lead, request=request)

    assert letter.body.startswith(f"Request: {request.reference}\n")
    assert "Share intelligence" not in letter.message().as_string()
    assert "SE-2024" not in letter.message().as_string()
    assert letter.alternatives == []


def test_letter_reminds_the_force_and_the_office_of_a_request_in_their_own_words():
    follow_up = make_follow_up()
    factories.make_request(follow_up, lead=follow_up.lead, sent_by=follow_up.officer)
    planner.plan(on=date(2025, 1, 24), at=datetime(2025, 1, 24, 8, tzinfo=UTC))
    due = Notice.objects.for_letter().filter(kind=NoticeKind.EVIDENCE_DUE)

    assert (
        "waits for your reply. It is due by 31 January 2025." in emails.letter(due.get(recipient=follow_up.lead)).body
    )
    assert (
        "Dana Brook at the force has not replied to this request. It is due by 31 January 2025."
        in emails.letter(due.get(recipient=follow_up.officer)).body
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("part-answered", "has replied to a part of this request only"),
        ("returned", "has not replied again to this request"),
        ("opened", "has not replied again to this request"),
    ],
)
def test_letter_tells_the_office_what_the_force_has_replied_and_what_not(status, said):
    follow_up = make_follow_up()
    request = factories.make_request(follow_up, lead=follow_up.lead, sent_by=follow_up.officer, status=status)
    judged = {"decision": "returned", "decision_note": "Which?", "decided_at": factories.AT}
    factories.make_round(request, submitted_at=factories.AT, **judged, decided_by=follow_up.officer)
    planner.plan(on=date(2025, 1, 24), at=datetime(2025, 1, 24, 8, tzinfo=UTC))

    letter = emails.letter(Notice.objects.for_letter().get(kind=NoticeKind.EVIDENCE_DUE, recipient=follow_up.officer))

    assert f"Dana Brook at the force {said}. It is due by 31 January 2025." in letter.body


def test_letter_names_the_end_of_the_56_days():
    approver = factories.make_approver("alex@example.org")
    inspection = factories.make_inspection(
        "SE-2024-SOC", publication_confirmed_at=factories.AT, publication_confirmed_by=approver
    )
    response = factories.make_response(inspection)
    letter = reminder(date(2024, 10, 10), "alex@example.org")

    assert letter.subject == (
        "Response to SE-2024-SOC is due by 24 October 2024: South-east regional response to serious and organised crime"
    )
    assert (
        letter.body
        == f"""\
South-east regional response to serious and organised crime
Reference: SE-2024-SOC

The response to this report must be published by 24 October 2024. That is the last of the 56 days.

Write the response:
https://portal.example.org/responses/{response.pk}/

{FOOT}"""
    )


def test_letter_asks_after_the_chief_officers_comments():
    factories.make_officer("priya@example.org")
    inspection = factories.make_inspection("SE-2024-SOC")
    factories.make_response(inspection, invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))
    letter = reminder(date(2024, 9, 20), "priya@example.org")

    assert letter.subject == (
        "Chief officer's comments on SE-2024-SOC are due by 27 September 2024: "
        "South-east regional response to serious and organised crime"
    )
    assert "was invited to comment on this report by 27 September 2024." in letter.body


def test_letters_about_comments_lead_the_force_to_its_own_page_and_the_office_to_the_response():
    inspection = factories.make_inspection("SE-2024-SOC")
    response = factories.make_response(inspection, invited_on=date(2024, 9, 5), comments_due_on=date(2024, 9, 27))
    asked = news(NoticeKind.COMMENTS_ASKED, factories.make_lead(), response=response)
    Notice.objects.all().delete()
    sent = news(NoticeKind.COMMENTS_SENT, factories.make_officer(), response=response)

    assert asked.subject.startswith("Comments on SE-2024-SOC are asked for by 27 September 2024: ")
    assert "The chief officer is invited to comment on this report by 27 September 2024." in asked.body
    assert f"https://portal.example.org/responses/{response.pk}/comments/\n" in asked.body
    assert sent.subject.startswith("Chief officer's comments on SE-2024-SOC have arrived: ")
    assert f"https://portal.example.org/responses/{response.pk}/\n" in sent.body


def test_letter_tells_a_lead_what_is_assigned():
    follow_up = make_follow_up()
    letter = news(NoticeKind.ASSIGNED, follow_up.lead, follow_up=follow_up)

    assert letter.subject == "SE-2024-SOC-R1 is assigned to you: Share intelligence with frontline teams"
    assert "This recommendation is now yours to act on at the force. It is due by 1 March 2025." in letter.body


@pytest.mark.parametrize("kind", [NoticeKind.ASSIGNED, NoticeKind.ASSIGNED_SEVERAL])
def test_letter_tells_a_lead_that_what_is_assigned_is_overdue_already(kind):
    follow_up = make_follow_up(deadline="By 1 August 2024")
    letter = news(kind, follow_up.lead, follow_up=follow_up)

    assert "It was due by 1 August 2024 and is overdue." in letter.body


def test_letter_can_be_written_without_a_deadline():
    follow_up = make_follow_up(deadline="")
    letter = news(NoticeKind.ASSIGNED, follow_up.lead, follow_up=follow_up)

    assert "No day is set for it." in letter.body


def test_every_kind_has_its_letter(settings):
    letters = {path.stem for path in (settings.BASE_DIR / "templates" / "emails").glob("*.txt")}

    assert letters == {*NoticeKind.values, "foot"}


def test_letter_about_a_returned_reply_says_by_when_to_reply_again():
    follow_up = make_follow_up()
    request = factories.make_request(follow_up, lead=follow_up.lead, due_on=date(2024, 9, 20))
    letter = news(NoticeKind.EVIDENCE_RETURNED, request.lead, request=request)

    assert letter.subject == f"Evidence request {request.reference} is returned to you"
    assert "Your reply was read and needs more. Reply again by 20 September 2024." in letter.body


def confirmed_response(**facts):
    approver = factories.make_approver("alex@example.org")
    who = {"publication_confirmed_at": factories.AT, "publication_confirmed_by": approver}
    return factories.make_response(factories.make_inspection("SE-2024-SOC", **who), **facts)


def test_letter_names_the_next_stage_of_the_plan():
    response = confirmed_response()
    letter = reminder(date(2024, 9, 2), "alex@example.org")

    assert letter.subject == "Invite the chief officer to comment by 5 September 2024: SE-2024-SOC"
    assert (
        letter.body
        == f"""\
South-east regional response to serious and organised crime
Reference: SE-2024-SOC

What our plan for this response wants next: invite the chief officer to comment by 5 September 2024.

The response must be published by 24 October 2024.

See the plan and the response:
https://portal.example.org/responses/{response.pk}/

{FOOT}"""
    )


def test_letter_of_the_clock_names_both_reports_that_the_response_answers():
    response = confirmed_response()
    response.also_answers.add(factories.make_inspection("SE-2024-NAT", title="A national report"))
    letter = reminder(date(2024, 10, 10), "alex@example.org")

    assert (
        letter.body
        == f"""\
South-east regional response to serious and organised crime
Reference: SE-2024-SOC

The response to this report must be published by 24 October 2024. That is the last of the 56 days.

The same response answers these reports, and counts as on time within the days of each:
SE-2024-SOC: South-east regional response to serious and organised crime
SE-2024-NAT: A national report

Write the response:
https://portal.example.org/responses/{response.pk}/

{FOOT}"""
    )
