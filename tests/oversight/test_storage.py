"""What has its name is whole."""

import pytest
from django.core.files.base import ContentFile

from oversight.storage import Disk


class CutOff(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"Half of "
        raise OSError("No space left on device")


def test_what_is_stored_has_its_name_and_is_for_nobody_else(tmp_path, settings):
    name = Disk(location=tmp_path).save("whole", ContentFile(b"Agreed."))

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"Agreed.")]
    assert (tmp_path / name).stat().st_mode & 0o777 == settings.FILE_UPLOAD_PERMISSIONS == 0o600


def test_what_a_crash_has_left_is_not_taken_for_what_is_stored(tmp_path):
    (tmp_path / "whole.part").write_bytes(b"Half of it.")

    name = Disk(location=tmp_path).save("whole", ContentFile(b"Agreed."))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        name: b"Agreed.",
        "whole.part": b"Half of it.",
    }


def test_what_is_cut_off_never_has_its_name_and_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        Disk(location=tmp_path).save("whole", CutOff(b"Half of it."))

    assert list(tmp_path.iterdir()) == []
