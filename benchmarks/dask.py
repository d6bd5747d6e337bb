"""Two Dask workers of one thread each against one: words a second with the embedded English-Portuguese package.

Run: python benchmarks/dask.py [--articles N] [--rounds N] [--quota SHARE] [--check]

Through the same task runner as `glosspress run --runner dask://...`, with a Prefect server of its own, from the moment the
batches are known until the last result is there. One worker and two take turns, each time with an empty ledger, so that a machine
that grows busy slows both; the ratio is the median of the rounds'. How much of a processor each worker got is printed beside it:
where that is clearly below 1, something else uses the machine, and the ratio says little.

On a machine of two processors the Prefect server, Dask's scheduler and this process are that something. `--quota 0.75` gives each
worker three quarters of a processor (a control group; needs root) in both turns, so that there is room for them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.append(sys.path.pop(0))  # this file's folder last: its name is a package's

import incremental
import psutil

from glosspress import steps

QUIET = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_LOGGING_LEVEL": "ERROR"}
FLOORS = Path(__file__).parent / "speed_floors.json"
RATIO = "two workers against one"
PERIOD_US = 50_000


def main() -> int:
    """Print the figures; return 1 when the floor is not met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=200, help="about 350 words each; 6 make a batch")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--quota", type=float, default=0, help="share of a processor a worker may use; 0: no limit")
    parser.add_argument("--check", action="store_true", help="compare with the floor")
    options = parser.parse_args()
    os.environ |= QUIET
    from prefect.testing.utilities import prefect_test_harness

    folder = Path(tempfile.mkdtemp(prefix="glosspress-dask-"))
    os.environ["PREFECT_HOME"] = str(folder / "prefect")
    try:
        with (
            prefect_test_harness(server_startup_timeout=180),
            cluster(1, folder, options.quota) as one,
            cluster(2, folder, options.quota) as two,
        ):
            figures = compared(folder, options.articles, options.rounds, {1: one, 2: two})
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=2))
    least = json.loads(FLOORS.read_text(encoding="utf-8"))["dask"][RATIO]
    if options.check and figures[RATIO] < least:
        print(f"floor not met: {RATIO} is {figures[RATIO]}, must be >= {least}", file=sys.stderr)
        return 1
    return 0


def compared(folder: Path, articles: int, rounds: int, clusters: dict[int, tuple[str, list[int]]]) -> dict[str, Any]:
    """All figures. The first turn of each cluster opens the model and is not counted."""
    for number, (address, _) in clusters.items():
        asyncio.run(turn(folder / f"warm-{number}", 12 * number, address))
    speeds: dict[int, list[float]] = {1: [], 2: []}
    shares: dict[int, list[float]] = {1: [], 2: []}
    loads, batches = [], 0
    for number in range(rounds):
        for workers, (address, processes) in clusters.items():
            loads.append(round(os.getloadavg()[0], 1))
            before = cpu(processes)
            words, seconds, batches = asyncio.run(turn(folder / f"{number}-{workers}", articles, address))
            shares[workers].append(round((cpu(processes) - before) / workers / seconds, 2))
            speeds[workers].append(round(words / seconds, 1))
    return {
        "batches": batches,
        "words/s, one worker": speeds[1],
        "words/s, two workers": speeds[2],
        "processors a worker got, one": shares[1],
        "processors a worker got, two": shares[2],
        "load of the machine before each turn": loads,
        "two against one by the processor time they used": round(
            2 * _cost(speeds, shares, 2) / _cost(speeds, shares, 1), 2
        ),
        RATIO: round(statistics.median(two / one for one, two in zip(speeds[1], speeds[2], strict=True)), 2),
    }


def _cost(speeds: dict[int, list[float]], shares: dict[int, list[float]], workers: int) -> float:
    """Words a second of a worker's processor time: what is left of the ratio when others use the machine too."""
    found = zip(speeds[workers], shares[workers], strict=True)
    return statistics.median(speed / workers / share for speed, share in found)


async def turn(root: Path, articles: int, address: str) -> tuple[int, float, int]:
    """Words, seconds, and batches of one translation on a cluster, into an empty ledger."""
    from prefect import flow

    from glosspress import tasks

    incremental.site(root, articles, "  pt-BR: {}\n")
    job = steps.begin(root, None, None)
    gathered = [steps.gather(job, source) for source in job.sources]

    @flow(name="translate", validate_parameters=False)
    async def timed() -> tuple[int, float, int]:
        started = time.perf_counter()
        results = await tasks.translate_all(job, gathered, runner=address)
        return sum(result.words for result in results), time.perf_counter() - started, len(results)

    found: tuple[int, float, int] = await timed()
    return found


@contextmanager
def cluster(workers: int, folder: Path, quota: float = 0) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers of one thread each: its address, the process ids of the workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    dask = [sys.executable, "-m", "dask"]
    place = ["--host", "127.0.0.1", "--no-dashboard"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    quiet["cwd"] = folder
    scheduler = subprocess.Popen([*dask, "scheduler", "--port", str(port), *place], **quiet)
    command = [*dask, "worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", *place]
    running = [subprocess.Popen(command, **quiet) for _ in range(workers)]
    groups = [limited(process.pid, quota) for process in running] if quota else []
    try:
        _wait(f"tcp://127.0.0.1:{port}", workers)
        yield f"dask://127.0.0.1:{port}", [process.pid for process in running]
    finally:
        for process in [*running, scheduler]:
            os.killpg(process.pid, 9)
            process.wait()
        for group in groups:
            removed(group)


def limited(pid: int, quota: float) -> Path:
    """A control group (version 1 or 2) that holds a process and all it starts to a share of one processor."""
    v1 = Path("/sys/fs/cgroup/cpu")
    group = (v1 if v1.is_dir() else v1.parent) / f"glosspress-{pid}"
    try:
        group.mkdir()
        if v1.is_dir():
            (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (group / "cpu.cfs_quota_us").write_text(str(int(quota * PERIOD_US)))
        else:
            (group / "cpu.max").write_text(f"{int(quota * PERIOD_US)} {PERIOD_US}")
        (group / "cgroup.procs").write_text(str(pid))
    except OSError as error:
        raise SystemExit(
            f"--quota: {error.filename}: {error.strerror}; it needs root and the controller `cpu`"
        ) from error
    return group


def removed(group: Path) -> None:
    """Take a control group away once its processes have ended."""
    for _ in range(100):
        if not (group / "cgroup.procs").read_text():
            group.rmdir()
            return
        time.sleep(0.1)


def _wait(address: str, workers: int) -> None:
    """Until all workers are there. TimeoutError: they are not after three minutes."""
    from distributed import Client

    with Client(address, timeout=180) as client:
        client.wait_for_workers(workers, timeout=180)


def cpu(processes: list[int]) -> float:
    """Seconds of processor time of workers with their children."""
    total = 0.0
    for pid in processes:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            times = process.cpu_times()
            total += times.user + times.system
    return total


if __name__ == "__main__":
    raise SystemExit(main())
