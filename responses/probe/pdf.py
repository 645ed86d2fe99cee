"""What a PDF may not have: protection, scripts, programs to start, other files inside it, another file around it."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

from responses.probe.faults import Fault, RefusedError

EDGE = 1024  # bytes
MARKUP = re.compile(rb"<(?:html|script|svg|!doctype|\?php)", re.IGNORECASE)
KEYS = {"/JS": Fault.SCRIPT, "/OnInstantiate": Fault.SCRIPT, "/EF": Fault.EMBEDDED, "/XFA": Fault.SCRIPT}
NAMES = {
    "/JavaScript": Fault.SCRIPT,
    "/Launch": Fault.ACTION,
    "/SubmitForm": Fault.ACTION,
    "/ImportData": Fault.ACTION,
    "/GoToE": Fault.EMBEDDED,
    "/EmbeddedFile": Fault.EMBEDDED,
    "/FileAttachment": Fault.EMBEDDED,
    "/RichMedia": Fault.EMBEDDED,
}
NAMED_BY = {"/S", "/Type", "/Subtype"}
# Harmless where somebody follows a link, not where the file does it by itself.
AWAY = {"/URI", "/GoToR", "/Thread", "/Rendition"}
MOST_STEPS = 100  # of one action; nobody's goes on for longer, but one that never ends does
CONTENT_ELSEWHERE = ["/F", "/Ref"]  # of a stream: the other file in which it lies
# Most objects have none of these; only those that have are looked at one by one, as a text may say “/JS” too.
SUSPECT = re.compile(
    rb"/(?:OpenAction|AA|JS|OnInstantiate|EF|XFA|%s)\b" % "|".join(name[1:] for name in NAMES).encode()
)


def look(content: BinaryIO, extension: str) -> None:
    """Raises RefusedError."""
    _look_around(content)
    content.seek(0)
    try:
        with pikepdf.open(content, suppress_warnings=True) as pdf:
            _look_into(pdf)
    except pikepdf.PasswordError as error:
        raise RefusedError(Fault.PROTECTED) from error
    except MemoryError as error:
        raise RefusedError(Fault.TOO_MUCH_INSIDE) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise RefusedError(Fault.DAMAGED) from error
    if zipfile.is_zipfile(content):  # its end may stand in front of that of the PDF
        raise RefusedError(Fault.TWO_FILES)


def _look_around(content: BinaryIO) -> None:
    content.seek(0)
    everything = content.read()
    if not everything.startswith(b"%PDF-"):
        raise RefusedError(Fault.OTHER_KIND)
    end = everything.rfind(b"%%EOF")
    if MARKUP.search(everything[:EDGE]) or (end >= 0 and everything[end + 5 :].strip(b"\0\t\n\f\r \x1a")):
        raise RefusedError(Fault.TWO_FILES)


def _look_into(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise RefusedError(Fault.PROTECTED)
    if not len(pdf.pages):
        raise RefusedError(Fault.DAMAGED)
    for thing in [pdf.trailer, *pdf.objects]:
        if isinstance(thing, pikepdf.Stream):
            _look_at_stream(thing)
        elif isinstance(thing, pikepdf.Object):
            _look_at(thing)


def _look_at_stream(stream: pikepdf.Stream) -> None:
    named = [stream.stream_dict.get(key) for key in CONTENT_ELSEWHERE]
    if any(isinstance(each, pikepdf.String | pikepdf.Dictionary) for each in named):
        raise RefusedError(Fault.LOADS)
    _look_at(stream.stream_dict)


def _look_at(facts: pikepdf.Object) -> None:
    if not SUSPECT.search(facts.unparse(resolved=True)):
        return
    for key, value in _entries(facts):
        if key in KEYS:
            raise RefusedError(KEYS[key])
        if key in NAMED_BY and isinstance(value, pikepdf.Name) and str(value) in NAMES:
            raise RefusedError(NAMES[str(value)])
        if (key == "/OpenAction" and _goes_away(value)) or (key == "/AA" and any(map(_goes_away, _values(value)))):
            raise RefusedError(Fault.ACTION)


def _entries(thing: object) -> Iterator[tuple[str, object]]:
    """Those of the object itself and of what is written into it; what it refers to comes by itself."""
    if isinstance(thing, pikepdf.Dictionary):
        for key, value in thing.items():
            yield key, value
            yield from _within(value)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from _within(value)


def _within(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _entries(value)


def _values(thing: object) -> list[pikepdf.Object]:
    if isinstance(thing, pikepdf.Array):
        return list(thing)
    return list(thing.as_dict().values()) if isinstance(thing, pikepdf.Dictionary) else []


def _goes_away(action: object) -> bool:
    """By itself, or by one of the steps after it. A list is no action but a place in the file."""
    waiting: list[pikepdf.Object | None] = [action] if isinstance(action, pikepdf.Dictionary) else []
    for _ in range(MOST_STEPS):
        if not waiting:
            return False
        step = waiting.pop()
        if isinstance(step, pikepdf.Dictionary):
            if str(step.get("/S", "")) in AWAY:
                return True
            after = step.get("/Next")
            waiting += _values(after) if isinstance(after, pikepdf.Array) else [after]
    return True
