"""The form as YAML: each field with its meaning; values are read as written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from ..errors import ExitCode, VanthuError, unread_reason
from ..remedies import RemedyAction
from ..vietnamese import nfc
from .filled import FilledForm, put_together
from .shape import Described, Kind, Shape, example, shape


class DataUnreadable(VanthuError):
    code = "DL-03"
    exit_code = ExitCode.INPUT
    message = "Không đọc được tệp dữ liệu {file}: {why}."
    remedy = f"Tệp phải là .xlsx, .yaml hoặc .json; tạo biểu mẫu bằng {RemedyAction.BLANK_FORM}."


class _PlainLoader(yaml.BaseLoader):
    """A loader of texts, lists and records: "no" is a text and 08 is not octal.

    No aliases, which multiply what they name.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for number, name in enumerate(names):
            if name in names[:number]:
                mark = node.value[number][0].start_mark
                raise yaml.MarkedYAMLError(problem=f'trường "{name}" ghi hai lần', problem_mark=mark)
        return super().construct_mapping(node, deep)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the stubs leave it out
            raise yaml.MarkedYAMLError(problem="không dùng được dấu *", problem_mark=mark)
        return super().compose_node(parent, index)


def blank_text(described: Described) -> str:
    """The YAML to fill in: "" where a text goes, one empty entry for each list."""
    lines = [f"# {described.id}. Điền giữa hai dấu nháy kép; mục không dùng thì để trống."]
    lines += _record(shape(described), described.sample, "", "")
    return "\n".join(lines) + "\n"


def read_text(file: Path, described: Described) -> FilledForm:
    """Read a filled-in form. Raises DataUnreadable."""
    try:
        given = yaml.load(nfc(file.read_text(encoding="utf-8-sig")), Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        line = f", dòng {error.problem_mark.line + 1}" if error.problem_mark else ""
        ours = (
            error.problem if type(error) is yaml.MarkedYAMLError else "sai cú pháp YAML"
        )  # a library's are subclasses
        raise DataUnreadable(file=file, why=f"{ours}{line}") from error
    except yaml.reader.ReaderError as error:
        raise DataUnreadable(file=file, why=f"có ký tự U+{error.character:04X} không dùng được") from error
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise DataUnreadable(file=file, why=unread_reason(error)) from error
    if not isinstance(given, dict):
        raise DataUnreadable(file=file, why="tệp không chứa các trường")
    return FilledForm(put_together(shape(described), given))


def _record(record: Shape, sample: Any, path: str, indent: str) -> Iterator[str]:
    for part in record.asked:
        inside = f"{path}.{part.name}" if path else part.name
        yield from _field(replace(part, required=part.required and record.required), sample, inside, indent)


def _field(part: Shape, sample: Any, path: str, indent: str) -> Iterator[str]:
    if part.kind is Kind.RECORD:
        yield f"{indent}{part.name}:{_comment(part.title)}"
        yield from _record(part, sample, path, f"{indent}  ")
    elif part.entry is None:
        yield f'{indent}{part.name}: ""{_comment(_meaning(part), example(sample, path))}'
    elif part.entry.kind is Kind.RECORD:
        yield f"{indent}{part.name}:{_comment(f'{part.title}; mỗi mục bắt đầu bằng dấu gạch')}"
        lines = list(_record(part.entry, sample, f"{path}[]", f"{indent}    "))
        yield f"{indent}  - {lines[0].strip()}"
        yield from lines[1:]
    else:
        yield f"{indent}{part.name}:{_comment(part.title, example(sample, f'{path}[]'))}"
        yield f'{indent}  - ""'


def _meaning(part: Shape) -> str:
    kind = "" if part.kind is Kind.TEXT and not part.choices else part.kind_text
    said = ", ".join(one for one in (kind, "bắt buộc" if part.must_be_filled else "") if one)
    return f"{part.title} ({said})" if said else part.title


def _comment(meaning: str, shown: str = "") -> str:
    text = "; ví dụ: ".join(one for one in (meaning, " ".join(shown.split())) if one)
    return f"  # {text}" if text else ""
