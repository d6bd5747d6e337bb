"""Alerts: a run that holds pages reaches the people who are told, over HTTP."""

from __future__ import annotations

import json
import os
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .serving import ask, glosspress

pytestmark = pytest.mark.server
MESSAGE = {"subject": "{{subject}}", "text": "{{body}}"}


class Receiver:
    """What a chat or pager would be: it keeps what is posted to it."""

    def __init__(self) -> None:
        self.got: queue.Queue[dict[str, Any]] = queue.Queue()
        got = self.got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                got.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/alerts"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def holding(changing: Path) -> Path:
    """The workspace while every page of en-XA waits for a person."""
    config = changing / "glosspress.yaml"
    before = config.read_text()
    assert "en-XA: {}" in before
    config.write_text(before.replace("en-XA: {}", "en-XA: {publish: held-until-reviewed}"))
    return changing


def make_block(site: Path, url: str, to: str) -> str:
    """The notification block that operators make in the pages, of the kind "custom webhook"; its id."""
    kind = ask(site, url, "/block_types/slug/custom-webhook", method="GET")["id"]
    wanted = {"block_schemas": {"block_type_id": {"any_": [kind]}}}
    schema = ask(site, url, "/block_schemas/filter", wanted)[0]["id"]
    data = {"name": "glosspress alerts", "url": to, "method": "POST", "json_data": MESSAGE}
    block = {"name": "glosspress-alerts", "block_type_id": kind, "block_schema_id": schema, "data": data}
    return str(ask(site, url, "/block_documents/", block)["id"])


def test_held_pages_are_told(holding: Path, url: str, receiver: Receiver) -> None:
    """With the block, `up` makes the automation; a run that holds more than 5 % of its pages is posted once, with figures."""
    block = make_block(holding, url, receiver.url)
    try:
        assert "alerts on" in glosspress(holding, "up").stdout
        assert glosspress(holding, "run", "--to", "en-XA").returncode == 3
        told = receiver.got.get(timeout=60)
        assert told["subject"] == "glosspress: glosspress.held-rate.high"
        facts = json.loads(told["text"].partition(": ")[2])
        assert (facts["held"], facts["pages"], facts["rate"]) == (1, 1, 1.0)
        with pytest.raises(queue.Empty):
            receiver.got.get(timeout=5)
    finally:
        ask(holding, url, f"/block_documents/{block}", method="DELETE")
    assert "alerts off" in glosspress(holding, "up").stdout
    assert not [item for item in ask(holding, url, "/automations/filter") if item["name"].startswith("tell when")]


@pytest.mark.skipif("GLOSSPRESS_LONG" not in os.environ, reason="takes half a minute: make long")
def test_a_good_run_is_no_news(changing: Path, url: str, receiver: Receiver) -> None:
    """Nothing is held: nobody is told."""
    block = make_block(changing, url, receiver.url)
    try:
        assert "alerts on" in glosspress(changing, "up").stdout
        assert glosspress(changing, "run", "--to", "en-XA").returncode == 0
        with pytest.raises(queue.Empty):
            receiver.got.get(timeout=10)
    finally:
        ask(changing, url, f"/block_documents/{block}", method="DELETE")
