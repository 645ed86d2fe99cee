"""The small Markdown of long texts: what it makes, and that nothing typed becomes anything else."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses import prose
from responses.prose import Heading, Item, Listing, Paragraph, Run

RULES = {
    "a": {"class": {"govuk-link"}, "rel": {"nofollow noopener"}},
    "ol": {"class": {"govuk-list govuk-list--number"}},
    "p": {"class": {"govuk-body"}},
    "ul": {"class": {"govuk-list govuk-list--bullet"}},
    "h3": {"class": {"govuk-heading-m"}},
    "h4": {"class": {"govuk-heading-s"}},
    **{tag: {} for tag in ("br", "em", "li", "strong")},
}


class Reader(HTMLParser):
    """What a browser makes of it: elements, words and links."""

    def __init__(self, html):
        super().__init__()
        self.foreign, self.links, self.words = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if (tag, name) == ("a", "href"):
                self.links.append(value)
            elif (tag, name) == ("li", "value") and value.isdecimal():
                continue
            elif value not in RULES.get(tag, {}).get(name, set()):
                self.foreign.append((tag, name, value))
        if tag not in RULES:
            self.foreign.append(tag)

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.foreign.append("comment")

    handle_decl = handle_pi = handle_comment


def read_back(text):
    return Reader(prose.html(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo,\nand a line.", '<p class="govuk-body">One.</p>\n<p class="govuk-body">Two,<br>and a line.</p>'),
        (
            "Windows.\r\nLines.\r\n\r\nAnd more.",
            '<p class="govuk-body">Windows.<br>Lines.</p>\n<p class="govuk-body">And more.</p>',
        ),
        (
            "a **b** *c* ***d***",
            '<p class="govuk-body">a <strong>b</strong> <em>c</em> <strong><em>d</em></strong></p>',
        ),
        ("## Upper\n\n### Lower", '<h3 class="govuk-heading-m">Upper</h3>\n<h4 class="govuk-heading-s">Lower</h4>'),
        (
            "- one\n- two\n  - inner",
            (
                '<ul class="govuk-list govuk-list--bullet"><li>one</li><li>two'
                '<ul class="govuk-list govuk-list--bullet"><li>inner</li></ul></li></ul>'
            ),
        ),
        (
            "2. two\n3. three",
            '<ol class="govuk-list govuk-list--number"><li value="2">two</li><li value="3">three</li></ol>',
        ),
        (
            "[The report](https://example.org/a?b=1&c=2)",
            (
                '<p class="govuk-body"><a class="govuk-link" href="https://example.org/a?b=1&amp;c=2"'
                ' rel="nofollow noopener">The report</a></p>'
            ),
        ),
        (
            "<mailto:office@example.org>",
            (
                '<p class="govuk-body"><a class="govuk-link" href="mailto:office@example.org"'
                ' rel="nofollow noopener">mailto:office@example.org</a></p>'
            ),
        ),
        ("", ""),
    ],
)
def test_html_knows_the_small_markdown(text, html):
    assert prose.html(text) == html


def test_headings_start_where_the_page_wants_them_and_end_at_six():
    assert prose.html("## Upper\n\n### Lower", 5).split("\n") == [
        '<h5 class="govuk-heading-s">Upper</h5>',
        '<h6 class="govuk-heading-s">Lower</h6>',
    ]
    assert prose.html("## Upper\n\n### Lower", 6).count("<h6") == 2


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n\n## b\n\n### c\n\n###### d", [1, 1, 2, 2]),
        ("#### first\n\nWords.\n\n### second\n\n## third", [1, 2, 1]),
    ],
)
def test_headings_skip_no_level(text, levels):
    assert [piece.level for piece in prose.read(text) if isinstance(piece, Heading)] == levels


def test_a_heading_without_words_is_what_was_typed():
    assert prose.read("##") == [Paragraph((Run("##"),))]


def test_a_heading_in_a_list_is_bold_words():
    assert prose.read("- ## Staff") == [Listing(False, (Item((Paragraph((Run("Staff", bold=True),)),)),))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. a\n3. b\n5. c", [1, 3, 5]),
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("7. a\n2. b", [7, 8]),
    ],
)
def test_a_list_keeps_its_numbers_where_they_count_up(text, numbers):
    [listing] = prose.read(text)

    assert [item.number for item in listing.items] == numbers


def test_bullets_copied_from_word_are_bullets():
    assert prose.html("•\tone\n•\ttwo") == prose.html("- one\n- two")


def test_what_is_not_of_the_small_markdown_stays_as_it_was_typed():
    text = "> said `code` | a | ![x](https://e.org/x.png) snake_case 5 * 3 * 2 &amp; &lt; ~~no~~ [1] --- [a](b)"

    assert read_back(text).words == text.replace("![x](https://e.org/x.png)", "!x")


def test_plain_words_of_others_keep_their_asterisks():
    assert prose.plain("The *force*\nshould\n \n\n- act\r\n") == [
        Paragraph((Run("The *force*"), Run("\n"), Run("should"))),
        Paragraph((Run("- act"),)),
    ]
    assert prose.plain(" \n ") == []


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
    "<!-- --><!doctype html><?php ?>",
    "<b onmouseover=alert(1)>x</b",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](\tjavascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/sign-out)",
    "[x](https:)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    '[x](https://e.org/"onclick="alert(1))',
    '[x](https://e.org "t\' onclick=alert(1)")',
    "[**<script>**](https://e.org)",
    "[[x](https://a.org)](https://b.org)",
    "**<script>alert(1)**</script>",
    "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "# <script>\n- <script>\n1. <script>",
    "*_**__~" * 50,
    "</p></div></main><h1>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_makes_hostile_words_harmless(text):
    found = read_back(text)

    assert found.foreign == []
    assert [link for link in found.links if not link.startswith(("https://", "mailto:"))] == []


PIECES = st.sampled_from(
    [*HOSTILE, "\n", "\n\n", "- ", "1. ", "## ", "**", "_", "[", "](", ")", "<", ">", "&", "\\", "\t", "  "]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join))
def test_no_words_lead_outside_what_is_allowed(text):
    found = read_back(text)

    assert found.foreign == []
    assert [link for link in found.links if not link.lower().startswith(("http:", "https:", "mailto:"))] == []


LETTERS = st.text("abcÀéŵŷ—’🙂")
MARKS = st.sampled_from(
    ["\n", "\n\n", "\r\n", " ", "  ", "- ", "* ", "## ", "**", "*", "_", "> ", "`", "<", "&", "•\t"]
)


@given(st.lists(LETTERS | MARKS, max_size=40).map("".join))
def test_no_letter_is_lost(text):
    def letters(words):
        return "".join(filter(set("abcÀéŵŷ—’🙂").__contains__, words))

    assert letters(read_back(text).words) == letters(text)


@pytest.mark.parametrize("depth", [3, 10, 11, 12, 13, 40, 100])
def test_lists_inside_lists_lose_no_words_however_deep(depth):
    text = "\n".join(f"{'  ' * level}- w{level}" for level in range(depth))

    assert [f"w{level}" in read_back(text).words for level in range(depth)] == [True] * depth


@given(st.text())
def test_printable_leaves_nothing_that_xml_cannot_hold(text):
    left = prose.printable(text + "\x00\x0b\x1f\ufffe")

    assert not set(left) & {*map(chr, range(9)), *map(chr, range(11, 32)), "\x7f", "\ufffe", "\uffff"}


def seconds(text):
    start = time.process_time()
    prose.html.__wrapped__(text)
    return time.process_time() - start


def test_ten_thousand_characters_are_quick():
    text = ("We **welcome** the report and will:\n\n- act on [it](https://example.org)\n- look again\n\n" * 125)[
        :10_000
    ]

    assert min(seconds(text) for _ in range(5)) < 0.5  # alone it takes 0.02


@pytest.mark.parametrize(
    "unit", ["[", "]", "[a](", "**a ", "*_a", "a**b", "_", "`", "<", "\\", "- ", "1. ", "# a\n", "- a\n"]
)
def test_hostile_words_take_no_longer_than_their_length_explains(unit):
    whole = (unit * 4_000)[:4_000]

    half, full = (min(seconds(text) for _ in range(2)) for text in (whole[:2_000], whole))

    assert full < 1
    assert full < 5 * half + 0.1
