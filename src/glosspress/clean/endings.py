"""The end of an article: author boxes, tail sections (related articles, comments), closing calls to action."""

from __future__ import annotations

import re

from glosspress.article import Kind
from glosspress.clean.draft import SENTENCE_END, Draft, act, cut_out, verdict_of
from glosspress.clean.nodes import Node, Verdict
from glosspress.clean.protection import CALLOUT
from glosspress.clean.vote import words_of

_GLUED_LINK = re.compile(r"(?P<name>[^\W\d_a-zà-ÿ][\w.’'-]+(?: [^\W\d_][\w.’'-]*){0,4}?) ?https?://\S+")
_NAME = Verdict("author.name", "The author's name beside the author box; kept as data.")
_LINK = Verdict("author.link", "The author's name with a web address glued to it; the name is kept as data.")
_BIO = Verdict("author.bio", "A description of the author, not of the subject.")
_ELLIPSIS = ("...", "…", "[…]", "[...]")
_PROSE = 140
_ENDED = re.compile(r"[.!?:;][\"”’')\]]*\W*\Z")


def author_box(draft: Draft) -> None:
    """A name, the name with a glued address, then the biography: the leftovers of an author box."""
    parts = draft.parts
    for number, part in enumerate(parts):
        found = _GLUED_LINK.fullmatch(part.text.strip()) if len(part.text) < 140 else None
        if not found or part.shield or number < len(parts) // 3 or part.kind is Kind.CODE:
            continue
        name = found["name"].strip()
        draft.found.setdefault("author", name)
        part.verdict = _LINK
        for other in (parts[number - 1 : number] + parts[number + 1 : number + 3]) if number else []:
            if words_of(other.text) == words_of(name):
                other.verdict = _NAME
        following = [other for other in parts[number + 1 : number + 4] if other.verdict is None]
        for other in following[:1]:
            if other.text.startswith(name) or other.text.split(" ")[0].strip(",") in name.split():
                other.remove(_BIO)


def tails(draft: Draft) -> None:
    """A header such as "Related articles" and what hangs on it: teasers, names, form fields; never prose."""
    group = draft.book.group("tail", draft.language)
    parts = draft.parts
    number = 0
    while number < len(parts):
        part = parts[number]
        found = group.first(part.text.strip()) if len(part.text) < 90 and _may_head(part) else None
        if found is None:
            number += 1
            continue
        rule = found[0]
        verdict = Verdict(rule.id, rule.reason)
        end = _end_of_tail(parts, number + 1, people=".bio" in rule.id)
        if (
            end == number + 1
            and end < len(parts)
            and part.kind is not Kind.HEADING
            and not rule.id.endswith("comments")
        ):
            number += 1
            continue
        for gone in parts[number:end]:
            if gone.kind is Kind.FIGURE:
                gone.verdict = verdict
            elif gone.shield:
                gone.flag(verdict)
            else:
                gone.verdict = verdict
        number = end


def _may_head(part: Node) -> bool:
    return part.kind in (Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.CALLOUT, Kind.TERM)


def _end_of_tail(parts: list[Node], start: int, *, people: bool) -> int:
    end = start
    allowance = 2 if people else 0
    while end < len(parts):
        part = parts[end]
        following = parts[end + 1] if end + 1 < len(parts) else None
        if _is_teaser(part, following):
            end += 1
        elif allowance and not part.shield and part.kind is Kind.PARAGRAPH:
            allowance -= 1
            end += 1
        else:
            break
    return end


def _is_teaser(part: Node, following: Node | None) -> bool:
    """A link, a cut-off text, or a short title-like line that no prose follows."""
    text = part.text.strip()
    if part.kind is Kind.FIGURE:
        return following is not None and (following.linked > 0.5 or _cut_off(following.text))
    if part.shield or part.kind in (Kind.CELL, Kind.CODE, Kind.CAPTION, Kind.REFERENCE, Kind.FOOTNOTE):
        return False
    if part.linked > 0.5 or _cut_off(text):
        return True
    prose_next = (
        following is not None
        and len(following.text) >= _PROSE
        and not _cut_off(following.text)
        and following.linked < 0.5
    )
    if part.kind is Kind.HEADING:
        repeated = following is not None and words_of(following.text) == words_of(text)
        return following is not None and (repeated or _cut_off(following.text) or following.linked > 0.8)
    return len(text) < _PROSE and not prose_next and not _ENDED.search(text)


def _cut_off(text: str) -> bool:
    return text.rstrip().endswith(_ELLIPSIS)


def biographies(draft: Draft) -> None:
    """Paragraphs that describe the author, at the start or in the last part of an article."""
    group = draft.book.group("bio", draft.language)
    parts = draft.parts
    for number, part in enumerate(parts):
        at_edge = number < 3 or number >= len(parts) * 0.6
        if not at_edge or part.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.CALLOUT) or not 20 < len(part.text) < 1500:
            continue
        found = group.first(part.text.strip())
        if found and part.shield in ("", CALLOUT):
            part.verdict = verdict_of(found[0])
        elif found:
            part.flag(verdict_of(found[0]))


def closing(draft: Draft) -> None:
    """Calls to action: short paragraphs in the last third, and last sentences of the last two paragraphs."""
    group = draft.book.group("closing", draft.language)
    parts = [part for part in draft.parts if part.kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.CALLOUT, Kind.ITEM)]
    for number, part in enumerate(parts):
        if len(part.text) > 400 or number < len(parts) * (0.3 if len(part.text) < 200 else 0.6):
            continue
        found = group.first(part.text.strip())
        if found:
            act(draft, part, found[0])
    remaining = [part for part in parts if part.verdict is None and part.kind is Kind.PARAGRAPH]
    for part in remaining[-2:]:
        if part.shield:  # "Call us within 24 hours" ends a warning, not a promotion
            continue
        _last_sentences(draft, part)


def _last_sentences(draft: Draft, part: Node) -> None:
    group, shielded = draft.book.group("closing", draft.language), draft.book.group("protect", draft.language)
    while True:
        breaks = list(SENTENCE_END.finditer(part.text))
        if not breaks:
            return
        start = breaks[-1].end()
        sentence = part.text[start:]
        found = group.first(sentence.strip())
        if found is None:
            return
        rule = found[0]
        if shielded.first(sentence) or draft.book.promotion == "flag":
            part.flag(verdict_of(rule))
            return
        if draft.book.promotion == "keep" and rule.label == "promotion":
            return
        cut_out(part, start, len(part.text), verdict_of(rule))
