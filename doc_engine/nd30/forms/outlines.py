"""The form of each type as an outline for `compose`.

Source: NĐ 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.1 to 3.1.
"""

from ...document_types import COPIES, WITHOUT_SUBJECT, DocumentType

_DECIDES = {DocumentType.RESOLUTION: "QUYẾT NGHỊ:", DocumentType.DECISION: "QUYẾT ĐỊNH:"}
PARTIES = (DocumentType.CONTRACT, DocumentType.MEMORANDUM, DocumentType.AGREEMENT)

_BODY = """\
{%p for dong in noi_dung %}
{%p if dong.kieu == "phan" %}
phan: {{ dong.chu }}
{%p elif dong.kieu == "tieu-de" %}
tieu-de: {{ dong.chu }}
{%p elif dong.kieu == "muc" %}
muc: {{ dong.chu }}
{%p elif dong.kieu == "dam" %}
khoan: {{ dong.chu }}
{%p elif dong.kieu == "dieu" %}
noi-dung: **{{ dong.so }}** {{ dong.chu }}
{%p elif dong.kieu == "dieu-cuoi" %}
cuoi: **{{ dong.so }}** {{ dong.chu }}
{%p elif dong.kieu == "cuoi" %}
cuoi: {{ dong.chu }}
{%p elif dong.kieu == "dan-nhap" %}
dan-nhap: {{ dong.chu }}
{%p elif dong.chu[-1:] == ":" %}
noi-dung-tiep: {{ dong.chu }}
{%p else %}
noi-dung: {{ dong.chu }}
{%p endif %}
{%p endfor %}
"""


def outline(kind: DocumentType) -> str:
    """The complete outline of a type's form, with tags for the values from `fill`."""
    if kind in COPIES:
        form = kind.title.removeprefix("bản ").upper()
        return f"# Mẫu 3.1. Đặt ngay sau phần cuối cùng của văn bản được sao.\n@ban-sao {form}\n@ky\n"
    parts = [f"# {kind.title.capitalize()}. {'Mẫu ' + kind.form if kind.form else 'Nghị định không quy định mẫu'}."]
    parts.append(_head(kind))
    parts.append(_title(kind))
    if kind in _DECIDES:
        parts.append("tham-quyen: {{ van_ban.tham_quyen }}")
    parts.append(_addressees(kind))  # ô 9a is above ô 6 (Mục IV.2); Mẫu 1.5
    parts.append("{%p for dong in van_ban.can_cu %}\ncan-cu: {{ dong }}\n{%p endfor %}")
    if kind in _DECIDES:
        parts.append(f"menh-lenh: {_DECIDES[kind]}")
    parts.append(_BODY.rstrip())
    parts.append(_foot(kind))
    return "\n".join(part for part in parts if part) + "\n"


def _head(kind: DocumentType) -> str:
    options = ["khan"]
    if kind is DocumentType.OFFICIAL_LETTER:
        options.append("cong-van")
    if kind is DocumentType.MINUTES:
        options.append("khong-ngay")
    if kind is DocumentType.PUBLIC_LETTER:
        options.append("khong-so")
    return " ".join(["@dau-trang", *options])


def _title(kind: DocumentType) -> str:
    if kind is DocumentType.OFFICIAL_LETTER:
        return ""
    title = f"ten-loai: {kind.title.upper()}"
    if kind in WITHOUT_SUBJECT:
        return f"{title}\ngach: [[{{{{ van_ban.gach_ten_loai }}}}]]"
    return f"{title}\ntrich-yeu: {{{{ van_ban.trich_yeu }}}}\ngach: [[{{{{ van_ban.gach_trich_yeu }}}}]]"


def _addressees(kind: DocumentType) -> str:
    if kind is DocumentType.TELEGRAM:
        return (
            "dan-nhap: {{ van_ban.nguoi_ban_hanh }} điện:\n"
            "{%p for dong in van_ban.gui_dien %}\nnoi-gui: {{ dong }}\n{%p endfor %}"
        )
    return (
        "{%p if van_ban.kinh_gui %}\nkinh-gui: Kính gửi: {{ van_ban.kinh_gui }}\n{%p endif %}\n"
        "{%p if van_ban.cac_noi_gui %}\nkinh-gui-nhieu: Kính gửi:\n{%p endif %}\n"
        "{%p for dong in van_ban.cac_noi_gui %}\nnoi-gui: {{ dong }}\n{%p endfor %}"
    )


def _foot(kind: DocumentType) -> str:
    if kind is DocumentType.MINUTES:
        return "@ky-bien-ban"
    if kind in PARTIES:
        return "@ky-hai-ben"
    return "@ky nguoi-soan lien-he" if kind is DocumentType.OFFICIAL_LETTER else "@ky nguoi-soan"
