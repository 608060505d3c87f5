"""Files sent to the browser.

Always saved, never shown by it, with a name that is safe.
"""

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

_PART = 256 << 10  # bytes


def as_file(content: bytes | Path, name: str) -> HttpResponseBase:
    """Return a download. A file on disk is sent part by part."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if isinstance(content, bytes):
        answer: HttpResponseBase = HttpResponse(content, content_type=kind)
    else:
        answer = StreamingHttpResponse(_parts(content), content_type=kind)
        answer["Content-Length"] = str(content.stat().st_size)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


async def _parts(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while part := await asyncio.to_thread(opened.read, _PART):
            yield part
