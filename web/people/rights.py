"""Rights: roles × actions, one table. What it does not grant is denied.

A person may have several roles; an office of one person has all of them. Source: NĐ 30/2020/NĐ-CP, Phụ lục VI, Phần I,
Mục IV.1 (access by right).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"
    SPECIALIST = "specialist"
    APPROVER = "approver"
    ARCHIVIST = "archivist"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What a person does at the desk; every view declares one."""

    ENTER = "enter"  # the desk itself, one's own sessions
    READ = "read"  # issued documents: search, page, files
    READ_REGISTER = "read register"
    READ_DRAFTS = "read drafts"  # documents before issue
    DRAFT = "draft"  # write, change, submit, withdraw
    APPROVE = "approve"  # approve or return
    ISSUE = "issue"  # assign a number, one document or a batch
    EXPORT = "export"  # the package of a commune and year, for an inspection
    PEOPLE = "people"  # accounts and rights


LABELS: Mapping[Role, str] = {
    Role.CLERK: "văn thư",
    Role.SPECIALIST: "chuyên viên",
    Role.APPROVER: "lãnh đạo duyệt",
    Role.ARCHIVIST: "lưu trữ",
    Role.INSPECTOR: "thanh tra",
    Role.ADMINISTRATOR: "quản trị",
}

ACTION_LABELS: Mapping[Action, str] = {
    Action.ENTER: "vào bàn làm việc",
    Action.READ: "tìm và xem văn bản",
    Action.READ_REGISTER: "xem sổ văn bản",
    Action.READ_DRAFTS: "xem dự thảo",
    Action.DRAFT: "soạn, trình dự thảo",
    Action.APPROVE: "duyệt, trả lại dự thảo",
    Action.ISSUE: "cấp số, phát hành",
    Action.EXPORT: "kết xuất gói cho thanh tra",
    Action.PEOPLE: "quản lý người dùng",
}

_READS = frozenset({Action.ENTER, Action.READ, Action.READ_REGISTER})

# The administrator issues nothing, and reads nothing that the office writes.
GRANTED: Mapping[Role, frozenset[Action]] = {
    Role.CLERK: _READS | {Action.READ_DRAFTS, Action.DRAFT, Action.ISSUE},
    Role.SPECIALIST: _READS | {Action.READ_DRAFTS, Action.DRAFT},
    Role.APPROVER: _READS | {Action.READ_DRAFTS, Action.APPROVE},
    Role.ARCHIVIST: _READS | {Action.EXPORT},
    Role.INSPECTOR: _READS | {Action.EXPORT},
    Role.ADMINISTRATOR: frozenset({Action.ENTER, Action.PEOPLE}),
}


def granted(roles: Iterable[Role]) -> frozenset[Action]:
    """Return the actions that any of the roles grants."""
    return frozenset().union(*(GRANTED[role] for role in roles))


def who_may(action: Action) -> list[str]:
    """The names of the roles that grant an action, for whoever is refused."""
    return [LABELS[role] for role, actions in GRANTED.items() if action in actions]
