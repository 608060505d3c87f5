"""The process that keeps LibreOffice. Run by `kept_libreoffice` alone.

    child LIBRARY PROFILE

Reads one request a line, [source, target] as file:// addresses, and answers {"done": true or false, "reason"}.
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

_POINTER, _TEXT = ctypes.c_void_p, ctypes.c_char_p
_LOADED = b"Batch=true,EnableMacrosExecution=false,MacroSecurityLevel=3"
_PLAIN = b'{"SelectPdfVersion":{"type":"long","value":"0"}}'


class _Office(ctypes.Structure):
    """The beginning of LibreOfficeKitClass (LibreOfficeKit.h).

    Its order never changes.
    """

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", _POINTER),
        ("load", _POINTER),
        ("error", ctypes.CFUNCTYPE(_TEXT, _POINTER)),
        ("load_with", ctypes.CFUNCTYPE(_POINTER, _POINTER, _TEXT, _TEXT)),
    )


class _Document(ctypes.Structure):
    """The beginning of LibreOfficeKitDocumentClass."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", ctypes.CFUNCTYPE(None, _POINTER)),
        ("save_as", ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _TEXT, _TEXT, _TEXT)),
    )


def _methods(thing: int, kind: Any) -> Any:
    """The table of functions that the first word of an object points to."""
    table = ctypes.cast(thing, ctypes.POINTER(_POINTER))[0]
    return ctypes.cast(table, ctypes.POINTER(kind)).contents


def _opened(library: Path, profile: Path) -> int:
    """Start LibreOffice in this process; 0 where it does not start."""
    if sys.platform == "win32":
        os.add_dll_directory(str(library.parent))
    loaded = ctypes.CDLL(str(library))
    hook = loaded.libreofficekit_hook_2
    hook.restype, hook.argtypes = _POINTER, [_TEXT, _TEXT]
    return int(hook(os.fsencode(library.parent), profile.as_uri().encode()) or 0)


def _converted(office: int, source: str, target: str) -> dict[str, Any]:
    kit = _methods(office, _Office)
    document = kit.load_with(office, source.encode(), _LOADED)
    if not document:
        return {"done": False, "reason": (kit.error(office) or b"").decode(errors="replace")}
    methods = _methods(document, _Document)
    done = bool(methods.save_as(document, target.encode(), b"pdf", _PLAIN))
    methods.destroy(document)
    return {"done": done, "reason": "" if done else (kit.error(office) or b"").decode(errors="replace")}


def _main(library: Path, profile: Path) -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # LibreOffice prints, too
    office = _opened(library, profile)
    for line in sys.stdin.buffer:
        answer = _converted(office, *json.loads(line)) if office else {"done": False, "reason": "không khởi động được"}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
    os._exit(0)  # its destructors may hang


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
