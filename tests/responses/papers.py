"""A published document as data, and what a reader finds in the PDF and the Word file made of it."""

import io
import re
from ctypes import c_ushort

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

OFFICE = "Police and Crime Commissioner for Hampshire and Isle of Wight"


def make_answer(number=1, **facts):
    return {
        "reference": f"SE-R{number}",
        "kind": "Recommendation",
        "label": f"Recommendation {number}",
        "title": "Brief every shift",
        "text": "By 1 March 2025, the force should brief every shift.\n\nIt should keep a *record*.",
        "page": "12",
        "deadline": "1 March 2025",
        "under": "",
        "position": "partly",
        "position_words": "Accepted in part",
        "action": "We ask for monthly figures.",
        "no_action_reason": "",
        "due_on": "2025-02-01",
    } | facts


def make_document(**facts):
    return {
        "format": 2,
        "title": "Regional response to organised crime",
        "inspectorate": "HMICFRS",
        "report_url": "https://example.org/report",
        "report_published_on": "2024-08-30",
        "report_published_wording": "",
        "report_date_confirmed": True,
        "published_on": "2024-10-01",
        "first_published_on": "2024-10-01",
        "last_day": "2024-10-24",
        "is_statutory": True,
        "policing_body": {"code": "hampshire-pcc", "name": OFFICE, "title": "", "short_title": "the Commissioner"},
        "forces": [{"code": "hampshire", "name": "Hampshire Constabulary"}],
        "themes": [],
        "our_comments": "We welcome the report.",
        "signatory": "Donald Reed",
        "signatory_title": "Commissioner",
        "chief_officer": {
            "comments": "The force accepts.",
            "name": "Sam Carter",
            "rank": "Deputy Chief Constable",
            "on_behalf_of": "the Chief Constable",
            "invited_on": "2024-09-02",
        },
        "our_reply": "We thank the force.",
        "answers": [make_answer()],
    } | facts


UNIT = {"force": "SEROCU", "comments": "So do we.", "name": "Kim Cole", "rank": "Head of Unit", "on_behalf_of": ""}
FORCE = {"force": "Kent Police", "comments": "We accept.", "name": "Jo Hart", "rank": "DCC", "on_behalf_of": "the CC"}
OF_TWO = {"comments": "…", "name": "Jo Hart", "rank": "", "on_behalf_of": "", "statements": [UNIT, FORCE]}


HYPHEN_AT_LINE_END = "\x02"  # as PDFium reads it


def pages_of(made):
    pages = pdfium.PdfDocument(made)
    return [page.get_textpage().get_text_bounded().replace(HYPHEN_AT_LINE_END, "-") for page in pages]


def space_on_the_right(made):
    """Of the line that comes nearest to the edge of the first page, in points."""
    page = pdfium.PdfDocument(made)[0]
    text = page.get_textpage()
    return page.get_width() - max(text.get_charbox(place)[2] for place in range(text.count_chars()))


def words_of_pdf(made):
    """The text in one line, without what is printed on the edge of each page."""
    edge = re.compile(r"DRAFT(, not published)?\s|[^\n]*Page \d+ of \d+\s*")
    return one_line("\n".join(edge.sub("", page) for page in pages_of(made)))


def words_of_word(made):
    return one_line("\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs))


def one_line(text):
    return " ".join(text.split())


def tags_of(made):
    """What the PDF tells a screen reader that its parts are, in order."""
    found = []
    for page in pdfium.PdfDocument(made):
        tree = pdfium_c.FPDF_StructTree_GetForPage(page)
        for number in range(pdfium_c.FPDF_StructTree_CountChildren(tree)):
            found += _tags(pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, number))
        pdfium_c.FPDF_StructTree_Close(tree)
    return found


def _tags(element):
    if not element:
        return []
    size = pdfium_c.FPDF_StructElement_GetType(element, None, 0)
    name = (c_ushort * (size // 2))()
    pdfium_c.FPDF_StructElement_GetType(element, name, size)
    inner = range(pdfium_c.FPDF_StructElement_CountChildren(element))
    tags = [tag for each in inner for tag in _tags(pdfium_c.FPDF_StructElement_GetChildAtIndex(element, each))]
    return ["".join(map(chr, name[:-1])), *tags]
