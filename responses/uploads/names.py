"""Names of files: one safe line."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 120
LONGEST_EXTENSION = 10
# What cannot be seen in a name, and what turns its reading direction round.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
SEPARATORS = re.compile(r'[\\/:*?"<>|]')
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """A name that is safe in a page, a header and a file system: one line, no path, at most 120 characters."""
    name = INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    name = SEPARATORS.sub("_", name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]).strip(" .") or "file"
    if DEVICES.match(name):
        name = f"_{name}"
    if len(name) <= LONGEST_NAME:
        return name
    extension = extension_of(name)[-LONGEST_EXTENSION:]
    return name[: LONGEST_NAME - len(extension)] + extension


def extension_of(name: str) -> str:
    """With its dot: “.pdf”."""
    return PurePosixPath(name).suffix
