"""A sentence left out: fewer sentence ends than in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity

_END = re.compile(r"[^\W\d_]{3,}[.!?。！？]+[\"'”’»)\]]*(?=\s+[\"'“‘«(¿¡]*[^\W\d_a-z]|\s*$)")
_SPACELESS = re.compile("[。！？]")


def examine(pair: Pair, _context: Context) -> Iterator[Report]:
    """Two sentences that came back as one much shorter text; a question that is none any more."""
    source, target = pair.source.text, pair.target.text
    before, after = len(_END.findall(source)), len(_END.findall(target)) + len(_SPACELESS.findall(target))
    if before > 1 and after < before and len(target) < 0.8 * len(source):
        yield Severity.BLOCK, f"{before} sentences became {max(after, 1)}"
    if source.rstrip().endswith("?") and not re.search(r"[?？؟;]\W*$", target.rstrip()):
        yield Severity.WARN, "a question is no question any more"


CHECK = Check(
    "dropped",
    "No sentence and no question of the source is left out.",
    "translate-html #19; LibreTranslate #806",
    examine,
)
