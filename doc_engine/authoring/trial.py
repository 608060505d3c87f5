"""Trial documents from a template: its sample, empty lists, hostile text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..errors import VanthuError
from ..manifest import Filling
from ..nd30.checking import check
from ..ooxml.validity import faults
from ..render import Mode, Properties, verified
from ..render.normal_form import normal_form
from ..render.values import is_picture
from ..template import Template
from .verdict import Mistake

_HOSTILE = "A & B <w:p/> \"'\n\t" + "\N{LATIN SMALL LETTER A}\N{COMBINING ACUTE ACCENT}" + " dài" * 75
_PROPERTIES = Properties("", "", date(2024, 1, 1))


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of trial documents.

    `findings`: the checker's, of a page that the author typed.
    """

    mistakes: list[Mistake]
    mode: Mode | None = None
    findings: tuple[str, ...] = ()


def filled(template: Template) -> Trial:
    """The mistakes in documents filled with the sample and the worst data.

    The form of a page that the author typed is his own; what the checker finds there is no mistake of the tags.
    """
    found: list[Mistake] = []
    try:
        template.check(template.sample, "sample.json")
        sample = template.sample_for_rendering
        renderer = verified(template.docx, template.id, sample)
    except VanthuError as error:
        problems: Sequence[object] = getattr(error, "problems", ())
        sentences = [str(problem) for problem in problems] or [str(error)]
        return Trial([Mistake(0, "", one.rstrip("."), "Hãy sửa sample.json hoặc mẫu.") for one in sentences])
    findings = tuple(map(str, check(renderer.render(sample, _PROPERTIES), template.id).errors))
    if template.manifest.filling is not Filling.OWN:
        found += [_mistake(f"văn bản làm ra sai thể thức: {finding}") for finding in findings]
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
    return Trial(found, renderer.mode, findings if template.manifest.filling is Filling.OWN else ())


def _mistake(what: str) -> Mistake:
    return Mistake(0, "", what.rstrip("."), "Hãy sửa mẫu.")


def _replaced(value: Any, text: str) -> Any:
    """The data with `text` appended to every text; a picture stays one."""
    if isinstance(value, str):
        return value if is_picture(value) else value + text
    if isinstance(value, Mapping):
        return {key: _replaced(item, text) for key, item in value.items()}
    return [_replaced(item, text) for item in value] if isinstance(value, list) else value


def _emptied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _emptied(item) for key, item in value.items()}
    return [] if isinstance(value, list) else value
