"""What is too large is counted and thrown away as it comes: never in memory, never on the disk (G12)."""

import tracemalloc
from contextlib import closing

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory

MEGABYTE = 1024 * 1024
PART = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'


class Body:
    """A body that is made as it is read."""

    def __init__(self, size):
        start = PART.format("text", "") + "All are briefed.\r\n" + PART.format("files", '; filename="large.txt"')
        end = "\r\n" + PART.format("version", "") + "3\r\n--x--\r\n"
        self.pieces = iter([start.encode(), *[b"a" * MEGABYTE] * size, end.encode()])
        self.length, self.rest = len(start) + size * MEGABYTE + len(end), b""

    def read(self, size):
        self.rest = self.rest or next(self.pieces, b"")
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece

    def readline(self):
        raise NotImplementedError


def post(megabytes):
    body = Body(megabytes)
    about = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": body.length}
    return RequestFactory().request(**about, **{"wsgi.input": body})


def test_a_file_of_200_megabytes_leaves_its_name_and_size_and_all_that_was_written():
    request = post(200)
    tracemalloc.start()

    try:
        written, file = request.POST.dict(), request.FILES["files"]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert written == {"text": "All are briefed.", "version": "3"}
    assert (file.name, file.size, file.read()) == ("large.txt", 200 * MEGABYTE, b"")
    assert peak < 8 * MEGABYTE


def test_a_file_of_25_megabytes_is_kept_whole():
    with closing(post(25)) as request:
        file = request.FILES["files"]

        assert (file.size, len(file.read())) == (25 * MEGABYTE, 25 * MEGABYTE)


def test_more_than_ten_files_hold_is_refused_before_it_is_read():
    request = post(256)

    with pytest.raises(RequestDataTooBig, match="This is more than the portal takes at once."):
        _ = request.POST

    assert request.environ["wsgi.input"].rest == b""
