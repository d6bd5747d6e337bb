"""New pages are packed as three lines, of which most readers need one. Older ones are read as they are."""

from __future__ import annotations

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"
branch_labels = None
depends_on = None

_pages = sa.table("pages", sa.column("digest", sa.String), sa.column("body", sa.LargeBinary))


def upgrade() -> None:
    """Nothing is written anew."""


def downgrade() -> None:
    """Pages of one line."""
    connection = op.get_bind()
    for sha in connection.execute(sa.select(_pages.c.digest)).scalars().all():
        mine = _pages.c.digest == sha
        lines = zlib.decompress(connection.execute(sa.select(_pages.c.body).where(mine)).scalar_one()).split(b"\n")
        if len(lines) == 3:
            data = {**json.loads(lines[1]), "translations": json.loads(lines[2])}
            text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            connection.execute(_pages.update().where(mine).values(body=zlib.compress(text.encode())))
