"""Start of the program: the command `vanthu`, and `python -m vanthu`.

An installed wheel carries the packages in `_app` beside this file, so that their plain names (`archive`, `index`,
`cli`) land in nobody's site-packages. In a checkout they lie at the repository's root, on `sys.path` already.
"""

import sys
from pathlib import Path

_APP = Path(__file__).parent / "_app"


def main() -> None:
    """Run the command line; leave the process with its exit code."""
    if _APP.is_dir():
        sys.path.insert(0, str(_APP))
    from cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
