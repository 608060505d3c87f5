import click

from vanthu.office import finding, relations

from .. import console
from .common import json_option, the_office
from .search import summary


@click.command()
@click.argument("key", metavar="SỐ_KÝ_HIỆU|ID")
@json_option()
@click.pass_context
def command(ctx: click.Context, key: str, as_json: bool) -> None:
    """Xem một văn bản đã ban hành theo số, ký hiệu (02/QĐ-UBND) hoặc mã trong kho."""
    office = the_office(ctx)
    found = finding.show(office, key)
    if as_json:
        console.out_json(
            [
                {
                    **summary(record),
                    "text": text,
                    "relation": record.relation,
                    "target": record.target,
                    "destroyed": record.destroyed,
                    "marked_by": [
                        {"relation": one.relation, "id": one.path} for one in office.catalogue.marking(record.path)
                    ],
                }
                for record, text in found
            ]
        )
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
    if record.despite:
        console.out(f"Ban hành khi còn lỗi thể thức, vì: {record.despite}")
    if record.destroyed:
        return
    console.out(f"Tệp: {office.store.root / record.path / 'v1' / 'content' / 'van-ban.docx'}")
    console.out("")
    console.out(text)
