"""Which arithmetic CTranslate2 uses on this machine: what the same model writes depends on it.

Run: python benchmarks/arithmetic.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

_LOAD = (
    "from glosspress import locales\n"
    "from glosspress.engines import Request, open_engine\n"
    "open_engine(locales.parse('en'), locales.parse('pt-BR')).decode([Request('A test.')])"
)
_SAID = re.compile(r"Selected ISA: (\S+)|GEMM_S8 backend: (\S+)")


def arithmetic(setting: dict[str, str] | None = None) -> str:
    """Instructions and library, `AVX2 DNNL`, under environment variables of CTranslate2; empty where this machine has them not.

    RuntimeError: the model cannot be asked for another reason.
    """
    environment = os.environ | (setting or {}) | {"CT2_VERBOSE": "1"}
    done = subprocess.run([sys.executable, "-c", _LOAD], env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return " ".join(isa or library for isa, library in _SAID.findall(done.stderr))
    if "The CPU does not support" in done.stderr:
        return ""
    raise RuntimeError(done.stderr)


if __name__ == "__main__":
    print(arithmetic())
