"""What every view declares and uses.

Its right, the office for the person who asks.
"""

import platform
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from archive.ledger import Actor
from office import Office

from ..people.middleware import address_of
from ..people.models import Person
from ..people.rights import Action
from ..settings import Desk

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

_opened: dict[str, Office] = {}


def allowed(action: Action) -> Callable[[View], View]:
    """Declare the right that a view needs."""

    def declare(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare a view that anybody may ask for, before coming in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def desk() -> Desk:
    found = settings.VANTHU_DESK
    assert isinstance(found, Desk)
    return found


def open_office(office: Office) -> None:
    """Give the desk its office; its stores are shared by all threads."""
    _opened["office"] = office


def the_office() -> Office:
    """The office itself, for what nobody's name is entered with."""
    return _opened["office"]


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person), "else the view is public"
    return request.user


def office_of(request: HttpRequest) -> Office:
    """The office with the person who asks as its actor."""
    return the_office().acting_as(Actor(person_of(request).login, platform.node(), address_of(request)))
