"""What came before the demo's office."""

from datetime import date

from oversight.bodies.models import PolicingBody, PolicingBodyKind, PolicingBodyName, Succession
from responses.management.demo_teller import Teller

COMMISSIONERS = date(2012, 11, 22)  # the first day of police and crime commissioners


def tell(teller: Teller) -> None:
    """Nothing of its predecessor's is in the portal: the line alone is."""
    facts = {"kind": PolicingBodyKind.AUTHORITY, "area": "Hampshire"}
    authority = PolicingBody.objects.create(code="hampshire-authority", **facts)
    PolicingBodyName.objects.create(policing_body=authority, name="Hampshire Police Authority")
    Succession.objects.create(
        predecessor=authority,
        successor=teller.office,
        since=COMMISSIONERS,
        reason="Police Reform and Social Responsibility Act 2011",
        by=teller.people["administrator"],
        at=teller.at(teller.today),
    )
