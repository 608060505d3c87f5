"""Where the servers of a search cluster are, and who we are there."""

import re
from dataclasses import dataclass, field

_SAFE = re.compile(r"https://\S+|http://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?/?")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """`name`: the office's own within the cluster; no two offices share one. `authority`: a file of certificates to
    believe, "" for those that the machine believes. `owner`: the name of the office, by which it knows its indices."""

    urls: tuple[str, ...]
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    owner: str = ""

    @property
    def index(self) -> str:
        """What every index of the office begins with, and the name under which the ones in use are searched."""
        return f"vanthu-{self.name}"


def is_name(text: str) -> bool:
    """Small letters, digits and _; without a hyphen, so that no office's name begins with another's and a hyphen."""
    return _NAME.fullmatch(text) is not None


def may_be_sent_passwords(url: str) -> bool:
    """Whether nobody between here and there can read along."""
    return _SAFE.fullmatch(url) is not None
