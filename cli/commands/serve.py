import os
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from doc_engine.errors import ExitCode

from .. import console
from .common import the_office


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Cổng.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Địa chỉ; 0.0.0.0 để máy khác vào được.")
@click.option(
    "--name", "names", multiple=True, help="Tên mà máy khác gõ để vào, ví dụ vanban.xa.vn; ghi được nhiều lần."
)
@click.option("--tls", is_flag=True, help="Đường truyền mã hóa, bằng chứng chỉ của văn phòng (thư mục chung-chi).")
@click.option("--browser/--no-browser", default=True, help="Mở trình duyệt.")
@click.option("--login", default="", help="In liên kết vào một lần cho tài khoản này (quên mật khẩu).")
@click.pass_context
def command(
    ctx: click.Context, port: int, address: str, names: tuple[str, ...], tls: bool, browser: bool, login: str
) -> int:
    """Mở bàn làm việc: cả văn phòng trong trình duyệt, ở máy này hoặc cho cả cơ quan."""
    from web import serve

    office = the_office(ctx)
    place = serve.Place(address, port, tls, names)
    serve.prepare(office, place)
    entry = serve.entry_address(place, office.actor.name, login)
    certificate = _certificate(office.files.desk_certificates, place.all_names) if tls else None
    listening = serve.listen(place)
    entry = entry.replace(f":{port}/", f":{listening.getsockname()[1]}/", 1)
    console.out(f"Bàn làm việc: {entry}")
    console.tell("Đang chạy; bấm Ctrl-C để dừng. Đóng trình duyệt thì bàn làm việc vẫn chạy.")
    if browser and os.environ.get("DISPLAY", os.name == "nt"):
        with suppress(webbrowser.Error):
            webbrowser.open(entry)
    with suppress(KeyboardInterrupt):
        serve.serve(office, listening, certificate)
    return ExitCode.DONE


def _certificate(folder: Path, names: tuple[str, ...]) -> tuple[Path, Path]:
    from web.certificates import of_office

    made = of_office(folder, names)
    if made.is_new:
        console.tell(
            f"Đã lập chứng chỉ của văn phòng. Ở mỗi máy khác, cài tệp {made.authority} làm chứng chỉ gốc tin cậy."
        )
    return made.certificate, made.key
