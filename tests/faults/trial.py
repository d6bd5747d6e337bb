"""A workspace on which faults are tried, and the books that are kept of it: what was asked of the model, what is stored."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from glosspress.cli.serving.settings import QUIET
from glosspress.publish import verify

GLOSSPRESS = [sys.executable, "-c", "from glosspress.cli import main; main()"]
LOCALES = {"pseudo-en-XA@1": "en-XA", "pseudo-ar-XB@1": "ar-XB"}
"""By the label of the engine."""
_WORDS = ["patients", "tablets", "doses", "visits", "weeks", "groups", "trials", "nights", "meals", "reports"]


@dataclass
class Books:
    """Counts over all faults; everything from `repeated` on but `redone_words` must stay 0."""

    faults: int = 0
    runs: int = 0
    asked: int = 0
    """Sentences asked of the model; 0 would mean that nothing was counted."""
    repeated: int = 0
    """Sentences asked of the model although they were in the ledger when the run began."""
    redone_words: int = 0
    """Words whose translation a fault destroyed before it was stored: they are done again."""
    lost: int = 0
    """Pages (article and locale) that are not online after a run went through."""
    doubled: int = 0
    """Decisions beyond one for a page, stored twice for the same version."""
    broken: int = 0
    """Problems that `glosspress verify` found, and pages that could not be read while a run went on."""
    refused: list[str] = field(default_factory=list)
    """Runs without a fault that did not go through."""

    def add(self, other: Books) -> None:
        """Sum up."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def clean(self) -> bool:
        """True when everything was counted and nothing that must be 0 is not."""
        return bool(self.asked) and not (self.repeated or self.lost or self.doubled or self.broken or self.refused)


class Trial:
    """A workspace that grows: each fault hits a run that has new articles to do."""

    def __init__(self, root: Path, seed: int = 1) -> None:
        self.root, self.chance, self.books = root, random.Random(seed), Books()
        self.url = f"sqlite:///{root}/.glosspress/ledger.db"
        self.articles = 0
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            **QUIET,
            "HOME": str(root.parent),
            "PYTHONPATH": os.pathsep.join(
                filter(None, [str(Path(__file__).parent / "counting"), os.environ.get("PYTHONPATH")])
            ),
        }
        (root / "sources" / "made").mkdir(parents=True)
        (root / "glosspress.yaml").write_text("locales:\n  en-XA: {}\n  ar-XB: {}\n")
        (root / "sources" / "made.yaml").write_text("title: M\nlicense: {status: owned}\nkind: folder\npath: made\n")
        self._log = root.parent / "asked.log"

    def write(self, articles: int) -> None:
        """New articles: 20 sentences each, no two of which are equal."""
        for _ in range(articles):
            self.articles += 1
            lines = [self._sentence(place) for place in range(20)]
            text = "\n\n".join(" ".join(lines[start : start + 5]) for start in range(0, 20, 5))
            file = self.root / "sources" / "made" / f"a{self.articles:04}.md"
            file.write_text(f"# Report number {self.articles}\n\n{text}\n")

    def _sentence(self, place: int) -> str:
        what, other = self.chance.sample(_WORDS, 2)
        return f"In group {self.articles * 100 + place} all {what} came before the {other} of the day."

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        """`glosspress run` in a process of its own; what it asks of the model is logged."""
        self.books.runs += 1
        command = [*GLOSSPRESS, "--workspace", str(self.root), "run", *(arguments or ("--direct",))]
        environment = {**self.logging, **options.pop("env", {})}
        with (self.root.parent / "runs.log").open("ab") as out:
            return subprocess.Popen(command, stdout=out, stderr=out, env=environment, start_new_session=True, **options)

    def use(self, ledger: str) -> None:
        """Keep the ledger there, before the first run."""
        self.url = ledger
        settings = self.root / "glosspress.yaml"
        settings.write_text(f"{settings.read_text()}ledger: {ledger}\n")

    @property
    def logging(self) -> dict[str, str]:
        """The environment of a process whose questions to the model are logged."""
        return {**self.environment, "GLOSSPRESS_FAULTS_LOG": str(self._log)}

    def is_asking(self) -> bool:
        """True when the model was asked for something since the last account."""
        return self._log.exists()

    def kill(self, process: subprocess.Popen[bytes], after_s: float) -> bool:
        """SIGKILL after a time; False: it had ended before."""
        try:
            process.wait(after_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait() == -signal.SIGKILL

    def stored(self) -> set[tuple[str, str]]:
        """(locale, source text) of the translations in the ledger."""
        wanted = "select t.locale, s.source from translations t join segment_sources s on s.key = t.key"
        return {(row[0], row[1]) for row in self._rows(wanted)}

    def account(self, before: set[tuple[str, str]]) -> None:
        """After a run, killed or not: what it asked for beside what was stored before and what is stored now."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines() if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        asked = Counter((LOCALES[label], source) for label, _, source in (line.partition("\t") for line in lines))
        self.books.asked += len(asked)
        self.books.repeated += sum(1 for item in asked if item in before)
        self.books.redone_words += sum(len(item[1].split()) for item in set(asked) - self.stored())
        self.check_site()

    def go_through(self, *arguments: str) -> None:
        """A run without a fault: afterwards everything is online, once, and whole."""
        before = self.stored()
        self.went_through(self.start(*arguments).wait(600), before)

    def went_through(self, code: int, before: set[tuple[str, str]] = frozenset()) -> None:  # type: ignore[assignment]
        """The same of a run that has ended."""
        if code != 0:
            tail = (self.root.parent / "runs.log").read_text(errors="replace").splitlines()[-6:]
            self.books.refused.append(f"exit code {code}: {' / '.join(tail)}")
        self.account(before)
        rows = self._rows("select page_id, locale, digest, publish from decisions")
        self.books.doubled += sum(number - 1 for number in Counter(map(tuple, rows)).values())
        online = list((self.root / "output").glob("*/*/provenance.json"))
        self.books.lost += 2 * self.articles - len(online)
        wanted = 2 * self.articles
        self.books.doubled += len({tuple(row[:2]) for row in rows}) - wanted if len(rows) > wanted else 0

    def check_site(self) -> None:
        """`glosspress verify` on what readers see now."""
        if (self.root / "output" / "index.html").exists():
            problems = verify(self.root / "output")
            self.books.broken += len(problems)
            self.books.refused += [f"verify: {problem}" for problem in problems[:3]]

    def _rows(self, wanted: str) -> list[tuple[str, ...]]:
        if self.url.startswith("sqlite") and not Path(self.url.removeprefix("sqlite:///")).exists():
            return []
        engine = create_engine(self.url)
        try:
            with engine.connect() as connection:
                exists = "select name from sqlite_master where type='table'"
                if not self.url.startswith("sqlite"):
                    exists = "select tablename from pg_tables"
                if not {"translations", "decisions"} <= set(connection.execute(text(exists)).scalars()):
                    return []
                return [tuple(row) for row in connection.execute(text(wanted))]
        finally:
            engine.dispose()


class Nursery:
    """Runs that begin with everything loaded (nursery.py)."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def run(self, kill_after_s: float | None) -> int:
        """The exit code of a direct run; minus the signal if it was killed."""
        self.trial.books.runs += 1
        line = json.dumps([["--workspace", str(self.trial.root), "run", "--direct"], kill_after_s])
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self) -> Nursery:
        with (self.trial.root.parent / "runs.log").open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("nursery.py"))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, text=True, env=self.trial.logging,
            )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


class Reader(threading.Thread):
    """Reads the site all the time, as its readers do: a page that was there once is never away and never cut off."""

    def __init__(self, output: Path) -> None:
        super().__init__(daemon=True)
        self.output, self.broken, self.reads, self._end = output, 0, 0, threading.Event()
        self.seen: set[str] = set()

    def run(self) -> None:
        """Until the block ends."""
        while not self._end.wait(0.02):
            # Not through `.editions`: earlier editions go in time, and nobody reads them.
            self.seen |= {str(path.relative_to(self.output)) for path in self.output.glob("[!.]*/a*/index.html")}
            for name in random.Random(self.reads).sample(sorted(self.seen), min(5, len(self.seen))):
                self.reads += 1
                try:
                    self.broken += not (self.output / name).read_bytes().rstrip().endswith(b"</html>")
                except OSError:
                    self.broken += 1

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()
