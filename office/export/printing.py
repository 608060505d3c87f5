"""PDF of drafts and of issued documents."""

from collections.abc import Sequence
from pathlib import Path

from archive.ocfl import NotAnObject
from doc_engine import pdf
from doc_engine.errors import VanthuError
from doc_engine.pdf import Conversion, Flavour

from ..jobs import UNOBSERVED, Job
from ..office import Office
from .rendition import original_file


def of_office(office: Office, folder: Path, year: int | None) -> list[Conversion]:
    """The PDF conversions of a year's issued documents; None: of all years.

    Targets: <folder>/<year>/<unit>/<document>.pdf.
    """
    records = [record for record in office.catalogue.everything() if year in (None, record.year)]
    there = [record.path for record in records if not record.destroyed]
    return [Conversion(_file(office, path), folder / f"{path}.pdf") for path in there]


def _file(office: Office, path: str) -> Path:
    """The .docx of a document; of a damaged one its folder.

    Converting the folder then reports that it cannot be read.
    """
    try:
        return original_file(office, path)
    except (NotAnObject, KeyError):
        return office.store.root / path


def convert(jobs: Sequence[Conversion], flavour: Flavour, job: Job = UNOBSERVED) -> dict[Path, VanthuError]:
    """Convert all that can be; return the errors by source.

    Raises MissingTool or FontWithoutVietnamese.
    """
    return pdf.convert(jobs, flavour, job.step) if jobs else {}
