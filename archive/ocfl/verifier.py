"""Verification of an object on disk by its inventories: every file, every byte."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .objects import INVENTORY
from .rules import ALGORITHMS, Fault, content_directory, faults_of, unique, version_number

_MARK = re.compile(r"0=ocfl_object_(\d+\.\d+)")
_SPECS = ("1.0", "1.1")
_SIDECAR = re.compile(r"([0-9a-fA-F]+)[ \t]+inventory\.json\s*")
# Fixity blocks may use more algorithms than the inventory itself; those unknown to Python are skipped.
_FIXITY = {
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "sha512": "sha512",
    "blake2b-512": "blake2b",
    "sha512/256": "sha512_256",
}


def verify(folder: Path) -> tuple[Fault, ...]:
    """Return every fault of one object; every byte is read.

    What seems changed is read a second time. Never raises because of the object.
    """
    return tuple(_Object(folder).faults())


def verify_names(folder: Path) -> tuple[Fault, ...]:
    """Return the faults found without content: inventories, missing, unexpected files."""
    return tuple(_Object(folder, reads=False).faults())


class _Object:
    def __init__(self, folder: Path, *, reads: bool = True) -> None:
        self.folder = folder
        self._reads = reads
        self._digests: dict[tuple[str, str], str] = {}

    def faults(self) -> Iterator[Fault]:
        spec, declarations = self._declared()
        yield from declarations
        inventory, broken = self._inventory("")
        if broken:
            yield from broken
            return
        found = [Fault(INVENTORY, reason, code) for code, reason in faults_of(inventory, spec)]
        yield from found
        if isinstance(inventory, dict):
            yield from self._sidecar_faults("", inventory)
        if any(fault.code in _UNUSABLE for fault in found):
            return  # nothing can be compared with it
        yield from self._entries(inventory)
        yield from self._content(inventory)
        yield from self._earlier(inventory, spec)
        yield from self._fixity(inventory)
        yield from self._names(inventory)

    def _declared(self) -> tuple[str, list[Fault]]:
        """Return the OCFL version of the conformance declaration, and its faults."""
        declarations = sorted(path.name for path in self.folder.glob("0=*"))
        if len(declarations) != 1:
            reason = "có nhiều tệp đánh dấu" if declarations else "thiếu tệp đánh dấu"
            return _SPECS[-1], [
                Fault(declarations[0] if declarations else f"0=ocfl_object_{_SPECS[-1]}", reason, "E003")
            ]
        match = _MARK.fullmatch(declarations[0])
        if match is None or match[1] not in _SPECS:
            return _SPECS[-1], [Fault(declarations[0], "tệp đánh dấu không đúng tên", "E006")]
        if self._bytes(declarations[0]) != f"{declarations[0][2:]}\n".encode():
            return match[1], [Fault(declarations[0], "nội dung tệp đánh dấu không đúng", "E007")]
        return match[1], []

    def _inventory(self, version: str) -> tuple[Any, list[Fault]]:
        name = f"{version}/{INVENTORY}".lstrip("/")
        text = self._bytes(name)
        if text is None:
            return None, [Fault(name, "thiếu danh mục tệp", "W010" if version else "E063")]
        try:
            return json.loads(text, object_pairs_hook=unique), []
        except (ValueError, RecursionError):
            return None, [Fault(name, "danh mục tệp hỏng", "E034")]

    def _sidecar_faults(self, version: str, inventory: Mapping[str, Any]) -> Iterator[Fault]:
        algorithm = inventory.get("digestAlgorithm")
        if algorithm not in ALGORITHMS:
            return
        inside = f"{version}/".lstrip("/")
        name = f"{inside}{INVENTORY}.{algorithm}"
        text = self._bytes(name)
        match = _SIDECAR.fullmatch(text.decode("utf-8", "replace")) if text is not None else None
        if text is None:
            yield Fault(name, "thiếu tệp mã kiểm tra", "E058")
        elif match is None:
            yield Fault(name, "tệp mã kiểm tra hỏng", "E061")
        elif match[1].lower() != self._digest(f"{inside}{INVENTORY}", algorithm):
            yield Fault(name, "mã kiểm tra không khớp với danh mục tệp", "E060")

    def _entries(self, inventory: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield what is missing or unexpected in the object's and versions' folders."""
        versions = inventory["versions"]
        own = {INVENTORY, f"{INVENTORY}.{inventory['digestAlgorithm']}"}
        for path in _listed(self.folder):
            if path.is_symlink():
                yield Fault(path.name, "là liên kết, không phải tệp", "E090")
            elif path.is_file() and path.name not in own and not path.name.startswith("0="):
                yield Fault(path.name, "tệp lạ, không có trong danh mục", "E001")
            elif path.is_dir() and path.name not in (*versions, "logs", "extensions"):
                code = "E046" if version_number(path.name) else "E001"
                yield Fault(path.name, "thư mục lạ, không có trong danh mục", code)
        for path in _listed(self.folder / "extensions"):
            if not path.is_dir():
                yield Fault(f"extensions/{path.name}", "tệp lạ trong thư mục mở rộng", "E067")
        for version in versions:
            if not (self.folder / version).is_dir():
                yield Fault(version, "thiếu thư mục của phiên bản này", "E010")
            for path in _listed(self.folder / version):
                if not path.is_dir() and not path.name.startswith(INVENTORY):
                    yield Fault(f"{version}/{path.name}", "tệp lạ, không có trong danh mục", "E015")

    def _content(self, inventory: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield changed and missing files of the manifest, and files not in it."""
        known = _by_path(inventory["manifest"])
        for name, digest in known.items():
            yield from self._compared(name, digest, inventory["digestAlgorithm"], "E092")
        for name in self._files(inventory, inventory["versions"]):
            if name not in known:
                yield Fault(name, "tệp lạ, không có trong danh mục", "E023")

    def _files(self, inventory: Mapping[str, Any], versions: Iterable[str]) -> Iterator[str]:
        """Yield the content files of some versions, by path in the object."""
        for version in versions:
            for path in sorted((self.folder / version / content_directory(inventory)).rglob("*")):
                if not path.is_dir() or path.is_symlink():
                    yield path.relative_to(self.folder).as_posix()

    def _compared(self, name: str, digest: str, algorithm: str, code: str) -> Iterator[Fault]:
        path = self.folder / name
        if path.is_symlink():
            yield Fault(name, "là liên kết, không phải tệp", "E090")
            return
        if not self._reads:
            if not path.is_file():
                yield Fault(name, "thiếu tệp này", code)
            return
        found = self._digest(name, algorithm)
        if not found:
            yield Fault(name, "thiếu tệp này hoặc không đọc được", code)
        elif found != digest.lower():
            # Read once more before the alarm: a loose cable must not condemn a document.
            self._digests.pop((name, algorithm))
            if self._digest(name, algorithm) != digest.lower():
                yield Fault(name, "nội dung đã bị thay đổi", code)

    def _earlier(self, root: Mapping[str, Any], spec: str) -> Iterator[Fault]:
        """Yield the faults of the versions' inventories.

        The newest must equal the object's own, the others agree with it on their time.
        """
        last = _SPECS[0]
        for version in sorted(root["versions"], key=version_number):
            name = f"{version}/{INVENTORY}"
            if version == root["head"]:
                yield from self._newest(version)
                continue
            inventory, broken = self._inventory(version)
            yield from broken
            if isinstance(inventory, dict):
                written = re.sub(r"^https://ocfl\.io/|/spec/#inventory$", "", str(inventory.get("type")))
                if not last <= written <= spec:
                    yield Fault(name, "phiên bản cũ theo bản quy định mới hơn phiên bản sau nó", "E103")
                last = max(last, written)
                contradictions = self._contradictions(version, inventory, root, written)
                yield from (Fault(name, reason, code) for code, reason in contradictions)
                yield from self._sidecar_faults(version, inventory)

    def _newest(self, version: str) -> Iterator[Fault]:
        name = f"{version}/{INVENTORY}"
        copy = self._bytes(name)
        if copy is None:
            yield Fault(name, "thiếu danh mục tệp của phiên bản", "W010")
        elif copy != self._bytes(INVENTORY):
            yield Fault(name, "khác với danh mục tệp của hồ sơ", "E064")

    def _contradictions(
        self, version: str, old: dict[str, Any], root: Mapping[str, Any], spec: str
    ) -> Iterator[tuple[str, str]]:
        found = list(faults_of(old, spec))
        yield from found
        if any(code in _UNUSABLE for code, _ in found):
            return
        if old["id"] != root["id"]:
            yield "E037", "mã hồ sơ (id) khác với danh mục mới nhất"
        if old["head"] != version:
            yield "E040", "phiên bản (head) không phải của thư mục này"
        if content_directory(old) != content_directory(root):
            yield "E019", "tên thư mục nội dung khác với danh mục mới nhất"
        known = _by_path(old["manifest"])
        if not set(self._files(old, old["versions"])) <= known.keys():
            yield "E023", "thiếu tệp trong danh mục"
        for name, digest in known.items():
            for fault in self._compared(name, digest, old["digestAlgorithm"], "E092"):
                yield fault.code, f"{fault.reason}: {fault.file}"
        for name, block in old["versions"].items():
            if name not in root["versions"] or not _same_state(block, old, root["versions"][name], root):
                yield "E066", f"nội dung phiên bản {name} khác với danh mục mới nhất"

    def _fixity(self, inventory: Mapping[str, Any]) -> Iterator[Fault]:
        known = _by_path(inventory["manifest"])
        for algorithm, block in inventory.get("fixity", {}).items():
            for digest, paths in block.items():
                for path in paths:
                    if path not in known:
                        yield Fault(path, "mã kiểm tra phụ của tệp không có trong danh mục", "E093")
                    elif algorithm in _FIXITY:
                        yield from self._compared(path, digest, _FIXITY[algorithm], "E093")

    def _names(self, inventory: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield names that one file system tells apart and another does not.

        Our own rule: the specification is silent.
        """
        state = inventory["versions"][inventory["head"]]["state"]
        names = [name for listed in state.values() for name in listed]
        twins = Counter(unicodedata.normalize("NFC", name).casefold() for name in names)
        for name in names:
            if twins[unicodedata.normalize("NFC", name).casefold()] > 1:
                yield Fault(name, "hai tệp có tên chỉ khác nhau ở cách gõ dấu hoặc chữ hoa", "W000")

    def _digest(self, name: str, algorithm: str) -> str:
        """Return the digest, lower-case hexadecimal; "" for what cannot be read.

        Each file is read once for each algorithm.
        """
        if (name, algorithm) not in self._digests:
            try:
                with (self.folder / name).open("rb") as file:
                    self._digests[name, algorithm] = hashlib.file_digest(file, algorithm).hexdigest()
            except OSError:
                return ""
        return self._digests[name, algorithm]

    def _bytes(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None


# With these an inventory says nothing that the disk could be compared with.
_UNUSABLE = {"E025", "E034", "E036", "E041", "E044", "E047", "E050", "E040", "E008", "E017", "E057"}


def _by_path(manifest: Mapping[str, list[str]]) -> dict[str, str]:
    return {path: digest for digest, paths in manifest.items() for path in paths}


def _same_state(old: Any, of: Mapping[str, Any], new: Any, root: Mapping[str, Any]) -> bool:
    """Return whether two inventories give a version the same files.

    The digests may be of different algorithms.
    """
    theirs, ours = _content_of(old, of), _content_of(new, root)
    # The newer manifest may know more copies of a content.
    return theirs.keys() == ours.keys() and all(theirs[name] & ours[name] for name in theirs)


def _content_of(version: Any, inventory: Mapping[str, Any]) -> dict[str, set[str]]:
    return {
        name: set(inventory["manifest"].get(digest, ())) for digest, names in version["state"].items() for name in names
    }


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
