"""The flows `publish` and `withdraw` on a real Prefect server."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from glosspress import steps
from glosspress.publish import verify

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of Prefect's own modules
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def _flow(repository: Path, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, repository / "flows" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return getattr(module, name)


def test_a_page_is_withdrawn_and_its_target_follows(prefect_server: None, repository: Path, tmp_path: Path) -> None:
    """The notice is online and delivered in one flow run; restoring brings the text back; `publish` delivers it."""
    (tmp_path / "sources" / "articles").mkdir(parents=True)
    (tmp_path / "glosspress.yaml").write_text(
        "locales:\n  en-XA: {}\ntargets:\n  www: {kind: files, url: www, layout: plain}\n"
    )
    (tmp_path / "sources" / "tests.yaml").write_text(
        "title: Tests\nlicense: {status: owned}\nkind: folder\npath: articles\n"
    )
    (tmp_path / "sources" / "articles" / "good.md").write_text("# Good\n\nTake 5 mg of it once a day, with water.\n")
    steps.run(tmp_path, None, None)
    page = tmp_path / "www" / "en-XA" / "good" / "index.html"
    asked = {"by": "editor@example.org", "workspace": str(tmp_path)}
    withdraw, publish = _flow(repository, "withdraw"), _flow(repository, "publish")

    done = asyncio.run(withdraw("tests/good", "The dose is wrong.", targets=["www"], **asked))
    assert done.pages == (("tests/good", "en-XA"),)
    assert "The dose is wrong." in page.read_text()
    assert verify(tmp_path / "www") == []

    asyncio.run(withdraw("tests/good", "It is right again.", restore=True, **asked))
    published, [delivered] = asyncio.run(publish(["www"], workspace=str(tmp_path)))
    assert not published.changed
    assert delivered.target == "www"
    assert "5 mg" in page.read_text()
    assert verify(tmp_path / "www") == []
