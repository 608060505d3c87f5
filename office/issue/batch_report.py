"""What a batch made, found made before, and could not make."""

from dataclasses import dataclass, field
from pathlib import Path

from archive.keys import DocumentPath


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that was not made, why, and what to do."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """A document that was made, or would be. `path`: in the archive, or of the draft."""

    label: str
    code: str
    path: str


@dataclass
class BatchReport:
    made: list[Made] = field(default_factory=list)
    before: list[Made] = field(default_factory=list)  # issued by an earlier run
    failed: list[Failure] = field(default_factory=list)
    stopped: bool = False  # somebody asked the job to stop; the rest was not tried

    def add(self, other: "BatchReport") -> None:
        self.made += other.made
        self.before += other.before
        self.failed += other.failed


def copy_of(folder: Path, made: Made) -> Path:
    """The path of an issued document's copy: <out>/<unit>/<document>.docx."""
    path = DocumentPath.parse(made.path)
    return folder / path.unit / f"{path.name}.docx"
