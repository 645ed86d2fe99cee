"""Follow-ups with all that a list or a page says of them: a dozen columns of other tables, put together once (R131)."""

from datetime import date

from oversight.once import once
from responses.models.follow_up import FollowUp
from responses.models.follow_up_rows import FollowUpQuerySet


@once
def listed(on: date) -> FollowUpQuerySet:
    return FollowUp.objects.for_list().labelled(on)


@once
def shown(on: date) -> FollowUpQuerySet:
    """For the page of one, which fills in the people."""
    return FollowUp.objects.for_page().labelled(on)
