"""Claims: two runs on one ledger never do the same work at the same time.

Who is dead loses its claims, and so does who lives and gets nowhere: it does not renew them, and others go on with its work. If
it goes on after all, work is done twice, and stored once.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from glosspress.digest import digest
from glosspress.errors import LedgerError
from glosspress.ledger import Ledger
from glosspress.steps import progress
from glosspress.steps.job import Batch

LEASE_S = 120
"""A machine that dies gives its batches back after this time; a dead process gives them back to its own machine at once."""
HUNG_S = 1800.0
"""A process without a step forward (`progress`) for this time renews nothing. The longest step is one batch of a model."""
_RENEW_S = 30.0
_POLL_S = 1.0
_TOLD_S = 60.0
_log = logging.getLogger(__name__)


def name_of(batch: Batch) -> str:
    """The same for equal work, whichever run asks for it."""
    return "batch:" + digest([batch.locale, [[ref.url, ref.snapshot, ref.page] for ref in batch.articles]])


@contextmanager
def owning(ledger: Ledger, lease_s: int = LEASE_S) -> Iterator[str]:
    """A name to claim under. What is claimed under it is kept while the block lasts, and given back at its end."""
    progress.go_on()
    owner = f"{_machine()}|{os.getpid()}|{_born(os.getpid())}|{uuid.uuid4().hex[:8]}"
    done = threading.Event()
    keeper = threading.Thread(target=_renew, args=(ledger, owner, lease_s, done), daemon=True)
    keeper.start()
    try:
        yield owner
    finally:
        done.set()
        keeper.join()
        ledger.release_all(owner)


@contextmanager
def claimed(ledger: Ledger, batch: Batch, lease_s: int = LEASE_S) -> Iterator[None]:
    """Work on a batch alone. Who comes second waits, and then finds the work done in the ledger."""
    name = name_of(batch)
    with owning(ledger, lease_s) as owner:
        patience = Patience(ledger)
        while not ledger.claim(name, owner, lease_s):
            if not free_of_dead(ledger, [name]):
                patience.wait(_POLL_S, [name])
        yield


class Patience:
    """Waiting for what somebody else is at: this process is not hung meanwhile, and says after a minute for whom it waits."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._tell_at: float | None = time.monotonic() + _TOLD_S

    def wait(self, seconds: float, names: Sequence[str]) -> None:
        """Sleep; then it is worth looking again."""
        progress.go_on()
        time.sleep(seconds)
        if self._tell_at is not None and time.monotonic() >= self._tell_at:
            self._tell_at = None
            told = ", ".join(sorted(_shown(owner) for owner in self._ledger.holders(names)))
            what = "another process is at the same work (%s); it is waited for until %d min after its last step forward"
            _log.warning(what, told or "just gone", HUNG_S // 60)


def free_of_dead(ledger: Ledger, names: Sequence[str]) -> bool:
    """Give back what processes of this machine hold that are gone. True: there was one."""
    dead = [owner for owner in ledger.holders(names) if _is_dead(owner)]
    for owner in dead:
        ledger.release_all(owner)
    return bool(dead)


def _renew(ledger: Ledger, owner: str, lease_s: int, done: threading.Event) -> None:
    told = False
    while not done.wait(min(_RENEW_S, lease_s / 4)):
        if progress.idle_s() > HUNG_S:
            if not told:
                _log.warning(
                    "no step forward for %d min: others may go on with this work (%s)", HUNG_S // 60, _shown(owner)
                )
            told = True
            continue
        told = False
        try:
            ledger.renew_all(owner, lease_s)
        except LedgerError:
            continue  # the next one may pass; a lost claim costs double work, never a wrong page


def _shown(owner: str) -> str:
    """Machine and process, for a person."""
    machine, _, rest = owner.partition("|")
    return f"{machine.partition('/')[0]}, process {rest.partition('|')[0]}"


def _is_dead(owner: str) -> bool:
    """True only for a process of this machine that is gone: about other machines nothing is known but the lease."""
    machine, _, rest = owner.partition("|")
    pid, _, rest = rest.partition("|")
    if machine != _machine() or not pid.isdigit():
        return False
    return _born(int(pid)) != rest.partition("|")[0] and not _hidden(int(pid))


def _hidden(pid: int) -> bool:
    """Whether it is a living process of another user that /proc does not show: it is mounted with `hidepid`."""
    if os.access(f"/proc/{pid}/stat", os.R_OK):
        return False
    try:
        os.kill(pid, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return False


def _machine() -> str:
    """Host, boot and process namespace: process ids mean the same only within all three. Without /proc, nothing compares."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{socket.gethostname()}/{boot[:8]}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return f"{socket.gethostname()}/{uuid.uuid4().hex}"


def _born(pid: int) -> str:
    """When a living process started, in clock ticks after the boot: process ids are given again. Empty: there is none.

    Fields of /proc/<pid>/stat as in proc(5): the third is the state (Z: dead, not yet collected), the 22nd the start.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]
