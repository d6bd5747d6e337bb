"""1,000 random bytes of a published site, changed one at a time: each is found from the files alone."""

import random

from glosspress.event import Draft, EventKind
from glosspress.publish import publish, verify
from glosspress.render import Withdrawn

from .test_persons import PERSONS, _reviewed, chain_of

FLIPS = 1000


def test_a_thousand_flipped_bytes_are_all_found(here, pages):
    """In pages, cards, Markdown, records, feeds, indexes, style, sitemap, manifest, event chain and a withdrawn page's files.

    Each byte becomes another one; every file of the edition has its share.
    """
    events = chain_of([
        Draft(EventKind.COMMENTED, "samples/other@pt-BR", PERSONS[0], comment="a secret"),
        Draft(EventKind.SEGMENT_EDITED, "a" * 64, PERSONS[0], "translator", "pt-BR", body={"source": "S.", "target": "T."}),
        Draft(EventKind.PAGE_APPROVED, "samples/sleep@pt-BR", PERSONS[1], "medical reviewer", "pt-BR"),
        Draft(EventKind.PAGE_WITHDRAWN, "samples/sleep@en-XA", PERSONS[1], "editor", "en-XA", "out of date"),
    ])  # fmt: skip
    gone = Withdrawn(pages.page("en-XA"), events[3])
    publish(here, [_reviewed(pages.page("pt-BR"), events), pages.page("ar-XB")], (gone,), events)
    edition = (here.output / ".current").resolve()
    files = sorted(path for path in edition.rglob("*") if path.is_file())
    names = {path.relative_to(edition).as_posix() for path in files}
    assert {"manifest.json", "provenance/events.json", "en-XA/sleep/provenance.json", "sitemap.xml"} <= names
    assert verify(here.output) == []
    chance, missed = random.Random(20261121), []
    for number in range(FLIPS):
        path = files[number % len(files)]
        content = path.read_bytes()
        changed = bytearray(content)
        place = chance.randrange(len(content))
        changed[place] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        if not verify(here.output):
            missed.append((path.name, place))
        path.write_bytes(content)
    assert missed == []
    assert verify(here.output) == []
