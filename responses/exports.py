"""The public register as files: CSV, JSON and Atom, all from the same rows as the list (R67, R88)."""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from oversight.days import plain_date
from responses.card import Answer, cards
from responses.clock import LONDON
from responses.models import Publication
from responses.prose import printable

BOM = "\N{BYTE ORDER MARK}"  # without it Excel reads accents and dashes as gibberish; other readers skip it
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
BETWEEN = "; "
IN_FEED = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed stays the same from one minute to the next

type Value = str | int | bool | list[str] | None


@dataclass(frozen=True)
class Column:
    """One fact of a response, by one name in every file; `meaning` is its line in the data dictionary."""

    name: str
    meaning: str
    value: Callable[[Publication], Value]


def _days_late(row: Publication) -> int | None:
    return row.verdict.days_late if row.verdict else None


def _report_wording(row: Publication) -> str:
    return plain_date(row.report_published_on) or row.summary["report_published_wording"]


COLUMNS = [
    Column("id", "Names the response. It never changes.", lambda row: row.slug),
    Column("address", "The page of the response. It never changes.", lambda row: settings.PORTAL_URL + row.address),
    Column("title", "The title of the inspection report.", lambda row: row.title),
    Column("inspectorate", "Who inspected.", lambda row: row.summary["inspectorate"]),
    Column("report_address", "Where the report is, if we know.", lambda row: row.summary["report_url"]),
    Column(
        "report_published_on",
        "The day the report was published. Empty if we do not know the day.",
        lambda row: _iso(row.report_published_on),
    ),
    Column(
        "report_published_wording",
        "The same in words, or what we do know, such as “August 2024”.",
        _report_wording,
    ),
    Column(
        "report_date_confirmed",
        "Whether a person has checked the day of the report.",
        lambda row: row.summary["report_date_confirmed"],
    ),
    Column(
        "also_answers",
        "The titles of further reports that the response answers.",
        lambda row: [report["title"] for report in row.summary.get("also_answers", [])],
    ),
    Column(
        "policing_body_code",
        "The code of who responds, as in the address of its page.",
        lambda row: row.summary["policing_body"]["code"],
    ),
    Column(
        "policing_body",
        "Who responds, by the name of that day.",
        lambda row: row.summary["policing_body"]["name"],
    ),
    Column(
        "force_codes",
        "The codes of the forces and units that the response is about. For a force it is that of police.uk.",
        lambda row: [force["code"] for force in row.summary["forces"]],
    ),
    Column(
        "forces",
        "The same by their names of that day.",
        lambda row: [force["name"] for force in row.summary["forces"]],
    ),
    Column(
        "theme_codes",
        "The codes of the themes of the inspection.",
        lambda row: [theme["slug"] for theme in row.summary.get("themes", [])],
    ),
    Column(
        "themes",
        "The same by their names.",
        lambda row: [theme["name"] for theme in row.summary.get("themes", [])],
    ),
    Column(
        "required_by_law",
        "Whether section 55 of the Police Act 1996 required the response.",
        lambda row: row.summary["is_statutory"],
    ),
    Column(
        "last_day",
        "The last day that the law allowed. Empty where it set none, or the day of the report is not known.",
        lambda row: row.summary.get("last_day"),
    ),
    Column(
        "published_on",
        "The day the response was first published.",
        lambda row: _iso(row.first_published_on),
    ),
    Column(
        "timing",
        "on-time, late, voluntary (the law did not require it) or no-deadline (none is known).",
        lambda row: row.timing,
    ),
    Column("days_late", "How many days after the last day. Empty where there is no last day.", _days_late),
    Column("version", "1, and one more for each correction.", lambda row: row.number),
    Column("version_published_on", "The day of this version.", lambda row: _iso(row.published_on)),
    Column("correction", "What this version corrected.", lambda row: row.note),
]


def as_csv(rows: Iterable[Publication]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([cell(column.value(row)) for column in COLUMNS] for row in rows)
    return BOM + text.getvalue()


def cell(value: Value) -> str:
    """What would be a formula in a spreadsheet gets an apostrophe, which spreadsheets take for “this is text”."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)  # also below 0: no formula
    text = BETWEEN.join(value) if isinstance(value, list) else str("" if value is None else value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(rows: Iterable[Publication]) -> str:
    found = [{column.name: column.value(row) for column in COLUMNS} for row in rows]
    about = {"dictionary": settings.PORTAL_URL + reverse("responses:public-data"), "licence": settings.DATA_LICENCE}
    return json.dumps(about | {"responses": found}, ensure_ascii=False)


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


def as_atom(rows: Iterable[Publication], *, title: str, page: str, address: str) -> str:
    """`page` is what the feed is of and `address` its own; both without the host."""
    feed = _Feed(
        title=title,
        link=settings.PORTAL_URL + page,
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=settings.PORTAL_URL + address,
        feed_guid=_tag(address.strip("/")),
    )
    for row in rows:
        feed.add_item(
            title=printable(row.title),
            link=settings.PORTAL_URL + row.address,
            description=_told(row),
            unique_id=_tag(f"response/{row.slug}"),
            author_name=printable(row.summary["policing_body"]["name"]),
            pubdate=datetime.combine(row.first_published_on, time.min, LONDON),
            updateddate=row.published_at,
            categories=[printable(each["name"]) for each in [*row.summary.get("themes", []), *row.summary["forces"]]],
        )
    return feed.writeString("utf-8")


def described(row: Publication, answers: list[Answer]) -> str:
    """For a link preview: who responds, and the first finding as a card (R121)."""
    first = next(iter(cards(answers)), "")
    return f"Response from {row.summary['policing_body']['name']}. {first}".strip()


def _told(row: Publication) -> str:
    """HTML: when it was published, and the first findings as cards."""
    paragraphs = [_sentence(row), *map(str, row.first_cards)]
    return "".join(f"<p>{escape(printable(each))}</p>" for each in paragraphs)


def _sentence(row: Publication) -> str:
    report = f"{row.summary['inspectorate']} published its report on {plain_date(row.report_published_on)}. "
    verdict = f", {row.verdict}" if row.verdict else ""
    corrected = f" Corrected on {plain_date(row.published_on)}: {row.note}" if row.note else ""
    return (
        f"{report if row.report_published_on else ''}"
        f"The response was published on {plain_date(row.first_published_on)}{verdict}.{corrected}"
    )


def _tag(name: str) -> str:
    """An id for ever (RFC 4151), also when the portal moves to another host."""
    authority = settings.FEED_AUTHORITY or f"{urlsplit(settings.PORTAL_URL).hostname},2026"
    return f"tag:{authority}:{name}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
