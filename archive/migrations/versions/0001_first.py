"""Numbers, their series, and the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("agency", sa.String, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("series", sa.String, primary_key=True),
        sa.Column("last_number", sa.Integer, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
    )
    op.create_table(
        "numbers",
        sa.Column("agency", sa.String, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("series", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("symbol", sa.String, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("identity", sa.String, nullable=False),
        sa.Column("issued", sa.Boolean, nullable=False),
        sa.UniqueConstraint("identity", name="one_number_an_identity"),
    )
    texts = (
        "agency", "series", "symbol", "type_abbreviation", "type_title", "subject", "unit_code", "unit_name",
        "agency_name", "signer_name", "signer_title", "recipients", "identity", "template_id", "template_digest",
        "content_digest", "programme",
    )
    op.create_table(
        "documents",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.Column("indexed", sa.Boolean, nullable=False),
        sa.UniqueConstraint("identity", name="one_document_an_identity"),
    )
    op.create_index("documents_by_number", "documents", ["year", "number", "symbol"])
