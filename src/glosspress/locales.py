"""Locales: a BCP 47 tag with what CLDR knows of it and the language code that engine packages use.

Tags are `language[-Script][-REGION]` (RFC 5646); variants and extensions are refused. `en-XA` and `ar-XB` are the
pseudo locales of Android and CLDR: accented, lengthened English, and right-to-left text, with English number forms.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from glosspress.errors import UsageError

if TYPE_CHECKING:
    from babel import Locale as CldrLocale

_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
# Codes of Argos packages that differ from the language subtag.
_ENGINE_CODES = {"zh-Hant": "zt", "zh-TW": "zt", "zh-HK": "zt", "zh-MO": "zt", "no": "nb", "fil": "tl"}
# Withdrawn ISO 639-1 codes, https://www.iana.org/assignments/language-subtag-registry
_LEGACY = {"iw": "he", "in": "id", "ji": "yi", "mo": "ro", "tl": "fil"}
_PSEUDO = {
    "en-XA": ("Éñĝļîšĥ (ƥšéûðö)", "English (Pseudo-Accents)", "ltr"),
    "ar-XB": ("عربية (Pseudo-Bidi)", "Arabic (Pseudo-Bidi)", "rtl"),
}


@dataclass(frozen=True, slots=True)
class Locale:
    """One language version of the site."""

    tag: str
    """Canonical BCP 47 tag, `pt-BR`: folder name, `lang` and hreflang value."""
    language: str
    """Code of the language in engine packages: `pt`."""
    direction: str
    """`ltr` or `rtl`."""
    name: str
    """In the language itself: `português (Brasil)`."""
    english_name: str
    decimal: str
    """Decimal symbol with Western digits (CLDR), which is what translation engines write."""
    group: str
    """Group symbol: `.` in pt-BR, U+00A0 in pt-PT, U+202F in fr."""
    pseudo: bool = False


@lru_cache(maxsize=1024)
def parse(tag: str) -> Locale:
    """The locale of a tag, upper and lower case as one likes. UsageError: malformed, or unknown to CLDR."""
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        guess = tag.strip().replace("_", "-")
        hint = f"did you mean `{_canonical(_TAG.fullmatch(guess))}`?" if _TAG.fullmatch(guess) else _EXAMPLES
        raise UsageError(f"`{tag}` is not a language tag (BCP 47)", "", hint)
    canonical = _canonical(match)
    if canonical in _PSEUDO:
        name, english_name, direction = _PSEUDO[canonical]
        return Locale(canonical, canonical[:2], direction, name, english_name, ".", ",", pseudo=True)
    return _from_cldr(canonical, tag)


_EXAMPLES = "write for example `pt-BR`, `de`, `zh-Hant` or `en-XA`"


def _canonical(match: re.Match[str] | None) -> str:
    assert match is not None
    language, script, region = match.groups()
    language = _LEGACY.get(language.lower(), language.lower())
    return "-".join(part for part in (language, script and script.title(), region and region.upper()) if part)


def _from_cldr(canonical: str, asked: str) -> Locale:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    cldr = _cldr_locale(canonical, asked)
    language = canonical.split("-", maxsplit=1)[0]
    return Locale(
        tag=canonical,
        language=_ENGINE_CODES.get(canonical, _ENGINE_CODES.get(language, language)),
        direction=cldr.text_direction,
        name=_display(cldr, canonical, cldr),
        english_name=_display(cldr, canonical, None),
        decimal=get_decimal_symbol(cldr),
        group=get_group_symbol(cldr),
    )


def _display(cldr: CldrLocale, canonical: str, in_locale: CldrLocale | None) -> str:
    """The language's name, with the region's even where CLDR keeps no data of its own for the pair."""
    from babel import Locale as CldrLocale

    shown_in = in_locale or CldrLocale.parse("en")
    name = cldr.get_display_name(shown_in) or canonical
    region = canonical.rsplit("-", maxsplit=1)[-1]
    if "-" in canonical and cldr.territory is None and region in shown_in.territories:
        return f"{name} ({shown_in.territories[region]})"
    return name


def _cldr_locale(canonical: str, asked: str) -> CldrLocale:
    from babel import Locale as CldrLocale
    from babel import UnknownLocaleError, localedata

    language, *rest = canonical.split("-")
    try:
        if localedata.exists(language):
            return CldrLocale.parse(canonical, sep="-", resolve_likely_subtags=False)
    except (UnknownLocaleError, ValueError):
        known = CldrLocale.parse("en")
        if all((part in known.territories and part != "ZZ") or part in known.scripts for part in rest):
            return CldrLocale.parse(language)
    close = difflib.get_close_matches(canonical, ["en-XA", "ar-XB", *_common_tags()], n=1)
    hint = f"did you mean `{close[0]}`?" if close else _EXAMPLES
    raise UsageError(f"the locale `{asked}` is not known (CLDR)", "", hint)


def _common_tags() -> list[str]:
    from babel import localedata

    return [name.replace("_", "-") for name in localedata.locale_identifiers()]
