"""Packages are installed, listed and removed; the embedded one is always there and always whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argostranslate import settings

from glosspress import locales
from glosspress.digest import sha256_file
from glosspress.engines import Request, install, list_installed, open_engine, packages, remove
from glosspress.errors import EngineError

Pack = Callable[..., Path]


def test_the_embedded_package_is_listed_without_any_installed(store: Path) -> None:
    """English to Portuguese works on a machine with an empty store."""
    (only,) = list_installed()
    assert (only.pair, only.version, only.embedded) == ("en-pt", "0.2", True)
    assert not store.exists()


def test_install_list_find_remove(store: Path, pack: Pack) -> None:
    """An installed file is listed with the digest of its archive, serves its pair, and can be removed."""
    path = pack()
    package = install(str(path))
    assert package.pair == "en-de"
    assert package.sha256 == sha256_file(path)
    assert list_installed()[0] == package
    assert packages.find("en", "de") == package
    assert json.loads((package.folder / "glosspress.json").read_text())["file"] == path.name
    assert remove("en-de") == [package]
    assert [item.pair for item in list_installed()] == ["en-pt"]


def test_the_newest_version_serves(store: Path, pack: Pack) -> None:
    """Of two versions 1.10 goes before 1.9; removing the pair removes both."""
    for version in ("1.9", "1.10"):
        install(str(pack(f"translate-{version}.argosmodel", version=version)))
    found = packages.find("en", "de")
    assert found is not None
    assert found.version == "1.10"
    assert len(remove("en-de")) == 2


def test_an_installed_package_goes_before_the_embedded_one(store: Path, pack: Pack) -> None:
    """A team that installs its own English-Portuguese package gets it, and the embedded one again after removal."""
    install(str(pack(pair=("en", "pt"), version="1.0")))
    assert packages.find("en", "pt").embedded is False  # type: ignore[union-attr]
    remove("en_pt")
    assert packages.find("en", "pt").embedded is True  # type: ignore[union-attr]


def test_argostranslate_sees_what_was_installed(store: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package lies where the Argos library looks for it."""
    from argostranslate import package as argos

    monkeypatch.setattr(settings, "package_dirs", [store])
    install(str(pack()))
    assert [(item.from_code, item.to_code) for item in argos.get_installed_packages()] == [("en", "de")]


@pytest.mark.parametrize(
    ("what", "step"),
    [
        ("nowhere.argosmodel", "glosspress engine install"),
        ("en to de", "glosspress engine install"),
        ("", "engine install"),
    ],
)
def test_install_says_what_it_takes(store: Path, what: str, step: str) -> None:
    """A missing file and what is neither a pair nor a file name the command that works."""
    with pytest.raises(EngineError) as error:
        install(what)
    assert step in str(error.value)
    assert not store.exists() or not list(store.iterdir())


@pytest.mark.parametrize("pair", [("../en", "de"), ("en", "de/.."), ("en", ""), ("e" * 30, "de")])
def test_odd_names_in_metadata_are_refused(store: Path, pack: Pack, pair: tuple[str, str]) -> None:
    """Languages and version become part of a path: only plain names are taken."""
    with pytest.raises(EngineError):
        install(str(pack(pair=pair)))
    assert not store.exists() or not list(store.iterdir())


@pytest.mark.parametrize("metadata", [b"", b"[]", b"{}", b"\xff\xfe", b'{"from_code": "en"}'])
def test_damaged_metadata_is_refused(store: Path, pack: Pack, metadata: bytes) -> None:
    """A package that does not say what it translates is not installed."""
    with pytest.raises(EngineError, match="damaged"):
        install(str(pack(files={"package/metadata.json": metadata})))
    assert not store.exists() or not list(store.iterdir())


def test_a_package_without_a_tokenizer_is_refused(store: Path, pack: Pack) -> None:
    """Older packages with BPE codes are refused at installation, not at the first sentence."""
    with pytest.raises(EngineError, match="SentencePiece"):
        install(str(pack(files={"package/sentencepiece.model": None})))
    with pytest.raises(EngineError):
        install(str(pack(files={"package/sentencepiece.model": b"noise"})))
    assert not store.exists() or not list(store.iterdir())


def test_remove_names_what_there_is(store: Path) -> None:
    """The embedded package stays; a pair that is not installed is an error that names the list."""
    with pytest.raises(EngineError, match="cannot be removed"):
        remove("en-pt")
    with pytest.raises(EngineError, match="glosspress engine list"):
        remove("en-de")


def test_a_missing_pair_names_the_command(store: Path) -> None:
    """Without a package for the pair the error says which command installs it."""
    with pytest.raises(EngineError) as error:
        open_engine(locales.parse("en"), locales.parse("de"))
    assert "glosspress engine install en-de" in str(error.value)
    assert error.value.exit_code == 8


def test_a_damaged_model_is_an_engine_error(store: Path, pack: Pack) -> None:
    """A package whose model cannot be loaded says so, with the command that mends it."""
    install(str(pack()))
    engine = open_engine(locales.parse("en"), locales.parse("de"))
    with pytest.raises(EngineError, match="glosspress engine install"):
        engine.decode([Request("Good morning.")])


def test_one_damaged_package_does_not_stop_the_others(store: Path, pack: Pack) -> None:
    """A folder that another tool left half written is passed over: other pairs go on."""
    install(str(pack()))
    broken = store / "translate-en_fr-1_0"
    broken.mkdir()
    (broken / "metadata.json").write_text("{", encoding="utf-8")
    assert [package.pair for package in list_installed()] == ["en-de", "en-pt"]
    assert packages.find("en", "de") is not None


def test_a_damaged_record_does_not_stop_the_list(store: Path, pack: Pack) -> None:
    """Without its record a package counts as installed by another tool."""
    package = install(str(pack()))
    (package.folder / "glosspress.json").write_text("{", encoding="utf-8")
    assert list_installed()[0].sha256 == ""


def opened() -> str:
    package = packages.find("en", "pt")
    assert package is not None
    return packages.open_package(package).decode([Request("Good morning.")])[0][0].text


@pytest.mark.parametrize("damage", ["truncated model", "no model", "no tokenizer", "metadata", "empty folder"])
def test_a_damaged_copy_of_the_embedded_package_is_mended(store: Path, damage: str) -> None:
    """The unpacked copy in the user's cache is checked when it is opened and unpacked again where it differs."""
    first = opened()
    package = packages.find("en", "pt")
    assert package is not None
    model = package.folder / "model" / "model.bin"
    if damage == "truncated model":
        model.write_bytes(model.read_bytes()[:1_000_000])
    elif damage == "no model":
        model.unlink()
    elif damage == "no tokenizer":
        (package.folder / "sentencepiece.model").unlink()
    elif damage == "metadata":
        (package.folder / "metadata.json").write_text("{", encoding="utf-8")
    else:
        for path in sorted(package.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    assert opened() == first


def test_a_damaged_embedded_archive_is_refused(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedded: bytes
) -> None:
    """The archive inside the wheel is compared with its known digest before it is unpacked."""
    monkeypatch.setattr(packages, "EMBEDDED_SHA256", "0" * 64)
    with pytest.raises(EngineError, match="install glosspress again"):
        opened()


def _open_in(cache: str) -> str:
    code = (
        "from glosspress.engines import Request, open_engine\nfrom glosspress import locales\n"
        "engine = open_engine(locales.parse('en'), locales.parse('pt-BR'))\n"
        "print(engine.decode([Request('Good morning.')])[0][0].text)"
    )
    env = {**os.environ, "XDG_CACHE_HOME": cache, "ARGOS_PACKAGES_DIR": f"{cache}/packages"}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_processes_that_unpack_at_the_same_time_all_work(tmp_path: Path) -> None:
    """First use by four processes at once: each gets a whole model."""
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(_open_in, [str(tmp_path)] * 4))) == 1


def test_the_store_follows_the_environment(tmp_path: Path, pack: Pack) -> None:
    """`ARGOS_PACKAGES_DIR` is obeyed, as by the Argos library."""
    env = {**os.environ, "ARGOS_PACKAGES_DIR": str(tmp_path / "here"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    code = f"from glosspress.engines import install; print(install({str(pack())!r}).folder)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).parent == tmp_path / "here"
