"""A PostgreSQL server for the tests, started by the project's own script."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url

from office.folder import SETTINGS
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "postgres.sh"


def is_installed() -> bool:
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


@contextmanager
def started() -> Iterator[str]:
    """Yield the URL of a new server's database.

    The folder's path is short, as a socket's path must be.
    """
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        made = subprocess.run([SCRIPT, "start", f"{folder}/s"], capture_output=True, text=True, check=True)
        try:
            yield made.stdout.strip()
        finally:
            subprocess.run([SCRIPT, "stop", f"{folder}/s"], check=True)


def emptied(url: str) -> str:
    """Empty the database and return its URL."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


def moved_to(server: str, folder: Path) -> None:
    """Set the URL of the office's registry database."""
    settings = folder / SETTINGS
    settings.write_text(re.sub('dia_chi = ""', f'dia_chi = "{server}"', settings.read_text("utf-8")), "utf-8")
