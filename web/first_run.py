"""The first page of all.

Three questions make an office, in a folder that has none.

Before there is an office there are no accounts and no tables, so this page is no part of the desk. Its address holds a
secret that only whoever started the program has, and it answers on this machine alone.
"""

import asyncio
import html
import secrets
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from archive.ledger import Actor
from doc_engine.errors import VanthuError
from office import create, replicas, unit_lookup
from office import now as in_vietnam

from . import server
from .parts.remedies import worded
from .settings import STATIC

_FILES = {"/desk.css": "text/css", "/icon.svg": "image/svg+xml", "/first-run.js": "text/javascript"}
_BODY = 64 << 10  # bytes of the answers


@dataclass
class FirstRun:
    """The page. `token`: of the link by which the person comes in afterwards.

    `is_done`: there is an office.
    """

    folder: Path
    actor: Actor
    environment: Mapping[str, str]
    key: str
    token: str
    is_done: bool = False
    _server: Any = field(init=False, default=None)

    @classmethod
    def of(cls, folder: Path, actor: Actor, environment: Mapping[str, str]) -> "FirstRun":
        return cls(folder, actor, environment, secrets.token_urlsafe(24), secrets.token_urlsafe(32))

    @property
    def address(self) -> str:
        return f"/bat-dau/{self.key}"

    def run(self, listening: socket.socket) -> None:
        """Serve the page until an office was made or the process is stopped."""
        self._server = server.made(self._app, None)
        self._server.run(sockets=[listening])

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        status, kind, content = 404, "text/plain", b""
        if scope["path"] in _FILES:
            status, kind, content = 200, _FILES[scope["path"]], (STATIC / scope["path"][1:]).read_bytes()
        elif scope["path"] == self.address:
            kind = "text/html"
            if scope["method"] == "POST":
                said = parse_qs((await _body(receive)).decode("utf-8", "replace"), keep_blank_values=True)
                status, content = self._answered({name: values[0].strip() for name, values in said.items()})
            else:
                status, content = 200, self._page({}, "")
        headers = {
            "content-type": f"{kind}; charset=utf-8",
            "content-security-policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
        }
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": content})
        if self.is_done:  # once the last page has its style
            asyncio.get_running_loop().call_later(1, setattr, self._server, "should_exit", True)

    def _answered(self, said: Mapping[str, str]) -> tuple[int, bytes]:
        """Make the office, or say what is wrong with an answer."""
        try:
            self._make(said.get("ten", ""), said.get("day_so", ""), said.get("ban_sao", ""))
        except VanthuError as error:
            reason = html.escape(worded(f"{error} {error.remedy_text}"))
            return 422, self._page(said, f'<div class="notice bad" role="alert"><p>{reason}</p></div>')
        self.is_done = True
        head = (
            f'<noscript><meta http-equiv="refresh" content="10; url=/vao/{self.token}"></noscript>'
            '<script src="/first-run.js" defer></script>'
        )
        return 200, _frame(_DONE.format(token=self.token), head)

    def _make(self, name: str, series: str, replica: str) -> None:
        unit = name
        for words in ("Ủy ban nhân dân", "UBND"):
            unit = unit[len(words) :].strip() if unit.casefold().startswith(words.casefold()) else unit
        unit_lookup.unit_on(unit, in_vietnam().date())  # the forms begin with it
        office = create(self.folder, name, self.actor, environment=self.environment)
        try:
            if replica:
                replicas.add(office, Path(replica))
            if series == "chung":
                text = office.files.settings.read_text("utf-8")
                office.files.settings.write_text(text.replace('day_so = "theo-loai"', 'day_so = "chung"'), "utf-8")
        except VanthuError:
            office.close()
            shutil.rmtree(self.folder)  # it was made just now, and holds nothing
            raise
        office.close()

    def _page(self, said: Mapping[str, str], wrong: str) -> bytes:
        shown = {name: html.escape(said.get(name, ""), quote=True) for name in ("ten", "ban_sao")}
        shared = said.get("day_so") == "chung"
        choice = {"moi_loai": "" if shared else " checked", "chung": " checked" if shared else ""}
        folder = html.escape(str(self.folder.resolve()))
        return _frame(_QUESTIONS.format(wrong=wrong, folder=folder, **shown, **choice), "")


async def _body(receive: Any) -> bytes:
    whole, more = b"", True
    while more and len(whole) < _BODY:
        part = await receive()
        whole, more = whole + part.get("body", b""), part.get("more_body", False)
    return whole[:_BODY]


def _frame(content: str, head: str) -> bytes:
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'{head}<title>Tạo văn phòng</title><link rel="stylesheet" href="/desk.css"><link rel="icon" href="/icon.svg"></head><body class="alone"><main>'
        f"{content}</main></body></html>"
    ).encode()


_QUESTIONS = """\
<h1>Tạo văn phòng</h1>
<p class="sub">Văn phòng là một thư mục giữ văn bản, sổ và nhật ký: {folder}</p>
{wrong}
<form method="post" class="card">
<div class="field"><label for="ten">1. Cơ quan nào?</label><p class="help" id="ten-giup">Ví dụ: UBND xã Phủ Thông. Tên này ghi vào lịch sử của từng văn bản.</p>
<input id="ten" name="ten" value="{ten}" aria-describedby="ten-giup" maxlength="120" required autofocus></div>
<fieldset class="field choice"><legend>2. Số văn bản chia thế nào?</legend><p class="help">Người đứng đầu cơ quan quyết định (Nghị định 30, Phụ lục I). Đổi được trước số đầu tiên của năm.</p>
<label for="moi"><input type="radio" id="moi" name="day_so" value="theo-loai"{moi_loai}>Mỗi loại văn bản một dãy số</label>
<label for="chung"><input type="radio" id="chung" name="day_so" value="chung"{chung}>Một dãy số chung cho mọi loại</label></fieldset>
<div class="field"><label for="ban_sao">3. Bản sao để ở đâu? <span class="fine">(không bắt buộc)</span></label><p class="help" id="ban-sao-giup">Một thư mục trống trên ổ đĩa khác, ví dụ E:\\ban-sao. Hỏng ổ này thì còn ổ kia.</p>
<input id="ban_sao" name="ban_sao" value="{ban_sao}" aria-describedby="ban-sao-giup" maxlength="300"></div>
<button class="button">Tạo văn phòng</button></form>"""

_DONE = """\
<h1>Đã tạo văn phòng</h1>
<p role="status">Bàn làm việc đang mở; trang này tự chuyển sau vài giây. Nếu không, hãy <a data-next href="/vao/{token}">vào bàn làm việc</a>.</p>"""
