"""What became of a document, numbers that will have none, and where the ledger ended."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("documents", sa.Column("relation", sa.String, nullable=False, server_default=""))
    op.add_column("documents", sa.Column("target", sa.String, nullable=False, server_default=""))
    op.create_index("documents_by_target", "documents", ["target"])
    for name in ("void", "reserved"):
        op.add_column("numbers", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
    )
