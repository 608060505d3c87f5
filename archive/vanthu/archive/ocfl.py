"""Objects, versions, inventories, fixity: Oxford Common File Layout 1.1, nothing else.

Written and read here without any outside library, so that an archive can be opened by whoever knows the public
specification (https://ocfl.io/1.1/spec/). The stock validator (ocfl-py) judges in the tests what is written here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

DIGEST = "sha512"
OBJECT_MARK = "0=ocfl_object_1.1"
ROOT_MARK = "0=ocfl_1.1"
INVENTORY = "inventory.json"
SIDECAR = f"{INVENTORY}.{DIGEST}"
_TYPE = "https://ocfl.io/1.1/spec/#inventory"


@dataclass(frozen=True, slots=True)
class Version:
    """Who made a version, when and why. `created` carries its time zone; `user_address` is a URI."""

    created: datetime
    message: str
    user_name: str
    user_address: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with an object. `file` is relative to the object, "" for the object itself."""

    file: str
    reason: str


class NotAnObject(Exception):
    """The folder holds no readable OCFL object."""


def first_version(id_: str, files: Mapping[str, bytes], version: Version) -> dict[str, bytes]:
    """All files of a new object with one version, by path inside the object. `files`: logical path → content."""
    manifest: dict[str, list[str]] = {}
    state: dict[str, list[str]] = {}
    written: dict[str, bytes] = {}
    for logical, content in files.items():
        digest = hashlib.sha512(content).hexdigest()
        state.setdefault(digest, []).append(logical)
        if digest not in manifest:  # the same content is kept once
            path = f"v1/content/{logical}"
            manifest[digest] = [path]
            written[path] = content
    inventory = {
        "id": id_,
        "type": _TYPE,
        "digestAlgorithm": DIGEST,
        "head": "v1",
        "manifest": manifest,
        "versions": {
            "v1": {
                "created": version.created.isoformat(timespec="seconds"),
                "message": version.message,
                "state": state,
                "user": {"name": version.user_name, "address": version.user_address},
            }
        },
    }
    text = (json.dumps(inventory, ensure_ascii=False, indent=1) + "\n").encode()
    sidecar = f"{hashlib.sha512(text).hexdigest()} {INVENTORY}\n".encode()
    return {
        OBJECT_MARK: f"{OBJECT_MARK[2:]}\n".encode(),
        INVENTORY: text,
        SIDECAR: sidecar,
        f"v1/{INVENTORY}": text,
        f"v1/{SIDECAR}": sidecar,
        **written,
    }


def read_inventory(folder: Path) -> dict[str, Any]:
    """The root inventory. Raises NotAnObject."""
    try:
        found = json.loads((folder / INVENTORY).read_bytes())
    except (OSError, ValueError) as error:
        raise NotAnObject(f"{folder}: {error}") from error
    if not isinstance(found, dict) or not {"id", "head", "manifest", "versions"} <= found.keys():
        raise NotAnObject(f"{folder}: the inventory lacks what every inventory has")
    return found


def head_files(folder: Path) -> dict[str, Path]:
    """Logical path → file, of the newest version. Raises NotAnObject."""
    inventory = read_inventory(folder)
    try:
        state = inventory["versions"][inventory["head"]]["state"]
        return {
            logical: folder / inventory["manifest"][digest][0] for digest, names in state.items() for logical in names
        }
    except (KeyError, TypeError, IndexError) as error:
        raise NotAnObject(f"{folder}: the inventory contradicts itself") from error


def verify(folder: Path) -> tuple[Fault, ...]:
    """Every fault of one object: missing, changed or strange files, a broken inventory. Reads every byte."""
    try:
        inventory = read_inventory(folder)
        manifest = {path: digest for digest, paths in inventory["manifest"].items() for path in paths}
        head_files(folder)
    except (NotAnObject, AttributeError, TypeError):
        return (Fault(INVENTORY, "danh mục tệp của hồ sơ này thiếu hoặc hỏng"),)
    faults = [Fault(OBJECT_MARK, "thiếu tệp đánh dấu")] if not (folder / OBJECT_MARK).is_file() else []
    faults += _inventory_faults(folder, str(inventory["head"]))
    present = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() or path.is_symlink()
    }
    for name, digest in manifest.items():
        faults += _content_faults(folder / name, name, digest)
    own = {OBJECT_MARK, INVENTORY, SIDECAR} | {
        f"{version}/{name}" for version in inventory["versions"] for name in (INVENTORY, SIDECAR)
    }
    faults += [Fault(name, "tệp lạ, không có trong danh mục") for name in present if name not in manifest.keys() | own]
    faults += [Fault(name, "là liên kết, không phải tệp") for name, path in present.items() if path.is_symlink()]
    return tuple(faults)


def _inventory_faults(folder: Path, head: str) -> list[Fault]:
    faults = []
    text = (folder / INVENTORY).read_bytes()
    expected = f"{hashlib.sha512(text).hexdigest()} {INVENTORY}".split()
    for sidecar in (SIDECAR, f"{head}/{SIDECAR}"):
        try:
            if (folder / sidecar).read_text(encoding="ascii").split() != expected:
                faults.append(Fault(sidecar, "mã kiểm tra không khớp với danh mục tệp"))
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(sidecar, "thiếu tệp mã kiểm tra"))
    copy = folder / head / INVENTORY
    if not copy.is_file() or copy.read_bytes() != text:
        faults.append(Fault(f"{head}/{INVENTORY}", "khác với danh mục tệp của hồ sơ"))
    return faults


def _content_faults(path: Path, name: str, digest: str) -> list[Fault]:
    try:
        if hashlib.sha512(path.read_bytes()).hexdigest() == digest:
            return []
        # Read once more before the alarm: a loose cable must not condemn a document.
        changed = hashlib.sha512(path.read_bytes()).hexdigest() != digest
    except OSError:
        return [Fault(name, "thiếu tệp này hoặc không đọc được")]
    return [Fault(name, "nội dung đã bị thay đổi")] if changed else []
