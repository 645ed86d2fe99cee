"""Who a session belongs to."""

from allauth.account.auth_backends import AuthenticationBackend

from oversight.accounts.models import User


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        user = User.objects.for_session().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
