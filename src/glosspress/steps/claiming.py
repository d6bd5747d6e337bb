"""Claims on batches: two runs on one ledger never translate the same batch at the same time."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from glosspress.digest import digest
from glosspress.errors import LedgerError
from glosspress.ledger import Ledger
from glosspress.steps.job import Batch

LEASE_S = 120
"""A worker that dies gives its batch back after this time."""
_RENEW_S = 30.0
_POLL_S = 1.0


def name_of(batch: Batch) -> str:
    """The same for equal work, whichever run asks for it."""
    return "batch:" + digest([batch.locale, [[ref.url, ref.snapshot, ref.page] for ref in batch.articles]])


@contextmanager
def claimed(ledger: Ledger, batch: Batch, lease_s: int = LEASE_S) -> Iterator[None]:
    """Work on a batch alone. Who comes second waits, and then finds the work done in the ledger."""
    name, owner = name_of(batch), f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    while not ledger.claim(name, owner, lease_s):
        time.sleep(_POLL_S)
    done = threading.Event()
    keeper = threading.Thread(target=_renew, args=(ledger, name, owner, lease_s, done), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
        ledger.release(name, owner)


def _renew(ledger: Ledger, name: str, owner: str, lease_s: int, done: threading.Event) -> None:
    while not done.wait(min(_RENEW_S, lease_s / 4)):
        try:
            ledger.claim(name, owner, lease_s)
        except LedgerError:
            continue  # the next one may pass; a lost claim costs double work, never a wrong page
