"""The term base: one CSV a language pair, owned by translators, checked at load, matched without cost for its size."""

from __future__ import annotations

from glosspress.glossary.contents import Glossary, digest_of, load, of_terms, read_terms
from glosspress.glossary.corpus import check_corpus
from glosspress.glossary.lint import check
from glosspress.glossary.matcher import Match, Matcher
from glosspress.glossary.problems import Problem
from glosspress.glossary.term import Case, Mode, Status, Term
from glosspress.glossary.termbases import TermBases, for_pair

__all__ = [
    "Case",
    "Glossary",
    "Match",
    "Matcher",
    "Mode",
    "Problem",
    "Status",
    "Term",
    "TermBases",
    "check",
    "check_corpus",
    "digest_of",
    "for_pair",
    "load",
    "of_terms",
    "read_terms",
]
