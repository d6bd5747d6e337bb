"""Instruction verbs, directions and sides that must not flip: hold and keep, stop and continue, increase and decrease, left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from glosspress.checks.check import Check, Context, Pair, Report
from glosspress.translation import Severity


@dataclass(frozen=True, slots=True)
class _Axis:
    """Two opposites, each with the words that say so in each language."""

    name: str
    one: dict[str, str]
    other: dict[str, str]


_AXES: tuple[_Axis, ...] = (
    _Axis(
        "left/right",
        {"en": r"left(?=[\s-](?:arm|leg|eye|ear|hand|foot|side|lung|kidney|breast|ventric|atri|lobe|hemi|knee|hip|shoulder|upper|lower|lateral|sided|coronary|ovary))", "pt": r"esquerd\w+", "es": r"izquierd\w+", "fr": r"gauche\w*", "de": r"link\w*"},
        {"en": r"right(?=[\s-](?:arm|leg|eye|ear|hand|foot|side|lung|kidney|breast|ventric|atri|lobe|hemi|knee|hip|shoulder|upper|lower|lateral|sided|coronary|ovary))", "pt": r"direit[ao]s?", "es": r"derech[ao]s?", "fr": r"droite?s?", "de": r"recht\w*"},
    ),
    _Axis(
        "increase/decrease",
        {"en": r"increas\w+", "pt": r"aument\w+|elev\w+|cresc\w+|acréscimo\w*|acrescent\w+|ampli\w+|maior\w*|mais|subi\w*|intensific\w+", "es": r"aument\w+|increment\w+|elev\w+|crec\w+|mayor\w*|más|sub\w+|ampli\w+|intensific\w+", "fr": r"augment\w+|accr\w+|élev\w+|hausse\w*|croissan\w+|plus|supérieur\w*|major\w+", "de": r"erhöh\w+|steig\w+|gestiegen\w*|anstieg\w*|zunahm\w*|zunehm\w+|zugenommen\w*|mehr|größer\w*|verstärk\w+|wachsen\w*|höher\w*"},
        {"en": r"decreas\w+|reduc\w+|lower(?:s|ed|ing)", "pt": r"diminu\w+|redu[zç]\w+|baix\w+|menor\w*|menos|queda\w*|decr\w+|caiu", "es": r"disminu\w+|redu[czj]\w+|baj\w+|menor\w*|menos|descen\w+|decrec\w+", "fr": r"diminu\w+|rédui\w+|réduct\w+|baiss\w+|moins|moindre\w*|inférieur\w*|abaiss\w+|décroiss\w*", "de": r"verringer\w+|senk\w+|gesenkt\w*|reduzier\w+|abnahm\w*|abnehm\w+|vermind\w+|weniger|rückgang\w*|sink\w+|gesunken\w*|niedriger\w*|geringer\w*|reduktion\w*"},
    ),
    _Axis(
        "stop/continue",
        {"en": r"stop(?:s|ped|ping)? (?:taking|using|the)|discontinu\w+|(?:hold|withhold)(?=\s(?:the|your|this|all|any|\w+in|\w+ol|\w+ine|\w+pril|dose))", "pt": r"par[ae]\w*|interromp\w+|suspend\w+|suspens\w+|descontinu\w+|deix\w+|cess\w+|não|nunca|interrupç\w+|ret[ei]n\w+|retir\w+", "es": r"suspend\w+|interrump\w+|dej\w+|descontinu\w+|pare\w*|deten\w+|no|nunca|ces\w+|retir\w+|suspens\w+|interrupc\w+", "fr": r"arrêt\w+|cess\w+|interromp\w+|suspen\w+|ne|n['’]\w+|pas|interrupt\w+|retir\w+", "de": r"absetz\w+|abgesetzt\w*|aufhör\w*|stopp\w*|unterbrech\w+|unterbroch\w*|aussetz\w+|ausgesetzt\w*|nicht|beend\w+|einstell\w*|pausier\w*|hören|setzen|abbrech\w*|abgebroch\w*|absetzen"},
        {"en": r"continu(?:e|es|ed|ing)(?! to be)|keep(?:s|ing)? (?:taking|using)|resum\w+", "pt": r"continu\w+|mant\w+|seguir|siga\w*|segue\w*|prosse\w+|retom\w+|permane\w+|ainda|permanec\w+", "es": r"continu\w+|sig[aou]\w*|segu\w+|manten\w+|reanud\w+|permane\w+|aún|todavía|retom\w+", "fr": r"continu\w+|poursui\w+|mainten\w+|maintien\w*|repren\w+|repri\w+|toujours|encore|rest\w+", "de": r"fortsetz\w+|fortgesetzt\w*|fortf[uü]hr\w+|weiter\w*|behalt\w+|beibehalt\w+|wieder\w*|setzen|nach wie vor|immer noch|fort\w*|anhalt\w*"},
    ),
)  # fmt: skip


def _compile(words: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE) for language, alternatives in words.items()}


_COMPILED = tuple((axis.name, _compile(axis.one), _compile(axis.other)) for axis in _AXES)


def examine(pair: Pair, context: Context) -> Iterator[Report]:
    """The source says one pole only, the target only the other."""
    source, target = context.source_language, context.locale.language
    if source != "en" or target not in ("pt", "es", "fr", "de") or context.locale.pseudo:
        return
    for name, one, other in _COMPILED:
        for said, opposite in ((one, other), (other, one)):
            cue = said[source].search(pair.source.text)
            if cue is None or opposite[source].search(pair.source.text):
                continue
            flipped = opposite[target].search(pair.target.text)
            if flipped and not said[target].search(pair.target.text):
                yield Severity.BLOCK, f"{name}: “{cue[0]}” became “{flipped[0]}”"


CHECK = Check(
    "opposites",
    "Instruction verbs, directions and sides do not turn into their opposites.",
    "UCSF study of discharge instructions (“hold the kidney medicine” became “keep taking”)",
    examine,
)
