"""What browser tests share: signing in, accessibility rules, screen widths, what the browser complained about."""

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests import factories

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
WITHOUT_COLOURS = {"color-contrast": {"enabled": False}}  # the dearest rule; a phone has the colours of a desk
AXE = Axe()
WIDTHS = [1280, 375, 320]


def watch(page):
    """Note what the browser refuses (the policy!) or warns of, in `page.complaints`."""
    page.complaints = []
    page.on("console", lambda message: message.type in {"error", "warning"} and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def sign_in(page, live_server, person):
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.complaints.clear()  # what is wrong with the first page is for that page's own tests


def faults(page, *, colours=True):
    """One script a page, and only what is wrong: thrice as quick as the library's own way."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    options = OPTIONS if colours else OPTIONS | {"rules": WITHOUT_COLOURS}
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


WIDER = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  done(document.documentElement.scrollWidth > document.documentElement.clientWidth);
})))"""


def runs_off_the_screen(page):
    """Two frames later: scripts fold menus and filters when they hear of another width."""
    return page.evaluate(WIDER)


def expect_sound(page):
    page.wait_for_load_state()  # a press of a button waits only until the next page begins to arrive
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not runs_off_the_screen(page), width
        assert faults(page, colours=width == WIDTHS[0]) == [], width
    assert page.complaints == []
