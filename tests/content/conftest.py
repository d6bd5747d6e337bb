"""What the repository ships for readers and translators: sample articles and starter term bases."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample articles."""
    return ROOT / "sources" / "samples"


@pytest.fixture(scope="session")
def glossaries() -> Path:
    """The folder of starter term bases."""
    return ROOT / "glossary"
