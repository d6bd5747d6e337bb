"""What publishing 1,000 articles costs: the first time, again, and after one page changed; then verifying them.

python benchmarks/publishing.py [--articles 1000]
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from glosspress import steps, workspace
from glosspress.ledger import open_ledger
from glosspress.page import Decision, State
from glosspress.publish import verify

PAGES = Path(__file__).parents[1] / "tests" / "publish" / "pages.py"
PUBLISH = Decision(True, ("measured",), (), State.CHECKED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    articles = parser.parse_args().articles
    spec = importlib.util.spec_from_file_location("sample_pages", PAGES)
    assert spec is not None
    assert spec.loader is not None
    pages = importlib.util.module_from_spec(spec)
    sys.modules["sample_pages"] = pages
    spec.loader.exec_module(pages)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "glosspress.yaml").write_text("locales:\n  pt-BR: {}\n")
        here = workspace.at(root)
        with open_ledger(here.ledger_url) as ledger:
            for page in pages.site_pages(("pt-BR",), articles):
                ledger.put_page(page, PUBLISH)
        _timed("first time", steps.publish_now, here)
        _timed("unchanged", steps.publish_now, here)
        with open_ledger(here.ledger_url) as ledger:
            ledger.put_page(pages.page("pt-BR", title="Outro título"), PUBLISH)
        _timed("one page changed", steps.publish_now, here)
        _timed("verify", verify, here.output)


def _timed(name: str, work: Callable[..., Any], *arguments: Any) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work(*arguments)
    print(f"{name:18}{time.perf_counter() - wall:7.2f} s{time.process_time() - cpu:8.2f} s CPU")


if __name__ == "__main__":
    main()
