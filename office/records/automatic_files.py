"""Automatic case files: nothing of one is stored until somebody changes it."""

import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date

from archive.casefile import CaseFile, FileCode
from archive.document_object import DATA
from archive.keys import OUTGOING, AgencyKey, CycleIdentity, CycleRule, OutgoingRule
from archive.metadata import DocumentRecord
from archive.ocfl import NotAnObject
from archive.register import TakenNumber
from archive.retention import CYCLE, RetentionTable, load
from doc_engine.units import units

from ..office import Office

# Chữ viết tắt của đề mục; the unit's code precedes it, so that no two files of a year have one code.
CYCLE_SYMBOL, OUTGOING_SYMBOL = "ĐG", "VBĐ"
_INITIALS = 7  # so that the code, and that of a supplement, has at most twenty letters


def of_year(office: Office, year: int) -> list[CaseFile]:
    """The automatic case files of a year, with their documents as of today."""
    catalogue, table = office.catalogue, load(office.folder)
    of_year = catalogue.of_year(year)
    # A plan may be issued before the cycle's year, a result after it.
    around = [*catalogue.of_year(year - 1), *of_year, *catalogue.of_year(year + 1)]
    return [*_cycles(office, around, year, table), *_outgoing(office, of_year, year, table)]


def _cycles(office: Office, records: Sequence[DocumentRecord], year: int, table: RetentionTable) -> list[CaseFile]:
    cycles: dict[tuple[str, str], list[tuple[str, DocumentRecord]]] = {}
    for record in records:
        identity = CycleIdentity.parse(record.identity) if record.programme else None
        if identity is not None and identity.year == year:
            cycles.setdefault((identity.programme, identity.lead), []).append((identity.unit, record))
    targets, found = office.catalogue.targets(), []
    for (programme, lead), members in cycles.items():
        of_lead, honour = [record for unit, record in members if unit == lead], _honour(office, [r for _, r in members])
        for unit in sorted({unit for unit, _ in members} | {lead}):
            own = [record for code, record in members if code == unit and unit != lead]
            documents = _with_later_ones(office, own + of_lead, targets)
            if documents:
                found.append(_cycle_file(CycleRule(programme, year, lead, unit), honour, documents, table))
    return found


def _cycle_file(rule: CycleRule, honour: str, members: Sequence[DocumentRecord], table: RetentionTable) -> CaseFile:
    name = units().at(rule.unit, members[0].issued_on).name  # a later recall may come after the unit's end
    return CaseFile(
        agency=rule.lead,
        year=rule.year,
        code=FileCode.parse(f"{rule.unit}.{CYCLE_SYMBOL}-{_initials(rule.programme)}"),
        title=" ".join(f"Hồ sơ đánh giá, công nhận {name} {honour} năm {rule.year}".split()),
        retention=table.entries[CYCLE].period,
        creator="",
        opened_on=members[0].issued_on,
        rule=str(rule),
        documents=tuple(record.path for record in members),
    )


def _honour(office: Office, members: Sequence[DocumentRecord]) -> str:
    """The title of a cycle's recognised communes ("phù hợp với trẻ em").

    From the data of the first document that has it; "" where none has.
    """
    for record in members:
        with suppress(NotAnObject, OSError, KeyError, ValueError, TypeError):
            return str(json.loads(office.store.read(record.path)[DATA])["ky"]["danh_hieu"])
    return ""


def _initials(programme: str) -> str:
    """The initials of a programme's id: "XPHTE" of "xa-phu-hop-tre-em".

    Each programme of a year has files of its own.
    """
    return "".join(word[0] for word in programme.split("-") if word[:1].isalpha()).upper()[:_INITIALS] or "CT"


def _with_later_ones(
    office: Office, members: Sequence[DocumentRecord], targets: Collection[str]
) -> list[DocumentRecord]:
    """The documents, and those that replace, correct or recall them, by time.

    `targets`: all documents with backlinks.
    """
    found = {record.path: record for record in members}
    waiting = [path for path in found if path in targets]
    while waiting:
        for record in office.catalogue.backlinks(waiting.pop()):
            if record.path not in found:
                found[record.path] = record
                waiting.append(record.path)
    return sorted(found.values(), key=_time)


def _time(one: DocumentRecord) -> tuple[date, str, str, int]:
    return (one.issued_on, one.agency, one.series, one.number)


def _outgoing(office: Office, records: Sequence[DocumentRecord], year: int, table: RetentionTable) -> list[CaseFile]:
    """The file of each unit's outgoing documents of the year (tập lưu).

    Its note names the missing numbers.
    """
    by_unit: dict[str, list[DocumentRecord]] = {}
    for record in records:
        by_unit.setdefault(record.unit_code, []).append(record)
    entries: dict[str, list[TakenNumber]] = {}
    for entry in office.register.entries(year):
        entries.setdefault(AgencyKey.parse(entry.agency).unit_code, []).append(entry)
    return [
        CaseFile(
            agency=unit,
            year=year,
            code=FileCode.parse(f"{unit}.{OUTGOING_SYMBOL}"),
            title=f"Tập lưu văn bản đi năm {year} của {members[-1].unit_name}",
            retention=table.entries[OUTGOING].period,
            creator="",
            opened_on=members[0].issued_on,
            rule=str(OutgoingRule(unit, year)),
            documents=tuple(record.path for record in sorted(members, key=_time)),
            note=_numbers_told(entries.get(unit, ())),
        )
        for unit, members in sorted(by_unit.items())
    ]


def _numbers_told(entries: Sequence[TakenNumber]) -> str:
    """The numbers and gaps: "QĐ-UBND: 01 đến 05, khuyết 03; BC-UBND: 01 đến 02"."""
    found = []
    for symbol in sorted({one.symbol for one in entries}):
        of_symbol = sorted((one for one in entries if one.symbol == symbol), key=lambda one: one.number)
        missing = ", ".join(f"{one.number:02}" for one in of_symbol if not one.issued)
        span = f"{symbol}: {of_symbol[0].number:02} đến {of_symbol[-1].number:02}"
        found.append(f"{span}, khuyết {missing}" if missing else span)
    return "; ".join(found)
