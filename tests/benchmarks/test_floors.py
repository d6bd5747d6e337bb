"""The floors of the benchmarks, on a small sample: what fails here fails in `make bench`, too, only later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GLOSSPRESS_SHARED", ROOT.parent / "shared")) / "data" / "tico19"


@pytest.mark.skipif(not SHARED.is_dir(), reason="TICO-19 is not here: GLOSSPRESS_SHARED names its folder")
def test_pins_and_quality_beside_plain_decoding() -> None:
    """Every pin of what is published, few held, no worse than the model alone."""
    done = _run("pins.py", "--rows", "120", "--runs", "1", "--check")
    assert done.returncode == 0, done.stderr


def test_a_second_run_asks_no_model_and_a_change_for_its_sentences_only() -> None:
    """What the incremental benchmark says for any number of articles."""
    done = _run("incremental.py", "--articles", "60", "--translated", "12", "--sample", "--check")
    assert done.returncode == 0, done.stderr


def test_a_floor_that_is_not_met_is_told(tmp_path: Path) -> None:
    """The check can fail: with a bound that nothing meets it names figure and bound."""
    floors = tmp_path / "floors.json"
    floors.write_text('{"incremental": {}, "incremental, a sample": {"second run translated": ["<=", -1]}}')
    done = _run(
        "incremental.py", "--articles", "5", "--translated", "1", "--sample", "--check", "--floors", str(floors)
    )
    assert done.returncode == 1
    assert "floor not met: second run translated is 0, must be <= -1" in done.stderr


def _run(script: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / script), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
