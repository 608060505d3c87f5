"""What is still to be given to the search index is found without reading the whole catalogue."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("documents_by_indexed", "documents", ["indexed", "path"])
