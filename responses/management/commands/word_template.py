"""Build the Word file that responses are written into: templates/documents/response.docx.

An office that wants its own letterhead opens that file in Word instead, and may change all of it but the words in
{{ }} and {% %} and the names of the styles.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from responses.word import TEMPLATE, timeless

FONT = "Arial"
BRAND, GOLD, INK = "0B5563", "C8963E", "10201F"
SIZES = {"Title": 26, "Heading 1": 18, "Heading 2": 15, "Heading 3": 13, "Heading 4": 12, "Heading 5": 12}
LEVELS = 9
LANGUAGE = "en-GB"
BODY = [
    ("Subtitle", "Response to an inspection"),
    ("Title", "{{ paper.title }}"),
    ("Normal", "{%p for label, value in paper.facts %}"),
    ("Fact", "{{ label }}: |{{ value }}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p for section in sections %}"),
    ("Normal", "{%p if section.level == 1 %}"),
    ("Heading 1", "{{ section.heading }}"),
    ("Normal", "{%p elif section.level == 2 %}"),
    ("Heading 2", "{{ section.heading }}"),
    ("Normal", "{%p else %}"),
    ("Heading 3", "{{ section.heading }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{{p section.words }}"),
    ("Normal", "{%p endfor %}"),
]


class Command(BaseCommand):
    help = "Builds the Word file that responses are written into."

    def add_arguments(self, parser: Any) -> None:  # noqa: ANN401
        parser.add_argument("--to", type=Path, default=TEMPLATE)

    def handle(self, *args: object, to: Path, **options: object) -> None:
        document = Document()
        _dress(document)
        _number(document)
        for style, text in BODY:
            _write(document.add_paragraph(style=style), text)
        _frame(document)
        _tell(document)
        made = BytesIO()
        document.save(made)
        to.write_bytes(timeless(made))


def _tell(document: WordDocument) -> None:
    """The language, and nothing of where the file comes from."""
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = LANGUAGE
    for where in (document.styles.element, document.settings.element):
        for language in (*where.iter(qn("w:lang")), *where.iter(qn("w:themeFontLang"))):
            language.set(qn("w:val"), LANGUAGE)
    relations = document.part.package.rels
    for name in [name for name, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[name]


def _write(paragraph: Paragraph, text: str) -> None:
    """What stands before a bar is bold."""
    *label, words = text.split("|")
    for each in label:
        paragraph.add_run(each).bold = True
    paragraph.add_run(words)


def _dress(document: WordDocument) -> None:
    for name in ("Due", "Fact", "Lead", "Signed"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    for style in document.styles:
        if isinstance(style, ParagraphStyle):
            _plain(style)
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    document.styles["Body Text"].paragraph_format.space_after = Pt(8)
    document.styles["Lead"].font.bold = document.styles["Lead"].paragraph_format.keep_with_next = True
    document.styles["Due"].font.bold = True
    document.styles["Fact"].paragraph_format.space_after = Pt(2)
    for name, size in SIZES.items():
        _head(document.styles[name], size)
    document.styles["Subtitle"].font.size = Pt(14)
    document.styles["Subtitle"].font.color.rgb = RGBColor.from_string(INK)
    document.styles["Hyperlink"].font.underline = True
    document.styles["Hyperlink"].font.color.rgb = RGBColor.from_string(BRAND)
    _rule(document.styles["Quote"], GOLD)
    _rule(document.styles["Signed"], BRAND)


def _plain(style: ParagraphStyle) -> None:
    """One font for all, that of no theme, and upright."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    style.font.italic = False if style.font.italic else None
    for twin in style.element.findall(qn("w:link")):  # a style for single words, of the old look
        style.element.remove(twin)


def _head(style: ParagraphStyle, size: int) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
    style.font.color.rgb = RGBColor.from_string(BRAND if size > SIZES["Heading 2"] else INK)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(6)
    style.paragraph_format.keep_with_next = True
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _rule(style: ParagraphStyle, colour: str) -> None:
    """A line at its left."""
    style.paragraph_format.left_indent = Cm(0.6)
    style.font.color.rgb = RGBColor(0, 0, 0)
    borders = _element("w:pBdr")
    borders.append(_element("w:left", val="single", sz="24", space="10", color=colour))
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind")


def _number(document: WordDocument) -> None:
    """Two kinds of list, each in nine levels: number 1 has bullets, number 2 counts."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    kinds = [("List Bullet", "bullet", "•"), ("List Number", "decimal", "%{level}.")]
    for number, (_, look, text) in enumerate(kinds, start=1):
        numbering.append(_levels(number, look, text))
    for number, (style, _, _) in enumerate(kinds, start=1):
        numbering.add_num(number)
        properties = document.styles[style].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = number
        document.styles[style].paragraph_format.left_indent = None


def _levels(number: int, look: str, text: str) -> Any:  # noqa: ANN401 - lxml's
    listing = _element("w:abstractNum", abstractNumId=str(number))
    listing.append(_element("w:multiLevelType", val="hybridMultilevel"))
    for depth in range(LEVELS):
        level = _element("w:lvl", ilvl=str(depth))
        level.append(_element("w:start", val="1"))
        level.append(_element("w:numFmt", val=look))
        level.append(_element("w:lvlText", val=text.format(level=depth + 1)))
        level.append(_element("w:lvlJc", val="left"))
        place = _element("w:pPr")
        place.append(_element("w:ind", left=str(567 * (depth + 1)), hanging="425"))
        level.append(place)
        listing.append(level)
    return listing


def _frame(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.4)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    _write(header, "{% if paper.is_draft %}DRAFT, not published{% endif %}|")
    footer.add_run("{{ paper.office }}. Page ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    field = _element("w:fldSimple", instr=name)
    run = _element("w:r")
    shown = _element("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph.paragraph_format.element.append(field)


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401 - lxml's
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
