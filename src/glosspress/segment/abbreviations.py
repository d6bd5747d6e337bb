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

TIME_UNITS = _words("min mins sec secs h hr hrs wk wks mo mos yr yrs std stdn mn")
"""Behind a number their stop ends a sentence when a capitalised word follows: `over 11 min. Rest for an hour.`"""

BEFORE_MEASURED_NAME = _words(
    "the a an this that these those each every per der die das den dem ein eine einen einem el la "
    "los las un una unos le les l une il lo gli o os as um uma"
)
"""Before the number these say that the unit belongs to the name behind it: `the 11 min. Bruce protocol`."""

GERMAN_BEGINNINGS = _words("""
    der die das den dem des ein eine einen einem sie er es wir ich man dies diese dieser dieses dann danach darauf daher dabei
    wenn falls sobald bei nach vor in im am an auf mit ohne nicht nie kein keine und oder aber auch alle beide so zum zur für
    bitte nehmen trinken ruhen warten rufen fragen suchen setzen
""")
"""German writes every noun with a capital: there only these may follow a unit and begin a sentence."""
