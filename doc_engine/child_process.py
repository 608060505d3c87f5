"""The command that runs a module of ours, from a checkout or an installed wheel."""

import sys
from pathlib import Path

_SOURCE_ROOT = Path(__file__).parents[1]  # the folder of `doc_engine` and the other packages
_START = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs a module of ours in isolated mode.

    Isolated: no environment variables, no current folder. `python -m` would not do: the packages of an installed wheel
    are not on the path of a new interpreter.
    """
    return [sys.executable, "-I", "-c", _START, str(_SOURCE_ROOT), module, *arguments]
