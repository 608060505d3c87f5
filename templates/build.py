"""Write the .docx of each shipped template from its outline (mau.txt).

With --check, only report which are out of date. The outline is what a reviewer reads and a diff shows; the .docx is
what Word opens and the program fills.
"""

import io
import sys
import zipfile
from pathlib import Path

from doc_engine.nd30.compose import compose

PACK = Path(__file__).parent / "vn_admin"


def main() -> int:
    check = "--check" in sys.argv[1:]
    stale = []
    for outline in sorted(PACK.glob("*/mau.txt")):
        made = compose(outline.read_text(encoding="utf-8"))
        target = outline.with_name("mau.docx")
        if not target.exists() or _parts(target.read_bytes()) != _parts(made):
            stale.append(target)
            if not check:
                target.write_bytes(made)
    for target in stale:
        print(f"{'out of date' if check else 'written'}: {target.relative_to(PACK.parent)}")
    return 1 if check and stale else 0


def _parts(docx: bytes) -> dict[str, bytes]:
    """The parts of the package: another zlib packs them into other bytes."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


if __name__ == "__main__":
    sys.exit(main())
