"""Pins of quantities: ranges, ratios and products of a source text, and the forms the target locale asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from glosspress.locales import Locale
from glosspress.pins import joints, numerals, units, words
from glosspress.pins.quantities import Quantity, find
from glosspress.translation import Pin

_RANGE = re.compile(r"\s?[-–—‑−]\s?|\s(?:to)\s|\s?±\s?|\s?\+/-\s?")
_RATIO = re.compile(r"\s?[/:]\s?")
KINDS = frozenset({"number", "percent", "currency", "unit", "dose", "range", "ratio", "product", "ordinal", "duration"})
"""Kinds that are verified by value."""


@dataclass(frozen=True, slots=True)
class Group:
    """One quantity, or several that belong together: a range `1.1–1.9 %`, a ratio `120/80 mmHg`, a product `150 × 10^9/L`."""

    parts: tuple[Quantity, ...]
    joints: tuple[str, ...] = ()
    """What stands between the parts."""

    @property
    def start(self) -> int:
        """Where the first part begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1].end


def groups(text: str, locale: Locale, taken: list[tuple[int, int]]) -> list[Group]:
    """The quantities of a source text outside the `taken` spans, joined to ranges and ratios of two, and to products."""
    items = [
        q for q in find(text, locale) if not any(q.numeral[0] < high and low < q.numeral[1] for low, high in taken)
    ]
    joined = [q for q in items if q.joined]
    items = [q for q in items if q.joined or not any(j.start <= q.start and q.end <= j.end for j in joined)]
    found: list[Group] = []
    position = 0
    while position < len(items):
        run = _product(text, items, position)
        if len(run) > 1:
            found.append(_joined(text, run))
            position += len(run)
            continue
        run = _chain(text, items, position)
        if len(run) == 2:
            found.append(_joined(text, run))
        else:
            found += [Group((item,)) for item in run]
        position += len(run)
    return found


def _joined(text: str, run: list[Quantity]) -> Group:
    return Group(tuple(run), tuple(text[one.end : other.start] for one, other in pairwise(run)))


def _product(text: str, items: list[Quantity], position: int) -> list[Quantity]:
    end = position + 1
    while end < len(items) and not items[end].joined:
        last = items[end - 1]
        behind = last.literal if end - position > 1 else ""
        if not joints.joins(text[last.end : items[end].start], behind=behind):
            break
        end += 1
    return items[position:end]


def _chain(text: str, items: list[Quantity], position: int) -> list[Quantity]:
    """Neighbours linked by range or ratio marks; a chain of three or more (a date, a citation) is no pair."""
    end = position + 1
    while end < len(items):
        gap = text[items[end - 1].end : items[end].start]
        if not (_RANGE.fullmatch(gap) or _RATIO.fullmatch(gap)):
            break
        if len(_product(text, items, end)) > 1:
            break  # `10–20 × 10^9`: the product stays whole
        end += 1
    return items[position:end]


_BETWEEN = {"pt": "a", "es": "a", "gl": "a", "ca": "a", "it": "a", "fr": "à", "de": "bis", "nl": "tot", "en": "to"}
"""The word between the ends of a range, as in `20 to 60`."""


def pin_of(group: Group, text: str, source: Locale, target: Locale) -> Pin:
    """The pin of a source group with its forms in the target locale, the preferred one first."""
    parts = [_written(part, text, source, target) for part in group.parts]
    end = group.end - (_unsaid(group.parts[-1], target))
    kind = kind_of(group)
    per = joints.per(text, end) if kind == "product" else ""
    end += len(per)
    forms = [parts[0] + "".join(map("".join, zip(group.joints, parts[1:], strict=True))) + per]
    said = [joint.strip() for joint in group.joints] == ["to"]
    if said:
        between = _BETWEEN.get(target.language)
        forms = [f"{parts[0]} {between} {parts[1]}"] if between else []
        forms.append(parts[0] + "-" + parts[1])
    original = text[group.start : end]
    if len(parts) == 1 and not group.parts[0].scale:
        plain = forms[0].replace(target.group, "") if target.group not in ("", " ") else forms[0]
        forms.append(plain)
    if _same_reading(original, group, target) and not (said and target.language != source.language):
        forms.append(original)
    return Pin(group.start, end, original, tuple(dict.fromkeys(forms)), kind)


def kind_of(group: Group) -> str:
    """The class of a group."""
    last = group.parts[-1]
    if group.joints:
        pair = "ratio" if _RATIO.fullmatch(group.joints[0]) else "range"
        return "product" if joints.joins(group.joints[0]) else pair
    if last.currency:
        return "currency"
    if last.unit in ("%", "‰"):
        return "percent"
    if last.unit:
        return "dose" if last.unit.split("/")[0] in units.DOSABLE and "/" in last.unit else "unit"
    return "ordinal" if last.ordinal else "number"


def _unsaid(part: Quantity, target: Locale) -> int:
    """Characters at the end that the pin leaves to the translation: words we cannot write in the target language."""
    if part.unit and not part.written:
        return part.end - _digits_end(part)
    if part.ordinal:
        return part.end - part.numeral[1]
    if part.scale and not words.scales(target.tag, target.language).words:
        return part.end - part.numeral[1]
    if part.currency and part.end - _digits_end(part) > 4:
        return part.end - _digits_end(part)
    return 0


def _digits_end(part: Quantity) -> int:
    return part.numeral[1] + (len(part.scale) + 1 if part.scale else 0)


def _written(part: Quantity, text: str, source: Locale, target: Locale) -> str:
    low, high = part.numeral
    prefix = text[part.start : low]
    body = numerals.write(text[low:high], source, target)
    known = words.scales(target.tag, target.language).words
    if part.scale and known and part.value is not None:
        factor = words.scales(source.tag, source.language).factors[part.scale]
        body += " " + _scale_word(abs(part.value / factor), factor, known)
    rest = text[_digits_end(part) : part.end]
    return prefix + body + (rest if not _unsaid(part, target) else "")


def _scale_word(amount: Decimal, factor: Decimal, known: dict[int, tuple[str, str]]) -> str:
    one, many = known.get(factor.adjusted(), ("", ""))
    return one if amount < 2 else many


def _same_reading(original: str, group: Group, target: Locale) -> bool:
    """Whether the unchanged source form reads as the same number in the target locale."""
    read = [item for item in find(original, target) if not item.joined]
    return [item.value for item in read] == [item.value for item in group.parts]
