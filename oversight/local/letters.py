"""An SMTP server that delivers nothing: it hands each letter to whoever started it."""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .processes import free_port

SHOWN = ("From", "To", "Reply-To", "Date", "Subject")


class Sink:
    def __init__(self, keep: Callable[[EmailMessage], object]) -> None:
        self._keep = keep

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.original_content or b""
        self._keep(message_from_bytes(content, policy=policy))
        return "250 Kept"


def listen(keep: Callable[[EmailMessage], object]) -> Controller:
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells of every connection
    sink = Controller(Sink(keep), hostname="127.0.0.1", port=free_port())
    sink.start()
    return sink


def write(letter: EmailMessage, folder: Path, *, at: datetime) -> Path:
    """Write a letter as a text file whose name sorts by time."""
    folder.mkdir(parents=True, exist_ok=True)
    when = at.astimezone(ZoneInfo("Europe/London"))
    subject = re.sub(r"[^\w.,'()-]+", " ", str(letter["Subject"] or "no subject")).strip()[:80]
    recipient = re.sub(r"[^\w.@+-]+", " ", str(letter["To"] or "nobody")).strip()[:60]
    file = folder / f"{when:%Y-%m-%d %H.%M.%S.%f} {recipient} - {subject}.txt"
    file.write_text(readable(letter))
    return file


def readable(letter: EmailMessage) -> str:
    head = "".join(f"{name}: {letter[name]}\n" for name in SHOWN if letter[name])
    body = letter.get_body(preferencelist=("plain", "html"))
    return f"{head}\n{body.get_content() if body else ''}"
