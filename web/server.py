"""The server of a desk: uvicorn before Django, hardened for an intranet.

Slow clients cost no thread: a request reaches Django when all of it is there. Why uvicorn: docs/en/decisions.md.
"""

import asyncio
import functools
import socket
import sys
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import uvicorn

MOST_AT_ONCE = 32  # requests that Django works on; further ones wait
_LARGEST_HEAD = 64 << 10  # bytes
_WAITING = 128  # connections that nobody has accepted yet
_REFUSALS = {
    400: "Yêu cầu không rõ ràng.",
    408: "Đường truyền quá chậm.",
    413: "Tệp gửi lên quá lớn.",
}

_Message = Mapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
App = Callable[[Any, _Receive, _Send], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the server; times in seconds, sizes in bytes.

    `handshake`, `head`: until TLS is agreed on, until a request's head is there. `stall`: between two parts of a body,
    `body`: for all of it. `keep_alive`: between two requests of a connection. `finish`: for requests in hand at a stop.
    """

    largest_body: int = 64 << 20
    handshake: float = 10
    head: float = 20
    stall: float = 30
    body: float = 600
    keep_alive: int = 30
    finish: int = 10


USUAL = Limits()


class _Refused(Exception):
    """A request that Django does not see. `args`: the status."""


class Guard:
    """Refuses bodies that are too large or stall; bounds the requests at once."""

    def __init__(self, app: App, limits: Limits = USUAL) -> None:
        self._app = app
        self._limits = limits
        self._turns: asyncio.Semaphore | None = None

    async def __call__(self, scope: Any, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            return
        turns = self._turns = self._turns or asyncio.Semaphore(MOST_AT_ONCE)
        try:
            self._refuse_unclear(dict(scope["headers"]))
            async with asyncio.timeout(self._limits.body):
                whole = await self._whole(receive)
        except TimeoutError:
            await _refuse(send, 408)
        except _Refused as refused:
            await _refuse(send, refused.args[0])
        else:
            async with turns:
                await self._app(scope, _replayed(whole, receive), send)

    def _refuse_unclear(self, head: Mapping[bytes, bytes]) -> None:
        """Raise _Refused for a body that is too large, or ends in two places."""
        told = head.get(b"content-length", b"")
        if told and b"transfer-encoding" in head:
            raise _Refused(400)
        if len(told) > 12 or int(told or b"0") > self._limits.largest_body:
            raise _Refused(413)

    async def _whole(self, receive: _Receive) -> list[_Message]:
        """Every part of a request's body. Raises TimeoutError or _Refused."""
        found, size = [], 0
        while True:
            part = await asyncio.wait_for(receive(), self._limits.stall)
            found.append(part)
            size += len(part.get("body", b""))
            if size > self._limits.largest_body:
                raise _Refused(413)
            if part["type"] != "http.request" or not part.get("more_body"):
                return found


def _replayed(parts: list[_Message], receive: _Receive) -> _Receive:
    """Give what was received, then what comes after it."""

    async def give() -> _Message:
        return parts.pop(0) if parts else await receive()

    return give


async def _refuse(send: _Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSALS[status].encode()})


def bound(address: str, port: int) -> socket.socket:
    """Return a socket that has the port to itself. Raises OSError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # With the protocol named: only then asyncio sends the end of an answer at once (TCP_NODELAY).
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform == "win32":
        found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((address, port))
        found.listen(_WAITING)  # whoever comes before the server does waits, instead of being refused
    except OSError:
        found.close()
        raise
    return found


def made(app: App, certificate: tuple[Path, Path] | None, limits: Limits = USUAL) -> "uvicorn.Server":
    """Return a server, to be run with a bound socket.

    `should_exit` ends it, as Ctrl-C and SIGTERM do.
    """
    import uvicorn

    # Static files: small, and read whole by the thread that answers.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
    tls: dict[str, Any] = {}
    if certificate is not None:
        tls = {"ssl_certfile": str(certificate[0]), "ssl_keyfile": str(certificate[1])}
    config = uvicorn.Config(
        Guard(app, limits),
        http=_protocol(limits),
        ws="none",
        loop="asyncio",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_keep_alive=limits.keep_alive,
        timeout_graceful_shutdown=limits.finish,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        **tls,
    )
    return _server(config, limits)


def _protocol(limits: Limits) -> Any:
    """uvicorn's protocol, with an end for a request's head that never comes."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Protocol(H11Protocol):
        _late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait_for_a_head(limits.head)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            if self._late is not None:
                self._late.cancel()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait_for_a_head(limits.keep_alive + limits.head)

        def _wait_for_a_head(self, seconds: float) -> None:
            if self._late is not None:
                self._late.cancel()
            self._late = self.loop.call_later(seconds, self._end_without_head)

        def _end_without_head(self) -> None:
            answered = self.cycle is None or self.cycle.response_complete
            if self.conn.their_state is h11.IDLE and answered:
                self.transport.abort()

    return Protocol


def _server(config: "uvicorn.Config", limits: Limits) -> "uvicorn.Server":
    """uvicorn's server, with an end for clients that never finish the TLS handshake."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            loop: Any = asyncio.get_running_loop()
            if self.config.is_ssl:
                times = {"ssl_handshake_timeout": limits.handshake, "ssl_shutdown_timeout": 1}
                loop.create_server = functools.partial(loop.create_server, **times)
            await super().startup(sockets)

    return Server(config)
