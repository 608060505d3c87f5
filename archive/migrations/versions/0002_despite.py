"""Why a document was issued though the checker told errors."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("documents", sa.Column("despite", sa.String, nullable=False, server_default=""))
