"""The main job from end to end: two real reports recorded, followed up, answered, published, and remembered."""

import io
import re
from datetime import date, timedelta
from functools import cache

import docx
import pytest
import time_machine
from django.core.management import call_command

from oversight.bodies.models import PolicingBody
from responses import tasks
from tests import factories
from tests.journeys.desk import LONDON, Desk, at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOUTH_EAST = "SE-2024-SOC"
ROCU = "ROCU-2021"
PRIORITY = "SE-2024-SOC-R1"
LEAD = "dana.brook@force.example.org"
LEADS_PASSWORD = "a quiet lantern swings"
OFFICER = "priya.shah@office.example.org"
APPROVER = "alex.morgan@office.example.org"
ADMINISTRATOR = "adam.field@office.example.org"
CONCERN = "The force does not see the whole of the harm that organised crime does, and its people are not told."
FIRST = (
    "By 1 March 2025, the force should make organised crime a priority that everybody in it knows, and pass on what "
    "it learns to those who can act on it where they work."
)
SECOND = (
    "By 1 September 2025, the force should show that its intelligence function has enough trained people, and that "
    "analysts are there for those who run operations."
)
TOGETHER = (
    "By February 2022, the chief officers who lead on organised crime in each region should see that investigators "
    "and responsible officers can work well together."
)
ONE_CHIEF_OFFICER = (
    "By February 2022, the chief constable who leads on organised crime in each region should name one chief officer "
    "who answers for the unit."
)


@pytest.fixture
def clock():
    with time_machine.travel(at(2024, 9, 2), tick=True) as clock:
        yield clock


@pytest.fixture
def _portal(settings, live_server):
    """Reference data, and an office of three people."""
    settings.PORTAL_URL = live_server.url
    call_command("load_reference_data")
    office = PolicingBody.objects.get(code="hampshire-pcc")
    PolicingBody.objects.update(mailbox="")
    facts = {"policing_body": office, "password": factories.PASSWORD}
    factories.make_officer(OFFICER, **facts)
    factories.make_approver(APPROVER, **facts)
    factories.make_administrator(ADMINISTRATOR, **facts)


@pytest.mark.usefixtures("_portal")
def test_main_job(new_context, live_server, smtp_sink, clock):
    desks = {
        who: Desk(new_context, live_server.url) for who in ("administrator", "officer", "lead", "approver", "public")
    }
    officer, lead = desks["officer"], desks["lead"]

    make_account_for_lead(desks["administrator"])
    choose_password(lead, link_in(smtp_sink.letters.pop()))

    officer.sign_in(OFFICER)
    record_south_east(officer)
    grade_as_inadequate(desks["administrator"])
    record_rocu(officer)
    start_following_up(officer)
    assign(officer)
    log_assurance(officer)
    ask_for_evidence(officer)

    clock.move_to(at(2024, 9, 5))
    tasks.tick()
    answer(lead, link_in(letter_to(LEAD, "Evidence request", smtp_sink)))
    accept(officer)

    respond(desks, clock)
    read_in_public(desks["public"])

    days = live_through_the_winter(clock, smtp_sink)
    assert days == {
        person: [date(2024, 11, 29), date(2025, 1, 30), date(2025, 2, 14), date(2025, 2, 21), date(2025, 2, 28)]
        for person in (LEAD, OFFICER)
    }
    see_the_letters(officer)
    assert [desk.page.complaints for desk in desks.values()] == [[]] * 5


def make_account_for_lead(desk):
    desk.sign_in(ADMINISTRATOR)
    desk.page.goto("/admin/accounts/user/add/")
    desk.fill("Email address:", LEAD)
    desk.fill("Name:", "Dana Brook")
    desk.fill("Rank or job title:", "Detective Superintendent")
    desk.choose("Role:", "Force lead")
    desk.choose("Force:", "Hampshire and Isle of Wight")
    desk.press("Save")
    desk.reads(f"A link to set a password goes to {LEAD}.")


def choose_password(desk, link):
    desk.page.goto(link)
    desk.fill("New password", LEADS_PASSWORD)
    desk.fill("New password again", LEADS_PASSWORD)
    desk.press("Save the password")
    desk.reads("Your password is changed")


def record_south_east(desk):
    record(
        desk,
        reference=SOUTH_EAST,
        title="An inspection of the south-east regional response to serious and organised crime",
        kind="Regional inspection",
        published=(30, 8, 2024),
        bodies=["Surrey", "Sussex", "Thames Valley"],
    )
    add_finding(desk, "Cause of concern", "Cause of concern 1", "Understand the harm of organised crime", CONCERN)
    add_under(desk, "Recommendation 1", "Make organised crime a priority", FIRST)
    desk.reads("the last day is Saturday 1 March 2025")
    add_under(desk, "Recommendation 2", "Provide enough people for intelligence", SECOND)
    desk.reads("the last day is Monday 1 September 2025")


def record_rocu(desk):
    record(
        desk,
        reference=ROCU,
        title="An inspection of the effectiveness of the regional organised crime units",
        kind="National thematic",
        published=(18, 2, 2021),
        bodies=["Surrey", "Sussex", "Thames Valley"],
    )
    for label, title, text in [
        ("Recommendation 5", "Let investigators and responsible officers work together", TOGETHER),
        ("Recommendation 6", "Name a chief officer for each unit", ONE_CHIEF_OFFICER),
    ]:
        add_finding(desk, "Recommendation", label, title, text)
        desk.reads("the last day is Monday 28 February 2022, shown as “February 2022”")
    desk.open("inspections:inspection-list")
    desk.follow("regional organised crime units")
    desk.reads("Hampshire Constabulary", "February 2022")
    assert "28 February" not in desk.page.locator("main").inner_text()


def record(desk, *, reference, title, kind, published, bodies):
    desk.open("inspections:inspection-list")
    desk.press("Record an inspection")
    desk.fill("Our reference", reference)
    desk.fill("Title of the report", title)
    desk.choose("Kind of inspection", kind)
    desk.fill_date("Publication date", *published)
    desk.tick("Inspected bodies", "Hampshire and Isle of Wight")
    desk.page.get_by_text("South East", exact=True).click()
    desk.tick("Inspected bodies", *bodies)
    desk.press("Record")
    desk.reads(f"{reference} is recorded.")


def add_finding(desk, kind, label, title, text):
    desk.press("Add a finding")
    desk.tick("Kind of finding", kind)
    _type_finding(desk, label, title, text)


def add_under(desk, label, title, text):
    desk.follow("Add a recommendation under SE-2024-SOC-C1")
    _type_finding(desk, label, title, text)


def _type_finding(desk, label, title, text):
    desk.fill("Label as printed (optional)", label)
    desk.fill("Short title", title)
    desk.fill("The inspectorate’s words", text)
    desk.press("Save")


def grade_as_inadequate(desk):
    desk.page.goto("/admin/inspections/inspection/")
    desk.follow(SOUTH_EAST)
    desk.press("Add another Grade")
    choose_in_list(desk, "force", "hampshire", "Hampshire and Isle of Wight")
    desk.page.locator("#id_grades-0-question").fill("Serious and organised crime")
    choose_in_list(desk, "tier", "inadequate five tiers", re.compile(r"Inadequate \(Five"))
    desk.press("Save")
    desk.reads("is saved.")


def choose_in_list(desk, field, typed, option):
    """The back office looks up as one types."""
    desk.page.locator(f".fieldBox.field-{field} .select2-selection").last.click()
    desk.page.locator(".select2-search__field").last.fill(typed)
    desk.page.get_by_role("option", name=option).click()


def start_following_up(desk):
    for title in ("response to serious and organised crime", "regional organised crime units"):
        desk.open("inspections:inspection-list")
        desk.follow(title)
        desk.press("Start following up")
        desk.reads("Each line is one finding for one of your forces.")
        desk.press("Start following up")
        desk.reads("are followed up")


def open_follow_up(desk, title="Make organised crime a priority"):
    desk.open("responses:follow-up-list")
    desk.follow(title)


def assign(desk):
    open_follow_up(desk)
    desk.reads("Due 1 March 2025", "Inadequate")
    desk.press("Assign")
    desk.choose("Force lead", "Dana Brook")
    desk.press("Assign")
    desk.reads(f"{PRIORITY} is assigned to Dana Brook.")


def log_assurance(desk):
    desk.press("Log an assurance update")
    desk.tick("How assured are we?", "Partly assured")
    desk.tick("How do we know?", "Meeting")
    desk.fill("What we found and why we think so", "Two of four districts brief their people each week.")
    desk.fill("What this does not show", "Nobody on nights was asked.")
    desk.tick("How confident are we?", "Medium: probably so, with gaps")
    desk.press("Log the update")
    desk.reads(f"The assurance update for {PRIORITY} is logged.", "Two of four districts brief their people")


def ask_for_evidence(desk):
    desk.press("Ask for evidence")
    desk.fill("What do you need from the force?", "Send what your teams were told, and who was there.")
    desk.press("Send the request")
    desk.reads("Dana Brook has been asked for evidence.")


def answer(desk, link):
    desk.sign_in(LEAD, LEADS_PASSWORD)
    desk.reads("Evidence requests to reply to")
    desk.page.goto(link)
    desk.press("Start the reply")
    desk.fill("Your reply", "Every shift has been briefed since the first of July.")
    desk.tick("How is the work going?", "Green: on track or complete")
    desk.attach("Briefings.docx", word_file())
    desk.press("Check and send")
    desk.reads("Every shift has been briefed", "Briefings.docx")
    desk.press("Send to the office")
    desk.reads("Reply sent")


def accept(desk):
    desk.sign_in(OFFICER)
    desk.open("responses:evidence-list")
    desk.follow("Send what your teams were told")
    with desk.page.expect_download() as download:
        desk.follow("Briefings.docx")
    assert download.value.path().read_bytes() == word_file()
    desk.press("Accept or return")
    desk.tick("Is this what you asked for?", "Yes, accept the evidence")
    desk.press("Save and tell the force")
    desk.reads("The evidence is accepted.")


def respond(desks, clock):
    officer, approver = desks["officer"], desks["approver"]
    officer.open("inspections:inspection-list")
    officer.follow("response to serious and organised crime")
    officer.press("Respond to this inspection")
    officer.tick("Must we respond under section 55 of the Police Act 1996?", "Yes, we must respond")
    officer.press("Save the decision")
    clock.move_to(at(2024, 10, 14))
    officer.sign_in(OFFICER)
    officer.open("responses:response-list")
    officer.follow("response to serious and organised crime")
    officer.press("Write the response")
    write(officer)
    officer.press("Send for review")
    officer.reads("The response is sent for review.")
    approver.sign_in(APPROVER)
    approver.page.goto(officer.page.url)
    approver.press("Approve")
    approver.reads("The response is approved.")
    officer.page.reload()
    officer.press("Publish")
    officer.press("Publish")
    officer.reads("The response is published.")


def write(desk):
    desk.fill("Our comments on the report", "We thank the inspectors and accept what they found.")
    desk.fill("Signed by", "Chris Example")
    desk.fill_date("Chief officer invited to comment on", 3, 9, 2024)
    desk.fill_date("Comments asked for by", 1, 10, 2024)
    desk.fill_date("Comments received on", 30, 9, 2024)
    desk.fill("Chief officer's comments", "I accept the findings. Much has improved since the fieldwork.")
    desk.fill("Signed by (chief officer)", "Jo Example")
    for number, action in [
        (1, "We ask for figures each month, and visit a district each quarter until all are briefed."),
        (2, "We have paid for four analysts, and ask each quarter how many of the posts are filled."),
    ]:
        desk.tick(f"Our position on {SOUTH_EAST}-R{number}", "Accepted")
        desk.fill(f"Action taken or proposed on {SOUTH_EAST}-R{number}", action)
    desk.tick(f"Our position on {SOUTH_EAST}-C1", "No response needed")
    desk.press("Save and see the response")


def read_in_public(desk):
    desk.open("home")
    desk.reads("Responses to inspections")
    desk.follow("response to serious and organised crime")
    desk.reads(
        "Report published",
        "30 August 2024",
        "We thank the inspectors and accept what they found.",
        "We have paid for four analysts",
    )


def live_through_the_winter(clock, sink):
    """The worker is rung each morning, twice; two days in February it is not there at all."""
    sink.letters.clear()
    away = {date(2025, 2, 12), date(2025, 2, 13)}
    winter = [date(2025, 1, 2) + timedelta(days) for days in range(58)]
    days = {}
    for day in [date(2024, 11, 29), *winter]:
        for minute in (0, 1) if day not in away else ():
            clock.move_to(at(day.year, day.month, day.day, 8, minute))
            tasks.tick()
        for letter in taken(sink):
            days.setdefault(letter["To"], []).append(day)
    return days


def taken(sink):
    """The reminders of recommendation 1 that have come in, which say the day as it is printed."""
    arrived = [letter for letter in sink.letters if letter["Subject"].strip().startswith(PRIORITY)]
    sink.letters.clear()
    for letter in arrived:
        assert "is due by 1 March 2025" in words_of(letter)
        assert letter["Date"].datetime.astimezone(LONDON).strftime("%H:%M") == "08:00"
    return arrived


def see_the_letters(desk):
    desk.sign_in(OFFICER)
    open_follow_up(desk)
    for day in ("30 January 2025", "14 February 2025", "21 February 2025", "28 February 2025"):
        desk.reads(f"sent to Dana Brook on {day}", f"sent to Priya Shah on {day}")


def letter_to(address, subject, sink):
    [letter] = [each for each in sink.letters if each["To"] == address and each["Subject"].strip().startswith(subject)]
    return letter


def words_of(letter):
    return letter.get_body(("plain",)).get_content()


def link_in(letter):
    return re.search(r"http\S+", words_of(letter)).group()


@cache
def word_file():
    """A real one: others are looked into and refused."""
    content, document = io.BytesIO(), docx.Document()
    document.add_paragraph("Briefed: all shifts.")
    document.save(content)
    return content.getvalue()
