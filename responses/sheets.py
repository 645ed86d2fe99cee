"""Tables that leave the portal row by row, as CSV and as XLSX: no more in memory than a few rows (R85)."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from responses.exports import BOM, cell
from responses.prose import printable

A4 = 9  # as Excel numbers paper
CELL_LIMIT = 32_000  # characters; Excel takes 32,767
CUT = " … (the rest is on the page)"
NARROW, WIDE = 16, 60
PIECE = 64 * 1024

type Value = str | date | int | None


@dataclass(frozen=True)
class Column:
    """One fact of a row; `meaning` is its line on the page and the sheet that explain the columns."""

    name: str
    meaning: str
    value: Callable[[Any], Value]
    is_wide: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    note: str = ""  # a last line, of what is not in it


@dataclass(frozen=True)
class About:
    """What a file holds: told on its second sheet."""

    made: str
    filters: Sequence[str]
    address: str


class _Line:
    """A file that gives back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def as_csv(table: Table) -> Iterator[str]:
    write = csv.writer(_Line()).writerow
    yield BOM + str(write([column.name for column in table.columns]))
    for row in table.rows:
        yield str(write([cell(_plain(column.value(row))) for column in table.columns]))
    if table.note:
        yield str(write([table.note]))


def _plain(value: Value) -> str | int | None:
    if isinstance(value, date):
        return value.isoformat()
    return printable(value) if isinstance(value, str) else value


def as_xlsx(table: Table, *, about: About) -> Iterator[bytes]:
    """Piece by piece, from a file of the system that goes with the last; text is never read as a formula or address."""
    with TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True}) as book:
            _fill(book, table)
            _explain(book, table, about)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _fill(book: Workbook, table: Table) -> None:
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(table.title)
    sheet.freeze_panes(1, 0)
    _lay_out_for_paper(sheet)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, WIDE if column.is_wide else NARROW)
        sheet.write_string(0, index, column.name, bold)
    number = 0
    for number, row in enumerate(table.rows, start=1):
        for index, column in enumerate(table.columns):
            _write(sheet, number, index, column.value(row), day)
    if table.note:
        sheet.write_string(number + 1, 0, table.note, bold)


def _lay_out_for_paper(sheet: Worksheet) -> None:
    """With thirty columns one page wide nobody could read it: each page repeats what its rows and columns are."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0)


def _write(sheet: Worksheet, row: int, index: int, value: Value, day: object) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, index, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, index, value)
    elif value:
        text = printable(value)
        sheet.write_string(row, index, text if len(text) <= CELL_LIMIT else text[:CELL_LIMIT] + CUT)


def _explain(book: Workbook, table: Table, about: About) -> None:
    sheet, bold = book.add_worksheet("About"), book.add_format({"bold": True})
    facts = [(table.title, about.made), *(("Filter", each) for each in about.filters), ("This file", about.address)]
    sheet.set_column(0, 0, NARROW * 2)
    sheet.set_column(1, 1, WIDE * 2)
    for number, (name, text) in enumerate([*facts, *((column.name, column.meaning) for column in table.columns)]):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text)
