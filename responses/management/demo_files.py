"""The demo's old files, of something closed years ago: one due for disposal, one on hold, one disposed of."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from oversight.accounts.models import User
from responses import uploads
from responses.management.demo_teller import Thread
from responses.models import EvidenceFile, EvidenceRound
from responses.workflow import disposal, files

KEPT_YEARS = 3  # of the demo's office: with the usual six, nothing here would be old enough
DUE, HELD, GONE = "Rota of responsible officers.csv", "Letter to the regional board.txt", "Meetings of 2021.txt"
OLD = {
    DUE: "Month,Responsible officer\nJune,A\nJuly,B\nAugust,A\n",
    HELD: "Each investigation now has a named officer. We meet every fortnight.",
    GONE: "14 June, 28 June, 12 July, 26 July: all eight units were there.",
}


def attach_old(answer: EvidenceRound, *, by: User, at: datetime) -> None:
    for name, content in OLD.items():
        files.attach(answer, uploads.check(name, ContentFile(content.encode(), name)), by=by, at=at)


def look_through(thread: Thread, _: str) -> None:
    """Lately, by the approver."""
    teller = thread.teller
    old = {file.name: file for file in EvidenceFile.objects.filter(round__request=thread.request)}
    on_hold = "Freedom of information request 31: every letter to the regional board."
    disposal.hold(old[HELD], reason=on_hold, by=teller.officer, at=teller.at(teller.today - timedelta(days=9)))
    schedule = "Retention schedule, line 4.2: evidence of recommendations that are closed."
    disposal.dispose(
        old[GONE], reason=schedule, by=teller.people["approver"], at=teller.at(teller.today - timedelta(days=6))
    )
