"""Trial documents from a template: its sample, empty lists, hostile text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..errors import VanthuError
from ..nd30.checking import check
from ..ooxml.validity import faults
from ..render import Mode, Properties, verified
from ..render.normal_form import normal_form
from ..template import Template
from .verdict import Mistake

_HOSTILE = "A & B <w:p/> \"'\n\t" + "\N{LATIN SMALL LETTER A}\N{COMBINING ACUTE ACCENT}" + " dài" * 75
_PROPERTIES = Properties("", "", date(2024, 1, 1))


def filled(template: Template) -> tuple[list[Mistake], Mode | None]:
    """Return the mistakes in documents filled with the sample and the worst data."""
    found: list[Mistake] = []
    try:
        template.check(template.sample, "sample.json")
        sample = template.sample_for_rendering
        renderer = verified(template.docx, template.id, sample)
    except VanthuError as error:
        problems: Sequence[object] = getattr(error, "problems", ())
        sentences = [str(problem) for problem in problems] or [str(error)]
        return [Mistake(0, "", one.rstrip("."), "Hãy sửa sample.json hoặc mẫu.") for one in sentences], None
    for finding in check(renderer.render(sample, _PROPERTIES), template.id).errors:
        found.append(_mistake(f"văn bản làm ra sai thể thức: {finding}"))
    plain = normal_form(template.docx, template.id).docx
    before = faults(plain, template.id)  # of the template itself, which Word has opened all the same
    trials = {"dữ liệu mẫu": sample, "chữ có & < > và xuống dòng": _replaced(sample, _HOSTILE)}
    trials["danh sách rỗng"] = _emptied(sample)
    for name, data in trials.items():
        try:
            made = faults(renderer.render(data, _PROPERTIES), template.id)
        except VanthuError as error:
            found.append(_mistake(f"không điền được với {name}: {error}"))
        else:
            found += [_mistake(f"với {name}, tệp làm ra bị hỏng: {one}") for one in sorted(made - before)]
    return found, renderer.mode


def _mistake(what: str) -> Mistake:
    return Mistake(0, "", what.rstrip("."), "Hãy sửa mẫu.")


def _replaced(value: Any, text: str) -> Any:
    """The data with `text` appended to every text."""
    if isinstance(value, str):
        return value + text
    if isinstance(value, Mapping):
        return {key: _replaced(item, text) for key, item in value.items()}
    return [_replaced(item, text) for item in value] if isinstance(value, list) else value


def _emptied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _emptied(item) for key, item in value.items()}
    return [] if isinstance(value, list) else value
