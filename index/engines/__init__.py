"""The engines, one a file; `open_engine` opens the one that the office has chosen."""

from pathlib import Path

from ..engine import IndexBroken, SearchEngine
from .cluster import Cluster

__all__ = ["NAMES", "Cluster", "IndexBroken", "open_engine"]

OPENSEARCH = "opensearch"
NAMES = ("tantivy", "whoosh", OPENSEARCH)


def open_engine(name: str, folder: Path, cluster: Cluster | None = None) -> SearchEngine:
    """Open the index in a folder, or for OpenSearch in a cluster.

    `name`: one of NAMES. Reads and creates nothing yet. Raises IndexBroken where the engine's library is missing, and
    ValueError for another name or OpenSearch without a cluster.
    """
    # Each engine's library is loaded only where it is used: it is slow to load, or not available on that machine.
    if name == OPENSEARCH and cluster is not None:
        try:
            from .opensearch import OpenSearchEngine
        except ImportError as error:
            why = 'chưa cài phần OpenSearch (pip install "vanthu[opensearch]")'
            raise IndexBroken(folder=", ".join(cluster.urls), why=why) from error
        return OpenSearchEngine(cluster)
    from .generations import Generations

    if name == "tantivy":
        try:
            from .tantivy import REFUSALS as TANTIVY_REFUSALS
            from .tantivy import TantivyEngine
        except ImportError as error:
            why = 'máy này không chạy được tantivy; hãy đổi cong_cu = "whoosh" trong vanthu.toml'
            raise IndexBroken(folder=folder, why=why) from error
        return Generations(folder, TantivyEngine, TANTIVY_REFUSALS)
    if name == "whoosh":
        from .whoosh import REFUSALS as WHOOSH_REFUSALS
        from .whoosh import WhooshEngine

        return Generations(folder, WhooshEngine, WHOOSH_REFUSALS)
    raise ValueError(f"no engine is named {name}, or it lacks its cluster")
