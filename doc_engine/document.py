"""The terms of the law: codes, dates, legal bases, issuing bodies, signatures."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from .document_types import DocumentType
from .errors import ExitCode, VanthuError
from .vietnamese import capitalised, normalize, slug


class WrongCode(VanthuError):
    code = "VB-01"
    exit_code = ExitCode.INPUT
    message = '"{text}" không phải là số và ký hiệu văn bản.'
    remedy = "Hãy viết như 05/KH-UBND: số, dấu gạch chéo, ký hiệu, không có dấu cách."


class AuthorityConflict(VanthuError):
    """A signer who cannot sign in that capacity."""

    code = "VB-02"
    exit_code = ExitCode.REFUSED
    message = "{name} ({title}) không thể ký theo cách {capacity}: {rule}."
    remedy = "Hãy sửa chức vụ hoặc cách ký trong trang Người ký."


def day_text(on: date) -> str:
    """Return the date as "ngày 05 tháng 02 năm 2024".

    Zero before days below 10 and months 1 and 2 only. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.4.
    """
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def short_day_text(on: date) -> str:
    """Return the date in figures: "03/01/2019", "11/3/2024"; zeros as in `day_text`."""
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"{on.day:02}/{month}/{on.year}"


# Without diacritics these two would be the abbreviations of hướng dẫn and dự án.
_KIND_SLUGS = {"HĐ": "hop-dong", "ĐA": "de-an"}
_CODE = re.compile(r"(\d{1,6})/([^\W\d_][\w.&-]*)")


@dataclass(frozen=True, slots=True)
class DocumentCode:
    """A số, ký hiệu such as "05/KH-UBND".

    `number` is None in a draft, which the decree leaves without one.
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3.
    """

    number: int | None
    symbol: str

    @classmethod
    def parse(cls, text: str) -> "DocumentCode":
        """Return the code; spaces around the slash and hyphens are ignored.

        Raises WrongCode, also for an absent number.
        """
        match = _CODE.fullmatch(re.sub(r"\s*([/-])\s*", r"\1", normalize(text)))
        if match is None or int(match[1]) < 1:
            raise WrongCode(text=text)
        return cls(int(match[1]), match[2])

    def __str__(self) -> str:
        return f"{'     ' if self.number is None else f'{self.number:02}'}/{self.symbol}"

    @property
    def slug(self) -> str:
        """The last part of the document's path in the archive: "qd-00145-ubnd".

        The number must be known.
        """
        kind, _, rest = self.symbol.partition("-")
        return "-".join(part for part in (_KIND_SLUGS.get(kind, slug(kind)), f"{self.number:05}", slug(rest)) if part)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Căn cứ ban hành, or any document that is cited.

    `code` and `body` are empty for a law or an ordinance, which are cited without them.
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.6.
    """

    type_name: str  # "Quyết định"
    code: str  # "06/QĐ-TTg"
    body: str  # "Thủ tướng Chính phủ"
    issued_on: date | None
    subject: str

    @property
    def short(self) -> str:
        """The form of later citations: "Quyết định số 06/QĐ-TTg"."""
        return f"{self.type_name} số {self.code}" if self.code else f"{self.type_name} {self.subject}".strip()

    @property
    def full(self) -> str:
        """The form of the first citation, with body, date and subject."""
        day = f" {day_text(self.issued_on)}" if self.issued_on else ""
        if not self.code:
            return f"{self.type_name} {self.subject}{day}".strip()
        body = f" của {self.body}" if self.body else ""
        return f"{self.type_name} số {self.code}{day}{body} {self.subject}".strip()


@dataclass(frozen=True, slots=True)
class IssuingBody:
    """A cơ quan ban hành, as page head, symbol and signature need it."""

    key: str  # identifies the series of numbers: "063", "063/HĐXD"
    parent_name: str  # line above, not bold; "" for an Ủy ban nhân dân, which has none
    name_lines: tuple[str, ...]  # in capitals, each on its own line
    collective: str  # the words after "TM.": "ỦY BAN NHÂN DÂN"
    head_title: str  # "CHỦ TỊCH"
    abbreviation: str  # in symbols: "UBND"
    full_name: str  # in sentences: "Ủy ban nhân dân huyện Bạch Thông"

    def symbol(self, kind: DocumentType) -> str:
        """The symbol of a document of that kind: "KH-UBND".

        Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3.
        """
        return "-".join(part for part in (kind.abbreviation, self.abbreviation) if part)


class SigningAuthority(Enum):
    """The capacity in which a person signs.

    Source: NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I, Phần I, Mục II.7.
    """

    DIRECT = "Cấp trưởng"
    DEPUTY = "Ký thay (KT.)"
    BY_ORDER = "Thừa lệnh (TL.)"
    AUTHORISED = "Thừa ủy quyền (TUQ.)"
    ACTING = "Quyền (Q.)"


# The title of an office's head, by how the office's name begins.
_HEADS = {"Phòng": "TRƯỞNG PHÒNG", "Sở": "GIÁM ĐỐC", "Ban": "TRƯỞNG BAN", "Văn phòng": "CHÁNH VĂN PHÒNG"}


def head_of(name: str) -> str:
    """The head of an office, as in a sentence: "Trưởng Phòng Nội vụ".

    "Thủ trưởng …" for an office whose head `_HEADS` does not name.
    """
    start, title = next(
        ((start, title) for start, title in _HEADS.items() if name.startswith(start)), ("", "THỦ TRƯỞNG")
    )
    return f"{capitalised(title.lower().removesuffix(start.lower()).strip())} {name}"


def office(parent: str, unit_key: str, name: str, abbreviation: str) -> IssuingBody:
    """A specialised office of a committee as an issuing body.

    Its own name is in bold under the committee's, which is abbreviated. `parent`: the unit's name; `name` without it.
    Raises KeyError for an office whose head `_HEADS` does not name.
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.2.
    """
    head = next((title for start, title in _HEADS.items() if name.startswith(start)), None)
    if head is None:
        raise KeyError(name)
    return IssuingBody(
        key=f"{unit_key}/{abbreviation}",
        parent_name=f"UBND {parent.upper()}",
        name_lines=(name.upper(),),
        collective="",
        head_title=head,
        abbreviation=abbreviation,
        full_name=f"{name} {parent}",
    )


@dataclass(frozen=True, slots=True)
class Signer:
    full_name: str
    title: str  # "Phó Chủ tịch"
    capacity: SigningAuthority


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature block: lines of authority (capitals), another post, the name."""

    lines: tuple[str, ...]
    other_title: str
    full_name: str


def sign(body: IssuingBody, signer: Signer, *, on_behalf: bool, other_title: str = "") -> Signature:
    """The signature block of `signer` for `body`.

    `on_behalf`: the power is the collective's ("TM."), not its head's.
    `other_title`: the signer's post in the agency whose seal the advisory body uses (ô 7b).
    Raises AuthorityConflict. Source: NĐ 30/2020/NĐ-CP, Điều 13; Phụ lục I, Phần I, Mục II.7.
    """
    title = signer.title.upper()
    head = body.head_title
    _check_capacity(signer, title, head)
    authority = {
        SigningAuthority.DIRECT: (head,),
        SigningAuthority.ACTING: (f"Q. {head}",),
        SigningAuthority.DEPUTY: (f"KT. {head}", title),
        SigningAuthority.BY_ORDER: (f"TL. {head}", title),
        SigningAuthority.AUTHORISED: (f"TUQ. {head}", title),
    }[signer.capacity]
    collective = (f"TM. {body.collective}",) if on_behalf else ()
    if signer.capacity in (SigningAuthority.BY_ORDER, SigningAuthority.AUTHORISED):
        collective = ()  # Điều 13.3 and 13.4: the order or the authorisation is the head's
    return Signature(collective + authority, other_title, signer.full_name)


def _check_capacity(signer: Signer, title: str, head: str) -> None:
    rule = ""
    if signer.capacity is SigningAuthority.DIRECT and title != head:
        rule = f"cấp trưởng phải giữ chức {capitalised(head.lower())} (Điều 13 Nghị định 30/2020/NĐ-CP)"
    elif signer.capacity is SigningAuthority.DEPUTY and not title.startswith("PHÓ "):
        rule = "chỉ cấp phó được ký thay (khoản 1 và 2 Điều 13 Nghị định 30/2020/NĐ-CP)"
    elif signer.capacity in (SigningAuthority.BY_ORDER, SigningAuthority.AUTHORISED) and title == head:
        rule = "người đứng đầu không ký thừa lệnh hay thừa ủy quyền của chính mình"
    if rule:
        raise AuthorityConflict(name=signer.full_name, title=signer.title, capacity=signer.capacity.value, rule=rule)
