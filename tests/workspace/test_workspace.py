"""A workspace is found upwards, read strictly, and made from a starter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from glosspress import glossary, sources
from glosspress import workspace as workspaces
from glosspress.errors import ConfigError, UsageError
from glosspress.workspace import Workspace


def test_found_from_below(workspace: Workspace) -> None:
    """From any folder of a workspace the nearest one upwards is found."""
    deep = workspace.root / "sources" / "a" / "b"
    deep.mkdir(parents=True)
    assert workspaces.find(deep) == workspace
    assert workspaces.find(workspace.root) == workspace


def test_none_found(tmp_path: Path) -> None:
    """Outside any workspace the error names the command that makes one."""
    with pytest.raises(ConfigError, match="glosspress init"):
        workspaces.find(tmp_path)


def test_folders(workspace: Workspace) -> None:
    """All folders lie below the root; the ledger is in the state folder unless configured."""
    assert workspace.sources == workspace.root / "sources"
    assert workspace.output == workspace.root / "output"
    assert workspace.ledger_url == f"sqlite:///{workspace.root}/.glosspress/ledger.db"


@pytest.mark.parametrize(("ledger", "url"), [
    ("sqlite:///data/l.db", "sqlite:///{root}/data/l.db"),
    ("sqlite:////var/l.db", "sqlite:////var/l.db"),
    ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
])  # fmt: skip
def test_ledger_url(workspace: Workspace, ledger: str, url: str) -> None:
    """A relative SQLite path starts at the workspace, everything else stays as it is written."""
    config = workspace.config.model_copy(update={"ledger": ledger})
    assert Workspace(workspace.root, config).ledger_url == url.format(root=workspace.root)


def test_relative_paths(workspace: Workspace, tmp_path: Path) -> None:
    """No absolute path of a machine leaves the workspace."""
    assert workspace.relative(workspace.root / "sources" / "a.html") == "sources/a.html"
    assert workspace.relative(tmp_path / "elsewhere.html") == "elsewhere.html"


def test_base_url_ends_with_a_slash(workspace: Workspace) -> None:
    """The site's address always ends with a slash, so that paths can be joined to it."""
    file = workspace.root / "glosspress.yaml"
    file.write_text("site: {base_url: 'https://example.org/news'}\n")
    assert workspaces.at(workspace.root).config.site.base_url == "https://example.org/news/"


@pytest.mark.parametrize(("text", "message"), [
    ("site: {base_url: example.org}", "an http or https URL"),
    ("site: {base_url: 'https://u:p@example.org/'}", "without credentials"),
    ("locales: {pt_BR: {}}", "a language tag like"),
    ("locales: {pt-BR: {engine: google}}", "'argos', 'echo' or 'pseudo'"),
    ("locales: {pt-BR: {warn: [terms]}}", "`terms` can not be lowered"),
    ("fetch: {timeout_s: 0}", "greater than 0"),
    ("titel: x", "unknown field `titel`"),
])  # fmt: skip
def test_invalid_configuration(workspace: Workspace, text: str, message: str) -> None:
    """A configuration that cannot be meant is refused with the line."""
    (workspace.root / "glosspress.yaml").write_text(text + "\n")
    with pytest.raises(ConfigError, match=rf"glosspress\.yaml:1:\d+: .*{message}"):
        workspaces.at(workspace.root)


def test_default_policy(workspace: Workspace) -> None:
    """A locale that the configuration does not name has the default policy: checked pages, not indexed."""
    policy = workspace.policy("de")
    assert (policy.publish, policy.indexing, policy.engine) == ("checked", False, None)


def test_initialise(tmp_path: Path) -> None:
    """A new workspace is valid: configuration, sources and term base load."""
    written = workspaces.initialise(tmp_path / "new")
    made = workspaces.find(tmp_path / "new")
    assert made.root / "glosspress.yaml" in [path.resolve() for path in written]
    assert (made.root / ".gitignore").read_text().startswith("output\n")
    assert [source.id for source in sources.load_all(made)] == ["example"]
    assert {term.id for term in glossary.load(made.glossary / "en-pt.csv").terms} >= {"nmda", "bdnf"}


def test_initialise_overwrites_nothing(tmp_path: Path) -> None:
    """Where one file exists nothing at all is written."""
    (tmp_path / "glosspress.yaml").write_text("mine")
    with pytest.raises(UsageError, match=r"glosspress\.yaml is there already; nothing was written"):
        workspaces.initialise(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["glosspress.yaml"]
    assert (tmp_path / "glosspress.yaml").read_text() == "mine"


def test_initialise_where_one_cannot_write(tmp_path: Path) -> None:
    """A place that cannot be written is a usage error, not a traceback."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        workspaces.initialise(tmp_path / "file" / "below")


def test_init_command(tmp_path: Path) -> None:
    """`glosspress init` lists the files on stdout, says the next step on stderr, and refuses the second time."""
    command = [sys.executable, "-c", "from glosspress.cli import main; main()", "init", str(tmp_path / "new")]
    first = subprocess.run(command, capture_output=True, text=True, check=False)
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (first.returncode, second.returncode) == (0, 2)
    assert "glosspress.yaml" in first.stdout.splitlines()
    assert "run --direct" in first.stderr
