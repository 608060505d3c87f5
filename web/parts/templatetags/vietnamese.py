"""Days, times and numbers as an office writes them: 27/11/2026, 9 giờ 05, 3.204."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from doc_engine.document import short_day_text
from index.snippet import Snippet

from ..remedies import worded

register = template.Library()
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@register.filter
def day(value: date | None) -> str:
    """27/11/2026."""
    return short_day_text(value) if value else ""


@register.filter
def weekday(value: date) -> str:
    """Thứ Sáu 27/11/2026."""
    return f"{_WEEKDAYS[value.weekday()]} {short_day_text(value)}"


@register.filter
def moment(value: datetime | str | None) -> str:
    """27/11/2026 9:05, in Việt Nam. `value`: a time, or one in ISO 8601."""
    if not value:
        return ""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = timezone.localtime(at)
    return f"{at:%d/%m/%Y} {at.hour}:{at:%M}"


@register.filter
def number(value: int) -> str:
    """3.204."""
    return f"{value:,}".replace(",", ".")


@register.filter
def marked(snippet: Snippet) -> SafeString:
    """The snippet with its highlighted words in <mark>; all of its text escaped."""
    pieces, end = [], 0
    for start, stop in snippet.highlights:
        pieces += [escape(snippet.text[end:start]), format_html("<mark>{}</mark>", snippet.text[start:stop])]
        end = stop
    return mark_safe("".join((*pieces, escape(snippet.text[end:]))))  # every piece is escaped


@register.filter
def dot(value: float) -> str:
    """A number for SVG, with a point whatever the language: 595.3."""
    return f"{value:.2f}"


@register.filter
def words(value: str) -> list[str]:
    """The words of a text, to be listed."""
    return value.split()


@register.filter
def dashed(path: str) -> str:
    """A field's path as it stands in the id of its box."""
    return path.replace(".", "-")


@register.filter
def remedied(text: str) -> str:
    """A text of the office with the desk's words for what can be done."""
    return worded(text)
