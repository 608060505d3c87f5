"""PDF of drafts and of issued documents."""

from collections.abc import Sequence
from pathlib import Path

from doc_engine import pdf
from doc_engine.errors import VanthuError
from doc_engine.pdf import Conversion, Flavour

from ..jobs import UNOBSERVED, Job
from ..office import Office
from ..state import issued
from ..user_files import FileExists, read_document, write_document


def of_office(office: Office, folder: Path, year: int | None) -> list[Conversion]:
    """The PDF conversions of a year's issued documents; None: of all years.

    Targets: <folder>/<year>/<unit>/<document>.pdf.
    """
    records = [record for record in office.catalogue.everything() if year in (None, record.year)]
    there = [record.path for record in records if not record.destroyed]
    return [Conversion(issued.original_file(office, path), folder / f"{path}.pdf") for path in there]


def convert(
    jobs: Sequence[Conversion], flavour: Flavour, job: Job = UNOBSERVED, *, force: bool = False
) -> dict[Path, VanthuError]:
    """Convert all that can be; return the errors by source.

    A target that exists stays, and is an error, unless `force` says so. What is a PDF already is copied. Raises
    MissingTool or FontWithoutVietnamese.
    """
    errors: dict[Path, VanthuError] = {
        one.source: FileExists(file=one.target) for one in jobs if one.target.exists() and not force
    }
    jobs = [one for one in jobs if one.source not in errors]
    for one in jobs:
        if one.source.suffix == ".pdf":
            try:
                write_document(one.target, read_document(one.source))
            except VanthuError as error:
                errors[one.source] = error
    others = [one for one in jobs if one.source.suffix != ".pdf"]
    return errors | (pdf.convert(others, flavour, job.report) if others else {})
