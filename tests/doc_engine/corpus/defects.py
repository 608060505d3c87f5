"""Ways of breaking a right paper, each with the rule that must report it.

`also`: the rules that report its side effects.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .paper import Line, Look, Paper
from .papers import (
    decision,
    decision_with_regulations,
    letter,
    minutes,
    minutes_signed_above,
    plan,
    regulations,
    stamped,
    urgent,
)  # fmt: skip

Break = Callable[[Paper], object]
LIBREOFFICE = "LibreOffice"  # in `not_in`: a defect that LibreOffice repairs when it saves


@dataclass(frozen=True)
class Defect:
    """A defect: `code` is the rule that must find it in `paper()` broken by `breaks`.

    `also`: rules that rightly report, too. `not_in`: ways of writing in which the defect cannot be made.
    """

    code: str
    paper: Callable[[], Paper]
    breaks: Break
    also: frozenset[str] = frozenset()
    not_in: frozenset[str] = frozenset()

    def broken(self) -> Paper:
        paper = self.paper()
        self.breaks(paper)
        return paper


def _size(role: str, size: float) -> Break:
    return lambda paper: setattr(paper.first(role).look, "size", size)


def _look(role: str, **changes: object) -> Break:
    def change(paper: Paper) -> None:
        for name, value in changes.items():
            setattr(paper.first(role).look, name, value)

    return change


def _text(role: str, old: str, new: str, which: int = 0) -> Break:
    def change(paper: Paper) -> None:
        line = paper.all(role)[which]
        assert old in line.text, (line.text, old)
        line.text = line.text.replace(old, new, 1)

    return change


def _whole(role: str, text: str, which: int = 0) -> Break:
    return lambda paper: setattr(paper.all(role)[which], "text", text)


def _append(role: str, text: str) -> Break:
    return lambda paper: setattr(paper.first(role), "text", paper.first(role).text + text)


def _without(role: str) -> Break:
    return lambda paper: paper.remove(role)


def _rule(role: str, share: float | None, which: int = 0) -> Break:
    return lambda paper: setattr(paper.all(role)[which], "rule", share)


def _page(**changes: float) -> Break:
    return lambda paper: setattr(paper, "page", replace(paper.page, **changes))


def _numbers(**changes: Any) -> Break:
    return lambda paper: setattr(paper, "numbers", replace(paper.numbers, **changes))


def _add(column: str, at: int, role: str, text: str, look: Look | None = None) -> Break:
    def change(paper: Paper) -> None:
        lines: list[Line] = getattr(paper, column)
        model = look or next((line.look for line in lines if line.role == role), lines[0].look)
        lines.insert(at if at >= 0 else len(lines) + 1 + at, Line(role, text, model))

    return change


def _both(*breaks: Break) -> Break:
    return lambda paper: [one(paper) for one in breaks]


# rules' prefix, role in the paper, paper, sizes too small and too large, whether bold, italic, capitals are right
_LOOKS: tuple[tuple[str, str, Callable[[], Paper], tuple[float, float], bool | None, bool | None, bool | None], ...] = (
    ("QH", "QH", decision, (11, 15), True, False, True),
    ("TN", "TN", decision, (12, 16), True, False, False),
    ("CQ", "CQ", regulations, (11, 14), False, False, True),
    ("BH", "BH", regulations, (11, 14), True, False, True),
    ("SK", "SK", decision, (12, 14), False, False, None),
    ("DD", "DD", decision, (12, 16), False, True, False),
    ("TL", "TL", decision, (12, 16), True, False, True),
    ("TY", "TY", decision, (12, 16), True, False, False),
    ("VV", "VV", letter, (11, 14), False, False, False),
    ("TQ", "TQ", decision, (12, 16), True, False, True),
    ("ML", "ML", decision, (12, 16), True, False, True),
    ("CC", "CC", decision, (12, 15), False, True, None),
    ("ND", "ND", plan, (12, 15), None, None, None),
    ("KG", "KG", letter, (12, 15), False, False, False),
    ("NN", "NN", plan, (11, 14), True, True, False),
    ("DS", "DS", plan, (10, 12), False, False, False),
    ("QY", "QY", plan, (12, 16), True, False, True),
    ("HT", "HT", plan, (12, 16), True, False, False),
    ("PL", "PL", decision, (13, 16), True, False, False),
    ("TP", "TP", decision, (12, 16), True, False, True),
    ("KT", "KT", decision, (12, 16), None, True, False),
    ("DK", "DK", urgent, (12, 16), True, False, True),
    ("CS", "CS", stamped, (9, 12), False, False, False),
)
_CENTRED = ("QH", "TN", "CQ", "BH", "SK", "DD", "TL", "TY", "VV", "TQ", "ML", "QY", "HT", "PL", "TP", "KT")
_IN_A_COLUMN = ("QH", "TN", "CQ", "BH", "SK", "DD", "VV", "QY", "HT")
_TABS = frozenset({"tab, viền đoạn"})
_BORDERS = _TABS | {"bảng, viền của đoạn trống"}  # lines of unknown length
_BOXES = frozenset({"hộp chữ, khoảng trắng gạch chân"})
_TOGETHER = frozenset({"CO-01", "CO-02"})


def _of_looks() -> Iterator[Defect]:
    for prefix, role, paper, sizes, bold, italic, capitals in _LOOKS:
        for size in sizes:
            yield Defect(f"{prefix}-11", paper, _size(role, size), _TOGETHER)
        if bold is not None:
            # Weight distinguishes the two names: a wrong one makes another reading of the head possible.
            other = frozenset({"CQ-12", "BH-12", "BH-02"}) if prefix in ("CQ", "BH") else frozenset()
            yield Defect(f"{prefix}-12", paper, _look(role, bold=not bold), other)
        if italic is not None:
            yield Defect(f"{prefix}-13", paper, _look(role, italic=not italic))
        if capitals is False:
            yield Defect(
                f"{prefix}-14", paper, _upper(role), frozenset({"DD-02", "NN-02", "KG-04", "NN-04", "TL-01", "TY-05"})
            )
        if capitals:
            yield Defect(f"{prefix}-14", paper, _lower(role), frozenset({"QY-03"}))
        if role in _CENTRED:
            not_in = _TABS if role in _IN_A_COLUMN else frozenset()
            yield Defect(f"{prefix}-15", paper, _look(role, align="left"), not_in=not_in)


def _upper(role: str) -> Break:
    return lambda paper: setattr(paper.first(role), "text", paper.first(role).text.upper())


def _lower(role: str) -> Break:
    return lambda paper: setattr(paper.first(role), "text", paper.first(role).text.capitalize())


def _of_the_page() -> Iterator[Defect]:
    yield Defect("TR-01", plan, _page(width=215.9, height=279.4))
    yield Defect("TR-01", plan, _page(width=148, height=210))
    yield Defect("TR-02", plan, _page(width=297, height=210))
    for code, side, wrong in (("TR-03", "top", (15, 30)), ("TR-04", "bottom", (15, 28)), ("TR-05", "left", (20, 40)),
                              ("TR-06", "right", (10, 25))):  # fmt: skip
        for width in wrong:
            yield Defect(code, plan, _page(**{side: width}))
    yield Defect("TR-07", plan, _look("ND", font="Arial"))
    yield Defect("TR-07", decision, _look("CC", font="Calibri"))
    yield Defect("TR-08", plan, _look("ND", colour="FF0000"))
    yield Defect("TR-09", decision, _both(_numbers(present=False), _long))
    yield Defect("TR-10", plan, _numbers(on_top=False))
    yield Defect("TR-11", plan, _numbers(look=Look(13, align="right")))
    yield Defect("TR-12", plan, _numbers(look=Look(11, align="center")))
    yield Defect("TR-12", plan, _numbers(look=Look(13, italic=True, align="center")))
    yield Defect("TR-13", plan, _numbers(not_on_first=False))
    yield Defect("TR-14", plan, _numbers(before="Trang "))
    yield Defect("TR-14", plan, _numbers(form="upperRoman"))
    yield Defect("TR-14", plan, _numbers(form="numberInDash"), not_in=frozenset({LIBREOFFICE}))
    yield Defect("CO-01", plan, _both(_size("QH", 13), _size("TN", 13)))
    yield Defect("CO-01", plan, _both(_size("QH", 12), _size("DD", 14)))
    yield Defect("CO-02", plan, _size("ND", 13))


def _long(paper: Paper) -> None:
    model = paper.first("ND")
    for _ in range(25):
        paper.body.insert(-1, Line("ND", model.text + " " + model.text, model.look))


def _of_the_head() -> Iterator[Defect]:
    yield Defect("QH-01", plan, _without("QH"))
    yield Defect("QH-02", plan, _whole("QH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAN"))
    yield Defect("QH-03", plan, _swap_columns, frozenset({"BH-01", "BH-02", "BH-03"}), _BOXES)
    yield Defect("TN-01", plan, _without("TN"))
    for wrong in ("Độc lập – Tự do – Hạnh phúc", "Độc lập-Tự do-Hạnh phúc", "Độc Lập - Tự Do - Hạnh Phúc"):
        yield Defect("TN-02", plan, _whole("TN", wrong))
    yield Defect("TN-03", plan, _rule("TN", None), not_in=_TABS)
    yield Defect("TN-04", plan, _rule("TN", 0.4), not_in=_BORDERS)
    yield Defect("BH-01", plan, _without("BH"))
    yield Defect("BH-02", regulations, _rule("BH", None), not_in=_TABS)
    yield Defect("BH-03", regulations, _rule("BH", 1.2), not_in=_BORDERS)
    yield Defect(
        "BH-04",
        plan,
        lambda paper: setattr(paper, "left", [_renamed(paper.first("BH"), "UBND HUYỆN BẠCH THÔNG"), *paper.left[2:]]),
    )
    yield Defect("SK-01", plan, _without("SK"), frozenset({"DD-01"}))
    for wrong in ("Số 35/KH-UBND", "Số: 35 /KH - UBND", "Số: 35/ KH-UBND", "Số: 35/KH–UBND"):
        yield Defect("SK-02", plan, _whole("SK", wrong), frozenset({"SK-04"}))
    yield Defect("SK-03", plan, _whole("SK", "Số: 5/KH-UBND"))
    yield Defect("SK-04", plan, _whole("SK", "Số: 35/BC-UBND"))
    yield Defect("SK-04", decision, _whole("SK", "Số: 07/QD-UBND"), frozenset({"PL-05"}))
    yield Defect("SK-05", letter, _whole("SK", "Số: 12/CV-UBND"))
    yield Defect("DD-01", plan, _without("DD"))
    for wrong in ("Bạch Thông ngày 28 tháng 3 năm 2024", "Bạch Thông, Ngày 28 tháng 3 năm 2024"):
        yield Defect("DD-02", plan, _whole("DD", wrong))
    yield Defect("DD-02", plan, _whole("DD", "Bạch Thông, ngày 28 tháng 3 năm 24"))
    for wrong in (
        "Bạch Thông, ngày 28 tháng 03 năm 2024",
        "Bạch Thông, ngày 5 tháng 4 năm 2024",
        "Bạch Thông, ngày 28 tháng 2 năm 2024",
    ):
        yield Defect("DD-03", plan, _whole("DD", wrong))
    yield Defect("DD-04", plan, _whole("DD", "Bạch Thông, ngày 31 tháng 4 năm 2024"))
    yield Defect(
        "DD-05",
        minutes,
        _add("right", 2, "DD", "Bạch Thông, ngày 19 tháng 11 năm 2024", Look(13, italic=True, align="center")),
    )
    yield Defect("DD-06", plan, _whole("DD", "bạch Thông, ngày 28 tháng 3 năm 2024"))
    yield Defect("TL-01", plan, _both(_without("TL"), _without("TY")), frozenset({"NN-07"}))
    yield Defect("TL-02", plan, _beyond)
    yield Defect("TY-01", plan, _without("TY"))
    yield Defect("TY-02", plan, _rule("TY", None))
    yield Defect("TY-03", plan, _rule("TY", 1.2), not_in=_BORDERS)
    yield Defect("TY-04", plan, _text("TY", "Đánh giá", "V/v đánh giá"))
    yield Defect("TY-05", letter, _without("VV"))
    yield Defect("TY-06", plan, _text("TY", "2024", "2024."))


def _beyond(paper: Paper) -> None:
    """Text without any heading in a section behind the foot."""
    paper.appendices = [[replace(paper.first("ND")), replace(paper.first("CUOI"))]]


def _renamed(line: Line, text: str) -> Line:
    return replace(line, text=text, rule=0.4)


def _swap_columns(paper: Paper) -> None:
    paper.left, paper.right = paper.right, paper.left


def _of_the_body() -> Iterator[Defect]:
    yield Defect("CC-01", decision, _text("CC", "2015;", "2015,"))
    yield Defect("CC-01", decision, _text("CC", "trẻ em;", "trẻ em.", 1))
    yield Defect("CC-02", decision, _text("CC", "Hội đồng.", "Hội đồng;", 2))
    yield Defect("CC-03", decision, _text("CC", " ngày 03 tháng 01 năm 2019", "", 1))
    yield Defect("CC-03", decision, _text("CC", " của Thủ tướng Chính phủ", "", 1))
    yield Defect("CC-04", decision, _text("CC", "địa phương ngày", "địa phương số 77/2015/QH13 ngày"))
    yield Defect("CC-05", decision, _without("CC"))
    yield Defect("CC-06", decision, _whole("DD", "Bạch Thông, ngày 05 tháng 02 năm 2026"), frozenset({"NG-02"}))
    yield Defect("TQ-01", decision, _without("TQ"))
    yield Defect("ML-01", decision, _without("ML"))
    yield Defect("ML-01", decision, _whole("ML", "QUYẾT NGHỊ:"))
    yield Defect("ML-02", decision, _whole("ML", "QUYẾT ĐỊNH"))
    yield Defect("ND-01", plan, _look("ND", align="left"))
    yield Defect("ND-01", plan, _look("ND", align="right"))
    yield Defect("ND-02", plan, _look("ND", first_line=0))
    yield Defect("ND-02", plan, _look("ND", first_line=7))
    yield Defect("ND-02", plan, _both(_look("ND", first_line=0), _text("ND", "Thực hiện", "     Thực hiện")))
    yield Defect("ND-03", plan, _look("ND", after=0))
    yield Defect("ND-03", plan, _look("KHOAN", after=3))
    yield Defect("ND-04", plan, _look("ND", line=0.9))
    yield Defect("ND-04", plan, _look("ND", line=2.0))
    yield Defect("ND-05", plan, _text("CUOI", "./.", "."))
    yield Defect("ND-07", plan, _append("ND", " Kết quả kết quả của các xã."))
    yield Defect("ND-07", plan, _append("ND", " Trách nhiệm của của các xã."))
    yield Defect("ND-06", plan, _look("ND", italic=True))
    yield Defect("KG-01", letter, _both(_without("KG"), _without("KGD")), frozenset({"KG-03"}))
    yield Defect("KG-02", letter, _whole("DS", "- UBND huyện;"))
    yield Defect("KG-02", letter, lambda paper: paper.recipients.insert(1, paper.recipients.pop(2)))
    yield Defect("KG-03", plan, _whole("DS", "- Như trên;"))
    yield Defect("KG-04", letter, _whole("KG", "Kính gửi"))
    yield Defect("KG-05", letter, _text("KGD", "Thông;", "Thông,"))


def _of_the_numbering() -> Iterator[Defect]:
    yield Defect("SO-01", decision, _text("DIEU", "Điều 3", "Điều 4", 2), frozenset({"NN-08"}))
    yield Defect("SO-01", decision, _text("DIEU", "Điều 2", "Điều 1", 1))
    yield Defect("SO-02", decision, _text("DIEU", "Điều 2.", "Điều 2:", 1))
    yield Defect("SO-01", decision_with_regulations, _text("DIEU-QC", "Điều 3.", "Điều 4.", 2))
    yield Defect("SO-02", decision, _text("DIEU", "Điều 2. Nhiệm", "Điều 2 Nhiệm", 1))
    yield Defect("SO-03", regulations, _whole("CHUONG", "Chương 1"))
    yield Defect("SO-03", regulations, _whole("MUCSO", "Mục I"))
    yield Defect("SO-04", regulations, _whole("CHUONG", "Chương III", 1))
    yield Defect("SO-04", decision_with_regulations, _whole("CHUONG-QC", "Chương III", 1))
    yield Defect("SO-05", regulations, _without("TDM"))
    yield Defect("SO-06", plan, _text("MUC", "II.", "III.", 1))
    yield Defect("SO-07", plan, _text("KHOAN", "2.", "3.", 1))
    yield Defect("SO-08", plan, _text("KHOAN", "2.", "2)", 1))
    yield Defect("SO-09", decision, _text("DIEM", "đ)", "e)", 4))
    yield Defect("SO-09", decision, _text("DIEM", "c)", "d)", 2))
    yield Defect("SO-10", decision, _text("DIEM", "b)", "b.", 1))
    yield Defect("SO-10", decision, _text("DIEM", "b)", "b,", 1))
    yield Defect("SO-11", decision, _look("DIEU", bold=False))
    yield Defect("SO-12", regulations, _look("CHUONG", bold=False))
    yield Defect("SO-12", regulations, _look("TDC", align="left"))


def _of_citations() -> Iterator[Defect]:
    yield Defect(
        "VD-01",
        letter,
        _text(
            "ND", " ngày 28 tháng 3 năm 2024 của Ủy ban nhân dân huyện Bạch Thông về đánh giá xã phù hợp với trẻ em", ""
        ),
    )
    yield Defect("VD-02", letter, _text("ND", " về đánh giá xã phù hợp với trẻ em", ""))
    yield Defect(
        "VD-03",
        letter,
        _text(
            "ND",
            "Kế hoạch số 35/KH-UBND.",
            "Kế hoạch số 35/KH-UBND ngày 28 tháng 3 năm 2024 của Ủy ban nhân dân huyện.",
            1,
        ),
    )
    yield Defect("VD-04", letter, _text("ND", "Kế hoạch số 35/KH-UBND.", "Kế hoạch số 35/KH-UBND ngày 29/3/2024.", 1))
    yield Defect("VD-05", letter, _text("ND", "ngày 28 tháng 3 năm 2024", "ngày 28 tháng 12 năm 2024"))
    yield Defect("VD-06", letter, _both(_text("ND", "35/KH", "5/KH"), _text("ND", "35/KH", "5/KH", 1)))
    yield Defect("NG-01", plan, _text("KHOAN", "15/11/2024", "31/11/2024", 2))
    yield Defect("NG-01", minutes, _text("ND", "ngày 19 tháng 11", "ngày 19 tháng 13"))
    yield Defect("NG-02", decision, _text("KT", "ngày 05 tháng 02", "ngày 06 tháng 02"))
    yield Defect("NG-02", decision_with_regulations, _text("KTQC", "ngày 05 tháng 02", "ngày 06 tháng 02"))


def _of_the_foot() -> Iterator[Defect]:
    yield Defect("NN-01", plan, _both(_without("NN"), _without("DS")), frozenset({"ND-05", "TL-01"}))
    yield Defect("NN-02", plan, _whole("NN", "Nơi nhận"))
    yield Defect("NN-03", plan, _text("DS", "huyện;", "huyện,"))
    yield Defect("NN-03", plan, _text("DS", "VT.", "VT", 3))
    yield Defect("NN-03", plan, _text("DS", "VT.", "VT;", 3))
    yield Defect("NN-04", plan, lambda paper: paper.recipients.pop(), frozenset({"NN-03"}))
    yield Defect("NN-05", plan, _whole("DS", "- Lưu VT.", 3))
    yield Defect("NN-05", plan, _whole("DS", "- Lưu: văn thư.", 3))
    yield Defect("NN-06", plan, _whole("DS", "CT, PCT UBND huyện;"))
    yield Defect("NN-08", decision, _whole("DS", "- Như Điều 9;"))
    yield Defect("NN-09", plan, _whole("DS", "- Lưu: VT, LĐTBXH;", 2), frozenset({"NN-03", "NN-05", "NN-04"}))
    yield Defect("NN-07", plan, _add("recipients", 1, "DS", "Gửi bản điện tử:", Look(11)))
    yield Defect("QY-01", plan, lambda paper: paper.signature.clear(), frozenset({"QY-07"}))
    yield Defect("QY-02", letter, _whole("QY", "KT.CHỦ TỊCH", 1))
    yield Defect("QY-02", letter, _whole("QY", "KT CHỦ TỊCH", 1))
    yield Defect("QY-02", letter, _whole("QY", "T/M ỦY BAN NHÂN DÂN"))
    yield Defect("QY-03", letter, lambda paper: paper.signature.pop(2), frozenset({"QY-04"}))
    yield Defect("QY-04", letter, _whole("QY", "CHÁNH VĂN PHÒNG", 2))
    yield Defect("QY-05", decision, _add("signature", 0, "QY", "TM. ỦY BAN NHÂN DÂN"))
    yield Defect("QY-06", decision, _whole("TQ", "ỦY BAN NHÂN DÂN HUYỆN BẠCH THÔNG"))
    yield Defect("QY-07", plan, lambda paper: paper.signature.pop(0))
    yield Defect(
        "QY-08",
        letter,
        _both(_whole("QY", "KT. CHỦ TỊCH"), _whole("QY", "TM. ỦY BAN NHÂN DÂN", 1)),
        frozenset({"QY-03", "QY-04"}),
    )
    yield Defect("HT-01", plan, _without("HT"))
    yield Defect("HT-02", plan, _whole("HT", "ThS. Nguyễn Văn A"))
    yield Defect("HT-02", plan, _whole("HT", "Tiến sĩ Nguyễn Văn A"))
    yield Defect("HT-03", minutes, lambda paper: setattr(paper.secretary[0], "text", "NGƯỜI GHI"))
    yield Defect("HT-03", minutes_signed_above, lambda paper: paper.secretary.pop(0))
    yield Defect("HT-04", plan, _whole("HT", "Nguyễn văn A"))


def _of_appendices() -> Iterator[Defect]:
    yield Defect("PL-01", decision, _text("ND", "có tên tại Phụ lục kèm theo Quyết định này", "có tên trong danh sách"))
    yield Defect("PL-02", plan, _text("KHOAN", "tự đánh giá", "tự đánh giá theo Phụ lục kèm theo", 2))
    yield Defect("PL-03", decision, _second_appendix("Phụ lục", "Phụ lục"))
    yield Defect("PL-03", decision, _second_appendix("Phụ lục 1", "Phụ lục 2"))
    yield Defect("PL-03", decision, _second_appendix("Phụ lục I", "Phụ lục III"))
    yield Defect("PL-04", decision, _without("KT"))
    yield Defect("PL-05", decision, _text("KT", "07/QĐ", "08/QĐ"))
    yield Defect("PL-05", decision_with_regulations, _text("KTQC", "07/QĐ", "70/QĐ"))
    yield Defect("PL-06", decision, lambda paper: setattr(paper, "restarts", False))


def _second_appendix(first: str, second: str) -> Break:
    def change(paper: Paper) -> None:
        again = paper.copy().appendices[0]
        paper.appendices.append(again)
        paper.appendices[0][0].text, again[0].text = first, second

    return change


def _of_capitals() -> Iterator[Defect]:
    yield Defect("VH-01", plan, _text("KHOAN", "của huyện Bạch", "của Huyện Bạch"))
    yield Defect("VH-02", plan, _text("KHOAN", "của huyện Bạch Thông", "của phường 3"))
    yield Defect("VH-03", plan, _text("KHOAN", "của huyện Bạch Thông", "của thành phố Hồ Chí Minh"))
    yield Defect("VH-04", plan, _text("KHOAN", "Điều 5", "điều 5", 1))
    yield Defect("VH-04", plan, _text("KHOAN", "khoản 2", "Khoản 2", 1))
    yield Defect("VH-05", letter, _text("ND", "Thực hiện Kế hoạch", "Thực hiện kế hoạch"))
    yield Defect("VH-06", plan, _text("KHOAN", "trước ngày 15/11/2024", "trước dịp Tết Trung thu", 2))
    yield Defect("VH-06", plan, _text("KHOAN", "trước ngày 15/11/2024", "trước Tết nguyên đán", 2))
    yield Defect("VH-07", minutes, _text("ND", "ngày 19 tháng 11 năm 2024", "thứ ba ngày 19 tháng 11 năm 2024"))
    yield Defect("VH-07", minutes, _text("ND", "ngày 19 tháng 11 năm 2024", "ngày 19 tháng 11 năm 2024 (thứ ba)"))
    yield Defect("VH-08", plan, _text("KHOAN", "Đánh giá đúng", "Theo chủ trương của Đảng và nhà nước, đánh giá đúng"))
    yield Defect("VH-09", plan, _text("CUOI", "huyện, đề nghị", "huyện. đề nghị"))
    yield Defect("VH-09", plan, _text("KHOAN", "1. Phòng Nội vụ chủ trì", "1. phòng Nội vụ chủ trì", 2))


def _of_letters() -> Iterator[Defect]:
    yield Defect(
        "CH-01",
        plan,
        lambda paper: setattr(paper.first("ND"), "text", unicodedata.normalize("NFD", paper.first("ND").text)),
    )
    yield Defect("CH-02", plan, _look("ND", font=".VnTime"))
    yield Defect("CH-02", plan, _look("ND", font="VNI-Times"))
    yield Defect(
        "CH-03",
        plan,
        _whole(
            "ND",
            "Thùc hiÖn QuyÕt ®Þnh cña Thñ t­íng ChÝnh phñ, Uû ban nh©n d©n huyÖn B¹ch Th«ng ban hµnh KÕ ho¹ch víi c¸c néi dung sau:",
        ),
    )
    yield Defect(
        "CH-03",
        plan,
        _whole(
            "ND",
            "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, UÛy ban nhaân daân huyeän ban haønh keá hoaïch vôùi caùc noäi dung sau ñaây cuûa naêm:",
        ),
    )
    yield Defect("CH-04", plan, _whole("QH", "CỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), frozenset({"QH-02"}))
    yield Defect("CH-05", plan, _text("KHOAN", "xã, thị trấn", "{{ ky.cac_xa }}"))
    yield Defect("CH-06", plan, _text("KHOAN", "15/11/2024", "…………", 2))
    yield Defect("CH-06", plan, _text("KHOAN", "15/11/2024", "...............", 2))
    yield Defect("CH-07", plan, _text("KHOAN", "chủ trì,", "chủ trì ,", 2))


DEFECTS: tuple[Defect, ...] = (
    *_of_looks(), *_of_the_page(), *_of_the_head(), *_of_the_body(), *_of_the_numbering(), *_of_citations(),
    *_of_the_foot(), *_of_appendices(), *_of_capitals(), *_of_letters(),
)  # fmt: skip
