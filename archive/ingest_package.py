"""The ingest package of one case file for another archive: METS, EAD and PREMIS.

    <identifier, ":" as "_">/
        METS.xml                                     the files here, with sizes and SHA-256
        metadata/descriptive/EAD.xml                 the fields of the case file
        metadata/preservation/PREMIS.xml             its events
        representations/rep1/METS.xml
        representations/rep1/metadata/descriptive/EAD_doc_<name>.xml   the fields of each document
        representations/rep1/metadata/preservation/PREMIS_rep1.xml
        representations/rep1/data/<name>.pdf         the documents, for reading
        representations/rep1/data/<name>.docx        the same as they were issued (attachments)

Source: TT 05/2025/TT-BNV, Phụ lục I, **by a third party's reading of it**: folders, file names, fields, their order.
The official text was not read, the schemas that the reading wants in schemas/ are not ours to distribute and are left
out, and an unknown field is empty. E-ARK CSIP and PREMIS 3 themselves are public.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree

from .durable import write_bytes

_METS, _XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
_CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
_PREMIS, _XSI = "http://www.loc.gov/premis/v3", "http://www.w3.org/2001/XMLSchema-instance"
_PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
_MIME = {".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

# Names and order by the reading named above.
FILE_FIELDS = (
    "arcFileCode", "title", "maintenance", "mode", "language", "startDate", "endDate", "keyword", "totalDoc",
    "numberOfPaper", "numberOfPage", "format", "inforSign", "confidenceLevel", "paperFileCode", "description",
    "riskRecovery", "riskRecoveryStatus",
)  # fmt: skip
DOCUMENT_FIELDS = (
    "arcFileCode", "mode", "language", "keyword", "numberOfPage", "format", "inforSign", "confidenceLevel",
    "description", "docCode", "docOrdinal", "typeName", "codeNumber", "codeNotation", "issuedDate", "organName",
    "subject", "autograph", "process",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document of the package.

    `name`: of its files, without extension. `fields`: those of DOCUMENT_FIELDS that are known.
    """

    name: str
    label: str
    fields: Mapping[str, str]
    pdf: bytes
    docx: bytes


@dataclass(frozen=True, slots=True)
class Ingest:
    """The content of an ingest package.

    `key`: source of the identifier, the same for the same file. `fonds`: mã phông, "" where unknown. `time`: with its
    zone.
    """

    key: str
    fonds: str
    agency: str
    fields: Mapping[str, str]
    documents: Sequence[PackedDocument]
    time: datetime

    @property
    def identifier(self) -> str:
        middle = f"{self.fonds}:" if self.fonds else ""
        return f"urn:{middle}uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.key)}"


def write(package: Ingest, folder: Path) -> Path:
    """Write the package into a folder of its own inside `folder`; return that folder."""
    root = folder / package.identifier.replace(":", "_")
    files = _representation(package)
    files |= {"metadata/descriptive/EAD.xml": _fields(FILE_FIELDS, package.fields)}
    files |= {"metadata/preservation/PREMIS.xml": _premis(package, {})}
    files["METS.xml"] = _root_mets(package, files)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(root / name, content)
    return root


_REP = "representations/rep1"


def _representation(package: Ingest) -> dict[str, bytes]:
    data: dict[str, bytes] = {}
    described: dict[str, bytes] = {}
    for one in package.documents:
        data |= {f"data/{one.name}.pdf": one.pdf, f"data/{one.name}.docx": one.docx}
        described[f"metadata/descriptive/EAD_doc_{one.name}.xml"] = _fields(DOCUMENT_FIELDS, one.fields)
    premis = {"metadata/preservation/PREMIS_rep1.xml": _premis(package, data)}
    mets = _rep_mets(package, data, described, premis)
    return {f"{_REP}/{name}": content for name, content in {**data, **described, **premis, "METS.xml": mets}.items()}


def _fields(names: Sequence[str], values: Mapping[str, str]) -> bytes:
    root = etree.Element("simpledc")
    for name in names:
        etree.SubElement(root, name).text = values.get(name, "")
    return _text(root)


def _root_mets(package: Ingest, files: Mapping[str, bytes]) -> bytes:
    mets = _Mets(package, package.identifier, "AIP")
    described = mets.description("metadata/descriptive/EAD.xml", files)
    preserved = mets.preservation("metadata/preservation/PREMIS.xml", files)
    ids = mets.files({f"{_REP}/METS.xml": files[f"{_REP}/METS.xml"]}, "Representations/rep1")
    top = mets.structure()
    mets.division(top, "Metadata", DMDID=described, ADMID=preserved)
    rep = mets.division(top, "Representations/rep1")
    etree.SubElement(rep, f"{{{_METS}}}mptr", mets.located(f"{_REP}/METS.xml") | {f"{{{_XLINK}}}title": ids[0]})
    return mets.text()


def _rep_mets(
    package: Ingest, data: Mapping[str, bytes], described: Mapping[str, bytes], premis: Mapping[str, bytes]
) -> bytes:
    mets = _Mets(package, f"{package.identifier}:rep1", "representation")
    descriptions = [mets.description(name, described) for name in described]
    preserved = next(mets.preservation(name, premis) for name in premis)
    ids = dict(zip(data, mets.files(data, "Data"), strict=True))
    top = mets.structure()
    shown = mets.division(top, "Data")
    links = mets.division(top, "MetadataLink")
    attached = mets.division(top, "AttachmentFile")
    for one, description in zip(package.documents, descriptions, strict=True):
        mets.pointer(mets.division(shown, one.label), ids[f"data/{one.name}.pdf"])
        link = mets.division(links, "MetadataLink/File", DMDID=description, ADMID=preserved)
        mets.pointer(link, ids[f"data/{one.name}.pdf"])
        mets.pointer(mets.division(attached, f"{one.name}.docx"), ids[f"data/{one.name}.docx"])
    return mets.text()


class _Mets:
    """One METS document, its parts in the order of the schema."""

    def __init__(self, package: Ingest, identifier: str, type_: str) -> None:
        self._identifier, self._time = identifier, package.time.isoformat(timespec="seconds")
        names = {"mets": _METS, "xlink": _XLINK, "csip": _CSIP}
        facts = {"OBJID": identifier, "TYPE": type_, "LABEL": package.fields.get("title", ""), "PROFILE": _PROFILE}
        self._root = etree.Element(f"{{{_METS}}}mets", facts, nsmap=names)
        header = self._add(self._root, "metsHdr", CREATEDATE=self._time)
        header.set(f"{{{_CSIP}}}OAISPACKAGETYPE", "AIP")
        agent = self._add(header, "agent", ROLE="CREATOR", TYPE="ORGANIZATION")
        self._add(agent, "name").text = package.agency
        if package.fonds:
            note = self._add(agent, "note")
            note.set(f"{{{_CSIP}}}NOTETYPE", "IDENTIFICATIONCODE")
            note.text = package.fonds

    def description(self, name: str, files: Mapping[str, bytes]) -> str:
        section = self._add(self._root, "dmdSec", ID=self._id("dmd", name), CREATED=self._time)
        self._reference(section, "EAD", name, files[name])
        return str(section.get("ID"))

    def preservation(self, name: str, files: Mapping[str, bytes]) -> str:
        section = self._add(self._root, "amdSec", ID=self._id("amd", name))
        self._reference(self._add(section, "digiprovMD", ID=self._id("digiprov", name)), "PREMIS", name, files[name])
        return str(section.get("ID"))

    def files(self, files: Mapping[str, bytes], use: str) -> list[str]:
        section = self._add(self._root, "fileSec", ID=self._id("fs", use))
        group = self._add(section, "fileGrp", ID=self._id("fg", use), USE=use)
        ids = []
        for name, content in files.items():
            facts = {"ID": self._id("file", name), "MIMETYPE": _MIME.get(Path(name).suffix, "text/xml")}
            one = self._add(group, "file", **facts, CREATED=self._time, **_fixity(content))
            etree.SubElement(one, f"{{{_METS}}}FLocat", self.located(name))
            ids.append(facts["ID"])
        return ids

    def structure(self) -> "etree._Element":
        made = self._add(self._root, "structMap", ID=self._id("sm", ""), LABEL="CSIP", TYPE="logical")
        return self.division(made, self._identifier)

    def division(self, parent: "etree._Element", label: str, **facts: str) -> "etree._Element":
        place = f"{parent.get('ID')}/{label}/{len(parent)}"
        return self._add(parent, "div", ID=self._id("uuid", place), LABEL=label, **facts)

    def pointer(self, parent: "etree._Element", file_id: str) -> None:
        self._add(parent, "fptr", FILEID=file_id)

    def located(self, name: str) -> dict[str, str]:
        return {"LOCTYPE": "URL", f"{{{_XLINK}}}type": "simple", f"{{{_XLINK}}}href": name}

    def text(self) -> bytes:
        return _text(self._root)

    def _reference(self, parent: "etree._Element", kind: str, name: str, content: bytes) -> None:
        facts = {"ID": self._id("mdref", name), "MDTYPE": kind, "MIMETYPE": "text/xml"}
        facts |= {"CREATED": self._time, **_fixity(content), **self.located(name)}
        etree.SubElement(parent, f"{{{_METS}}}mdRef", facts)

    def _id(self, prefix: str, of: str) -> str:
        return f"{prefix}-{str(uuid.uuid5(uuid.NAMESPACE_URL, f'{self._identifier}/{prefix}/{of}')).upper()}"

    def _add(self, parent: "etree._Element", name: str, **facts: str) -> "etree._Element":
        return etree.SubElement(parent, f"{{{_METS}}}{name}", facts)


def _fixity(content: bytes) -> dict[str, str]:
    return {
        "SIZE": str(len(content)),
        "CHECKSUM": hashlib.sha256(content).hexdigest(),
        "CHECKSUMTYPE": "SHA-256",
    }


def _premis(package: Ingest, data: Mapping[str, bytes]) -> bytes:
    """Return PREMIS: the objects with SHA-256, the creation event and its agent."""
    root = etree.Element(f"{{{_PREMIS}}}premis", {"version": "3.0"}, nsmap={"premis": _PREMIS, "xsi": _XSI})

    def add(parent: "etree._Element", name: str, text: str = "") -> "etree._Element":
        made = etree.SubElement(parent, f"{{{_PREMIS}}}{name}")
        made.text = text or None
        return made

    def identified(parent: "etree._Element", what: str, value: str, kind: str = "LOCAL") -> None:
        identifier = add(parent, f"{what}Identifier")
        add(identifier, f"{what}IdentifierType", kind)
        add(identifier, f"{what}IdentifierValue", value)

    whole = add(root, "object")
    whole.set(f"{{{_XSI}}}type", "premis:intellectualEntity")
    identified(whole, "object", package.identifier)
    for name, content in data.items():
        one = add(root, "object")
        one.set(f"{{{_XSI}}}type", "premis:file")
        identified(one, "object", name)
        facts = add(one, "objectCharacteristics")
        add(facts, "compositionLevel", "0")
        fixity = add(facts, "fixity")
        add(fixity, "messageDigestAlgorithm", "SHA-256")
        add(fixity, "messageDigest", hashlib.sha256(content).hexdigest())
        add(facts, "size", str(len(content)))
        add(add(add(facts, "format"), "formatDesignation"), "formatName", _MIME[Path(name).suffix])
    event = add(root, "event")
    identified(event, "event", f"{package.identifier}/creation")
    add(event, "eventType", "creation")
    add(event, "eventDateTime", package.time.isoformat(timespec="seconds"))
    identified(event, "linkingAgent", "vanthu", "SOFTWARE")
    for name in data or [package.identifier]:
        identified(event, "linkingObject", name)
    agent = add(root, "agent")
    identified(agent, "agent", "vanthu", "SOFTWARE")
    add(agent, "agentName", "vanthu")
    add(agent, "agentType", "software")
    return _text(root)


def _text(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
