"""What is installed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib import metadata

from glosspress.cli.doctor.diagnosis import Diagnosis

_PACKAGES = (
    "prefect",
    "fastapi",
    "argos-translate-lt",
    "ctranslate2",
    "beautifulsoup4",
    "httpx",
    "trafilatura",
    "sqlalchemy",
)


def installation() -> Iterator[Diagnosis]:
    """Python, the packages that matter most, the browser of the tests."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis("Python", sys.version_info >= (3, 11), version, "use Python 3.11 or newer")
    for name in _PACKAGES:
        try:
            yield Diagnosis(name, ok=True, found=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Diagnosis(name, ok=False, found="not installed", mend="make env, or pip install glosspress")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    yield Diagnosis(
        "chromium (browser tests only)",
        bool(browser),
        browser or "not found",
        "apt-get install chromium",
        required=False,
    )
