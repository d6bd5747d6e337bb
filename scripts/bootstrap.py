"""Make `.venv` with the locked packages: `python3 scripts/bootstrap.py base|test`.

Needs Python >= 3.11 and its standard library only. The system's Python may be externally managed (PEP 668) and may lack pip and
ensurepip (Debian without python3-venv): the environment is created without pip, and pip comes from the wheel beside this file.
Packages are installed without resolution, each checked against the hashes in `requirements/`; a stamp skips what is done already.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV = ROOT / ".venv"
PIP_WHEEL = ROOT / "scripts" / "vendor" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
SOURCES = "jstyleson"
"""Packages, comma-separated, that exist as source archives only; one module each, built with the locked setuptools."""
LOCKS = {"base": ["build.txt", "base.txt"], "test": ["build.txt", "test.txt"]}


def main(which: str) -> int:
    """Create or refresh the environment; return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs under whatever Python there is
        print(
            f"glosspress needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})\n"
            "  -> make PYTHON=/path/to/python3.11 ...",
            file=sys.stderr,
        )
        return 2
    locks = [ROOT / "requirements" / name for name in LOCKS[which]]
    wanted = digest([*locks, ROOT / "pyproject.toml", Path(__file__)])
    stamp = ENV / f".stamp-{which}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return 0
    python = ENV / "bin" / "python"
    if not python.exists():
        print(f"creating {ENV.relative_to(ROOT)} with Python {sys.version.split()[0]}", file=sys.stderr)
        venv.EnvBuilder(with_pip=False, symlinks=True).create(ENV)
    if not (ENV / "bin" / "pip").exists():
        install_pip(python)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    for lock in locks:
        print(f"installing requirements/{lock.name} (checked against hashes)", file=sys.stderr)
        binary = ["--only-binary=:all:", f"--no-binary={SOURCES}", "--no-build-isolation"]
        subprocess.run([*pip, "--require-hashes", *binary, "-r", lock], check=True)
    subprocess.run([*pip, "--no-build-isolation", "--editable", ROOT], check=True)
    stamp.write_text(wanted)
    return 0


def install_pip(python: Path) -> None:
    """Put pip into the environment from the wheel beside this file."""
    if hashlib.sha256(PIP_WHEEL.read_bytes()).hexdigest() != PIP_SHA256:
        raise SystemExit(f"{PIP_WHEEL.name} is damaged\n  -> git checkout -- scripts/vendor")
    command = [python, PIP_WHEEL / "pip", "install", "--quiet", "--no-index", "--no-deps", PIP_WHEEL]
    subprocess.run(command, check=True)


def digest(files: list[Path]) -> str:
    """One hash over the contents of files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        raise SystemExit("usage: python3 scripts/bootstrap.py base|test")
    try:
        raise SystemExit(main(sys.argv[1]))
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"installing failed (exit code {error.returncode}); the lines above say why") from None
