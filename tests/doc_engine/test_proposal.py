"""A template proposed from tags alone: the form asks for what the tags use."""

import json
from typing import Any

import pytest

from doc_engine.authoring import propose
from doc_engine.document_types import DocumentType
from tests.support.templates import paragraph, table, word_file
from tests.support.word_files import written_by_hand


def schema_of(*paragraphs: str) -> dict[str, Any]:
    proposed = propose(word_file("".join(map(paragraph, paragraphs))), "thu", "Thử")
    assert proposed.mistakes == ()
    return dict(json.loads(proposed.schema))


@pytest.mark.parametrize(
    ("tags", "types", "required"),
    [
        (["{{ a }}"], {"a": "string"}, ["a"]),
        (["{{ a.b }} {{ a.c | so }}"], {"a": {"b": "string", "c": "integer"}}, ["a"]),
        (["{% for x in ds %}{{ x }}{% endfor %}"], {"ds": ["string"]}, ["ds"]),
        (["{% for x in ds %}{{ x.a }}{% endfor %}"], {"ds": [{"a": "string"}]}, ["ds"]),
        (
            ["{% for x in ds %}{% for y in x.viec %}{{ y.ten }}{% endfor %}{% endfor %}"],
            {"ds": [{"viec": [{"ten": "string"}]}]},
            ["ds"],
        ),
        (["{% if co %}x{% endif %}"], {"co": "boolean"}, None),
        (["{% if a %}{{ a }}{% endif %}"], {"a": "string"}, None),
        (["{% if a %}{{ b }}{% endif %}"], {"a": "boolean", "b": "string"}, None),
        (["{% if ds %}{% for x in ds %}{{ x }}{% endfor %}{% endif %}"], {"ds": ["string"]}, None),
        (["{{ b }}{% if a %}{{ b }}{% endif %}"], {"a": "boolean", "b": "string"}, ["b"]),
        (["{% if n > 3 %}x{% endif %}"], {"n": "integer"}, ["n"]),
        (['{% if k == "xã" %}x{% endif %}'], {"k": "string"}, ["k"]),
        (["{{ a | default('x') }}"], {"a": "string"}, None),
        (["{{ ds | join(', ') }}"], {"ds": ["string"]}, ["ds"]),
        (["{{ a | anh(30) }}"], {"a": "anh"}, ["a"]),
        (["{{ a | o_danh_dau }}"], {"a": "boolean"}, None),
        (["{% set t = a %}{{ t }}"], {"a": None}, ["a"]),
        (["{{ 'Ô' if co else b }}"], {"co": "boolean", "b": "string"}, None),
        (["{% for x in ds %}{{ loop.index }}. {{ x }}{% endfor %}"], {"ds": ["string"]}, ["ds"]),
    ],
)
def test_the_use_of_a_tag_decides_its_kind(tags: list[str], types: dict[str, Any], required: list[str] | None) -> None:
    def shown(schema: dict[str, Any]) -> Any:
        match schema.get("type"):
            case "object":
                return {name: shown(part) for name, part in schema["properties"].items()}
            case "array":
                return [shown(schema["items"])]
            case kind:
                return schema.get("format", kind)

    found = schema_of(*tags)
    assert shown(found) == {name: kind or "string" for name, kind in types.items()}
    assert found.get("required") == required


def test_a_table_s_rows_are_a_list() -> None:
    rows = table(
        ("Họ tên", "Tuổi"), ("{%tr for x in ds %}", ""), ("{{ x.ten }}", "{{ x.tuoi }}"), ("{%tr endfor %}", "")
    )
    found = json.loads(propose(word_file(rows + paragraph("")), "thu", "Thử").schema)
    assert list(found["properties"]["ds"]["items"]["properties"]) == ["ten", "tuoi"]


def test_the_words_before_a_tag_are_its_title() -> None:
    found = schema_of("Kính gửi: {{ noi_gui }}", "1. Thời hạn: {{ han }} ngày", "Ông {{ ho_ten }} ở {{ noi_o }}")
    titles = {name: part["title"] for name, part in found["properties"].items()}
    assert titles == {"noi_gui": "Kính gửi", "han": "Thời hạn", "ho_ten": "Họ và tên", "noi_o": "Noi o"}


def test_the_places_of_number_and_day_are_left_blank() -> None:
    docx = written_by_hand("Số: {{ so }}/TB-UBND", "Cẩm Giàng, ngày {{ d }} tháng {{ m }} năm {{ y }}")
    proposed = propose(docx, "thu", "Thử")
    assert proposed.mistakes == () or "không có thẻ" in str(proposed.mistakes[0])
    assert json.loads(proposed.schema)["properties"] == {}
    assert len(proposed.remarks) == 2
    assert f'loai = "{DocumentType.NOTICE.title}"' in proposed.manifest
