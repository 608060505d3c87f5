"""Packages for inspectors that somebody ordered, kept for a week in ket-xuat/.

Each is fetched as one .zip. A package is a copy. It goes when it is old, and when a document is destroyed.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from doc_engine.errors import ExitCode, VanthuError
from doc_engine.remedies import RemedyAction
from doc_engine.vietnamese import slug

from ..jobs import Job
from ..office import Office
from . import collection, dossier

KEPT = timedelta(days=7)


class PackageGone(VanthuError):
    code = "KX-05"
    exit_code = ExitCode.NOT_FOUND
    message = "Gói này không còn: gói được giữ bảy ngày, và bỏ đi khi có văn bản bị hủy."
    remedy = "Hãy kết xuất lại."


class PackageUnitUnknown(VanthuError):
    code = "KX-06"
    exit_code = ExitCode.NOT_FOUND
    message = 'Không có văn bản nào của "{unit}" năm {year}.'
    remedy = f"Hãy chọn xã và năm có văn bản: {RemedyAction.SEARCH_UNIT}."


def choices(office: Office) -> list[tuple[int, list[tuple[str, str]]]]:
    """The years with documents, the newest first, each with its communes.

    Code and name.
    """
    found: dict[int, dict[str, str]] = {}
    for year, code, name in office.catalogue.units_by_year():
        if len(code) == 5:
            found.setdefault(year, {}).setdefault(code, name)
    return [
        (year, sorted(units.items(), key=lambda one: one[1])) for year, units in sorted(found.items(), reverse=True)
    ]


def subject(year: int, unit_code: str) -> str:
    """What a package is of, as a key: "2024:02008"."""
    return f"{year}:{unit_code}"


def checked(office: Office, year: int, unit_code: str) -> str:
    """The key of a package that can be made.

    Raises PackageUnitUnknown, and what `collection.unit_of` raises.
    """
    known = [code for of_year, units in choices(office) if of_year == year for code, _ in units]
    if unit_code not in known:
        raise PackageUnitUnknown(unit=unit_code, year=year)
    return subject(year, collection.unit_of(unit_code, year, known).code)


def pack(office: Office, key: str, job: Job) -> Path:
    """Make the package of a key, and return its .zip.

    What an interrupted run left of it is removed first. Raises as `dossier.pack` does.
    """
    remove_old(office)
    year, _, unit = key.partition(":")
    folder, target = office.files.packages / f".{slug(key)}", file_of(office, key)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (made,) = dossier.pack(office, [unit], int(year), folder, (), job)
    written = shutil.make_archive(str(folder / "goi"), "zip", folder, made.folder.name)
    Path(written).replace(target)
    shutil.rmtree(folder, ignore_errors=True)
    return target


def file_of(office: Office, key: str) -> Path:
    return office.files.packages / f"thanh-tra-{slug(key)}.zip"


def is_there(office: Office, key: str) -> bool:
    """Return whether a package was made and is not older than a week."""
    file = file_of(office, key)
    return file.is_file() and not _is_old(file, office.clock())


def fetched(office: Office, key: str) -> Path:
    """The .zip of a package. Raises PackageGone."""
    remove_old(office)
    if not is_there(office, key):
        raise PackageGone
    return file_of(office, key)


def remove_old(office: Office) -> None:
    """Remove packages that are older than a week."""
    for file in office.files.packages.glob("thanh-tra-*.zip"):
        if _is_old(file, office.clock()):
            file.unlink(missing_ok=True)


def _is_old(file: Path, now: datetime) -> bool:
    return now - datetime.fromtimestamp(file.stat().st_mtime, now.tzinfo) > KEPT
