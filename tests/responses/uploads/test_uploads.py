"""What files are let in: by name and by content, with words that help."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.uploads import UploadError

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def archive(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        for name, text in parts.items():
            written.writestr(name.replace("__", "/"), text)
    return content.getvalue()


ORDINARY = {
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "docx": archive(**{"docProps__app.xml": "<x/>", "word__document.xml": "<x/>"}),
    "xlsx": archive(**{"xl__workbook.xml": "<x/>"}),
    "pptx": archive(**{"[Content_Types].xml": "<x/>", "ppt__presentation.xml": "<x/>"}),
    "odt": archive(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
    "ods": archive(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
    "csv": b"district,shifts\nNorth,12\n",
    "txt": "Minutes of the board, 3 March – “agreed”".encode(),
    "png": PNG,
    "jpg": JPG,
    "jpeg": JPG,
}


OFFICE = "application/vnd.openxmlformats-officedocument"
CALLED = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


@pytest.mark.parametrize("extension", ORDINARY)
def test_check_lets_each_kind_in_and_says_what_it_is(extension):
    content = ORDINARY[extension]

    upload = uploads.check(f"Minutes.{extension.upper()}", ContentFile(content))

    assert upload.name == f"Minutes.{extension.upper()}"
    assert upload.content_type == CALLED[extension]
    assert upload.size == len(content)
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    assert upload.content.read() == content


def test_check_takes_an_email_that_was_saved_as_text():
    letter = ContentFile(b"From: Dana Brook\nTo: Priya Shah\nSubject: Briefings\n\nAll are briefed.\n")

    assert uploads.check("letter.txt", letter).content_type == "text/plain"


@pytest.mark.parametrize("name", ["figures.csv", "figures.txt"])
def test_check_takes_a_longer_table_under_either_name(name):
    table = ContentFile(b"district,shifts\n" + b"North,12\nSouth,9\n" * 10)  # text/csv to libmagic

    assert uploads.check(name, table).content_type == CALLED[name[-3:]]


def test_check_starts_at_the_beginning_of_what_somebody_has_read_already():
    content = ContentFile(ORDINARY["pdf"])
    content.read()

    assert uploads.check("a.pdf", content).sha256 == hashlib.sha256(ORDINARY["pdf"]).hexdigest()


def test_every_kind_that_is_named_is_tried_here():
    assert set(ORDINARY) == set(CALLED) == set(uploads.TYPES)


NOT_A_KIND = (
    "“{name}” is not of a kind that we take. Choose a PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), ODT, ODS, "
    "CSV, TXT, PNG or JPG file."
)


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.zip", "a.doc", "a.docm", "a", "pdf", "a.pdf.exe"])
def test_check_refuses_other_kinds_and_names_those_it_takes(name):
    with pytest.raises(UploadError) as refused:
        uploads.check(name, ContentFile(b"%PDF-1.7\n"))

    assert str(refused.value) == NOT_A_KIND.format(name=name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"),
        ("report.pdf", b"<html><script>alert(1)</script></html>"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("picture.jpg", PNG),
        ("letter.docx", archive(**{"index.html": "<p>"})),
        ("letter.docx", ORDINARY["xlsx"]),
        ("letter.docx", b"PK\x03\x04 and then nothing of an archive"),
        ("figures.xlsx", archive(**{"index.html": "<p>"})),
        ("slides.pptx", archive(**{"index.html": "<p>"})),
        ("letter.odt", archive(mimetype="application/vnd.oasis.opendocument.text")),
        ("figures.ods", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("letter.docx", ORDINARY["docx"][:-30]),
        ("letter.odt", b"%PDF-1.7\n"),
        ("figures.csv", b"%PDF-1.7\n"),
        ("figures.txt", b"#!/bin/sh\nrm -rf /\n"),
    ],
)
def test_check_refuses_what_is_not_what_its_name_says(name, content):
    with pytest.raises(UploadError) as refused:
        uploads.check(name, ContentFile(content))

    extension = name.partition(".")[2]
    assert str(refused.value) == (
        f"“{name}” is not what its name says. Save it again as a {extension} file and choose that."
    )


def test_check_refuses_an_empty_file():
    with pytest.raises(UploadError, match="“a.pdf” is empty. Choose a file that is not."):
        uploads.check("a.pdf", ContentFile(b""))


def test_check_takes_25_megabytes_and_not_a_byte_more():
    largest = ContentFile(b"%PDF-1.7\n".ljust(25 * 1024 * 1024, b" "))

    assert uploads.check("a.pdf", largest).size == 25 * 1024 * 1024
    with pytest.raises(UploadError, match="“a.pdf” is larger than 25MB. Split it, or send it another way."):
        uploads.check("a.pdf", ContentFile(largest.read() + b" "))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Minutes.pdf", "Minutes.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('say "hi".pdf', "say _hi_.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("  dots...  ", "dots"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("a." + "b" * 300, "a." + "b" * 118),
        ("a" * 300 + "." + "b" * 50, "a" * 110 + "b" * 10),
    ],
)
def test_clean_name_leaves_a_safe_line_of_at_most_120_characters(given, kept):
    assert uploads.clean_name(given) == kept
