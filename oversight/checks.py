"""What a server in production should have set, and would run without: `manage.py check --deploy`."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def check_scanner(**_: object) -> list[checks.CheckMessage]:
    if settings.CLAMAV_URL:
        return []
    opened = "can be opened all the same" if settings.ALLOW_UNSCANNED else "cannot be opened"
    hint = "Set CLAMAV_URL to the address of a ClamAV daemon."
    return [
        checks.Warning(f"No virus scanner is configured: files of forces {opened}.", hint=hint, id="oversight.W001")
    ]
