"""One document from one file of data, without a number: to be read, corrected in Word, or shown."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from vanthu.doc_engine.document import DocumentCode
from vanthu.doc_engine.errors import ExitCode, VanthuError
from vanthu.doc_engine.nd30 import layout
from vanthu.doc_engine.render import Properties, verified
from vanthu.doc_engine.template import Template
from vanthu.doc_engine.vietnamese import nfc


class DataUnreadable(VanthuError):
    code = "DL-03"
    exit_code = ExitCode.INPUT
    message = "Không đọc được tệp dữ liệu {file}: {why}."
    remedy = "Tệp phải là JSON, bảng mã UTF-8; xem sample.json của mẫu (vanthu template show MẪU)."


def read_data(file: Path) -> dict[str, Any]:
    """The data of one document. Raises DataUnreadable."""
    try:
        data = json.loads(nfc(file.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError) as error:
        raise DataUnreadable(file=file, why=error) from error
    if not isinstance(data, dict):
        raise DataUnreadable(file=file, why="tệp không chứa các trường")
    return data


def draft(template: Template, data: Mapping[str, Any], file: str, today: date) -> bytes:
    """The .docx without a number, whatever number the data hold: a draft has none (NĐ 30/2020/NĐ-CP, Điều 15).

    The lines under the agency's name and the subject are worked out when the data do not give them.
    Raises InputRejected with all that is wrong in the data, or RenderFailed.
    """
    completed = _completed(template, data)
    template.check(completed, file)
    page = completed["van_ban"]
    properties = Properties(page["trich_yeu"], " ".join(page["co_quan"]), today)
    return verified(template.docx, template.id, template.sample).render(completed, properties)


def _completed(template: Template, data: Mapping[str, Any]) -> dict[str, Any]:
    page = data.get("van_ban")
    if not isinstance(page, Mapping):
        return dict(data)
    symbol = str(page.get("so_ky_hieu", "")).rpartition("/")[2] or template.manifest.document_type.abbreviation
    agency, subject = page.get("co_quan"), page.get("trich_yeu")
    lines = {
        "gach_co_quan": layout.rule(str(agency[-1]), 12, 0.5) if isinstance(agency, list) and agency else "",
        "gach_trich_yeu": layout.rule(str(subject), 14, 0.4) if subject else "",
    }
    return {**data, "van_ban": {**lines, **page, "so_ky_hieu": str(DocumentCode(None, symbol))}}
