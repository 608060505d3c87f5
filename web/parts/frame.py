"""The frame around every page.

The office's name, the screens that a person may enter, the search box.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ..people.models import Person
from ..people.rights import Action, Role
from .views import the_office


@dataclass(frozen=True, slots=True)
class Screen:
    """An entry of the menu. `starts`: a rule is drawn above it."""

    name: str
    title: str
    action: Action
    starts: bool = False

    @property
    def address(self) -> str:
        return reverse(self.name)


MENU = (
    Screen("today", "Hôm nay", Action.ENTER),
    Screen("drafts", "Soạn văn bản", Action.DRAFT),
    Screen("batches", "Làm hàng loạt", Action.ISSUE),
    Screen("approval", "Hộp duyệt", Action.APPROVE),
    Screen("search", "Tìm kiếm", Action.READ, starts=True),
    Screen("register", "Sổ văn bản đi", Action.READ_REGISTER),
    Screen("packages", "Gói thanh tra", Action.EXPORT),
    Screen("people", "Người dùng", Action.PEOPLE, starts=True),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    person = getattr(request, "user", None)
    office = the_office()
    found: dict[str, Any] = {"office_name": office.settings.name, "year": office.clock().year}
    if isinstance(person, Person):
        here = request.path
        screens = [one for one in MENU if person.may(one.action)]
        current = max(
            (one for one in screens if here.startswith(one.address)), key=lambda one: len(one.address), default=None
        )
        found |= {
            "menu": screens,
            "current_screen": current,
            "person": person,
            "role_labels": person.role_labels if len(person.roles) < len(Role) else "",
            "may_search": person.may(Action.READ),
            "rights": {action.name.lower(): person.may(action) for action in Action},
            "four_eyes": office.settings.four_eyes,
        }
    return found
