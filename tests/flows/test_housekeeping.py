"""The flow `housekeeping` on a real Prefect server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from .loading import load_flow

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's own modules
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def test_counts_are_an_artifact(prefect_server: None, repository: Path, workspace: Any) -> None:
    """A run leaves what it removed, and how large the workspace is, as a table."""
    from prefect.client.orchestration import get_client

    async def story() -> tuple[Any, list[Any]]:
        done = await load_flow(repository, "housekeeping")(dry_run=True, workspace=str(workspace.root))
        async with get_client() as client:
            return done, [item for item in await client.read_artifacts() if item.key == "housekeeping"]

    done, kept = asyncio.run(story())
    assert not done.over_budget
    assert "ledger bytes" in str(kept[0].data)
