"""The kinds of faults: each is tried a number of times on a growing workspace, and followed by a run that goes through."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from postgres import Postgres
from trial import GLOSSPRESS, Nursery, Trial

EVERY = 5
"""So many faults come one upon the other before a run goes through."""


def direct(trial: Trial, times: int) -> None:
    """SIGKILL of `glosspress run --direct`, at a random point of the time that a whole run takes."""
    whole = _measured(trial)
    done = 0
    while done < times:
        trial.write(2)
        before = trial.stored()
        # Not in the first fifth: Python still loads modules there.
        done += trial.kill(trial.start(), trial.chance.uniform(0.2, 1.0) * whole)
        trial.account(before)
        if done % EVERY == 0 or done == times:
            trial.go_through()
    trial.books.faults += done


def warm(trial: Trial, times: int) -> None:
    """SIGKILL of direct runs that begin with everything loaded: every point of the work itself is met."""
    whole, done = 0.0, 0
    with Nursery(trial) as nursery:
        trial.write(5)
        trial.went_through(nursery.run(None))
        while done < times:
            trial.write(2)
            if not whole:
                started = time.monotonic()
                before = trial.stored()
                trial.went_through(nursery.run(None), before)
                whole = time.monotonic() - started
                continue
            before = trial.stored()
            killed = nursery.run(trial.chance.uniform(0, 1) * whole) == -signal.SIGKILL
            trial.account(before)
            done += killed
            trial.books.faults += killed
            if done % EVERY == 0 or done == times:
                before = trial.stored()
                trial.went_through(nursery.run(None), before)


def flow(trial: Trial, times: int) -> None:
    """SIGKILL of `glosspress run`, which is a Prefect flow on a real server."""
    with _Server(trial):
        trial.write(5)
        started = time.monotonic()
        trial.go_through("--json")
        whole, done = time.monotonic() - started, 0
        while done < times:
            trial.write(2)
            before = trial.stored()
            done += trial.kill(trial.start("--json"), trial.chance.uniform(0.3, 1.0) * whole)
            trial.account(before)
            if done % EVERY == 0 or done == times:
                trial.go_through("--json")
    trial.books.faults += done


def server(trial: Trial, times: int) -> None:
    """SIGKILL of the Prefect server while a flow runs; the run may fail, the next one goes through."""
    with _Server(trial) as serving:
        for _ in range(times):
            trial.write(4)
            before = trial.stored()
            running = trial.start("--json")
            time.sleep(trial.chance.uniform(2, 7))
            serving.kill("server_pid")
            trial.kill(running, 60)  # it waits for its server for long; an operator would not
            trial.account(before)
            serving.up()
            trial.go_through("--json")
            trial.books.faults += 1


def worker(trial: Trial, times: int) -> None:
    """SIGKILL of the worker with the run it has started."""
    with _Server(trial) as serving:
        for _ in range(times):
            trial.write(4)
            before = trial.stored()
            serving.prefect("deployment", "run", "localize/nightly")
            _until(trial.is_asking, 60)
            time.sleep(trial.chance.uniform(0, 1))
            serving.kill("worker_pid")
            trial.account(before)
            serving.up()
            trial.go_through("--json")
            trial.books.faults += 1


def postgres(trial: Trial, times: int) -> None:
    """SIGKILL of the PostgreSQL server that holds the ledger; it is started again, and then the run."""
    with Postgres() as database:
        trial.use(database.create("ledger"))
        whole = _measured(trial)
        for number in range(times):
            trial.write(2)
            before = trial.stored()
            running = trial.start()
            time.sleep(trial.chance.uniform(0.2, 1.0) * whole)
            database.kill()
            running.wait(120)
            database.start()
            trial.account(before)
            if (number + 1) % EVERY == 0 or number + 1 == times:
                trial.go_through()
        trial.books.faults += times


def two_at_once(trial: Trial, times: int) -> None:
    """Two runs on one ledger, one of which is killed; the other one goes through."""
    whole = _measured(trial)
    for _ in range(times):
        trial.write(3)
        before = trial.stored()
        one, other = trial.start(), trial.start()
        trial.kill(one, trial.chance.uniform(0.3, 1.0) * whole)
        other.wait(300)
        trial.account(before)
        trial.go_through()
        trial.books.faults += 1


def disk_full(trial: Trial, times: int) -> None:
    """No file may grow over a limit (RLIMIT_FSIZE), which the ledger reaches somewhere in the run."""
    _measured(trial)
    done = 0
    while done < times:
        trial.write(3)
        before = trial.stored()
        size = max(path.stat().st_size for path in (trial.root / ".glosspress").glob("ledger.db*"))
        limit = trial.chance.randint(4_096, size + 20_000)
        done += trial.start(preexec_fn=partial(_limit, limit)).wait(120) != 0
        trial.account(before)
        trial.go_through()
    trial.books.faults += done


def clock(trial: Trial, times: int) -> None:
    """A run under a clock years ahead or behind is killed; the next one has the right time again."""
    whole = _measured(trial)
    for number in range(times):
        trial.write(3)
        before = trial.stored()
        epoch = {"SOURCE_DATE_EPOCH": str((2_524_608_000, 86_400)[number % 2])}
        trial.kill(trial.start(env=epoch), trial.chance.uniform(0.3, 1.0) * whole)
        trial.account(before)
        trial.go_through()
        trial.books.faults += 1


def network(trial: Trial, times: int) -> None:
    """The site that a source reads goes away in the middle of the reading, and comes back."""
    settings = trial.root / "glosspress.yaml"
    settings.write_text(settings.read_text() + "fetch: {allow_loopback: true, delay_s: 0, timeout_s: 2}\n")
    for _ in range(times):
        trial.write(4)
        with _Site(trial) as site:
            before = trial.stored()
            running = trial.start()
            _until(lambda site=site: site.asked >= trial.articles // 2, 60)
            site.stop()
            running.wait(200)
            trial.account(before)
            site.start()
            trial.go_through()
        trial.books.faults += 1


def _measured(trial: Trial) -> float:
    """Seconds of a run that has something to do."""
    trial.write(5)
    trial.go_through()
    trial.write(2)
    started = time.monotonic()
    trial.go_through()
    return time.monotonic() - started


def _limit(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as on a full disk, writing fails instead
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _until(ready: object, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not ready() and time.monotonic() < until:  # type: ignore[operator]
        time.sleep(0.05)


class _Server:
    """`glosspress up` on a free port, with deployments and a worker."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])
        subprocess.run([*GLOSSPRESS, "init", str(trial.root.parent / "new")], check=True, capture_output=True)
        for name in ("flows", "prefect.yaml"):
            (trial.root.parent / "new" / name).rename(trial.root / name)

    def up(self) -> None:
        """Start what does not run. Runs that are due belong to a deployment that no longer waits for them."""
        command = [*GLOSSPRESS, "--workspace", str(self.trial.root), "up", "--port", self.port]
        log = {"GLOSSPRESS_FAULTS_LOG": str(self.trial.root.parent / "asked.log")}
        done = subprocess.run(
            command, env={**self.trial.environment, **log}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def kill(self, which: str) -> None:
        """SIGKILL of a process and all it started."""
        os.killpg(self._state[which], signal.SIGKILL)
        time.sleep(0.5)

    def prefect(self, *arguments: str) -> None:
        """A command of Prefect's own."""
        known = {
            "PREFECT_API_URL": f"{self._state['url']}/api",
            "PREFECT_API_AUTH_STRING": (self.trial.root / ".glosspress/server/auth").read_text().strip(),
            "PREFECT_HOME": str(self.trial.root / ".glosspress/prefect"),
        }
        command = [sys.executable, "-m", "prefect", *arguments]
        subprocess.run(command, env={**self.trial.environment, **known}, check=True, capture_output=True)

    @property
    def _state(self) -> dict[str, int]:
        state: dict[str, int] = json.loads((self.trial.root / ".glosspress/server/serving.json").read_text())
        return state

    def __enter__(self) -> _Server:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        command = [*GLOSSPRESS, "--workspace", str(self.trial.root), "down"]
        subprocess.run(command, env=self.trial.environment, check=False, capture_output=True)


class _Site:
    """The articles as web pages on loopback, with a page that lists them."""

    def __init__(self, trial: Trial) -> None:
        self.trial, self.asked, self.port = trial, 0, 0
        self.folder = trial.root.parent / "www"
        self.folder.mkdir(exist_ok=True)
        links = []
        for file in sorted((trial.root / "sources" / "made").glob("*.md")):
            head, _, text = file.read_text().partition("\n\n")
            paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            title = head.lstrip("# ")
            page = f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}"
            (self.folder / f"{file.stem}.html").write_text(page + "</article></body></html>")
            links.append(f"{file.stem}.html")
        self.links = links

    def start(self) -> None:
        site = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += self.path.startswith("/a")
                super().do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), partial(Handler, directory=str(self.folder)))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        urls = "".join(f"  - http://127.0.0.1:{self.port}/{name}\n" for name in self.links)
        text = f"title: M\nlicense: {{status: owned}}\nkind: list\nurls:\n{urls}"
        (self.trial.root / "sources" / "made.yaml").write_text(text)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> _Site:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
