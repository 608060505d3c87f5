"""What the desk keeps about people.

Never a document, a number or a deed: those are the office's.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from .rights import LABELS, Action, Role, granted

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LINK_LIVES = timedelta(minutes=5)


def digest(secret: str) -> str:
    """SHA-256 of a secret, hexadecimal: what the database holds instead of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Person(AbstractBaseUser):
    """An account. `login` is the name in the ledger.

    It is never given to another person.
    """

    login: models.CharField[str, str] = models.CharField("Tên đăng nhập", max_length=60, unique=True)
    full_name: models.CharField[str, str] = models.CharField("Họ và tên", max_length=120)
    post: models.CharField[str, str] = models.CharField("Chức vụ", max_length=120, blank=True)
    role_names: models.CharField[str, str] = models.CharField("Vai trò", max_length=120)
    is_active: models.BooleanField[bool, bool] = models.BooleanField("Đang dùng", default=True)
    must_change_password: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    added_on: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "login"
    if TYPE_CHECKING:
        sessions: RelatedManager[DeskSession]

    objects: ClassVar[BaseUserManager[Person]] = BaseUserManager()

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(Role(name) for name in self.role_names.split() if name in list(Role))

    @property
    def role_labels(self) -> str:
        return ", ".join(LABELS[role] for role in self.roles)

    def may(self, action: Action) -> bool:
        return self.is_active and action in granted(self.roles)


class DeskSession(AbstractBaseSession):
    """A session. `session_key` is the digest of the cookie's value.

    A copy of the database opens none.
    """

    session_key: models.CharField[str, str] = models.CharField(max_length=64, primary_key=True)
    person: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    if TYPE_CHECKING:
        person_id: int | None

    address: models.CharField[str, str] = models.CharField(max_length=45, blank=True)
    browser: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    began_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    used_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)


class EntryLink(models.Model):
    """A link that lets one person in once, within five minutes, from this machine."""

    token_digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    person: models.ForeignKey[Person, Person] = models.ForeignKey(Person, on_delete=models.CASCADE)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    objects: ClassVar[models.Manager[EntryLink]] = models.Manager()

    @classmethod
    def make(cls, person: Person, token: str = "") -> str:
        """Make a link for a person; return its token, which may be given."""
        token = token or secrets.token_urlsafe(32)
        cls.objects.filter(made_at__lt=timezone.now() - LINK_LIVES).delete()
        cls.objects.create(token_digest=digest(token), person=person)
        return token

    @classmethod
    def use(cls, token: str) -> Person | None:
        """Use up a link; return its person, None for one that is unknown, used or too old."""
        found = cls.objects.select_related("person").filter(token_digest=digest(token)).first()
        if found is None or not cls.objects.filter(pk=found.pk).delete()[0]:
            return None  # the second of two at once deletes nothing
        return found.person if found.made_at > timezone.now() - LINK_LIVES else None


class Login(models.Model):
    """An attempt to come in, for whoever asks who was here."""

    person: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True
    )
    typed: models.CharField[str, str] = models.CharField(max_length=60)  # the login as typed, or "liên kết" for a link
    address: models.CharField[str, str] = models.CharField(max_length=45)
    browser: models.CharField[str, str] = models.CharField(max_length=200)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    succeeded: models.BooleanField[bool, bool] = models.BooleanField()
    objects: ClassVar[models.Manager[Login]] = models.Manager()
