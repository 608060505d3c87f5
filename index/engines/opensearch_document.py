"""A document in OpenSearch: the mapping of its fields, what is sent, what is read."""

from collections.abc import Mapping
from typing import Any

from ..engine import FIELDS, Hit, IndexedDocument, kept
from ..matching import STREAMS

_Json = dict[str, Any]
_STREAM = {"type": "text", "analyzer": "whitespace"}
MAPPING: _Json = {
    "dynamic": "strict",
    # What is only searched is not stored a second time.
    "_source": {"excludes": [*STREAMS, "names"]},
    "properties": {
        **{name: {"type": "keyword"} for name in ("id", *(field for field in FIELDS.values() if field != "year"))},
        **{name: {"type": "long"} for name in ("year", "day", "number", "order")},
        **{name: _STREAM for name in STREAMS},
        "names": {**_STREAM, "index_options": "docs"},
        "stored": {"type": "text", "index": False},
    },
}


def row(prefix: str, document: IndexedDocument) -> _Json:
    """Return the bulk action of a document; its index is the one of its year."""
    names = {name: getattr(document, name) for name in ("agency", "signer", "programme") if getattr(document, name)}
    numbers = {name: getattr(document, name) for name in ("year", "day", "number", "order")}
    source = {
        "id": document.id,
        "unit": document.unit,
        "type": kept(document.type_abbreviation),
        "state": str(document.state),
        **names,
        **numbers,
        "names": document.names,
        **document.streams,
        "stored": document.text,
    }
    return {"_index": f"{prefix}-{document.year}", "_id": document.id, "_source": source}


def hit(found: Mapping[str, Any]) -> Hit:
    return Hit(found["_id"], float(found["_score"] or 0), found["_source"]["stored"])
