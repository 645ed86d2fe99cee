"""What browser tests share: signing in, accessibility rules, screen widths, what the browser complained about."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
WITHOUT_COLOURS = {"color-contrast": {"enabled": False}}  # the dearest rule; a phone has the colours of a desk
AXE = Axe()
NARROWEST = 320  # where nothing folds that did not on a phone: only its width is new
WIDTHS = [1280, 375, NARROWEST]


def watch(page):
    """Note what the browser refuses (the policy!) or warns of, in `page.complaints`."""
    page.complaints = []
    page.on("console", lambda message: message.type in {"error", "warning"} and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def sign_in(page, live_server, person):
    """By the cookie that signing in leaves; the form and its press are for the journeys."""
    page.context.add_cookies([session_cookie(live_server.url, person)])


def session_cookie(url, person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


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
    expect_sound_at_every_width(page)
    assert page.complaints == []


def expect_sound_at_every_width(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not runs_off_the_screen(page), width
        assert width == NARROWEST or faults(page, colours=width == WIDTHS[0]) == [], width
