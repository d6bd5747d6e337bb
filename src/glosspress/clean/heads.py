"""The head of an article: title echoes, bylines, dates. What they say is kept as data."""

from __future__ import annotations

from glosspress.article import Kind, Rich
from glosspress.clean.dates import date_line
from glosspress.clean.draft import Draft
from glosspress.clean.nodes import TITLE, Node, Verdict, walk
from glosspress.clean.vote import words_of

_ECHO = Verdict("title.echo", "The title once more.")
_DATE = Verdict("date.line", "The date of the article; kept as data.")
_DERIVED = Verdict("title.derived", "The source has no title; its first line, or its first words, serve as one.")
_LONGEST_TITLE = 100
_GLUED = Verdict("date.glued", "A date with a comment counter glued to it; the date is kept as data.")
_PROSE = 120


def head_of(parts: list[Node]) -> int:
    """How many parts stand before the first paragraph of prose."""
    for number, part in enumerate(parts):
        if len(part.text) >= _PROSE and part.linked < 0.5:
            return number
    return min(len(parts), 8)


def title_heading(nodes: list[Node], title: str) -> None:
    """The heading of level 1 that is the page's title becomes the title; it is no part of the text."""
    wanted = words_of(title)
    for node in walk(nodes):
        top = node.kind is Kind.HEADING and node.fields.get("level") == 1 and node.verdict is None
        if top and words_of(node.text) == wanted:
            node.verdict = TITLE
            return


def title_echo(draft: Draft) -> None:
    """The title repeated in the head. Of two spellings that differ in punctuation, the one with more of it is the
    title.
    """
    wanted = words_of(draft.title)
    if not wanted:
        return
    parts = draft.parts
    reach = min(head_of(parts) + 1, 12)
    for number, part in enumerate(parts):
        heads = part.kind is Kind.HEADING and part.fields.get("level") == 1
        if part.kind in (Kind.FIGURE, Kind.CELL) or (number >= reach and not heads) or words_of(part.text) != wanted:
            continue
        if _is_sentence(part.text, draft.title):
            continue
        if len(part.text) > len(draft.title):
            part.rich, draft.title = Rich(draft.title), part.text
        first = heads and not any(node.verdict is TITLE for node in walk(draft.nodes))
        part.verdict = TITLE if first else _ECHO


def _is_sentence(text: str, title: str) -> bool:
    """Whether a text ends with a full stop that the title has not: the first sentence rather than the title again."""
    return text.endswith((".", ".”", '."')) and not title.endswith(".")


def derived_title(draft: Draft) -> None:
    """Give an untitled article a title, flagged for a person: its first line when that is short, else its first heading
    behind the opening paragraph, else its first words.
    """
    parts = [part for part in draft.parts if part.text]
    if draft.title or not parts:
        return
    first = parts[0]
    brief = len(first.text) <= _LONGEST_TITLE and first.kind in (Kind.HEADING, Kind.PARAGRAPH)
    if brief and not _is_sentence(first.text, ""):
        draft.title, first.verdict = first.text, TITLE
        first.flag(_DERIVED)
        return
    later = parts[head_of(parts) + 1 :]  # one nearer to the start would be an echo of the title
    heading = next((part for part in later if part.fields.get("level", 1) > 1), None)
    draft.title = heading.text if heading is not None else " ".join(first.text.split()[:12]).rstrip(" .,;:!?…")
    (heading or first).flag(_DERIVED)


def bylines(draft: Draft) -> None:
    """Author and date lines in the head, and glued dates anywhere."""
    parts = draft.parts
    head = head_of(parts)
    group = draft.book.group("byline", draft.language)
    for number, part in enumerate(parts):
        if part.kind in (Kind.CELL, Kind.CODE, Kind.FIGURE) or len(part.text) > _PROSE:
            continue
        date = date_line(part.text)
        if date and (number < head or (date[1] and len(date[0]))):
            draft.found.setdefault("published", date[0])
            part.verdict = _GLUED if date[1] else _DATE
            continue
        found = group.first(part.text.strip()) if number < head else None
        if found:
            names = [value for key, value in found[1].groupdict().items() if key.startswith("author") and value]
            if names:
                draft.found.setdefault("author", names[0].strip(" ,.|-"))
            part.verdict = Verdict(found[0].id, found[0].reason)


def removed_facts(draft: Draft) -> None:
    """Author and date in removed parts of the head, where the page does not say them elsewhere."""
    group = draft.book.group("byline", draft.language)
    for node in walk(draft.nodes):
        if node.verdict is None and len(node.text) >= _PROSE:
            return
        if node.verdict is None or not node.text or len(node.text) > _PROSE:
            continue
        date = date_line(node.text)
        if date:
            draft.found.setdefault("published", date[0])
            continue
        found = group.first(node.text.strip())
        names = [value for key, value in found[1].groupdict().items() if key.startswith("author")] if found else []
        if any(names):
            draft.found.setdefault("author", next(name for name in names if name).strip(" ,.|-"))
