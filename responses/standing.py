"""Where a response stands against the law: the clock while it runs, the verdict once it is published (R2, R5)."""

from dataclasses import dataclass
from datetime import date

from responses.clock import Clock, Outcome, Verdict, explained, statutory_clock, verdict
from responses.models import Response, Section55


@dataclass(frozen=True)
class Standing:
    """`clock` is None where none runs: no day of the report, a report before the law, or no duty to respond."""

    response: Response
    clock: Clock | None
    verdict: Verdict | None

    @property
    def needs_a_date(self) -> bool:
        """The clock cannot be computed from “August 2024” (R3)."""
        return self.response.section_55 == Section55.APPLIES and self.response.inspection.published_on is None

    @property
    def is_unconfirmed(self) -> bool:
        """Nobody has confirmed the day the clock counts from (R78)."""
        return self.clock is not None and self.response.inspection.publication_confirmed_at is None

    @property
    def is_late(self) -> bool:
        return self.verdict is not None and self.verdict.days_late > 0

    @property
    def is_compliant(self) -> bool:
        """Published within the clock; sending the copies is another duty (R5)."""
        return self.verdict is not None and self.verdict.outcome == Outcome.ON_TIME

    @property
    def is_complete(self) -> bool:
        """Published, sent to HMICFRS and sent to the Home Secretary (R5)."""
        acts = (self.response.sent_to_inspectorate_on, self.response.sent_to_home_secretary_on)
        return self.response.published_on is not None and all(acts)

    @property
    def steps(self) -> list[str]:
        """The arithmetic (R101)."""
        return explained(self.clock) if self.clock else []


def standing(response: Response, *, on: date) -> Standing:
    counts = response.section_55 == Section55.APPLIES
    clock = statutory_clock(response.inspection.published_on, on=response.published_on or on) if counts else None
    return Standing(response, clock, verdict(clock, response.published_on) if clock else None)
