from responses.models import Handover
from tests.factories import AT, make_administrator, make_handover, make_policing_body, make_succession


def _decided(**facts):
    return make_handover(**{"status": "withdrawn", "decided_at": AT, "decided_by": make_administrator()} | facts)


BREAKERS = {
    "handover_one_waiting_at_a_time": lambda: (make_handover(), make_handover()),
    "handover_to_another": lambda: make_handover(successor=make_policing_body()),
    "handover_says_why": lambda: make_handover(reason=""),
    "handover_decided_at_where_it_is": lambda: _decided(decided_at=None),
    "handover_decided_by_somebody_unless_confirmed": lambda: _decided(decided_by=None),
    "handover_refused_with_a_reason": lambda: _decided(status="refused"),
    "handover_confirmed_is_a_succession": lambda: _decided(succession=make_succession()),
    "handover: frozen_once_decided": lambda: (_decided(), Handover.objects.update(decision_reason="Another")),
}
