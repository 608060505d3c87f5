"""Sessions in the database, by the digest of the cookie's value.

Listed, and revoked one by one.

Django's own store keeps the value itself: whoever reads a copy of the database could enter.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from .models import DeskSession, digest


class SessionStore(DatabaseStore):
    """Django's store, but for the key in the database."""

    @classmethod
    def get_model_class(cls) -> type[DeskSession]:
        return DeskSession

    def _get_session_from_db(self) -> DeskSession | None:
        from django.utils import timezone

        known = DeskSession.objects.filter(session_key=digest(self.session_key or ""), expire_date__gt=timezone.now())
        found = known.first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return DeskSession.objects.filter(session_key=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> DeskSession:
        own = self._get_or_create_session_key()  # type: ignore[attr-defined]
        key = digest(own)
        known = DeskSession.objects.filter(session_key=key).first()
        one = known or DeskSession(session_key=key)
        one.session_data = self.encode(data)
        one.expire_date = self.get_expiry_date()
        one.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return one

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            DeskSession.objects.filter(session_key=digest(key)).delete()
