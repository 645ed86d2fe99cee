"""Ordinary documents, as the libraries make them that others make theirs with."""

import csv
import io
import random
from datetime import date
from functools import cache

import docx
import openpyxl
import pikepdf
import pptx
import typst
from docx.enum.section import WD_ORIENT
from odfdo import Cell, Document
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image, ImageDraw
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

ROWS = [("District", "Shifts", "Briefed"), ("North", 12, 11), ("South", 9, 9), ("Île de l'Est", 7, 5)]


def saved(thing, **options):
    content = io.BytesIO()
    thing.save(content, **options)
    return content.getvalue()


@cache
def picture(kind="PNG", mode="RGB", size=(60, 40), **options):
    image = Image.new(mode, size, 128 if mode in {"L", "P", "1", "I;16"} else None)
    if mode in {"RGB", "RGBA", "L"}:
        ImageDraw.Draw(image).ellipse((5, 5, 30, 30), outline=1)
    return saved(image, format=kind, **options)


def noise(count):
    return random.Random(4).randbytes(count)


@cache
def two_pictures():
    """The second one has all that noise can have in it."""
    further = Image.frombytes("RGB", (240, 200), noise(240 * 200 * 3))
    return saved(Image.new("RGB", (60, 40)), format="MPO", save_all=True, append_images=[further], quality=95)


@cache
def picture_and_film():
    """A Motion Photo: 300 kB of film behind the picture."""
    return picture("JPEG") + b"\0\0\0\x18ftypmp42" + noise(300_000) + b"MZmz#!Rar!<svG\x7felf"


def word(build=lambda document: document.add_paragraph("Every shift has been briefed.")):
    document = docx.Document()
    build(document)
    return saved(document)


def word_table(document):
    table = document.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)


def word_pictures(document):
    document.add_picture(io.BytesIO(picture()))
    document.add_picture(io.BytesIO(picture("JPEG")))


def word_link(document):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    document.part.relate_to("https://www.example.org/peel", kind, is_external=True)
    document.part.relate_to("mailto:priya.shah@example.org", kind, is_external=True)
    document.part.relate_to("file:///S:/Performance/Figures.xlsx", kind, is_external=True)


def word_template_of_own_disk(document):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document._part._settings_part.relate_to(
        "file:///C:/Users/shah/Templates/Force%20letter.dotx", kind, is_external=True
    )


def word_fields(document):
    run = document.add_paragraph().add_run()
    for kind, text in [("begin", ""), ("", ' TOC \\o "1-3" '), ("separate", ""), ("end", "")]:
        element = docx.oxml.OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(docx.oxml.ns.qn("w:fldCharType"), kind)
        element.text = text
        run._r.append(element)
    document.add_paragraph("DDE is what the old link to the ADDENDUM was called; see cmd|'/c'!A1 in the annex.")


def word_fraction(document):
    """|x| over 2, as the editor of equations writes it."""
    run = "<m:r><m:t>{}</m:t></m:r>".format
    fraction = f"<m:f><m:num>{run('|x|')}</m:num><m:den>{run('2')}</m:den></m:f>"
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    equation = docx.oxml.parse_xml(f'<m:oMath xmlns:m="{namespace}">{fraction}</m:oMath>')
    document.add_paragraph()._p.append(equation)


def word_headings(document):
    document.core_properties.title = "Progress against recommendation 4"
    for level in range(1, 4):
        document.add_heading(f"Part {level}", level)
        document.add_paragraph("First", style="List Bullet")
        document.add_paragraph("Naïve façade — “quotes” 中文 🚓")
    document.sections[0].header.paragraphs[0].text = "OFFICIAL"
    document.sections[0].footer.paragraphs[0].text = "Page"


def word_landscape(document):
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    document.add_page_break()
    document.add_paragraph("x" * 50_000)


def word_long(document):
    for number in range(300):
        document.add_paragraph(f"{number}. The chief constable accepts the recommendation.")


def excel(build=lambda sheet: [sheet.append(row) for row in ROWS]):
    book = openpyxl.Workbook()
    build(book.active)
    return saved(book)


def excel_long(sheet):
    for number in range(1, 3_000):
        sheet.append([number, f"=A{number}*2", "Every shift has been briefed"])


def excel_formulas(sheet):
    for row in ROWS:
        sheet.append(row)
    sheet["D2"], sheet["D3"] = "=B2-C2", '=IF(C3>=B3,"all","some")'
    sheet["D4"] = "=VLOOKUP(A4,A1:C4,2,FALSE)"
    sheet["D5"] = '=HYPERLINK("https://www.example.org","PEEL")'
    sheet["D6"] = '=Other!A1&" | "&A2'
    sheet["D8"] = "=SUM(Costs[Pay])+'My sheet'!A1+Sheet2!A1+[0]!Rate&\"[draft]yes!\""
    sheet["D7"] = "=A2&\" | \"&'North | South'!A1"
    sheet.parent.create_sheet("North | South")
    sheet.parent.create_sheet("Other").append(["Said | done! And =more"])


def excel_chart(kind):
    def build(sheet):
        for row in ROWS:
            sheet.append(row)
        chart = kind()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
        sheet.add_chart(chart, "F2")

    return build


def excel_styles(sheet):
    sheet.append(["Red", date(2026, 3, 1), 0.5])
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True), PatternFill("solid", fgColor="FF0000")
    sheet["B1"].comment = Comment("Ask Dana", "Priya Shah")
    sheet["A1"].hyperlink = "https://www.example.org/a"
    rule = DataValidation(type="list", formula1='"Red,Amber,Green"')
    sheet.add_data_validation(rule)
    rule.add("A1:A9")
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", "A1:C1"
    sheet.merge_cells("E1:F2")
    sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(picture())), "H1")


def excel_same_again(sheet):
    for _ in range(2_000):
        sheet.append(["Yes", 1, 1, 1])


def slides(build):
    deck = pptx.Presentation()
    build(deck)
    return saved(deck)


def slide_words(deck):
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Where we are"
    slide.placeholders[1].text = "Twelve shifts briefed"
    slide.notes_slide.notes_text_frame.text = "Say thanks"
    run = slide.placeholders[1].text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "PEEL", "https://www.example.org/peel"


def slide_chart(deck):
    """Its figures are a small Excel file within."""
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("Shifts", (12, 9))
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(4), Inches(3), data)


def slide_picture_and_table(deck):
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_picture(io.BytesIO(picture("JPEG")), 0, 0)
    slide.shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table.cell(0, 0).text = "District"


def slide_many(deck):
    for _ in range(30):
        slide_words(deck)


def open_document(kind, *, fill=False):
    document = Document(kind)
    if fill:
        document.meta.title = "Progress"
        document.add_file(io.BytesIO(picture()))
    return saved(document)


def sheet_with_links():
    """Its formulas lead a reader, who presses, to a place on a page."""
    cells = ['HYPERLINK("https://example.org/report#rec4";"Rec 4")', "IF([$'O''Neill'.A1]=1;\"https://a.example/#b\")"]
    cells += ["[.A1:.B2]![.B1:.B3]+[.#REF!]+[.A#REF!]+[$'a''#b.ods'.A1]+#N/A"]
    cells.append("SUM(Costs[[#All];[Pay]])+'No. 1'.A1+$S.A1")
    cells.append("https://a.example/" * 50_000)
    document = Document("spreadsheet")
    table = document.body.tables[0]
    for row, cell in enumerate(cells):
        table.set_cell((0, row), Cell(formula=f"of:={cell}"))
    return saved(document)


def pdf(build=lambda document: document.add_blank_page(), **options):
    document = pikepdf.new()
    build(document)
    return saved(document, **options)


def pdf_with_links(document):
    page = document.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://www.example.org"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(link)]))
    document.Root.OpenAction = pikepdf.Array([page.obj, pikepdf.Name.Fit])


def pdf_with_outline(document):
    for _ in range(3):
        document.add_blank_page()
    with document.open_outline() as outline:
        outline.root.extend([pikepdf.OutlineItem("Part /JavaScript (as a word)", 0), pikepdf.OutlineItem("Part 2", 1)])
    with document.open_metadata() as facts:
        facts["dc:title"] = "What /Launch and /EmbeddedFile mean"
    document.docinfo["/Title"] = "About /JS and /Launch"


def pdf_of_text(text):
    return typst.compile(text.encode(), format="pdf")


def pdf_of_picture():
    return saved(Image.new("RGB", (80, 80)), format="PDF")


def table(dialect="excel", encoding="utf-8", rows=ROWS):
    text = io.StringIO()
    csv.writer(text, dialect=dialect).writerows(rows)
    return text.getvalue().encode(encoding)


LETTER = "From: Dana Brook\nTo: Priya Shah\nSubject: Briefings\n\nAll are briefed – “thanks”.\n"
MINUTES = "Minutes of the board, 3 March\r\n\r\n1. Agreed – “as before”.\r\n\tEnd\x0c"
FILES = {
    "a paragraph.docx": word,
    "nothing.docx": lambda: word(lambda _: None),
    "table.docx": lambda: word(word_table),
    "pictures.docx": lambda: word(word_pictures),
    "links.docx": lambda: word(word_link),
    "a template of the force's.docx": lambda: word(word_template_of_own_disk),
    "contents list.docx": lambda: word(word_fields),
    "equation.docx": lambda: word(word_fraction),
    "headings.docx": lambda: word(word_headings),
    "landscape.docx": lambda: word(word_landscape),
    "long.docx": lambda: word(word_long),
    "table.xlsx": excel,
    "nothing.xlsx": lambda: excel(lambda _: None),
    "long.xlsx": lambda: excel(excel_long),
    "formulas.xlsx": lambda: excel(excel_formulas),
    "bars.xlsx": lambda: excel(excel_chart(BarChart)),
    "lines.xlsx": lambda: excel(excel_chart(LineChart)),
    "pie.xlsx": lambda: excel(excel_chart(PieChart)),
    "styles.xlsx": lambda: excel(excel_styles),
    "same again.xlsx": lambda: excel(excel_same_again),
    "words.pptx": lambda: slides(slide_words),
    "nothing.pptx": lambda: slides(lambda _: None),
    "chart.pptx": lambda: slides(slide_chart),
    "picture and table.pptx": lambda: slides(slide_picture_and_table),
    "many.pptx": lambda: slides(slide_many),
    "text.odt": lambda: open_document("text"),
    "picture.odt": lambda: open_document("text", fill=True),
    "sheet.ods": lambda: open_document("spreadsheet"),
    "links.ods": sheet_with_links,
    "picture.ods": lambda: open_document("spreadsheet", fill=True),
    "blank.pdf": pdf,
    "links.pdf": lambda: pdf(pdf_with_links),
    "outline.pdf": lambda: pdf(pdf_with_outline),
    "for the web.pdf": lambda: pdf(pdf_with_outline, linearize=True),
    "in streams.pdf": lambda: pdf(pdf_with_links, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "old.pdf": lambda: pdf(force_version="1.3"),
    "with a line end.pdf": lambda: pdf() + b"\r\n\r\n",
    "typeset.pdf": lambda: pdf_of_text('= Progress\nEvery shift is *briefed*. #link("https://www.example.org")[PEEL]'),
    "several pages.pdf": lambda: pdf_of_text("One #pagebreak() Two #pagebreak() Three"),
    "scan.pdf": pdf_of_picture,
    "colour.png": picture,
    "transparent.png": lambda: picture("PNG", "RGBA"),
    "grey.png": lambda: picture("PNG", "L"),
    "palette.png": lambda: picture("PNG", "P"),
    "two colours.png": lambda: picture("PNG", "1"),
    "16 bits.png": lambda: picture("PNG", "I;16"),
    "with resolution.png": lambda: picture("PNG", dpi=(300, 300), optimize=True),
    "large.png": lambda: picture("PNG", size=(1500, 1000)),
    "photo.jpg": lambda: picture("JPEG"),
    "photo.jpeg": lambda: picture("JPEG", progressive=True),
    "grey.jpg": lambda: picture("JPEG", "L"),
    "print.jpg": lambda: picture("JPEG", "CMYK"),
    "fine.jpg": lambda: picture("JPEG", quality=98, subsampling=0, dpi=(300, 300), comment=b"North"),
    "large.jpg": lambda: picture("JPEG", size=(1500, 1000)),
    "two in one.jpg": two_pictures,
    "one that moves.jpg": picture_and_film,
    "with a trailer of the phone's.jpg": lambda: picture("JPEG") + b"\0\0\0\x08SEFH\x01\0\0\0SEFT",
    "table.csv": table,
    "tabs.csv": lambda: table("excel-tab"),
    "of Excel.csv": lambda: table(encoding="utf-8-sig"),
    "of old Windows.csv": lambda: table(encoding="cp1252"),
    "of Excel in Unicode.csv": lambda: table("excel-tab", "utf-16"),
    "one line.csv": lambda: b"district,shifts\n",
    "negative numbers.csv": lambda: b"a,b\n-1,+44 20 7946 0000\n=A1|B1,@home\n- North | South!,-north|south\n",
    "pictures named.csv": lambda: (
        b"- image(s) of the custody log attached\n- Image (front),- IMAGE (14:32)\n"
        b'"- 20 cases reviewed\n- CCTV image (still) attached"\n'
    ),
    "papers listed.csv": lambda: (
        b"- image (A4),-1,+44 20 7946 0000\n- Image (A3) of the yard (north)\n- 5 officers (A4)\n"
    ),
    "long.csv": lambda: table(rows=ROWS * 3_000),
    "minutes.txt": MINUTES.encode,
    "of old Windows.txt": lambda: MINUTES.encode("cp1252"),
    "of Notepad.txt": lambda: MINUTES.encode("utf-8-sig"),
    "of Notepad in Unicode.txt": lambda: MINUTES.encode("utf-16"),
    "saved letter.txt": LETTER.encode,
    "list.txt": lambda: b'{"district": "North", "shifts": 12}\n',
    "code words.txt": lambda: b"import sergeants\n\nfrom north: two\nclass: A\n",
    "one word.txt": lambda: b"Agreed",
}
