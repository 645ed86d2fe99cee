"""Fill an empty portal with a story to click through, and tell the demo's sign-ins."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oversight.accounts.models import User
from oversight.bodies.models import Force, PolicingBody
from responses.management import (
    demo_bodies,
    demo_data,
    demo_files,
    demo_reports,
    demo_requests,
    demo_responses,
    demo_story,
    demo_tags,
)
from responses.management.demo_teller import Teller, make_people
from responses.models import Notice, NoticeStatus


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        if not User.objects.exists():
            if not PolicingBody.objects.exists():
                raise CommandError("There are no forces yet. Run: manage.py load_reference_data")
            _tell()
        if User.objects.filter(email=demo_data.OFFICE[0][1]).exists():
            self.stdout.write(_sign_ins())


@transaction.atomic
def _tell() -> None:
    office = PolicingBody.objects.get(code="hampshire-pcc")
    PolicingBody.objects.filter(pk=office.pk).update(
        mailbox="office@demo.example.org", files_kept_years=demo_files.KEPT_YEARS
    )
    teller = Teller(timezone.now(), office, make_people(office))
    for told in [demo_data.SOUTH_EAST, demo_data.ROCU, *demo_data.around(teller.today)]:
        inspection = demo_reports.record(teller, told)
        demo_story.follow_up_all(teller, inspection, told)
        demo_responses.respond(teller, inspection, told)
    demo_requests.tell(teller)
    demo_tags.tell(teller)
    demo_bodies.tell(teller)
    _send_old_letters(teller)


def _send_old_letters(teller: Teller) -> None:
    """Letters of days past have gone; those of today are left to the portal."""
    old = Notice.objects.filter(owed_at__lt=teller.at(teller.today, hour=0))
    old.update(status=NoticeStatus.SENT, sent_at=F("owed_at"), attempts=1)


def _sign_ins() -> str:
    people = [(title, email) for _, email, _, title in demo_data.OFFICE]
    names = dict(Force.objects.values_list("code", "short_name"))
    people += [(f"Force lead, {names[force]}", email) for force, email, _, _ in demo_data.LEADS]
    lines = [f"  {email:38} {title}" for title, email in people]
    return "\n".join([f"Sign in with the password “{demo_data.PASSWORD}” as", *lines])
