"""What is told of a draft: its recognised facts, and how it would be issued."""

from doc_engine.errors import VanthuError
from office import Office, drafts, single_documents, word_drafts

from . import console

_SHOWN_FINDINGS = 5


def tell_recognised(office: Office, one: drafts.Draft) -> None:
    """Show what a Word file states, to be confirmed."""
    found = word_drafts.facts(office, one)
    console.tell("Nhận ra trong văn bản (sai thì sửa trong Word, hoặc ghi lại bằng --subject, --signer …):")
    for name, value in (
        ("Loại", found.kind.title if found.kind else ""),
        ("Ký hiệu", found.symbol),
        ("Trích yếu", found.subject),
        ("Cơ quan", " ".join(found.agency)),
        ("Địa danh, ngày", f"{found.place}, {found.day:%d/%m/%Y}" if found.day else f"{found.place}, ngày để trống"),
        ("Người ký", f"{found.signer_name}, {found.signer_title}"),
        ("Căn cứ", "; ".join(found.bases)),
        ("Nơi nhận", " ".join(found.recipients)),
    ):
        console.tell(f"  {name}: {value}")
    if one.cleaned:
        console.tell(f"  Khi lấy vào {one.cleaned}.")


def tell_preview(office: Office, one: drafts.Draft) -> None:
    """Tell the number that a draft would get, and what keeps it from being issued."""
    try:
        found = single_documents.preview(office, one.id)
    except VanthuError as error:
        console.tell(f"Chưa ban hành được: {error} {error.remedy_text}")
        return
    console.tell(f"Nếu ban hành bây giờ: số {found.record.code}, ngày {found.record.issued_on:%d/%m/%Y}.")
    findings, errors = found.checked.findings, found.checked.errors
    if findings:
        console.tell(f"Thể thức: {len(errors)} lỗi, {len(findings) - len(errors)} điều nên xem lại.")
        for one_ in findings[:_SHOWN_FINDINGS]:
            console.tell(f"  {one_}")
