"""Write sample.json of each shipped template, from the example workbook.

Long lists are cut to three entries, except those on whose entries the text relies.
"""

import json
from pathlib import Path
from typing import Any

from doc_engine import template
from doc_engine.document import DocumentCode
from doc_engine.document_data.cycle_data import Cited, CycleData, issuer_in_words, with_code
from doc_engine.manifest import IssuingLevel
from doc_engine.workbook import read

ROOT = Path(__file__).parents[1]
COMMUNE = "02008"  # xã Cẩm Giàng


def main() -> None:
    known = {id_: template.load(folder) for id_, folder in template.installed().items()}
    cycle = read(ROOT / "examples/bach-thong-2024/danh-gia-2024.xlsx", known).cycle
    assert cycle is not None
    source = CycleData(cycle)
    cited: dict[str, Cited] = {}
    for one in sorted(known.values(), key=lambda one: one.manifest.rank):
        unit = cycle.lead if one.manifest.level is IssuingLevel.LEAD else cycle.commune[COMMUNE].unit
        facts = cycle.facts(one.id, unit.code)
        assert facts is not None
        document = source.document(one, unit, facts.issued_on, facts.signer_name, cited)
        code = DocumentCode(len(cited) + 1, document.body.symbol(one.manifest.document_type))
        cited[one.id] = Cited(one, code, document.issued_on, issuer_in_words(one, document.body), document.subject)
        sample = _cut(with_code(document, code))
        one.check(sample, one.id)
        text = json.dumps(sample, ensure_ascii=False, indent=1) + "\n"
        (ROOT / "templates/vn_admin" / one.id / "sample.json").write_text(text, encoding="utf-8")


_WHOLE = {"noi_nhan", "don_vi", "giai_phap"}


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item) if key not in _WHOLE else item for key, item in value.items()}
    return [_cut(item) for item in value[:3]] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
