"""Reads XML as the programs read it that open it: references resolved, texts joined, in little memory."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from xml.parsers import expat

from responses.probe.faults import Fault, RefusedError

MOST_AT_ONCE = 2 * 1024 * 1024  # bytes of one tag or remark, and characters of one text that is wanted
MOST_NAMES = 10_000
DEEPEST = 1_000
DISGUISES = (b"&#", b"<!", b"<?", b"\0")  # letters by number, CDATA, remarks, instructions, other encodings
LONGEST_WORD = 32
ENCODINGS = {"utf-8", "us-ascii", "ascii"}

See = Callable[[str, dict[str, str]], None]
Hear = Callable[[str], None]


def local(name: str) -> str:
    """“href” for “xlink:href”: anybody may call a namespace what they like."""
    return name.rpartition(":")[2]


def may_say(pieces: Iterable[bytes], words: Iterable[bytes]) -> bool:
    """Whether one of the words (in small letters) can be in it, however it is spelt: much faster than reading it."""
    sought, tail = (*DISGUISES, *words), b""
    for number, piece in enumerate(pieces):
        text = tail + (piece if number else piece.removeprefix(b"\xef\xbb\xbf").removeprefix(b"<?")).lower()
        if any(word in text for word in sought):
            return True
        tail = text[-LONGEST_WORD:]
    return False


def read_start(pieces: Iterable[bytes]) -> None:
    """For its encoding, and that it has no document type."""
    read(islice(pieces, 1), lambda *_: None, to_end=False)


def read(
    pieces: Iterable[bytes],
    see: See,
    texts: Mapping[str, Hear] | None = None,
    *,
    utf8: bool = True,
    to_end: bool = True,
) -> None:
    """Shows each element to `see`, and the whole text of those that `texts` names to what it has for them.

    Names come without their prefix, those of attributes with it. Raises RefusedError and ExpatError.
    """
    reader, given = _Reader(see, texts or {}, utf8=utf8), 0
    for piece in pieces:
        if utf8 and not given and piece.startswith((b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")):
            raise RefusedError(Fault.BAD_PARTS)
        given += len(piece)
        reader.parser.Parse(piece)
        if given - max(0, reader.parser.CurrentByteIndex) > MOST_AT_ONCE + len(piece):
            raise RefusedError(Fault.TOO_MUCH_INSIDE)
        if len(reader.names) > MOST_NAMES:
            raise RefusedError(Fault.BAD_PARTS)
    if given and to_end:
        reader.parser.Parse(b"", True)


class _Locals(dict[str, str]):
    """Each name is cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = local(name)
        return self[name]


class _Reader:
    __slots__ = ("depth", "length", "locals", "names", "parser", "see", "texts", "wanted", "wanted_at")

    def __init__(self, see: See, texts: Mapping[str, Hear], *, utf8: bool) -> None:
        self.see, self.texts = see, texts
        self.names: dict[str, str] = {}
        self.locals = _Locals()
        self.depth = self.wanted_at = self.length = 0
        self.wanted: list[str] = []
        self.parser = expat.ParserCreate(intern=self.names)
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        if utf8:
            self.parser.XmlDeclHandler = _refuse_other_encodings

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = self.locals[name]
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefusedError(Fault.BAD_PARTS)
        if name in self.texts and not self.wanted_at:
            self.wanted_at, self.length, self.wanted = self.depth, 0, []
            self.parser.CharacterDataHandler = self._hear
        self.see(name, attributes)

    def _hear(self, text: str) -> None:
        self.wanted.append(text)
        self.length += len(text)
        if self.length > MOST_AT_ONCE:
            raise RefusedError(Fault.TOO_MUCH_INSIDE)

    def _end(self, name: str) -> None:
        if self.depth == self.wanted_at:
            self.wanted_at = 0
            self.parser.CharacterDataHandler = None
            self.texts[self.locals[name]]("".join(self.wanted))
        self.depth -= 1


def _refuse_doctype(*_: object) -> None:
    raise RefusedError(Fault.ENTITIES)


def _refuse_other_encodings(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.casefold() not in ENCODINGS:
        raise RefusedError(Fault.BAD_PARTS)
