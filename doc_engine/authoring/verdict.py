"""The result of examining a template, for its author."""

from dataclasses import dataclass

from ..render import Mode


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake. `paragraph`: its number, 0 for the whole template; `text`: its text."""

    paragraph: int
    text: str
    what: str
    remedy: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 80 else f"{self.text[:80]}…"
        where = f'đoạn {self.paragraph} "{shown}"' if self.paragraph else "cả mẫu"
        return f"{where}: {self.what}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Verdict:
    mistakes: tuple[Mistake, ...]
    mode: Mode | None  # None when it could not be filled at all
    remarks: tuple[str, ...] = ()  # what rendering drops or changes of the author's file
    findings: tuple[str, ...] = ()  # the checker's, of a page that the author typed
