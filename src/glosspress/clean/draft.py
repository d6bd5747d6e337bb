"""An article while the text rules work on it, and the ways a rule may change it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from glosspress.article import Rich
from glosspress.clean.inline import inside
from glosspress.clean.nodes import Cut, Node, Verdict, kept_parts
from glosspress.clean.protection import CALLOUT
from glosspress.clean.rulebook import Rule, RuleBook

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[¿¡]*[^\W\d_a-zà-ÿ])")
"""White space between two sentences."""


@dataclass(slots=True)
class Draft:
    """An article while the text rules work on it."""

    nodes: list[Node]
    book: RuleBook
    language: str
    title: str = ""
    found: dict[str, str] = field(default_factory=dict)
    """Metadata that stood in the text: author, published."""

    _holding: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reset(self.nodes)

    def reset(self, nodes: list[Node]) -> None:
        """Work on these nodes from now on."""
        self.nodes, self._holding = nodes, kept_parts(nodes)

    @property
    def parts(self) -> list[Node]:
        """Kept parts in order."""
        return [node for node in self._holding if node.verdict is None]


def act(draft: Draft, part: Node, rule: Rule) -> None:
    """Remove, flag or keep a part, as the rule and the promotion policy say."""
    action = draft.book.promotion if rule.label == "promotion" and rule.action == "remove" else rule.action
    if action == "remove":
        _remove_own(part, verdict_of(rule))
    elif action == "flag":
        part.flag(verdict_of(rule))


def _remove_own(part: Node, verdict: Verdict) -> None:
    """Remove a part, but not the blocks below it, which are judged by themselves."""
    if part.shield and part.shield != CALLOUT:
        part.flag(verdict)
    else:
        part.verdict = verdict


def verdict_of(rule: Rule) -> Verdict:
    """The verdict that a rule gives."""
    return Verdict(rule.id, rule.reason)


def cut_out(part: Node, start: int, end: int, verdict: Verdict) -> None:
    """Take a piece out of a part's text and record it."""
    part.cuts.append(Cut(part.text[start:end].strip(), verdict))
    rest = part.rich.slice(0, start) + part.rich.slice(end, len(part.text))
    marks = tuple(inside(mark, rest.text) for mark in rest.marks)
    part.rich = Rich(rest.text, tuple(m for m in marks if m.start < m.end or m.tag == "br")).stripped()
