"""What is known of articles and of pages, so that a run finds at once what it need not do again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the next run fills them."""
    op.create_table(
        "page_inputs",
        sa.Column("page_id", sa.Text, primary_key=True),
        sa.Column("locale", sa.String(35), primary_key=True),
        sa.Column("inputs", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "article_facts",
        sa.Column("snapshot", sa.String(64), primary_key=True),
        sa.Column("reader", sa.String(200), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Remove them: the next run does the work again."""
    op.drop_table("article_facts")
    op.drop_table("page_inputs")
