"""OCFL 1.1 objects, written and read; versions are added, never changed."""

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
    """Who made a version, when and why.

    `created` carries its time zone; `user_address` is a URI.
    """

    created: datetime
    message: str
    user_name: str
    user_address: str


class NotAnObject(Exception):
    """A folder without a readable OCFL object."""


def first_version(id_: str, files: Mapping[str, bytes], version: Version) -> dict[str, bytes]:
    """Return all files of a new object with one version, by path inside the object.

    `files`: logical path → content.
    """
    inventory = {"id": id_, "type": _TYPE, "digestAlgorithm": DIGEST, "head": "", "manifest": {}, "versions": {}}
    written = _with_version(inventory, "v1", {}, files, version)
    listed = written[f"v1/{INVENTORY}"], written[f"v1/{SIDECAR}"]
    return {OBJECT_MARK: f"{OBJECT_MARK[2:]}\n".encode(), INVENTORY: listed[0], SIDECAR: listed[1], **written}


def next_version(folder: Path, files: Mapping[str, bytes], version: Version) -> tuple[str, dict[str, bytes]]:
    """Return the next version's name, and its own files by path inside the object.

    Its inventory becomes the root's. `files`: added to those of the newest version, or replacing them by logical path.
    Raises NotAnObject.
    """
    inventory = read_inventory(folder)
    name = f"v{int(inventory['head'][1:]) + 1}"
    state = inventory["versions"][inventory["head"]]["state"]
    return name, _with_version(inventory, name, state, files, version)


def _with_version(
    inventory: dict[str, Any], name: str, state: Mapping[str, list[str]], files: Mapping[str, bytes], version: Version
) -> dict[str, bytes]:
    """Add a version to the inventory, in place; return the files of its folder."""
    kept = {digest: [one for one in names if one not in files] for digest, names in state.items()}
    state_now = {digest: names for digest, names in kept.items() if names}
    written: dict[str, bytes] = {}
    for logical, content in files.items():
        digest = hashlib.sha512(content).hexdigest()
        state_now.setdefault(digest, []).append(logical)
        if digest not in inventory["manifest"]:  # the same content is stored once
            path = f"{name}/content/{logical}"
            inventory["manifest"][digest] = [path]
            written[path] = content
    inventory["head"] = name
    inventory["versions"][name] = {
        "created": version.created.isoformat(timespec="seconds"),
        "message": version.message,
        "state": state_now,
        "user": {"name": version.user_name, "address": version.user_address},
    }
    text = (json.dumps(inventory, ensure_ascii=False, indent=1) + "\n").encode()
    sidecar = f"{hashlib.sha512(text).hexdigest()} {INVENTORY}\n".encode()
    return {f"{name}/{INVENTORY}": text, f"{name}/{SIDECAR}": sidecar, **written}


def read_inventory(folder: Path) -> dict[str, Any]:
    """Return the root inventory. Raises NotAnObject."""
    try:
        found = json.loads((folder / INVENTORY).read_bytes())
    except (OSError, ValueError) as error:
        raise NotAnObject(f"{folder}: {error}") from error
    if not isinstance(found, dict) or not {"id", "head", "manifest", "versions"} <= found.keys():
        raise NotAnObject(f"{folder}: the inventory lacks what every inventory has")
    return found


def version_files(folder: Path, version: str = "") -> dict[str, Path]:
    """Return logical path → file, of a version or of the newest one.

    Raises NotAnObject.
    """
    inventory = read_inventory(folder)
    try:
        state = inventory["versions"][version or inventory["head"]]["state"]
        return {
            logical: folder / inventory["manifest"][digest][0] for digest, names in state.items() for logical in names
        }
    except (KeyError, TypeError, IndexError) as error:
        raise NotAnObject(f"{folder}: the inventory contradicts itself") from error
