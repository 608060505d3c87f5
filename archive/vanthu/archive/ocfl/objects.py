"""Objects written and read: one version each so far, by Oxford Common File Layout 1.1."""

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
