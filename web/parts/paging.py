"""Pages of a list, as addresses."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict


@dataclass(frozen=True, slots=True)
class Pager:
    """The page of a list, 1-based, and the addresses of its neighbours, "" for none."""

    page: int
    pages: int
    before: str
    after: str

    @classmethod
    def of(cls, request: HttpRequest, total: int, size: int) -> "Pager":
        pages = max(1, -(-total // size))
        page = min(asked_page(request), pages)
        here = request.GET
        return cls(
            page,
            pages,
            with_values(here, trang=page - 1) if page > 1 else "",
            with_values(here, trang=page + 1) if page < pages else "",
        )


def asked_page(request: HttpRequest) -> int:
    """The page that the address asks for; 1 for anything that is none."""
    typed = request.GET.get("trang", "")
    return min(max(int(typed), 1), 100_000) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1


def with_values(given: QueryDict, **changed: object) -> str:
    """The query of an address with these values; None or "" leaves one out."""
    values = given.copy()
    for name, value in changed.items():
        values.pop(name, None)
        if value not in (None, ""):
            values[name] = str(value)
    return f"?{values.urlencode()}"
