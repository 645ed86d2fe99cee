"""A small clamd: speaks its protocol on a socket, and knows one virus."""

import base64
import socketserver
import struct
import threading

# The harmless file that every scanner knows; not in clear, as scanners look at this one too.
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        said = self.server.says[self.rfile.readline()]
        if callable(said):
            said = said(self._content())
        self.wfile.write(said)

    def _content(self):
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        return content


class Clamd(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.seen = []
        self.says = {b"nINSTREAM\n": self._judge, b"nVERSION\n": b"ClamAV 1.4.2/27500/Sun Feb  9 08:00:00 2025\n"}
        self.url = f"tcp://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def _judge(self, content):
        self.seen.append(content)
        return b"stream: Eicar-Signature FOUND\n" if EICAR in content else b"stream: OK\n"

    def say(self, answer):
        """To the next files, whatever they are."""
        self.says[b"nINSTREAM\n"] = answer
