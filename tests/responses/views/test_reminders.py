"""Reminders to oneself: set, shown when due, put off with a reason and a limit, finished (R82)."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from responses.models import Reminder
from responses.workflow import reminder as workflow
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db

TODAY = date(2025, 2, 10)
SUBMISSION = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(datetime(2025, 2, 10, 9, 30, tzinfo=UTC), tick=False)


@pytest.fixture(params=[factories.make_officer, factories.make_viewer, factories.make_lead])
def person(request, client):
    person = request.param()
    client.force_login(person)
    return person


@pytest.fixture
def officer(client):
    person = factories.make_officer()
    client.force_login(person)
    return person


def parts(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def put_off(client, reminder, *, until=date(2025, 3, 1), reason="The minutes come later."):
    return client.post(
        reverse("responses:reminder-snooze", args=[reminder.pk]), {"reason": reason, **parts("until", until)}
    )


def shown(client):
    return [reminder.text for reminder in client.get(reverse("responses:work-list")).context["reminders"]]


def test_a_reminder_shows_on_my_work_from_its_day_and_on_the_record_at_once(client, person, time_machine):
    follow_up = factories.make_follow_up()
    typed = {"text": "Ask for the minutes", "submission_id": SUBMISSION, **parts("due_on", date(2025, 2, 11))}

    for _ in range(2):  # a double click makes one
        page = client.post(reverse("responses:reminder-new", args=[follow_up.pk]), typed, follow=True)

    assert "My work will remind you on 11 February 2025." in text_of(page)
    assert "Ask for the minutes" in text_of(client.get(follow_up.get_absolute_url()))
    assert shown(client) == []
    time_machine.move_to(datetime(2025, 2, 11, 9, 30, tzinfo=UTC), tick=False)
    client.force_login(person)
    assert shown(client) == ["Ask for the minutes"]
    rows = client.get(reverse("responses:follow-up-list") + "?only=reminder").context["page"]
    assert list(rows) == [follow_up]


def test_another_reminder_from_a_page_that_was_sent_is_offered_as_a_second(client, officer):
    here = reverse("responses:reminder-new", args=[factories.make_follow_up().pk])
    typed = {"text": "Ask for the minutes", "submission_id": SUBMISSION, **parts("due_on", date(2025, 2, 11))}
    client.post(here, typed)
    other = parts("due_on", date(2025, 2, 12))

    page = client.post(here, typed | other)
    client.post(here, typed | other | {"submission_id": page.context["form"]["submission_id"].value()})

    told = "You have already sent this page, with other answers: that is the reminder for 11 February 2025."
    assert told in text_of(page)
    assert Reminder.objects.count() == 2


def test_nobody_else_sees_it(client):
    reminder = factories.make_reminder(person=factories.make_officer(), text="What I think of the force")

    for other in (factories.make_officer(), factories.make_lead()):
        client.force_login(other)
        assert shown(client) == []
        assert "What I think" not in text_of(client.get(reminder.follow_up.get_absolute_url()))
        assert client.get(reverse("responses:reminder-snooze", args=[reminder.pk])).status_code == 404
        assert client.post(reverse("responses:reminder-finish", args=[reminder.pk])).status_code == 404
    assert Reminder.objects.waiting().count() == 1


def test_who_goes_to_another_office_does_not_keep_what_is_told_of_a_record(client, officer):
    factories.make_reminder(person=officer)
    officer.policing_body = factories.make_policing_body("kent-pcc", "Kent")
    officer.save()
    client.force_login(officer)

    assert shown(client) == []


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({**parts("due_on", date(2025, 2, 11))}, "Enter what you want to be reminded of"),
        ({"text": "Ring"}, "Enter the day of the reminder"),
        ({"text": "Ring", **parts("due_on", TODAY)}, "Day of the reminder must be in the future"),
    ],
)
def test_a_reminder_wants_words_and_a_day_to_come(client, officer, typed, error):
    follow_up = factories.make_follow_up()

    page = client.post(reverse("responses:reminder-new", args=[follow_up.pk]), {"submission_id": SUBMISSION, **typed})

    assert error in text_of(page)
    assert Reminder.objects.count() == 0


def test_putting_off_takes_a_reason_and_a_day_within_four_weeks(client, officer):
    reminder = factories.make_reminder(person=officer)

    assert "Enter why you are putting it off" in text_of(put_off(client, reminder, reason=""))
    assert "must be within 28 days from today" in text_of(put_off(client, reminder, until=date(2025, 3, 11)))
    assert shown(client) == ["Ring the force."]
    put_off(client, reminder, until=date(2025, 3, 10))

    assert shown(client) == []
    reminder.refresh_from_db()
    assert (reminder.due_on, reminder.snoozes, reminder.snooze_reason) == (
        date(2025, 3, 10),
        1,
        "The minutes come later.",
    )
    assert "Put off 1 time: The minutes come later." in text_of(client.get(reminder.follow_up.get_absolute_url()))


def test_the_fourth_time_is_refused_and_the_reason_given_back(client, officer):
    reminder = factories.make_reminder(person=officer, snoozes=3, snooze_reason="Again.")

    assert "which is the limit" in text_of(client.get(reverse("responses:reminder-snooze", args=[reminder.pk])))
    page = put_off(client, reminder, reason="And again.")

    assert page.status_code == 409
    assert "And again." in text_of(page)
    assert Reminder.objects.get().snoozes == 3


def test_putting_off_in_two_windows_counts_once():
    first = factories.make_reminder()
    second = Reminder.objects.get()
    workflow.snooze(first, until=date(2025, 3, 1), reason="One.")

    with pytest.raises(workflow.ReminderGoneError):
        workflow.snooze(second, until=date(2025, 3, 2), reason="Two.")

    assert Reminder.objects.get().snooze_reason == "One."


def test_a_finished_reminder_is_gone_and_finishing_twice_is_once(client, officer):
    reminder = factories.make_reminder(person=officer)

    client.post(reverse("responses:reminder-finish", args=[reminder.pk]))
    done_at = Reminder.objects.get().done_at
    client.post(reverse("responses:reminder-finish", args=[reminder.pk]))

    assert shown(client) == []
    assert Reminder.objects.get().done_at == done_at == datetime(2025, 2, 10, 9, 30, tzinfo=UTC)
