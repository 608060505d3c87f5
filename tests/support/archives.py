"""Archives: one version, documents of a size, and the stock validator's judgement."""

import os
import shutil

from ocfl import StorageRoot
from ocfl.object import Object

from archive import ocfl
from archive.store import ArchiveStore, NewObject
from tests.support.offices import NOON

VERSION = ocfl.Version(NOON, "Ban hành", "UBND huyện Bạch Thông", "urn:vanthu:thu")


def judged(store: ArchiveStore) -> tuple[list[str], int]:
    """Return what ocfl-py reports of the storage root.

    Every error and warning of every object, and the number of valid objects.
    """
    messages: list[str] = []
    for path in store.paths():
        _, validator = Object().validate(str(store.root / path))
        messages += validator.status_str().splitlines()
    root = StorageRoot(root=str(store.root))
    root.validate(validate_objects=True, log_warnings=True)
    return messages, root.good_objects


SIZE = 40_000


def can_mount() -> bool:
    return shutil.which("mount") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def document(number: int) -> NewObject:
    files = {"van-ban.docx": bytes([number % 251]) * SIZE, "metadata.json": str(number).encode()}
    return NewObject(f"2024/02008-xa-cam-giang/qd-{number:05}-ubnd", files, VERSION)
