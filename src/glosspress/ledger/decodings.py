"""What a model said: its answers by what it was asked, so that it is not asked again."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import bindparam, select

from glosspress.digest import utc_now
from glosspress.ledger.packing import pack_quickly, unpack
from glosspress.ledger.records import Decoding
from glosspress.ledger.schema import decodings
from glosspress.ledger.statements import Store, chunks, insert_new

_of_key = decodings.update().where(decodings.c.key == bindparam("_key"))
_CAUSE = _of_key.values(cause=bindparam("_cause"), used_at=bindparam("_used_at"))


class Decodings(Store):
    """A cache of decoding, the dearest work there is; it may be emptied at any time."""

    def decodings(self, keys: Sequence[str]) -> dict[str, Decoding]:
        """The stored answers among these keys; damaged ones are not known."""
        found = {}
        with self._database.reading() as connection:
            for part in chunks(list(dict.fromkeys(keys))):
                wanted = select(decodings.c.key, decodings.c.cause, decodings.c.body).where(decodings.c.key.in_(part))
                for key, cause, body in connection.execute(wanted):
                    with suppress(zlib.error, ValueError):
                        found[key] = Decoding(cause, unpack(body))
        return found

    def put_decodings(self, made: Mapping[str, Decoding], used: Mapping[str, str]) -> None:
        """Store answers, and of `used` ones (key of the answer -> key of a translation) for what they were used now.

        An answer stays as long as the translation that it was used for last.
        """
        now = utc_now()
        # In the order of their keys: who stores the same ones at the same time waits for us, not we for them.
        rows: list[dict[str, Any]] = [
            {"key": key, "cause": item.cause, "used_at": now, "body": pack_quickly(item.answer)}
            for key, item in sorted(made.items(), key=lambda pair: pair[0])
        ]
        causes = [{"_key": key, "_cause": cause, "_used_at": now} for key, cause in sorted(used.items())]
        if rows or causes:
            with self._database.writing() as connection:
                insert_new(connection, decodings, rows)
                for part in chunks(causes):
                    connection.execute(_CAUSE, list(part))
