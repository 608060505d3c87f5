"""Right documents, one of each kind of head, body and foot."""

from dataclasses import replace

from .paper import Line, Look, Paper

_TEXT = Look(14, align="both", first_line=12.7, after=6, line=1.1)


def _text(role: str, text: str, bold: bool = False) -> Line:
    return Line(role, text, Look(14, bold=bold, align="both", first_line=12.7, after=6, line=1.1))


def _middle(
    role: str, text: str, size: float = 14, italic: bool = False, bold: bool = True, rule: float | None = None
) -> Line:
    return Line(role, text, Look(size, bold=bold, italic=italic, align="center"), rule)


def _left(code: str, agency: tuple[str, ...], parent: str = "", letter: str = "") -> list[Line]:
    lines = [Line("CQ", parent, Look(12, align="center"))] if parent else []
    lines += [Line("BH", name, Look(12, bold=True, align="center")) for name in agency]
    lines[-1].rule = 0.4
    lines.append(Line("SK", code, Look(13, align="center")))
    if letter:
        lines.append(Line("VV", letter, Look(12, align="center")))
    return lines


def _right(place: str) -> list[Line]:
    lines = [
        Line("QH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look(12, bold=True, align="center")),
        Line("TN", "Độc lập - Tự do - Hạnh phúc", Look(13, bold=True, align="center"), rule=1.0),
    ]
    return [*lines, Line("DD", place, Look(13, italic=True, align="center"))] if place else lines


def _recipients(*names: str) -> list[Line]:
    heading = Line("NN", "Nơi nhận:", Look(12, bold=True, italic=True))
    return [heading, *(Line("DS", name, Look(11)) for name in names)]


def _signature(*authority: str, name: str = "Nguyễn Văn A", post: str = "") -> list[Line]:
    lines = [Line("QY", text, Look(14, bold=True, align="center")) for text in authority]
    lines += [Line("", "", Look(14, align="center")) for _ in range(3)]
    lines += [Line("HT", post, Look(14, bold=True, align="center"))] if post else []
    return [*lines, Line("HT", name, Look(14, bold=True, align="center"))]


def decision() -> Paper:
    return Paper(
        "quyết định",
        _left("Số: 07/QĐ-UBND", ("ỦY BAN NHÂN DÂN", "HUYỆN BẠCH THÔNG")),
        _right("Bạch Thông, ngày 05 tháng 02 năm 2024"),
        [
            _middle("TL", "QUYẾT ĐỊNH"),
            _middle("TY", "Về việc thành lập Hội đồng xét duyệt xã phù hợp với trẻ em", rule=0.4),
            _middle("TQ", "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN BẠCH THÔNG"),
            *(
                Line("CC", text, Look(14, italic=True, align="both", first_line=12.7, after=6, line=1.1))
                for text in (
                    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
                    "Căn cứ Quyết định số 06/QĐ-TTg ngày 03 tháng 01 năm 2019 của Thủ tướng Chính phủ quy định tiêu chuẩn, trình "
                    "tự đánh giá và công nhận xã, phường, thị trấn phù hợp với trẻ em;",
                    "Theo đề nghị của Trưởng Phòng Nội vụ tại Tờ trình số 12/TTr-NV ngày 02 tháng 02 năm 2024 của Phòng Nội vụ "
                    "về việc thành lập Hội đồng.",
                )
            ),
            _middle("ML", "QUYẾT ĐỊNH:"),
            _text("DIEU", "Điều 1. Thành lập Hội đồng xét duyệt", bold=True),
            _text("ND", "Thành lập Hội đồng xét duyệt xã phù hợp với trẻ em gồm các thành viên có tên tại Phụ lục kèm theo Quyết định này."),
            _text("DIEU", "Điều 2. Nhiệm vụ của Hội đồng", bold=True),
            _text("KHOAN", "1. Xem xét hồ sơ của các xã, thị trấn theo đúng tiêu chuẩn và trình tự đã được quy định, gồm:"),
            _text("DIEM", "a) Báo cáo tự đánh giá của Ủy ban nhân dân các xã, thị trấn trên địa bàn huyện Bạch Thông;"),
            _text("DIEM", "b) Bảng điểm của từng tiêu chí và các tài liệu chứng minh kèm theo của từng đơn vị;"),
            _text("DIEM", "c) Ý kiến thẩm định của các cơ quan chuyên môn thuộc Ủy ban nhân dân huyện Bạch Thông;"),
            _text("DIEM", "d) Biên bản lấy ý kiến của trẻ em và người dân tại các thôn, tổ dân phố trong xã;"),
            _text("DIEM", "đ) Các tài liệu khác có liên quan đến việc đánh giá do các xã, thị trấn gửi đến."),
            _text("KHOAN", "2. Lập biên bản, trình Chủ tịch Ủy ban nhân dân huyện xem xét, quyết định công nhận theo khoản 1 Điều 2 của Quyết định này."),
            _text("DIEU", "Điều 3. Hiệu lực thi hành", bold=True),
            _text("CUOI", "Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng và các thành viên Hội đồng chịu trách nhiệm thi hành Quyết định này./."),
        ],
        _recipients("- Như Điều 3;", "- UBND các xã, thị trấn;", "- Lưu: VT, NV."),
        _signature("CHỦ TỊCH"),
        [
            [
                _middle("PL", "Phụ lục"),
                _middle("TP", "DANH SÁCH THÀNH VIÊN HỘI ĐỒNG XÉT DUYỆT"),
                _middle("KT", "(Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 02 năm 2024 của Ủy ban nhân dân huyện Bạch Thông)",
                        italic=True, bold=False, rule=0.4),
            ]
        ],
        table=[["TT", "Họ và tên", "Chức vụ"], ["1", "Nguyễn Văn B", "Phó Chủ tịch"], ["2", "Nguyễn Thị C", "Trưởng Phòng"]],
    )  # fmt: skip


def letter() -> Paper:
    return Paper(
        "công văn",
        _left("Số: 12/UBND-VX", ("ỦY BAN NHÂN DÂN", "XÃ CẨM GIÀNG"), letter="V/v đề nghị công nhận xã phù hợp với trẻ em"),
        _right("Cẩm Giàng, ngày 14 tháng 11 năm 2024"),
        [
            Line("KG", "Kính gửi:", Look(14, align="center", after=6)),
            Line("KGD", "- Ủy ban nhân dân huyện Bạch Thông;", Look(14, after=6)),
            Line("KGD", "- Phòng Lao động - Thương binh và Xã hội huyện Bạch Thông.", Look(14, after=6)),
            _text("ND", "Thực hiện Kế hoạch số 35/KH-UBND ngày 28 tháng 3 năm 2024 của Ủy ban nhân dân huyện Bạch Thông về đánh giá xã "
                        "phù hợp với trẻ em, Ủy ban nhân dân xã Cẩm Giàng đã hoàn thành việc tự đánh giá năm 2024."),
            _text("ND", "Căn cứ kết quả tự đánh giá, Ủy ban nhân dân xã đề nghị Ủy ban nhân dân huyện xem xét, công nhận xã Cẩm Giàng theo "
                        "Kế hoạch số 35/KH-UBND. Hồ sơ gửi kèm gồm báo cáo, bảng điểm và biên bản họp."),
            _text("CUOI", "Ủy ban nhân dân xã Cẩm Giàng trân trọng đề nghị quý cơ quan quan tâm giải quyết./."),
        ],
        _recipients("- Như trên;", "- TT Đảng ủy, HĐND xã;", "- Lưu: VT, VX."),
        _signature("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    )  # fmt: skip


def plan() -> Paper:
    return Paper(
        "kế hoạch",
        _left("Số: 35/KH-UBND", ("ỦY BAN NHÂN DÂN", "HUYỆN BẠCH THÔNG")),
        _right("Bạch Thông, ngày 28 tháng 3 năm 2024"),
        [
            _middle("TL", "KẾ HOẠCH"),
            _middle("TY", "Đánh giá xã phù hợp với trẻ em năm 2024", rule=0.4),
            _text("ND", "Thực hiện Quyết định số 06/QĐ-TTg ngày 03 tháng 01 năm 2019 của Thủ tướng Chính phủ quy định tiêu chuẩn, trình tự "
                        "đánh giá, Ủy ban nhân dân huyện Bạch Thông ban hành Kế hoạch với các nội dung sau:"),
            _text("MUC", "I. MỤC ĐÍCH, YÊU CẦU", bold=True),
            _text("KHOAN", "1. Đánh giá đúng thực chất kết quả thực hiện các tiêu chí tại các xã, thị trấn của huyện Bạch Thông."),
            _text("KHOAN", "2. Bảo đảm dân chủ, công khai, có sự tham gia của trẻ em theo quy định tại điểm a khoản 2 Điều 5 của Quyết định."),
            _text("MUC", "II. TỔ CHỨC THỰC HIỆN", bold=True),
            _text("KHOAN", "1. Phòng Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị hướng dẫn các xã, thị trấn tự đánh giá trước ngày 15/11/2024."),
            _text("CUOI", "Trên đây là Kế hoạch của Ủy ban nhân dân huyện, đề nghị các cơ quan, đơn vị nghiêm túc thực hiện./."),
        ],
        _recipients("- CT, PCT UBND huyện;", "- Các phòng, ban, ngành;", "- UBND các xã, thị trấn;", "- Lưu: VT."),
        _signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    )  # fmt: skip


def minutes() -> Paper:
    return Paper(
        "biên bản",
        _left("Số: 01/BB-HĐXD", ("HỘI ĐỒNG XÉT DUYỆT",), parent="UBND HUYỆN BẠCH THÔNG"),
        _right(""),
        [
            _middle("TL", "BIÊN BẢN"),
            _middle("TY", "Họp Hội đồng xét duyệt xã phù hợp với trẻ em", rule=0.4),
            _text(
                "ND",
                "Thời gian bắt đầu: 08 giờ 00, ngày 19 tháng 11 năm 2024, tại phòng họp của Ủy ban nhân dân huyện.",
            ),
            _text("ND", "Địa điểm: Phòng họp Ủy ban nhân dân huyện Bạch Thông, tại trung tâm thị trấn Phủ Thông."),
            _text(
                "ND",
                "Nội dung (theo diễn biến cuộc họp): Hội đồng xem xét hồ sơ của các xã, thị trấn và biểu quyết từng đơn vị.",
            ),
            _text(
                "CUOI",
                "Cuộc họp kết thúc vào 11 giờ 00, ngày 19 tháng 11 năm 2024; biên bản đã được các thành viên thông qua./.",
            ),
        ],
        _recipients("- Thành viên Hội đồng;", "- Lưu: VT, Hồ sơ."),
        _signature("CHỦ TỌA", name="Nguyễn Văn B", post="Phó Chủ tịch Ủy ban nhân dân huyện"),
        secretary=_signature("THƯ KÝ", name="Nguyễn Thị D"),
    )


def regulations() -> Paper:
    """Regulations with parts of every rank, of an agency with a parent body."""
    return Paper(
        "quy chế",
        _left("Số: 15/QC-NV", ("PHÒNG NỘI VỤ",), parent="UBND HUYỆN BẠCH THÔNG"),
        _right("Bạch Thông, ngày 10 tháng 4 năm 2024"),
        [
            _middle("TL", "QUY CHẾ"),
            _middle("TY", "Tiếp nhận và giải quyết hồ sơ của các xã", rule=0.4),
            _middle("CHUONG", "Chương I"),
            _middle("TDC", "QUY ĐỊNH CHUNG"),
            _text("DIEU", "Điều 1. Phạm vi điều chỉnh", bold=True),
            _text(
                "ND", "Quy chế này quy định việc tiếp nhận và giải quyết hồ sơ của các xã, thị trấn tại Phòng Nội vụ."
            ),
            _text("DIEU", "Điều 2. Đối tượng áp dụng", bold=True),
            _text(
                "ND", "Quy chế này áp dụng đối với công chức của Phòng và Ủy ban nhân dân các xã, thị trấn có hồ sơ."
            ),
            _middle("CHUONG", "Chương II"),
            _middle("TDC", "TIẾP NHẬN HỒ SƠ"),
            _middle("MUCSO", "Mục 1"),
            _middle("TDM", "TIẾP NHẬN"),
            _text("DIEU", "Điều 3. Trách nhiệm của người tiếp nhận", bold=True),
            _text(
                "CUOI", "Người tiếp nhận ghi vào sổ, cấp phiếu hẹn và chuyển hồ sơ cho người giải quyết trong ngày./."
            ),
        ],
        _recipients("- UBND huyện (báo cáo);", "- UBND các xã, thị trấn;", "- Lưu: VT."),
        _signature("TRƯỞNG PHÒNG", name="Nguyễn Thị Hòa"),
    )


def urgent() -> Paper:
    """An urgent letter, marked at the left under its subject (ô 10b)."""
    paper = letter()
    paper.name = "công văn khẩn"
    paper.left.append(Line("DK", "HỎA TỐC", Look(13, bold=True, align="center")))
    return paper


def stamped() -> Paper:
    """A plan with what the digital signature of the agency leaves at the top (ô 14)."""
    paper = plan()
    paper.name = "kế hoạch ký số"
    paper.top = [Line("CS", "Số: 35/KH-UBND; ngày 28 tháng 3 năm 2024; 08:30:00 +07:00", Look(10, align="right"))]
    return paper


def two_of_one_number() -> Paper:
    """A letter that cites a district's and a commune's plan of one number.

    Two documents: neither date is wrong.
    """
    paper = letter()
    paper.name = "công văn dẫn hai kế hoạch cùng số"
    paper.all("ND")[1].text = (
        "Ủy ban nhân dân xã đã ban hành Kế hoạch số 35/KH-UBND ngày 12 tháng 4 năm 2024 của Ủy ban nhân dân xã Cẩm Giàng về "
        "đánh giá xã phù hợp với trẻ em và đã thực hiện xong, nay gửi hồ sơ gồm báo cáo, bảng điểm và biên bản họp."
    )
    return paper


def minutes_signed_above() -> Paper:
    """Minutes as in Mẫu 1.9: signers in a table, Nơi nhận in lines of its own below."""
    paper = minutes()
    paper.name = "biên bản có Nơi nhận ở dưới phần ký"
    paper.recipients_below = True
    return paper


def decision_with_regulations() -> Paper:
    """A decision with regulations below its foot: own title, own numbering."""
    paper = decision()
    paper.name = "quyết định ban hành quy chế"
    paper.first("TY").text = "Ban hành Quy chế tiếp nhận hồ sơ của các xã"
    paper.all("DIEU")[0].text = "Điều 1. Ban hành Quy chế"
    paper.first(
        "ND"
    ).text = "Ban hành kèm theo Quyết định này Quy chế tiếp nhận và giải quyết hồ sơ của các xã, thị trấn."
    rules = regulations().body
    heading = [replace(line, role=f"{line.role}-QC", rule=None) for line in rules[:2]]
    note = _middle(
        "KTQC", "(Kèm theo Quyết định số 07/QĐ-UBND ngày 05 tháng 02 năm 2024 của Chủ tịch Ủy ban nhân dân huyện)",
        italic=True, bold=False, rule=0.4,
    )  # fmt: skip
    paper.appendices = [[*heading, note, *(replace(line, role=f"{line.role}-QC") for line in rules[2:])]]
    paper.table = []
    return paper


def with_quotations() -> Paper:
    """A letter that quotes articles of a law and begins sentences with some."""
    paper = letter()
    paper.name = "công văn trích luật"
    paper.body[-1:-1] = [
        _text(
            "ND", "Điều 5 Luật Trẻ em quy định các nguyên tắc bảo đảm thực hiện quyền và bổn phận của trẻ em như sau:"
        ),
        _text("ND", "“Điều 5. Nguyên tắc bảo đảm thực hiện quyền và bổn phận của trẻ em"),
        _text("ND", "1. Bảo đảm để trẻ em thực hiện được đầy đủ quyền và bổn phận của mình."),
        _text("ND", "4. Tôn trọng, lắng nghe, xem xét, phản hồi ý kiến, nguyện vọng của trẻ em.”."),
        _text(
            "ND", "Điều 6 của Luật nêu các hành vi bị nghiêm cấm, đề nghị các cơ quan, đơn vị phổ biến đến từng thôn."
        ),
    ]
    return paper


def office_under_a_committee() -> Paper:
    """A letter of an agency whose parent body has a name of two lines.

    The agency's initials are those of a type of document.
    """
    paper = letter()
    paper.name = "công văn của cơ quan có chủ quản hai dòng"
    paper.left[:2] = [
        Line("CQ", "ỦY BAN NHÂN DÂN", Look(12, align="center")),
        Line("CQ", "TỈNH THÁI NGUYÊN", Look(12, align="center")),
        Line("BH", "TRUNG TÂM BẢO TRỢ", Look(12, bold=True, align="center"), rule=0.4),
    ]
    paper.first("SK").text = "Số: 12/TB-HC"
    paper.signature = _signature("GIÁM ĐỐC")
    return paper


def report() -> Paper:
    """A report: clauses numbered through the parts, table captions.

    And names that look like faults.
    """
    paper = plan()
    paper.name = "báo cáo"
    paper.first("SK").text, paper.first("TL").text = "Số: 36/BC-UBND", "BÁO CÁO"
    paper.first("TY").text = "Kết quả thực hiện chuyển đổi số năm 2024"
    paper.all("KHOAN")[1].text = (
        "2. Ủy ban nhân dân Phường Lê Lợi và Quận 1 dùng phần mềm Microsoft® Windows©; thôn, xóm, tổ dân phố, v.v... dùng "
        "điện thoại, phát tờ rơi tại trường học, trạm y tế, …"
    )
    paper.all("KHOAN")[
        2
    ].text = (
        "3. Trước tết Nguyên đán, thứ Hai ngày 05 tháng 02 năm 2024, các xã, thị trấn hoàn thành việc cập nhật dữ liệu."
    )
    paper.body[-1:-1] = [
        _text("KHOAN", "4. Tết Trung thu được tổ chức tại tất cả các xã, thị trấn, có trẻ em tham gia.")
    ]
    return paper


def letter_to_an_address() -> Paper:
    """A letter with the addressee's address below the name, in brackets."""
    paper = letter()
    paper.name = "công văn gửi công dân"
    paper.body[:3] = [
        Line("KG", "Kính gửi: Ông Nguyễn Văn B", Look(14, align="center", after=6)),
        Line("DC", "(Địa chỉ: Thôn Nà Lồm, xã Cẩm Giàng)", Look(14, align="center", after=6)),
    ]
    return paper


PAPERS = (
    decision, letter, plan, minutes, regulations, urgent, stamped, two_of_one_number,
    minutes_signed_above, decision_with_regulations, with_quotations, office_under_a_committee, report,
    letter_to_an_address,
)  # fmt: skip
