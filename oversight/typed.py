"""What a person sent and the portal could not take: given back to be copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

SECRET = re.compile(r"pass|token|secret")
# Names of the forms' own parts: the way back, the admin's buttons, what a writing page was opened with.
NOT_TYPED = re.compile(r"next$|_|opened$|seen$|keep-")
CHOSEN = re.compile(r"[a-z0-9:_.@-]*")  # ids, days, choices, addresses: soon there again
WIDTH = 60  # characters in a line of the box, about
MOST_ROWS = 20


@dataclass(frozen=True)
class Text:
    name: str
    text: str

    @property
    def label(self) -> str:
        """“Chief officer comments”, of the name of its field, which ends in an id where a page has several of one."""
        return re.sub(r"[\d_-]+", " ", self.name).strip().capitalize() or "Text"

    @property
    def rows(self) -> int:
        return min(MOST_ROWS, sum(1 + len(line) // WIDTH for line in self.text.splitlines()) + 1)


@dataclass(frozen=True)
class Typed:
    texts: list[Text] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.texts or self.files)


def typed_in(data: MultiValueDict[str, str], files: MultiValueDict[str, UploadedFile]) -> Typed:
    """Words, and the names of files; no secrets, and nothing that was only chosen."""
    return Typed(list(_texts(data)), [file.name or "" for _field, chosen in files.lists() for file in chosen])


def _texts(data: MultiValueDict[str, str]) -> Iterator[Text]:
    for name, values in data.lists():
        if not SECRET.search(name) and not NOT_TYPED.match(name):
            yield from (Text(name, value) for value in values if not CHOSEN.fullmatch(value.strip()))
