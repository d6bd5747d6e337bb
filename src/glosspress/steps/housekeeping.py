"""Housekeeping: what the workspace's `retention` lets go, and whether the disk budget holds."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glosspress import workspace
from glosspress.digest import utc_now
from glosspress.ledger import Ledger, open_ledger
from glosspress.settings import Retention


@dataclass(frozen=True, slots=True)
class Housekept:
    """What was removed, or would be, and how large the workspace is."""

    page_versions: int
    snapshots: int
    translations: int
    visits: int
    ledger_bytes: int
    output_bytes: int
    packages_bytes: int
    budget_bytes: int
    """0: no budget."""

    @property
    def used_bytes(self) -> int:
        """Of ledger, output and packages."""
        return self.ledger_bytes + self.output_bytes + self.packages_bytes

    @property
    def over_budget(self) -> bool:
        """True when the workspace is larger than it may be."""
        return 0 < self.budget_bytes < self.used_bytes


def keep_house(root: Path, *, really: bool = True) -> Housekept:
    """Remove what is older than its retention and not in use; with `really=False` only count it."""
    here = workspace.find(root)
    with open_ledger(here.ledger_url) as ledger:
        removed = _remove(ledger, here.config.retention, really)
        if really:
            ledger.purge_claims()
            ledger.remove_unused_bodies()  # also what an earlier one left behind when it was ended
        if really and any(removed.values()):
            ledger.compact()
        return Housekept(
            **removed,
            ledger_bytes=ledger.size(),
            output_bytes=_size(here.output),
            packages_bytes=_size(here.packages),
            budget_bytes=int(here.config.retention.disk_budget_gb * 1e9),
        )


def _remove(ledger: Ledger, policy: Retention, really: bool) -> dict[str, int]:
    """Page versions first: what they used is free then."""
    calls = {
        "page_versions": (policy.page_versions_days, ledger.remove_page_versions),
        "snapshots": (policy.snapshots_days, ledger.remove_snapshots),
        "translations": (policy.translations_days, ledger.remove_translations),
        "visits": (policy.visits_days, ledger.remove_visits),
    }
    return {
        name: call(_days_ago(days), really=really) if days is not None else 0 for name, (days, call) in calls.items()
    }


def _days_ago(days: int) -> str:
    now = datetime.strptime(utc_now(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return (now - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _size(folder: Path) -> int:
    """Of all files; one that several editions share counts once, as it does on the disk."""
    files = (path.lstat() for path in folder.rglob("*"))
    return sum({(file.st_dev, file.st_ino): file.st_size for file in files if stat.S_ISREG(file.st_mode)}.values())
