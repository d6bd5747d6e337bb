"""A package store of the test's own, packages made for the test, and the embedded model."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path

import pytest
from argostranslate import settings

from glosspress import locales
from glosspress.engines import Engine, open_engine
from glosspress.engines.packages import EMBEDDED

Pack = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package store; the embedded package unpacks beside it."""
    monkeypatch.setattr(settings, "package_data_dir", tmp_path / "packages")
    monkeypatch.setattr(settings, "cache_dir", tmp_path / "cache")
    return tmp_path / "packages"


@pytest.fixture(scope="session")
def argos() -> Engine:
    """The embedded English-Portuguese model."""
    return open_engine(locales.parse("en"), locales.parse("pt-BR"))


@pytest.fixture(scope="session")
def embedded() -> bytes:
    """The embedded archive."""
    return (resources.files("glosspress.engines") / "embedded" / EMBEDDED).read_bytes()


@pytest.fixture(scope="session")
def pieces(tmp_path_factory: pytest.TempPathFactory, embedded: bytes) -> bytes:
    """A real SentencePiece model."""
    path = tmp_path_factory.mktemp("embedded") / EMBEDDED
    path.write_bytes(embedded)
    with zipfile.ZipFile(path) as package:
        return package.read("translate-en_pt-0_2/sentencepiece.model")


@pytest.fixture
def pack(tmp_path: Path, pieces: bytes) -> Pack:
    """Make an archive: a whole small package, with files added, replaced, or (None) left out."""

    def make(
        name: str = "translate-en_de-1_0.argosmodel",
        files: Mapping[str, bytes | None] | None = None,
        *,
        pair: tuple[str, str] = ("en", "de"),
        version: str = "1.0",
    ) -> Path:
        metadata = {"from_code": pair[0], "to_code": pair[1], "package_version": version}
        content: dict[str, bytes | None] = {
            "package/metadata.json": json.dumps(metadata).encode(),
            "package/sentencepiece.model": pieces,
            "package/model/model.bin": b"not a model",
            **(files or {}),
        }
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for inside, data in content.items():
                if data is not None:
                    package.writestr(inside, data)
        return path

    return make
