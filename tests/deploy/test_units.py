"""What stands in deploy/: read as its readers read it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
COMPOSE = shutil.which("docker-compose")


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


def test_the_compose_file_fits_the_specification(compose: dict[str, Any]) -> None:
    """By the schema of the Compose Specification as docker-compose 1.29.2 carries it (Apache-2.0), the oldest in use."""
    from jsonschema import Draft7Validator

    schema = json.loads((Path(__file__).with_name("schemas") / "compose-spec.json").read_text())
    assert [error.message for error in Draft7Validator(schema).iter_errors(compose)] == []
    broken = {**compose, "services": {"server": {"imagee": "x"}}}
    assert [error.message for error in Draft7Validator(schema).iter_errors(broken)] != []


@pytest.mark.skipif(COMPOSE is None, reason="no docker-compose here: apt-get install docker-compose")
def test_compose_reads_the_file() -> None:
    """The program itself resolves anchors and variables, and refuses the file without the secrets."""
    command = [str(COMPOSE), "-f", str(DEPLOY / "compose.yaml"), "config"]
    secrets = {"POSTGRES_PASSWORD": "p", "PREFECT_AUTH": "glosspress:s"}
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | secrets, check=False)
    assert done.returncode == 0, done.stderr
    resolved = yaml.safe_load(done.stdout)
    assert set(resolved["services"]) == {"postgres", "server", "worker"}
    assert resolved["services"]["server"]["environment"]["PREFECT_SERVER_API_AUTH_STRING"] == "glosspress:s"
    without = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "set it in deploy/.env" in without.stderr


def test_containers_can_write_where_they_must(compose: dict[str, Any]) -> None:
    """Everything is read-only but volumes; they take the owner of the folder they are mounted on, so that must be the user."""
    containerfile = (DEPLOY / "Containerfile").read_text()
    [made] = re.findall(r"install --directory --owner glosspress --group glosspress (.*)", containerfile)
    [home] = re.findall(r"--create-home --home-dir (\S+) glosspress", containerfile)
    owned = {*made.split(), home}
    for name in ("server", "worker"):
        mounted = {volume.split(":")[1] for volume in compose["services"][name]["volumes"]}
        assert mounted <= owned
        assert compose["services"][name]["environment"]["PREFECT_HOME"] in mounted


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
