"""Letters that `make run` writes to files."""

from datetime import UTC, datetime
from email.message import EmailMessage

from oversight.local import letters


def make_letter(subject="Due on 1 March 2025: recommendation 1/2"):
    letter = EmailMessage()
    letter["From"] = "portal@example.org"
    letter["To"] = "Sam Lead <lead@example.org>"
    letter["Subject"] = subject
    letter["Message-ID"] = "<1@example.org>"
    letter.set_content("Three days are left – answer soon.\n")
    return letter


def test_write_shows_who_what_and_the_text(tmp_path):
    file = letters.write(make_letter(), tmp_path / "letters", at=datetime(2025, 7, 1, 7, 0, tzinfo=UTC))

    assert file.read_text() == (
        "From: portal@example.org\n"
        "To: Sam Lead <lead@example.org>\n"
        "Subject: Due on 1 March 2025: recommendation 1/2\n"
        "\n"
        "Three days are left – answer soon.\n"
    )


def test_write_names_the_file_by_london_time_recipient_and_subject(tmp_path):
    file = letters.write(make_letter(), tmp_path, at=datetime(2025, 7, 1, 7, 0, tzinfo=UTC))

    name = "2025-07-01 08.00.00.000000 Sam Lead lead@example.org - Due on 1 March 2025 recommendation 1 2.txt"
    assert file == tmp_path / name


def test_write_stays_in_its_folder_whatever_the_subject(tmp_path):
    file = letters.write(make_letter("../../etc/passwd"), tmp_path, at=datetime(2025, 1, 1, tzinfo=UTC))

    assert file.parent == tmp_path
