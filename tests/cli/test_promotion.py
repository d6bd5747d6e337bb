"""A new package serves only after the golden set was translated no worse than before; and the one before can come back."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import zipfile
from importlib import resources
from pathlib import Path

import pytest

from .. import warm


def package(folder: Path, version: str, *, damaged: bool = False) -> Path:
    """The embedded package under another version; damaged: noise in a part of its weights, as a bad training would give."""
    embedded = resources.files("glosspress.engines") / "embedded" / "translate-en_pt-0_2.argosmodel"
    target = folder / f"translate-en_pt-{version.replace('.', '_')}.argosmodel"
    with resources.as_file(embedded) as path, zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("metadata.json"):
                data = json.dumps({**json.loads(data), "package_version": version}).encode()
            if damaged and name.endswith("model.bin"):
                data = _noisy(data)
            new.writestr(name, data)
    return target


def _noisy(model: bytes) -> bytes:
    """Half of the weights of the first decoder layer's attention to the source are drawn anew."""
    chance, changed = random.Random(7), bytearray(model)
    for name in (b"decoder/layer_0/attention/linear_1/weight\0", b"decoder/layer_0/attention/linear_2/weight\0"):
        start = model.index(name) + len(name) + 64  # past the header
        for place in range(start, start + 60_000, 2):
            changed[place] = chance.randrange(256)
    return bytes(changed)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A workspace that the embedded package serves, with one article."""
    root = tmp_path / "site"
    (root / "sources" / "articles").mkdir(parents=True)
    (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {}\n")
    (root / "sources" / "tests.yaml").write_text("title: T\nlicense: {status: owned}\nkind: folder\npath: articles\n")
    (root / "sources" / "articles" / "one.md").write_text("# Sleep\n\nTake 5 mg one hour before bed.\n")
    return root


def glosspress(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ARGOS_PACKAGES_DIR": str(site.parent / "packages"), "COLUMNS": "120"}
    command = [*warm.glosspress(), "--workspace", str(site), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=240)


def serving(site: Path) -> str:
    """The engine that the published page names."""
    run = glosspress(site, "run", "--direct")
    assert run.returncode == 0, run.stderr
    record = json.loads((site / "output" / "pt-BR" / "one" / "provenance.json").read_text())
    found = re.search(r"argos-en_pt@[0-9.]+", json.dumps(record))
    assert found is not None
    return found.group()


def test_promotion_and_rollback(site: Path, tmp_path: Path) -> None:
    """Installed is not serving; promoted is; rolled back is not; each is an event in the chain."""
    assert serving(site) == "argos-en_pt@0.2"
    installed = glosspress(site, "engine", "install", str(package(tmp_path, "0.3")))
    assert "it serves here after: glosspress engine promote en-pt 0.3" in installed.stderr
    assert serving(site) == "argos-en_pt@0.2"
    promoted = glosspress(site, "engine", "promote", "en-pt", "0.3", "--by", "operator@example.org")
    assert promoted.returncode == 0, promoted.stderr
    assert serving(site) == "argos-en_pt@0.3"
    back = glosspress(site, "engine", "rollback", "en-pt", "--by", "operator@example.org", "--reason", "a complaint")
    assert "version 0.2 serves again" in back.stdout
    assert serving(site) == "argos-en_pt@0.2"
    from glosspress.ledger import open_ledger

    with open_ledger(f"sqlite:///{site / '.glosspress' / 'ledger.db'}") as ledger:
        events = [(event.kind.value, event.actor, event.comment) for event in ledger.events()]
    assert events == [
        ("engine-promoted", "operator@example.org", ""),
        ("engine-rolled-back", "operator@example.org", "a complaint"),
    ]


def test_a_worse_model_is_refused(site: Path, tmp_path: Path) -> None:
    """A model that loses numbers, terms or sentences is refused with the sentences; nothing changes; a reason overrules."""
    glosspress(site, "engine", "install", str(package(tmp_path, "0.4", damaged=True)))
    before = (site / "engines.lock").read_text()
    golden = tmp_path / "own.yaml"
    golden.write_text("groups:\n  doses: [Take 5 mg at night., Do not take 10 mg.]\n")
    own = ("en-pt", "0.4", "--golden", str(golden))
    refused = glosspress(site, "engine", "promote", *own)
    assert refused.returncode == 3
    assert "refused: nothing was changed" in refused.stderr
    assert "worse  " in refused.stdout
    assert (site / "engines.lock").read_text() == before
    shown = json.loads(glosspress(site, "engine", "promote", *own, "--json").stdout)
    assert shown["serves"] is False
    assert shown["regressions"]
    forced = glosspress(site, "engine", "promote", *own, "--in-spite-of", "a test of the road back")
    assert forced.returncode == 0


def test_a_missing_package_is_said(site: Path, tmp_path: Path) -> None:
    """A workspace whose locked package is not on this machine stops with what to do, instead of using another one."""
    glosspress(site, "engine", "install", str(package(tmp_path, "0.3")))
    glosspress(site, "engine", "promote", "en-pt", "0.3")
    shutil.rmtree(tmp_path / "packages")
    run = glosspress(site, "run", "--direct")
    assert run.returncode == 8
    assert "engines.lock: en-pt" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("promote", "en-pt", "9.9"), "version 9.9 is not installed"),
        (("promote", "en-de", "0.2"), "no locale of this workspace uses en-de"),
        (("rollback", "en-pt"), "no package served before"),
    ],
)
def test_wrong_requests(site: Path, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be done is said without a traceback."""
    done = glosspress(site, "engine", *arguments)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
