"""Verification: what was changed after publishing is found, from the files alone."""

import json
import random
import shutil

import pytest
from click.testing import CliRunner

from glosspress.cli import root
from glosspress.digest import sha256
from glosspress.errors import UsageError
from glosspress.publish import publish, verify
from glosspress.publish.manifest import manifest, read

PAGE = "pt-BR/sleep/index.html"
RECORD = "pt-BR/sleep/provenance.json"


@pytest.fixture
def site(here, pages):
    """A published site."""
    publish(here, pages.site_pages())
    return here.output


def _forge(site, name, change, *, record=True):
    """Change a file and make its page's record and the manifest agree, as a forger who knows the format would."""
    edition = (site / ".current").resolve()
    path = edition / name
    text = path.read_text()
    changed = change(text)
    assert changed != text
    path.write_text(changed)
    beside = path.parent / "provenance.json"
    if record and beside.exists() and path != beside:
        data = json.loads(beside.read_text())
        for entity in data["bundle"]["page:record"]["entity"].values():
            if entity.get("gp:file") == path.name:
                entity["gp:sha256"] = sha256(path.read_bytes())
        beside.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n")
    files = read(edition)
    text = manifest({file: sha256((edition / file).read_bytes()) for file in files})
    (edition / "manifest.json").write_text(text)
    edition.rename(edition.with_name(sha256(text)))
    (site / ".current").unlink()
    (site / ".current").symlink_to(f".editions/{sha256(text)}")


def test_every_flipped_bit_is_found(site):
    """200 random bits in random files of the edition, the manifest included: each makes verification fail."""
    edition = (site / ".current").resolve()
    files = sorted(path for path in edition.rglob("*") if path.is_file())
    chance = random.Random(20260306)
    assert any(path.name == "manifest.json" for path in files)
    for number in range(200):
        path = files[number % len(files)]
        content = path.read_bytes()
        place = chance.randrange(len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        problems = verify(site)
        path.write_bytes(content)
        assert problems, (path.name, place)
    assert verify(site) == []


BASE = "https://health.example.org/"
OWN, OTHER = f'href="{BASE}pt-BR/sleep/"', f'href="{BASE}ar-XB/sleep/"'
SENTENCE = '<p data-unit="9">O sono é o preço que pagamos pela plasticidade.</p>'


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("571 adultos", "517 adultos", "text"),
        ("Não suspenda", "Suspenda", "text"),
        ("1,25", "12,5", "text"),
        ('alt="Fases do sono', 'alt="Outras fases', "text"),
        ('<h1 data-unit="title">Como', '<h1 data-unit="title">Quando', "text"),
        (SENTENCE, "", "text"),
        (SENTENCE, SENTENCE * 2, "text"),
        ("<p data-unit", '<p onclick="x()" data-unit', "html"),
        ("</article>", "<script>alert(1)</script></article>", "html"),
        ('href="https://doi.org/10.1000/sample.1"', 'href="java&#10;script:x"', "html"),
        ("</article>", '<form action="https://x.example"></form></article>', "html"),
        ('id="ref-r1"', 'id="fn-a"', "html"),
        ("<h3", "<h5", "html"),
        (" alt=", " data-alt=", "html"),
        ('<html lang="pt-BR"', '<html lang="pt"', "head"),
        ('dir="ltr"', 'dir="rtl"', "head"),
        (f'rel="canonical" {OWN}', f'rel="canonical" {OTHER}', "head"),
        ("prov#has_provenance", "prov#nothing", "head"),
        ('data-state="machine-checked"', 'data-state="approved"', "record"),
        ("schema.org/TrainedAlgorithmicMedia", "schema.org/CompositeWithTrainedAlgorithmicMedia", "record"),
        ('"headline"', '"lastReviewed": "2026-01-01", "headline"', "record"),
        (f'hreflang="pt-BR" {OWN}', f'hreflang="fr" {OWN}', "hreflang"),
        (f'hreflang="x-default" {OWN}', f'hreflang="x-default" {OTHER}', "hreflang"),
        (f'hreflang="ar-XB" {OTHER}', f'hreflang="ar-XB" href="{BASE}ar-XB/gone/"', "hreflang"),
        ('href="../index.html"', 'href="../absent.html"', "link"),
        ('href="#ref-r1"', 'href="#ref-r2"', "link"),
        ("#term-en-pt-nmda", "#term-en-pt-other", "link"),
    ],
)
def test_forgeries_of_a_page_that_keep_all_hashes_right_are_found(site, old, new, check):
    """Who recomputes file hashes, manifest and edition name still meets the sentences on record and the rules."""
    _forge(site, PAGE, lambda text: text.replace(old, new, 1))
    assert check in {problem.check for problem in verify(site)}


@pytest.mark.parametrize(
    ("name", "old", "new", "check"),
    [
        ("sitemap.xml", f"<loc>{BASE}pt-BR/sleep/</loc>", f"<loc>{BASE}pt-BR/other/</loc>", "sitemap"),
        ("sitemap.xml", f'hreflang="ar-XB" {OTHER}', f'hreflang="ar-XB" {OWN}', "sitemap"),
        ("sitemap.xml", "</urlset>", "", "sitemap"),
        ("pt-BR/feed.xml", f"<id>{BASE}pt-BR/sleep/</id>", f"<id>{BASE}pt-BR/x/</id>", "feed"),
        ("pt-BR/sleep/index.md", "translation_state: machine-checked", "translation_state: approved", "record"),
    ],
)
def test_forgeries_of_other_files_are_found(site, name, old, new, check):
    """Sitemap, feed and Markdown must agree with the pages, whatever their hashes say."""
    _forge(site, name, lambda text: text.replace(old, new, 1))
    assert check in {problem.check for problem in verify(site)}


def test_pins_are_looked_up_in_the_text_again(site):
    """Even when every hash of a sentence is forged too, a number that is no longer there is found by its pin."""
    old, new = "571 adultos", "517 adultos"
    _forge(site, PAGE, lambda text: text.replace(old, new))
    edition = (site / ".current").resolve()
    data = json.loads((edition / RECORD).read_text())
    for entity in data["bundle"]["page:record"]["entity"].values():
        if entity.get("gp:unit") == "2" and entity.get("gp:number") == 0:
            page = (edition / PAGE).read_text()
            assert new in page
            text = "Em um ensaio com 517 adultos com depressão resistente ao tratamento, "
            text += "as ondas lentas eram mais fracas (texto completo)."
            entity["gp:targetSha256"] = sha256(text)
            full = text + " Veja a primeira referência."
    for entity in data["bundle"]["page:record"]["entity"].values():
        if entity.get("gp:unit") == "2" and "gp:sha256" in entity:
            entity["gp:sha256"] = sha256(full)
    _forge(site, RECORD, lambda _: json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n")
    problems = verify(site)
    assert [problem.check for problem in problems] == ["pin"]
    assert "571" in problems[0].message


def test_missing_foreign_and_moved_files_are_found(site):
    """A deleted, an added and a redirected file are each reported by name."""
    edition = (site / ".current").resolve()
    (edition / PAGE).unlink()
    (edition / "pt-BR" / "added.html").write_text("<p>x")
    found = {(problem.path, problem.check) for problem in verify(site)}
    assert {(PAGE, "file"), ("pt-BR/added.html", "file")} <= found
    (site / "sitemap.xml").unlink()
    (site / "sitemap.xml").write_text("x")
    (site / "ar-XB").unlink()
    found = {(problem.path, problem.check) for problem in verify(site)}
    assert {("sitemap.xml", "entry"), ("ar-XB", "entry")} <= found


def test_copies_can_be_verified_too(site, tmp_path):
    """A copy on another machine needs no links: an edition's folder is enough."""
    copy = tmp_path / "copy"
    shutil.copytree((site / ".current").resolve(), copy)
    assert verify(copy) == []
    (copy / PAGE).write_text((copy / PAGE).read_text().replace("NMDA", "AMPA"))
    assert verify(copy)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"files": {"a": 1}}', '{"files": {"../x": "y"}}', "\udcff"])
def test_damaged_manifests_are_reported(site, content):
    """Whatever stands in the manifest, verification says so and does not fail itself."""
    (site / ".current" / "manifest.json").write_bytes(content.encode(errors="surrogateescape"))
    assert "manifest" in {problem.check for problem in verify(site)}


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"bundle": {"page:record": {"entity": {}}}}', '{"bundle": 1}'])
def test_damaged_records_are_reported(site, content):
    """The same for a page's record, with all hashes right."""
    _forge(site, RECORD, lambda _: content)
    assert (RECORD, "record") in {(problem.path, problem.check) for problem in verify(site)}


def test_nothing_published_is_an_error(tmp_path):
    """An empty folder is not a verified site."""
    with pytest.raises(UsageError, match="nothing is published"):
        verify(tmp_path)


def test_command_reports_problems_with_its_exit_code(site, here):
    """0 when all is well, 11 with the problems as text or JSON when not; the folder given, or the workspace's."""
    run = CliRunner().invoke(root, ["--workspace", str(here.root), "verify"], standalone_mode=False)
    assert run.return_value == 0
    (site / ".current" / PAGE).write_text("x")
    run = CliRunner().invoke(root, ["verify", str(site), "--json"], standalone_mode=False)
    assert run.return_value == 11
    report = json.loads(run.stdout)
    assert not report["ok"]
    assert {"path": PAGE, "check": "file", "message": "differs from the manifest"} in report["problems"]
    run = CliRunner().invoke(root, ["verify", str(site)], standalone_mode=False)
    assert f"{PAGE}: differs from the manifest [file]" in run.stdout


def test_the_junit_report_has_a_case_a_check(site, tmp_path):
    """For CI: each kind of check is a case, and a failure names the files."""
    from xml.etree import ElementTree

    report = tmp_path / "report.xml"
    (site / ".current" / PAGE).write_text("x")
    run = CliRunner().invoke(root, ["verify", str(site), "--junit", str(report)], standalone_mode=False)
    assert run.return_value == 11
    suite = ElementTree.parse(report).getroot()
    assert int(suite.get("tests", "0")) == len(suite) == 13
    failed = {case.get("name"): case.findtext("failure", "") for case in suite if case.find("failure") is not None}
    assert f"{PAGE}: differs from the manifest" in failed["file"]
    assert int(suite.get("failures", "0")) == len(failed)
