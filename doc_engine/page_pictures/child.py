"""The process that draws pages. Run by `page_pictures` alone.

Reads one request a line, [file, page, width], and answers with one line of JSON: {"width", "height", "pages", "words",
"bytes"}, followed by that many bytes of PNG; or {} for what cannot be drawn.
"""

import io
import json
import sys
import unicodedata
from typing import Any

_MEMORY = 1 << 30  # bytes
_WIDEST = 3000  # pixels
_MOST_LETTERS = 40_000  # of a page
_TALLEST = 4  # times its width: a page that is longer is drawn smaller


def _limit() -> None:
    """Set a limit of memory, where the system has one.

    Windows has the parent's timeout alone.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _drawn(file: str, number: int, width: int) -> tuple[dict[str, Any], bytes]:
    import pypdfium2

    with pypdfium2.PdfDocument(file) as pdf:
        pages = len(pdf)
        if not 0 < number <= pages:
            return {}, b""
        page = pdf[number - 1]
        across, down = page.get_size()
        scale = min(width, _WIDEST) / max(across, down / _TALLEST, 1)
        out = io.BytesIO()
        page.render(scale=scale, may_draw_forms=True).to_pil().convert("P", colors=64).save(out, "PNG")
        head = {"width": across, "height": down, "pages": pages, "words": _words(page, down)}
        return {**head, "bytes": out.tell()}, out.getvalue()


def _words(page: Any, down: float) -> list[tuple[str, float, float, float, float]]:
    """The words of a page and their boxes; letters of one word touch, or nearly."""
    text = page.get_textpage()
    found: list[tuple[str, float, float, float, float]] = []
    letters, box = "", (0.0, 0.0, 0.0, 0.0)
    whole = text.get_text_range(0, min(text.count_chars(), _MOST_LETTERS))
    for place, letter in enumerate(whole):
        if letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf"):
            letters, box = _ended(found, letters, box, down), (0.0, 0.0, 0.0, 0.0)
            continue
        left, bottom, right, top = text.get_charbox(place, loose=True)
        if letters and abs(bottom - box[1]) > (top - bottom) / 2:  # a new line without a space
            letters, box = _ended(found, letters, box, down), (0.0, 0.0, 0.0, 0.0)
        inner = (min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top))
        box = inner if letters else (left, bottom, right, top)
        letters += letter
    _ended(found, letters, box, down)
    return found


def _ended(
    found: list[tuple[str, float, float, float, float]],
    letters: str,
    box: tuple[float, float, float, float],
    down: float,
) -> str:
    if letters:
        left, bottom, right, top = box
        x, y, width, height = round(left, 2), round(down - top, 2), round(right - left, 2), round(top - bottom, 2)
        found.append((unicodedata.normalize("NFC", letters), x, y, width, height))
    return ""


def _main() -> int:
    _limit()
    for line in sys.stdin.buffer:
        head: dict[str, Any] = {}
        png = b""
        try:
            file, number, width = json.loads(line)
            head, png = _drawn(file, number, width)
        except Exception:  # any failure of a parser on an external file
            head, png = {}, b""
        sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + png)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
