"""Publish: build the whole site as an immutable edition, put it online with one rename, verify what is online."""

from __future__ import annotations

from glosspress.publish.edition import Edition, basis, publish
from glosspress.publish.problems import Problem
from glosspress.publish.rolling import Kept, check, find, kept, online, switch, tombstones, turn
from glosspress.publish.targets import Delivery, deliver, probe
from glosspress.publish.unchanged import recall, remember
from glosspress.publish.verify import verify

__all__ = [
    "Delivery", "Edition", "Kept", "Problem", "basis", "check", "deliver", "find", "kept", "online", "probe", "publish", "recall",
    "remember", "switch", "tombstones", "turn", "verify",
]  # fmt: skip
