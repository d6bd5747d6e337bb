"""What each page's newest decision was made from, so that a run finds at once what it need not do again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the next run fills it."""
    op.create_table(
        "page_inputs",
        sa.Column("page_id", sa.Text, primary_key=True),
        sa.Column("locale", sa.String(35), primary_key=True),
        sa.Column("inputs", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Remove it: the next run does the work again."""
    op.drop_table("page_inputs")
