"""Folder names of articles."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glosspress.publish import publish, verify
from glosspress.publish.folders import MAX_BYTES, folder_names, safe_name


@given(st.text(max_size=200))
def test_any_slug_is_a_safe_name(slug):
    """No path, no hidden file, no control character, nothing a file system refuses; twice gives the same."""
    name = safe_name(slug)
    assert name
    assert not set(name) & set("/\\:*?\"<>|\0 %#&'")
    assert not name.startswith((".", "-"))
    assert ".." not in name
    assert len(name.encode()) <= MAX_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Sleep and Memory", "sleep-and-memory"),
        ("depressão", "depressão"),
        ("الذاكرة والنوم", "الذاكرة-والنوم"),
        ("睡眠", "睡眠"),
        ("...", "page"),
        ("a\x00b\nc", "a-b-c"),
    ],
)
def test_slugs_stay_readable_in_every_script(slug, name):
    """Letters of any script stay; what could leave the folder does not."""
    assert safe_name(slug) == name


def test_names_are_unique_on_any_file_system_and_the_same_in_every_locale(pages):
    """Slugs that differ only by case or composition get different folders; reserved names are not taken."""
    made = [pages.page("pt-BR", identity, slug) for identity, slug in (
        ("a/1", "Sono"), ("b/1", "sono"), ("c/1", "depressa\u0303o"), ("d/1", "depressão"), ("e/1", "index.html"),
        ("f/1", ""),
    )]  # fmt: skip
    names = folder_names([*made, pages.page("ar-XB", "b/1", "sono")])
    assert len(set(names.values())) == 6
    assert names["a/1"] == "sono"
    assert names["b/1"].startswith("sono-")
    assert names["e/1"] != "index.html"
    assert names["f/1"] == "1"


def test_names_in_any_script_are_published_and_verified(here, pages):
    """Addresses are percent-encoded, links lead where the files are."""
    publish(
        here,
        [
            pages.page(locale, f"s/{slug}", slug)
            for slug in ("depressão", "睡眠", "a'b&c")
            for locale in ("pt-BR", "ar-XB")
        ],
    )
    page = (here.output / "pt-BR" / "depressão" / "index.html").read_text()
    assert '<link rel="canonical" href="https://health.example.org/pt-BR/depress%C3%A3o/">' in page
    assert verify(here.output) == []
