import click

from archive.metadata import DocumentRecord
from office import Office, finding, json_shapes, related, relations

from .. import console
from .common import json_option, the_office


@click.command()
@click.argument("key", metavar="SỐ_KÝ_HIỆU|ID")
@click.option("--mark", default="", metavar="TỪ_KHÓA", help="Đánh dấu các từ này trong toàn văn.")
@click.option("--related", "with_related", is_flag=True, help="Văn bản nó viện dẫn, văn bản viện dẫn nó, và tương tự.")
@json_option()
@click.pass_context
def command(ctx: click.Context, key: str, mark: str, with_related: bool, as_json: bool) -> None:
    """Xem một văn bản đã ban hành theo số, ký hiệu (02/QĐ-UBND) hoặc mã trong kho."""
    office = the_office(ctx)
    found = finding.show(office, key)
    if as_json:
        console.out_json([_as_json(office, record, text, with_related=with_related) for record, text in found])
        return
    if len(found) > 1:
        console.tell(f"Có {len(found)} văn bản cùng số, ký hiệu; ghi mã trong kho để xem một văn bản:")
        for record, _ in found:
            console.out(f"{record.path}\t{record.issued_on:%d/%m/%Y}\t{record.agency_name}: {record.subject}")
        return
    record, text = found[0]
    console.out(f"{record.type_title} số {record.code}, ngày {record.issued_on:%d/%m/%Y}, {record.agency_name}")
    console.out(f"Người ký: {record.signer_name}, {record.signer_title}")
    for sentence in relations.became_of(office, record):
        console.out(f"{sentence}.")
    if record.target:
        console.out(f"Văn bản này làm {record.target} {relations.became(record)}.")
    if record.override_reason:
        console.out(f"Ban hành khi còn lỗi thể thức, vì: {record.override_reason}")
    if record.destroyed:
        return
    console.out(f"Tệp: {finding.file_of(office, record)}")
    if with_related:
        _tell_related(office, record)
        return
    console.out("")
    console.out(finding.highlighted(office, text, mark).highlighted(*console.highlights()) if mark else text)


def _line(record: DocumentRecord) -> str:
    return f"{record.code}  {record.issued_on:%d/%m/%Y}  {record.agency_name}: {record.subject}"


def _tell_related(office: Office, record: DocumentRecord) -> None:
    known = related.related(office, record)
    console.out("Viện dẫn:")
    for cited in known.cites:
        day = f" ngày {cited.citation.day:%d/%m/%Y}" if cited.citation.day else ""
        for one in cited.records:
            console.out(f"  {_line(one)}")
        if not cited.records:
            console.out(f"  {cited.citation.code}{day} (không có trong kho)")
    for heading, records in (("Được viện dẫn trong:", known.cited_by), ("Tương tự:", known.similar)):
        console.out(heading)
        for one in records:
            console.out(f"  {_line(one)}")


def _as_json(office: Office, record: DocumentRecord, text: str, *, with_related: bool) -> json_shapes.Json:
    shape = json_shapes.document_with_text(record, text, office.catalogue.backlinks(record.path))
    return shape | (json_shapes.related(related.related(office, record)) if with_related else {})
