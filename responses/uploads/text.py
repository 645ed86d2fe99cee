"""Plain text and tables: readable in an encoding that offices use, and nothing that a program would run."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from responses.probe.faults import Fault, RefusedError

PIECE = 64 * 1024
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BINARY = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
RUNS = re.compile(
    r"\s*(?:#!|<\?(?:php|xml)|<(?:!doctype|html|script|svg|body|head|iframe)\b|@echo off|%PDF-|\{\\rtf)", re.IGNORECASE
)
DDE = re.compile(r"\w\|\s{0,5}(?:'[^'\n\r]{0,200}'|[\w./\\]{1,200})!")  # cmd|' /C calc'!A0
# “image (front)” is prose too, unless it is behind “=” or has what could be an address.
WEB = re.compile(
    r"""(?:WEBSERVICE|IMPORT(?:DATA|FEED|HTML|RANGE|XML)|^=.*IMAGE)\s{0,5}\(
    |IMAGE\s{0,5}\([\s+\-@(]*+(?:["'{\[]|\$?[A-Z]{1,3}\$?[0-9:]|\w+!|[A-Z_][\w.]*\()""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# “- image (A4)”, of a list of papers; as a formula it would load what A4 says, if anything in the file were an address.
LISTED = re.compile(r"IMAGE\s+\(\s*\$?[A-Z]{1,3}\$?[0-9]{1,5}\s*\)", re.IGNORECASE)
# A cell that starts like a formula, to its end; what is in quotation marks may hold separators.
FORMULA = re.compile(r"""(?:^|[,;\t\n\r])[ ']*+(?:"[ ']*+([=+\-@](?:[^"]++|"")*+)|([=+\-@][^,;\t\n\r]*+))""")


def look(content: BinaryIO, extension: str) -> None:
    """Raises RefusedError."""
    content.seek(0)
    start = content.read(4)
    marked = [encoding for mark, encoding in MARKS.items() if start.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            return _read(content, encoding, is_table=extension == "csv")
        except UnicodeDecodeError:
            continue
    raise RefusedError(Fault.NOT_TEXT)


def _read(content: BinaryIO, encoding: str, *, is_table: bool) -> None:
    before, lists, may_address = "", False, False
    for number, text in enumerate(_texts(content, encoding)):
        if number == 0 and RUNS.match(text):
            raise RefusedError(Fault.OTHER_KIND)
        if BINARY.search(text):
            raise RefusedError(Fault.NOT_TEXT)
        if is_table:
            seen = _Seen(before + text)  # one may begin in the piece before
            lists, may_address = lists or seen.lists, may_address or seen.may_address
        before = text
    if lists and may_address:
        raise RefusedError(Fault.LOADS)


class _Seen:
    """What formulas there are. Raises RefusedError for those that start or load something by themselves."""

    def __init__(self, text: str) -> None:
        self.lists, self.may_address = False, "//" in text or "\\\\" in text
        for found in FORMULA.finditer(text) if "|" in text or "(" in text or "&" in text else ():
            self._look_at(found[1] or found[2])

    def _look_at(self, formula: str) -> None:
        if "|" in formula and DDE.search(formula):
            raise RefusedError(Fault.DDE)
        # What begins with a hyphen is a number, never an address.
        self.may_address |= formula[0] != "-" and ("(" in formula or "&" in formula)
        if "(" in formula and WEB.search(formula):
            if formula[:2] != "- " or WEB.search(LISTED.sub("", formula)):
                raise RefusedError(Fault.LOADS)
            self.lists = True


def _texts(content: BinaryIO, encoding: str) -> Iterator[str]:
    """In pieces, so that a large one is never in memory as a whole."""
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    while piece := content.read(PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
