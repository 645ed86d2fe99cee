"""An SMTP server that can be told to refuse, to put off, and to hang up after it has taken a letter."""

from collections import defaultdict
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default as policy
from hashlib import sha256

from aiosmtpd.controller import Controller

from oversight.local.processes import free_port

TAKEN = "250 Taken"
CUT = "cut"  # taken, but the line goes dead before the client hears of it


class MailServer:
    """`decide(address)` answers each recipient; `letters` are all that it took, copies too."""

    def __init__(self, decide: Callable[[str], str] = lambda _: TAKEN, port: int | None = None) -> None:
        self.decide = decide
        self.refuse_sender = ""
        self.refuse_letter = ""
        self.letters: list[bytes] = []
        self.tries: dict[str, int] = defaultdict(int)
        self._cuts: set[str] = set()
        self._controller = Controller(self, hostname="127.0.0.1", port=port or free_port())
        self._controller.start()
        self.port = self._controller.port

    def stop(self) -> None:
        self._controller.stop()

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's
        self.tries[address] += 1
        answer = self.decide(address)
        if answer == CUT:
            self._cuts.add(address)
        elif not answer.startswith("2"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's
        if self.refuse_letter:
            return self.refuse_letter
        self.letters.append(envelope.original_content)
        (address,) = envelope.rcpt_tos
        if address in self._cuts:
            self._cuts.remove(address)
            server.transport.abort()
        return TAKEN

    def messages(self):
        return [message_from_bytes(letter, policy=policy) for letter in self.letters]

    def copies(self) -> dict[str, list[str]]:
        """Message-ID to the hashes of the copies taken."""
        found = defaultdict(list)
        for letter in self.letters:
            found[str(message_from_bytes(letter, policy=policy)["Message-ID"]).strip()].append(
                sha256(letter).hexdigest()
            )
        return found
