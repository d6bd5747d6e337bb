"""What models said stays as long as a translation that it was used for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from glosspress.digest import sha256
from glosspress.ledger import Decoding, Ledger
from glosspress.ledger.schema import decodings

from .samples import PUBLISH, page, translation

LATER = "2999-01-01T00:00:00Z"
LONG_AGO = "2000-01-01T00:00:00Z"
ANSWER = [[["\u2581Sono", "."], -0.123456789012345678, [-1, 1], True]]


def test_answers_come_back_as_they_were(ledger: Ledger) -> None:
    """Scores to the last bit, and of two answers to one question the first."""
    key = sha256("question")
    ledger.put_decodings({key: Decoding("a", ANSWER)}, {})
    ledger.put_decodings({key: Decoding("b", [])}, {})
    assert ledger.decodings([key, sha256("another"), key]) == {key: Decoding("a", ANSWER)}


def test_an_answer_follows_its_last_use(ledger: Ledger) -> None:
    """It goes with the translation that it was used for last, not with the one that it was made for."""
    old, new = translation("NMDA."), translation("BDNF.")
    key = sha256("question")
    ledger.put_decodings({key: Decoding(old.key, ANSWER)}, {})
    ledger.put_translations([old, new], "pt-BR", "en-pt")
    ledger.put_page(page(text="BDNF."), PUBLISH)
    ledger.put_decodings({}, {key: new.key})
    assert ledger.decodings([key])[key].cause == new.key
    assert ledger.remove_translations(LATER) == 1
    assert list(ledger.decodings([key])) == [key]


def test_an_answer_that_served_nothing_kept_goes(ledger: Ledger) -> None:
    """Not before its time, and not when housekeeping only counts."""
    key = sha256("question")
    ledger.put_decodings({key: Decoding("gone", ANSWER)}, {})
    ledger.remove_translations(LONG_AGO)
    ledger.remove_translations(LATER, really=False)
    assert list(ledger.decodings([key])) == [key]
    ledger.remove_translations(LATER)
    assert ledger.decodings([key]) == {}


def test_a_damaged_answer_is_not_known(ledger: Ledger) -> None:
    """It costs its decoding, nothing else."""
    keys = [sha256("one"), sha256("other")]
    ledger.put_decodings({key: Decoding("a", ANSWER) for key in keys}, {})
    with ledger._database.writing() as connection:
        connection.execute(decodings.update().where(decodings.c.key == keys[0]).values(body=b"no zlib"))
    assert list(ledger.decodings(keys)) == keys[1:]


def test_many_at_once_store_the_same(ledger: Ledger) -> None:
    """Several writers of the same answers in other orders wait for each other, and none fails."""
    keys = [sha256(str(number)) for number in range(300)]

    def put(turn: int) -> None:
        mine = keys[turn:] + keys[:turn]
        ledger.put_decodings({key: Decoding(str(turn), ANSWER) for key in mine}, {})
        ledger.put_decodings({}, dict.fromkeys(reversed(mine), str(turn)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(8)))
    found = ledger.decodings(keys)
    assert len(found) == len(keys)
    assert {item.cause for item in found.values()} <= {str(turn) for turn in range(8)}
