"""Another date: the force asks, the office decides."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections.deadlines import parse
from responses.models import DateChange, EvidenceFile, EvidenceRound, FollowUp
from responses.workflow import date_change as workflow
from tests import factories
from tests.meanwhile import just_before
from tests.reading import text_of
from tests.responses.views.follow_up.pages import NOW, address

pytestmark = pytest.mark.django_db
ASKED = {"deadline": "1 June 2025", "reason": "Recruitment took longer.", "meanwhile": "Neighbours cover."}


def ask(client, follow_up, **facts):
    facts = {"submission_id": uuid4(), **ASKED, "evidence": ""} | facts
    return client.post(reverse("responses:date-ask", args=[follow_up.pk]), facts)


def workflow_ask(follow_up, lead, *files):
    return workflow.ask(
        follow_up,
        deadline=parse("1 June 2025", published_on=None),
        **{name: ASKED[name] for name in ("reason", "meanwhile")},
        evidence="",
        submission_id=uuid4(),
        by=lead,
        at=NOW,
        files=files,
    )


def decide(client, change, **facts):
    facts = {"decision": "grant", "deadline": "", "reason": ""} | facts
    return client.post(reverse("responses:date-decide", args=[change.pk]), facts)


def detail(client, follow_up):
    return text_of(client.get(address("detail", follow_up)))


def test_ask_shows_the_question_to_the_force_and_to_the_office(client, lead):
    follow_up = factories.make_follow_up()
    before = detail(client, follow_up)

    ask(client, follow_up, evidence="Our reply of January.")
    theirs = detail(client, follow_up)
    client.force_login(factories.make_officer())
    ours = detail(client, follow_up)

    asked = (
        "The force asks for another date 1 June 2025 instead of 1 March 2025. Asked by Dana Brook on 10 February 2025. "
        "Why Recruitment took longer. What protects people until then Neighbours cover. "
        "What shows this Our reply of January."
    )
    assert ("Ask for another date" in before, "Ask for another date" in theirs) == (True, False)
    assert f"{asked} Withdraw this" in theirs
    assert f"{asked} Decide" in ours
    assert "Another date asked for by Dana Brook" in ours


def sent_file(follow_up, **facts):
    return factories.make_file(
        factories.make_round(factories.make_request(follow_up), submitted_at=factories.AT), **facts
    )


def test_ask_names_files_that_the_force_has_sent_about_it_and_that_still_count(client, lead):
    follow_up = factories.make_follow_up()
    file = sent_file(follow_up, name="Rota.txt")
    sent_file(follow_up, name="Old.txt", content=b"Old.")
    EvidenceFile.objects.filter(name="Old.txt").update(expires_on=date(2025, 2, 9))
    sent_file(follow_up, name="Gone.txt", content=b"Gone.")
    gone = {"withdrawn_at": NOW, "withdrawn_by": lead, "withdrawal_reason": "Wrong."}
    EvidenceFile.objects.filter(name="Gone.txt").update(**gone)
    sent_file(None, name="Elsewhere.txt")
    older = sent_file(follow_up, name="Draft rota.txt", content=b"Older.")
    newer = factories.make_file(factories.make_round(factories.make_request(follow_up)), name="A rota.txt")
    EvidenceFile.objects.filter(pk=newer.pk).update(replaces=older)
    EvidenceRound.objects.filter(pk=newer.round_id).update(submitted_at=factories.AT, submitted_by=lead)
    factories.make_file(factories.make_round(factories.make_request(follow_up)), name="Draft.txt")

    page = client.get(reverse("responses:date-ask", args=[follow_up.pk]))
    ask(client, follow_up, shown_with=[file.pk])
    theirs = detail(client, follow_up)
    client.force_login(factories.make_officer())
    change = DateChange.objects.get()
    decided_on = text_of(client.get(reverse("responses:date-decide", args=[change.pk])))

    offered = f"Rota.txt, sent on 2 September 2024 in the reply to {file.round.request.reference}"
    choices = page.context["form"].fields["shown_with"].choices
    assert [choices[1], len(choices), choices[0][0]] == [(str(file.pk), offered), 2, str(newer.pk)]
    assert list(change.files.all()) == [file]
    assert theirs.count("Rota.txt") == detail(client, follow_up).count("Rota.txt") == 2
    assert "What shows this Rota.txt The date so far" in decided_on


def test_the_history_keeps_the_files_of_a_question_and_says_which_were_withdrawn_since(client, lead):
    follow_up = factories.make_follow_up()
    change = workflow_ask(follow_up, lead, sent_file(follow_up))
    workflow.withdraw(change, by=lead, at=NOW)
    gone = {"withdrawn_at": NOW, "withdrawn_by": lead, "withdrawal_reason": "Wrong."}
    EvidenceFile.objects.update(**gone)

    story = detail(client, follow_up).partition("Another date asked for by Dana Brook")[2]

    assert "Until then: Neighbours cover. Minutes.txt (no longer counts)" in story


def test_of_a_file_that_was_disposed_of_the_history_says_when(client, lead):
    follow_up = factories.make_follow_up()
    change = workflow_ask(follow_up, lead, sent_file(follow_up))
    workflow.withdraw(change, by=lead, at=NOW)
    late = datetime(2031, 3, 31, 23, 30, tzinfo=UTC)  # half past midnight in London
    gone = {"disposed_at": late, "disposed_by": factories.make_approver(), "disposal_reason": "Schedule 4.2"}
    EvidenceFile.objects.update(**gone)

    story = detail(client, follow_up).partition("Another date asked for by Dana Brook")[2]

    assert "Until then: Neighbours cover. Minutes.txt (disposed of on 1 April 2031)" in story


def test_of_a_file_that_somebody_may_not_read_they_learn_only_that_it_is_there(client, lead):
    follow_up = factories.make_follow_up()
    secret = sent_file(follow_up, name="Names.txt", content=b"Secret.")
    EvidenceFile.objects.update(classification="official-sensitive")
    change = workflow_ask(follow_up, lead, secret, sent_file(follow_up))
    client.force_login(factories.make_officer(email="second@office.example"))

    pages = [detail(client, follow_up), text_of(client.get(reverse("responses:date-decide", args=[change.pk])))]

    assert [("Names.txt" in page, "1 more file that you cannot read." in page) for page in pages] == [(False, True)] * 2


def test_a_file_withdrawn_while_the_form_was_open_is_not_sent_and_nothing_typed_is_lost(client, lead):
    follow_up = factories.make_follow_up()
    file = sent_file(follow_up)
    gone = {"withdrawn_at": NOW, "withdrawn_by": lead, "withdrawal_reason": "Wrong."}
    EvidenceFile.objects.update(**gone)

    form = ask(client, follow_up, shown_with=[file.pk]).context["form"]

    assert form.errors == {"shown_with": ["Select files from the list. One that you chose no longer counts"]}
    assert form["reason"].value() == ASKED["reason"]
    assert DateChange.objects.count() == 0


def test_the_same_form_with_another_file_is_a_second_question_and_not_lost(client, lead):
    follow_up = factories.make_follow_up()
    sent = {"submission_id": uuid4(), "shown_with": [sent_file(follow_up).pk]}

    again = [ask(client, follow_up, **sent).status_code, ask(client, follow_up, **sent).status_code]
    other = ask(client, follow_up, **{**sent, "shown_with": []})

    assert again == [302, 302]
    said = other.context["form"].errors["__all__"][0]
    assert said.startswith("You have already sent this page, with other answers: that is the question about 1 June")


def test_a_form_without_files_says_how_to_send_one(client, lead):
    follow_up = factories.make_follow_up()
    where = reverse("responses:date-ask", args=[follow_up.pk])
    nothing_open = text_of(client.get(where))
    asked = factories.make_request(follow_up)

    begin = "To show a file that you have not sent yet,"
    assert f"{begin} say below what it is: the office can ask you for it." in nothing_open
    assert f"{begin} send it first in your reply to {asked.reference} ." in text_of(client.get(where))


def test_ask_is_not_shown_to_another_office_or_force(client):
    follow_up = factories.make_date_change().follow_up
    kent = factories.make_policing_body("kent-pcc", "Kent")
    theirs = factories.make_follow_up(follow_up.finding, force=follow_up.force, policing_body=kent)
    client.force_login(factories.make_officer(policing_body=kent))

    assert "The force asks for another date" not in detail(client, theirs)
    assert client.get(address("detail", follow_up)).status_code == 404


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"deadline": ""}, {"deadline": ["Enter the date that you ask for"]}),
        ({"deadline": "10 February 2025"}, {"deadline": ["The date that you ask for must be in the future"]}),
        ({"deadline": "By 1 March 2025"}, {"deadline": ["That is the date already. Enter another one."]}),
        ({"reason": ""}, {"reason": ["Enter why you need another date"]}),
        ({"meanwhile": " "}, {"meanwhile": ["Enter what protects people until then"]}),
    ],
)
def test_ask_says_what_is_wrong_and_keeps_what_was_typed(client, lead, given, errors):
    page = ask(client, factories.make_follow_up(), **given)

    form = page.context["form"]
    assert form.errors == errors
    assert form["reason"].value() == {**ASKED, **given}["reason"]
    assert DateChange.objects.count() == 0


def test_ask_says_that_a_colleague_has_asked_already(client, lead):
    follow_up = factories.make_date_change(asked_by=factories.make_lead(name="Ravi Cole")).follow_up

    opened = text_of(client.get(reverse("responses:date-ask", args=[follow_up.pk])))
    page = ask(client, follow_up, deadline="July 2025")

    assert "Ravi Cole asked for 1 June 2025 on 2 September 2024. The office has not decided yet" in opened
    assert page.context["form"].non_field_errors() == [
        "Another date has been asked for already. The office has to decide on that first."
    ]
    assert page.context["form"]["deadline"].value() == "July 2025"


def test_ask_twice_by_a_double_click_asks_once(client, lead):
    follow_up, once = factories.make_follow_up(), uuid4()

    pages = [ask(client, follow_up, submission_id=once) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert DateChange.objects.count() == 1


def test_ask_twice_from_one_page_with_other_words_offers_a_second(client, lead):
    follow_up, once = factories.make_follow_up(), uuid4()
    ask(client, follow_up, submission_id=once)

    page = ask(client, follow_up, submission_id=once, meanwhile="Nights are covered too.")

    assert "You have already sent this page, with other answers: that is the question about 1 June 2025" in text_of(
        page
    )
    assert page.context["form"]["meanwhile"].value() == "Nights are covered too."


def test_decide_shows_what_is_asked_and_warns_before_deciding(client, officer):
    change = factories.make_date_change()
    workflow.grant(change, reason="", by=officer, at=NOW)
    again = factories.make_date_change(change.follow_up, deadline="By 1 July 2025")

    words = text_of(client.get(reverse("responses:date-decide", args=[again.pk])))

    for expected in [
        "Dana Brook asks for 1 July 2025 .",
        "Neighbouring teams cover the gaps.",
        "Deadline now 1 June 2025 (92 days later than first set) Original deadline 1 March 2025 Moves so far 1",
        "Warning The deadline has been moved once already. Our office allows 1 move.",
        "Agree: 1 July 2025",
    ]:
        assert expected in words


@pytest.mark.parametrize(
    ("given", "due_on", "status"),
    [
        ({"decision": "grant"}, date(2025, 6, 1), "granted"),
        (
            {"decision": "set-another", "deadline": "July 2025", "reason": "June is too early."},
            date(2025, 7, 31),
            "otherwise",
        ),
        ({"decision": "refuse", "reason": "The risk is too high."}, date(2025, 3, 1), "refused"),
    ],
)
def test_decide_moves_the_date_or_leaves_it(client, officer, given, due_on, status):
    change = factories.make_date_change()

    page = decide(client, change, **given)

    change.refresh_from_db()
    assert (change.status, change.decided_by, FollowUp.objects.get().due_on) == (status, officer, due_on)
    assert (page.status_code, page.url) == (302, change.follow_up.get_absolute_url())


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"decision": ""}, {"decision": ["Select what you decide"]}),
        ({"decision": "refuse"}, {"reason": ["Enter why"]}),
        ({"decision": "set-another", "reason": "Why."}, {"deadline": ["Enter the other date"]}),
        (
            {"decision": "set-another", "reason": "Why.", "deadline": "1 March 2025"},
            {"deadline": ["That is what it says already. Enter another date."]},
        ),
        (
            {"decision": "set-another", "reason": "Why.", "deadline": "1 January 2025"},
            {"deadline": ["The other date must be in the future"]},
        ),
        ({"deadline": "July 2025"}, {"deadline": ["Leave this empty, or select “Set another date”"]}),
    ],
)
def test_decide_says_what_is_wrong(client, officer, given, errors):
    page = decide(client, factories.make_date_change(), **given)

    assert page.context["form"].errors == errors
    assert DateChange.objects.get().waits


def test_decide_refuses_to_agree_to_a_date_that_has_passed_and_keeps_the_words(client, officer):
    change = factories.make_date_change(deadline="1 February 2025")

    form = decide(client, change, reason="The board agrees.").context["form"]

    assert form.errors == {"decision": ["The date that the force asked for has passed. Set another date, or refuse."]}
    assert form["reason"].value() == "The board agrees."
    assert FollowUp.objects.get().due_on == date(2025, 3, 1)


def test_decide_tells_who_comes_second_and_gives_the_words_back(client, officer):
    change = factories.make_date_change()
    workflow.grant(change, reason="", by=factories.make_officer(), at=NOW)

    page = decide(client, change, decision="refuse", reason="The risk is too high.")

    assert page.status_code == 409
    assert "That cannot be done now: agreed." in text_of(page)
    assert "The risk is too high." in page.content.decode()


def test_decide_tells_who_is_overtaken_between_check_and_change(client, officer):
    change = factories.make_date_change()
    theirs = DateChange.objects.get()

    with just_before("SAVEPOINT", lambda: workflow.withdraw(theirs, by=change.asked_by, at=NOW)):
        page = decide(client, change, decision="refuse", reason="The risk is too high.")

    form = page.context["form"]
    assert form.non_field_errors() == ["This is decided already: withdrawn by the force."]
    assert form["reason"].value() == "The risk is too high."


def test_decide_twice_by_a_double_click_is_told_once(client, officer):
    change = factories.make_date_change()
    given = {"decision": "refuse", "reason": "The risk is too high."}

    pages = [decide(client, change, **given) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 302]


@pytest.mark.parametrize("other", [{"decision": "refuse", "deadline": ""}, {"deadline": "August 2025"}])
def test_decide_otherwise_than_just_decided_gives_the_words_back(client, officer, other):
    change = factories.make_date_change()
    given = {"decision": "set-another", "deadline": "July 2025", "reason": "June is too early."}

    pages = [decide(client, change, **each) for each in (given, given, given | other)]

    assert [page.status_code for page in pages] == [302, 302, 409]
    assert "June is too early." in pages[-1].content.decode()


def test_withdraw_takes_the_question_back(client, lead):
    change = factories.make_date_change()

    page = client.post(reverse("responses:date-withdraw", args=[change.pk]), follow=True)

    assert DateChange.objects.get().status == "withdrawn"
    assert f"You no longer ask for another date for {change.follow_up.reference}." in text_of(page)
    assert "Ask for another date" in text_of(page)


def test_withdraw_of_what_is_decided_says_so(client, lead):
    change = factories.make_date_change()
    workflow.refuse(change, reason="The risk is too high.", by=factories.make_officer(), at=NOW)

    page = client.post(reverse("responses:date-withdraw", args=[change.pk]), follow=True)

    assert "That cannot be done now: refused." in text_of(page)
    assert DateChange.objects.get().status == "refused"
