"""The examples of every --help run."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import click
import pytest

from glosspress.cli import root
from glosspress.engines.packages import EMBEDDED_MODEL

from .. import warm


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def examples() -> Iterator[tuple[str, str]]:
    for name, command in [("", root), *commands(root)]:
        text = (command.help or "").partition("Example")[2]
        for line in re.findall(r"^\s*(?:\$ )?(glosspress .+)$", text, re.MULTILINE):
            yield name, line.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_command_has_an_example() -> None:
    """No help is without an example."""
    with_one = {name for name, _ in examples()}
    assert {name for name, _ in commands(root)} <= with_one


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published workspace `clinic-news`, and the files that examples name, in one folder."""
    folder = tmp_path_factory.mktemp("examples")
    subprocess.run([*warm.glosspress(), "init", "clinic-news"], cwd=folder, check=True, capture_output=True)
    source = folder / "clinic-news" / "sources"
    (source / "samples.yaml").write_text((source / "example.yaml").read_text())
    (source / "example.yaml").unlink()
    run = [*warm.glosspress(), "--workspace", "clinic-news", "run", "--direct", "--to", "pt-BR"]
    subprocess.run(run, cwd=folder, check=True, capture_output=True)
    here = folder / "clinic-news"
    (here / "sentences.txt").write_text("Take 5 mg a day.\n")
    (here / "page.html").write_text("<article><h1>Sleep</h1><p>Take 5 mg at night, with water.</p></article>")
    (here / "page.txt").write_text("Sleep\n\nTake 5 mg at night, with water.\n")
    shutil.copy(here / "page.html", here / "article.html")
    subprocess.run([*warm.glosspress(), "backup", "."], cwd=here, check=True, capture_output=True)
    next(here.glob("glosspress-*.tar.gz")).rename(here / "backup.tar.gz")
    for pair, form, name in (("en-pt", "tbx", "terms.tbx"), ("en-fr", "xlsx", "agency.xlsx")):
        export = [*warm.glosspress(), "glossary", "export", "--pair", pair, "--format", form, name]
        subprocess.run(export, cwd=here, check=True, capture_output=True)
    shutil.copytree(here / "sources" / "articles", here / "sources" / "samples")
    package = resources.files("glosspress.engines") / "embedded" / "translate-en_pt-0_2.argosmodel"
    (here / "translate-en_pt-0_2.argosmodel").write_bytes(package.read_bytes())
    return here


@pytest.mark.parametrize(("name", "line"), list(examples()))
def test_the_example_runs(name: str, line: str, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An example of the help ends with 0, in a folder that has the files it names (a file stands for a URL)."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    if name == "engine remove":
        install = [*warm.glosspress(), "engine", "install", "translate-en_pt-0_2.argosmodel"]
        subprocess.run(install, cwd=desk, check=True, capture_output=True)
    if name == "engine rollback":
        now = "{version: '0.2', model_sha256: " + EMBEDDED_MODEL + "}"
        (desk / "engines.lock").write_text(f"pairs: {{en-pt: {{now: {now}, before: {now}}}}}\n")
    folder = desk.parent if "--workspace clinic-news" in line else tmp_path if "init" in line else desk
    offline = re.sub(r"https?://\S+", "page.html", line).replace("--port 4200", f"--port {free_port()}")
    function = f'glosspress() {{ {shlex.join(warm.glosspress())} "$@"; }}'
    done = subprocess.run(
        ["sh", "-c", f"{function}\n{offline}"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
