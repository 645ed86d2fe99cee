"""Names of files: one safe line."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 120
LONGEST_EXTENSION = 10
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters without a shape
SEPARATORS = re.compile(r'[\\/:*?"<>|]')
# What Windows runs by its ending. Not “com”, with which addresses of sites end.
PROGRAMS = {
    *["bat", "cmd", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "pif", "ps1", "scr", "vbe", "vbs"],
    *["wsf", "wsh"],
}
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def clean_name(name: str) -> str:
    """A name that is safe in a page, a header and a file system: one line, no path, at most 120 characters."""
    name = "".join(filter(_is_seen, unicodedata.normalize("NFC", name)))
    name = SEPARATORS.sub("_", name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]).strip(" .") or "file"
    if DEVICES.match(name):
        name = f"_{name}"
    if len(name) <= LONGEST_NAME:
        return name
    extension = extension_of(name)[-LONGEST_EXTENSION:]
    return name[: LONGEST_NAME - len(extension)] + extension


def _is_seen(letter: str) -> bool:
    """Not so what controls, what turns the reading direction round, and halves of letters."""
    return unicodedata.category(letter)[0] != "C" and letter not in f"\u2028\u2029{BLANKS}"


def extension_of(name: str) -> str:
    """With its dot: “.pdf”."""
    return PurePosixPath(name).suffix


def program_ending(name: str) -> str:
    """“.exe” of “a.exe.pdf”, which looks like a program where endings are hidden; empty of other names."""
    before = extension_of(PurePosixPath(name).stem.rstrip())
    return before if before[1:].strip().lower() in PROGRAMS else ""
