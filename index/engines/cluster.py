"""The servers of a search cluster, and our account there."""

import re
from dataclasses import dataclass, field

_SAFE = re.compile(r"https://\S+|http://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?/?")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """The servers, and the office's name and account there.

    `name`: the office's own within the cluster; no two offices share one. `authority`: a file of certificates to trust,
    "" for those that the machine trusts. `owner`: the name of the office, by which it recognises its indices.
    """

    urls: tuple[str, ...]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    owner: str = ""

    @property
    def index(self) -> str:
        """The prefix of every index of the office, and the alias of those in use."""
        return f"vanthu-{self.name}"


def is_name(text: str) -> bool:
    """Return whether a text is up to 50 lower-case letters, digits and _.

    Without a hyphen, so that no office's name begins with another's and a hyphen.
    """
    return _NAME.fullmatch(text) is not None


def may_be_sent_passwords(url: str) -> bool:
    """Return whether nobody in between can read along: https, or this machine."""
    return _SAFE.fullmatch(url) is not None
