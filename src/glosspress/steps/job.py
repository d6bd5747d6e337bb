"""What passes between the steps of a run: small frozen records, never text. They survive pickling and fit a task parameter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """What one run was asked for, with every name checked."""

    run: str
    """Id of the run: UTC time and a random part; sorts by time."""
    started: str
    """UTC, RFC 3339."""
    workspace: str
    """Folder of the workspace."""
    sources: tuple[str, ...]
    locales: tuple[str, ...]
    only_released: bool = False
    """True: the release in force is used, whatever the working files of the term base say."""
    notices: tuple[Problem, ...] = ()
    """What operators should know of the request: unreleased changes of a term base."""


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """A cleaned article in the ledger."""

    id: str
    """`<source>/<slug>`."""
    slug: str
    source: str
    url: str
    snapshot: str
    """sha256 of the raw bytes."""
    words: int
    page: str = ""
    """Digest of a stored version of a page: its article is taken as it is there; empty: cleaned from the bytes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An article or source that could not be used; the rest of the run goes on."""

    where: str
    what: str
    next_step: str = ""
    fatal: bool = True
    """False: a warning, the article is used."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source gave."""

    source: str
    articles: tuple[ArticleRef, ...]
    problems: tuple[Problem, ...]
    locales: tuple[str, ...] = ()
    """Those the source is published in; empty: all."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles that are translated into one locale in one model call."""

    locale: str
    number: int
    of: int
    articles: tuple[ArticleRef, ...]

    @property
    def words(self) -> int:
        """Source words."""
        return sum(article.words for article in self.articles)

    @property
    def name(self) -> str:
        """For a person: `pt-BR 2/5 (14 articles, 5,120 words)`."""
        return f"{self.locale} {self.number}/{self.of} ({len(self.articles)} articles, {self.words:,} words)"


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page that is not published, and why."""

    id: str
    locale: str
    reasons: tuple[str, ...]
    last_good: bool
    """True: an earlier version of the page stays online."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch."""

    locale: str
    passed: int
    """Pages that may be published."""
    held: tuple[HeldPage, ...]
    hits: int
    """Segments whose translation was in the ledger."""
    misses: int
    """Segments that were translated now."""
    words: int
    """Source words that were translated now."""
    seconds: float
    """Wall time of the batch."""
    rungs: tuple[tuple[str, int], ...]
    """How many of the segments each rung of the ladder gave."""
    findings: tuple[tuple[str, int], ...] = ()
    """How many findings each check had, blocking or not."""
    source_chars: int = 0
    """Length of the segments that were translated now."""
    target_chars: int = 0
    """Length of their translations."""


@dataclass(frozen=True, slots=True)
class Published:
    """The edition that is online after a run."""

    edition: str
    pages: int
    """Pages online, of this and earlier runs."""
    changed: bool
    """False: nothing differed from the edition before."""
    index: str
    """Path of the site's first page, relative to the workspace."""
    notes: tuple[str, ...] = ()
    """What an operator should know: a rollback that stands, a picture that could not be copied."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a target was given."""

    target: str
    edition: str
    written: int
    """Files or posts that were sent."""
    removed: int
    unchanged: int
    where: str
    """Where it can be seen."""
    note: str = ""
    """What an operator should know of how it was done."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Pages that were withdrawn or restored, and the edition that shows it."""

    pages: tuple[tuple[str, str], ...]
    """(page id, locale)."""
    published: Published


@dataclass(frozen=True, slots=True)
class Report:
    """The whole run, for people and for `--json`."""

    job: Job
    gathered: tuple[Gathered, ...]
    batches: tuple[BatchResult, ...]
    published: Published | None
    seconds: float

    @property
    def held(self) -> tuple[HeldPage, ...]:
        """Held pages of all locales."""
        return tuple(page for batch in self.batches for page in batch.held)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Notices of the request, then the problems of all sources."""
        return (*self.job.notices, *(problem for source in self.gathered for problem in source.problems))

    @property
    def complete(self) -> bool:
        """True when every article is online in every locale."""
        return not self.held and not any(problem.fatal for problem in self.problems)


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a run would work on."""

    sources: tuple[str, ...]
    locales: tuple[str, ...]
    articles: int
    words: int
    """Source words of all articles, in one locale."""
    problems: tuple[Problem, ...]
