"""The story of a glossary change, for the tests of `flows/glossary_release.py`: the sample corpus in one real locale."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from glosspress import steps
from glosspress.glossary.lock import read_lock
from glosspress.steps.releasing import Answer, approve, propose
from glosspress.workspace import Workspace, at

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = ("glutamate-and-rapid-antidepressants.html", "sleep-and-synaptic-plasticity.html", "ssri-or-snri.txt")
EXPANSION = "fator neurotrófico derivado do cérebro"
"""FNDC, as it is written in Portuguese."""


def site(folder: Path) -> Workspace:
    """Sample articles and the English-Portuguese term base, released and published."""
    root = folder / "site"
    (root / "sources" / "samples").mkdir(parents=True)
    (root / "glossary").mkdir()
    shutil.copytree(REPOSITORY / "flows", root / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    config = (
        "site: {title: Samples, base_url: https://example.org/}\nlocales: {pt-BR: {}}\nglossary: {unreleased: hold}\n"
    )
    (root / "glosspress.yaml").write_text(config)
    (root / "sources" / "samples.yaml").write_text(
        "title: Samples\nlicense: {status: owned}\nkind: folder\npath: samples\n"
    )
    for name in SAMPLES:
        shutil.copy(REPOSITORY / "sources" / "samples" / name, root / "sources" / "samples")
    shutil.copy(REPOSITORY / "glossary" / "en-pt.csv", root / "glossary")
    here = at(root)
    approve(propose(root), Answer("reviewer@example.org", "First release."))
    report = steps.run(root, None, None)
    assert report.published is not None
    return here


def edit(here: Workspace) -> None:
    """BDNF gets its Portuguese acronym and expansion, one term is deprecated, one added, one rendering forbidden."""
    path = here.glossary / "en-pt.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_id = {row["id"]: row for row in rows}
    by_id["bdnf"].update(target="FNDC", forms=EXPANSION)
    by_id["hippocampus"].update(status="deprecated")
    by_id["insomnia"].update(forbidden="falta de sono")
    row = dict.fromkeys(rows[0], "")
    rows.append(
        {**row, "id": "new-synapses", "source": "new synapses", "target": "novas sinapses", "mode": "prefer",
         "case": "smart", "status": "approved", "reviewer": "reviewer@example.org", "evidence": "usage"}
    )  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def files(here: Workspace) -> dict[str, bytes]:
    """Every published file, as a web server sees it: the links to the edition in force are followed."""
    found = {}
    for folder, below, names in os.walk(here.output, followlinks=True):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            path = Path(folder) / name
            found[path.relative_to(here.output).as_posix()] = path.read_bytes()
    return found


def texts(here: Workspace) -> dict[tuple[str, str, int], str]:
    """Every published sentence, by page, unit and number."""
    from glosspress.ledger import open_ledger

    return {
        (page.id, path, number): item.target.text
        for page in open_ledger(here.ledger_url).current_pages()
        for path, items in page.translations
        for number, item in enumerate(items)
    }


def version(here: Workspace) -> str:
    lock = read_lock(here.glossary)
    return lock.version if lock else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Prefect:
    """A Prefect server on loopback and a process that serves the flow's deployment; both can be stopped and started."""

    def __init__(self, home: Path, here: Workspace, url: str | None = None) -> None:
        """`url` is that of a server which runs already."""
        self.port = free_port()
        self.url = url or f"http://127.0.0.1:{self.port}"
        self.here = here
        self.home = home
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.environment = kept | {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_UI_API_URL": "/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        }

    def start_server(self) -> None:
        """Start it and wait for it."""
        self._start("server", ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)])
        self.until(lambda: self.healthy(), 180, "the Prefect server does not answer")

    def healthy(self) -> bool:
        """Whether it answers."""
        try:
            return httpx.get(f"{self.url}/api/health", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def start_worker(self) -> None:
        """Serve the deployment `glossary_release/review`."""
        code = (
            "from prefect.flows import load_flow_from_entrypoint as load\n"
            "load('flows/glossary_release.py:glossary_release').serve('review', pause_on_shutdown=False)\n"
        )
        self._start("worker", ["-c", code])
        self.until(lambda: self.deployment() is not None, 120, "the deployment is not there")

    def deployment(self) -> str | None:
        """Id of the deployment, when it is registered."""
        answer = httpx.get(f"{self.url}/api/deployments/name/glossary_release/review", timeout=10)
        return answer.json()["id"] if answer.status_code == 200 else None

    def begin(self, here: Workspace | None = None) -> str:
        """A run of the deployment in a workspace; its id."""
        wanted = {"state": {"type": "SCHEDULED"}, "parameters": {"workspace": str((here or self.here).root)}}
        return str(self.post(f"/deployments/{self.deployment()}/create_flow_run", wanted)["id"])

    def answer(self, run: str, **form: Any) -> None:
        """Send the form, as the pages do."""
        done = self.post(f"/flow_runs/{run}/resume", {"run_input": form})
        assert done["status"] == "ACCEPT", done

    def post(self, path: str, body: Any) -> Any:
        """Send JSON, again while the server's SQLite is busy, as Prefect's own client does."""
        for _ in range(20):
            answer = httpx.post(f"{self.url}/api{path}", json=body, timeout=30)
            if answer.status_code != 503:
                break
            time.sleep(0.5)
        answer.raise_for_status()
        return answer.json()

    def state(self, run: str) -> tuple[str, str]:
        """(name, message)."""
        found = httpx.get(f"{self.url}/api/flow_runs/{run}", timeout=30).json()["state"]
        return found["name"], found.get("message") or ""

    def wait(self, run: str, *names: str, timeout_s: float = 150) -> tuple[str, str]:
        """Until the run is in one of these states."""
        self.until(lambda: self.state(run)[0] in names, timeout_s, lambda: f"{self.state(run)}\n{self.log('worker')}")
        return self.state(run)

    def until(self, met: Callable[[], bool], timeout_s: float, why: Any) -> None:
        """Wait for a condition; fail with `why`, or what it returns."""
        end = time.monotonic() + timeout_s
        while not met():
            assert time.monotonic() < end, (
                why() if callable(why) else f"{why}\n{self.log('server')}\n{self.log('worker')}"
            )
            time.sleep(0.2)

    def artifact(self, key: str) -> Any:
        """The newest artifact of a key."""
        answer = httpx.get(f"{self.url}/api/artifacts/{key}/latest", timeout=30)
        answer.raise_for_status()
        return answer.json()["data"]

    def log(self, name: str) -> str:
        """The last lines of a process."""
        path = self.home / f"{name}.log"
        return path.read_text(errors="replace")[-3000:] if path.is_file() else ""

    def stop(self, name: str, *, hard: bool = False) -> None:
        """End a process; `hard`: kill it."""
        process = self._running.pop(name, None)
        if process is not None:
            process.kill() if hard else process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(30)

    def _start(self, name: str, arguments: list[str]) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, *arguments], cwd=self.here.root, env=self.environment, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip


@contextmanager
def prefect(home: Path, here: Workspace) -> Iterator[Prefect]:
    """Server and worker; both end with the block."""
    made = Prefect(home, here)
    try:
        made.start_server()
        made.start_worker()
        yield made
    finally:
        made.stop("worker")
        made.stop("server")
