"""Two people, one text: a save names the version it started from."""

import pytest

from inspections.models import Inspection
from oversight.versions import StaleError, save_version
from tests import factories

pytestmark = pytest.mark.django_db


def test_save_version_changes_its_own_row_and_no_other_of_that_version():
    first, second = factories.make_inspection("FIRST"), factories.make_inspection("SECOND", title="As printed")

    save_version(first, version=0, title="Corrected")

    assert (first.title, first.version) == ("Corrected", 1)
    second.refresh_from_db()
    assert (second.title, second.version) == ("As printed", 0)


@pytest.mark.parametrize("version", [0, 2])
def test_save_version_refuses_any_other_version_and_hands_over_what_is_there(version):
    factories.make_inspection("SECOND", version=version)
    theirs = factories.make_inspection("FIRST", title="Theirs", version=1)
    mine = Inspection(pk=theirs.pk, title="Mine")

    with pytest.raises(StaleError, match="Somebody else has changed this since you opened it.") as refused:
        save_version(mine, version=version, title="Mine")

    assert (refused.value.current, refused.value.current.title) == (theirs, "Theirs")
    assert sorted(Inspection.objects.values_list("title", "version")) == sorted(
        [("South-east regional response to serious and organised crime", version), ("Theirs", 1)]
    )
