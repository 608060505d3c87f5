"""The options that correct what was recognised in a Word file."""

from collections.abc import Callable
from typing import Any

import click

# Each option's parameter, and the name of the fact in the draft's data.
_FACTS = {
    "type_": "loai",
    "symbol": "ky_hieu",
    "subject": "trich_yeu",
    "day": "ngay",
    "signer": "ho_ten",
    "title": "chuc_vu",
}
_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
Command = Callable[..., object]


def correcting(function: Command) -> Command:
    """Add the options to a command."""
    for name, what in (
        ("--title", "chức vụ người ký"),
        ("--signer", "họ tên người ký"),
        ("--subject", "trích yếu"),
        ("--symbol", "ký hiệu, ví dụ QĐ-UBND"),
    ):
        function = click.option(name, default="", help=f"Tệp Word: {what}, khi nhận ra không đúng.")(function)
    day = click.option("--day", type=_DAY, help="Tệp Word để trống ngày: ngày ban hành; không ghi: ngày ban hành thật.")
    return day(function)


def corrections_of(given: dict[str, Any]) -> dict[str, str]:
    """The facts that a clerk corrected, by their names in the draft's data."""
    day = given.get("day")
    texts = {**given, "day": day.date().isoformat() if day else ""}
    return {fact: str(texts[option]) for option, fact in _FACTS.items() if texts.get(option)}
