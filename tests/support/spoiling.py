"""Faults planted in an office's folder, and what `verify` reports of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

from archive import ocfl
from office.integrity import verification
from office.integrity.verification import Checked, Extent
from office.issue.planning import Choice
from tests.support.offices import NOON, open_office

PLANS = Choice(frozenset({"ke-hoach-huyen", "ke-hoach-xa"}))


LEAD = "2024/063-huyen-bach-thong/kh-00001-ubnd"


OTHER = "2024/02008-xa-cam-giang/kh-00001-ubnd"


def found(folder: Path, extent: Extent = verification.WHOLE, **how: bool) -> dict[str, str]:
    """Return the faults of each path that has some; `how`: as `verify` takes it."""
    office = open_office(folder, clock=lambda: NOON)
    try:
        seen: list[Checked] = list(verification.verify(office, extent, **how))
        return {
            one.path: "; ".join(f"{fault.file} {fault.reason}" for fault in one.faults) for one in seen if one.faults
        }
    finally:
        office.close()


def content(folder: Path, path: str = LEAD) -> Path:
    return folder / "kho" / path / "v1" / "content" / "van-ban.docx"


def spoil(file: Path, change: Callable[[bytes], bytes]) -> None:
    text = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(change(text))


def flip(text: bytes) -> bytes:
    return text[:-1] + bytes([text[-1] ^ 1])


def swap(folder: Path) -> None:
    """Put another valid object in its place: OCFL reports no fault."""
    target = folder / "kho" / LEAD
    files = {name: file.read_bytes() for name, file in ocfl.version_files(target).items()} | {"data.json": b"{}"}
    written = ocfl.first_version(f"vb:{LEAD}", files, ocfl.Version(NOON, "x", "y", "urn:z"))
    shutil.rmtree(target)
    for name, text in written.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(text)
    assert ocfl.verify(target) == ()


def put_a_link(place: Path, away: Path) -> None:
    place.rename(away)
    place.symlink_to(away)


def edit_ledger(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    file = folder / "nhat-ky" / "2024.jsonl"
    file.write_text("".join(change(file.read_text("utf-8").splitlines(keepends=True))), encoding="utf-8")
