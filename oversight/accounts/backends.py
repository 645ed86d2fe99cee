"""Who a session belongs to."""

from allauth.account.auth_backends import AuthenticationBackend

from oversight.accounts.models import User, UserQuerySet
from oversight.once import once


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """Together with the office or the force, which every page names at its head."""
        user = _people().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


@once
def _people() -> UserQuerySet:
    return User.objects.for_session().with_line().order_by()
