"""The working form of a source: a tree of nodes, each with its own text, its traits and a verdict.

Nodes are never deleted: a verdict says what happened to each, so that kept and removed parts together are the whole
source, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from glosspress.article import Kind, Rich


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a node, or a piece of its text, is removed or flagged."""

    rule: str
    reason: str


TITLE = Verdict("title.moved", "The title of the article; kept as its title.")


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a node's text that a rule took out; `flagged`: it stands in the text still."""

    text: str
    verdict: Verdict
    flagged: bool = False


@dataclass(slots=True, eq=False)
class Node:
    """One block of the source. `fields` are the plain fields of `Block` (level, src ...)."""

    kind: Kind
    rich: Rich = field(default_factory=Rich)
    children: list[Node] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    linked: float = 0.0
    """Share of the text's characters inside links, 0 to 1."""
    element: Any = None
    """The lxml element it comes from; None for plain text."""
    verdict: Verdict | None = None
    cuts: list[Cut] = field(default_factory=list)
    shield: str = ""
    """The protected class that forbids removal; empty: none."""

    @property
    def text(self) -> str:
        """The node's own text without formatting."""
        return self.rich.text

    def walk(self) -> Iterator[Node]:
        """The node and all below, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def remove(self, verdict: Verdict) -> None:
        """Give the verdict to this node and all below that have none yet; a shielded node is flagged instead."""
        for node in self.walk():
            if node.verdict is not None:
                continue
            if node.shield:
                node.flag(verdict)
            else:
                node.verdict = verdict

    def flag(self, verdict: Verdict) -> None:
        """Keep the node, but say that a rule would have removed it (once a rule)."""
        if all(cut.verdict.rule != verdict.rule for cut in self.cuts):
            self.cuts.append(Cut(self.text, verdict, flagged=True))


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes of a forest in document order."""
    for node in nodes:
        yield from node.walk()


def kept_parts(nodes: Iterable[Node]) -> list[Node]:
    """The nodes that hold text or an image and have no verdict yet, in document order."""
    return [node for node in walk(nodes) if node.verdict is None and (node.text or node.kind is Kind.FIGURE)]
