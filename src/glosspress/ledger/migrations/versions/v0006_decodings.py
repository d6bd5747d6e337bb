"""What models said, so that a change of the term base or of the checks decodes nothing anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it fills as sentences are translated."""
    op.create_table(
        "decodings",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("cause", sa.String(64), nullable=False),
        sa.Column("used_at", sa.String(20), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Remove it: what is needed is decoded again."""
    op.drop_table("decodings")
