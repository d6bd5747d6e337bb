"""What other hands' validators and site generators say of a published site.

`make validators` installs the tools of npm (Java and Hugo come from Debian) and runs these; a tool that is not there skips
its test with the reason. The Atom grammar needs no tool and always runs.
"""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from glosspress.publish import publish

SCHEMAS = Path(__file__).parent / "schemas"
MODULES = Path(os.environ.get("GLOSSPRESS_NODE_MODULES", "node_modules"))


@pytest.fixture
def site(here, pages):
    """Three locales, one page approved, texts full of signs that mean something in Markdown."""
    nasty = pages.page("pt-BR", "samples/nasty", "nasty", title="# *Título* [x](y) {{ z }} <b> & `c` | d: {% raw %}")
    publish(here, [*pages.site_pages(), nasty])
    return here.output


def _tool(name: str) -> Path:
    path = MODULES / name
    if not path.exists():
        pytest.skip(f"{name} is not there: make validators")
    return path.resolve()


def _run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280, **more)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout + done.stderr


def _grammar():
    rnc2rng = pytest.importorskip("rnc2rng")
    text = rnc2rng.dumps(rnc2rng.load(str(SCHEMAS / "atom.rnc")))
    return etree.RelaxNG(etree.fromstring(text.encode()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rnc2rng's parser
def test_feeds_follow_the_grammar_of_atom(site):
    """RFC 4287, appendix B; and the grammar does refuse a feed without an id."""
    grammar = _grammar()
    feeds = sorted(site.glob("*/feed.xml"))
    assert len(feeds) == 3
    for feed in feeds:
        grammar.assertValid(etree.parse(str(feed)))
    broken = etree.parse(str(feeds[0]))
    broken.getroot().remove(broken.getroot().find("{*}id"))
    assert not grammar.validate(broken)


def test_the_sitemap_follows_its_schema(site):
    """The schema of sitemaps.org as the npm package `sitemap` carries it, with ours for the language links."""
    parts = {
        "http://www.sitemaps.org/schemas/sitemap/0.9": _tool("sitemap/schema/sitemap.xsd"),
        "http://www.w3.org/1999/xhtml": SCHEMAS / "xhtml-link.xsd",
    }
    imports = "".join(
        f'<xs:import namespace="{name}" schemaLocation="{file.as_uri()}"/>' for name, file in parts.items()
    )
    both = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    etree.XMLSchema(etree.fromstring(both)).assertValid(etree.parse(str(site / "sitemap.xml")))


def test_pages_are_valid_html(site):
    """The Nu Html Checker has no error for any page; ITS attributes, which HTML does not know, are told apart."""
    jar = _tool("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("no java here: apt-get install default-jre-headless")
    accepted = r".*Attribute “its-[a-z-]+” not allowed on element.*"
    files = sorted(str(path.resolve()) for path in site.rglob("*.html") if ".editions" not in path.parts)
    files += sorted(str(path) for path in (site / ".current").resolve().rglob("*.html"))
    command = ["java", "-jar", str(jar), "--errors-only", "--stdout", "--filterpattern", accepted, *sorted(set(files))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    assert (done.returncode, done.stdout) == (0, "")


def _markdown(site, folder: Path) -> None:
    for file in (site / ".current").resolve().rglob("index.md"):
        locale, slug = file.parts[-3:-1]
        (folder / locale / slug).mkdir(parents=True)
        shutil.copy(file, folder / locale / slug / "index.md")


def _same_words(built: str, site, path: str) -> None:
    """Every unit of our page stands, word for word, in the page that another program made of our Markdown."""
    text = " ".join(html.document_fromstring(built).text_content().split())
    ours = html.parse(str(site / path / "index.html")).getroot()
    for element in ours.xpath("//div[@class='body']//*[@data-unit and not(self::img)]"):
        assert " ".join(element.text_content().split()) in text, element.get("data-unit")
    assert "<strong>" not in text
    assert "&lt;" not in built.replace("&lt;model", "").replace("&lt;b", "")


def test_hugo_builds_the_markdown(site, tmp_path):
    """Hugo reads every front matter, joins the languages and shows every unit word for word."""
    if shutil.which("hugo") is None:
        pytest.skip("no hugo here: apt-get install hugo")
    root = tmp_path / "hugo"
    _markdown(site, root / "content")
    (root / "layouts" / "_default").mkdir(parents=True)
    (root / "layouts" / "_default" / "single.html").write_text(
        "<!doctype html><html><title>{{ .Title }}</title><body><h1>{{ .Title }}</h1>"
        "<p id=state>{{ .Params.translation_state }}</p>{{ .Content }}</body></html>"
    )
    (root / "config.toml").write_text(
        'baseURL = "https://x.example/"\ndisableKinds = ["home","section","taxonomy","term","RSS","sitemap"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n[markup.goldmark.extensions]\ntypographer = false\n"
    )
    _run(["hugo", "--source", str(root), "--destination", str(root / "public")])
    for path in ("pt-BR/sleep", "ar-XB/sleep", "en-XA/sleep"):
        built = next(
            (root / "public").glob(f"{path.lower()}/index.html"), root / "public" / path / "index.html"
        ).read_text()
        assert "machine-checked" in built
        _same_words(built, site, path)


def test_eleventy_builds_the_markdown(site, tmp_path):
    """Eleventy does, too, and runs nothing that a text brings along."""
    program = _tool("@11ty/eleventy/cmd.cjs")
    root = tmp_path / "eleventy"
    _markdown(site, root / "content")
    (root / "content" / "content.json").write_text(
        '{"layout": "page.html", "permalink": "/{{ page.filePathStem }}.html"}'
    )
    (root / "_includes").mkdir()
    (root / "content" / "_includes").mkdir()
    (root / "content" / "_includes" / "page.html").write_text(
        "<!doctype html><html><title>{{ title | escape }}</title><body><p>{{ translation_state }}</p>{{ content }}</body></html>"
    )
    _run(["node", str(program), "--input", "content", "--output", "public"], cwd=root)
    for path in ("pt-BR/sleep", "ar-XB/sleep"):
        built = (root / "public" / path / "index.html").read_text()
        assert "machine-checked" in built
        _same_words(built, site, path)


def test_a_withdrawn_page_is_still_valid_markdown_for_generators(here, pages, tmp_path):
    """`withdrawn: true` is a boolean in the front matter, so a theme can leave the page out."""
    import yaml

    from glosspress.event import EventKind
    from glosspress.render import Placed, Site, Withdrawn
    from glosspress.render.tombstone import tombstone_markdown

    from .test_accessibility import _event

    page = replace(pages.page("pt-BR"))
    gone = Withdrawn(page, _event(EventKind.PAGE_WITHDRAWN, "samples/sleep@pt-BR"))
    text = tombstone_markdown(Placed(page, "sleep", ()), gone, Site("S", "https://x.example/"))
    data = yaml.safe_load(text.split("---\n")[1])
    assert data["withdrawn"] is True
    assert data["translation_state"] == "withdrawn"
    assert data["withdrawn_reason"] == "Dose errada."
