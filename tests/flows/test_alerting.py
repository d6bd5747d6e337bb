"""The automation for alerts is found and made on a server of any size."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client

from glosspress.cli.doctor import server
from glosspress.cli.serving import api
from glosspress.settings import ALERT
from glosspress.tasks import alerting


def test_the_block_is_found_among_many(prefect_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server gives blocks by pages: one whose name comes late is found, and taken away when the block is gone."""
    monkeypatch.setattr(alerting, "_PAGE", 2)

    async def story() -> list[str]:
        for name in ("a", "b", "c", "d"):
            await Secret[str](value="x").save(f"alerts-test-{name}", overwrite=True)
        said = [await alerting.keep_alert()]
        block = CustomWebhookNotificationBlock(name="alerts", url="http://127.0.0.1:9/", json_data={"a": "b"})
        document = await block.save(alerting.BLOCK)
        try:
            said.append(await alerting.keep_alert())
        finally:
            async with get_client() as client:
                await client.delete_block_document(document)
        said.append(await alerting.keep_alert())
        return said

    before, on, off = asyncio.run(story())
    assert before.startswith("alerts off")
    assert on.startswith(f"alerts on: {ALERT}, by {alerting.BLOCK}")
    assert off.startswith("alerts off")


def test_doctor_reads_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """An automation on a later page is seen: nobody is told that it is missing."""
    names = [f"another {number:04}" for number in range(450)] + [ALERT]
    asked: list[int] = []

    class Paged(api.Api):
        def _send(self, method: str, path: str, fields: dict[str, Any] | None, *, anonymous: bool = False) -> Any:
            assert fields is not None
            asked.append(fields["offset"])
            page = [{"name": name, "enabled": True} for name in names][fields["offset"] :][: fields["limit"]]
            return cast("Any", SimpleNamespace(status_code=200, is_success=True, json=lambda: page))

    with Paged("http://127.0.0.1:9/api", "") as paged:
        [told] = server._automations(paged)
    assert told.ok
    assert ALERT in told.found
    assert asked == [0, 200, 400]
