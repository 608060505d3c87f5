"""OpenSearch beyond the contract: dying nodes, refusing servers, shared clusters."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

import pytest
from opensearchpy import OpenSearch, exceptions

from index.engine import IndexBroken, IndexedDocument
from index.engines import Cluster
from index.engines.opensearch import IndexUnreachable, OpenSearchEngine
from index.query import parse
from tests.support.opensearch import Servers

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
    """Two nodes in turn: one of them has the documents or their copies."""
    engine.add(notices(10))
    servers.settle()

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
    servers.settle()
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
    servers: Servers, engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index without copies, as it is while written.

    If its node dies, the old index stays.
    """
    monkeypatch.setattr("index.engines.opensearch._PATIENCE", (0.5, 1, 2))
    engine.add(notices(30))
    servers.settle()

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
    """The first answers to a group: "too many requests", as from a full queue."""
    engine.add(notices(1))
    monkeypatch.setattr("index.engines.opensearch._PATIENCE", (0, 0, 0, 0))
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


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_question_that_befell_a_trouble_is_asked_again(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """The errors while a node dies ("disconnected", "no copy") and of a full queue."""
    engine.add(notices(3))
    monkeypatch.setattr("index.engines.opensearch._WAITS", (0, 0, 0))
    refused: list[int] = []
    real = OpenSearch.search

    def troubled(self: OpenSearch, *given: Any, **named: Any) -> Any:
        if len(refused) < 3:
            refused.append(1)
            raise exceptions.TransportError(status, "search_phase_execution_exception", {})
        return real(self, *given, **named)

    monkeypatch.setattr(OpenSearch, "search", troubled)
    assert engine.search(parse("thong bao")).total == 3
    assert len(refused) == 3


def test_more_answers_than_a_server_gives_at_once_are_paged(engine: OpenSearchEngine) -> None:
    engine.rebuild(iter(notices(11_000)))
    everything = engine.search(parse("", limit=20_000))
    assert (everything.total, len({hit.id for hit in everything.hits})) == (11_000, 11_000)
    assert [hit.id for hit in everything.hits[:2]] == ["2024/10999", "2024/10998"]
    for typed in ("", "thong bao"):
        late = engine.search(parse(f"{typed} trang:1075", limit=10))
        assert [hit.id for hit in late.hits] == [f"2024/{number:05}" for number in range(259, 249, -1)], typed


def test_offices_see_their_own_and_may_not_look_at_others(servers: Servers, cluster: Cluster) -> None:
    """Accounts as the documentation prescribes them."""
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


def test_servers_that_cannot_be_used_are_reported(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.opensearch._WAITS", ())
    known = servers.of("xa_c")
    with pytest.raises(IndexUnreachable, match="sai tên hoặc mật khẩu"):
        OpenSearchEngine(replace(known, password="khong-phai")).is_current()
    with pytest.raises(IndexUnreachable, match="chứng chỉ"):
        OpenSearchEngine(replace(known, authority="")).is_current()
    with pytest.raises(IndexUnreachable, match=r"khong-co\.pem"):
        OpenSearchEngine(replace(known, authority="khong-co.pem"))
    nobody = replace(known, urls=("https://127.0.0.1:9",))
    with pytest.raises(IndexUnreachable, match="không nối được") as caught:
        OpenSearchEngine(nobody).search(parse(""))
    assert "vẫn ban hành được" in caught.value.remedy_text
    assert "admin" not in repr(replace(known, user="ai")) + str(caught.value)


def test_what_an_administrator_put_beside_ours_stays_and_is_not_searched(
    servers: Servers, engine: OpenSearchEngine
) -> None:
    """A backup, a copy of an index, and a template for every index of the cluster."""
    with servers.asked() as asked:
        everything = {"index_patterns": ["*"], "priority": 1, "template": {"settings": {"number_of_replicas": 0}}}
        asked.indices.put_index_template(name="moi-thu", body=everything)
        try:
            engine.rebuild(notices(23))
            (made,) = engine._made()
            backup, copy = f"{engine._alias}-sao_luu", f"{made}-truoc"
            asked.indices.create(index=backup)
            asked.indices.put_settings(index=made, body={"index.blocks.write": True})
            asked.indices.clone(index=made, target=copy)
            asked.indices.put_settings(index=made, body={"index.blocks.write": False})
            engine.add(notices(24))
            engine.rebuild(notices(25))
            assert engine.search(parse("thong bao")).total == len(engine.ids()) == 25
            assert engine.search(parse("1/TB-UBND")).total == 25
            assert engine.facets(parse(""))
            assert asked.indices.exists(index=backup)
            assert asked.indices.exists(index=copy)
        finally:
            asked.indices.delete(index=f"{engine._alias}-sao_luu", params={"ignore_unavailable": "true"})
            asked.indices.delete(index=f"{engine._alias}-*-truoc", params={"allow_no_indices": "true"})
            asked.indices.delete_index_template(name="moi-thu")


def test_two_offices_that_were_given_one_name_do_not_write_over_each_other(cluster: Cluster) -> None:
    mine, theirs = (OpenSearchEngine(replace(cluster, owner=f"UBND xã {name}")) for name in ("A", "B"))
    mine.rebuild(notices(3))
    changes: tuple[Callable[[], object], ...] = (
        lambda: theirs.rebuild(notices(5)),
        lambda: theirs.add(notices(5)),
        lambda: theirs.remove(["2024/00000"]),
        theirs.drop,
    )
    for change in changes:
        with pytest.raises(IndexUnreachable, match='là của văn phòng "UBND xã A"'):
            change()
    mine.add(notices(4))
    assert len(mine.ids()) == 4
    mine.drop()
    for one in (mine, theirs):
        one.close()


def test_a_server_that_never_answers_does_not_stop_those_that_do(
    engine: OpenSearchEngine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add(notices(5))
    monkeypatch.setattr("index.engines.opensearch._SECONDS", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        hung = f"https://127.0.0.1:{silent.getsockname()[1]}"
        half = OpenSearchEngine(replace(cluster, urls=(hung, cluster.urls[0])))
        for _ in range(4):
            assert half.is_current()
            assert half.search(parse("thong bao")).total == 5
        half.close()


class _Strange(BaseHTTPRequestHandler):
    """A server whose answers are not those of OpenSearch."""

    body, kind = b"{}", "application/json"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_PUT = do_GET

    def log_message(self, *_: object) -> None: ...


@pytest.mark.parametrize(("kind", "body"), [("application/json", b"{}"), ("text/html", b"<p>x"), ("text/plain", b"x")])
def test_a_server_of_another_kind_is_reported(kind: str, body: bytes) -> None:
    class Handler(_Strange):
        pass

    Handler.kind, Handler.body = kind, body
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        answering = threading.Thread(target=server.serve_forever)
        answering.start()
        engine = OpenSearchEngine(Cluster((f"http://127.0.0.1:{server.server_port}",), "xa_d", "ai", "mật-khẩu", ""))
        try:
            for question in (lambda: engine.search(parse("")), engine.ids, engine.is_current):
                with pytest.raises(IndexUnreachable, match="không như máy chủ OpenSearch"):
                    question()
        finally:
            engine.close()
            server.shutdown()
            answering.join()


def test_a_password_may_have_vietnamese_letters(servers: Servers, engine: OpenSearchEngine) -> None:
    with servers.asked() as asked:
        body = {"password": "Mật-Khẩu.Dài-2024!", "backend_roles": ["admin"]}
        asked.security.create_user(username="nguoi_viet", body=body)
    engine.add(notices(2))
    name = engine._alias.removeprefix("vanthu-")
    theirs = OpenSearchEngine(servers.of(name, user="nguoi_viet", password="Mật-Khẩu.Dài-2024!"))
    assert theirs.search(parse("thong bao")).total == 2
    theirs.close()


def test_a_rebuilding_that_was_interrupted_is_finished_by_the_next_writing(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption when searches use the new indices and the template does not.

    The old indices still exist.
    """
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
