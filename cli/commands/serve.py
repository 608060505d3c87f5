import os
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from doc_engine.errors import ExitCode
from office import Office, OfficeNotFound

from .. import console
from .common import current_actor, the_office

if TYPE_CHECKING:
    from web.serve import Place


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Cổng.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Địa chỉ; 0.0.0.0 để máy khác vào được.")
@click.option(
    "--name", "names", multiple=True, help="Tên mà máy khác gõ để vào, ví dụ vanban.xa.vn; ghi được nhiều lần."
)
@click.option("--tls", is_flag=True, help="Đường truyền mã hóa, bằng chứng chỉ của văn phòng (thư mục chung-chi).")
@click.option("--browser/--no-browser", default=True, help="Mở trình duyệt.")
@click.option("--login", default="", help="In liên kết vào một lần cho tài khoản này (quên mật khẩu).")
@click.option("--demo", is_flag=True, help="Mở văn phòng mẫu để thử; bỏ đi khi dừng.")
@click.pass_context
def command(
    ctx: click.Context,
    port: int,
    address: str,
    names: tuple[str, ...],
    tls: bool,
    browser: bool,
    login: str,
    demo: bool,
) -> int:
    """Mở bàn làm việc: cả văn phòng trong trình duyệt, ở máy này hoặc cho cả cơ quan.

    Chưa có văn phòng thì trang đầu hỏi ba câu rồi tạo, trong thư mục của --office hoặc thư mục hiện tại.
    """
    from web import serve

    place = serve.Place(address, port, tls, names)
    with _office(ctx, place, browser, demo) as opened:
        if opened is None:
            return ExitCode.INTERRUPTED
        office, place, token = opened
        serve.prepare(office, place)
        entry = serve.entry_address(place, office.actor.name, login, token)
        certificate = _certificate(office.files.desk_certificates, place.all_names) if tls else None
        listening = serve.listen(place)
        entry = entry.replace(f":{place.port}/", f":{listening.getsockname()[1]}/", 1)
        _tell(entry, browser and not token)
        console.tell("Đang chạy; bấm Ctrl-C để dừng. Đóng trình duyệt thì bàn làm việc vẫn chạy.")
        with suppress(KeyboardInterrupt):
            serve.serve(office, listening, certificate)
    return ExitCode.DONE


@contextmanager
def _office(
    ctx: click.Context, place: "Place", browser: bool, demo: bool
) -> Iterator["tuple[Office, Place, str] | None"]:
    """The office to be opened: the example, the one that is there, or the one that three questions make.

    With the place where its desk is, and the token of the link that the browser has already, "" for none. None: nobody
    answered the questions.
    """
    if demo:
        from web import demo as example

        with TemporaryDirectory() as folder:
            console.tell("Đang làm văn phòng mẫu…")
            office = example.make(Path(folder) / "vp", current_actor(), os.environ)
            yield office, place, ""
            office.close()
        return
    try:
        found: tuple[Office, Place, str] | None = (the_office(ctx), place, "")
    except OfficeNotFound:
        if not place.is_local:
            raise
        found = _first_run(ctx, place, browser)
    yield found


def _first_run(ctx: click.Context, place: "Place", browser: bool) -> "tuple[Office, Place, str] | None":
    """Ask the three questions in the browser, and make the office; None where nobody answered."""
    from web import serve
    from web.first_run import FirstRun

    here = Path.cwd()
    folder = ctx.find_root().obj or (here / "van-phong" if any(here.iterdir()) else here)
    asking = FirstRun.of(folder, current_actor(), os.environ)
    listening = serve.listen(place)
    place = replace(place, port=listening.getsockname()[1])
    _tell(f"{place.origin}{asking.address}", browser)
    try:
        asking.run(listening)
    except KeyboardInterrupt:
        return None
    if not asking.is_done:
        return None
    console.tell(f"Văn phòng: {folder.resolve()}. Lần sau: vanthu --office {folder} serve")
    ctx.find_root().obj = folder
    return the_office(ctx), place, asking.token


def _tell(entry: str, browser: bool) -> None:
    console.out(f"Bàn làm việc: {entry}")
    if browser and os.environ.get("DISPLAY", os.name == "nt"):
        with suppress(webbrowser.Error):
            webbrowser.open(entry)


def _certificate(folder: Path, names: tuple[str, ...]) -> tuple[Path, Path]:
    from web.certificates import of_office

    made = of_office(folder, names)
    if made.is_new:
        console.tell(
            f"Đã lập chứng chỉ của văn phòng. Ở mỗi máy khác, cài tệp {made.authority} làm chứng chỉ gốc tin cậy."
        )
    return made.certificate, made.key
