"""White space and marks of the target's typography."""

from __future__ import annotations

import re

from glosspress.locales import Locale

_NARROW, _WIDE = "\u202f", "\u00a0"
_RUNS = re.compile(r"[ \t\r\n]+")
_BEFORE_HIGH = re.compile(r"(?<=[\w)\]%»”\"])[ \u00a0\u202f]*([;!?])(?=\s|$|[»”\")])")
_BEFORE_COLON = re.compile(r"(?<=[^\W\d]|[)\]»”])[ \u00a0\u202f]*(:)(?=\s|$)")
_QUOTED = re.compile(r"«\s*([^«»]*?)\s*»")


def settled(text: str, source: str, locale: Locale) -> str:
    """The target with single spaces and the punctuation its language asks for.

    French: narrow no-break space before `; ! ?`, no-break space before `:` and inside guillemets (Imprimerie nationale);
    Canadian French has none before `; ! ?`, Swiss French is left as it is. Spanish: an opening mark for a whole sentence
    that asks or exclaims (RAE).
    """
    text = _RUNS.sub(" ", text).strip(" ")
    if locale.language == "fr" and locale.tag != "fr-CH":
        if locale.tag != "fr-CA":
            text = _BEFORE_HIGH.sub(rf"{_NARROW}\1", text)
        text = _QUOTED.sub(rf"«{_WIDE}\1{_WIDE}»", _BEFORE_COLON.sub(rf"{_WIDE}\1", text))
    if locale.language == "es":
        text = _opened(text, source)
    return text


def _opened(text: str, source: str) -> str:
    for closing, opening in (("?", "¿"), ("!", "¡")):
        if text.endswith(closing) and source.rstrip().endswith(closing) and opening not in text:
            return opening + text
    return text
