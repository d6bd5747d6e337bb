"""A long fetch tells how far it is: to the caller, on the terminal, and nothing where nobody looks."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from glosspress.ingest import ingest, revisit
from glosspress.snapshot import Snapshot
from glosspress.sources import Source
from glosspress.steps import begin, gather, progress
from glosspress.workspace import Workspace, at

from .conftest import PAGE, Site


def source(site: Site, count: int) -> Source:
    urls = tuple(f"{site.root}/page?{number}" for number in range(count))
    return Source.model_validate(
        {"id": "blog", "title": "B", "license": {"status": "owned"}, "kind": "list", "urls": urls}
    )


def test_pages_done_and_known(workspace: Workspace, site: Site) -> None:
    """Each page, and each that fails, counts when it is there; the caller hears of it before it gets the page."""
    heard: list[tuple[int, int]] = []
    asked = source(site, 3)
    broken = asked.model_copy(update={"urls": (*asked.urls, f"{site.root}/gone")})
    seen = [len(heard) for _ in ingest(broken, workspace, told=lambda *step: heard.append(step))]
    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert seen == [2, 3, 4, 5]


def test_a_watch_tells_too(workspace: Workspace, site: Site) -> None:
    """Articles that are asked for again count in the same way."""
    heard: list[tuple[int, int]] = []
    known = [Snapshot(f"{site.root}/page?{number}", PAGE, "text/html", "") for number in range(2)]
    assert len(list(revisit(source(site, 1), workspace, known, told=lambda *step: heard.append(step)))) == 2
    assert heard == [(0, 2), (1, 2), (2, 2)]


def test_a_caller_that_stops(workspace: Workspace, site: Site) -> None:
    """What is left early tells nothing more."""
    heard: list[tuple[int, int]] = []
    with closing(ingest(source(site, 30), workspace, told=lambda *step: heard.append(step))) as found:  # type: ignore[type-var]
        next(found)
    assert heard == [(0, 30), (1, 30)]


def test_a_run_tells_whoever_listens(workspace: Workspace, site: Site) -> None:
    """Gathering passes it on, with the name of the source."""
    urls = "".join(f"  - {site.root}/page?{number}\n" for number in range(2))
    (workspace.sources / "blog.yaml").write_text(f"title: B\nlicense: {{status: owned}}\nkind: list\nurls:\n{urls}")
    heard: list[progress.Progress] = []
    with progress.listening(heard.append):
        gather(begin(workspace.root, ["blog"], None), "blog")
    assert [step.fetched for step in heard] == [("blog", 0, 2), ("blog", 1, 2), ("blog", 2, 2)]
    assert {step.stage for step in heard} == {"fetching blog"}


@pytest.mark.parametrize("terminal", [True, False])
def test_a_line_on_the_terminal(workspace: Workspace, site: Site, terminal: bool) -> None:
    """`source check --online` shows a line while it fetches, on stderr; nothing where that is no terminal."""
    urls = "".join(f"  - {site.root}/page?{number}\n" for number in range(4))
    (workspace.sources / "blog.yaml").write_text(f"title: B\nlicense: {{status: owned}}\nkind: list\nurls:\n{urls}")
    here = at(workspace.root)
    command = [
        Path(sys.executable).with_name("glosspress"),
        "--workspace",
        here.root,
        "source",
        "check",
        "blog",
        "--online",
    ]
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    shown = theirs if terminal else subprocess.PIPE
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=shown, env=environment) as process:
        out, err = process.communicate(timeout=60)
    os.close(theirs)
    if terminal:
        err = b""
        with os.fdopen(mine, "rb", buffering=0) as reader:
            try:
                while part := reader.read(65536):
                    err += part
            except OSError:  # the other end is closed
                pass
    else:
        os.close(mine)
    assert (b"of 4 pages" in err) == terminal, err
    assert b"blog.yaml" in out
