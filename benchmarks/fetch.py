"""Pages a second from a site with 50 ms latency: fetched and kept, and fetched, cleaned and kept; and memory.

Run: python benchmarks/fetch.py [--pages 1000] [--check]

The site is an own process on loopback that answers every request after 50 ms with a page of about 12 KB. Politeness is off
(no delay, all requests at one host), robots.txt is obeyed. With 16 requests at once the site's limit is
16 / 0.05 s = 320 pages a second; one processor has its own limit, the pages it could do if it never waited. Each measurement
is a process of its own, so that its memory is its own.

By the wall clock the figures fall with whatever else the machine does, so `--check` holds processor time and memory: it ends
with 1 when fetching a page takes more than a quarter of the latency on a processor, when the whole takes more than twice as much
as fetching and cleaning alone, or when memory in the last tenth of the pages is more than 5 % above that in the second tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LATENCY_S = 0.05
AT_ONCE = 16
LIMIT = AT_ONCE / LATENCY_S
_SENTENCES = (
    "Ketamine blocks the NMDA receptor and raises glutamate within {a} minutes of an infusion of 0.{b} mg/kg.",
    "In a trial with {a}{b} adults, {b} % reported dissociation that ended within two hours.",
    "Blood pressure was measured every {b} minutes, and {a} participants needed treatment with 5 mg of a beta blocker.",
    "Whether the effect lasts longer than {a} days without further doses is not known.",
)


def page(number: int) -> bytes:
    """An article of its own, within what surrounds articles on real sites."""
    paragraphs = []
    for part in range(18):
        a, b = 10 + (number * 7 + part) % 80, 1 + (number + part * 3) % 9
        paragraphs.append("<p>" + " ".join(line.format(a=a, b=b) for line in _SENTENCES) + "</p>")
    links = "".join(f'<li><a href="/{item}">Further reading {item}</a></li>' for item in range(30))
    return (
        f"<!doctype html><html lang=en><head><title>Study {number}</title></head><body><nav><ul>{links}</ul></nav>"
        f"<article><h1>Study {number} of rapid antidepressants</h1>{''.join(paragraphs)}</article>"
        "<footer><p>Subscribe to our newsletter</p></footer></body></html>"
    ).encode()


async def _serve() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                await asyncio.sleep(LATENCY_S)
                body = b"User-agent: *\nAllow: /\n" if path == "/robots.txt" else page(int(path.strip("/")))
                lines = (
                    f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                writer.write(lines.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def _workspace(folder: Path, port: int, pages: int) -> Path:
    (folder / "sources").mkdir()
    (folder / "glosspress.yaml").write_text(
        "locales: {en-XA: {}}\nfetch: {allow_loopback: true, delay_s: 0, "
        f"concurrency: {AT_ONCE}, per_host: {AT_ONCE}}}\n"
    )
    urls = "".join(f"  - http://127.0.0.1:{port}/{number}\n" for number in range(pages))
    (folder / "sources" / "site.yaml").write_text(f"title: Site\nlicense: {{status: owned}}\nkind: list\nurls:\n{urls}")
    return folder


def _fetched(folder: Path) -> int:
    from glosspress import workspace
    from glosspress.ingest import ingest
    from glosspress.ledger import open_ledger
    from glosspress.snapshot import Snapshot
    from glosspress.sources import load_all

    here = workspace.at(folder)
    ledger = open_ledger(here.ledger_url)
    [source] = load_all(here)
    return sum(isinstance(item, Snapshot) for item in ingest(source, here, ledger=ledger))


def _cleaned(folder: Path, pages: int) -> int:
    from glosspress import clean
    from glosspress.snapshot import Snapshot
    from glosspress.sources import load_all
    from glosspress.workspace import at

    [source] = load_all(at(folder))
    for number in range(pages):
        body = page(number)
        clean.clean(Snapshot("https://example.org/", body, "text/html; charset=utf-8", "2026-11-21T00:00:00Z"), source)
    return pages


def _whole(folder: Path, memory: list[float]) -> int:
    from glosspress.steps import begin, gather, progress

    job = begin(folder, None, None)
    with progress.listening(lambda _: memory.append(_resident_mb())):
        return len(gather(job, "site").articles)


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _tenths(memory: list[float]) -> list[float]:
    """Mean memory in each tenth of the pages."""
    size = len(memory) / 10
    return [statistics.fmean(memory[round(part * size) : round((part + 1) * size)]) for part in range(10)]


def _measure(what: str, port: int, pages: int) -> None:
    """In a process of its own: prints pages, seconds and, of the whole, memory in MB in each tenth of the pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = _workspace(Path(name), port, pages)
        _cleaned(folder, 3)  # what is imported and compiled at first use is no part of the measurement
        begun, used = time.monotonic(), time.process_time()
        memory: list[float] = []
        work = {
            "fetch": lambda: _fetched(folder),
            "clean": lambda: _cleaned(folder, pages),
            "whole": lambda: _whole(folder, memory),
        }
        done = work[what]()
        seconds, used = time.monotonic() - begun, time.process_time() - used
    tenths = _tenths(memory) if memory else []
    print(json.dumps({"pages": done, "seconds": seconds, "processor": used, "tenths": tenths}))


def _run(what: str, port: int, pages: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--measure", what, "--port", str(port), "--pages", str(pages)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    if result["pages"] != pages:
        sys.exit(f"{what}: only {result['pages']:g} of {pages} pages")
    result["rate"], result["each_ms"] = pages / result["seconds"], result["processor"] / pages * 1000
    return result


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--measure", choices=["fetch", "clean", "whole"])
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(_serve())
    if given.measure:
        _measure(given.measure, given.port, given.pages)
        return 0
    with subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            fetch, clean = _run("fetch", port, given.pages), _run("clean", port, given.pages // 5)
            whole = _run("whole", port, given.pages)
        finally:
            server.terminate()
    second, last = whole["tenths"][1], whole["tenths"][-1]
    print(f"limit of the site         {LIMIT:7.1f} pages/s ({AT_ONCE} at once, {LATENCY_S * 1000:g} ms)")
    for name, result in (("fetch + ledger", fetch), ("clean alone", clean), ("fetch + clean + ledger", whole)):
        alone = 1000 / result["each_ms"]
        limit = alone if result is clean else min(LIMIT, alone)
        print(
            f"{name:25} {result['rate']:7.1f} pages/s, {result['rate'] / limit:4.0%} of its limit {limit:.1f}; "
            f"{result['each_ms']:.1f} ms of a processor a page"
        )
    print(f"memory, second tenth      {second:7.1f} MB")
    print(f"memory, last tenth        {last:7.1f} MB, {last / second:.3f} times")
    print(f"load of the machine       {os.getloadavg()[0]:7.1f} on {os.cpu_count()} processors")
    good = (
        fetch["each_ms"] <= LATENCY_S * 250
        and whole["each_ms"] <= 2 * (fetch["each_ms"] + clean["each_ms"])
        and last <= 1.05 * second
    )
    return 0 if good or not given.check else 1


if __name__ == "__main__":
    sys.exit(main())
