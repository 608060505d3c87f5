"""Recovery of signed copies that an interruption kept from the ledger."""

import hashlib

from archive.casefile import is_case_file
from archive.document_object import SIGNED_COPY
from archive.ledger import Action
from archive.ocfl import NotAnObject

from ..stores import Stores
from . import issued


def carry_through(office: Stores) -> None:
    """Enter in the ledger the copies that were announced and stored, but not entered."""
    for path, announced in office.ledger.announced().items():
        if is_case_file(path):
            continue
        entered = office.ledger.documents().get(path)
        try:
            there = office.store.read(path).get(SIGNED_COPY)
            alone = entered is not None and office.store.differs_only_by(
                path, SIGNED_COPY, entered.version, entered.inventory
            )
        except (NotAnObject, OSError):
            continue  # reported by `verify`
        if there is not None and alone and digest(there) == announced:
            issued.enter_objects(office, Action.SIGNED, [path], "ghi bù sau khi bị ngắt")


def digest(content: bytes) -> str:
    """SHA-256 of a signed copy, hexadecimal, as it is announced."""
    return hashlib.sha256(content).hexdigest()
