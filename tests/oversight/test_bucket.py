"""Files in a bucket behave as on a disk, also when it is away: asked of a small S3 on a socket."""

import http.server
import threading

import pytest
from django.core.files.base import ContentFile

from oversight.bucket import Bucket

CUT_OFF = b"Agr"


class _Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        self.server.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200)

    def do_GET(self):
        content = self.server.kept.get(self.path)
        self._answer(200 if content is not None else 404, content or b"")

    do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

    def do_DELETE(self):
        self.server.kept.pop(self.path, None)
        self._answer(204)

    def _answer(self, status, content=b""):
        self.send_response(status)
        self.close_connection = content == CUT_OFF
        self.send_header("Content-Length", str(len(content) + self.close_connection))
        self.send_header("ETag", '"1"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        """Tests are quiet."""


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        server.kept = {}
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def bucket(server, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    address = f"http://127.0.0.1:{server.server_address[1]}"
    bucket = Bucket(bucket_name="evidence", endpoint_url=address, region_name="eu-west-2")
    yield bucket
    bucket.connection.meta.client.close()


def test_what_is_saved_is_read_and_deleted_again(bucket, server):
    name = bucket.save("one", ContentFile(b"Agreed."))

    with bucket.open(name) as content:
        assert b"".join(content.chunks()) == b"Agreed."
    bucket.delete(name)
    assert server.kept == {}


def test_what_is_not_there_is_missing_as_on_a_disk(bucket):
    with pytest.raises(FileNotFoundError):
        bucket.open("none")


def test_what_is_cut_off_each_time_is_not_missing(bucket):
    name = bucket.save("cut", ContentFile(CUT_OFF))

    with pytest.raises(OSError, match="The bucket: Max Retries Exceeded"):
        bucket.open(name)


def test_what_is_there_is_known_without_fetching_it(bucket):
    name = bucket.save("three", ContentFile(b"Agreed."))

    assert (bucket.exists(name), bucket.exists("none")) == (True, False)


def test_nothing_is_written_over(bucket, server):
    first = bucket.save("two", ContentFile(b"Agreed."))
    second = bucket.save("two", ContentFile(b"Changed."))

    assert second != first
    with bucket.open(first) as content:
        assert content.read() == b"Agreed."


def test_a_bucket_that_is_away_is_an_error_of_the_system(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    away = Bucket(bucket_name="evidence", endpoint_url="http://127.0.0.1:1", region_name="eu-west-2")

    with pytest.raises(OSError, match="The bucket: Could not connect"):
        away.save("one", ContentFile(b"Agreed."))
    with pytest.raises(OSError, match="The bucket: Could not connect"):
        away.open("one")
    with pytest.raises(OSError, match="The bucket: Could not connect"):
        away.exists("one")
    with pytest.raises(OSError, match="The bucket: Could not connect"):
        away.listdir("")
    with pytest.raises(OSError, match="The bucket: Could not connect"):
        away.get_modified_time("one")
    away.connection.meta.client.close()
