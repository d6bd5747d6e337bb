"""`glosspress doctor --online` beside a server that anybody may use: Prefect's defaults."""

from __future__ import annotations

from contextlib import suppress

import pytest

from glosspress.cli.doctor.server import server
from glosspress.workspace import Workspace

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's own modules
]


def test_an_open_server_is_wrong(prefect_server: None, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """No password, no CSRF, no pool, no worker, no deployments: each is said, with what mends it."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound
    from prefect.settings import PREFECT_API_URL

    with suppress(ObjectNotFound), get_client(sync_client=True) as client:
        client.delete_work_pool("glosspress")  # of other tests on this server
    monkeypatch.setenv("PREFECT_API_URL", str(PREFECT_API_URL.value()))
    (workspace.root / "prefect.yaml").write_text("deployments: []\n")
    found = {item.what: item for item in server(workspace.root)}
    assert found["server"].ok
    assert "anybody gets in" in found["password"].found
    assert "PREFECT_SERVER_API_AUTH_STRING" in found["password"].mend
    assert "PREFECT_SERVER_CSRF_PROTECTION_ENABLED" in found["CSRF"].mend
    assert (found["work pool"].ok, found["work pool"].mend) == (False, "glosspress up")
