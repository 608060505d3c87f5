from datetime import datetime
from pathlib import Path

import click

from archive.casefile import STATE_NAMES, CaseFile
from doc_engine.nd30.lists import FILE_LIST
from office import Office, case_files, drafting, file_plan, finding, json_shapes, user_files
from office import transfer as transfers

from .. import console
from .common import DAY, Decorator, force_option, json_option, the_office, unit_code


@click.group()
def command() -> None:
    """Hồ sơ: danh mục hồ sơ, mở, thêm văn bản, kết thúc, mục lục văn bản, nộp lưu.

    Kỳ đánh giá của mỗi xã và tập lưu văn bản đi của mỗi đơn vị tự thành hồ sơ, không phải làm gì.
    """


CODE = click.argument("code", metavar="SỐ_KÝ_HIỆU")
YEAR = click.option("--year", required=True, type=click.IntRange(1945, 2200), help="Năm của hồ sơ.")


def agency_option(*, required: bool = False) -> Decorator:
    help_ = "Đơn vị lập hồ sơ: tên hoặc mã, ví dụ 063."
    return click.option("--agency", default="", required=required, help=help_)


_OUTPUT = click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .docx."
)
_DOCUMENTS = click.argument("keys", metavar="VĂN_BẢN...", nargs=-1, required=True)


@command.command(name="list")
@YEAR
@agency_option()
@json_option()
@click.pass_context
def list_(ctx: click.Context, year: int, agency: str, as_json: bool) -> None:
    """Các hồ sơ của một năm."""
    found = case_files.listed(the_office(ctx), year, unit_code(agency, year))
    if as_json:
        console.out_json([json_shapes.case_file(one) for one in found])
        return
    console.out_table(
        ("Đơn vị", "Số, ký hiệu", "Tiêu đề", "Thời hạn", "Văn bản", "Tình trạng"),
        [
            (
                one.file.agency,
                one.file.code,
                one.file.title,
                one.file.retention or "",
                len(one.file.documents),
                state_of(one),
            )
            for one in found
        ],
    )


def state_of(one: case_files.Listed) -> str:
    state = STATE_NAMES[one.file.state] if one.written else "tự gom"
    return f"{state}, đang giữ lại" if one.file.holds else state


@command.command()
@CODE
@YEAR
@agency_option()
@json_option()
@click.pass_context
def show(ctx: click.Context, code: str, year: int, agency: str, as_json: bool) -> None:
    """Một hồ sơ và các văn bản trong đó, theo số thứ tự."""
    office = the_office(ctx)
    found = case_files.get(office, wanted_file(code, year, agency))
    if as_json:
        console.out_json(json_shapes.case_file(found))
        return
    file = found.file
    console.out(f"Hồ sơ {file.code} năm {file.year}: {file.title}")
    console.out(f"Tình trạng: {state_of(found)}. Thời hạn bảo quản: {file.retention or 'chưa xác định'}.")
    if file.note:
        console.out(file.note)
    for hold in file.holds:
        console.out(f"Giữ lại từ {hold.since:%d/%m/%Y}: {hold.reason}")
    if file.transferred:
        console.out(f"Nộp lưu ngày {file.transferred.on:%d/%m/%Y} cho {file.transferred.to}.")
    if file.destroyed:
        console.out(f"{file.destroyed.sentence}.")
    console.out_table(
        ("STT", "Số, ký hiệu", "Ngày", "Tên loại và trích yếu", "Mã trong kho"),
        [
            (
                number,
                one.code,
                f"{one.issued_on:%d/%m/%Y}",
                f"{one.type_title}: {one.subject}{' (đã hủy)' if one.destroyed else ''}",
                one.path,
            )
            for number, one in enumerate(case_files.documents_of(office, file), start=1)
        ],
    )


@command.command(name="open")
@CODE
@YEAR
@agency_option(required=True)
@click.option("--title", required=True, help="Tiêu đề hồ sơ.")
@click.option("--retention", default="", help="Thời hạn bảo quản: vĩnh viễn hoặc số năm.")
@click.option("--creator", default="", help="Người lập hồ sơ.")
@click.pass_context
def open_(ctx: click.Context, code: str, year: int, agency: str, title: str, retention: str, creator: str) -> None:
    """Mở một hồ sơ."""
    office = the_office(ctx)
    one = case_files.new(office, unit_code(agency, year), year, code, title, retention, creator)
    case_files.open_all(office, [one])
    console.out(f"Đã mở hồ sơ {one.code} năm {one.year}: {one.title}")


@command.command()
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@agency_option(required=True)
@click.pass_context
def plan(ctx: click.Context, file: Path, agency: str) -> None:
    """Mở mọi hồ sơ theo danh mục hồ sơ đã điền.

    Biểu mẫu: vanthu template show --type "danh mục hồ sơ" --form TỆP.xlsx; in ra để ký: vanthu draft với cùng tệp đó.
    """
    office = the_office(ctx)
    form = drafting.read_data(file, drafting.data_of(FILE_LIST))
    year = int(form.data["nam"]) if str(form.data.get("nam", "")).isdecimal() else office.clock().year
    files = file_plan.files_of(office, unit_code(agency, year), form, file.name)
    case_files.open_all(office, files)
    console.out(f"Đã mở {len(files)} hồ sơ theo danh mục.")


@command.command(name="print")
@YEAR
@agency_option()
@click.option("--issued-with", default="Quyết định số …", help="Quyết định ban hành danh mục, ghi dưới tiêu đề.")
@_OUTPUT
@force_option()
@click.pass_context
def print_(ctx: click.Context, year: int, agency: str, issued_with: str, output: Path, force: bool) -> None:
    """In danh mục hồ sơ của một năm (Phụ lục V, Mục II)."""
    office, unit = the_office(ctx), unit_code(agency, year)
    listed = case_files.listed(office, year, unit)
    user_files.write_output(output, file_plan.printed(office, year, unit, issued_with, listed), force=force)
    console.out(f"Đã ghi danh mục hồ sơ: {output}.")


def wanted_file(code: str, year: int, agency: str) -> case_files.Wanted:
    """The file that a clerk named; its unit by name or code."""
    return case_files.Wanted(code, year, unit_code(agency, year))


def _paths(office: Office, keys: tuple[str, ...], wanted: case_files.Wanted) -> list[str]:
    """The documents' paths; of several with one number, that of the file's own unit."""
    agency = case_files.get(office, wanted).file.agency
    return [finding.the_one(office, key, agency).path for key in keys]


@command.command()
@CODE
@_DOCUMENTS
@YEAR
@agency_option()
@click.pass_context
def add(ctx: click.Context, code: str, keys: tuple[str, ...], year: int, agency: str) -> None:
    """Đưa văn bản (số, ký hiệu hoặc mã trong kho) vào một hồ sơ đang mở; văn bản không bị chép lại."""
    office = the_office(ctx)
    wanted = wanted_file(code, year, agency)
    paths = _paths(office, keys, wanted)
    one = case_files.add(office, wanted, paths)
    for path in paths:
        console.out(path)
    console.out(f"Hồ sơ {one.code} có {len(one.documents)} văn bản.")


@command.command()
@CODE
@_DOCUMENTS
@YEAR
@agency_option()
@click.pass_context
def remove(ctx: click.Context, code: str, keys: tuple[str, ...], year: int, agency: str) -> None:
    """Rút văn bản ra khỏi một hồ sơ đang mở; văn bản vẫn ở trong kho."""
    office = the_office(ctx)
    wanted = wanted_file(code, year, agency)
    one = case_files.remove(office, wanted, _paths(office, keys, wanted))
    console.out(f"Hồ sơ {one.code} còn {len(one.documents)} văn bản.")


@command.command()
@click.argument("codes", metavar="SỐ_KÝ_HIỆU...", nargs=-1)
@YEAR
@agency_option()
@click.option("--gathered", is_flag=True, help="Mọi hồ sơ tự gom của năm.")
@click.option("--day", type=DAY, help="Ngày công việc kết thúc; không ghi thì hôm nay.")
@click.option("--retention", default="", help="Thời hạn bảo quản: vĩnh viễn hoặc số năm.")
@click.pass_context
def close(
    ctx: click.Context,
    codes: tuple[str, ...],
    year: int,
    agency: str,
    gathered: bool,
    day: datetime | None,
    retention: str,
) -> None:
    """Kết thúc hồ sơ: văn bản bên trong được chốt, thời hạn bảo quản bắt đầu tính từ năm kết thúc."""
    if bool(codes) == gathered:
        raise click.UsageError("Hãy ghi số, ký hiệu hồ sơ, hoặc --gathered.")
    office = the_office(ctx)
    wanted = [wanted_file(code, year, agency) for code in codes]
    if gathered:
        listed = case_files.listed(office, year, unit_code(agency, year))
        wanted = [case_files.Wanted(str(one.file.code), year, one.file.agency) for one in listed if not one.written]
    closed = case_files.close(office, wanted, day.date() if day else None, retention)
    for one in closed:
        console.out(f"Đã kết thúc hồ sơ {one.code} năm {one.year}: {len(one.documents)} văn bản, {one.retention}.")


@command.command()
@CODE
@YEAR
@agency_option()
@_OUTPUT
@force_option()
@click.pass_context
def contents(ctx: click.Context, code: str, year: int, agency: str, output: Path, force: bool) -> None:
    """In mục lục văn bản của một hồ sơ, có số trang (Phụ lục V, Mục IV)."""
    office = the_office(ctx)
    file = case_files.get(office, wanted_file(code, year, agency)).file
    user_files.write_output(output, file_plan.contents(office, file), force=force)
    console.out(f"Đã ghi mục lục văn bản: {output}.")


@command.command()
@click.argument("codes", metavar="SỐ_KÝ_HIỆU...", nargs=-1, required=True)
@YEAR
@agency_option()
@click.option("--to", "receiver", required=True, help="Bên nhận: Lưu trữ cơ quan, Lưu trữ lịch sử …")
@click.option("--receiver-name", default="", help="Họ tên người nhận.")
@click.option("--receiver-position", default="", help="Chức vụ người nhận.")
@click.option("--giver-name", default="", help="Họ tên người giao.")
@click.option("--giver-position", default="", help="Chức vụ người giao.")
@click.option("--place", required=True, help="Địa danh ghi trên mục lục và biên bản.")
@click.option("--plan", default="", help="Căn cứ: Danh mục hồ sơ năm …, Kế hoạch thu thập tài liệu …")
@click.option("--fonds", default="", help="Mã phông, khi đã có.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Thư mục mới để ghi.")
@click.option("--dry-run", is_flag=True, help="Chỉ ghi giấy tờ và gói để xem; hồ sơ chưa được ghi là đã nộp lưu.")
@click.pass_context
def transfer(
    ctx: click.Context,
    codes: tuple[str, ...],
    year: int,
    agency: str,
    receiver: str,
    receiver_name: str,
    receiver_position: str,
    giver_name: str,
    giver_position: str,
    place: str,
    plan: str,
    fonds: str,
    out: Path,
    dry_run: bool,
) -> None:
    """Nộp lưu hồ sơ đã kết thúc: mục lục hồ sơ nộp lưu, biên bản giao nhận (in hai bản), và gói của từng hồ sơ."""
    office = the_office(ctx)
    handover = transfers.Handover(
        _party(office.settings.name, giver_name, giver_position),
        _party(receiver, receiver_name, receiver_position),
        place,
        plan or f"Danh mục hồ sơ năm {year}",
        fonds,
    )
    wanted = [wanted_file(code, year, agency) for code in codes]
    with console.job() as job:
        made = transfers.hand_over(office, wanted, handover, out, enter=not dry_run, job=job)
    for one in made:
        console.out(f"{one.package}: hồ sơ {one.file.code}, {len(one.file.documents)} văn bản, {one.pages} trang")
    if dry_run:
        console.tell("Đây là bản xem trước; hồ sơ chưa được ghi là đã nộp lưu.")


def _party(name: str, person: str, position: str) -> transfers.Party:
    given = {key: value for key, value in (("person", person), ("position", position)) if value}
    return transfers.Party(name, **given)


def in_words(one: CaseFile) -> str:
    """The code, year and title of a file, as text."""
    return f"{one.code} năm {one.year} ({one.title})"
