from datetime import date

from responses.models import AssuranceBasis, AssuranceUpdate
from tests.factories import make_file, make_request, make_update


def _rests(**facts):
    return AssuranceBasis.objects.create(update=facts.pop("update", None) or make_update(), **facts)


def _rests_twice(**facts):
    update = make_update()
    [_rests(update=update, **facts) for _ in range(2)]


BREAKERS = {
    "assuranceupdate_says_why": lambda: make_update(text=""),
    "assuranceupdate_not_above_official_sensitive": lambda: make_update(classification="secret"),
    "assuranceupdate_publishable_where_official": lambda: make_update(
        classification="official-sensitive", is_publishable=True
    ),
    "assuranceupdate_sample_has_a_size": lambda: make_update(method="sample", sample_size=0),
    "assuranceupdate_next_check_comes_after_it": lambda: make_update(
        made_on=date(2025, 3, 1), next_check_on=date(2025, 3, 1)
    ),
    "assuranceupdate_correction_says_what_was_wrong": lambda: make_update(correction_note="A wrong day."),
    "assuranceupdate: append_only": lambda: (make_update(), AssuranceUpdate.objects.update(level="assured")),
    "assuranceupdate: corrects_its_own": lambda: make_update(corrects=make_update(), correction_note="A wrong day."),
    "assurancebasis_a_request_or_a_file": _rests,
    "assurancebasis_request_once": lambda: _rests_twice(request=make_request()),
    "assurancebasis_file_once": lambda: _rests_twice(file=make_file()),
    "assurancebasis: append_only": lambda: (_rests(request=make_request()), AssuranceBasis.objects.all().delete()),
}
