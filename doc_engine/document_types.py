"""The 29 kinds of administrative documents and the three kinds of copies.

Source: NĐ 30/2020/NĐ-CP, Điều 7 (the kinds), Phụ lục III Mục I (abbreviations) and Mục II (forms).
"""

from enum import Enum

from .vietnamese import slug


class DocumentType(Enum):
    """A kind: title in lower case, abbreviation, form ("" where the decree has none)."""

    RESOLUTION = ("nghị quyết", "NQ", "1.1")
    DECISION = ("quyết định", "QĐ", "1.2")
    DIRECTIVE = ("chỉ thị", "CT", "1.4")
    REGULATIONS = ("quy chế", "QC", "1.4")
    RULES = ("quy định", "QyĐ", "1.4")
    COMMUNIQUE = ("thông cáo", "TC", "1.4")
    NOTICE = ("thông báo", "TB", "1.4")
    GUIDANCE = ("hướng dẫn", "HD", "1.4")
    AGENDA = ("chương trình", "CTr", "1.4")
    PLAN = ("kế hoạch", "KH", "1.4")
    OPTION = ("phương án", "PA", "1.4")
    SCHEME = ("đề án", "ĐA", "1.4")
    PROJECT = ("dự án", "DA", "1.4")
    REPORT = ("báo cáo", "BC", "1.4")
    MINUTES = ("biên bản", "BB", "1.9")
    SUBMISSION = ("tờ trình", "TTr", "1.4")
    CONTRACT = ("hợp đồng", "HĐ", "")
    OFFICIAL_LETTER = ("công văn", "", "1.5")
    TELEGRAM = ("công điện", "CĐ", "1.6")
    MEMORANDUM = ("bản ghi nhớ", "BGN", "")
    AGREEMENT = ("bản thỏa thuận", "BTT", "")
    AUTHORISATION = ("giấy ủy quyền", "GUQ", "1.4")
    INVITATION = ("giấy mời", "GM", "1.7")
    INTRODUCTION = ("giấy giới thiệu", "GGT", "1.8")
    LEAVE = ("giấy nghỉ phép", "GNP", "1.10")
    COVER_SLIP = ("phiếu gửi", "PG", "1.4")
    TRANSFER_SLIP = ("phiếu chuyển", "PC", "1.4")
    NOTICE_SLIP = ("phiếu báo", "PB", "1.4")
    PUBLIC_LETTER = ("thư công", "", "")
    CERTIFIED_COPY = ("bản sao y", "SY", "3.1")
    EXTRACT_COPY = ("bản trích sao", "TrS", "3.1")
    RECOPY = ("bản sao lục", "SL", "3.1")

    @property
    def title(self) -> str:
        return self.value[0]

    @property
    def abbreviation(self) -> str:
        return self.value[1]

    @property
    def form(self) -> str:
        return self.value[2]

    @classmethod
    def named(cls, text: str) -> "DocumentType":
        """The kind by its abbreviation or name, diacritics and case optional.

        Raises KeyError, also where the text may mean two kinds.
        """
        if text in _BY_ABBREVIATION:
            return _BY_ABBREVIATION[text]
        wanted = slug(text)
        # "hd" is hướng dẫn and hợp đồng, "da" dự án and đề án: of two, only the whole name will do.
        found = {kind for kind in cls if wanted in (slug(kind.title), slug(kind.title.removeprefix("bản ")))}
        found = found or {kind for kind in cls if kind.abbreviation and slug(kind.abbreviation) == wanted}
        if len(found) != 1:
            raise KeyError(text)
        return found.pop()

    @classmethod
    def from_abbreviation(cls, abbreviation: str) -> "DocumentType":
        """The kind with that abbreviation, letter case exact. Raises KeyError."""
        return _BY_ABBREVIATION[abbreviation]


_BY_ABBREVIATION = {kind.abbreviation: kind for kind in DocumentType if kind.abbreviation}
COPIES = frozenset({DocumentType.CERTIFIED_COPY, DocumentType.EXTRACT_COPY, DocumentType.RECOPY})
# Types whose forms have no trích yếu (Phụ lục III, Mẫu 1.8, 1.10, 3.1); a thư công has no prescribed form at all.
WITHOUT_SUBJECT = COPIES | {DocumentType.INTRODUCTION, DocumentType.LEAVE, DocumentType.PUBLIC_LETTER}
