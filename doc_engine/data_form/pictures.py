"""Pictures of a form: the file that a field names, put into the data.

A document's data hold all that it shows: what is approved, archived and printed again needs no other file.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import InputRejected, Place, Problem
from ..render.values import MOST_PICTURE_BYTES
from .filled import CODE, FilledForm
from .shape import Described, Kind, Shape, shape

_TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_REMEDY = "Hãy ghi tên một tệp .png hoặc .jpg để cạnh tệp dữ liệu."


def with_pictures(form: FilledForm, described: Described, file: Path) -> FilledForm:
    """The data with pictures in the place of their files' names.

    Such fields have `"format": "anh"` in the schema; only files beside the data file are read. Raises InputRejected
    with every name that is none of them.
    """
    problems: list[Problem] = []
    for holder, key, path in _fields(shape(described), form.data, ""):
        name = holder[key]
        if not isinstance(name, str) or not name or name.startswith("data:"):
            continue
        why, content = _read(file.parent, name)
        if why:
            place = form.places.get(path, Place(file.name, heading=path))
            problems.append(Problem(CODE, place, name, why, _REMEDY))
        else:
            kind = _TYPES[Path(name).suffix.lower()]
            holder[key] = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    if problems:
        raise InputRejected(file.name, tuple(problems))
    return form


def _fields(one: Shape, value: Any, path: str) -> Iterator[tuple[Any, Any, str]]:
    """The holder, key and path of each picture in the data."""
    if one.kind is Kind.RECORD and isinstance(value, dict):
        inside = [(part, part.name) for part in one.parts if part.name in value]
    elif one.kind is Kind.LIST and one.entry is not None and isinstance(value, list):
        inside = [(one.entry, index) for index in range(len(value))]  # type: ignore[misc]  # keys of lists are numbers
    else:
        return
    for part, key in inside:
        where = f"{path}.{key}" if path else str(key)
        if part.is_picture:
            yield value, key, where
        else:
            yield from _fields(part, value[key], where)


def _read(folder: Path, name: str) -> tuple[str, bytes]:
    """What is wrong with a picture's file, "" for nothing, and its content."""
    path = folder / name
    if Path(name).name != name or "\\" in name or ":" in name:
        return "không phải tên một tệp để cạnh tệp dữ liệu.", b""
    if path.suffix.lower() not in _TYPES:
        return "không phải tệp .png hoặc .jpg.", b""
    try:
        if path.stat().st_size > MOST_PICTURE_BYTES:
            return f"ảnh lớn quá {MOST_PICTURE_BYTES // 1024 // 1024} MB.", b""
        return "", path.read_bytes()
    except OSError:
        return "không có tệp này cạnh tệp dữ liệu, hoặc không đọc được.", b""
