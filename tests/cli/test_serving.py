"""What `glosspress up` gives its processes and believes of them, without a server."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from glosspress.cli.doctor.deployed import drift
from glosspress.cli.serving import patience, state
from glosspress.cli.serving.api import Api
from glosspress.cli.serving.settings import environment, secret, server_folder
from glosspress.cli.serving.state import Serving
from glosspress.errors import ConfigError

from ..loopback import Answer, serve

AUTH = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")


@pytest.fixture(autouse=True)
def no_setting_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in AUTH:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[int]:
    """The id of a living process that says `prefect`, of another workspace."""
    other = tmp_path / "other"
    other.mkdir()
    process = subprocess.Popen([sys.executable, "-c", "input()", "prefect"], cwd=other, stdin=subprocess.PIPE)
    yield process.pid
    process.communicate(b"\n")


def test_a_password_is_made_once(tmp_path: Path) -> None:
    """Readable by its owner only; nothing else is left beside it."""
    made = secret(tmp_path)
    assert secret(tmp_path) == made
    assert made.partition(":")[2]
    [file] = server_folder(tmp_path).iterdir()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "\n", "glosspress:", "glosspress"])
def test_a_file_without_a_password_starts_nothing(tmp_path: Path, content: str) -> None:
    """A server that is given no password lets everybody in: what a full disk left is refused, with the way out."""
    folder = server_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "auth").write_text(content)
    with pytest.raises(ConfigError, match="holds no user:password"):
        environment(tmp_path, "http://127.0.0.1:4200", 4200)


@pytest.mark.parametrize("name", AUTH)
def test_an_empty_setting_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """`PREFECT_SERVER_API_AUTH_STRING=` of an unset variable in a compose file does not open the server."""
    monkeypatch.setenv(name, "")
    known = environment(tmp_path, "http://127.0.0.1:4200", 4200)
    assert {known[item] for item in AUTH} == {secret(tmp_path)}


def test_what_the_user_has_set_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the server and for those who speak to it; no file is made."""
    monkeypatch.setenv(AUTH[0], "somebody:else")
    known = environment(tmp_path, "http://127.0.0.1:4200", 4200)
    assert {known[item] for item in AUTH} == {"somebody:else"}
    assert not (server_folder(tmp_path) / "auth").exists()


def test_a_server_of_another_workspace_is_not_ours(tmp_path: Path, elsewhere: int) -> None:
    """After a boot its process may have the id that stands in our file: it is neither believed to be ours nor ended."""
    root = tmp_path / "site"
    root.mkdir()
    state.write(root, Serving("http://127.0.0.1:4200", 4200, elsewhere, elsewhere))
    assert state.is_ours(tmp_path / "other", elsewhere)
    assert not state.is_ours(root, elsewhere)
    assert state.read(root) is None


def test_a_process_that_has_just_started_is_ours(tmp_path: Path) -> None:
    """Its arguments are not there yet for some milliseconds; one that has ended is nobody's, and is not waited for."""
    command = [sys.executable, "-c", "import time; time.sleep(60)", "prefect"]
    for _ in range(20):
        with subprocess.Popen(command, cwd=tmp_path) as process:
            assert state.is_ours(tmp_path, process.pid)
            process.kill()
            while "State:\tZ" not in Path(f"/proc/{process.pid}/status").read_text():
                pass
            assert not state.is_ours(tmp_path, process.pid)


@pytest.mark.parametrize(
    "content",
    ["", "deployments:", "deployments: [nightly]", "deployments: [{name: nightly}]", "deployments: [{", "\x00"],
)
def test_a_file_of_deployments_that_lacks_something(tmp_path: Path, content: str) -> None:
    """The doctor names the file and goes on; it does not end with a traceback."""
    (tmp_path / "prefect.yaml").write_text(content)
    with pytest.raises(ConfigError, match=r"prefect\.yaml: cannot be read"):
        list(drift([], tmp_path))


def test_something_else_answers(tmp_path: Path) -> None:
    """An address of a page, and one that is none: a sentence each."""
    with serve() as site, Api(f"{site.root}/api", "") as api:
        site.html("/api/admin/version", "<title>Welcome</title>")
        with pytest.raises(ConfigError, match="no Prefect server"):
            api.get("/admin/version")
    with Api("http://[::1/api", "") as api, pytest.raises(ConfigError, match="does not answer"):
        api.get("/admin/version")


def test_a_password_in_the_address_of_the_server_is_not_repeated() -> None:
    """PREFECT_API_URL may hold one; messages and monitoring get the address without it."""
    with Api("http://somebody:hunter2@127.0.0.1:9/api", "") as api, pytest.raises(ConfigError) as told:
        api.get("/admin/version")
    assert "http://127.0.0.1:9/api" in str(told.value)
    assert "hunter2" not in str(told.value)
    with serve() as site, Api(f"{site.root}/api".replace("//", "//somebody:hunter2@"), "") as api:
        with pytest.raises(ConfigError) as told:
            api.get("/gone?limit=1")
        assert f"{site.root}/api/gone: answers 404" in str(told.value)


def test_a_busy_server_is_asked_again() -> None:
    """Prefect answers 503 while its SQLite is locked: that is no finding, and no sooner asked again than it wants."""
    busy = Answer(b'{"exception_message": "Service Unavailable"}', 503, headers={"Retry-After": "1"})
    with serve() as site, Api(f"{site.root}/api", "") as api:
        site.first["/api/admin/version"] = busy
        site.html("/api/admin/version", '"3.8.8"')
        began = time.monotonic()
        assert api.get("/admin/version") == "3.8.8"
        assert time.monotonic() - began >= 1
        assert site.asked("/api/admin/version") == 2


@pytest.mark.parametrize("told", [{}, {"Retry-After": "3600"}])
def test_a_server_that_stays_busy_is_said(told: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience ends: the last answer is what one gets, at once when the server wants more of it than there is."""
    slept: list[float] = []
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=lambda: sum(slept), sleep=slept.append))
    with serve() as site:
        address = site.put("/api", Answer(status=503, headers=told))
        assert patience.patiently(lambda: httpx.get(address, timeout=60), within_s=1).status_code == 503
        assert site.asked("/api") == (1 if told else 2)
    assert slept == ([] if told else [0.5])
