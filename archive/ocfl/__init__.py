"""Oxford Common File Layout 1.1: objects, versions, inventories, fixity.

Implemented without any outside library, so that an archive can be opened by whoever knows the public specification
(https://ocfl.io/1.1/spec/). In the tests the stock validator (ocfl-py) checks what is written here, and the
specification's own examples of good and bad objects check our verifier.
"""

from .objects import (
    DIGEST,
    INVENTORY,
    OBJECT_MARK,
    ROOT_MARK,
    SIDECAR,
    NotAnObject,
    Version,
    first_version,
    next_version,
    read_inventory,
    version_files,
)
from .rules import Fault
from .verifier import verify, verify_names

__all__ = [
    "DIGEST",
    "INVENTORY",
    "OBJECT_MARK",
    "ROOT_MARK",
    "SIDECAR",
    "Fault",
    "NotAnObject",
    "Version",
    "first_version",
    "next_version",
    "read_inventory",
    "verify",
    "verify_names",
    "version_files",
]
