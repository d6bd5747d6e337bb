"""Negation: a `not` that is lost or invented turns advice into its opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity

_STRONG: dict[str, str] = {
    "en": r"not|n['’]t|never|cannot|no longer|neither|nor|without|none|nobody|nothing|nowhere",
    "pt": r"não|nunca|jamais|nem|sem|nenhum\w*|ninguém|nada|tampouco|deixa\w* de",
    "es": r"no|nunca|jamás|ni|sin|ningun\w*|ningún|nadie|nada|tampoco|dej\w+ de",
    "fr": r"ne|n['’]\w+|pas|jamais|ni|sans|aucun\w*|personne|rien|non|nul\w*|plus",
    "de": r"nicht|nie|niemals|kein\w*|weder|noch|ohne|niemand\w*|nichts",
}
_WEAK: dict[str, str] = {
    "en": r"no|un\w{4,}|in\w{5,}|im\w{5,}|ir\w{5,}|il\w{5,}|dis\w{4,}|non\w*|lack\w*|absen\w+|fail\w*|avoid\w*|except|little|few|free|rather|unless|less|\w+less|prevent\w*|only|but|until|hardly|rarely|refus\w*|instead|anti\w*|exclu\w*|stop\w*",
    "pt": r"in\w{4,}|im\w{4,}|ir\w{4,}|des\w{4,}|dis\w{4,}|falta\w*|ausên\w*|exce\w*|evit\w*|menos|pouc\w+|livre\w*|imped\w*|apenas|só|somente|senão|salvo|até|mas|isent\w*|anti\w*|nega\w*|recus\w*|a\w{0,3}assint\w*|assint\w*",
    "es": r"in\w{4,}|im\w{4,}|ir\w{4,}|des\w{4,}|dis\w{4,}|falta\w*|ausen\w*|excep\w*|evit\w*|menos|poc\w+|libre\w*|impid\w*|imped\w*|solo|sólo|únicamente|sino|salvo|hasta|pero|carec\w*|anti\w*|neg\w*|asint\w*",
    "fr": r"in\w{4,}|im\w{4,}|ir\w{4,}|dés\w{4,}|dis\w{4,}|mé\w{4,}|manqu\w*|absen\w*|sauf|évit\w*|moins|peu|libre\w*|exempt\w*|empêch\w*|seul\w*|uniquement|hormis|mais|anti\w*|refus\w*|asympt\w*|faute|jusqu\w*",
    "de": r"un\w{4,}|in\w{5,}|miss\w*|fehl\w*|außer|vermeid\w*|vermied\w*|wenig\w*|\w+los\w{0,2}|\w+frei\w{0,2}|verhinder\w*|nur|sondern|ausgenommen|bis|aber|anti\w*|mangel\w*|asympt\w*",
}
_PATTERNS = {
    name: {language: re.compile(rf"(?<!\w)(?:{cues})(?!\w)|(?<=\w)n['’]t(?!\w)", re.IGNORECASE) for language, cues in table.items()}
    for name, table in (("strong", _STRONG), ("weak", _WEAK))
}
_NOT_ONLY = re.compile(r"not only|whether or not|if not|not just|não só|não apenas|no s[oó]lo|non seulement|nicht nur", re.IGNORECASE)


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """A clear negation on one side, and on the other neither a negation nor any word that could carry one."""
    source, target = context.source_language, context.locale.language
    if source not in _STRONG or target not in _STRONG or source == target or context.locale.pseudo:
        return
    left, right = _NOT_ONLY.sub(" ", pair.source.text), _NOT_ONLY.sub(" ", pair.target.text)
    lost = _first(left, source, "strong")
    if lost and not _first(right, target, "strong") and not _first(right, target, "weak"):
        yield Severity.BLOCK, f"the negation “{lost}” is lost"
    added = _first(right, target, "strong")
    if added and not _first(left, source, "strong") and not _first(left, source, "weak"):
        yield Severity.BLOCK, f"the negation “{added}” is not in the source"


def _first(text: str, language: str, strength: str) -> str:
    match = _PATTERNS[strength][language].search(text)
    return match[0] if match else ""


CHECK = Check(
    "negation",
    "A sentence that says no says no in translation, and one that does not, does not.",
    "UCSF study of discharge instructions; no machine translation system checks negation",
    examine,
)
