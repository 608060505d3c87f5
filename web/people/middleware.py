"""Each request's session noted, and each view's right asked for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from .models import DeskSession, Person, digest
from .rights import ACTION_LABELS, Action, who_may

_NOTED_EVERY = timedelta(minutes=1)
_Next = Callable[[HttpRequest], HttpResponse]


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def browser_of(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_USER_AGENT", ""))[:200]


class NoteSession:
    """Notes from where a session is used, and moves its end.

    It ends after an idle time.
    """

    def __init__(self, get_response: _Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        key = request.session.session_key if hasattr(request, "session") else None
        if key and getattr(request, "user", None) is not None and request.user.is_authenticated:
            now = timezone.now()
            unnoted = DeskSession.objects.filter(session_key=digest(key)).exclude(
                used_at__gt=now - _NOTED_EVERY, browser__gt=""
            )
            unnoted.update(
                used_at=now,
                expire_date=now + timedelta(seconds=request.session.get_expiry_age()),
                address=address_of(request),
                browser=browser_of(request) or "?",
            )
        return response


class DenyByDefault:
    """Asks each view which right it needs; a view that names none is refused."""

    def __init__(self, get_response: _Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        if getattr(view, "is_public", False):
            return None
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path(), "/vao", "tiep")
        if request.user.must_change_password and not getattr(view, "before_password", False):
            return redirect("password")
        action = getattr(view, "action", None)
        if isinstance(action, Action) and request.user.may(action):
            return None
        return refusal(request, action)


def refusal(request: HttpRequest, action: Action | None) -> HttpResponse:
    """Return the page that says who may, and how to ask."""
    context = {"what": ACTION_LABELS.get(action, "") if action else "", "who": who_may(action) if action else []}
    return render(request, "people/refused.html", context, status=403)
