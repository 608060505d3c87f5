"""PDF renditions of documents: for inspections, transfers and page counts."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path

from archive import ocfl
from archive.document_object import SIGNED_COPY
from archive.metadata import DocumentRecord
from doc_engine import external_pdf, pdf
from doc_engine.errors import ExitCode, VanthuError
from doc_engine.pdf import Conversion
from doc_engine.remedies import RemedyAction

from ..jobs import UNOBSERVED, Job
from ..office import Office
from ..state import issued
from ..state.issued import refuse_destroyed
from .reading_copy import Part, starts_of

__all__ = [
    "DocumentDamaged",
    "converted",
    "page_spans",
    "pages_told",
    "refuse_damaged",
    "refuse_destroyed",
    "signed_copy",
]


class DocumentDamaged(VanthuError):
    """A damaged document: no complete package may omit or contain it."""

    code = "KX-04"
    exit_code = ExitCode.STORE
    message = "Không kết xuất được: văn bản {path} trong kho bị hỏng ({why})."
    remedy = f"Hãy khôi phục văn bản này ({RemedyAction.REPAIR_FROM_REPLICA}) rồi kết xuất lại."


def refuse_damaged(office: Office, paths: Collection[str]) -> None:
    """Raise DocumentDamaged for the first one damaged or different from the ledger.

    Reads every byte.
    """
    entered = office.ledger.documents()
    for path in sorted(paths):
        faults = office.store.faults(path)
        if faults:
            raise DocumentDamaged(path=path, why=faults[0].reason)
        if path in entered and entered[path].inventory != office.store.inventory_digest(path):
            raise DocumentDamaged(path=path, why="khác với nhật ký")


def converted(
    office: Office, records: Collection[DocumentRecord], place: Path, job: Job = UNOBSERVED
) -> dict[str, Path]:
    """Return the PDF of each document that is not destroyed, by path in the archive.

    The signed copy with its seals drawn into the pages, where there is one, else a conversion. Raises MissingTool,
    PdfRefused, or the first error of converting.
    """
    paths = sorted({record.path for record in records if not record.destroyed})
    targets = {path: place / f"{path}.pdf" for path in paths}
    conversions = []
    for path, target in targets.items():
        source = signed_copy(office, path) or issued.original_file(office, path)
        if source.suffix == ".pdf":
            target.parent.mkdir(parents=True, exist_ok=True)
            external_pdf.flatten(source, target)
        else:
            conversions.append(Conversion(source, target))
    faults = pdf.convert(conversions, office.settings.pdf, job.report) if conversions else {}
    for error in faults.values():
        raise error
    return targets


def signed_copy(office: Office, path: str) -> Path | None:
    """The signed PDF of a document, where it has one. Raises NotAnObject."""
    return ocfl.version_files(office.store.root / path).get(SIGNED_COPY)


def page_spans(files: Sequence[Path]) -> list[tuple[int, int]]:
    """The first page of each file, 1-based, and the page after its last, when bound."""
    return list(pairwise(starts_of([Part("", file) for file in files])))


def pages_told(span: tuple[int, int] | None) -> str:
    """The span as text: "3-5", "3", or ""."""
    if span is None:
        return ""
    begin, end = span
    return f"{begin}-{end - 1}" if end - 1 > begin else f"{begin}"
