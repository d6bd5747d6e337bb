"""What a run deals out to other runs: lists of work by shard, and the results that come back. They go when the run ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from glosspress.ledger.packing import pack, unpack
from glosspress.ledger.schema import shares
from glosspress.ledger.statements import Store, insert_new


class Shares(Store):
    """Work and results are JSON values; a shard's works are numbered from 1."""

    def deal(self, run: str, shards: Sequence[Sequence[Any]], forget_before: str = "") -> None:
        """Keep the work of shards 1, 2 ...; remove that of runs whose id sorts before `forget_before`: they died."""
        rows = [
            {"run": run, "shard": shard, "number": number, "work": pack(work), "result": None}
            for shard, works in enumerate(shards, 1)
            for number, work in enumerate(works, 1)
        ]
        with self._database.writing() as connection:
            connection.execute(delete(shares).where(shares.c.run < forget_before))
            insert_new(connection, shares, rows)

    def work(self, run: str, shard: int) -> list[tuple[int, Any]]:
        """Number and work of what has no result yet, in order."""
        wanted = select(shares.c.number, shares.c.work).where(
            shares.c.run == run, shares.c.shard == shard, shares.c.result.is_(None)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(shares.c.number)).all()
        return [(number, unpack(work)) for number, work in rows]

    def put_result(self, run: str, shard: int, number: int, result: Any) -> None:
        """Keep what became of a work; the first result counts."""
        this = (shares.c.run == run, shares.c.shard == shard, shares.c.number == number, shares.c.result.is_(None))
        with self._database.writing() as connection:
            connection.execute(shares.update().where(*this).values(result=pack(result)))

    def results(self, run: str) -> list[Any]:
        """All results of a run, by shard and number."""
        wanted = select(shares.c.result).where(shares.c.run == run, shares.c.result.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(shares.c.shard, shares.c.number)).scalars().all()
        return [unpack(row) for row in rows]

    def open_shards(self, run: str) -> dict[int, int]:
        """How many works of a run have no result, by shard; shards that are done are not in it."""
        wanted = select(shares.c.shard, func.count().label("open")).where(
            shares.c.run == run, shares.c.result.is_(None)
        )
        with self._database.reading() as connection:
            return {row.shard: row.open for row in connection.execute(wanted.group_by(shares.c.shard))}

    def forget_shares(self, run: str) -> None:
        """Remove all of a run."""
        with self._database.writing() as connection:
            connection.execute(delete(shares).where(shares.c.run == run))
