"""What every page may say about the portal itself."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "service_name": "Inspection responses",
        "organisation": settings.ORGANISATION,
        "organisation_area": settings.ORGANISATION_AREA,
        "contact_email": settings.CONTACT_EMAIL,
        "texts_confirmed_on": settings.TEXTS_CONFIRMED_ON,
    }
