"""A paper as PDF. Typst checks it against PDF/UA-1, and text comes to it as data, so that no text is markup."""

import json
import re
import unicodedata
from dataclasses import asdict
from datetime import datetime

import typst
from django.conf import settings

from responses.papers import Paper

FOLDER = settings.BASE_DIR / "templates" / "documents"
TEMPLATE = FOLDER / "response.typ"
FONTS = typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER / "fonts")])
LACKING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(paper: Paper, *, at: datetime) -> bytes:
    """The same paper and time give the same bytes."""
    data = json.dumps(asdict(paper), ensure_ascii=False)
    try:
        return _compiled(data, at)
    except typst.TypstError as error:
        lacking = {sign for found in LACKING.findall(error.diagnostic) for sign in _signs(found) if not sign.isascii()}
        if not lacking:
            raise
        return _compiled(data.translate({ord(sign): _named(sign) for sign in lacking}), at)


def _compiled(data: str, at: datetime) -> bytes:
    compiler = typst.Compiler(TEMPLATE, root=FOLDER, font_paths=FONTS)
    second = int(at.timestamp())
    made = compiler.compile(format="pdf", sys_inputs={"paper": data}, pdf_standards=["ua-1"], timestamp=second)
    return b"".join(made) if isinstance(made, list) else made or b""


def _signs(found: str) -> str:
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), found)


def _named(sign: str) -> str:
    """A sign that the fonts lack, in words: [grinning face]; what only joins or varies signs goes."""
    name = unicodedata.name(sign, "").lower()
    return f"[{name}]" if name and unicodedata.category(sign)[0] not in "CM" else ""
