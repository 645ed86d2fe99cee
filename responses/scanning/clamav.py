"""ClamAV, asked over its socket: whatever is not a clear answer is none."""

import re
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

PATIENCE_SECONDS = 15  # for each word of its answer
PORT = 3310
DAY = re.compile(r"/\w{3} (\w{3} +\d{1,2} \d\d:\d\d:\d\d \d{4})$")  # ClamAV 1.4.2/27500/Sat Nov 21 08:00:00 2026


class NoAnswerError(Exception):
    """The scanner is away, gave up, or said what nobody can rely on."""


def scan(content: BinaryIO) -> str:
    """The name of the virus; empty if there is none. Raises NoAnswerError."""
    try:
        said = _daemon().instream(content)
    except (ClamdError, OSError, ValueError) as error:
        raise NoAnswerError(str(error) or type(error).__name__) from error
    verdict, reason = said.get("stream", ("", None))
    if verdict == "FOUND":
        return reason or "a virus without a name"
    if verdict != "OK":
        raise NoAnswerError(reason or "an empty answer")
    return ""


def signatures_from() -> datetime:
    """When the signatures in use were made. Raises NoAnswerError."""
    daemon = _daemon()
    try:
        said = daemon.version()
    except (ClamdError, OSError, ValueError) as error:
        daemon.clamd_socket.close()  # which it leaves open
        raise NoAnswerError(str(error) or type(error).__name__) from error
    if not (day := DAY.search(said)):
        raise NoAnswerError(f"it does not say how old its signatures are: {said}")
    return datetime.strptime(day[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)


def _daemon() -> ClamdNetworkSocket:
    address = urlsplit(settings.CLAMAV_URL)
    if address.scheme == "unix":
        return ClamdUnixSocket(address.path, timeout=PATIENCE_SECONDS)
    return ClamdNetworkSocket(address.hostname or "127.0.0.1", address.port or PORT, timeout=PATIENCE_SECONDS)
