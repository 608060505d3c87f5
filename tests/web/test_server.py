"""The server by itself: what a client that never finishes costs, and when it ends."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from web.server import Limits, bound, made

SHORT = Limits(largest_body=1000, head=0.3, stall=0.3, body=1, keep_alive=1, finish=1)
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """A server with short limits; its application answers the length of the body."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        size, more = 0, True
        while more:
            part = await receive()
            size, more = size + len(part.get("body", b"")), part.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": f"{size} byte".encode()})

    listening = bound("127.0.0.1", 0)
    server = made(app, None, SHORT)
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    yield listening.getsockname()
    server.should_exit = True
    running.join()


def answered(address: tuple[str, int], request: bytes) -> bytes:
    """All that the server says until it ends the connection."""
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(request)
        found = b""
        while part := connection.recv(4096):
            found += part
        return found


def test_a_request_is_answered(address: tuple[str, int]) -> None:
    said = answered(address, HEAD + b"Content-Length: 4\r\nConnection: close\r\n\r\nabcd")
    assert said.startswith(b"HTTP/1.1 200")
    assert b"4 byte" in said


def test_a_head_that_never_ends_is_cut_off(address: tuple[str, int]) -> None:
    assert answered(address, b"GET / HTTP/1.1\r\nHost: loc") == b""


def test_a_connection_that_says_nothing_is_cut_off(address: tuple[str, int]) -> None:
    assert answered(address, b"") == b""


def test_a_body_that_stalls_is_refused_and_cut_off(address: tuple[str, int]) -> None:
    said = answered(address, HEAD + b"Content-Length: 4\r\n\r\nab")
    assert said.startswith(b"HTTP/1.1 408")
    assert "Đường truyền quá chậm.".encode() in said


def test_a_body_that_is_too_large_is_refused(address: tuple[str, int]) -> None:
    assert answered(address, HEAD + b"Content-Length: 1001\r\n\r\n").startswith(b"HTTP/1.1 413")
    chunks = b"300\r\n" + b"x" * 0x300 + b"\r\n"
    assert answered(address, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks * 2).startswith(b"HTTP/1.1 413")


def test_an_upload_that_is_cut_off_reaches_nobody(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nab")
        connection.shutdown(socket.SHUT_WR)
        assert b" 200 " not in connection.recv(4096)


def test_a_kept_connection_ends_when_nothing_more_is_asked(address: tuple[str, int]) -> None:
    assert answered(address, HEAD + b"Content-Length: 0\r\n\r\n").count(b"HTTP/1.1 200") == 1
