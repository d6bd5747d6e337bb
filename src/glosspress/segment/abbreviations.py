"""Abbreviations after which a full stop does not end the sentence: what sentencex 1.0 misses in medical English.

Each set says what must follow for the stop to be part of the abbreviation. Lower case here; matching ignores case.
Grown from medical sample texts and the AMA Manual of Style, 11th edition, chapter 13.
"""

from __future__ import annotations


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


BEFORE_ANYTHING = _words("""
    dr drs prof mr mrs ms messrs gen sen rev hon st mt
    e.g i.e eg ie vs cf approx ca viz incl excl
""")
"""A name or the rest of the clause follows."""

BEFORE_NUMBER = _words("""
    no nos fig figs figure eq eqs ref refs tab tbl table box
    vol vols ch chap sec sect p pp para app suppl supp ed n art pt pts ver v exp
    jan feb mar apr jun jul aug sep sept oct nov dec
""")
"""`Fig. 2`, `No. 3`, `pp. 12`, `Oct. 10`; also before a Roman numeral, a bracket or another of this set."""

SUPPLEMENT = _words("suppl supp ext")
"""Also before a capitalised word of the same reference: `Suppl. Table 2`, `Ext. Data`."""

ENUMERATED_NOUNS = _words("""
    vitamin hepatitis group type figure table panel phase part appendix section class grade stage influenza factor
    plan arm cohort protein coenzyme step immunoglobulin omega receptor site case patient box model version option
""")
"""A single letter after these is a name of its own and may end a sentence: `Take vitamin B. The dose ...`."""
