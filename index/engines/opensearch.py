"""The OpenSearch engine: a cluster that several offices may share.

vanthu-cam_giang                    the alias that is searched: the indices in use
vanthu-cam_giang-3-000007-2024      made by version 3, the 7th time, for the documents of 2024
vanthu-cam_giang-3-000007           the template of indices for new years, which get the alias

Rebuilding fills the indices of the next number and then moves the alias, which is one step and atomic; searchers see
the old ones until then. The alias is moved first, the template changed after it, old indices removed last: interrupted
anywhere, the next write continues from the state of the alias.

The servers store our tokens split at white space (a built-in analyser) and know nothing of Vietnamese.
"""

import base64
import logging
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch, exceptions, helpers

from ..engine import (
    FIELDS,
    MOST_VALUES,
    VERSION,
    Facet,
    Hit,
    Hits,
    IndexBroken,
    IndexedDocument,
    by_day,
    counted,
    shown,
)
from ..matching import WHOLE
from ..query import Query, Sort
from .cluster import Cluster
from .opensearch_document import MAPPING, hit, row
from .opensearch_query import translated

for _name in ("opensearch", "urllib3"):  # every retry of theirs is a warning, in English
    logging.getLogger(_name).addHandler(logging.NullHandler())

_Json = dict[str, Any]
_PAGE = 5_000  # answers fetched at once; the servers give no more than 10,000
_BULK_DOCUMENTS, _BULK_BYTES = 500, 8_000_000
_PATIENCE = (0.5, 1, 2, 4, 8, 15, 30)  # seconds between retries of a rebuild's writes
_LESS_PATIENCE = _PATIENCE[:5]  # of new documents: others wait for the register meanwhile, and an outbox is kept
_NOT_FOUND, _LATER = 404, (429, 503, "N/A")  # "N/A": nobody answered
_BUSY, _TROUBLE = 429, 500  # too many requests; from 500 on errors are the server's, not the request's
_WAITS = (0.1, 0.3, 1, 2, 4)  # seconds between retries of a failed request
_SHORT_WAITS = _WAITS[:3]  # of requests before issuing
_PRIORITY = 500  # above administrators' templates for every index
_SECONDS, _BULK_SECONDS = 15, 60  # for an answer
_REPLACED = "5s"  # how long a server waits by itself for a lost node; then we retry
_AWAY = {"ignore_unavailable": "true", "allow_no_indices": "true"}  # an office without documents has no index yet
_SORTS: dict[Sort, list[_Json]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"order": "desc"}],
    Sort.NEWEST: [{"order": "desc"}],
    Sort.OLDEST: [{"order": "asc"}],
}


class IndexUnreachable(IndexBroken):
    """Servers that do not answer, or refuse us.

    Issuing continues; documents issued meanwhile are indexed later.
    """

    code = "TIM-05"
    message = "Máy chủ tìm kiếm {folder} không dùng được: {why}."
    remedy = (
        "Hãy báo người quản trị máy chủ tìm kiếm. Văn bản vẫn ban hành được; chỉ mục tự bổ sung khi máy chủ trở lại."
    )


class OpenSearchEngine:
    def __init__(self, cluster: Cluster) -> None:
        """Create the client. Raises IndexUnreachable where the CA file is missing."""
        self._cluster = cluster
        self._alias = cluster.index
        if cluster.authority and not Path(cluster.authority).is_file():
            why = f"không có tệp chứng chỉ {cluster.authority} (VANTHU_OPENSEARCH_CA)"
            raise IndexUnreachable(folder=self._where, why=why)
        # Each request goes to the next node when one does not answer.
        self._client = OpenSearch(
            list(cluster.urls),
            headers=_authorization(cluster),
            verify_certs=True,
            ca_certs=cluster.authority or None,
            timeout=_SECONDS,
            max_retries=len(cluster.urls),
            retry_on_timeout=True,
            retry_on_status=(502, 503, 504),
        )

    def is_current(self) -> bool:
        with self._significant():
            return self._in_use().startswith(f"{self._alias}-{VERSION}-")

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        with self._significant():
            self._refuse_what_is_of_another()
            number = max(map(_number, self._indices()), default=0) + 1
            new = f"{self._alias}-{VERSION}-{number:06}"
            self._put_template(new, filling=True)
            self._send(({"_op_type": "index", **row(new, one)} for one in documents), _PATIENCE)
            self._use(new)

    def add(self, documents: Iterable[IndexedDocument]) -> None:
        if not self.is_current():
            self.rebuild(())
        with self._significant():
            self._refuse_what_is_of_another()
            prefix, templates = self._in_use(), self._templates()
            if {_prefix(name) for name in self._indices()} != {prefix} or not templates.get(prefix):
                self._use(prefix)  # a rebuilding was interrupted
            actions = ({"_op_type": "index", **row(prefix, one)} for one in documents)
            self._send(actions, _LESS_PATIENCE, refresh=True)

    def remove(self, ids: Iterable[str]) -> None:
        with self._significant():
            self._refuse_what_is_of_another()
            wanted = list(ids)
            for start in range(0, len(wanted), _PAGE):
                body = {"query": {"terms": {"id": wanted[start : start + _PAGE]}}, "size": _PAGE, "_source": False}
                there = self._ask(body)["hits"]["hits"]
                gone = ({"_op_type": "delete", "_index": one["_index"], "_id": one["_id"]} for one in there)
                self._send(gone, _LESS_PATIENCE, refresh=True)

    def search(self, query: Query) -> Hits:
        asked: _Json = {"query": translated(query), "sort": _SORTS[by_day(query)], "track_total_hits": True}
        end, seen, total, hits = query.offset + query.limit, 0, None, list[Hit]()
        with self._significant():
            while total is None or seen < min(end, total):
                size = min(_PAGE, end - seen, query.offset - seen if seen < query.offset else _PAGE)
                source = ["stored"] if seen >= query.offset else False
                found = self._ask({**asked, "size": size, "_source": source})["hits"]
                total = found["total"]["value"] if total is None else total
                if source:
                    hits += [hit(one) for one in found["hits"]]
                seen += len(found["hits"])
                if not found["hits"]:
                    break
                asked |= {"search_after": found["hits"][-1]["sort"], "track_total_hits": False}
        return Hits(total, tuple(hits))

    def facets(self, query: Query) -> dict[Facet, dict[str, int]]:
        # Each server counts more values than are wanted, so that none that is frequent over all is missed on one.
        wanted = {
            facet: {"terms": {"field": field, "size": MOST_VALUES, "shard_size": 20 * MOST_VALUES}}
            for facet, field in FIELDS.items()
        }
        with self._significant():
            found = self._ask({"query": translated(query), "size": 0, "aggs": wanted}).get("aggregations", {})
        buckets = {facet: found.get(facet, {}).get("buckets", ()) for facet in FIELDS}
        return {
            facet: counted({shown(str(one["key"])): one["doc_count"] for one in several if str(one["key"])})
            for facet, several in buckets.items()
        }

    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        wanted = {f"{place}": {"filter": {"term": {WHOLE: word}}} for place, word in enumerate(words)}
        with self._significant():
            found = self._ask({"size": 0, "aggs": wanted}).get("aggregations", {}) if wanted else {}
        return {word: found.get(f"{place}", {}).get("doc_count", 0) for place, word in enumerate(words)}

    def ids(self) -> set[str]:
        asked: _Json = {"size": _PAGE, "_source": False, "sort": [{"id": "asc"}]}
        found = set[str]()
        with self._significant():
            while page := self._ask(asked)["hits"]["hits"]:
                found |= {one["_id"] for one in page}
                asked |= {"search_after": page[-1]["sort"]}
        return found

    def damaged(self) -> list[str]:
        return []  # the servers look after their files

    def drop(self) -> None:
        with self._significant():
            self._refuse_what_is_of_another()
            self._remove_others("")

    def close(self) -> None:
        self._client.close()

    def _ask(self, body: _Json) -> _Json:
        # Scores use the frequencies of all shards, the same copies answer each page, partial answers are refused.
        wishes = {"search_type": "dfs_query_then_fetch", "preference": self._cluster.name}
        params = {**_AWAY, **wishes, "allow_partial_search_results": "false"}
        return self._with("hits", _patiently(lambda: self._client.search(index=self._alias, body=body, params=params)))

    def _with(self, name: str, answer: object) -> _Json:
        """Return the answer, which must have that name.

        Raises IndexUnreachable for the answer of another kind of server.
        """
        if not isinstance(answer, dict) or name not in answer:
            raise IndexUnreachable(folder=self._where, why=_OTHER_SERVER)
        return answer

    def _send(self, actions: Iterator[_Json], patience: Sequence[float], *, refresh: bool = False) -> None:
        """Send bulk actions in batches; retry those that the servers cannot take yet.

        A server may be full, or a node being replaced; the waits grow, and ids make repeats harmless. Raises
        IndexUnreachable.
        """
        while left := list(islice(actions, _BULK_DOCUMENTS)):
            for wait in patience:
                if not (left := self._not_taken(left, refresh=refresh)):
                    break
                time.sleep(wait)
            if left and self._not_taken(left, refresh=refresh):
                raise IndexUnreachable(folder=self._where, why="quá tải hoặc thiếu máy, không nhận văn bản")

    def _not_taken(self, group: list[_Json], *, refresh: bool) -> list[_Json]:
        """Send a batch; return the actions to be sent again.

        Raises IndexUnreachable for what no server will take.
        """
        answer = helpers.streaming_bulk(
            self._client,
            group,
            chunk_size=len(group),
            max_chunk_bytes=_BULK_BYTES,
            raise_on_error=False,
            raise_on_exception=False,
            refresh=refresh,
            request_timeout=_BULK_SECONDS,
            timeout=_REPLACED,
        )
        again = []
        for action, (went_well, said) in zip(group, answer, strict=True):
            did, what = next(iter(said.items()))
            if went_well or (did == "delete" and what.get("status") == _NOT_FOUND):
                continue
            if what.get("status") not in _LATER:
                raise IndexUnreachable(folder=self._where, why=f"không nhận văn bản: {what.get('error')}")
            again.append(action)
        return again

    def _in_use(self) -> str:
        """Return the prefix of the indices that are searched; "" where there are none."""
        try:
            every = f"{self._alias}-*"
            answer = _patiently(lambda: self._client.indices.get_alias(index=every, name=self._alias), _SHORT_WAITS)
        except exceptions.NotFoundError:
            answer = {}
        if found := sorted(self._ours(answer)):
            return _prefix(found[-1])
        templates = self._templates()  # an office without documents has nothing but its template
        return max((name for name, used in templates.items() if used), key=_number, default="")

    def _indices(self) -> list[str]:
        """Return the names of our indices and templates, of any version."""
        return sorted({*self._made(), *self._templates()})

    def _made(self) -> list[str]:
        """Return the names of our indices, of any version.

        What an administrator named beside them, a copy perhaps, is not ours.
        """
        return self._ours(self._client.indices.get(index=f"{self._alias}-*", params=_AWAY))

    def _ours(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if re.fullmatch(rf"{re.escape(self._alias)}-\d+-\d{{6,}}(-\d+)?", name)]

    def _templates(self) -> dict[str, bool]:
        """Return our templates: whether each is of indices in use."""
        return {name: bool(one["template"].get("aliases")) for name, one in self._told_templates().items()}

    def _told_templates(self) -> dict[str, _Json]:
        try:
            every = f"{self._alias}-*"
            asked = _patiently(lambda: self._client.indices.get_index_template(name=every), _SHORT_WAITS)
            found = self._with("index_templates", asked)
        except exceptions.NotFoundError:
            return {}
        answer = {one["name"]: one["index_template"] for one in found["index_templates"]}
        return {name: answer[name] for name in self._ours(answer)}

    def _refuse_what_is_of_another(self) -> None:
        """Raise IndexUnreachable where the indices are another office's.

        Two offices with one name by mistake would replace each other's indices.
        """
        owners = {str(one.get("_meta", {}).get("owner", "")) for one in self._told_templates().values()}
        if others := owners - {"", self._cluster.owner}:
            name, owner = self._cluster.name, min(others)
            why = f'ten_chi_muc "{name}" là của văn phòng "{owner}"; hãy đặt tên khác trong vanthu.toml'
            raise IndexUnreachable(folder=self._where, why=why)

    def _put_template(self, prefix: str, *, filling: bool) -> None:
        """Write the template of a prefix; `filling`: for indices not searched yet.

        These have no replicas and no refresh while writing.
        """
        quick = {"number_of_replicas": 0, "refresh_interval": "-1"}
        settings = {"number_of_shards": 1, **(quick if filling else {"number_of_replicas": 1})}
        template = {"settings": settings, "mappings": MAPPING, **({} if filling else {"aliases": {self._alias: {}}})}
        body = {"index_patterns": [f"{prefix}-*"], "template": template, "priority": _PRIORITY}
        body["_meta"] = {"owner": self._cluster.owner}
        self._client.indices.put_index_template(name=prefix, body=body)

    def _use(self, prefix: str) -> None:
        """Replace all other indices by these; repeated, continue where interrupted."""
        there = self._made()
        mine = [name for name in there if _prefix(name) == prefix]
        if mine:
            usual = {"number_of_replicas": 1, "refresh_interval": None}
            self._client.indices.put_settings(index=",".join(mine), body={"index": usual})
            self._client.indices.refresh(index=",".join(mine))
        actions: list[_Json] = [
            {"add" if name in mine else "remove": {"index": name, "alias": self._alias}} for name in there
        ]
        for action in actions:
            if "remove" in action:
                action["remove"]["must_exist"] = False
        if actions:
            self._client.indices.update_aliases(body={"actions": actions})
        self._put_template(prefix, filling=False)
        self._remove_others(prefix)

    def _remove_others(self, prefix: str) -> None:
        for name in self._made():
            if _prefix(name) != prefix:
                self._client.indices.delete(index=name, params={"ignore_unavailable": "true"})
        for name in self._templates():
            if name != prefix:
                self._client.indices.delete_index_template(name=name)

    @property
    def _where(self) -> str:
        return ", ".join(self._cluster.urls)

    @contextmanager
    def _significant(self) -> Iterator[None]:
        try:
            yield
        except exceptions.OpenSearchException as error:
            raise IndexUnreachable(folder=self._where, why=_why(error)) from error


_OTHER_SERVER = "trả lời không như máy chủ OpenSearch"


def _authorization(cluster: Cluster) -> dict[str, str]:
    """Return the header of name and password in UTF-8: the library would use Latin-1."""
    answer = base64.b64encode(f"{cluster.user}:{cluster.password}".encode()).decode()
    return {"authorization": f"Basic {answer}"} if cluster.user else {}


def _patiently(question: Callable[[], _Json], waits: Sequence[float] = ()) -> _Json:
    """Return the answer, asked again while the servers notice a dead node.

    Until then they report what they got of it: "no connection", "disconnected", "no copy of a shard".
    """
    for wait in waits or _WAITS:
        try:
            return question()
        except (exceptions.ConnectionTimeout, exceptions.SSLError):
            raise
        except exceptions.TransportError as error:
            code = error.status_code  # "N/A": nobody answered
            if isinstance(code, int) and code != _BUSY and code < _TROUBLE:
                raise
        time.sleep(wait)
    return question()


def _why(error: Exception) -> str:
    if isinstance(error, exceptions.SSLError):
        return "không tin được chứng chỉ của máy chủ (VANTHU_OPENSEARCH_CA chỉ tệp chứng chỉ gốc)"
    if isinstance(error, exceptions.AuthenticationException):
        return "sai tên hoặc mật khẩu (VANTHU_OPENSEARCH_USER, VANTHU_OPENSEARCH_PASSWORD)"
    if isinstance(error, exceptions.AuthorizationException):
        return f"tài khoản không có quyền ({_reason(error)})"
    if isinstance(error, exceptions.ConnectionError):
        return "không nối được"
    if isinstance(error, exceptions.SerializationError):
        return _OTHER_SERVER
    if isinstance(error, exceptions.TransportError):
        known = {404: "không có chỉ mục", 413: "không nhận văn bản dài như vậy", _BUSY: "quá tải, hãy thử lại sau"}
        answer = known.get(error.status_code) if isinstance(error.status_code, int) else None
        return f"{answer or f'có lỗi {error.status_code}'} ({_reason(error)})"
    return str(error)


def _number(name: str) -> int:
    """Return the rebuild number of an index or template; 0 for what is not ours."""
    parts = name.split("-")
    return int(parts[3]) if len(parts) > 3 and parts[3].isdecimal() else 0


def _reason(error: exceptions.TransportError) -> str:
    """Return what the server says, in its words: for its administrator."""
    answer = error.info.get("error") if isinstance(error.info, dict) else None
    return str(answer.get("reason") if isinstance(answer, dict) else error.error)


def _prefix(index: str) -> str:
    """Return "vanthu-a-3-000007" for "vanthu-a-3-000007-2024", and for itself."""
    return "-".join(index.split("-")[:4])
