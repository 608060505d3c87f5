from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive.register import NumberRequest, TakenNumber
from doc_engine.document import DocumentCode
from doc_engine.errors import ExitCode
from doc_engine.pdf import Conversion
from office import Office, json_shapes, planning, registers, unit_lookup, user_files

from .. import console
from .common import DAY, document_type, force_option, json_option, the_office
from .pdf import convert


@click.group()
def command() -> None:
    """Sổ đăng ký văn bản đi."""


@command.command(name="list")
@click.option("--year", type=click.IntRange(1945, 2200), help="Chỉ năm này.")
@click.option("--agency", help="Chỉ cơ quan này: tên hoặc mã đơn vị, ví dụ 063.")
@click.option("--missing", is_flag=True, help="Chỉ các số đang giữ mà chưa có văn bản.")
@json_option()
@click.pass_context
def list_(ctx: click.Context, year: int | None, agency: str | None, missing: bool, as_json: bool) -> None:
    """Các số đã cấp, theo cơ quan, năm và dãy số."""
    office = the_office(ctx)
    if agency and year is None and not agency[:1].isdecimal():
        raise click.UsageError("Tên đơn vị cần có năm: hãy ghi thêm --year, hoặc ghi mã.")
    key = _agency_of_year(office, agency, year or office.clock().year) if agency else None
    entries = [one for one in office.register.entries(year, key) if not (missing and (one.issued or one.void))]
    if as_json:
        console.out_json([json_shapes.number(one) for one in entries])
        return
    console.out_table(
        ("Cơ quan", "Năm", "Dãy số", "Số, ký hiệu", "Ngày", "Tình trạng"),
        [
            (
                one.agency,
                one.year,
                one.series,
                one.code,
                f"{one.issued_on:%d/%m/%Y}",
                _state(one),
            )
            for one in entries
        ],
    )


def _state(one: TakenNumber) -> str:
    if one.issued:
        return "đã ban hành"
    return f"đã hủy: {one.void}" if one.void else f"đang giữ số{f': {one.reserved}' if one.reserved else ''}"


_AGENCY = click.option("--agency", required=True, help="Cơ quan: tên hoặc mã đơn vị, ví dụ 063; hội đồng: 063/HĐXD.")
_REASON = click.option("--reason", required=True, help="Lý do, ghi vào sổ.")


@command.command()
@click.argument("code", metavar="SỐ_KÝ_HIỆU")
@_AGENCY
@click.option("--year", required=True, type=click.IntRange(1945, 2200), help="Năm.")
@_REASON
@click.pass_context
def void(ctx: click.Context, code: str, agency: str, year: int, reason: str) -> None:
    """Hủy một số đang giữ mà sẽ không có văn bản; số ở lại trong sổ cùng lý do, không cấp lại."""
    office = the_office(ctx)
    key = _agency_of_year(office, agency, year)
    taken = registers.void(office, key, year, DocumentCode.parse(code), _said(reason))
    console.out(f"Đã hủy số {taken.code} năm {taken.year} của {taken.agency}: {taken.void}")


@command.command()
@_AGENCY
@click.option("--type", "type_", required=True, help="Loại văn bản.")
@click.option("--symbol", required=True, help="Ký hiệu, ví dụ QĐ-UBND.")
@click.option("--day", required=True, type=DAY, help="Ngày của văn bản (2024-06-30 hoặc 30/06/2024).")
@_REASON
@click.pass_context
def reserve(ctx: click.Context, agency: str, type_: str, symbol: str, day: datetime, reason: str) -> None:
    """Giữ số tiếp theo cho một văn bản làm ở ngoài phần mềm; lý do ở lại trong sổ."""
    office = the_office(ctx)
    series_ = planning.series(document_type(type_), office.settings.series)
    DocumentCode.parse(f"01/{symbol}")  # a number with a wrong symbol could not be voided later
    request = NumberRequest(_agency_on(office, agency, day), day.year, series_, symbol, day.date(), "")
    taken = registers.reserve(office, request, _said(reason))
    console.out(f"Đã giữ số {taken.code} ngày {taken.issued_on:%d/%m/%Y} của {taken.agency}: {taken.reserved}")


def _agency_of_year(office: Office, typed: str, year: int) -> str:
    return str(unit_lookup.agency_key_of_year(typed, year, registers.agencies(office)))


def _agency_on(office: Office, typed: str, day: datetime) -> str:
    return str(unit_lookup.agency_key(typed, day.date(), registers.agencies(office)))


def _said(reason: str) -> str:
    if not reason.strip():
        raise click.UsageError("--reason cần một lý do.")
    return reason.strip()


@command.command()
@_AGENCY
@click.option("--type", "type_", default="", help="Loại văn bản, khi mỗi loại một dãy số.")
@click.option("--last", required=True, type=click.IntRange(1, 99_999), help="Số cuối cùng đã cấp ở sổ giấy.")
@click.option("--day", required=True, type=DAY, help="Ngày của số đó (2024-06-30 hoặc 30/06/2024).")
@click.pass_context
def start(ctx: click.Context, agency: str, type_: str, last: int, day: datetime) -> None:
    """Bắt đầu dùng giữa năm: ghi số cuối cùng đã cấp ở sổ giấy, số sau được cấp tiếp theo."""
    office = the_office(ctx)
    series_ = registers.series_of(office, document_type(type_) if type_ else None)
    earlier = registers.begin_after(office, _agency_on(office, agency, day), series_, last, day.date())
    console.out(f"Dãy số {series_} năm {earlier.year} của {agency}: số tiếp theo là {last + 1:02}.")


@command.command(name="print")
@click.option("--agency", required=True, help="Cơ quan: tên hoặc mã đơn vị, ví dụ 063.")
@click.option("--year", required=True, type=click.IntRange(1945, 2200), help="Năm.")
@click.option("--from", "first", type=DAY, help="Từ ngày (2024-03-28 hoặc 28/03/2024).")
@click.option("--to", "last", type=DAY, help="Đến hết ngày.")
@click.option("--volume", type=click.IntRange(1), default=1, show_default=True, help="Quyển số.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .docx, .pdf hoặc .xlsx."
)
@force_option()
@click.pass_context
def print_(
    ctx: click.Context,
    agency: str,
    year: int,
    first: datetime | None,
    last: datetime | None,
    volume: int,
    output: Path,
    force: bool,
) -> int:
    """In sổ đăng ký văn bản đi: bìa và mười cột, khổ A4 nằm ngang (Phụ lục IV)."""
    days = (first.date() if first else None, last.date() if last else None)
    office, kind = the_office(ctx), output.suffix.lower()
    agency = _agency_of_year(office, agency, year)
    if kind not in (".docx", ".pdf", ".xlsx"):
        raise click.UsageError("Sổ in ra tệp .docx, .pdf hoặc .xlsx.")
    if kind == ".xlsx":
        user_files.write_output(output, registers.outgoing_workbook(office, agency, year, *days), force=force)
    elif kind == ".docx":
        user_files.write_output(output, registers.outgoing(office, agency, year, *days, volume), force=force)
    else:
        with TemporaryDirectory() as place:
            made = Path(place) / "so.docx"
            made.write_bytes(registers.outgoing(office, agency, year, *days, volume))
            if status := convert([Conversion(made, output)], office.settings.pdf, force=force):
                return status
    console.out(f"Đã ghi sổ đăng ký văn bản đi: {output}.")
    return ExitCode.DONE
