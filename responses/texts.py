"""The texts of a response: as it stands, as sent for review, as published; and what differs between two (R13)."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from oversight.days import plain_date
from responses import comparison
from responses.clock import local_day
from responses.comparison import Change
from responses.coverage import blocks
from responses.documents import Document, document
from responses.models import Publication, Response, Version, Withdrawal

AS_IT_STANDS = "now"


@dataclass(frozen=True)
class Text:
    """`key` names it in addresses, `name` on pages; what stands now is not frozen yet."""

    key: str
    name: str
    made_at: datetime | None = None
    frozen: Version | Publication | None = None
    withdrawal: Withdrawal | None = None


def texts(response: Response) -> list[Text]:
    """The latest first."""
    sent = [_sent(version) for version in response.versions.select_related("submitted_by")]
    people = ("published_by", "approved_by", "withdrawal__by")
    published = [_published(each) for each in response.publications.select_related(*people)]
    frozen = sorted([*published, *sent], key=attrgetter("made_at"), reverse=True)
    return [Text(AS_IT_STANDS, "The text as it stands now"), *frozen]


def _sent(version: Version) -> Text:
    at = version.submitted_at
    return Text(
        f"v{version.number}", f"Text {version.number}, sent for review on {plain_date(local_day(at))}", at, version
    )


def _published(each: Publication) -> Text:
    name = f"Version {each.number}, published on {plain_date(each.published_on)}"
    return Text(f"p{each.number}", name, each.published_at, each, getattr(each, "withdrawal", None))


def as_it_stands(response: Response, *, on: date) -> Document:
    """What would be published on that day."""
    return document(response, blocks(response, on=on), published_on=on)


def changes(old: Text, new: Text, response: Response, *, on: date) -> list[Change]:
    """The text as it stands has the names of the day that the other was frozen on: another name is no change of it."""
    frozen = [text.frozen.document for text in (old, new) if text.frozen]
    day = date.fromisoformat(frozen[0]["published_on"]) if frozen else on
    before, after = (text.frozen.document if text.frozen else as_it_stands(response, on=day) for text in (old, new))
    return comparison.compare(before, after)


def has_changed_since(frozen: Document, response: Response) -> bool:
    day = date.fromisoformat(str(frozen["published_on"]))
    return not comparison.is_same(frozen, as_it_stands(response, on=day))
