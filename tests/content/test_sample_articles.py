"""The sample articles: what they hold, what cleaning leaves of them, and that they are our own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from glosspress import sources
from glosspress.article import Article, Kind
from glosspress.clean import clean_markdown, clean_page

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
MAGAZINE = ("glutamate-and-rapid-antidepressants.html", "sleep-and-synaptic-plasticity.html")
EXTRACTED = ("ssri-or-snri.txt", "tms-explained.txt")
LEAFLET = "lithium-leaflet.html"
BLOG = "mental-health-abbreviations.html"
GUIDE = "reading-an-eeg.md"
ALL = (*MAGAZINE, *EXTRACTED, LEAFLET, BLOG, GUIDE)

BOILERPLATE = {
    MAGAZINE[0]: (
        "td-post-content td-ss-main-sidebar td-post-author-name td-post-date td-post-sharing author-box td-newsletter "
        "td_block_related_posts comment-respond td-footer-wrapper cookie sf-menu og:title canonical ld+json "
        "LEAVE&A&REPLY Please&enter&your&comment! Share&post:"
    ),
    MAGAZINE[1]: (
        "tdb_single_content td-post-content td-ss-main-sidebar tdb_single_author tdb_single_date tdb_single_post_share "
        "tdb_single_author_box tdb_single_related tdb_single_comments td-newsletter td-footer-template cookie tdb-menu "
        "og:title canonical ld+json LEAVE&A&REPLY Please&enter&your&comment! Share&post:"
    ),
    EXTRACTED[0]: (
        "Date: Share&post: in&Ohio Call&our&clinic&today LEAVE&A&REPLY Please&enter&your&comment! spot_img "
        "Related&articles Deskhttps://magazine.example even..."
    ),
    EXTRACTED[1]: "March&3,&20240 Video&Source in&Oregon Learn&more&about fewer&than&1&in&1,000&patients.",
    LEAFLET: "<thead> <th&scope callout <sup> <dl> <figcaption> alt= doi: fn1 mg mmol/L mcg ≥ 2,000",
    BLOG: "sharedaddy comment-list post-navigation jetpack_subscription wordpress <code>",
    GUIDE: "title: author: date: ## [10-20 > ` **",
}
"""What each sample is there to show; `&` stands for a space."""

GONE = re.compile(
    r"Share (post|this)|LEAVE A REPLY|Leave a Reply|Please enter|spot_img|RELATED|Related (articles|posts)|Video Source|"
    r"20240|cookies|[Nn]ewsletter|Advertisement|All rights reserved|Editorial|magazine\.example|even\.\.\.|friendly team|"
    r"(Call|partner|our) clinic|Ohio|Oregon|Subscribe|WordPress|Mattress|Calm Lamp|Departments|helpful|thanks!|night shift"
)
"""Boilerplate that no cleaned text may hold."""

KEPT = {
    MAGAZINE[0]: (
        "0.5 mg/kg of ketamine as an intravenous infusion over 40 minutes",
        "do not wait for an appointment.",
    ),
    MAGAZINE[1]: ("Do not stop a benzodiazepine suddenly", "about 18% smaller", "slowly under medical supervision."),
    EXTRACTED[0]: ("Do not combine an SSRI or an SNRI with an MAOI.", "37.5 mg or 75 mg", "doctor on the same day."),
    EXTRACTED[1]: ("TMS must not be used in people with metal", "about 3,000 pulses", "effects of another medicine."),
    LEAFLET: (
        "Stop lithium and go to the emergency department",
        "0.8–1.0 mmol/L",
        "+1 555 0100",
        "a level taken earlier",
    ),
    BLOG: ("A dose of 0.5 mg is half of 1 mg.", "1,000 times smaller than mg."),
    GUIDE: ("do not stop a medicine for seizures on your own", "20 to 60 µV", "you must not drive a car on that day."),
}
"""Content that a careless cleaning could take for boilerplate, and the end of each article."""


def cleaned(samples: Path, name: str) -> Article:
    """A sample after cleaning."""
    data = (samples / name).read_bytes()
    return clean_markdown(data.decode()) if name.endswith(".md") else clean_page(data)


def test_source_definition(samples: Path) -> None:
    """The source is our own, lists the folder, and says how many articles a healthy run finds."""
    source = sources.load(samples.parent / "samples.yaml")
    assert (source.id, source.kind, source.license.status) == ("samples", "folder", "owned")
    assert source.assertions.min_articles == len(ALL)
    assert {path.name for path in samples.iterdir() if path.suffix in (".html", ".txt", ".md")} == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_boilerplate_is_there(samples: Path, name: str) -> None:
    """Each sample carries the kinds of boilerplate and markup it was written for."""
    text = (samples / name).read_text(encoding="utf-8").casefold()
    kinds = [kind.replace("&", " ").casefold() for kind in BOILERPLATE[name].split()]
    assert [kind for kind in kinds if kind not in text] == []


@pytest.mark.parametrize("name", ALL)
def test_cleaning(samples: Path, name: str) -> None:
    """Cleaning leaves a title and an article of readable length, and none of the boilerplate;
    doses, warnings and the last sentence of the article stay.
    """
    article = cleaned(samples, name)
    assert 300 <= len(article.text.split()) <= 900
    assert GONE.search(article.text) is None
    assert [sentence for sentence in KEPT[name] if sentence not in article.text] == []
    assert article.title
    assert article.title.isascii()


@pytest.mark.parametrize("name", MAGAZINE)
def test_metadata(samples: Path, name: str) -> None:
    """The magazine pages tell author, date, site and address, and cleaning keeps them as data."""
    data = json.loads(SCRIPT.findall((samples / name).read_text(encoding="utf-8"))[0])
    metadata = cleaned(samples, name).metadata
    assert data["headline"] == cleaned(samples, name).title
    assert metadata.author == data["author"]["name"]
    assert data["datePublished"].startswith(metadata.published)
    assert metadata.canonical_url == f"https://magazine.example/{name.removesuffix('.html')}/"


def test_repetitions(samples: Path) -> None:
    """A sentence repeated by a slip goes, a warning repeated on purpose stays."""
    assert cleaned(samples, "tms-explained.txt").text.count("fewer than 1 in 1,000") == 1
    assert cleaned(samples, BLOG).text.count("Never stop a medicine on your own.") == 2


def test_leaflet_structure(samples: Path) -> None:
    """The leaflet keeps its table, call-out, figure, numbered steps and references."""
    article = cleaned(samples, LEAFLET)
    kinds = {block.kind for block in article.blocks}
    assert {Kind.TABLE, Kind.CALLOUT, Kind.FIGURE, Kind.LIST, Kind.HEADING} <= kinds
    assert "10.1136/bmj.f3646" in article.text
    picture = samples / "lithium-level.svg"
    assert picture.name in (samples / LEAFLET).read_text(encoding="utf-8")
    assert "<script" not in picture.read_text(encoding="utf-8")


def test_all_addresses_are_examples(samples: Path) -> None:
    """Links go to reserved example hosts or to the public bodies that a text names; no telephone number is real."""
    public = {"pubmed.ncbi.nlm.nih.gov", "www.who.int", "www.ifcn.info", "schema.org", "ogp.me", "www.w3.org"}
    for path in samples.iterdir():
        hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8")))
        assert {host for host in hosts - public if not host.endswith(".example")} == set()
        assert {n for n in re.findall(r"tel:([+\d]+)", path.read_text(encoding="utf-8")) if "5550100" not in n} == set()


THEME = re.compile(r"LEAVE A REPLY|Please enter your (?:comment|name here)|spot_img|Related articles|Share post:|Date:")
"""Lines that a theme prints under every article, whoever wrote it."""
WORDS = 8
"""Length of the runs of words that no two authors write by chance."""


def shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of eight words of a text."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + WORDS]) for start in range(len(words) - WORDS + 1)}


def test_written_for_the_project(samples: Path, shared: Path) -> None:
    """No run of eight words is taken from the articles that served as a pattern."""
    patterns = sorted((shared / "seeds").glob("*.txt"))
    if not patterns:
        pytest.skip(f"no articles in {shared}")
    foreign = set[tuple[str, ...]]().union(*(shingles(path.read_text("utf-8", "replace")) for path in patterns))
    assert foreign
    for name in ALL:
        text = THEME.sub(" | ", (samples / name).read_text(encoding="utf-8"))
        assert sorted(run for part in text.split("|") for run in shingles(part) & foreign) == []
