"""Page, font, colour, page numbers, and sizes that belong together.

Source: Phụ lục I, Phần I, Mục I and Mục V.
"""

from collections.abc import Iterator
from functools import partial

from ....ooxml import edit
from ....ooxml.story import Area, Paragraph, Run, Section
from ... import layout
from ..components import Components
from ..pieces import Piece
from ..rule import Fault, Repair, checks

_SLACK_MM = 0.6
_LEGACY = (".vn", "vni-", "vni ")
_PAGE_OF_TEXT = 2600  # letters: one page in size 13 never holds more
# rule, name, side, (least, most), value that a repair sets; all in mm
_SIDES = (
    ("TR-03", "lề trên", "top", (20, 25), layout.MARGIN_TOP_MM),
    ("TR-04", "lề dưới", "bottom", (20, 25), layout.MARGIN_BOTTOM_MM),
    ("TR-05", "lề trái", "left", (30, 35), layout.MARGIN_LEFT_MM),
    ("TR-06", "lề phải", "right", (15, 20), layout.MARGIN_RIGHT_MM),
)


def _sections(components: Components) -> Iterator[tuple[Section, Paragraph | None]]:
    """Each section with its first paragraph."""
    paragraphs = components.story.paragraphs
    for number, section in enumerate(components.story.sections):
        yield section, next((one for one in paragraphs if one.section == number), None)


def _changes(components: Components, section: Section, name: str, values: dict[str, float]) -> None:
    edit.set_measures(section.element, name, values)
    components.story.package.change(components.story.package.main)


@checks("TR-01")
def paper(components: Components) -> Iterator[Fault]:
    for section, first in _sections(components):
        sides = sorted((section.width, section.height))
        if abs(sides[0] - 210) > 1.5 or abs(sides[1] - 297) > 1.5:
            wide = section.width > section.height
            size = {"w": 297.0, "h": 210.0} if wide else {"w": 210.0, "h": 297.0}
            repair = Repair("khổ giấy A4", partial(_changes, components, section, "pgSz", size))
            yield Fault(first, f"khổ giấy đang là {section.width:.0f} x {section.height:.0f} mm.", repair)


@checks("TR-02")
def orientation(components: Components) -> Iterator[Fault]:
    for number, (section, first) in enumerate(_sections(components)):
        inside = [one for one in components.story.paragraphs if one.section == number]
        tables = any(one.cell is not None and one.cell.columns > 2 for one in inside)
        if section.width > section.height and not tables:
            yield Fault(first, "trang nằm ngang nhưng không có bảng, biểu.")


def _margin_rule(code: str, name: str, side: str, allowed: tuple[int, int], chosen: int) -> None:
    @checks(code)
    def _(components: Components) -> Iterator[Fault]:
        for section, first in _sections(components):
            width: float = getattr(section, side)
            fits = allowed[0] - _SLACK_MM <= width <= allowed[1] + _SLACK_MM
            # Word rotates the margins with the page: the narrow ones may then be on any side.
            if fits or (section.width > section.height and 15 - _SLACK_MM <= width <= 35 + _SLACK_MM):
                continue
            repair = Repair(f"{name} {chosen} mm", partial(_changes, components, section, "pgMar", {side: chosen}))
            yield Fault(first, f"{name} đang là {width:.1f} mm.", repair)


for _side in _SIDES:
    _margin_rule(*_side)


def _inked(paragraph: Paragraph) -> list[Run]:
    return [run for run in paragraph.runs if run.text.strip() and not run.format.hidden]


@checks("TR-07")
def font(components: Components) -> Iterator[Fault]:
    for paragraph in components.story.paragraphs:
        wrong = [
            run
            for run in _inked(paragraph)
            if any(one.lower() != "times new roman" and not one.lower().startswith(_LEGACY) for one in run.format.fonts)
            and any(letter.isalnum() for letter in run.text)
        ]
        if wrong:
            names = sorted({one for run in wrong for one in run.format.fonts if one.lower() != "times new roman"})
            repair = Repair("phông Times New Roman", partial(edit.set_font, wrong, layout.FONT))
            yield Fault(paragraph, f"phông chữ đang là {', '.join(names)}.", repair)


@checks("TR-08")
def colour(components: Components) -> Iterator[Fault]:
    stamped = {piece.paragraph.number for piece in components.marks}
    for paragraph in components.story.paragraphs:
        wrong = [run for run in _inked(paragraph) if not _is_black(run.format.colour)]
        if wrong and paragraph.number not in stamped:
            repair = Repair("chữ màu đen", partial(edit.set_colour, wrong, "000000"))
            yield Fault(paragraph, "có chữ không phải màu đen.", repair)


def _is_black(colour: str) -> bool:
    try:
        return colour == "auto" or all(int(colour[at : at + 2], 16) < 0x28 for at in (0, 2, 4))
    except ValueError:
        return True  # a name that Word itself ignores


def _numbers(components: Components) -> list[tuple[str, Paragraph]]:
    """Paragraphs with a page number: (header or footer, paragraph)."""
    story = components.story
    found = []
    for section in story.sections:
        for kind, parts in (("header", section.headers), ("footer", section.footers)):
            for part in parts.values():
                for paragraph in story.headers.get(part, []):
                    if "PAGE" in paragraph.fields and (kind, paragraph) not in found:
                        found.append((kind, paragraph))
    return found


@checks("TR-09")
def page_number(components: Components) -> Iterator[Fault]:
    length = sum(len(one.text) for one in components.story.paragraphs)
    if length > _PAGE_OF_TEXT * 1.4 and not _numbers(components):
        yield Fault(None, "văn bản dài hơn một trang nhưng không có số trang.")


@checks("TR-10")
def page_number_on_top(components: Components) -> Iterator[Fault]:
    for kind, paragraph in _numbers(components):
        if kind == "footer":
            yield Fault(paragraph, "số trang đang ở lề dưới.")


@checks("TR-11")
def page_number_in_the_middle(components: Components) -> Iterator[Fault]:
    for _, paragraph in _numbers(components):
        moved = any("\t" in run.text for run in paragraph.runs)
        if paragraph.format.align != "center" and not moved:
            repair = Repair("canh giữa số trang", partial(edit.set_align, paragraph, "center"))
            yield Fault(paragraph, "số trang chưa canh giữa.", repair)


@checks("TR-12")
def page_number_look(components: Components) -> Iterator[Fault]:
    for _, paragraph in _numbers(components):
        wrong = [run for run in _inked(paragraph) if not 13 <= run.format.size <= 14 or run.format.italic]
        if wrong:

            def apply(runs: list[Run] = wrong) -> None:
                edit.set_size(runs, 13)
                edit.set_switch(runs, "i", False)

            yield Fault(
                paragraph, f"số trang đang là cỡ chữ {wrong[0].format.size:g}.", Repair("số trang cỡ 13, đứng", apply)
            )


@checks("TR-13")
def no_number_on_the_first_page(components: Components) -> Iterator[Fault]:
    story = components.story
    section = story.sections[0]
    shown = "first" if section.first_differs else "default"
    parts = [part for parts in (section.headers, section.footers) if (part := parts.get(shown))]
    numbered = [one for part in parts for one in story.headers.get(part, []) if "PAGE" in one.fields]
    if numbered:
        title_page = Repair("không hiện số ở trang đầu", lambda: _first_page(components, section))
        yield Fault(numbered[0], "số trang hiện ở cả trang thứ nhất.", None if section.first_differs else title_page)


def _first_page(components: Components, section: Section) -> None:
    edit.set_title_page(section.element)
    components.story.package.change(components.story.package.main)


@checks("TR-14")
def plain_page_number(components: Components) -> Iterator[Fault]:
    for section, _ in _sections(components):
        if section.page_format != "decimal":
            yield Fault(None, "số trang không dùng chữ số Ả Rập.")
            return
    for _, paragraph in _numbers(components):
        header = components.story.headers[paragraph.part]
        beside = [one.text for one in header if one.text.strip().lower() == "trang"]
        rest = "".join([*beside, *(letter for letter in paragraph.text if not letter.isdigit())]).strip()
        if rest:
            yield Fault(paragraph, f'số trang có kèm "{rest[:20]}".')


@checks("CO-01")
def sizes_together(components: Components) -> Iterator[Fault]:
    name, motto, place = components.national_name, components.motto, components.place_date
    if name is None or motto is None:
        return
    sizes = [_size(one) for one in (name, motto, place) if one is not None]
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes) and not (known[0] < known[1] and len(set(known[1:])) == 1):

        def apply() -> None:
            edit.set_size(name.inked, 12)
            for one in (motto, place):
                if one is not None:
                    edit.set_size(one.inked, 13)

        repair = Repair("cỡ chữ 12, 13, 13", apply)
        yield Fault(motto, f"cỡ chữ đang là {', '.join(f'{size:g}' for size in sizes)}.", repair)


def _size(piece: Piece) -> float | None:
    sizes = {run.format.size for run in piece.inked}
    return sizes.pop() if len(sizes) == 1 else None


@checks("CO-02")
def one_size_of_text(components: Components) -> Iterator[Fault]:
    sizes = [
        size for piece in components.body if piece.paragraph.area is Area.BODY and (size := _size(piece)) is not None
    ]
    if sizes:
        usual = max(set(sizes), key=sizes.count)
        for piece in components.body:
            size = _size(piece)
            if size is not None and size != usual and 13 <= size <= 14:
                yield Fault(piece, f"cỡ chữ {size:g}, các đoạn khác {usual:g}.")
