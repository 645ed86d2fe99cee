"""A paper as a Word file: the frame is templates/documents/response.docx, which anybody can change in Word."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup

from responses.papers import Paper, Passage, Section, Text
from responses.prose import Heading, Item, Listing, Paragraph, Piece, Run

TEMPLATE = settings.BASE_DIR / "templates" / "documents" / "response.docx"
STYLES = {
    Passage.WORDS: "Body Text",
    Passage.QUOTE: "Quote",
    Passage.LEAD: "Lead",
    Passage.SIGNATURE: "Signed",
    Passage.DUE: "Due",
}
STAY = (Passage.SIGNATURE, Passage.DUE)  # with what stands before
BULLETS, COUNTED = 1, 2  # the two kinds of list that the template has
DEEPEST = 8  # levels of a list, from 0
INDENT = Cm(1)
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # of the files inside: the same paper gives the same bytes


@dataclass(frozen=True)
class Sheet:
    """The document that is written, and its styles, which python-docx takes long to find one by one."""

    document: Document
    style_ids: dict[str, str]


def word(paper: Paper, *, at: datetime) -> bytes:
    template = DocxTemplate(TEMPLATE)
    template.init_docx()
    document = template.get_docx()
    sheet = Sheet(document, {style.name: style.style_id for style in document.styles if style.name})
    sections = [
        {"level": section.level, "heading": section.heading, "words": _markup(sheet, section)}
        for section in paper.sections
    ]
    template.render({"paper": paper, "sections": sections}, autoescape=True)
    _describe(document, paper, at)
    made = io.BytesIO()
    template.save(made)
    return timeless(made)


def _describe(document: Document, paper: Paper, at: datetime) -> None:
    """Who the office is, and nobody's name."""
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = f"Response to {paper.title}"[:255], paper.office[:255], ""
    facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
    facts.revision = 1


def timeless(made: io.BytesIO) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, LONG_AGO), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _markup(sheet: Sheet, section: Section) -> Markup:
    """The texts of a section as paragraphs of Word."""
    elements = [each for text in section.texts for each in _text(sheet, text, section.level)]
    stay = {sheet.style_ids[STYLES[passage]] for passage in STAY}
    for element, after in pairwise(elements):
        if after.style in stay:
            element.get_or_add_pPr().get_or_add_keepNext()
    return Markup("").join(Markup(etree.tostring(each, encoding="unicode")) for each in elements)  # noqa: S704 - ours


def _text(sheet: Sheet, text: Text, level: int) -> Iterator[Any]:
    for piece in text.pieces:
        yield from _piece(sheet, piece, STYLES[text.passage], level)


def _piece(sheet: Sheet, piece: Piece, style: str, level: int) -> Iterator[Any]:
    match piece:
        case Paragraph(runs):
            yield _paragraph(sheet, style, runs)
        case Heading(under, runs):
            yield _paragraph(sheet, f"Heading {level + under}", runs)
        case Listing():
            yield from _listing(sheet, piece, 0)


def _listing(sheet: Sheet, listing: Listing, depth: int) -> Iterator[Any]:
    expected, number = None, 0
    for item in listing.items:
        if item.number is not None and item.number != expected:
            number = _counting_from(sheet, item.number, depth)
        expected = (item.number or 0) + 1
        yield from _item(sheet, item, depth, number)


def _item(sheet: Sheet, item: Item, depth: int, number: int) -> Iterator[Any]:
    beside = next((piece for piece in item.pieces[:1] if isinstance(piece, Paragraph)), None)
    words = _paragraph(sheet, "List Number" if number else "List Bullet", beside.runs if beside else ())
    place = words.get_or_add_pPr().get_or_add_numPr()
    place.get_or_add_ilvl().val = depth
    place.get_or_add_numId().val = number or BULLETS
    yield words
    yield from (each for piece in item.pieces[1 if beside else 0 :] for each in _continued(sheet, piece, depth))


def _continued(sheet: Sheet, piece: Piece, depth: int) -> Iterator[Any]:
    if isinstance(piece, Listing):
        yield from _listing(sheet, piece, min(depth + 1, DEEPEST))
        return
    words = _paragraph(sheet, "List Continue", piece.runs)
    words.get_or_add_pPr().ind_left = INDENT * (depth + 1)
    yield words


def _counting_from(sheet: Sheet, start: int, depth: int) -> int:
    """A list of its own, or Word would go on counting where the last one ended."""
    numbered = sheet.document.part.numbering_part.element.add_num(COUNTED)
    numbered.add_lvlOverride(ilvl=depth).add_startOverride(val=start)
    return int(numbered.numId)


def _paragraph(sheet: Sheet, style: str, runs: Iterable[Run]) -> Any:  # noqa: ANN401 - lxml's
    element = OxmlElement("w:p")
    element.style = sheet.style_ids[style]
    paragraph = WordParagraph(element, sheet.document)
    for run in runs:
        _run(paragraph, run)
    return element


def _run(paragraph: WordParagraph, run: Run) -> None:
    said = paragraph.add_run()
    said.bold, said.italic = run.bold or None, run.italic or None
    if run.is_break:
        said.add_break()
    else:
        said.add_text(run.text)
    if run.link:
        _link(paragraph, said, run.link)


def _link(paragraph: WordParagraph, said: WordRun, address: str) -> None:
    said.style = "Hyperlink"
    around = OxmlElement("w:hyperlink")
    related = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    around.set(qn("r:id"), related)
    element = said.element
    element.addprevious(around)
    around.append(element)
