"""Targets: where a verified edition is delivered. One contract, several kinds."""

from __future__ import annotations

from glosspress.publish.targets.delivering import Delivery, Target, deliver, probe

__all__ = ["Delivery", "Target", "deliver", "probe"]
