"""A response on paper: the PDF and the Word file say what the page says, and the same paper gives the same bytes."""

import io
import re
import time
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from responses import papers
from responses.models import Publication
from responses.pdf import pdf
from responses.word import TEMPLATE, word
from tests.reading import text_of
from tests.responses.papers import (
    OF_TWO,
    OFFICE,
    make_answer,
    make_document,
    one_line,
    pages_of,
    space_on_the_right,
    tags_of,
    words_of_pdf,
    words_of_word,
)

AT = datetime(2024, 10, 1, 9, 30, 15, 250_000, tzinfo=UTC)

LONG = """## What we found

We **welcome** the report and *thank* those who wrote it:
see [the report](https://example.org/report?a=1&b=2).

### What we will do

- ask for figures
- visit each district
  - by day
  - by night

2. second
3. third
7. seventh"""
LONG_WORDS = [
    "What we found",
    "We welcome the report and thank those who wrote it: see the report.",
    "What we will do",
    "ask for figures",
    "visit each district",
    "by day",
    "by night",
    "second",
    "third",
    "seventh",
]


def paper_of(**facts):
    return papers.of_publication(Publication(document=make_document(**facts), number=1, published_on=AT.date()))


def pdf_of(**facts):
    return pdf(paper_of(**facts), at=AT)


def word_of(**facts):
    return word(paper_of(**facts), at=AT)


def read(kind, **facts):
    return words_of_pdf(pdf_of(**facts)) if kind == "pdf" else words_of_word(word_of(**facts))


BOTH = pytest.mark.parametrize("kind", ["pdf", "word"])


def expect_in_order(words, expected):
    place = 0
    for each in expected:
        found = words.find(each, place)
        assert found >= 0, each
        place = found + len(each)


# What is written.


@BOTH
def test_paper_holds_every_part_in_the_order_of_the_page(kind):
    words = read(kind, our_comments=LONG)
    title = "Response to an inspection Regional response to organised crime"

    expect_in_order(
        words,
        [
            (
                f"{title} Inspected by: HMICFRS About: Hampshire Constabulary Report published: 30 August 2024 "
                f"Response from: {OFFICE} Response published: 1 October 2024, on time"
            ),
            "Response from the Commissioner",
            *LONG_WORDS,
            "Donald Reed Commissioner",
            "Comments from the chief officer The force accepts.",
            "Sam Carter Deputy Chief Constable on behalf of the Chief Constable",
            "Reply to the chief officer’s comments We thank the force.",
            "Answers to each finding",
            "Recommendation 1: Brief every shift Accepted in part",
            "By 1 March 2025, the force should brief every shift. It should keep a *record*.",
            "HMICFRS, recommendation, page 12. Deadline: 1 March 2025. Our reference: SE-R1",
            "What the Commissioner has done or will do We ask for monthly figures. By: 1 February 2025",
        ],
    )


@BOTH
def test_paper_gives_the_reason_where_there_is_no_action(kind):
    words = read(kind, answers=[make_answer(action="", no_action_reason="It is done.", due_on=None, under="SE-C1")])

    assert "Part of SE-C1. Our reference: SE-R1 Why no action is taken It is done." in words
    assert "has done or will do" not in words


@BOTH
def test_paper_leaves_out_the_parts_that_are_not_there(kind):
    officer = {"comments": "", "name": "", "rank": "", "on_behalf_of": "", "invited_on": "2024-09-02"}
    words = read(kind, answers=[], our_reply="", chief_officer=officer, signatory="")

    assert words.endswith(
        "Response from the Commissioner We welcome the report. Comments from the chief officer "
        "The chief officer was invited to comment on 2 September 2024. No comments were received."
    )


@BOTH
def test_paper_has_who_signs_for_each_force_that_commented(kind):
    words = read(kind, chief_officer=OF_TWO)

    statements = "SEROCU So do we. Kim Cole Head of Unit Kent Police We accept. Jo Hart DCC on behalf of the CC"
    assert f"Comments from the chief officer {statements} Reply to" in words


def test_paper_says_that_nobody_was_asked_yet():
    officer = {"comments": "", "name": "", "rank": "", "on_behalf_of": "", "invited_on": None}

    assert "chief officer There are no comments yet." in words_of_word(word_of(chief_officer=officer))


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ({"first_published_on": "2024-10-25"}, ("Response published", "25 October 2024, 1 day late")),
        ({"last_day": None}, ("Response published", "1 October 2024")),
        ({"is_statutory": False}, ("Response published", "1 October 2024. The law did not require a response.")),
        ({"report_date_confirmed": False}, ("Report published", "30 August 2024 (not confirmed)")),
        (
            {"report_published_on": None, "report_published_wording": "August 2024"},
            ("Report published", "August 2024"),
        ),
        ({"report_published_on": None}, ("Report published", "Date not known")),
    ],
)
def test_paper_tells_the_days_as_the_page_does(facts, fact):
    assert fact in paper_of(**facts).facts


def test_paper_reads_documents_of_the_first_format():
    document = make_document(format=1)
    for later in ("first_published_on", "last_day", "themes"):
        del document[later]

    paper = papers.of_publication(Publication(document=document, number=1))

    assert ("Response published", "1 October 2024") in paper.facts


def test_paper_says_what_was_corrected():
    document = make_document(published_on="2024-11-05")

    paper = papers.of_publication(Publication(document=document, number=2, note="The second figure was wrong."))

    assert paper.facts[-2:] == [
        ("Response published", "1 October 2024, on time"),
        ("Corrected", "5 November 2024, version 2. The second figure was wrong."),
    ]


def test_a_draft_is_marked_on_each_page():
    paper = papers.of_draft(make_document(answers=[make_answer(number) for number in range(1, 12)]))

    pages = pages_of(pdf(paper, at=AT))
    header = docx.Document(io.BytesIO(word(paper, at=AT))).sections[0].header.paragraphs[0].text

    assert len(pages) > 3
    assert [page for page in pages if "DRAFT, not published" not in page] == []
    assert header == "DRAFT, not published"
    assert paper.facts[-1] == ("Response published", "Not yet: this is a draft")


def test_where_it_was_published_on_an_earlier_day_stands_among_the_facts():
    document = make_document(
        first_proof_url="https://www.example.org/first", proof_url="https://www.example.org/second"
    )
    paper = papers.of_publication(Publication(document=document, number=2, note="A figure."))

    assert paper.facts[-3:] == [
        ("Where it was published on that day", "https://www.example.org/first"),
        ("Corrected", "1 October 2024, version 2. A figure."),
        ("Where the correction was published on that day", "https://www.example.org/second"),
    ]


def test_what_is_published_is_marked_nowhere():
    assert "DRAFT" not in "".join(pages_of(pdf_of()))
    assert docx.Document(io.BytesIO(word_of())).sections[0].header.paragraphs[0].text == ""


@pytest.mark.parametrize("more", [{}, {"chief_officer": OF_TWO}])
def test_the_page_says_the_same_words_as_the_paper(more):
    answers = [make_answer(1, under="SE-C1"), make_answer(2, action=LONG, no_action_reason="Half is done.")]
    document = make_document(our_comments=LONG, answers=answers, **more)
    page = render_to_string("responses/public/document.html", {"document": document})

    said = re.sub(r"(?s)<nav.*?</nav>", "", page)
    told = words_of_word(word_of(our_comments=LONG, answers=answers, **more))

    def words(text):
        return re.sub(r"[\s.]+", "", text)

    class Page:
        content = said.encode()

    assert words(told).endswith(words(text_of(Page)))


# Whatever is typed.

SPECIAL = "# * _ $ @ < > \\ [ ] ( ) ` ~ = + - / // /* */ #let x = 1 & &amp; ' \" -- --- ... {{ 7 * 7 }} {% if x %} %}"
WELSH = (
    "Mae’r heddlu yng Nghymru: tŷ, dŵr, ŵyl, gêm, Ŵ Ŷ Ẃ ẁ Ỳ. Straße, naïve, Łódź, Škoda, ﬁ, № 5, ½, €, – — “ ” ‘ ’ …"
)


@BOTH
@pytest.mark.parametrize("text", [SPECIAL, WELSH])
def test_paper_shows_words_as_they_were_typed(kind, text):
    words = read(
        kind,
        title=f"T {text}",
        inspectorate=f"I {text}",
        our_reply=text.replace("*", "\\*").replace("_", "\\_").replace("`", "\\`"),
        signatory=f"S {text}",
        answers=[make_answer(title=f"A {text}", text=text, label=text)],
    )

    shown = [text, f"T {text}", f"I {text}", f"S {text}", f"A {text}"]
    squeezed = words.replace(" ", "")
    assert [each for each in shown if each.replace(" ", "").replace("ﬁ", "fi") not in squeezed.replace("ﬁ", "fi")] == []


def test_pdf_names_the_signs_that_no_font_has():
    words = words_of_pdf(pdf_of(our_comments="Well done \U0001f642 \U0001f469\u200d\U0001f467 and 中, at last"))

    assert "Well done [slightly smiling face] [woman][girl] and [cjk unified ideograph-4e2d], at last" in words


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_words_can_be_put_on_paper(text, name):
    facts = {"our_comments": f"{text}\n\nEnd.", "title": name, "signatory": name}

    assert "End." in words_of_pdf(pdf_of(**facts))
    assert "End." in words_of_word(word_of(**facts))


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x0b", "\x80", "\x9f", "\ufeff", "\ufffe", "\uf0b7", "\u202e", "\u0301"]
)
@BOTH
def test_stray_signs_do_no_harm(kind, sign):
    words = read(kind, title=f"\t{sign}", our_comments=f"{sign} One {sign}two.", signatory=f"{sign}\n{sign}")

    assert "two." in words


def test_pdf_keeps_hyphens_wherever_a_line_ends():
    text = "It was a snap-shot in time of well-led, cross-border and co-operative work. " * 12

    assert text.strip() in words_of_pdf(pdf_of(our_comments=text))


def test_pdf_keeps_a_long_address_on_the_sheet_and_whole():
    address = f"https://www.example.org/{'a' * 120}"
    made = pdf_of(our_comments=address)

    assert space_on_the_right(made) > 67  # points, a little less than 24 millimetres
    assert address in words_of_pdf(made).replace(" ", "")


# For those who read with a machine.


def test_pdf_tells_what_its_parts_are():
    tags = tags_of(pdf_of(our_comments=LONG))

    assert tags.count("BlockQuote") == 1
    assert [tag for tag in tags if tag in {"H1", "H2", "H3"}] == ["H1", "H1", "H2", "H3", "H1", "H1", "H1", "H2", "H3"]
    assert "TOC" in tags
    assert tags.count("Link") == 6  # five in the contents, one in the text


def test_pdf_knows_its_title_and_its_language():
    made = pdf_of(title="Firearms & “tasers”")

    assert b"/ViewerPreferences" in made
    assert b"/DisplayDocTitle true" in made
    assert b"/Lang(en-GB)" in made
    assert b"<dc:title>" in made
    assert "Response to Firearms &amp; “tasers”" in made.decode("utf-8", "ignore")
    assert "<pdfuaid:part>1</pdfuaid:part>" in made.decode("utf-8", "ignore")


def test_word_uses_its_styles():
    paragraphs = docx.Document(io.BytesIO(word_of(our_comments=LONG))).paragraphs
    styles = {one_line(paragraph.text): paragraph.style.name for paragraph in paragraphs}

    assert styles["Regional response to organised crime"] == "Title"
    assert styles["Response from the Commissioner"] == "Heading 1"
    assert styles["What we found"] == "Heading 2"
    assert styles["What we will do"] == "Heading 3"
    assert styles["We welcome the report and thank those who wrote it: see the report."] == "Body Text"
    assert styles["visit each district"] == styles["by night"] == "List Bullet"
    assert styles["seventh"] == "List Number"
    assert styles["Donald Reed Commissioner"] == "Signed"
    assert styles["Accepted in part"] == "Lead"
    assert styles["By 1 March 2025, the force should brief every shift."] == "Quote"
    assert styles["What the Commissioner has done or will do"] == "Heading 3"


def test_word_counts_as_the_text_does():
    made = zipfile.ZipFile(io.BytesIO(word_of(our_comments="1. a\n2. b\n\nWords.\n\n1. c\n3. d"))).read(
        "word/numbering.xml"
    )

    starts = re.findall(r'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="(\d+)"/>', made.decode())

    assert starts == ["1", "1", "3"]


def test_word_leads_to_the_address_of_a_link():
    document = docx.Document(io.BytesIO(word_of(our_comments=LONG)))
    links = [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]

    assert [(link.text, link.address) for link in links] == [("the report", "https://example.org/report?a=1&b=2")]


def test_word_names_the_office_and_nobody_else():
    facts = docx.Document(io.BytesIO(word_of())).core_properties

    assert (facts.title, facts.language) == ("Response to Regional response to organised crime", "en-GB")
    assert (facts.author, facts.last_modified_by, facts.comments) == (OFFICE, "", "")
    assert (facts.created, facts.modified) == (AT.replace(microsecond=0),) * 2


def test_the_word_template_is_the_one_that_its_command_builds(tmp_path):
    call_command("word_template", to=tmp_path / "built.docx")

    def parts(path):
        source = zipfile.ZipFile(path)
        return {name: source.read(name) for name in source.namelist()}

    assert parts(TEMPLATE) == parts(tmp_path / "built.docx")


# Bytes and seconds.


def test_the_same_paper_gives_the_same_bytes(monkeypatch):
    before = (pdf_of(our_comments=LONG), word_of(our_comments=LONG))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.sleep(2.1)  # a zip file counts in twos

    assert (pdf_of(our_comments=LONG), word_of(our_comments=LONG)) == before


@pytest.mark.parametrize("make", [pdf_of, word_of])
def test_fifty_findings_are_quick(make):
    answers = [make_answer(number, action=LONG) for number in range(1, 51)]

    start = time.process_time()
    make(answers=answers)

    assert time.process_time() - start < 2
