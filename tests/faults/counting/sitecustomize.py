"""Python loads this at its start when the folder is on PYTHONPATH: each sentence that an engine is asked for is logged.

The log (`GLOSSPRESS_FAULTS_LOG`) has one line a sentence, the engine's label and the text; lines are appended whole, so those
of a killed process count too.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import sys
from types import ModuleType
from typing import Any

NAME = "glosspress.engines.synthetic"


class _Counting(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != NAME:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        load = spec.loader.exec_module

        def counted(module: ModuleType) -> None:
            load(module)
            _count(module.SyntheticEngine)

        spec.loader.exec_module = counted  # type: ignore[method-assign]
        return spec


def _count(engine: Any) -> None:
    decode = engine.decode

    def logged(self: Any, requests: Any) -> Any:
        lines = "".join(f"{self.label}\t{request.source}\n" for request in requests)
        handle = os.open(os.environ["GLOSSPRESS_FAULTS_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, lines.encode())
        os.close(handle)
        return decode(self, requests)

    engine.decode = logged


if "GLOSSPRESS_FAULTS_LOG" in os.environ:
    sys.meta_path.insert(0, _Counting())
