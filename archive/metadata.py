"""The metadata of each document: fields of Phụ lục VI, and what a rebuild needs.

Source: NĐ 30/2020/NĐ-CP, Phụ lục VI, Phần II (văn bản đi), names and order. An unknown field is null.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from doc_engine.document import DocumentCode


class Relation(StrEnum):
    """The relation of a document to an issued one; issued documents are never edited.

    Source: NĐ 30/2020/NĐ-CP, Điều 18.3 and 18.4.
    """

    REPLACES = "replaces"  # thay thế: its content was wrong
    CORRECTS = "corrects"  # đính chính: its form, or the way it was issued, was wrong
    RECALLS = "recalls"  # thu hồi


# The state of a target; it stays in the archive and keeps its number.
DONE_TO = {
    Relation.REPLACES: "được thay thế",
    Relation.CORRECTS: "được đính chính",
    Relation.RECALLS: "bị thu hồi",
}


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An archived document, as the catalogue lists it and the archive returns it."""

    path: str  # in the archive
    year: int
    agency: str  # key of the issuing body, which the number series belongs to
    series: str
    number: int
    symbol: str
    type_abbreviation: str
    type_title: str
    subject: str
    issued_on: date
    unit_code: str  # of the issuing unit, on that day
    unit_name: str
    agency_name: str
    signer_name: str
    signer_title: str
    recipients: tuple[str, ...]
    identity: str  # of the document, whatever its number; one identity is issued once
    template_id: str
    template_digest: str
    content_digest: str  # SHA-256 of the data that filled it, without number
    programme: str
    override_reason: str | None = None  # why it was issued with errors of the checker; None without errors
    relation: Relation | None = None  # what it does to the document at the path `target`
    target: str | None = None
    destroyed: str | None = None  # a sentence on the decision that destroyed it; not in metadata.json

    @property
    def code(self) -> DocumentCode:
        return DocumentCode(self.number, self.symbol)


_OWN = (
    "agency", "series", "type_abbreviation", "unit_code", "unit_name", "identity", "template_id", "template_digest",
    "content_digest", "programme",
)  # fmt: skip

# What earlier versions did not write: attribute → the name in the file, which is a format.
_LATER = {"override_reason": "despite", "relation": "relation", "target": "target"}


def optional(fields: Mapping[str, str]) -> dict[str, Any]:
    """A record's optional fields as values: None for "".

    A file and the registry database have "" for none.
    """
    found: dict[str, Any] = {name: value or None for name, value in fields.items()}
    return found | ({"relation": Relation(found["relation"])} if found.get("relation") else {})


@dataclass(frozen=True, slots=True)
class Making:
    """How a document came about: for its metadata alone, not for the catalogue.

    `origin`: "word", a file that somebody wrote, or "edited", one of ours that somebody changed in Word; "" for one
    rendered from data. `cleaned`: the residue that was removed. `reason`: why this agency may do something to a
    document of another one. `approved_by`, `approved_digest`: of the approval, and SHA-256 of what was approved.
    """

    origin: str = ""
    cleaned: str = ""
    reason: str = ""
    approved_by: str = ""
    approved_digest: str = ""


def to_json(record: DocumentRecord, making: Making | None = None) -> bytes:
    """Return metadata.json in UTF-8; equal records give equal bytes."""
    fields = asdict(record)
    data: dict[str, Any] = {
        "FileCode": {"OrganId": None, "FileCatalog": record.year, "FileNotation": None},
        "DocOrdinal": None,
        "TypeName": record.type_title,
        "CodeNumber": f"{record.number:02}",
        "CodeNotation": record.symbol,
        "IssuedDate": record.issued_on.isoformat(),
        "OrganName": record.agency_name,
        "Subject": record.subject,
        "Language": "Tiếng Việt",
        "PageAmount": None,
        "Description": None,
        "SignerInfo": {"Position": record.signer_title, "FullName": record.signer_name},
        "To": [{"OrganId": None, "OrganName": name} for name in record.recipients],
        "Priority": None,
        "IssuedAmount": None,
        "DueDate": None,
        "vanthu": {name: fields[name] for name in _OWN} | {key: fields[name] or "" for name, key in _LATER.items()},
    }
    if making is not None:
        data["vanthu"] |= {name: value for name, value in asdict(making).items() if value}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def from_json(text: bytes, path: str) -> DocumentRecord:
    """Return the record that `to_json` was given.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    data = json.loads(text)
    return DocumentRecord(
        path=path,
        year=int(data["FileCode"]["FileCatalog"]),
        number=int(data["CodeNumber"]),
        symbol=data["CodeNotation"],
        type_title=data["TypeName"],
        subject=data["Subject"],
        issued_on=date.fromisoformat(data["IssuedDate"]),
        agency_name=data["OrganName"],
        signer_name=data["SignerInfo"]["FullName"],
        signer_title=data["SignerInfo"]["Position"],
        recipients=tuple(to["OrganName"] for to in data["To"]),
        **{name: data["vanthu"][name] for name in _OWN},
        **optional({name: data["vanthu"].get(key, "") for name, key in _LATER.items()}),
    )


def backlinks_to_json(backlinks: list[DocumentRecord]) -> bytes:
    """Return quan-he.json, the backlinks of a document, oldest first.

    A backlink names a document that replaces, corrects or recalls it.
    """
    listed = [
        {
            "relation": one.relation,
            "by": f"vb:{one.path}",
            "code": str(one.code),
            "issued_on": one.issued_on.isoformat(),
            "agency": one.agency_name,
            "subject": one.subject,
        }
        for one in sorted(backlinks, key=lambda one: (one.issued_on, one.path))
    ]
    return (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()
