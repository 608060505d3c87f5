"""PDF of drafts and of issued documents."""

from collections.abc import Callable, Sequence
from pathlib import Path

from archive.ocfl import NotAnObject
from doc_engine import pdf
from doc_engine.errors import VanthuError
from doc_engine.pdf import Flavour, Job

from ..issue import issuing
from ..office import Office


def of_office(office: Office, folder: Path, year: int | None) -> list[Job]:
    """What makes a PDF of each issued document: <folder>/<year>/<unit>/<document>.pdf."""
    records = [record for record in office.catalogue.everything() if year in (None, record.year)]
    there = [record.path for record in records if not record.destroyed]
    return [Job(_file(office, path), folder / f"{path}.pdf") for path in there]


def _file(office: Office, path: str) -> Path:
    """The .docx of a document; of a damaged one its folder, of which converting tells that it cannot be read."""
    try:
        return office.store.file(path, issuing.DOCUMENT)
    except (NotAnObject, KeyError):
        return office.store.root / path


def convert(
    jobs: Sequence[Job], flavour: Flavour, progress: Callable[[int, int, str], None] | None
) -> dict[Path, VanthuError]:
    """What went wrong, by source. Raises MissingTool or FontWithoutVietnamese."""
    return pdf.convert(jobs, flavour, progress) if jobs else {}
