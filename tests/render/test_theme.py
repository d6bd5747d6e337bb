"""Themes: what a team may replace."""

import pytest

from glosspress.errors import PublishError
from glosspress.render import Placed, Site, Theme, page_html

SITE = Site("Samples", "https://health.example.org/", locales=("pt-BR",))


def _html(pages, theme):
    return page_html(Placed(pages.page(), "sleep", ("pt-BR",)), SITE, theme)


def test_one_template_can_be_replaced_alone(pages, tmp_path):
    """A workspace's banner is used inside the package's page; what it prints is escaped."""
    (tmp_path / "banner.html").write_text("<aside data-state='{{ page.state.value }}'>{{ '<b>' }}</aside>")
    page = _html(pages, Theme(tmp_path))
    assert "<aside data-state='machine-checked'>&lt;b&gt;</aside>" in page
    assert '<html lang="pt-BR"' in page


def test_styles_can_be_added_or_replaced_and_change_their_name(tmp_path):
    """`extra.css` comes after our style sheet, `style.css` instead of it; no reader gets an old one from a cache."""
    ours = Theme()
    (tmp_path / "extra.css").write_text("h1 { color: red }")
    added = Theme(tmp_path)
    assert added.style == ours.style + b"h1 { color: red }"
    assert added.style_path != ours.style_path
    (tmp_path / "style.css").write_text("body { margin: 0 }")
    assert Theme(tmp_path).style == b"body { margin: 0 }h1 { color: red }"


@pytest.mark.parametrize("template", ["{{ nothing }}", "{% if %}", "{% include 'absent.html' %}"])
def test_broken_templates_are_named(pages, tmp_path, template):
    """A mistake in a template is an error with the file, not a traceback and not an empty page."""
    (tmp_path / "banner.html").write_text(template)
    with pytest.raises(PublishError) as caught:
        _html(pages, Theme(tmp_path))
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("name", ["../secret.html", "/etc/hostname", "sub/../../secret.html"])
def test_a_template_reads_nothing_outside_the_theme(pages, tmp_path, name):
    """A path that climbs is an error, whatever stands there."""
    theme = tmp_path / "theme"
    (theme / "sub").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("hunter2")
    (theme / "banner.html").write_text("{% include '" + name + "' %}")
    with pytest.raises(PublishError) as caught:
        _html(pages, Theme(theme))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["extra.css", "style.css", "banner.html", "sub/more.html"])
def test_a_link_out_of_the_theme_is_refused(tmp_path, name):
    """Else a file of the machine that publishes could be read by everybody; links inside the theme are fine."""
    theme = tmp_path / "theme"
    (theme / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_text("hunter2")
    (theme / "one.css").write_text("h1 {}")
    (theme / "two.css").symlink_to(theme / "one.css")
    assert Theme(theme).style
    (theme / name).symlink_to("../" * (name.count("/") + 1) + "secret")
    with pytest.raises(PublishError, match="leads out of the theme"):
        Theme(theme)


def test_style_has_only_logical_properties_and_no_addresses():
    """Right-to-left pages need no rules of their own, and nothing is loaded from elsewhere."""
    style = Theme().style.decode()
    for word in (
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "text-align: left",
        "float:",
    ):
        assert word not in style
    assert "url(" not in style
    assert "@import" not in style
