"""Checks of an external zip package (.docx, .xlsx) before any parser reads it.

Word and Excel files are zip archives of XML; a few kilobytes can unpack to gigabytes, and a template can contain macros
or fetch from the network. Nothing here parses XML.
"""

import io
import re
import zipfile

from .errors import ExitCode, VanthuError

MAX_ENTRIES = 2_000
MAX_TOTAL = 100 * 1024 * 1024
MAX_RATIO = 200  # of an entry above 1 MiB; an ordinary Word file reaches about 20
_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_TEMPLATE = re.compile(rb"Type\s*=\s*[\"'][^\"']*/attachedTemplate[\"']")
_ON_THE_PC = re.compile(rb"Target\s*=\s*[\"'](?:file:///)?(?:[A-Za-z]:[\\/]|[^\"'\\/:]+[\"'])")


class UnsafePackage(VanthuError):
    """A file that is not what its name says, or is dangerous; `why` says which."""

    code = "TEP-01"
    exit_code = ExitCode.INPUT
    message = "Không mở tệp {file}: {why}."
    remedy = "{what_to_do}"


def open_package(data: bytes, file: str, ending: str) -> zipfile.ZipFile:
    """Open a package, if it is safe to unpack. `ending`: ".xlsx", for the message.

    Raises UnsafePackage.
    """
    resave = f"Hãy mở tệp bằng Word hoặc Excel, chọn Lưu thành (Save As) kiểu {ending} rồi dùng tệp mới."
    if data.startswith(_OLE_MAGIC):
        if _ENCRYPTED in data:
            raise UnsafePackage(file=file, why="tệp có mật khẩu", what_to_do="Hãy gỡ mật khẩu rồi lưu lại.")
        raise UnsafePackage(file=file, why=f"đây là tệp kiểu cũ (.doc, .xls), không phải {ending}", what_to_do=resave)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise UnsafePackage(
            file=file, why=f"đây không phải tệp {ending}, hoặc tệp đã hỏng", what_to_do=resave
        ) from None
    why = _fault(package.infolist())
    if why:
        raise UnsafePackage(file=file, why=why, what_to_do="Hãy hỏi lại người gửi tệp; không mở tệp này.")
    return package


def _fault(entries: list[zipfile.ZipInfo]) -> str:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        return "nội dung giải nén quá lớn"
    for entry in entries:
        if entry.file_size > 1024 * 1024 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            return f"phần {entry.filename} nén bất thường"
        if entry.flag_bits & 1:
            return "tệp có mật khẩu"
        if entry.filename.startswith("/") or "\\" in entry.filename or ".." in entry.filename.split("/"):
            return f"tên phần {entry.filename} trỏ ra ngoài tệp"
    return "có hai phần trùng tên" if len(set(names)) < len(names) else ""


def _is_harmless(relationship: bytes) -> bool:
    if _HYPERLINK.search(relationship):
        return True
    return _TEMPLATE.search(relationship) is not None and _ON_THE_PC.search(relationship) is not None


def refuse_active_content(package: zipfile.ZipFile, file: str) -> None:
    """Raise UnsafePackage for macros, embedded objects or external references.

    LibreOffice fetches external pictures while it converts. Allowed are a hyperlink, and the template on the PC where
    Word made the file (Normal.dotm), which Word notes in many files and nobody opens.
    """
    for name in package.namelist():
        found = _active(name, package.read(name) if name.lower().endswith((".xml", ".rels")) else b"")
        if found is not None:
            raise UnsafePackage(file=file, why=found[0], what_to_do=found[1])


def _active(name: str, text: bytes) -> tuple[str, str] | None:
    """The fault of a part that no document may contain, and the remedy; else None."""
    lower = name.lower()
    if lower.endswith("vbaproject.bin"):
        return "tệp có macro", "Hãy mở bằng Word, Lưu thành (Save As) kiểu Word Document (*.docx): macro tự mất."
    if "/activex/" in lower:
        return "tệp có nút bấm, ô chọn ActiveX", "Hãy mở bằng Word, xóa nút hoặc ô đó, rồi lưu lại."
    if "/embeddings/" in lower or lower.endswith(".bin"):
        return "tệp có đối tượng nhúng", "Hãy mở bằng Word, cắt đối tượng (Ctrl+X), dán lại kiểu Picture, rồi lưu lại."
    if b"<!DOCTYPE" in text[:4096]:
        return f"phần {name} có khai báo DOCTYPE", "Hãy hỏi lại người gửi tệp; không mở tệp này."
    if lower.endswith(".rels"):
        if b"/aFChunk" in text:
            return (
                "tệp chèn tài liệu khác (altChunk)",
                "Hãy mở bằng Word rồi lưu lại: Word nhập tài liệu đó vào văn bản.",
            )
        if any(not _is_harmless(found) for found in _EXTERNAL.findall(text)):
            remedy = (
                "Hãy mở bằng Word, chọn Tệp > Thông tin > Sửa liên kết đến tệp (Edit Links) > Ngắt liên kết; ảnh lấy từ"
            )
            return "tệp tham chiếu ra bên ngoài", f"{remedy} mạng thì cắt rồi dán lại kiểu Picture."
    return None
