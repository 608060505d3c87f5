"""OpenSearch beyond the contract: nodes that die, servers that refuse, offices that share a cluster."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from opensearchpy import OpenSearch, exceptions

from tests.opensearch import Servers
from vanthu.index.engine import IndexBroken, IndexedDocument
from vanthu.index.engines import Cluster
from vanthu.index.engines.opensearch import IndexUnreachable, OpenSearchEngine
from vanthu.index.query import parse

NOTICE = IndexedDocument("2024/0", "Thông báo 01/TB-UBND", "nội dung thông báo", 2024, "063", "TB", 1, 20240105)
_offices = count()


def notices(many: int, year: int = 2024) -> list[IndexedDocument]:
    return [replace(NOTICE, id=f"{year}/{number:05}", year=year, number=number) for number in range(many)]


@pytest.fixture
def cluster(servers: Servers) -> Iterator[Cluster]:
    cluster = servers.of(f"rieng_{next(_offices)}")
    yield cluster
    engine = OpenSearchEngine(cluster)
    engine.drop()
    engine.close()


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[OpenSearchEngine]:
    engine = OpenSearchEngine(cluster)
    yield engine
    engine.close()


@pytest.mark.parametrize("node", [1, 2])
def test_a_node_that_dies_while_documents_are_sent_loses_none(
    servers: Servers, engine: OpenSearchEngine, node: int
) -> None:
    """One holds the documents or their copies, if not the first, then the second."""
    engine.add(notices(10))

    def documents() -> Iterator[IndexedDocument]:
        for number, one in enumerate(notices(1600)):
            if number == 900:
                servers.run("kill", node)
            yield one

    try:
        engine.add(documents())
        assert engine.ids() == {one.id for one in notices(1600)}
        assert engine.search(parse("thong bao")).total == 1600
    finally:
        servers.run("node", node)
    assert engine.search(parse("thong bao")).total == 1600


def test_a_node_that_dies_while_others_search_is_not_noticed(servers: Servers, engine: OpenSearchEngine) -> None:
    engine.add(notices(200))
    engine.add(notices(200, 2023))
    wrong: list[object] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                found = engine.search(parse("thong bao", limit=5))
                if (found.total, len(found.hits)) != (400, 5):
                    wrong.append(found)
            except IndexBroken as error:
                wrong.append(error)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        servers.run("kill", 2)
        for _ in range(20):
            assert engine.search(parse("thong bao")).total == 400
    finally:
        servers.run("node", 2)
        stop.set()
        searching.join()
    assert wrong == []


def test_a_rebuilding_during_which_a_node_dies_is_whole_or_not_at_all(
    servers: Servers, engine: OpenSearchEngine
) -> None:
    """While it is written, an index has no copies: without the node where it lay, the old one stays."""
    engine.add(notices(30))

    def documents() -> Iterator[IndexedDocument]:
        for number, one in enumerate([*notices(900), *notices(900, 2023), *notices(900, 2022)]):
            if number == 1200:
                servers.run("kill", 3)
            yield one

    try:
        try:
            engine.rebuild(documents())
            expected = 2700
        except IndexUnreachable:
            expected = 30
        assert engine.search(parse("thong bao")).total == expected
    finally:
        servers.run("node", 3)
    engine.rebuild(iter(notices(50)))
    assert engine.ids() == {one.id for one in notices(50)}


def test_a_server_with_too_much_to_do_is_asked_again(engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer to a group is "too many requests", as a full queue of a real server gives it."""
    engine.add(notices(1))
    monkeypatch.setattr("vanthu.index.engines.opensearch._PATIENCE", (0, 0, 0, 0))
    refused: list[int] = []
    real = OpenSearch.bulk

    def full(self: OpenSearch, *given: Any, **named: Any) -> Any:
        if len(refused) < 3:
            refused.append(1)
            raise exceptions.TransportError(429, "es_rejected_execution_exception", {})
        return real(self, *given, **named)

    monkeypatch.setattr(OpenSearch, "bulk", full)
    engine.add(notices(700))
    assert len(refused) == 3
    assert len(engine.ids()) == 700


def test_more_answers_than_a_server_gives_at_once_are_paged(engine: OpenSearchEngine) -> None:
    engine.rebuild(iter(notices(11_000)))
    everything = engine.search(parse("", limit=20_000))
    assert (everything.total, len({hit.id for hit in everything.hits})) == (11_000, 11_000)
    assert [hit.id for hit in everything.hits[:2]] == ["2024/10999", "2024/10998"]
    for typed in ("", "thong bao"):
        late = engine.search(parse(f"{typed} trang:1075", limit=10))
        assert [hit.id for hit in late.hits] == [f"2024/{number:05}" for number in range(259, 249, -1)], typed


def test_offices_see_their_own_and_may_not_look_at_others(servers: Servers, cluster: Cluster) -> None:
    """With accounts as the docs tell an administrator to make them."""
    password = "Mot-Mat-Khau.Dai-2024!"
    with servers.asked() as asked:
        for office in ("xa_a", "xa_b"):
            role = {
                "cluster_permissions": ["cluster_monitor", "cluster_composite_ops", "cluster_manage_index_templates"],
                "index_permissions": [
                    {"index_patterns": [f"vanthu-{office}", f"vanthu-{office}-*"], "allowed_actions": ["indices_all"]}
                ],
            }
            asked.security.create_role(role=office, body=role)
            asked.security.create_user(
                username=office, body={"password": password, "opendistro_security_roles": [office]}
            )
    mine, theirs = (OpenSearchEngine(servers.of(office, user=office, password=password)) for office in ("xa_a", "xa_b"))
    mine.rebuild(notices(3))
    theirs.rebuild(notices(5))
    mine.add(notices(4))
    mine.remove(["2024/00000"])
    assert (mine.search(parse("thong bao")).total, theirs.search(parse("thong bao")).total) == (3, 5)
    assert len(mine.facets(parse(""))) == 7
    curious = OpenSearchEngine(servers.of("xa_b", user="xa_a", password=password))
    for question in (
        lambda: curious.search(parse("")),
        curious.ids,
        lambda: curious.add(notices(1)),
        curious.drop,
    ):
        with pytest.raises(IndexUnreachable, match="không có quyền"):
            question()
    assert len(theirs.ids()) == 5
    for one in (mine, theirs):
        one.drop()
    for one in (mine, theirs, curious):
        one.close()


def test_servers_that_cannot_be_used_are_told(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanthu.index.engines.opensearch._WAITS", ())
    known = servers.of("xa_c")
    with pytest.raises(IndexUnreachable, match="sai tên hoặc mật khẩu"):
        OpenSearchEngine(replace(known, password="khong-phai")).is_current()
    with pytest.raises(IndexUnreachable, match="chứng chỉ"):
        OpenSearchEngine(replace(known, authority="")).is_current()
    with pytest.raises(IndexUnreachable, match=r"khong-co\.pem"):
        OpenSearchEngine(replace(known, authority="khong-co.pem"))
    nobody = replace(known, urls=("https://127.0.0.1:9",))
    with pytest.raises(IndexUnreachable, match="không nối được") as told:
        OpenSearchEngine(nobody).search(parse(""))
    assert "vẫn ban hành được" in told.value.remedy_text
    assert "admin" not in repr(replace(known, user="ai")) + str(told.value)


def test_a_rebuilding_that_was_interrupted_is_finished_by_the_next_writing(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped when the new indices are searched: the template does not know it, and the old ones are still there."""
    engine.rebuild(notices(3))
    real = OpenSearchEngine._put_template

    def interrupted(self: OpenSearchEngine, prefix: str, *, filling: bool) -> None:
        if not filling:
            raise _Interrupted
        real(self, prefix, filling=filling)

    monkeypatch.setattr(OpenSearchEngine, "_put_template", interrupted)
    with pytest.raises(_Interrupted):
        engine.rebuild(notices(5))
    monkeypatch.undo()
    assert len(engine.ids()) == 5
    engine.add(notices(7, 2025))
    assert len(engine.ids()) == 12
    assert len(engine._indices()) == 3  # two years and their template


class _Interrupted(Exception):
    pass
