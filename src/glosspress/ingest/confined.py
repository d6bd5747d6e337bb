"""Documents and large feeds are read in a process of their own, with limits on its time and memory.

Their readers have none: 2 KB of a PDF unfold to gigabytes, or hold more steps than a year has seconds. The process is given
the bytes and gives HTML or JSON; it reads no file but those of the program, and writes none.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Literal

from glosspress.errors import InputError
from glosspress.ingest import pdf, word

Form = Literal["pdf", "docx", "feed"]
CPU_S = 90
"""Of a processor; 500 pages of prose in a PDF need a quarter of it."""
MEMORY = 2_000_000_000
"""Bytes of address space."""
_WALL_S = 4 * CPU_S
"""On a machine that does much else."""
_LONGEST = 50_000_000
"""Characters of HTML."""
_LIBRARIES = {"pdf": "pdfminer.six", "docx": "mammoth", "feed": "feedparser"}
_NAMES = {"pdf": "document", "docx": "document", "feed": "feed"}
_COMMAND = "from glosspress.ingest.confined import serve; serve()"
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")
"""What the program may need to be found. The rest holds credentials, and is none of a document's business."""
_BREAKDOWNS = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL})
_PRINTED = "print it to a new PDF, or save its text as HTML"
_SIMPLER = {"pdf": _PRINTED, "docx": _PRINTED, "feed": "use the sitemap of the site, or tell its owner"}
_LATER = "run again when the machine is less busy"


class UnreadableError(InputError):
    """The document is why: the same bytes come to the same end, with these limits and this reader."""


def reader(form: Form) -> str:
    """All that a reading depends on besides the bytes and this program: library, its version, limits."""
    library = _LIBRARIES[form]
    return f"{library}-{metadata.version(library)}+{CPU_S}s+{MEMORY}B"


def read(form: Form, body: bytes, where: str, within_s: float | None = None) -> tuple[str, tuple[str, ...]]:
    """A document as an HTML page, and notes on it; a feed (`feeds.packed`) as JSON.

    UnreadableError: as `pdf_page`, `docx_page` and `read_packed`; beyond the limits. InputError: the machine is why, another
    time may do; not done `within_s` seconds (never more than four times those of a processor).
    """
    wall_s = _WALL_S if within_s is None else min(_WALL_S, within_s)
    command = [sys.executable, "-P", "-c", _COMMAND, form, str(CPU_S), str(MEMORY)]
    known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own
            command,
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=wall_s,
            check=False,
            env=known,
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"the {_NAMES[form]} is not read within {wall_s:g} s", where, _LATER) from None
    except OSError as error:
        raise InputError(
            f"no process can be started to read the {_NAMES[form]}: {error.strerror}", where, _LATER
        ) from error
    if done.returncode:
        raise _ended(done.returncode, form, where)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {"failure": "its answer is damaged"}
    if "failure" in told:
        raise InputError(f"the reader of documents failed: {told['failure']}", where, "glosspress doctor")
    if "error" in told:
        raise UnreadableError(told["error"], where, told["next_step"])
    return told["page"], tuple(told["notes"])


def _ended(code: int, form: Form, where: str) -> InputError:
    """A process that ended without an answer. Its own limit and its own breakdown come again; what others do to it may not."""
    if code == -signal.SIGXCPU:
        return UnreadableError(f"the {_NAMES[form]} is not read within {CPU_S} s of a processor", where, _SIMPLER[form])
    if code > 0:
        return InputError(f"the reader of documents does not start (it ended with {code})", where, "glosspress doctor")
    name = signal.Signals(-code).name
    if -code in _BREAKDOWNS:
        return UnreadableError(f"the {_NAMES[form]} breaks its reader ({name})", where, _SIMPLER[form])
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
        what = f"the {_NAMES[form]} needs more memory than it is given"
        told = json.dumps({"error": what, "next_step": _SIMPLER[form]})
    except Exception as error:  # noqa: BLE001 - told to the parent, which has words for it
        told = json.dumps({"failure": f"{type(error).__name__}: {error}"[:300]})
    sys.stdout.write(told)


def _answer(form: str, body: bytes) -> str:
    try:
        page, notes = _reader(form)(body, "")
    except InputError as error:
        return json.dumps({"error": error.what, "next_step": error.next_step})
    if len(page) > _LONGEST:
        what = f"the document has more than {_LONGEST / 1e6:g} million characters"
        return json.dumps({"error": what, "next_step": "split it"})
    return json.dumps({"page": page, "notes": notes})


def _reader(form: str) -> Callable[[bytes, str], tuple[str, tuple[str, ...]]]:
    if form == "feed":
        from glosspress.ingest import feeds

        return feeds.read_packed
    return {"pdf": pdf.pdf_page, "docx": word.docx_page}[form]
