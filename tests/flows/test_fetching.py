"""How far a source is fetched is told while it is fetched; what cannot be told does not let two fetch at once."""

from __future__ import annotations

import asyncio
import time

import pytest

from glosspress.steps import progress
from glosspress.tasks import fetching

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Prefect's own modules


def test_a_server_that_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error comes when the work has ended: the task's second try does not ask the source beside the first one."""
    done = []

    async def fail(*_arguments: object) -> None:
        raise ConnectionError("no server")

    def work() -> None:
        progress.fetching("blog")(1, 9)
        time.sleep(0.5)
        done.append("all pages")

    monkeypatch.setattr(fetching, "_show", fail)
    monkeypatch.setattr(fetching, "_EVERY_S", 0.05)

    async def story() -> list[str]:
        with pytest.raises(ConnectionError):
            await fetching.while_fetching("blog", work)
        return list(done)

    assert asyncio.run(story()) == ["all pages"]
