"""A desk that really runs.

`vanthu serve` as a process of its own, asked over HTTP and clicked in a browser.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

ROOT = Path(__file__).parents[2]
PASSWORD = "mot-mat-khau-dai"
FIRST = "mat-khau-dau-tien"
ROLES = ("clerk", "specialist", "approver", "archivist", "inspector", "administrator")


class Desk:
    """A running desk. `entry`: the address that it printed."""

    def __init__(self, folder: Path, *options: str, user: str = "mot-nguoi") -> None:
        command = [sys.executable, "-m", "vanthu", "--office", str(folder), "serve", "--port", "0", "--no-browser"]
        self.folder = folder
        self.process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env={**os.environ, "VANTHU_USER": user, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'templates'}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout is not None, "it is a pipe"
        line = self.process.stdout.readline()
        found = re.search(r"https?://\S+", line)
        if found is None:
            _, said = self.process.communicate()
            raise DeskRefused(self.process.returncode, said)
        self.entry = found[0]
        self.base = "/".join(self.entry.split("/")[:3])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=90)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process.poll() is None:
            self.stop()

    def visitor(self, **options: Any) -> "Visitor":
        return Visitor(self.base, **options)


class DeskRefused(Exception):
    """A desk that did not start: its exit status, and what it said."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


class Visitor(httpx.Client):
    """A browser without scripts.

    Cookies, forms with their token, no redirects of its own accord.
    """

    def __init__(self, base: str, **options: Any) -> None:
        super().__init__(base_url=base, timeout=60, **options)

    def send_form(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """Send a form with the token that the last page set."""
        if "bieu_mau" not in self.cookies:
            self.get("/vao")
        token = {"csrfmiddlewaretoken": self.cookies.get("bieu_mau", "")}
        origin = str(self.base_url).rstrip("/")
        return self.post(address, data={**token, **(data or {})}, headers={"Origin": origin}, **options)

    def enter(self, login: str, password: str = PASSWORD) -> httpx.Response:
        self.get("/vao")
        return self.send_form("/vao", {"login": login, "password": password})

    def enter_by(self, link: str) -> httpx.Response:
        return self.get(link, follow_redirects=True)


def raw(desk: Desk, request: bytes) -> str:
    """The status line that a server answers to bytes that no client would send."""
    host, port = desk.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request)
        return connection.recv(4096).partition(b"\r\n")[0].decode()


def add_person(administrator: Visitor, login: str, roles: list[str]) -> None:
    """Add an account whose password is PASSWORD, as its person would make it."""
    given = {"full_name": f"Nguyễn Thị {login.upper()}", "login": login, "post": "", "roles": roles, "password": FIRST}
    added = administrator.send_form("/nguoi-dung/them", given)
    assert added.status_code == 302, added.text
    with Visitor(str(administrator.base_url)) as first:
        first.enter(login, FIRST)
        changed = first.send_form("/mat-khau", {"old": FIRST, "new": PASSWORD, "again": PASSWORD})
        assert changed.status_code == 302, changed.text


def staff(desk: Desk) -> None:
    """Turn passwords on: one account for each role, its login the role's name."""
    with desk.visitor() as one:
        one.enter_by(desk.entry)
        add_person(one, "administrator", ["administrator"])
    with desk.visitor() as administrator:
        administrator.enter("administrator")
        for role in ROLES:
            if role != "administrator":
                add_person(administrator, role, [role])


@contextmanager
def entered(desk: Desk, login: str) -> Iterator[Visitor]:
    """Somebody who has come in."""
    with desk.visitor() as visitor:
        assert visitor.enter(login).status_code == 302
        yield visitor
