"""Chemical formulas and ions: `Mg2+`, `CO₂`, `HCO3−`, `Na+`; sub- and superscripts count as plain digits and signs."""

from __future__ import annotations

import re

_ELEMENTS = (
    "Ag Al Ar As Au Ba Be Bi Br Ca Cd Ce Cl Co Cr Cs Cu Fe Ga Gd Ge He Hg In Ir Kr La Li Lu Mg Mn Mo Na Nb Nd Ne Ni "
    "Os Pb Pd Pt Ra Rb Re Rh Rn Ru Sb Se Si Sm Sn Sr Ta Tc Te Th Ti Tl Tm Xe Zn Zr H B C N O F P S K V I U W Y"
)
"""IUPAC symbols without the rarest."""
_ATOM = f"(?:{'|'.join(_ELEMENTS.split())})"
_COUNT = "[0-9₀-₉]{0,2}"
_GROUP = rf"(?:{_ATOM}{_COUNT}|\((?:{_ATOM}{_COUNT})+\)[0-9₂-₉]+)"
_CHARGE = "(?:[0-9²³⁴]?[+⁺](?![\\w+])|[0-9²³⁴]?[−⁻]|(?<=[\\dlrFI₀-₉H])-(?![\\w-]))"
FORMULA = re.compile(rf"(?<![\w.-])(?:{_GROUP})+{_CHARGE}?(?![\w₀-₉⁺⁻²³])")
_SIGNIFICANT = re.compile("[0-9₀-₉⁺⁻²³+−-]")
_VIRUS = re.compile(r"H\d+N\d+")
"""Subtypes of influenza A are symbols."""
_GAS = re.compile(r"(?<!\w)(?:P|S|F|p)?[aAvVipEe]?(?:p|i|t)?[aA]?[CO]?O[2₂](?!\w)")


def find(text: str) -> list[tuple[int, int]]:
    """Spans of formulas that hold a count or a charge; bare symbols (`He`, `In`, `NO`) are words too often."""
    found = [match.span() for match in FORMULA.finditer(text) if _is_formula(match[0])]
    found += [match.span() for match in _GAS.finditer(text) if match.span() not in found]
    return sorted(found)


def _is_formula(text: str) -> bool:
    if not _SIGNIFICANT.search(text) or _VIRUS.fullmatch(text):
        return False
    letters = re.sub(r"[^A-Za-z]", "", text)
    return not (
        len(letters) == 1 and re.fullmatch(r"[A-Z]\d+", text) and text not in ("O2", "H2", "N2", "O3", "F2", "I2")
    )
