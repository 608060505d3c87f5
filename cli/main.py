"""`vanthu`: the commands; only here an error becomes text and an exit status."""

import os
import sys
from importlib import import_module
from pathlib import Path

# Click translates its own few sentences by gettext: always into Vietnamese, whatever the machine's language.
os.environ["LANGUAGE"] = "vi"
import gettext

gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))

import click  # noqa: E402  # after the language is set

from doc_engine.errors import DiskRefused, ExitCode, InputRejected, VanthuError, system_reason  # noqa: E402

from . import console  # noqa: E402

# Command → its module and one line of help. A module is loaded when its command runs: help and completion stay quick.
COMMANDS = {
    "init": ("init", "Tạo một văn phòng mới trong thư mục DIR."),
    "workbook": ("workbook", "Tệp Excel của kỳ đánh giá: tạo tệp trống, kiểm tra."),
    "programme": ("programme", "Chương trình đánh giá: danh sách, tạo tệp mới, kiểm tra tệp."),
    "assess": ("assess", "Tính điểm và kết quả của từng xã từ tệp dữ liệu."),
    "template": ("template", "Các mẫu văn bản: danh sách, chi tiết."),
    "draft": ("draft", "Làm một văn bản dự thảo (chưa có số) từ mẫu và tệp dữ liệu."),
    "check": ("check", "Kiểm tra thể thức văn bản .docx theo Nghị định 30, nêu điều khoản, sửa giúp."),
    "batch": ("batch", "Làm hàng loạt văn bản của cả kỳ: dự thảo, xem trước số, hoặc ban hành."),
    "today": ("today", "Việc đang chờ: dự thảo, văn bản đã duyệt chưa phát hành, số đang giữ, bản sao cũ."),
    "document": ("document", "Văn bản lẻ: soạn, trình, duyệt, ban hành; thay thế, đính chính, thu hồi."),
    "pdf": ("pdf", "Chuyển .docx sang PDF, PDF/A."),
    "register": ("register", "Sổ đăng ký văn bản đi."),
    "search": ("search", "Tìm văn bản đã ban hành; gõ có dấu hay không dấu đều được."),
    "show": ("show", "Xem một văn bản đã ban hành theo số, ký hiệu."),
    "casefile": ("casefile", "Hồ sơ: danh mục, mở, thêm văn bản, kết thúc, mục lục, nộp lưu."),
    "retention": ("retention", "Thời hạn bảo quản: hồ sơ hết hạn, giữ lại, hủy theo quyết định."),
    "dossier": ("dossier", "Kết xuất hồ sơ cho thanh tra: mọi văn bản của một xã, một năm, trong một gói."),
    "units": ("units", "Tra mã của tỉnh, huyện, xã theo tên; xem thuộc đâu, có từ bao giờ."),
    "verify": ("verify", "Kiểm tra kho lưu trữ: mất, hỏng, bị sửa, bị tráo."),
    "audit": ("audit", "Nhật ký: ai đã làm gì, khi nào; kiểm tra nhật ký."),
    "replica": ("replica", "Bản sao trên ổ đĩa khác: thêm, cập nhật, kiểm tra, dùng để sửa kho."),
    "restore": ("restore", "Dựng lại cả văn phòng từ một bản sao."),
    "serve": ("serve", "Mở bàn làm việc: cả văn phòng trong trình duyệt."),
    "rebuild": ("rebuild", "Làm lại sổ, danh mục và chỉ mục tìm kiếm từ kho lưu trữ."),
}

_EPILOG = """\
Mã kết thúc: 0 xong; 2 gõ sai lệnh; 3 dữ liệu có lỗi, chưa ghi gì; 4 xong nhưng còn văn bản chưa làm được;
5 không tìm thấy; 6 quy tắc không cho phép; 7 kho bị khóa hoặc hỏng; 8 thiếu phần mềm; 130 bị ngắt.
"""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, help_ = COMMANDS[name]
        command = import_module(f".commands.{module}", __package__).command
        assert isinstance(command, click.Command)
        command.help = help_ if command.help is None else command.help
        _in_vietnamese(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])


def _in_vietnamese(command: click.Command) -> None:
    """Translate the placeholders of the usage line, which click does not."""
    command.options_metavar = "[TÙY CHỌN]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "LỆNH [THAM SỐ]..."
        for inner in command.commands.values():
            _in_vietnamese(inner)


@click.group(cls=_LazyGroup, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vanthu", message="vanthu %(version)s")
@click.option(
    "--office",
    envvar="VANTHU_OFFICE",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục văn phòng; không ghi thì tìm từ thư mục hiện tại trở lên.",
)
@click.pass_context
def cli(ctx: click.Context, office: Path | None) -> None:
    """Soạn, cấp số, lưu trữ và tìm văn bản hành chính của xã, huyện, tỉnh."""
    ctx.obj = office


_in_vietnamese(cli)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its status."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status; report errors on stderr."""
    console.use_utf8()
    try:
        result = cli.main(arguments, prog_name="vanthu", standalone_mode=False)
        return int(result) if isinstance(result, int) else ExitCode.DONE
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        console.tell("Đã ngắt. Chạy lại lệnh để làm tiếp; văn bản đã ban hành không bị làm lại.")
        return ExitCode.INTERRUPTED
    except VanthuError as error:
        return _tell(error)
    except OSError as error:  # a full disk, a drive unplugged, rights taken away: wherever it happened
        return _tell(DiskRefused(file=error.filename or "dữ liệu", why=system_reason(error)))
    except Exception as error:  # the last resort: the clerk reads a sentence, not a traceback
        if os.environ.get("VANTHU_DEBUG"):
            raise
        console.tell(f"Lỗi ngoài dự kiến: {type(error).__name__}: {error}")
        console.tell("Hãy gửi dòng trên cho người phụ trách phần mềm (đặt VANTHU_DEBUG=1 để có thêm chi tiết).")
        return ExitCode.UNEXPECTED


def _tell(error: VanthuError) -> int:
    console.tell(f"Lỗi: {error}")
    console.tell_problems(error.problems if isinstance(error, InputRejected) else ())
    console.tell(f"{error.remedy_text} [{error.code}]")
    return error.exit_code


if __name__ == "__main__":
    main()
