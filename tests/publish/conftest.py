"""Pages for the tests of this folder."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def pages() -> ModuleType:
    """The module that makes sample pages, `tests/publish/pages.py`; loaded by its path, since tests are no package."""
    name = "glosspress_sample_pages"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "publish" / "pages.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def here(tmp_path):
    """A workspace with three locales."""
    from glosspress import workspace

    (tmp_path / workspace.CONFIG_FILE).write_text(
        "site:\n  title: Sample Health\n  base_url: https://health.example.org/\n  publisher: Foundation\n"
        "locales:\n  pt-BR: {}\n  en-XA: {}\n  ar-XB: {}\n"
    )
    return workspace.at(tmp_path)
