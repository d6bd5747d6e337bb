"""Engines for the tests of translation: the embedded model, and two that write without one."""

from __future__ import annotations

import pytest

from glosspress import locales
from glosspress.engines import Engine, open_engine
from glosspress.locales import Locale


@pytest.fixture(scope="session")
def argos() -> Engine:
    """The embedded English-Portuguese model."""
    return open_engine(locales.parse("en"), locales.parse("pt-BR"))


@pytest.fixture(scope="session")
def echo() -> Engine:
    """Copies the source, pins in their target form."""
    return open_engine(locales.parse("en"), locales.parse("pt-BR"), "echo")


@pytest.fixture(scope="session")
def brazil() -> Locale:
    """The target of most tests."""
    return locales.parse("pt-BR")
