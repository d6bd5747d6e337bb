"""What stands in deploy/: read as its readers read it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return loaded


def test_settings_of_the_containers_are_settings_of_prefect(compose: dict[str, Any]) -> None:
    """Every PREFECT_ name is one that Prefect knows: a misspelt one would be ignored in silence."""
    from prefect.settings import Settings
    from prefect.settings.legacy import _get_valid_setting_names

    known = _get_valid_setting_names(Settings)
    used = {name for service in compose["services"].values() for name in service["environment"]}
    assert not {name for name in used if name.startswith("PREFECT_")} - known


def test_the_team_server_is_as_closed_as_the_one_of_up(compose: dict[str, Any]) -> None:
    """Password, CSRF, loopback, no telemetry, no rights; what `up` sets for safety is set here too."""
    server = compose["services"]["server"]
    assert server["environment"]["PREFECT_SERVER_CSRF_PROTECTION_ENABLED"] == "true"
    assert server["environment"]["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert server["environment"]["PREFECT_SERVER_API_AUTH_STRING"].startswith("${PREFECT_AUTH:?")
    assert [port.startswith("127.0.0.1:") for port in server["ports"]] == [True]
    for name in ("server", "worker"):
        service = compose["services"][name]
        assert (service["cap_drop"], service["read_only"]) == (["ALL"], True)


def test_no_secret_stands_in_a_file() -> None:
    """Passwords are references to the environment."""
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            text = re.sub(r"(?m)#.*$", "", file.read_text())
            for value in re.findall(r"(?i)password\s*[:=]\s*(\S+)", text):
                assert value.startswith("$"), f"{file.name}: {value}"


def test_volumes_and_files_of_the_containers_exist(compose: dict[str, Any]) -> None:
    """Named volumes are declared; mounted files and the build's file are in the repository."""
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"]
        for needed in service.get("depends_on", {}):
            assert "healthcheck" in compose["services"][needed]
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here: apt-get install systemd")
def test_units_are_well_formed(tmp_path: Path) -> None:
    """systemd-analyze finds nothing, once the program stands where the units say."""
    for unit in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"/opt/glosspress/bin/glosspress", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^(User|Group)=.*\n", "", text))
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "glosspress" in line and "Failed to connect" not in line]
    assert (done.returncode, said) == (0, [])
