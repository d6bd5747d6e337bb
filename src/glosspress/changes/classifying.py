"""The class of a change, from the blocks that differ and the facts in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glosspress.article import Article
from glosspress.changes.change import Change, ChangeKind, Fact, Part
from glosspress.changes.facts import Found, facts, plain
from glosspress.changes.leaves import Leaf, leaves, pairs, raised

if TYPE_CHECKING:
    from glosspress.glossary import Glossary

_ORDER = [ChangeKind.UNCHANGED, ChangeKind.BOILERPLATE, ChangeKind.TYPOGRAPHIC, ChangeKind.CONTENT, ChangeKind.SAFETY]


def classify(old: Article, new: Article, language: str = "en", glossary: Glossary | None = None) -> Change:
    """What became of an article. `language` is the source's tag; terms of `glossary` are facts as numbers are.

    Equal articles are UNCHANGED; equal but for what cleaning removed and for metadata, BOILERPLATE.
    """
    parts = tuple(_part(before, after, language, glossary) for before, after in pairs(leaves(old), leaves(new)))
    if parts:
        return Change(max((part.kind for part in parts), key=_ORDER.index), parts)
    same = (old.removed, old.metadata) == (new.removed, new.metadata)
    return Change(ChangeKind.UNCHANGED if same else ChangeKind.BOILERPLATE)


def _part(before: Leaf | None, after: Leaf | None, language: str, glossary: Glossary | None) -> Part:
    changed = _changed(_facts(before, language, glossary), _facts(after, language, glossary))
    kind = ChangeKind.SAFETY if changed else ChangeKind.TYPOGRAPHIC if _alike(before, after) else ChangeKind.CONTENT
    return Part(
        kind=kind,
        path_before=before.path if before else "",
        path_after=after.path if after else "",
        before=before.text.text if before else "",
        after=after.text.text if after else "",
        facts=changed,
    )


def _facts(leaf: Leaf | None, language: str, glossary: Glossary | None) -> list[Found]:
    return facts(leaf, language, glossary) if leaf else []


def _alike(before: Leaf | None, after: Leaf | None) -> bool:
    """Whether two blocks say the same with the same links and images."""
    if before is None or after is None:
        return False
    links = [[mark.get("href") for mark in leaf.text.marks if mark.tag == "a"] for leaf in (before, after)]
    return (
        plain(before.text.text) == plain(after.text.text)
        and links[0] == links[1]
        and raised(before.text) == raised(after.text)
        and before.warnings == after.warnings
        and before.form[0] == after.form[0]
    )


def _changed(before: Sequence[Found], after: Sequence[Found]) -> tuple[Fact, ...]:
    """Facts of either side without a counterpart, by kind; or, where all have one, that their order differs."""
    lost, gained = Counter(before) - Counter(after), Counter(after) - Counter(before)
    kinds = dict.fromkeys(kind for kind, _ in [*lost, *gained])
    if kinds:
        return tuple(
            Fact(
                name,
                tuple(text for kind, text in lost.elements() if kind == name),
                tuple(text for kind, text in gained.elements() if kind == name),
            )
            for name in kinds
        )
    if list(before) != list(after):
        return (Fact("order", tuple(text for _, text in before), tuple(text for _, text in after)),)
    return ()
