"""How a process of our own is started, from a checkout and from an installed wheel alike."""

import sys
from pathlib import Path

_SOURCE_ROOT = Path(__file__).parents[1]  # where `doc_engine` and the other packages lie
_START = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs a module of ours in isolated mode: no environment variable, no current folder.

    `python -m` would not do: the packages of an installed wheel are not on the path of a new interpreter.
    """
    return [sys.executable, "-I", "-c", _START, str(_SOURCE_ROOT), module, *arguments]
