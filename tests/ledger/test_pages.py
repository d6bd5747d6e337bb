"""What is online, and what waits."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event

from glosspress.ledger import Ledger, open_ledger, packing
from glosspress.page import Page

from .samples import HOLD, PUBLISH, page, translation


def test_newest_published_version_is_current(ledger: Ledger) -> None:
    """Of each article and locale the newest version to be published is current, sorted by id and locale."""
    ledger.put_page(page("b"), PUBLISH)
    ledger.put_page(page("a", text="Old."), PUBLISH)
    ledger.put_page(page("a", text="New."), PUBLISH)
    ledger.put_page(page("a", locale="en-XA"), PUBLISH)
    current = ledger.current_pages()
    assert [(item.id, item.locale) for item in current] == [
        ("samples/a", "en-XA"),
        ("samples/a", "pt-BR"),
        ("samples/b", "pt-BR"),
    ]
    assert current[1].source.text == "New."
    assert [item.id for item in ledger.current_pages("en-XA")] == ["samples/a"]


def test_held_version_keeps_the_last_good_one(ledger: Ledger) -> None:
    """A newer version that is held waits; what was online stays online."""
    ledger.put_page(page(text="Good."), PUBLISH)
    held = ledger.put_page(page(text="Bad."), HOLD)
    assert [item.source.text for item in ledger.current_pages()] == ["Good."]
    [waiting] = ledger.held()
    assert (waiting.digest, waiting.last_good, waiting.decision) == (held, True, HOLD)
    assert ledger.is_online("samples/first", "pt-BR")


def test_first_version_held(ledger: Ledger) -> None:
    """A page that was never good is not online."""
    ledger.put_page(page(), HOLD)
    assert ledger.current_pages() == []
    assert [item.last_good for item in ledger.held("pt-BR")] == [False]
    assert ledger.held("en-XA") == []
    assert not ledger.is_online("samples/first", "pt-BR")


def test_a_mended_page_waits_no_more(ledger: Ledger) -> None:
    """The newest decision counts: published after a hold is not held, and going back to an old version is possible."""
    old = ledger.put_page(page(text="Old."), PUBLISH)
    ledger.put_page(page(text="Bad."), HOLD)
    assert ledger.put_page(page(text="Old."), PUBLISH) == old
    assert ledger.held() == []
    assert len(ledger.decisions("samples/first", "pt-BR")) == 3


def test_same_content_made_again_is_the_stored_page(ledger: Ledger) -> None:
    """The run is not part of a page's identity: a second run over the same input changes nothing."""
    first = ledger.put_page(page(run="run-1"), PUBLISH)
    assert ledger.put_page(page(run="run-2"), PUBLISH) == first
    assert len(ledger.decisions("samples/first", "pt-BR")) == 1
    assert [item.making.run for item in ledger.current_pages()] == ["run-1"]


def test_source_texts_of_stored_pages(ledger: Ledger) -> None:
    """What was translated for a version, without the rest of it; an unknown digest is left out."""
    one, other = (ledger.put_page(page(name, text=f"Text of {name}."), PUBLISH) for name in ("a", "b"))
    made = ledger.page(one)
    assert made is not None
    texts = ledger.source_texts([one, other, "0" * 64])
    assert texts.keys() == {one, other}
    assert texts[one] == [item.source.text for _, items in made.translations for item in items]


def test_outline_and_source_of_a_stored_page(ledger: Ledger) -> None:
    """An outline is the page without its translations; of an unknown version there is no article."""
    sha = ledger.put_page(page("a"), PUBLISH)
    whole = ledger.page(sha)
    assert whole is not None
    assert whole.translations
    assert list(ledger.read_pages([sha], outline=True)) == [replace(whole, translations=())]
    assert ledger.source_article(sha) == whole.source
    assert ledger.source_article("0" * 64) is None


def test_several_pages_are_stored_together(ledger: Ledger) -> None:
    """In one transaction, with what storing them one by one gives; what is there already adds nothing."""
    made = [(page("a"), PUBLISH), (page("b"), HOLD), (page("a", text="Newer."), PUBLISH), (page("a"), PUBLISH)]
    digests = ledger.put_pages(made)
    assert digests[0] == digests[3] != digests[2]
    assert [sha for sha, _ in ledger.decisions("samples/a", "pt-BR")] == [digests[0], digests[2], digests[0]]
    assert ledger.put_pages(made[3:]) == digests[3:]
    assert len(ledger.decisions("samples/a", "pt-BR")) == 3
    assert [item.id for item in ledger.held()] == ["samples/b"]
    assert ledger.put_pages([]) == []


def test_storing_pages_looks_through_no_table(sqlite_url: str) -> None:
    """Each look is a search in an index: it costs the same among ten million decisions."""
    asked: list[tuple[str, Any]] = []
    with open_ledger(sqlite_url) as ledger:
        engine = ledger._database._engine

        def remembered(connection: Connection, cursor: object, statement: str, parameters: Any, *_: object) -> None:
            asked.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", remembered)
        ledger.put_pages([(page("a"), PUBLISH), (page("b"), HOLD)])
        event.remove(engine, "before_cursor_execute", remembered)
        looks = [(statement, parameters) for statement, parameters in asked if statement.startswith("SELECT")]
        with engine.connect() as connection:
            plans = [
                row[-1]
                for statement, parameters in looks
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
    assert len(looks) >= 2
    assert [step for step in plans if step.startswith("SCAN")] == []


@pytest.mark.parametrize("sentences", [0, 1, 40, 400])
@pytest.mark.parametrize("older", [False, True])
def test_a_packed_page_is_read_whole_or_in_part(sentences: int, older: bool) -> None:
    """Also with more texts than the first look takes, with line ends in them, and as older ledgers hold it."""
    items = tuple(translation(f"NMDA receptor\nnumber {number} of “many”.") for number in range(sentences))
    whole = replace(page(), translations=(("0", items),))
    body = (packing.pack if older else packing.pack_page)(whole.as_json())
    assert Page.from_json(packing.unpack_page(body)) == whole
    assert Page.from_json(packing.unpack_page(body, outline=True)) == replace(whole, translations=())
    assert packing.texts_of_page(body) == [item.source.text for item in items]


def test_a_page_that_is_cut_off_is_damaged() -> None:
    """It is told at once, wherever it ends."""
    items = tuple(translation(f"NMDA receptor {number}.") for number in range(400))
    body = packing.pack_page(replace(page(), translations=(("0", items),)).as_json())
    for size in (0, 1, 2, len(body) // 100, len(body) // 20):
        with pytest.raises(zlib.error):
            packing.texts_of_page(body[:size])
    for size in (0, 1, len(body) // 2, len(body) - 1):
        with pytest.raises(zlib.error):
            packing.unpack_page(body[:size])
