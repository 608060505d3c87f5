import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from doc_engine.document_types import DocumentType
from doc_engine.errors import ExitCode
from doc_engine.vietnamese import slug
from index.engine import Facet
from index.filters import STATE_NAMES, State, type_abbreviation
from index.query import Sort, parse
from office import (
    Office,
    autocomplete,
    finding,
    json_shapes,
    relations,
    result_export,
    saved_searches,
    unit_names,
)

from .. import console
from .common import force_option, json_option, the_office


class _Type(click.ParamType[str]):
    """The abbreviation of a document type, in any case.

    Diacritics are optional where they leave no doubt.
    """

    name = "loại"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        with suppress(KeyError):
            return type_abbreviation(value)
        kinds = ", ".join(kind.abbreviation for kind in DocumentType if kind.abbreviation)
        self.fail(f"{value} không phải chữ viết tắt của một loại văn bản; có: {kinds}, CV (công văn).", param, ctx)


class _Order(click.Choice[str]):
    """A sort order, typed with or without diacritics: "mới"."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(slug(value).removesuffix("-nhat"), param, ctx)


TYPE = _Type()
_SORTS = {slug(sort): sort for sort in Sort}


class _Search(click.Command):
    """A command to which `-huyện` is an excluded word, not the options h, u, y …"""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = [one for one in args if _LEFT_OUT.match(one)]
        return super().parse_args(ctx, [*(one for one in args if one not in words), *(["--", *words] if words else [])])


_LEFT_OUT = re.compile(r'-(?!o[^ ]*\.\w+$)[^\W\d_][\w"]|-["\d]')


@click.command(cls=_Search)
@click.argument("query", nargs=-1, metavar="TỪ_KHÓA...")
@click.option("--year", type=click.IntRange(1945, 2200), help="Chỉ năm này.")
@click.option("--commune", default="", help="Chỉ đơn vị này: tên (không dấu cũng được) hoặc mã.")
@click.option("--type", "types", multiple=True, type=TYPE, help="Chỉ loại này, theo chữ viết tắt: QĐ, KH, BC...")
@click.option("--sort", type=_Order(list(_SORTS)), default="hop", help="Thứ tự: hop (hợp nhất), moi, cu.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Số kết quả một trang.")
@click.option("--page", type=click.IntRange(1, 100_000), help="Trang thứ mấy.")
@click.option("--count", is_flag=True, help="Đếm theo năm, xã, loại, cơ quan, người ký, chương trình, trạng thái.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ghi danh sách mọi kết quả ra tệp .xlsx, .docx, .pdf, .csv hoặc .json.",
)
@click.option(
    "--columns", default="", help=f"Các cột của danh sách, cách nhau bằng dấu phẩy: {','.join(result_export.COLUMNS)}."
)
@force_option()
@click.option("--complete", is_flag=True, help="Gợi ý điều đang gõ dở: số, đơn vị, người ký, trích yếu.")
@click.option("--save", "save_as", default="", metavar="TÊN", help="Lưu câu tìm này với một tên.")
@click.option("--saved", default="", metavar="TÊN", help="Tìm bằng câu đã lưu (thêm được từ khóa).")
@click.option("--list-saved", is_flag=True, help="Các câu tìm đã lưu.")
@click.option("--forget", default="", metavar="TÊN", help="Bỏ câu tìm đã lưu.")
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    query: tuple[str, ...],
    year: int | None,
    commune: str,
    types: tuple[str, ...],
    sort: str,
    limit: int,
    page: int | None,
    count: bool,
    output: Path | None,
    force: bool,
    columns: str,
    complete: bool,
    save_as: str,
    saved: str,
    list_saved: bool,
    forget: str,
    as_json: bool,
) -> int:
    """Tìm văn bản đã ban hành; gõ có dấu hay không dấu đều được.

    "cụm từ trong ngoặc kép" phải đứng liền nhau; -từ để loại bỏ. Lọc ngay trong câu: năm:2020..2024, xã:"Cẩm Giàng",
    loại:QĐ, ký:"Nguyễn Văn A", số:12, ngày:>=2024-11-01, trạng-thái:thu-hồi, nơi-nhận:"Sở Nội vụ"; không dấu cũng được.
    """
    office = the_office(ctx)
    typed = " ".join(_quoted_again(one, alone=complete or len(query) == 1) for one in query)
    if list_saved or forget:
        return _kept_searches(office, forget, as_json)
    if complete:
        return _complete(
            office, f"{finding.as_one_query('', year, commune, types, Sort.RELEVANCE)} {typed}".strip(), as_json
        )
    separator = ";" if ";" in columns else ","  # "Số, ký hiệu" is one heading
    wanted = result_export.columns_named([name.strip() for name in columns.split(separator) if name.strip()])
    if saved:
        typed = f"{finding.closed(saved_searches.named(office, saved))} {typed}".strip()
    whole = finding.as_one_query(typed, year, commune, types, _SORTS[sort])
    if save_as and not whole:
        raise click.UsageError("Chưa có câu tìm nào để lưu.")
    with console.job() as job:
        ask = partial(
            finding.search, office, typed, year=year, commune=commune, types=types, sort=_SORTS[sort], job=job
        )
        if output is not None:
            status = _write_list(office, output, ask, wanted, whole, force=force)
        else:
            found = ask(limit=limit, page=page, count=count)
    if save_as:  # only a query that could be answered
        saved_searches.save(office, save_as, whole)
        console.tell(f'Đã lưu câu tìm "{save_as}": {whole}')
    if output is not None:
        return status
    if as_json:
        console.out_json(json_shapes.findings(found, facets=count))
        return ExitCode.DONE if found.found else ExitCode.NOT_FOUND
    return _tell(office, found, limit, page or parse(typed).page)


def _tell(office: Office, found: finding.Findings, limit: int, page: int) -> int:
    """Print a page of results, and the counts where they were asked for."""
    _tell_notes(found)
    if not found.found:
        beyond = f" ở trang {page}; có {found.total} văn bản" if found.total else ""
        console.tell(f"Không tìm thấy văn bản nào{beyond}.")
        return ExitCode.NOT_FOUND
    for one in found.found:
        console.out(f"{one.record.code}  {one.record.issued_on:%d/%m/%Y}  {one.record.agency_name}")
        console.out(f"    {one.record.subject}")
        for sentence in relations.became_of(office, one.record):
            console.out(f"    ({sentence})")
        console.out(f"    {one.snippet.highlighted(*console.highlights())}")
    if found.total > len(found.found):
        first = (page - 1) * limit + 1
        last = first + len(found.found) - 1
        more = f" (xem tiếp: --page {page + 1}, hoặc thêm --limit)" if last < found.total else ""
        console.tell(f"Có {found.total} văn bản; đang hiện từ {first} đến {last}{more}.")
    _tell_counts(found.facets)
    return ExitCode.DONE


def _tell_notes(found: finding.Findings) -> None:
    """Print the notes to be read before the results."""
    for note in found.notes:
        console.tell(note)
    if found.found and found.meant:
        console.tell(f"Có phải bạn tìm: {found.meant}")
    if found.found and not found.all_words:
        console.tell("Không có văn bản nào có đủ các từ; dưới đây là những văn bản gần nhất.")


def _write_list(
    office: Office, output: Path, ask: result_export.Search, columns: Sequence[str], typed: str, *, force: bool
) -> int:
    first, count = result_export.write_all(office, output, ask, columns, typed, force=force)
    _tell_notes(first)
    if not count:
        console.tell("Không tìm thấy văn bản nào; không ghi tệp.")
        return ExitCode.NOT_FOUND
    console.tell(f"Đã ghi {count} văn bản ra {output}.")
    return ExitCode.DONE


def _complete(office: Office, typed: str, as_json: bool) -> int:
    found = autocomplete.completions(office, typed)
    if as_json:
        console.out_json([json_shapes.completion(one) for one in found])
    else:
        for one in found:
            console.out(f"{one.text}\t{one.kind}")
    return ExitCode.DONE if found else ExitCode.NOT_FOUND


def _kept_searches(office: Office, forget: str, as_json: bool) -> int:
    if forget:
        saved_searches.forget(office, forget)
        console.tell(f'Đã bỏ câu tìm "{forget}".')
        return ExitCode.DONE
    known = saved_searches.everything(office)
    if as_json:
        console.out_json(known)
    else:
        for name, text in known.items():
            console.out(f"{name}\t{text}")
    return ExitCode.DONE


def _quoted_again(argument: str, *, alone: bool) -> str:
    """Return the argument with the quotation marks that the shell removed.

    xã:"Cẩm Giàng", and "trẻ em" beside other arguments, arrive without them. An argument that is `alone`, or contains
    quotation marks, filters or excluded words, is a whole query.
    """
    name, colon, value = argument.partition(":")
    if '"' in argument or " " not in argument.strip() or " -" in argument:
        return argument
    if colon:
        return f'{name}:"{value}"' if " " not in name and unit_names.is_filter(name, value) else argument
    minus = "-" if argument.startswith("-") else ""
    return argument if alone else f'{minus}"{argument.removeprefix(minus).strip()}"'


_FACET_NAMES = {
    Facet.YEAR: "năm",
    Facet.UNIT: "xã",
    Facet.TYPE: "loại",
    Facet.AGENCY: "cơ quan",
    Facet.SIGNER: "ký",
    Facet.PROGRAMME: "chương trình",
    Facet.STATE: "trạng-thái",
}
_SHOWN_VALUES = 8


def _tell_counts(facets: Mapping[Facet, Mapping[str, int]]) -> None:
    for facet, counts in facets.items():
        if counts:
            values = [f"{_shown(facet, name)} ({count})" for name, count in list(counts.items())[:_SHOWN_VALUES]]
            more = f" … và {len(counts) - _SHOWN_VALUES} nữa" if len(counts) > _SHOWN_VALUES else ""
            console.out(f"{_FACET_NAMES[facet]}: {', '.join(values)}{more}")


def _shown(facet: Facet, name: str) -> str:
    if facet is Facet.STATE:
        return STATE_NAMES[State(name)]
    return unit_names.name_of(name) if facet is Facet.UNIT else name or "công văn"
