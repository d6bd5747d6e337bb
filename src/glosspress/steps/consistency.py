"""Consistency: of each term of the term base, the renderings that stand in the pages of a locale, and where.

Inflected forms of one word are one rendering. A term that is only advised may be rendered by words no row lists; such places
are told as another wording.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glosspress import locales
from glosspress.glossary import Glossary, Term, for_pair
from glosspress.glossary.likeness import inflected
from glosspress.ledger import open_ledger
from glosspress.page import Page
from glosspress.translation import PinResult, Translation
from glosspress.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in which a term stands."""

    page: str
    """`<source>/<slug>`."""
    where: str
    """Unit path and sentence number, `3.1#2`."""
    online: bool
    source: str
    target: str
    source_span: tuple[int, int]
    target_span: tuple[int, int]
    """(-1, -1) where no listed form was found."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way in which a term is rendered."""

    form: str
    """The commonest form; empty: another wording, that no row lists."""
    variants: tuple[str, ...]
    """Its other inflected forms, by frequency."""
    places: tuple[Place, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """Pages on which it stands, in order."""
        return tuple(dict.fromkeys(place.page for place in self.places))


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term in the pages of a locale."""

    locale: str
    term: Term
    renderings: tuple[Rendering, ...]
    """The commonest first."""

    @property
    def count(self) -> int:
        """Occurrences in all."""
        return sum(len(item.places) for item in self.renderings)

    @property
    def mixed_pages(self) -> tuple[str, ...]:
        """Pages that use more than one rendering: what a reader notices."""
        seen: dict[str, int] = defaultdict(int)
        for item in self.renderings:
            for page in item.pages:
                seen[page] += 1
        return tuple(page for page, number in seen.items() if number > 1)


@dataclass(frozen=True, slots=True)
class Consistency:
    """The terms of some locales that have more than one rendering, or all that are used."""

    uses: tuple[TermUse, ...]
    """By locale; the most divided first."""
    terms: int
    """Terms that are used at all, one counted a locale."""
    pages: int


def consistency(workspace: Workspace, tags: Sequence[str] = (), *, every: bool = False) -> Consistency:
    """What the ledger's newest pages show, of some locales (default: all); `every` keeps terms with one rendering.

    GlossaryError: a term base does not load.
    """
    ledger = open_ledger(workspace.ledger_url)
    source = workspace.config.source_language
    uses: list[TermUse] = []
    terms = pages = 0
    for tag in tags or sorted({ref.locale for ref in ledger.newest()}):
        if locales.parse(tag).pseudo:
            continue
        refs = ledger.newest(tag)
        online = {(ref.id, ref.digest) for ref in ledger.online(tag)}
        glossary = for_pair(workspace, source, tag)
        if glossary is None:
            continue
        read = ledger.read_pages([ref.digest for ref in refs])
        made = ((page, (ref.id, ref.digest) in online) for ref, page in zip(refs, read, strict=True))
        found = uses_in(made, tag, glossary)
        pages += len(refs)
        terms += len(found)
        uses += [use for use in found if every or len(use.renderings) > 1]
    return Consistency(tuple(uses), terms, pages)


def uses_in(pages: Iterable[tuple[Page, bool]], tag: str, glossary: Glossary) -> list[TermUse]:
    """The terms in some pages, each with whether it is online, by their renderings."""
    found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for page, online in pages:
        for where, item in sentences(page):
            for result in item.pins:
                if result.pin.term_id in glossary.by_id:
                    form = result.target if result.found else ""
                    found[result.pin.term_id].append((form, _place(page, where, online, item, result)))
    uses = [TermUse(tag, glossary.by_id[name], _renderings(items)) for name, items in found.items()]
    return sorted(
        uses, key=lambda use: (-len(use.renderings), -len(use.mixed_pages), -use.count, use.term.source.lower())
    )


def sentences(page: Page) -> Iterator[tuple[str, Translation]]:
    """The sentences of a page with their places, `3.1#2`."""
    for path, items in page.translations:
        for number, item in enumerate(items, 1):
            yield f"{path}#{number}", item


def _place(page: Page, where: str, online: bool, item: Translation, result: PinResult) -> Place:
    span = (result.start, result.end) if result.found else (-1, -1)
    return Place(page.id, where, online, item.source.text, item.target.text, (result.pin.start, result.pin.end), span)


def _renderings(items: Sequence[tuple[str, Place]]) -> tuple[Rendering, ...]:
    """Forms that are inflections of one another together, under the commonest."""
    by_form: dict[str, list[Place]] = defaultdict(list)
    for form, place in items:
        by_form[form.lower() if form[1:].islower() else form].append(place)
    groups: list[list[str]] = []
    for form in sorted(by_form, key=lambda form: (-len(by_form[form]), form)):
        group = next((group for group in groups if form and group[0] and inflected(form, group[0])), None)
        if group is None:
            groups.append([form])
        else:
            group.append(form)
    made = [
        Rendering(group[0], tuple(group[1:]), tuple(place for form in group for place in by_form[form]))
        for group in groups
    ]
    return tuple(sorted(made, key=lambda item: (not item.form, -len(item.places))))
