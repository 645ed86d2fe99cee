"""Hostile files are refused, each with a reason and a way on (G11, G12)."""

import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.probe import here
from responses.uploads import kinds
from responses.uploads.names import extension_of
from tests.responses.uploads.hostile import FILES_AND_FAULTS


@pytest.mark.parametrize(
    ("name", "build", "fault"), [pytest.param(*facts, id=what) for what, *facts in FILES_AND_FAULTS]
)
def test_check_refuses_a_hostile_file_and_says_why(name, build, fault):
    with pytest.raises(uploads.UploadError) as refused:
        uploads.check(name, ContentFile(build()), probe=here.look)

    kind = kinds.IN_WORDS[extension_of(name)[1:]]
    assert str(refused.value) == f"“{name}” {fault.format(kind=kind)}"


def test_there_are_enough_of_them():
    assert len(FILES_AND_FAULTS) >= 120
