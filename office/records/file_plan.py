"""Danh mục hồ sơ: the files that an office opens for a year; prints of files.

Source: NĐ 30/2020/NĐ-CP, Điều 28 and 29.2; Phụ lục V, Mục I, II and IV.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.casefile import CaseFile
from archive.retention import PERMANENT
from doc_engine.data_form import FilledForm
from doc_engine.document import short_day_text
from doc_engine.errors import InputRejected, Place, Problem, VanthuError
from doc_engine.nd30 import lists
from doc_engine.nd30.lists import CONTENTS, FILE_LIST
from doc_engine.template import check_data, validator

from ..export import rendition
from ..export.rendition import pages_told
from ..issue.drafting import draft_of_list
from ..office import Office
from . import case_files
from .case_files import CaseFileExists, Listed

_HEADING_OF = {"TH-01": "thoi_han", "HS-10": "tieu_de"}
_YEARS = range(1945, 2201)
_HEADINGS = ("ky_hieu", "thoi_han")  # a line with neither is the heading of a group (đề mục)


def files_of(office: Office, agency: str, form: FilledForm, file: str) -> list[CaseFile]:
    """The files to be opened by a filled-in danh mục hồ sơ.

    Raises InputRejected with all problems.
    """
    found, problems = [], []
    with form.locating_problems():
        check_data(validator(lists.schema(FILE_LIST)), form.data, file)
        year = _year(form.data["nam"], file)
        known = {(one.file.agency, one.file.code.key): one.file for one in case_files.listed(office, year, agency)}
        for number, line in enumerate(form.data["cac_dong"]):
            if not any(str(line.get(name, "")).strip() for name in _HEADINGS):
                continue
            try:
                one = _file(office, agency, year, line)
                if (other := known.setdefault((agency, one.code.key), one)) is not one:
                    raise CaseFileExists(code=one.code, year=year, agency=agency, title=other.title)
            except VanthuError as error:
                heading = _HEADING_OF.get(error.code, "ky_hieu")
                problems.append(_problem(file, number, heading, line, str(error), error))
                continue
            found.append(one)
        if problems:
            raise InputRejected(file, tuple(problems))
    return found


def _file(office: Office, agency: str, year: int, line: dict[str, Any]) -> CaseFile:
    said = {name: str(line.get(name, "")) for name in ("ky_hieu", "tieu_de", "thoi_han", "nguoi_lap", "ghi_chu")}
    return case_files.new(
        office,
        agency,
        year,
        said["ky_hieu"],
        said["tieu_de"],
        said["thoi_han"],
        said["nguoi_lap"],
        said["ghi_chu"],
    )


def _problem(file: str, number: int, heading: str, line: dict[str, Any], reason: str, error: VanthuError) -> Problem:
    place = Place(file, heading=f"cac_dong.{number}.{heading}")
    return Problem(error.code, place, str(line.get(heading, "")), reason, error.remedy_text)


def _year(said: object, file: str) -> int:
    text = str(said).strip()
    if not text.isdecimal() or int(text) not in _YEARS:
        place = Place(file, heading="nam")
        problem = Problem("HS-11", place, text, "không phải là năm.", "Hãy ghi năm bằng bốn chữ số, ví dụ 2025.")
        raise InputRejected(file, (problem,))
    return int(text)


def printed(office: Office, year: int, agency: str, issued_with: str, found: Sequence[Listed]) -> bytes:
    """The list of files of a year as .docx, in the decree's five columns."""
    files = [one.file for one in found]
    permanent = sum(1 for one in files if one.retention == PERMANENT)
    rows = [
        {
            "ky_hieu": str(one.code),
            "tieu_de": one.title,
            "thoi_han": str(one.retention) if one.retention else "",
            "nguoi_lap": one.creator,
            "ghi_chu": "",
        }
        for one in files
    ]
    data = {
        "co_quan": [office.settings.name],
        "nam": year,
        "kem_theo": issued_with,
        "tong": len(files),
        "vinh_vien": permanent,
        "co_thoi_han": len(files) - permanent,
        "cac_dong": rows,
    }
    return draft_of_list(FILE_LIST, data, "danh mục hồ sơ", office.clock().date())


def contents(office: Office, one: CaseFile) -> bytes:
    """Mục lục văn bản of a file as .docx, with page numbers.

    Raises CaseFileEmpty, MissingTool or DocumentDamaged.
    """
    records = case_files.documents_of(office, one)
    if not records:
        raise case_files.CaseFileEmpty(code=one.code, year=one.year)
    rendition.refuse_damaged(office, [record.path for record in records])
    there = [record for record in records if not record.destroyed]
    with tempfile.TemporaryDirectory() as place:
        pdfs = rendition.converted(office, there, Path(place))
        pages = rendition.page_spans([pdfs[record.path] for record in there])
    spans = dict(zip([record.path for record in there], pages, strict=True))
    rows = [
        {
            "tt": number,
            "so_ky_hieu": str(record.code),
            "ngay": short_day_text(record.issued_on),
            "trich_yeu": f"{record.type_title}: {record.subject}",
            "tac_gia": record.agency_name,
            "to_so": pages_told(spans.get(record.path)),
            "ghi_chu": record.destroyed or "",
        }
        for number, record in enumerate(records, start=1)
    ]
    data = {"co_quan": [office.settings.name], "nam": one.year, "ky_hieu": str(one.code), "cac_dong": rows}
    return draft_of_list(CONTENTS, data, "mục lục văn bản", office.clock().date())
