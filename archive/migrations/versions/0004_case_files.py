"""Case files and what lies in them; documents destroyed by decision."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("documents", sa.Column("destroyed", sa.String, nullable=False, server_default=""))
    op.create_table(
        "case_files",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("agency", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
    )
    op.create_index("case_files_by_year", "case_files", ["year", "agency"])
    op.create_table(
        "case_members",
        sa.Column("case_file", sa.String, primary_key=True),
        sa.Column("document", sa.String, primary_key=True),
    )
    op.create_index("case_members_by_document", "case_members", ["document"])
