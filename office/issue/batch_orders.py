"""Batches that somebody ordered.

An uploaded workbook, how it is to be read, and what became of it.

du-thao/hang-loat/<id>/ tep.xlsx (as uploaded), dot.json (name, who, when, how it is read, the last report), and the
file of the programme that the workbook names, where it is one of its own

An order outlives whoever gave it and the process that works on it. Issuing it again goes on where it was.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive.durable import write_text
from doc_engine.errors import ExitCode, VanthuError, unread_reason
from doc_engine.vietnamese import slug
from doc_engine.workbook import HiddenCells, Reading, ReadingOptions, annotated, read

from ..jobs import Job
from ..office import Office
from ..user_files import write_document
from . import batch
from .batch_report import BatchReport, Failure, Made
from .planning import Choice


class OrderNotFound(VanthuError):
    code = "BH-14"
    exit_code = ExitCode.NOT_FOUND
    message = "Không có đợt hàng loạt này."
    remedy = "Hãy xem danh sách các đợt, hoặc tải tệp lên lại."


class OrderUnreadable(VanthuError):
    code = "BH-12"
    exit_code = ExitCode.STORE
    message = "Không đọc được đợt hàng loạt trong {folder}: {why}."
    remedy = "Hãy tải tệp dữ liệu lên lại; văn bản đã ban hành không bị làm lại."


class NoWorkbook(VanthuError):
    code = "BH-13"
    exit_code = ExitCode.INPUT
    message = "Không có đúng một tệp Excel (.xlsx) trong các tệp gửi lên: {name}."
    remedy = "Hãy mở bằng Excel, chọn Lưu thành, loại Excel Workbook (.xlsx), rồi tải lên lại."


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """An order. `received_at`: ISO 8601 with zone.

    `report`: of the last time it was worked on.
    """

    id: str
    name: str
    who: str
    received_at: str
    hidden: HiddenCells
    convert: bool
    report: BatchReport | None = None

    @property
    def options(self) -> ReadingOptions:
        return ReadingOptions(self.hidden, self.convert)


def receive(office: Office, files: Mapping[str, bytes], options: ReadingOptions) -> BatchOrder:
    """Keep an uploaded workbook, and the programme of its own, by their names.

    Raises NoWorkbook for anything else; the workbook's content is read by `reading`.
    """
    programmes = {name: content for name, content in files.items() if name.lower().endswith(".toml")}
    books = [(name, content) for name, content in files.items() if name not in programmes]
    if len(books) != 1 or not books[0][1].startswith(b"PK\x03\x04"):
        raise NoWorkbook(name=", ".join(files))
    name, content = books[0]
    at = office.clock().isoformat(timespec="seconds")
    order = BatchOrder(f"hl-{secrets.token_hex(4)}", name, office.actor.name, at, options.hidden, options.convert)
    write_document(workbook_of(office, order.id), content)
    for programme, text in programmes.items():  # its name leads nowhere else
        write_document(_folder(office, order.id) / f"{slug(Path(programme).stem)}.toml", text)
    return _write(office, order)


def get(office: Office, id_: str) -> BatchOrder:
    """The order of that id. Raises OrderNotFound or OrderUnreadable."""
    file = _folder(office, id_) / "dot.json"
    try:
        data = json.loads(file.read_bytes())
        report = data.pop("report")
        return BatchOrder(**{**data, "hidden": HiddenCells(data["hidden"]), "report": report and _report(report)})
    except FileNotFoundError:
        raise OrderNotFound from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise OrderUnreadable(folder=file.parent, why=unread_reason(error)) from error


def everything(office: Office) -> list[BatchOrder]:
    """Every readable order, the newest first."""
    found = []
    for file in office.files.batch_orders.glob("*/dot.json"):
        try:
            found.append(get(office, file.parent.name))
        except VanthuError:
            continue  # opening it says why
    return sorted(found, key=lambda one: (one.received_at, one.id), reverse=True)


def workbook_of(office: Office, id_: str) -> Path:
    return _folder(office, id_) / "tep.xlsx"


def reading(office: Office, order: BatchOrder) -> Reading:
    """Read the workbook of an order."""
    return read(workbook_of(office, order.id), office.templates, order.options)


def marked(office: Office, order: BatchOrder, found: Reading) -> bytes:
    """The workbook with its faults marked and explained in it."""
    return annotated(workbook_of(office, order.id).read_bytes(), found.problems)


def issue(office: Office, id_: str, override_reason: str, job: Job) -> BatchOrder:
    """Issue an order, or go on with it; keep the report. Raises as `batch.issue` does."""
    order = get(office, id_)
    report = batch.issue(office, reading(office, order), Choice(), job, override_reason=override_reason or None)
    return _write(office, replace(order, report=report))


def _folder(office: Office, id_: str) -> Path:
    return office.files.batch_orders / slug(id_)


def _write(office: Office, order: BatchOrder) -> BatchOrder:
    data: dict[str, Any] = {**asdict(order), "hidden": order.hidden.value}
    write_text(_folder(office, order.id) / "dot.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return order


def _report(data: dict[str, Any]) -> BatchReport:
    def made(several: Sequence[dict[str, str]]) -> list[Made]:
        return [Made(**one) for one in several]

    failed = [Failure(**one) for one in data["failed"]]
    return BatchReport(made(data["made"]), made(data["before"]), failed, data["stopped"])
