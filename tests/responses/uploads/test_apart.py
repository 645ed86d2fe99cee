"""PDFs and pictures are read in a process of their own, which knows no secrets and ends in time."""

import pikepdf
import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.probe.faults import Fault, RefusedError
from responses.uploads import apart
from tests.responses.uploads import making, ordinary


def test_look_lets_a_sound_file_pass():
    content = ContentFile(ordinary.FILES["typeset.pdf"]())
    content.read(9)

    assert apart.look("pdf", content) is None


def test_check_says_what_was_found_there():
    content = making.root(OpenAction=making.action("JavaScript", JS=pikepdf.String("app.alert(1)")))

    with pytest.raises(
        uploads.UploadError, match=r"“a.pdf” has a script in it, which can do harm\. Print it to a new PDF"
    ):
        uploads.check("a.pdf", ContentFile(content))


def test_look_refuses_what_does_not_fit_into_its_memory():
    """12 kB that become more than 512 MB of objects."""
    content = ContentFile(making.pdf_bomb(6_000_000))

    with pytest.raises(RefusedError) as refused:
        apart.look("pdf", content)

    assert (content.size < 15_000, refused.value.fault) == (True, Fault.DAMAGED)


def test_look_refuses_what_breaks_the_process():
    with pytest.raises(RefusedError) as refused:
        apart.look("no such kind", ContentFile(b"anything"))

    assert refused.value.fault is Fault.NOT_CHECKED
