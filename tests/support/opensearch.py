"""An OpenSearch cluster for the tests: three nodes, TLS and passwords.

Started by the project's own script.
"""

import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from opensearchpy import OpenSearch

from index.engines import Cluster
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "opensearch.sh"
NODES = 3


def is_installed() -> bool:
    return (ROOT / ".venv" / "opensearch" / "plugins" / "opensearch-security").is_dir() and bool(shutil.which("java"))


@dataclass(frozen=True)
class Servers:
    folder: Path
    port: int

    @property
    def authority(self) -> str:
        return str(self.folder / "ca.pem")

    def of(self, name: str, *, user: str = "admin", password: str = "admin") -> Cluster:
        """Return the cluster as it is set for an office of that name."""
        urls = tuple(f"https://127.0.0.1:{self.port + node}" for node in range(1, NODES + 1))
        return Cluster(urls, name, user, password, self.authority)

    @contextmanager
    def asked(self) -> Iterator[OpenSearch]:
        """Yield a client with the rights of the cluster's administrator."""
        cluster = self.of("quan_tri")
        client = OpenSearch(
            list(cluster.urls), http_auth=("admin", "admin"), ca_certs=self.authority, timeout=60, max_retries=9
        )
        yield client
        client.close()

    def settle(self) -> None:
        """Wait until every index has its copies: then one node may die."""
        with self.asked() as asked:
            asked.cluster.health(wait_for_status="green", request_timeout=60)

    def run(self, *what: object) -> None:
        verb, *rest = map(str, what)
        subprocess.run([SCRIPT, verb, str(self.folder), *rest], check=True)


@contextmanager
def started() -> Iterator[Servers]:
    folder = Path(tempfile.mkdtemp(prefix="os-", dir="/tmp"))
    folder.chmod(0o755)
    servers = Servers(folder / "s", _free_ports())
    try:
        servers.run("start", NODES, servers.port)
        yield servers
    finally:
        servers.run("stop")
        shutil.rmtree(folder, ignore_errors=True)


def _free_ports() -> int:
    """Return a base port: the nodes' ports above it, and 100 above those, are free."""
    for port in random.sample(range(19200, 30000, 300), k=36):  # not in turn: tests run in several processes
        wanted = [port + more + node for more in (0, 100) for node in range(1, NODES + 1)]
        if all(_is_free(one) for one in wanted):
            return port
    raise AssertionError("no ports are free")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0
