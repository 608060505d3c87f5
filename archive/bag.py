"""A folder as a BagIt bag (RFC 8493): anyone can check it with sha512sum alone.

Its limit: whoever changes a file can rewrite the manifests. The digest of the tag manifest is therefore entered in the
ledger of the office that exported the bag.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha512.txt", "tagmanifest-sha512.txt"


def close(folder: Path, info: Mapping[str, str]) -> str:
    """Write bagit.txt, bag-info.txt and manifests beside the payload in <folder>/data.

    Returns the SHA-512 of the tag manifest, which represents the whole bag. `info`: labels of RFC 8493, 2.2.2, or
    others, each one line; Payload-Oxum is added.
    """
    payload = [file for file in sorted((folder / "data").rglob("*")) if file.is_file()]
    size = sum(file.stat().st_size for file in payload)
    lines = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    _write(folder / "bagit.txt", _DECLARATION)
    _write(folder / "bag-info.txt", "".join(f"{label}: {' '.join(text.split())}\n" for label, text in lines.items()))
    _write(folder / MANIFEST, _listed(folder, payload))
    _write(folder / TAG_MANIFEST, _listed(folder, [folder / name for name in ("bag-info.txt", "bagit.txt", MANIFEST)]))
    return _digest(folder / TAG_MANIFEST)


def _listed(folder: Path, files: list[Path]) -> str:
    # A percent sign or a line break in a name is written as the specification asks.
    names = {file: file.relative_to(folder).as_posix().replace("%", "%25").replace("\n", "%0A") for file in files}
    return "".join(f"{_digest(file)}  {name}\n" for file, name in names.items())


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha512").hexdigest()


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
