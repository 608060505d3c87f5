"""The rules of the specification for one inventory, whatever is on the disk.

Codes are those of the specification's validation codes (https://ocfl.io/1.1/spec/validation-codes.html).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

ALGORITHMS = ("sha512", "sha256")
CONTENT = "content"
_VERSION = re.compile(r"v(\d+)")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of an object.

    `file` is relative to the object, "" for the object itself. `code`: "E092"; one that begins with W is a warning,
    allowed by the specification and never written by us.
    """

    file: str
    reason: str
    code: str


class Duplicated(ValueError):
    """A name twice in one JSON object: readers would not agree which counts."""


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs as a dict, for `json.loads`. Raises Duplicated."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Duplicated("một tên ghi hai lần")
    return found


def version_number(name: str) -> int:
    """Return 1 for "v1" and "v001"; 0 for what is no version."""
    match = _VERSION.fullmatch(name)
    return int(match[1]) if match else 0


def content_directory(inventory: Mapping[str, Any]) -> str:
    return str(inventory.get("contentDirectory", CONTENT))


def faults_of(inventory: Any, spec: str) -> Iterator[tuple[str, str]]:
    """Yield code and reason of every fault of an inventory; never raise.

    `spec`: "1.1".
    """
    if not isinstance(inventory, dict):
        yield "E034", "không phải danh mục tệp"
        return
    if not isinstance(inventory.get("id"), str) or not inventory["id"]:
        yield "E036", "thiếu mã hồ sơ (id)"
    if inventory.get("type") != f"https://ocfl.io/{spec}/spec/#inventory":
        yield "E038", "kiểu của danh mục (type) không đúng"
    if inventory.get("digestAlgorithm") not in ALGORITHMS:
        yield "E025", "thuật toán mã kiểm tra không phải sha512, sha256"
    directory = inventory.get("contentDirectory", CONTENT)
    if not isinstance(directory, str) or "/" in directory or directory in ("", ".", ".."):
        yield "E017", "tên thư mục nội dung (contentDirectory) không dùng được"
    yield from _manifest_faults(inventory.get("manifest"))
    yield from _version_faults(inventory)
    yield from _fixity_faults(inventory.get("fixity", {}))
    if spec != "1.0":
        yield from _unused(inventory)


def _manifest_faults(manifest: Any) -> Iterator[tuple[str, str]]:
    if not _lists_of_texts(manifest):
        yield "E041", "danh sách tệp (manifest) thiếu hoặc hỏng"
        return
    if _same_digest_twice(manifest):
        yield "E096", "danh sách tệp (manifest) có mã kiểm tra ghi hai lần"
    paths = [path for listed in manifest.values() for path in listed]
    yield from _path_faults(paths, "E100", "E099")
    if _conflicting(paths):
        yield "E101", "danh sách tệp (manifest) có tệp ghi hai lần"


def _fixity_faults(fixity: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(fixity, dict) or not all(_lists_of_texts(block) for block in fixity.values()):
        yield "E057", "mã kiểm tra phụ (fixity) hỏng"
        return
    for block in fixity.values():
        if _same_digest_twice(block):
            yield "E097", "mã kiểm tra phụ (fixity) ghi hai lần"
        yield from _path_faults([path for listed in block.values() for path in listed], "E100", "E099")


def _version_faults(inventory: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    head, versions = inventory.get("head"), inventory.get("versions")
    if head is None:
        yield "E036", "thiếu phiên bản mới nhất (head)"
    if not isinstance(versions, dict):
        yield "E044", "thiếu các phiên bản (versions)"
        return
    numbers = sorted(version_number(name) for name in versions)
    if not numbers:
        yield "E008", "không có phiên bản nào"
    elif 0 in numbers:
        yield "E001", "có phiên bản đặt tên không đúng"
    elif numbers != list(range(1, len(numbers) + 1)):
        yield "E010", "các phiên bản không liên tục"
    if _mixed_padding(versions):
        yield "E013", "các phiên bản đánh số không cùng số chữ số"
    if head is not None and (str(head) not in versions or version_number(str(head)) != max(numbers, default=0)):
        yield "E040", "phiên bản mới nhất (head) không đúng"
    known = inventory.get("manifest")
    for name, version in versions.items():
        for code, reason in _one_version(version, known if isinstance(known, dict) else {}):
            yield code, f"phiên bản {name}: {reason}"


def _mixed_padding(versions: Iterable[str]) -> bool:
    """Return whether names mix zero padding or its width: after v09 comes nothing."""
    names = list(versions)
    padded = [name for name in names if name.startswith("v0")]
    return bool(padded) and (len(padded) < len(names) or len({len(name) for name in names}) > 1)


def _one_version(version: Any, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not isinstance(version, dict):
        yield "E047", "không đọc được"
        return
    if not _is_created(version.get("created")):
        yield "E049", "thời điểm tạo (created) không đúng"
    state = version.get("state")
    if not _lists_of_texts(state):
        yield "E050", "danh sách tệp (state) thiếu hoặc hỏng"
    else:
        if not state.keys() <= manifest.keys():
            yield "E050", "có tệp không nằm trong danh sách chung (manifest)"
        logical = [path for listed in state.values() for path in listed]
        yield from _path_faults(logical, "E053", "E052")
        if _conflicting(logical):
            yield "E095", "hai tệp trùng tên"
    if not isinstance(version.get("message", ""), str):
        yield "E094", "lời ghi (message) không phải chữ"
    user = version.get("user", {"name": "x"})
    if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
        yield "E054", "người thực hiện (user) thiếu tên"


def _is_created(value: Any) -> bool:
    """Return whether a value is an RFC 3339 time, to the second, with its zone."""
    if not isinstance(value, str) or not _CREATED.fullmatch(value):
        return False
    try:
        # Python reads at most six digits of a second's fraction.
        datetime.fromisoformat(re.sub(r"\.\d+", "", value).upper().replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def _unused(inventory: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    manifest, versions = inventory.get("manifest"), inventory.get("versions")
    if not isinstance(manifest, dict) or not isinstance(versions, dict):
        return
    states = [one.get("state") for one in versions.values() if isinstance(one, dict)]
    used = {digest for state in states if isinstance(state, dict) for digest in state}
    if not manifest.keys() <= used:
        yield "E107", "danh sách tệp (manifest) có tệp không phiên bản nào dùng"


def _lists_of_texts(value: Any) -> TypeGuard[dict[str, list[str]]]:
    return isinstance(value, dict) and all(
        isinstance(listed, list) and listed and all(isinstance(one, str) for one in listed) for listed in value.values()
    )


def _same_digest_twice(block: Mapping[str, Any]) -> bool:
    return len({digest.lower() for digest in block}) < len(block)


def _path_faults(paths: Iterable[str], slash: str, dots: str) -> Iterator[tuple[str, str]]:
    for path in paths:
        if path.startswith("/") or path.endswith("/"):
            yield slash, f'đường dẫn "{path}" bắt đầu hoặc kết thúc bằng dấu /'
        elif any(part in ("", ".", "..") for part in path.split("/")):
            yield dots, f'đường dẫn "{path}" trỏ đi nơi khác'


def _conflicting(paths: Iterable[str]) -> bool:
    """Return whether a path occurs twice, or is a folder of another."""
    listed = list(paths)
    folders = {path[:at] for path in listed for at, letter in enumerate(path) if letter == "/"}
    return len(set(listed)) < len(listed) or not folders.isdisjoint(listed)
