"""Zip files of fixed parts, deflated once, and parts that change each time.

The dates of all entries are fixed: the same parts give the same bytes, and so the same digest.
"""

import struct
import zlib
from collections.abc import Mapping

from isal import isal_zlib

_DATE = (1 << 5) | 1  # 1 January 1980, the earliest that zip can say
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800


class ZipForm:
    """A package of fixed entries, to be completed with the changing ones.

    Entries keep the order given.
    """

    def __init__(self, fixed: Mapping[str, bytes]) -> None:
        body: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for name, data in fixed.items():
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(data) + packer.flush()
            local, central = _entry(name.encode(), packed, zlib.crc32(data), len(data), offset)
            body += [local, packed]
            directory.append(central)
            offset += len(local) + len(packed)
        self._body = b"".join(body)
        self._directory = b"".join(directory)
        self._count = len(fixed)

    def complete(self, changing: Mapping[str, bytes]) -> bytes:
        """The whole zip file.

        Level 1 of ISA-L: a little larger than zlib's default, and much faster.
        """
        pieces = [self._body]
        central_pieces = [self._directory]
        offset = len(self._body)
        for name, data in changing.items():
            packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
            packed = packer.compress(data) + packer.flush()
            local, central = _entry(name.encode(), packed, isal_zlib.crc32(data), len(data), offset)
            pieces += [local, packed]
            central_pieces.append(central)
            offset += len(local) + len(packed)
        directory = b"".join(central_pieces)
        count = self._count + len(changing)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*pieces, directory, end))


def _entry(name: bytes, packed: bytes, crc: int, size: int, offset: int) -> tuple[bytes, bytes]:
    local = _LOCAL.pack(b"PK\x03\x04", 20, _UTF8, 8, 0, _DATE, crc, len(packed), size, len(name), 0) + name
    central = (
        _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, _UTF8, 8, 0, _DATE, crc, len(packed), size, len(name), 0, 0, 0, 0, 0, offset
        )
        + name
    )
    return local, central
