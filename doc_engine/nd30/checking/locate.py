"""Recognition of the components of a page, whatever the layout of its head.

Text and position decide, formatting hardly, so that a wrongly formatted component is still found and can be reported.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise, takewhile

from ...document_types import WITHOUT_SUBJECT, DocumentType
from ...ooxml.story import Area, Story
from .components import MOTTO, NATIONAL_NAME, Appendix, Components
from .pieces import Piece, folded, is_capitals, pieces, whole

_NUMBER = re.compile(r"(?i)^s[ốô]\s*[:.;]?\s*[\d\s.…_]*\s*/|^s[ốô]\s*[:.;]\s*\S*/|^s[ốô]\s*:")
_DATE = re.compile(r"(?i)ng[aà]y\s*.{0,8}th[aá]ng\s*.{0,8}n[aă]m")
_BASIS = re.compile(r"(?i)^(căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|theo tờ trình|xét)\b")
_AUTHORITY = re.compile(r"(?i)^(TM|KT|TL|TUQ|Q)\s*\.|^(TM|KT|TUQ)\b")
_URGENT = {"hoatoc", "thuongkhan", "khan", "hoatochengio"}
_SECRET = {"tuyetmat", "toimat", "mat"}
_CIRCULATION = {"xemxongtralai", "luuhanhnoibo", "tailieuthuhoi", "tailieuminhhoa"}
_COPIES = {"saoy": DocumentType.CERTIFIED_COPY, "saoluc": DocumentType.RECOPY, "trichsao": DocumentType.EXTRACT_COPY}
_STAMP = re.compile(r"(?i).*;.*(ngày.*tháng.*năm|\d{1,2}[-/]\d{1,2}[-/]\d{4}).*;.*(giờ|\d{1,2}:\d{2})")
_ATTACHED = re.compile(r"(?i)\(?\s*(ban hành )?kèm theo")
_KINDS = {folded(kind.title): kind for kind in DocumentType if kind is not DocumentType.OFFICIAL_LETTER}
_POSTS = (
    "chutich", "phochutich", "giamdoc", "phogiamdoc", "truongphong", "photruongphong", "chanhvanphong", "bitruhu",
    "phochanhvanphong", "truongban", "photruongban", "hieutruong", "cuctruong", "chicuctruong", "thutruong", "totruong",
    "botruong", "thuky", "chutoa", "chuongly", "tonggiamdoc", "hoidong", "ketoantruong", "quyenhan",
)  # fmt: skip
_SIGNERS_LINES = 5  # authority, post, "(Chữ ký)", other post, name
_SENTENCE = 60  # letters: longer than a name, a post or a heading
HEAD_REACH = 40  # the head is within this many paragraphs


def locate(story: Story) -> Components:
    """All components of a document that can be recognised."""
    return _Finder(story, [piece for piece in pieces(story.paragraphs) if not piece.is_empty]).components()


class _Finder:
    def __init__(self, story: Story, every: list[Piece]) -> None:
        self._found = Components(story, every)
        self._all = [piece for piece in every if not piece.is_rule]

    def components(self) -> Components:
        found = self._found
        after_head = self._head()
        foot = self._foot(after_head)
        self._appendices(foot)
        self._attachments(foot)
        self._between(after_head, foot)
        return found

    # The head: ô 1 to 5b.

    def _head(self) -> int:
        """Fill the head. Return the index of the first piece after it."""
        found, end = self._found, 0
        start = [piece for piece in self._all if piece.paragraph.number <= HEAD_REACH]
        for at, piece in enumerate(start):
            if self._take_head(piece):
                end = at + 1
            elif end and piece.side == "" and piece.paragraph.area is Area.BODY and found.national_name is not None:
                break
        lefts = [piece for piece in self._all[:end] if piece.side != "right" and not self._is_taken(piece)]
        before_code = found.code.paragraph.number if found.code is not None else 10**9
        names = [piece for piece in lefts if self._is_agency(piece) and piece.paragraph.number <= before_code]
        found.parent, found.agency = _parent_and_agency(names)
        return end

    def _take_head(self, piece: Piece) -> bool:
        found, text = self._found, piece.folded
        if found.stamp is None and _STAMP.match(piece.text):
            found.stamp = piece
        elif found.national_name is None and _similar(piece.text, NATIONAL_NAME, 0.85):
            found.national_name = piece
        elif found.motto is None and _similar(piece.text, MOTTO, 0.8):
            found.motto = piece
        elif found.national_name is None and found.title is None and piece.folded in _COPIES:
            found.title, found.kind = piece, _COPIES[piece.folded]
        elif found.code is None and _NUMBER.match(piece.text) and _is_short(piece) and _kind(piece) is None:
            found.code = piece
        elif found.place_date is None and _DATE.search(piece.text) and len(piece.text) < 90 and self._is_place(piece):
            found.place_date = piece
        elif text in _URGENT | _SECRET | _CIRCULATION and len(found.marks) < 3:
            found.marks.append(piece)
        elif not found.letter_subject and self._is_letter_subject(piece):
            found.letter_subject = [piece]
        elif found.letter_subject and piece.side == "left" and _same_column(piece, found.letter_subject[-1]):
            found.letter_subject.append(piece)
        else:
            # In a head laid out as a table, all text in its cells belongs to it.
            known = (found.national_name, found.motto, found.code, found.place_date)
            tables = {one.paragraph.cell.table for one in known if one is not None and one.paragraph.cell is not None}
            cell = piece.paragraph.cell
            return cell is not None and cell.table in tables and _kind(piece) is None
        return True

    @staticmethod
    def _is_place(piece: Piece) -> bool:
        return (
            not piece.text.startswith("(")
            and not _BASIS.match(piece.text)
            and bool(
                piece.side == "right"
                or piece.paragraph.area is Area.BOX
                or re.match(r"(?i)[^,]{2,40},\s*ng[aà]y|ng[aà]y", piece.text)
            )
        )

    def _is_letter_subject(self, piece: Piece) -> bool:
        """Whether a piece is the subject of a công văn: "V/v" below the number.

        "Về việc" counts only at the left, where no other type has its subject.
        """
        after_code = self._found.code is not None and piece.side != "right"
        pattern = r"(?i)v\s*/\s*v\b|về việc" if piece.side == "left" else r"(?i)v\s*/\s*v\b"
        return after_code and re.match(pattern, piece.text) is not None

    def _is_taken(self, piece: Piece) -> bool:
        found = self._found
        single = (found.national_name, found.motto, found.code, found.place_date, found.stamp)
        return piece in single or piece in (
            *found.marks,
            *found.letter_subject,
        )

    @staticmethod
    def _is_agency(piece: Piece) -> bool:
        return _kind(piece) is None and len(piece.text) < 120 and any(letter.isalpha() for letter in piece.text)

    # The foot: ô 7, 9b.

    def _foot(self, start: int) -> tuple[int, int]:
        """Fill recipients and signature. Return the foot as (start, end), end exclusive."""
        found, every = self._found, self._all
        at = next(
            (n for n in range(start, len(every)) if every[n].folded.startswith("noinhan") and len(every[n].text) < 60),
            None,
        )
        if at is None:
            at = next(
                (n for n in range(start, len(every)) if _AUTHORITY.match(every[n].text) and is_capitals(every[n].text)),
                None,
            )
            if at is None:
                return len(every), len(every)
            end = self._signature([piece for piece in every[at : at + 8]])
            return at, at + end
        found.recipients_heading = heading = every[at]
        cell = heading.paragraph.cell
        if cell is not None and cell.columns > 1:
            return self._foot_in_table(at, cell.table)
        return self._foot_in_text(at)

    def _signature_above(self, at: int) -> int:
        """Fill the signatures of a table above Nơi nhận, as in minutes (Mẫu 1.9).

        Returns the index where that table begins; `at` where there is none.
        """
        every = self._all
        cell = every[at - 1].paragraph.cell if at else None
        if cell is None or cell.columns < 2:
            return at
        inside = [piece for piece in every[:at] if (c := piece.paragraph.cell) is not None and c.table == cell.table]
        left, right = ([piece for piece in inside if piece.side == side] for side in ("left", "right"))
        if not right or not is_capitals(right[0].text) or max(len(left), len(right)) > _SIGNERS_LINES:
            return at
        self._found.secretary = left
        self._signature(right)
        return every.index(inside[0])

    def _foot_in_table(self, at: int, table: int) -> tuple[int, int]:
        found, every = self._found, self._all
        inside = [n for n in range(len(every)) if (c := every[n].paragraph.cell) is not None and c.table == table]
        heading = every[at].paragraph.cell
        assert heading is not None
        column = [every[n] for n in inside if (c := every[n].paragraph.cell) and c.column == heading.column and n > at]
        found.recipients = [piece for piece in column if piece.text[:1] in "-–—+•*" or not is_capitals(piece.text)]
        signature = [every[n] for n in inside if (c := every[n].paragraph.cell) and c.column > heading.column]
        self._signature(signature)
        found.secretary = [
            every[n] for n in inside if n < at and (c := every[n].paragraph.cell) and c.column == heading.column
        ]
        return inside[0], inside[-1] + 1

    def _foot_in_text(self, at: int) -> tuple[int, int]:
        """Fill Nơi nhận and signature, side by side by tabs or below each other."""
        found, every = self._found, self._all
        rights: list[Piece] = []
        first, n = at, at
        while first > 0 and every[first - 1].side == "right" and is_capitals(every[first - 1].text):
            first -= 1
            rights.insert(0, every[first])
        for n in range(at + 1, min(len(every), at + 30)):
            piece = every[n]
            elsewhere = piece.paragraph.page_break or piece.paragraph.section != every[at].paragraph.section
            if _is_appendix(piece) or elsewhere or _kind(piece) is not None:
                n -= 1
                break
            if (
                piece.side == "right"
                or _AUTHORITY.match(piece.text)
                or (rights and piece.side == "" and piece.text[:1] not in "-–—+")
            ):
                rights.append(piece)
            else:
                found.recipients.append(piece)
        self._signature(rights)
        return (first if found.authority else self._signature_above(at)), n + 1

    def _signature(self, column: list[Piece]) -> int:
        """Fill ô 7 from the pieces of its column. Return how many were used."""
        found = self._found
        shown = [piece for piece in _without_brackets(column) if not _is_appendix(piece)]
        lines: list[Piece] = []
        for piece in shown:
            handed = bool(lines) and re.match(r"(?i)(KT|TL|TUQ|TM|T/M|K/T)\b", lines[-1].text)
            post = piece.folded.startswith(_POSTS) and (not lines or handed)
            if not (is_capitals(piece.text) or _AUTHORITY.match(piece.text) or post):
                break
            lines.append(piece)
        rest = shown[len(lines) :]
        if not rest and len(lines) > 1 and not lines[-1].folded.startswith(_POSTS):
            rest, lines = lines[-1:], lines[:-1]  # a name in capitals
        found.authority = lines
        if rest:
            found.signer, found.other_title = rest[-1], rest[:-1]
        return len(column)

    # The rest.

    def _appendices(self, foot: tuple[int, int]) -> None:
        found, every = self._found, self._all
        alone = bool(every) and any(_is_appendix(piece) for piece in every[:3])  # a file of its own
        first = 0 if alone else foot[1]
        starts = [n for n in range(first, len(every)) if _is_appendix(every[n])]
        for at in starts:
            appendix = Appendix(every[at])
            for piece in every[at + 1 : at + 8]:
                if _ATTACHED.match(piece.text):
                    appendix.note = [piece]
                    break
                centred = piece.paragraph.format.align == "center" or is_capitals(piece.text)
                if piece.paragraph.cell is None and (centred or not piece.says_something):
                    appendix.title.append(piece)
                else:
                    break
            found.appendices.append(appendix)

    def _attachments(self, foot: tuple[int, int]) -> None:
        """Fill what is issued with the document: below its foot, under its own title.

        Examples: a quy chế, a plan.
        """
        found, every = self._found, self._all
        headings = [every.index(piece) for piece in found.appendix_headings]
        end = min((at for at in headings if at >= foot[1]), default=len(every))
        starts = [n for n in range(foot[1], end) if _kind(every[n]) is not None]
        for first, following in pairwise([*starts, end]):
            last = every[following - 1].paragraph.number
            numbers = range(every[first].paragraph.number, last + 1)
            inside = _Finder(found.story, [piece for piece in found.all if piece.paragraph.number in numbers])
            inside._between(0, (len(inside._all), len(inside._all)))
            found.attachments.append(inside._found)
        unknown = every[foot[1] : starts[0] if starts else end]
        found.beyond = [piece for piece in unknown if piece.paragraph.area is Area.BODY and len(piece.text) > _SENTENCE]

    def _between(self, start: int, foot: tuple[int, int]) -> None:
        """Fill title, subject, power, bases, command, addressees and running text."""
        found = self._found
        if found.appendices and not found.has_head:
            return  # an appendix in a file of its own has none of these
        inside = dict.fromkeys(
            piece.paragraph
            for piece in self._all[start : foot[0]]
            if piece.paragraph.area is not Area.BOX and piece not in found.marks
        )
        middle = [whole(paragraph) for paragraph in inside]  # only head and foot have columns
        at = self._title(middle)
        at = self._subject(middle, at)
        rest = list(middle[at:])
        found.attached = next((piece for piece in rest[:3] if _ATTACHED.match(piece.text)), None)
        self._addressees(rest)
        self._before_command(rest)
        lists = (*found.bases, *found.power, *found.addressees, *found.asides, *found.wired)
        taken = {id(piece) for piece in (*lists, found.command, found.attached)}
        found.body = [
            piece for piece in rest if id(piece) not in taken and piece.paragraph.area is Area.BODY and piece.is_whole
        ]

    def _title(self, middle: list[Piece]) -> int:
        found = self._found
        for at, piece in enumerate(middle[:12]):
            if (kind := _kind(piece)) is not None:
                found.title, found.kind = piece, kind
                return at + 1
        return 0

    def _subject(self, middle: list[Piece], at: int) -> int:
        found = self._found
        if found.title is None or found.kind in WITHOUT_SUBJECT:
            return at
        while at < len(middle) and len(found.subject) < 6 and self._goes_on(middle[at]):
            found.subject.append(middle[at])
            at += 1
        return at

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a piece below the title belongs to the subject."""
        found = self._found
        opens = _BASIS.match(piece.text) or _ATTACHED.match(piece.text) or _opens_body(piece)
        if opens or piece.paragraph.area is not Area.BODY:
            return False
        if found.subject:
            # A next line in capitals is the thẩm quyền ban hành; text below the rule is not part of the subject.
            decides = found.kind in (DocumentType.DECISION, DocumentType.RESOLUTION)
            if _rule_between(found, found.subject[-1], piece) or (decides and is_capitals(piece.text)):
                return False
        elif re.match(r"(?i)về |v/v|ban hành|phê duyệt|họp ", piece.text):
            return True
        centred = piece.paragraph.format.align == "center"
        return (centred or any(run.format.bold for run in piece.inked)) and not _is_power(piece)

    def _addressees(self, rest: list[Piece]) -> None:
        found = self._found
        for at, piece in enumerate(rest[:8]):
            listed = list(takewhile(lambda follower: follower.text[:1] in "-–—+", rest[at + 1 :]))
            if piece.folded.startswith("kinhgui"):
                found.addressees = [piece, *listed]
                after = rest[at + 1 + len(listed) :]
                found.asides = list(takewhile(lambda one: re.fullmatch(r"\(.*\)", one.text) is not None, after))
                return
            if found.kind is DocumentType.TELEGRAM and piece.folded.endswith("dien"):
                found.wired = listed
                return

    def _before_command(self, rest: list[Piece]) -> None:
        found = self._found
        decides = found.kind in (DocumentType.DECISION, DocumentType.RESOLUTION)
        if found.kind is DocumentType.LEAVE:
            return  # "Xét Đơn …" is a sentence of its form
        for at, piece in enumerate(rest[:40]):
            alone = is_capitals(piece.text) or piece.paragraph.format.align == "center"
            if found.title is not None and alone and piece.folded in ("quyetdinh", "quyetnghi"):
                found.command = piece
                before = rest[:at]
                found.power = [one for one in before if is_capitals(one.text) or _is_power(one)]
                found.bases = [one for one in before if one not in found.power and one not in found.addressees]
                return
        if decides:
            found.power = [one for one in rest[:2] if is_capitals(one.text)]
        for piece in rest:
            if piece in found.power or piece in found.addressees:
                continue
            if not _BASIS.match(piece.text):
                break
            found.bases.append(piece)
        # "Căn cứ …, Ủy ban nhân dân báo cáo như sau:" opens a body and is not a list of bases.
        if not decides and (len(found.bases) < 2 and not any(one.text.endswith(";") for one in found.bases)):
            found.bases = []


def _is_short(piece: Piece) -> bool:
    """Whether a piece is no sentence; a line "V/v …" below the number does not count."""
    return len(re.split(r"(?i)\bv\s*/\s*v\b", piece.text)[0]) < _SENTENCE


def _without_brackets(column: list[Piece]) -> Iterator[Piece]:
    """The pieces without "(Chữ ký …)", which may span several paragraphs."""
    open_brackets = 0
    for piece in column:
        opened, closed = (sum(piece.text.count(one) for one in pair) for pair in ("([", ")]"))
        if not open_brackets and not (opened and piece.text[0] in "(["):
            yield piece
            continue
        open_brackets = max(open_brackets + opened - closed, 0)


def _kind(piece: Piece) -> DocumentType | None:
    """The type or copy whose name is the whole piece, in capitals or centred."""
    centred = piece.paragraph.format.align == "center" and piece.side == ""
    if piece.text.endswith(":") or not (is_capitals(piece.text) or centred):
        return None
    return _KINDS.get(piece.folded) or _COPIES.get(piece.folded)


def _is_power(piece: Piece) -> bool:
    """Whether a centred piece only names an authority, in upper or lower case."""
    starts = piece.folded.startswith(
        ("chutich", "uybannhandan", "hoidongnhandan", "giamdoc", "truongphong", "botruong")
    )
    return starts and piece.paragraph.format.align == "center" and len(piece.text) < 90


def _parent_and_agency(names: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Split the names at the left into those of the parent body and of the agency.

    "ỦY BAN NHÂN DÂN / HUYỆN X" is one name on two lines. Of other names the last bold lines are the agency's own; where
    weight does not distinguish them, a first line that begins with an abbreviation (UBND, HĐND) is the parent's.
    """
    one_name = bool(names) and names[0].folded in ("uybannhandan", "hoidongnhandan", "ubnd", "hdnd")
    if len(names) < 2 or (one_name and len(names) == 2):
        return [], names
    bold = [all(run.format.bold for run in piece.inked) for piece in names]
    cut = next((n for n in range(len(names)) if all(bold[n:])), None)
    if any(bold) and cut is None and not one_name:
        cut = len(names) - 1
    if cut:
        return names[:cut], names[cut:]
    if not one_name and re.match(r"UBND|HĐND", names[0].text):
        return names[:1], names[1:]
    return [], names


def _same_column(piece: Piece, other: Piece) -> bool:
    mine, theirs = piece.paragraph.cell, other.paragraph.cell
    return mine is not None and mine == theirs


def _is_appendix(piece: Piece) -> bool:
    return bool(re.fullmatch(r"(?i)phụ lục(\s+(số\s+)?([ivxlc\d]+|[.…\s]+))?[.:]?", piece.text)) or (
        len(piece.text) < 30 and bool(re.match(r"PHỤ LỤC\b", piece.text))
    )


def _opens_body(piece: Piece) -> bool:
    return bool(
        re.match(r"(?i)(kính gửi|điều \d|chương [ivx\d]|phần [ivx\d]|[ivx]+\. |\d+\. |thời gian|địa điểm)", piece.text)
    )


def _rule_between(found: Components, first: Piece, second: Piece) -> bool:
    inside = range(first.paragraph.number + 1, second.paragraph.number)
    lines = [piece for piece in found.all if piece.is_rule and piece.paragraph.number in inside]
    drawn = [one for one in found.story.paragraphs if one.number in (first.paragraph.number, *inside) and one.drawn]
    return bool(lines or drawn) or first.paragraph.format.line_below


def _similar(text: str, wanted: str, least: float) -> bool:
    """Whether a text is the wanted one but for typos: similarity at least `least`."""
    mine, theirs = folded(text), folded(wanted)
    if abs(len(mine) - len(theirs)) > len(theirs) * (1 - least) * 2:
        return False
    return SequenceMatcher(None, mine, theirs).ratio() >= least
