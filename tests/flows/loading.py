"""Load a flow as `glosspress run` does: from its file, absolutely."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any


def load_flow(repository: Path, name: str) -> Any:
    """The flow of `flows/<name>.py`."""
    spec = importlib.util.spec_from_file_location(name, repository / "flows" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return getattr(module, name)
