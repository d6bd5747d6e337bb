"""Which allowed form of a pin to write: the one in the number of the source first."""

from __future__ import annotations

from collections.abc import Sequence

from glosspress.glossary import Glossary
from glosspress.glossary.view import fold, normalise
from glosspress.translation import Pin


def in_order(pin: Pin, glossary: Glossary | None) -> tuple[str, ...]:
    """The target forms of a pin, plurals first where the source stands in the plural.

    A plural is told from the term it belongs to: `neurons` of `neuron`. In the languages that we write plurals for (those
    of western Europe) a plural of a noun is longer than its singular or ends in `s`.
    """
    term = glossary.by_id.get(pin.term_id) if glossary and pin.term_id else None
    if term is None or len(pin.targets) < 2 or fold(normalise(pin.source)) == fold(normalise(term.source)):
        return pin.targets
    plurals = [form for form in pin.targets if form != term.target and is_plural(form, term.target)]
    return tuple(dict.fromkeys([*plurals, *pin.targets]))


def may_replace(words: Sequence[str], form: str, rather: str) -> bool:
    """Whether `form` may stand for `words` where `rather` reads badly: one in another number only if the words are in it."""
    plural = any(word.endswith("s") for word in words)
    return not (is_plural(rather, form) if plural else is_plural(form, rather))


def is_plural(form: str, singular: str) -> bool:
    """Whether `form` is a plural of `singular`."""
    pairs = zip(form.split(), singular.split(), strict=False)
    return any(one != other and one.endswith("s") for one, other in pairs) and not singular.endswith("s")
