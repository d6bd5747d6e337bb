"""`make sbom` and `make audit`: the real tools on the real lock; advisories come from a service on loopback."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "base.txt"
SBOM, AUDIT = ROOT / "build/sbom/bin/python", ROOT / "build/audit/bin/python"
needs_sbom = pytest.mark.skipif(not SBOM.exists(), reason="its tool is not there: make sbom")
needs_audit = pytest.mark.skipif(not AUDIT.exists(), reason="its tool is not there: make audit")
ADVISORY = {
    "id": "GHSA-0000-0000-0000",
    "summary": "An example",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "click", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
    ],
}


def locked() -> dict[tuple[str, str], set[str]]:
    """Hashes by (name, version) of the lock."""
    text = LOCK.read_text().replace("\\\n", " ")
    found = re.findall(r"(?m)^([\w.-]+)==(\S+)(.*)$", text)
    return {(name.lower(), version): set(re.findall(r"sha256:(\w+)", rest)) for name, version, rest in found}


@needs_sbom
def test_the_sbom_holds_the_lock(tmp_path: Path) -> None:
    """CycloneDX 1.6 by its strict schema; every locked package, its version, its hashes; licences; same bytes twice."""
    made = []
    for name in ("one.json", "two.json"):
        done = subprocess.run([SBOM, "scripts/sbom.py", tmp_path / name], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    bom = json.loads(made[0])
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    found = {
        (item["name"].lower(), item["version"]): {
            entry["content"] for reference in item["externalReferences"] for entry in reference["hashes"]
        }
        for item in bom["components"]
    }
    assert found == locked()
    unlicensed = [item["name"] for item in bom["components"] if "licenses" not in item]
    assert len(unlicensed) <= 0.05 * len(bom["components"]), (
        unlicensed
    )  # packages for other platforms are not installed
    assert bom["metadata"]["component"]["name"] == "glosspress"


class Advisories(BaseHTTPRequestHandler):
    """The query interface of OSV (https://google.github.io/osv.dev/post-v1-query/): one package is vulnerable."""

    def do_POST(self) -> None:
        """Advisories of one package."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = [ADVISORY] if asked["package"]["name"] == "click" else []
        body = json.dumps({"vulns": found} if found else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def advisories() -> Iterator[str]:
    """Address of the service."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/v1/query"
    http.shutdown()
    http.server_close()


def audit(lock: Path, url: str) -> subprocess.CompletedProcess[str]:
    command = [AUDIT, "scripts/audit.py", lock, "-s", "osv", "--osv-url", url]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def lock_of(folder: Path, *names: str) -> Path:
    """The lines of some packages of the lock."""
    kept = [line for line in LOCK.read_text().replace("\\\n", " ").splitlines() if line.split("==")[0] in names]
    (folder / "lock.txt").write_text("\n".join(kept) + "\n")
    return folder / "lock.txt"


@needs_audit
def test_an_advisory_fails_the_audit(tmp_path: Path, advisories: str) -> None:
    """Package, version, advisory and the version that mends it; others pass."""
    done = audit(lock_of(tmp_path, "click", "idna"), advisories)
    assert done.returncode == 1, done.stderr
    assert "GHSA-0000-0000-0000, mended in 99.0" in done.stdout
    assert "2 packages, 2 looked up, 1 vulnerable" in done.stdout
    assert audit(lock_of(tmp_path, "idna"), advisories).returncode == 0


@needs_audit
def test_who_cannot_be_asked_proves_nothing(tmp_path: Path) -> None:
    """No answer is not "no vulnerabilities": the audit ends with 2 and says so."""
    done = audit(lock_of(tmp_path, "idna"), "http://127.0.0.1:9/v1/query")
    assert done.returncode == 2
    assert "audit: " in done.stderr
