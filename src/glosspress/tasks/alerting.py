"""`python -m glosspress.tasks.alerting`: the automation that tells people, once they have said where to.

Where to is a Prefect notification block named `glosspress-alerts`, of any kind (Slack, mail, Teams, custom webhook ...), which
keeps its secret on the server. `glosspress up` runs this in a process of its own: the command line does not load Prefect.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from prefect.automations import EventTrigger
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import BlockDocument
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import AutomationCore, Posture

from glosspress.settings import ALERT
from glosspress.tasks.announcing import HELD_RATE_HIGH
from glosspress.tasks.housekeeping import OVER_BUDGET

BLOCK = "glosspress-alerts"
_PAGE = 200
_SUBJECT = "glosspress: {{ event.event }}"
_BODY = "{{ event.resource.name }}: {{ event.payload | tojson }}"


async def keep_alert() -> str:
    """Make the automation for the block, or point it at the block of today; returns what was done, for the operator.

    An automation that somebody switched off stays off.
    """
    async with get_client() as client:
        blocks = [block for block in await _blocks(client) if block.name == BLOCK]
        existing = await client.read_automations_by_name(ALERT)
        if not blocks:
            for left in existing:  # its action names a block that is gone
                await client.delete_automation(left.id)
            return f"alerts off: no notification block is named {BLOCK} (docs/operators.md)"
        wanted = AutomationCore(
            name=ALERT,
            description=f"Sends through the block `{BLOCK}`. `glosspress up` keeps it; switched off, it stays off.",
            enabled=existing[0].enabled if existing else True,
            trigger=EventTrigger(
                expect={HELD_RATE_HIGH, OVER_BUDGET}, posture=Posture.Reactive, threshold=1, within=timedelta(0)
            ),
            actions=[SendNotification(block_document_id=blocks[0].id, subject=_SUBJECT, body=_BODY)],
        )
        if existing:
            await client.update_automation(existing[0].id, wanted)
        else:
            await client.create_automation(wanted)
    return f"alerts on: {ALERT}, by {BLOCK} ({blocks[0].block_type_name})"


async def _blocks(client: PrefectClient) -> list[BlockDocument]:
    """All blocks of the server, which gives a page at a time, in the order of their names."""
    found: list[BlockDocument] = []
    while True:
        page = await client.read_block_documents(offset=len(found), limit=_PAGE, include_secrets=False)
        found += page
        if len(page) < _PAGE:
            return found


if __name__ == "__main__":
    print(asyncio.run(keep_alert()))  # noqa: T201 - read by `glosspress up`
