"""Shards: a run deals its articles out to other runs on the same ledger, and gathers what became of them.

An article belongs to a shard by a hash of its id, so that it stays with it however the corpus grows. Who works on a shard holds a
claim on it; when its process dies, somebody else goes on with what has no result. Who has other term bases, engines or rules
than the run takes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from glosspress import __version__, workspace
from glosspress.digest import digest, sha256_file, utc_now
from glosspress.errors import ConfigError, UsageError
from glosspress.ledger import Ledger, open_ledger
from glosspress.sources import load_all
from glosspress.steps import progress
from glosspress.steps.claiming import LEASE_S, free_of_dead, owning
from glosspress.steps.job import ArticleRef, Batch, BatchResult, Gathered, HeldPage, Job
from glosspress.steps.packing import pack
from glosspress.workspace import Workspace

_DEAD_DAYS = 7
"""What a run dealt out and never gathered is removed by a later run after this time."""


class Hold(Enum):
    """What is known of the work on a shard."""

    NEVER = "nobody has begun"
    ALIVE = "somebody is at it"
    DEAD = "who was at it is gone"


def shard_of(article: str, shards: int) -> int:
    """1 to `shards`, by the id of an article."""
    return int(hashlib.sha256(article.encode()).hexdigest()[:16], 16) % shards + 1


def split(gathered: Sequence[Gathered], locales: Sequence[str], shards: int) -> list[list[Batch]]:
    """The batches of each shard, the first shard's first; a shard without articles has none."""
    return [
        pack(
            [
                replace(item, articles=tuple(ref for ref in item.articles if shard_of(ref.id, shards) == shard))
                for item in gathered
            ],
            locales,
        )
        for shard in range(1, shards + 1)
    ]


def deal(job: Job, gathered: Sequence[Gathered], shards: int) -> dict[int, int]:
    """Put the batches of all shards where every worker on the ledger finds them; how many, by shard that has any."""
    dealt = split(gathered, job.locales, shards)
    words = sum(batch.words for batches in dealt for batch in batches)
    progress.tell(progress.Progress("translating", planned_words=words))
    old = (datetime.now(UTC) - timedelta(days=_DEAD_DAYS)).strftime("%Y%m%dT%H%M%SZ")
    made_with = _made_with(workspace.at(Path(job.workspace)))
    terms = {"made_with": made_with, "started": job.started, "only_released": job.only_released}
    _ledger(job).deal(job.run, [[{**terms, "batch": asdict(batch)} for batch in batches] for batches in dealt], old)
    return {shard: len(batches) for shard, batches in enumerate(dealt, 1) if batches}


def join(root: Path, run: str) -> Job:
    """The job of a run that another process began, for this machine's copy of the workspace.

    ConfigError: this copy would make other pages; its term base may be older than the run's.
    """
    here = workspace.find(root)
    job = Job(run, utc_now(), str(here.root), (), ())
    ledger = _ledger(job)
    open_ = (data for shard in ledger.open_shards(run) for _, data in ledger.work(run, shard))
    terms = next(open_, None)
    if terms is None:
        return job
    if terms["made_with"] != _made_with(here):
        what = f"version, term bases, engines, sources or policies are not those of the run {run}"
        raise ConfigError(what, str(here.root), "bring this copy to the state of the workspace the run began in")
    return replace(job, started=terms["started"], only_released=terms["only_released"])


def undone(job: Job, shard: int) -> list[tuple[int, Batch]]:
    """Number and batch of what has no result yet."""
    return [(number, _batch(data["batch"])) for number, data in _ledger(job).work(job.run, shard)]


def done(job: Job, shard: int, number: int, result: BatchResult) -> None:
    """Keep the result of a batch."""
    _ledger(job).put_result(job.run, shard, number, asdict(result))
    progress.go_on()


def not_done(job: Job, shard: int, number: int, batch: Batch, why: str) -> BatchResult:
    """Keep that a batch could not be made: its pages are held, and what is online of them stays."""
    ledger = _ledger(job)
    reason = f"shard {shard}, batch {number} was not finished: {why}"
    held = tuple(
        HeldPage(ref.id, batch.locale, (reason,), ledger.is_online(ref.id, batch.locale)) for ref in batch.articles
    )
    result = BatchResult(batch.locale, 0, held, hits=0, misses=0, words=0, seconds=0.0, rungs=())
    done(job, shard, number, result)
    return result


def open_shards(job: Job) -> dict[int, int]:
    """How many batches are without a result, by shard."""
    return _ledger(job).open_shards(job.run)


def collect(job: Job) -> list[BatchResult]:
    """All results, by shard and batch; the ledger forgets them. UsageError: some are missing."""
    ledger = _ledger(job)
    missing = ledger.open_shards(job.run)
    if missing:
        raise UsageError(f"shards {sorted(missing)} are not finished", job.run, "start the run again")
    results = [_result(data) for data in ledger.results(job.run)]
    ledger.forget_shares(job.run)
    return results


@contextmanager
def at_work(job: Job, shard: int, lease_s: int = LEASE_S) -> Iterator[bool]:
    """Work on a shard alone. False: somebody else is at it."""
    ledger, name = _ledger(job), _name(job, shard)
    free_of_dead(ledger, [name])
    with owning(ledger, lease_s) as owner:
        yield ledger.claim(name, owner, lease_s)


def hold_on(job: Job, shard: int) -> Hold:
    """Whether somebody works on a shard. A machine that died is known by its lease, a process of this machine at once."""
    ledger, name = _ledger(job), _name(job, shard)
    if free_of_dead(ledger, [name]):
        return Hold.DEAD
    if ledger.claimed_by(name) is not None:
        return Hold.ALIVE
    return Hold.DEAD if ledger.holders([name]) else Hold.NEVER


def _name(job: Job, shard: int) -> str:
    return f"shard:{job.run}:{shard}"


def _ledger(job: Job) -> Ledger:
    return open_ledger(workspace.at(Path(job.workspace)).ledger_url)


def _made_with(here: Workspace) -> str:
    """Digest of all in a copy of a workspace, its articles apart, that decides what becomes of a page."""
    files = [here.engines_lock, *sorted(here.glossary.glob("*.csv")), *sorted(here.glossary.glob("*.lock"))]
    return digest(
        [
            __version__,
            [[file.name, sha256_file(file)] for file in files if file.is_file()],
            here.config.model_dump(mode="json", include={"source_language", "locales", "review", "glossary"}),
            [source.model_dump(mode="json") for source in load_all(here)],
        ]
    )


def _batch(data: dict[str, Any]) -> Batch:
    return Batch(data["locale"], data["number"], data["of"], tuple(ArticleRef(**ref) for ref in data["articles"]))


def _result(data: dict[str, Any]) -> BatchResult:
    held = tuple(HeldPage(**{**page, "reasons": tuple(page["reasons"])}) for page in data["held"])
    counts = {name: tuple((key, number) for key, number in data[name]) for name in ("rungs", "findings")}
    return BatchResult(**{**data, "held": held, **counts})
