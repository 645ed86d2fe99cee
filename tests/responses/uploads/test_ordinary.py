"""Ordinary documents are let in, all of them (G11)."""

import pytest
from django.core.files.base import ContentFile

from responses import uploads
from responses.probe import here
from tests.responses.uploads import ordinary


@pytest.mark.parametrize("name", ordinary.FILES)
def test_check_lets_an_ordinary_document_in(name):
    content = ordinary.FILES[name]()

    upload = uploads.check(name, ContentFile(content), probe=here.look)

    assert (upload.name, upload.size, upload.content.read()) == (name, len(content), content)


def test_there_are_enough_of_them():
    assert len(ordinary.FILES) >= 60
