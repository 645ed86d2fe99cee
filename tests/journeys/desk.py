"""A person at a screen: what one clicks and types, and what the browser complained of meanwhile."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser import looking

LONDON = ZoneInfo("Europe/London")
REFUSALS = """
window.addEventListener("securitypolicyviolation",
  event => console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`))
"""


class Desk:
    """One person's browser: own cookies, one page, and a note of every complaint."""

    def __init__(self, new_context, base_url, **options):
        self.context = new_context(base_url=base_url, timezone_id="Europe/London", **options)
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(REFUSALS)
        self.page = looking.watch(self.context.new_page())

    def open(self, name, *args, **query):
        self.page.goto(reverse(name, args=args, query=query))

    def sign_in(self, email, password=factories.PASSWORD):
        """As on a new morning: a session lasts for a day's work."""
        self.context.clear_cookies()
        self.open("account_login")
        self.fill("Email address", email)
        self.fill("Password", password)
        self.press("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def fill(self, label, text):
        self.page.get_by_label(label, exact=True).fill(text)

    def fill_date(self, legend, day, month, year):
        group = self.page.get_by_role("group", name=legend)
        for part, number in [("Day", day), ("Month", month), ("Year", year)]:
            group.get_by_label(part, exact=True).fill(str(number))

    def choose(self, label, option):
        self.page.get_by_label(label, exact=True).select_option(option)

    def tick(self, group, *options):
        for option in options:
            self.page.get_by_role("group", name=group).get_by_label(option, exact=True).check()

    def attach(self, name, content):
        """To the reply as a whole, which stands last."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.locator("input[type=file]").last.set_input_files(file)

    def press(self, button):
        self.page.get_by_role("button", name=button, exact=True).last.click()

    def follow(self, link):
        self.page.get_by_role("link", name=link).first.click()

    def reads(self, *texts):
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)


def at(year, month, day, hour=10, minute=0):
    """A time of day in London."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)
