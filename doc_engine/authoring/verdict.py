"""What somebody who writes a template is told."""

from dataclasses import dataclass

from ..render import Mode


@dataclass(frozen=True, slots=True)
class Mistake:
    """`paragraph`: its number, 0 for the template as a whole; `text`: how it reads."""

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
