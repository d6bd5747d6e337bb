"""Documents are read in a process of their own, with limits on its time and memory.

Their readers have none: 2 KB of a PDF unfold to gigabytes, or hold more steps than a year has seconds. The process is given
the bytes and gives HTML; it reads no file but those of the program, and writes none.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from importlib import metadata
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
_LIBRARIES = {"pdf": "pdfminer.six", "docx": "mammoth"}
_COMMAND = "from glosspress.ingest.confined import serve; serve()"
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")
"""What the program may need to be found. The rest holds credentials, and is none of a document's business."""
_BREAKDOWNS = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL})
_SIMPLER = "print it to a new PDF, or save its text as HTML"
_LATER = "run again when the machine is less busy"


class UnreadableError(InputError):
    """The document is why: the same bytes come to the same end, with these limits and this reader."""


def reader(form: Form) -> str:
    """All that a reading depends on besides the bytes and this program: library, its version, limits."""
    library = _LIBRARIES[form]
    return f"{library}-{metadata.version(library)}+{CPU_S}s+{MEMORY}B"


def read(form: Form, body: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """A document as an HTML page, and notes on it.

    UnreadableError: as `pdf_page` and `docx_page`; beyond the limits. InputError: the machine is why, another time may do.
    """
    command = [sys.executable, "-P", "-c", _COMMAND, form, str(CPU_S), str(MEMORY)]
    known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own
            command,
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WALL_S,
            check=False,
            env=known,
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"the document is not read within {_WALL_S} s", where, _LATER) from None
    except OSError as error:
        raise InputError(f"no process can be started to read the document: {error.strerror}", where, _LATER) from error
    if done.returncode:
        raise _ended(done.returncode, where)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {"failure": "its answer is damaged"}
    if "failure" in told:
        raise InputError(f"the reader of documents failed: {told['failure']}", where, "glosspress doctor")
    if "error" in told:
        raise UnreadableError(told["error"], where, told["next_step"])
    return told["page"], tuple(told["notes"])


def _ended(code: int, where: str) -> InputError:
    """A process that ended without an answer. Its own limit and its own breakdown come again; what others do to it may not."""
    if code == -signal.SIGXCPU:
        return UnreadableError(f"the document is not read within {CPU_S} s of a processor", where, _SIMPLER)
    if code > 0:
        return InputError(f"the reader of documents does not start (it ended with {code})", where, "glosspress doctor")
    name = signal.Signals(-code).name
    if -code in _BREAKDOWNS:
        return UnreadableError(f"the document breaks its reader ({name})", where, _SIMPLER)
    return InputError(f"the reader of documents was ended from outside ({name})", where, _LATER)


def serve() -> None:
    """The process: form and limits as arguments, the document on stdin, JSON on stdout."""
    form, seconds, memory = sys.argv[1:]
    body = sys.stdin.buffer.read()
    for limit, soft, hard in (
        (resource.RLIMIT_AS, int(memory), int(memory)),
        (resource.RLIMIT_CPU, int(seconds), int(seconds) + 5),  # the softer one ends it with a signal of its own
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(limit, (soft, hard))
    try:
        told = _answer(form, body)
    except MemoryError:
        told = json.dumps({"error": "the document needs more memory than it is given", "next_step": _SIMPLER})
    except Exception as error:  # noqa: BLE001 - told to the parent, which has words for it
        told = json.dumps({"failure": f"{type(error).__name__}: {error}"[:300]})
    sys.stdout.write(told)


def _answer(form: str, body: bytes) -> str:
    try:
        page, notes = _READERS[form](body, "")
    except InputError as error:
        return json.dumps({"error": error.what, "next_step": error.next_step})
    if len(page) > _LONGEST:
        what = f"the document has more than {_LONGEST / 1e6:g} million characters"
        return json.dumps({"error": what, "next_step": "split it"})
    return json.dumps({"page": page, "notes": notes})
