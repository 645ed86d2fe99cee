"""Lists of follow-ups that an office should ask questions about, on pages and as files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import django_filters

from oversight.accounts.models import User
from oversight.bodies.models import Force
from oversight.filters import ChippedFilterSet
from responses.models import AssuranceMethod, FollowUp
from responses.models import assurance as assured
from responses.models.follow_up_rows import FollowUpQuerySet
from responses.models.reliance import NO_ROW, shaken


@dataclass(frozen=True)
class Report:
    """`about` says which rows it holds, and why one should ask."""

    key: str
    title: str
    about: str
    rows: Callable[[FollowUpQuerySet, date], FollowUpQuerySet]
    shows_dates: bool = False
    is_asked_once: bool = False  # where the question takes longer than the few rows that it finds (R131)

    def found(self, visible: FollowUpQuerySet, on: date) -> FollowUpQuerySet:
        """For a page, which asks several times."""
        rows = self.rows(visible, on)
        if not self.is_asked_once:
            return rows
        return FollowUp.objects.filter(pk__in=[*rows.values_list("pk", flat=True), NO_ROW])


REPORTS = {
    report.key: report
    for report in [
        Report(
            "check-due",
            "Next check due",
            "Open or watched recommendations whose next check, as our last assurance update set it, has come or "
            "passed.",
            assured.check_come,
        ),
        Report(
            "original-date",
            "Past the original date",
            "Recommendations that the force has to deliver and whose first deadline has passed, whether or not it has "
            "moved since. Those that wait on others or are held for a re-check are left out.",
            lambda rows, on: rows.chased().past_first(on),
            shows_dates=True,
        ),
        Report(
            "stale",
            "Stale assurance",
            f"Open recommendations of which we last said something more than {assured.STALE_DAYS} days ago, or whose "
            "next check has passed. What we believed then may not be so now.",
            assured.stale,
        ),
        Report(
            "paper-only",
            "Assured on paper only",
            "Recommendations, open or done, of which we know only by documents, data and meetings: never by a visit, "
            "a dip sample or interviews. Superseded, withdrawn, watched and not applicable ones are left out.",
            assured.paper_only,
        ),
        Report(
            "differences",
            "The force says done, we do not",
            "Recommendations that the force rates green or calls complete, and of which our latest assurance update "
            "says not assured or no evidence. Superseded, withdrawn, watched and not applicable ones are left out.",
            assured.differing,
        ),
        Report(
            "lost-evidence",
            "Evidence that no longer counts",
            "Recommendations, open or done, whose latest assurance update, sign-off or closure rests on a file that "
            "was withdrawn, is out of date or damaged, or has a virus. Each leaves this list when somebody logs what "
            "we believe.",
            shaken,
            is_asked_once=True,
        ),
        Report(
            "waiting",
            "Waiting on others",
            "Open recommendations that wait for another one or for another body, and so are not counted as overdue "
            "against the force.",
            lambda rows, _on: rows.waiting(),
        ),
        Report(
            "reopened",
            "Opened again",
            "Recommendations, open or done, that were opened again at least once after they had been done, held or "
            "ended.",
            lambda rows, _on: rows.filter(reopened_count__gt=0),
        ),
        Report(
            "repeats",
            "Found before",
            "Recommendations, open or done, that repeat an earlier finding.",
            lambda rows, _on: rows.found_before(),
        ),
    ]
}


class ReportFilter(ChippedFilterSet):
    """The rows of a report that an office has, of all its forces or of one."""

    force = django_filters.ModelChoiceFilter(label="Force or unit", queryset=Force.objects.none(), empty_label="All")

    def __init__(self, data: Mapping[str, object], *, report: Report, user: User, on: date) -> None:
        visible = FollowUp.objects.visible_to(user)
        super().__init__(data, report.found(visible, on))
        self.filters["force"].queryset = Force.objects.in_order().with_any(visible)

    @property
    def rows(self) -> FollowUpQuerySet:
        return self.qs.due_soonest()

    def listed(self, rows: FollowUpQuerySet) -> FollowUpQuerySet:
        """With all that a report shows."""
        found = assured.with_methods(FollowUp.objects.among(rows))
        return found.for_list().due_soonest()


def methods_in_words(row: FollowUp) -> str:
    """“documents, meeting”; rows of `listed` know it."""
    return ", ".join(str(AssuranceMethod(method).label).lower() for method in sorted(row.methods))  # type: ignore[attr-defined]


def says_of_it(row: FollowUp) -> str:
    """What the force says, beside and not merged with what the office believes (R46)."""
    rating = row.get_force_rag_display().partition(":")[0]
    claim = "complete" if row.claimed_on else ""
    return ", ".join(word for word in (rating, claim) if word)
