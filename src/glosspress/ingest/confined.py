"""Documents are read in a process of their own, with limits on its time and memory.

Their readers have none: 2 KB of a PDF unfold to gigabytes, or hold more steps than a year has seconds. The process is given
the bytes and gives HTML; it reads no file but those of the program, and writes none.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import Literal

from glosspress.errors import InputError
from glosspress.ingest import pdf, word

Form = Literal["pdf", "docx"]
CPU_S = 90
"""Of a processor; 500 pages of prose in a PDF need a quarter of it."""
MEMORY = 2_000_000_000
"""Bytes of address space."""
_WALL_S = 4 * CPU_S
"""On a machine that does much else."""
_LONGEST = 50_000_000
"""Characters of HTML."""
_READERS = {"pdf": pdf.pdf_page, "docx": word.docx_page}
_COMMAND = "from glosspress.ingest.confined import serve; serve()"


def read(form: Form, body: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """A document as an HTML page, and notes on it. InputError: as `pdf_page` and `docx_page`; beyond the limits."""
    command = [sys.executable, "-P", "-c", _COMMAND, form, where, str(CPU_S), str(MEMORY)]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=_WALL_S, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired:
        raise InputError(f"the document is not read within {_WALL_S} s", where, _SIMPLER) from None
    try:
        told = json.loads(done.stdout)
    except ValueError:
        what = f"the document is not read within {CPU_S} s of a processor and {MEMORY / 1e9:g} GB"
        raise InputError(what, where, _SIMPLER) from None
    if "error" in told:
        raise InputError(told["error"], where, told["next_step"])
    return told["page"], tuple(told["notes"])


_SIMPLER = "print it to a new PDF, or save its text as HTML"


def serve() -> None:
    """The process: form, name and limits as arguments, the document on stdin, JSON on stdout."""
    form, where, seconds, memory = sys.argv[1:]
    body = sys.stdin.buffer.read()
    for limit, most in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        page, notes = _READERS[form](body, where)
        if len(page) > _LONGEST:
            raise InputError(f"the document has more than {_LONGEST / 1e6:g} million characters", where, "split it")
        told = {"page": page, "notes": notes}
    except InputError as error:
        told = {"error": error.what, "next_step": error.next_step}
    sys.stdout.write(json.dumps(told))
