"""Make the first account of an office: an administrator, who makes the others in the back office."""

from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from oversight.accounts.models import Role, User
from oversight.bodies.models import PolicingBody


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--office", required=True, help="the policing body's code, such as hampshire-pcc")

    def handle(self, *args: object, email: str, name: str, office: str, **options: object) -> None:
        user = User(email=email, name=name, role=Role.ADMINISTRATOR, policing_body=_office(office))
        try:
            user.set_password(_password(user))
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        self.stdout.write(f"{name} can sign in as {email}.")


def _office(code: str) -> PolicingBody:
    office = PolicingBody.objects.filter(code=code).first()
    if not office:
        codes = ", ".join(PolicingBody.objects.values_list("code", flat=True).order_by("code"))
        raise CommandError(f"There is no policing body with the code {code}. Choose one of: {codes or 'none loaded'}")
    return office


def _password(user: User) -> str:
    password = getpass("Password: ")
    validate_password(password, user)
    return password
