"""What goes wrong with a database is said in a sentence, and nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from glosspress.errors import LedgerError
from glosspress.ledger import open_ledger

from .samples import PUBLISH, page, translation

WRITER = """
import sys
sys.path.insert(0, sys.argv[3])
from glosspress.ledger import open_ledger
from samples import PUBLISH, page, translation
ledger = open_ledger(sys.argv[1])
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    ledger.put_translations([translation(f"NMDA {number} {part}") for part in range(20)], "pt-BR", "en-pt")
    ledger.put_page(page(f"p{number}"), PUBLISH)
    print(number, flush=True)
"""


def start_writer(url: str, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, str(rounds), str(Path(__file__).parent)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_at_once(url: str) -> None:
    """Two processes that make the ledger and store the same things at once lose and double nothing."""
    writers = [start_writer(url, 20) for _ in range(2)]
    assert [writer.communicate()[0].count("\n") for writer in writers] == [21, 21]
    assert [writer.returncode for writer in writers] == [0, 0]
    with open_ledger(url) as ledger:
        assert ledger.rungs("pt-BR") == {"plain": 400}
        assert len(ledger.current_pages()) == 20
        assert all(len(ledger.decisions(f"samples/p{number}", "pt-BR")) == 1 for number in range(20))


def test_threads(url: str) -> None:
    """Several threads share one ledger."""
    with open_ledger(url) as ledger:
        jobs = [
            threading.Thread(target=lambda n=n: ledger.put_translations([translation(f"NMDA {n}")], "es", "en-es"))
            for n in range(8)
        ]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
        assert ledger.rungs("es") == {"plain": 8}


def test_killed_writer(url: str) -> None:
    """After kill -9 everything that a call returned from is there, and the ledger opens and goes on."""
    writer = start_writer(url, 10_000)
    assert writer.stdout is not None
    done = [writer.stdout.readline() for _ in range(12)]
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    last = int(done[-1])
    with open_ledger(url) as ledger:
        assert len(ledger.current_pages()) >= last + 1
        assert ledger.rungs("pt-BR")["plain"] % 20 == 0
        assert ledger.put_translations([translation("NMDA after")], "pt-BR", "en-pt") == 1


def test_newer_schema(sqlite_url: str, tmp_path: Path) -> None:
    """A ledger of a newer version is refused and not touched."""
    open_ledger(sqlite_url).close()
    with sqlite3.connect(tmp_path / "state" / "ledger.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'v9999'")
    database.close()
    with pytest.raises(LedgerError, match=r"ledger\.db: was written by a newer glosspress \(tables v9999"):
        open_ledger(sqlite_url)


def test_not_a_database(tmp_path: Path) -> None:
    """A file that is no database is named and left as it is."""
    file = tmp_path / "ledger.db"
    file.write_bytes(b"this is a text, not a database" * 100)
    with pytest.raises(LedgerError, match=r"ledger\.db: is not a database"):
        open_ledger(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"this is a text")


def test_damaged_database(sqlite_url: str, tmp_path: Path) -> None:
    """A damaged file is an error with what to do next, never a wrong answer."""
    with open_ledger(sqlite_url) as ledger:
        ledger.put_translations([translation(f"NMDA {number}") for number in range(500)], "pt-BR", "en-pt")
    file = tmp_path / "state" / "ledger.db"
    body = bytearray(file.read_bytes())
    body[4096 * 3 :] = b"\xff" * (len(body) - 4096 * 3)
    file.write_bytes(bytes(body))
    with pytest.raises(LedgerError, match=r"damaged|database error"):
        open_ledger(sqlite_url).translations([translation(f"NMDA {number}").key for number in range(500)])


def test_folder_is_a_file(tmp_path: Path) -> None:
    """A path through a file cannot be opened, and the message says where."""
    (tmp_path / "state").write_text("x")
    with pytest.raises(LedgerError, match=r"exists|not a directory|cannot be opened"):
        open_ledger(f"sqlite:///{tmp_path / 'state' / 'ledger.db'}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_unwritable(sqlite_url: str, tmp_path: Path) -> None:
    """A ledger that may not be written is said to be so."""
    open_ledger(sqlite_url).close()
    (tmp_path / "state" / "ledger.db").chmod(0o444)
    (tmp_path / "state").chmod(0o555)
    with pytest.raises(LedgerError, match="cannot be"):
        open_ledger(sqlite_url)
    (tmp_path / "state").chmod(0o755)


def test_disk_full(sqlite_url: str) -> None:
    """A full disk stores nothing of the call, keeps what was there and says so."""
    with open_ledger(sqlite_url) as ledger:
        ledger.put_translations([translation("NMDA before")], "pt-BR", "en-pt")
        file = Path(ledger.where)
        script = (
            "import resource, signal, sys\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "from glosspress.errors import LedgerError\n"
            "from glosspress.ledger import open_ledger\n"
            "from samples import translation\n"
            "ledger = open_ledger(sys.argv[1])\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
            "try:\n"
            "    ledger.put_translations([translation(f'NMDA {n}') for n in range(5000)], 'pt-BR', 'en-pt')\n"
            "except LedgerError as error:\n"
            "    print(error)\n"
        )
        limit = file.stat().st_size + 100_000
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        done = subprocess.run(
            [sys.executable, "-c", script, sqlite_url, str(limit)],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        assert "disk" in done.stdout
        assert ledger.rungs("pt-BR") == {"plain": 1}


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "not a database URL"),
        ("mysql:///x", r"not supported|driver .* is missing"),
        ("postgresql+psycopg_missing://localhost/x", "not a database URL"),
    ],
)
def test_bad_url(url: str, message: str) -> None:
    """A URL that no ledger can have is refused with the reason."""
    with pytest.raises(LedgerError, match=message):
        open_ledger(url)


def test_damaged_entry(sqlite_url: str, tmp_path: Path) -> None:
    """An entry whose bytes were changed is an error, not a wrong translation."""
    with open_ledger(sqlite_url) as ledger:
        ledger.put_translations([translation("NMDA one")], "pt-BR", "en-pt")
        ledger.put_page(page(), PUBLISH)
        with sqlite3.connect(tmp_path / "state" / "ledger.db") as database:
            database.execute("UPDATE translations SET body = x'00ff'")
        database.close()
        with pytest.raises(LedgerError, match="an entry is damaged"):
            ledger.translations([translation("NMDA one").key])
