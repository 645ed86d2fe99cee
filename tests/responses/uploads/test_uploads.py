"""What files are let in: by name and by content, with words that help."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.uploads import UploadError
from tests.responses.uploads.ordinary import FILES

OF_EACH_KIND = {
    "pdf": "typeset.pdf",
    "docx": "headings.docx",
    "xlsx": "styles.xlsx",
    "pptx": "words.pptx",
    "odt": "text.odt",
    "ods": "sheet.ods",
    "csv": "table.csv",
    "txt": "minutes.txt",
    "png": "colour.png",
    "jpg": "photo.jpg",
    "jpeg": "photo.jpeg",
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


@pytest.mark.parametrize("extension", OF_EACH_KIND)
def test_check_lets_each_kind_in_and_says_what_it_is(extension):
    content = FILES[OF_EACH_KIND[extension]]()

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
    content = ContentFile(b"Agreed.")
    content.read()

    assert uploads.check("a.txt", content).sha256 == hashlib.sha256(b"Agreed.").hexdigest()


def test_every_kind_that_is_named_is_tried_here():
    assert set(OF_EACH_KIND) == set(CALLED) == set(uploads.TYPES)


NOT_A_KIND = (
    "“{name}” is not of a kind that we take. Choose a PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), ODT, ODS, "
    "CSV, TXT, PNG or JPG file."
)


@pytest.mark.parametrize("name", ["a.exe", "a.js", "a", "pdf", "a.pdf.exe"])
def test_check_refuses_other_kinds_and_names_those_it_takes(name):
    with pytest.raises(UploadError) as refused:
        uploads.check(name, ContentFile(b"%PDF-1.7\n"))

    assert str(refused.value) == NOT_A_KIND.format(name=name)


def test_check_refuses_an_empty_file():
    with pytest.raises(UploadError, match="“a.pdf” is empty. Choose a file that is not."):
        uploads.check("a.pdf", ContentFile(b""))


def test_check_takes_25_megabytes_and_not_a_byte_more():
    largest = ContentFile(b"Minutes.\n".ljust(25 * 1024 * 1024, b" "))

    assert uploads.check("a.txt", largest).size == 25 * 1024 * 1024
    with pytest.raises(UploadError, match="“a.txt” is larger than 25MB. Split it, or send it another way."):
        uploads.check("a.txt", ContentFile(largest.read() + b" "))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.doc", "is in an old Office format. Open it, save it as Word (docx) and choose that."),
        ("a.XLS", "is in an old Office format. Open it, save it as Excel (xlsx) and choose that."),
        ("a.pptm", "is of a kind that can have macros. Open it, save it as PowerPoint (pptx) and choose that."),
        ("a.zip", "is an archive. Take the files out of it and choose those that matter."),
        ("a.msg", "is an e-mail. Save it as a PDF and choose that; add what was attached by itself."),
        ("a.heic", "is a picture. Save it as a JPG and choose that."),
        ("a.svg", "can have scripts in it. Print it to a PDF and choose that."),
    ],
)
def test_check_says_what_to_do_with_kinds_that_people_often_have(name, why):
    with pytest.raises(UploadError) as refused:
        uploads.check(name, ContentFile(b"anything"))

    assert str(refused.value) == f"“{name}” {why}"


@pytest.mark.parametrize("ending", [".exe", ".SCR", ".js", ".ps1 "])
def test_check_refuses_a_name_that_has_the_ending_of_a_program_before_its_own(ending):
    with pytest.raises(UploadError) as refused:
        uploads.check(f"payload{ending}.txt", ContentFile(b"Agreed."))

    told = (
        f"“payload{ending}.txt” has “{ending.strip()}” before its ending, as programs do. Give it a name without that."
    )
    assert str(refused.value) == told


@pytest.mark.parametrize(
    "name",
    [
        "v1.2.txt",
        "Report 3.com.txt",
        "www.example.com.txt",
        "Minutes.docx.txt",
        "12.03.2025.txt",
        "exe.txt",
        "a.exe b.txt",
    ],
)
def test_check_takes_names_with_other_dots(name):
    assert uploads.check(name, ContentFile(b"Agreed.")).name == name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Minutes.pdf", "Minutes.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('say "hi".pdf', "say _hi_.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp.exe.pdf"),
        ("invoice\u061cfdp.pdf", "invoicefdp.pdf"),
        ("a\xad\u180e\u3164\ufff9\U000e0041\ud800\u2029.pdf", "a.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("Contract.pdf", "Contract.pdf"),
        ("  dots...  ", "dots"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("a." + "b" * 300, "a." + "b" * 118),
        ("a" * 300 + "." + "b" * 50, "a" * 110 + "b" * 10),
    ],
)
def test_clean_name_leaves_a_safe_line_of_at_most_120_characters(given, kept):
    assert uploads.clean_name(given) == kept
