"""The components of a page (ô số 1 to 14), as `locate` finds them in a document.

A missing component is None or empty. Source of the numbers: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục IV.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ...document_types import DocumentType
from ...ooxml.story import Area, Paragraph, Story
from .pieces import Piece

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(eq=False)
class Components:
    """The recognised components of a document; pieces in reading order."""

    story: Story
    all: list[Piece]
    national_name: Piece | None = None
    motto: Piece | None = None
    parent: list[Piece] = field(default_factory=list)
    agency: list[Piece] = field(default_factory=list)
    code: Piece | None = None  # số, ký hiệu
    place_date: Piece | None = None
    letter_subject: list[Piece] = field(default_factory=list)  # ô 5b
    marks: list[Piece] = field(default_factory=list)  # ô 10, 11
    stamp: Piece | None = None  # ô 14, also of attachments: text of a digital signature
    attached: Piece | None = None  # "(Kèm theo …)" of a document issued with a decision
    title: Piece | None = None  # tên loại
    kind: DocumentType | None = None
    subject: list[Piece] = field(default_factory=list)
    power: list[Piece] = field(default_factory=list)  # thẩm quyền ban hành
    bases: list[Piece] = field(default_factory=list)
    command: Piece | None = None  # QUYẾT ĐỊNH:
    addressees: list[Piece] = field(default_factory=list)  # with the line of "Kính gửi"
    asides: list[Piece] = field(default_factory=list)  # "(Địa chỉ: …)" below the addressees
    wired: list[Piece] = field(default_factory=list)  # of a công điện: its addressees
    body: list[Piece] = field(default_factory=list)  # running text, tables left out
    recipients_heading: Piece | None = None
    recipients: list[Piece] = field(default_factory=list)
    authority: list[Piece] = field(default_factory=list)  # quyền hạn, chức vụ
    other_title: list[Piece] = field(default_factory=list)
    signer: Piece | None = None
    secretary: list[Piece] = field(default_factory=list)  # of minutes: at the left of the chair
    appendices: list["Appendix"] = field(default_factory=list)
    attachments: list["Components"] = field(default_factory=list)  # documents issued with it, below its foot
    beyond: list[Piece] = field(default_factory=list)  # sentences below the foot that belong to no known component

    @cached_property
    def is_letter(self) -> bool:
        """Whether this is a công văn: no tên loại, but "V/v" or "Kính gửi"."""
        return self.title is None and bool(self.letter_subject or self.addressees)

    @property
    def has_head(self) -> bool:
        return self.national_name is not None or self.code is not None

    @property
    def names(self) -> list[Piece]:
        """Ô 7b: other post and name."""
        return [*self.other_title, *([self.signer] if self.signer is not None else [])]

    @property
    def appendix_headings(self) -> list[Piece]:
        return [one.heading for one in self.appendices]

    @property
    def appendix_titles(self) -> list[Piece]:
        return [piece for one in self.appendices for piece in one.title]

    @property
    def appendix_notes(self) -> list[Piece]:
        return [piece for one in self.appendices for piece in one.note]

    @property
    def notes(self) -> list[Piece]:
        """Every "(Kèm theo …)" below the foot."""
        return [*self.appendix_notes, *(one.attached for one in self.attachments if one.attached is not None)]

    @property
    def last(self) -> Piece | None:
        """The last text of the body, where "./." belongs."""
        return self.body[-1] if self.body else None


@dataclass
class Appendix:
    heading: Piece
    title: list[Piece] = field(default_factory=list)
    note: list[Piece] = field(default_factory=list)  # (Kèm theo …)


def paragraphs_after(components: Components, piece: Piece) -> Iterator[Paragraph]:
    """The paragraphs after a piece in its cell or in the running text, nearest first."""
    cell = piece.paragraph.cell
    for paragraph in components.story.paragraphs[piece.paragraph.number :]:
        if paragraph.cell != cell and paragraph.area is not Area.BOX:
            return
        yield paragraph
