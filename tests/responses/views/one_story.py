"""One request and one reply, with everything that can be said of them, for every address behind the sign-in."""

from django.db import IntegrityError, transaction
from django.urls import reverse

from responses.models import AssuranceBasis, DateChange, Event, EventKind, EvidenceFile, ItemAnswer, RequestStatus, Tag
from responses.models.event import Audience
from tests import factories
from tests.test_access import ABOUT, ROWS, Story

AT = factories.AT
MARK = "canary-9c1e"
SENSITIVE = {"classification": "official-sensitive"}
# Nothing of a request is on these; what is public is held by the test of public leaks.
ELSEWHERE = (
    "account_",
    "inspections:",
    "responses:public-",
    "responses:response-",
    "responses:comments-",
    "responses:copy",
)
PACKED = "-xlsx"  # holds what the CSV file does
NAMES = [name for name in ROWS if ":" in name and not name.startswith(ELSEWHERE) and not name.endswith(PACKED)]


class OneStory(Story):
    """One request and one reply for all addresses, with everything that can be said of them."""

    def __init__(self):
        super().__init__()
        self.asker = self.follow_up.officer or factories.make_officer()
        self.opened = super().request()
        self.replied = super().request(RequestStatus.ANSWERED, submitted_at=AT)
        self.answer = self.replied.rounds.get()
        ItemAnswer.objects.create(round=self.opened.rounds.get(), item=factories.make_item(self.opened), text="Done.")
        self.file = factories.make_file(self.answer)
        self.update = factories.make_update(self.follow_up, text=MARK, **SENSITIVE)  # its record keeps the text
        AssuranceBasis.objects.create(update=self.update, file=self.file)
        accepted = factories.make_request(self.follow_up, lead=self.lead, status=RequestStatus.ACCEPTED)
        factories.make_file(factories.make_round(accepted, submitted_at=AT), name="Policy.txt")
        for kind in EventKind:
            self.tell(kind, request=self.replied, round=self.answer)
        self.tell(EventKind.ASSURED, assurance_update=self.update)
        self.tell(EventKind.FILE_DOWNLOADED, follow_up=None, request=self.replied, round=self.answer)

    def tell(self, kind, **about):
        facts = {"policing_body": self.follow_up.policing_body, "follow_up": self.follow_up, "at": AT, "by": self.lead}
        return Event.objects.create(kind=kind, audience=Audience.FORCE, **facts | about)

    def about(self, name):
        """What the address is about: the one that there can be, or one that is made for it."""
        try:
            with transaction.atomic():
                return ABOUT.get(name, lambda _: [])(self)
        except IntegrityError:
            there = {"date": DateChange, "file": EvidenceFile, "tag": Tag}[name.partition(":")[2].partition("-")[0]]
            return [there.objects.earliest("pk").pk]

    def request(self, status=RequestStatus.OPENED, submitted_at=None):
        return self.opened

    def answered(self):
        return self.replied

    def claimed(self):
        return self.follow_up

    signed_off = closed = waiting = claimed


def content_of(page):
    return b"".join(page.streaming_content) if page.streaming else page.content


def leaks(client, people, addresses):
    """The addresses whose page says what its reader may not read."""
    for person in people:
        client.force_login(person)
        for name, address in addresses:
            if MARK.encode() in content_of(client.get(address)):
                yield person.name, name


def addresses(story, names):
    for name in names:
        yield name, reverse(name, args=story.about(name))
