"""The error tree. Each message says what, where, and the next command.

GlosspressError
├── UsageError          2   the command line or a parameter is wrong
├── ConfigError         4   workspace or source definition is invalid (file and line)
│   └── GlossaryError   5   the term base is invalid (file and line)
├── InputError          6   an article cannot be read: missing, binary, empty, too large
│   └── FetchError      7   a URL cannot be fetched
├── EngineError         8   no engine package for a language pair, or a damaged one
├── LedgerError         9   the ledger cannot be opened or written
├── PublishError       10   the site cannot be written; the last good edition stands
├── IntegrityError     11   published files differ from their provenance
├── ConflictError      12   somebody else changed it meanwhile; nothing was overwritten
├── ExchangeError      13   a file of a translator's tool cannot be read (file and line)
└── ReviewError        14   a review that may not be claimed: it does not verify, or nobody answers for it

Exit code 0 is success, 3 means that something was held, 1 is a fault of ours (with a traceback), 130 is Ctrl-C.
"""

from __future__ import annotations

import re

HELD_EXIT_CODE = 3


def without_password(url: str) -> str:
    """A URL as messages show it: without user and password."""
    return re.sub(r"//[^/]*@", "//", url)


class GlosspressError(Exception):
    """Base of all errors a user can mend. Arguments are positional, so that an instance survives pickling."""

    exit_code = 1

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        super().__init__(what, where, next_step)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  -> {self.next_step}" if self.next_step else text


class UsageError(GlosspressError):
    """The command line or a parameter is wrong."""

    exit_code = 2


class ConfigError(GlosspressError):
    """Workspace configuration or a source definition is invalid; `where` is file:line."""

    exit_code = 4


class GlossaryError(ConfigError):
    """The term base is invalid; `where` is file:line:column."""

    exit_code = 5


class InputError(GlosspressError):
    """An article cannot be read."""

    exit_code = 6


class FetchError(InputError):
    """A URL cannot be fetched; `where` is the URL without credentials, `status` the HTTP status (0: no answer)."""

    exit_code = 7

    def __init__(self, what: str, where: str = "", next_step: str = "", status: int = 0) -> None:
        super().__init__(what, where, next_step)
        self.args = (what, where, next_step, status)
        self.status = status


class EngineError(GlosspressError):
    """No engine package serves a language pair, or a package is damaged."""

    exit_code = 8


class LedgerError(GlosspressError):
    """The ledger cannot be opened or written."""

    exit_code = 9


class PublishError(GlosspressError):
    """The site cannot be written. The last good edition is untouched."""

    exit_code = 10


class IntegrityError(GlosspressError):
    """Published files differ from what their provenance says."""

    exit_code = 11


class ConflictError(GlosspressError):
    """Somebody else changed it meanwhile; nothing was stored, nothing overwritten."""

    exit_code = 12


class ExchangeError(GlosspressError):
    """A file of a translator's tool (XLIFF, TMX, TBX, PO, spreadsheet) cannot be read; `where` is file:line."""

    exit_code = 13


class ReviewError(GlosspressError):
    """An edit or approval that may not count: it does not verify, or a finding needs somebody who answers for it."""

    exit_code = 14
