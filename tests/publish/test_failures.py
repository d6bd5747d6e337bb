"""What goes wrong while publishing never reaches readers."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from glosspress.errors import PublishError
from glosspress.publish import disk, publish, verify

_PUBLISHER = """
import sys, importlib.util
from pathlib import Path
spec = importlib.util.spec_from_file_location("pages", sys.argv[1])
pages = importlib.util.module_from_spec(spec); sys.modules["pages"] = pages; spec.loader.exec_module(pages)
from glosspress import workspace
from glosspress.publish import publish
here = workspace.at(Path(sys.argv[2]))
number = int(sys.argv[3])
print("ready", flush=True)
while True:
    publish(here, [pages.page(locale, title=f"Title {number}") for locale in ("pt-BR", "en-XA", "ar-XB")])
    print(number, flush=True)
    if sys.argv[4] == "once":
        break
    number += 1
"""


def _start(here, pages, number, how):
    return subprocess.Popen(
        [sys.executable, "-c", _PUBLISHER, pages.__file__, str(here.root), str(number), how],
        stdout=subprocess.PIPE,
        text=True,
    )


def _online(here):
    return (here.output / ".current").readlink().name


def test_kill_at_any_moment_leaves_a_whole_edition_online(here, pages):
    """SIGKILL at 25 random moments of a process that publishes edition after edition: always a whole one is online."""
    publish(here, pages.site_pages())
    chance = random.Random(7)
    for number in range(25):
        with _start(here, pages, number * 1000, "on") as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
        assert verify(here.output) == []
    publish(here, pages.site_pages())
    assert verify(here.output) == []
    assert not [path.name for path in (here.output / ".editions").iterdir() if path.name.startswith(".tmp-")]


def _fails_and_stays(here, pages, match):
    before = _online(here)
    with pytest.raises(PublishError, match=match) as caught:
        publish(here, pages.site_pages(articles=40))
    assert "last good edition stays online" in str(caught.value)
    assert _online(here) == before
    assert verify(here.output) == []


def test_a_full_disk_keeps_the_last_good_edition(here, pages, tmp_path):
    """On a file system of 700 kB that fills up midway: a clear error, the old edition, the space given back."""
    mount = tmp_path / "output"
    mount.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", mount], check=False).returncode
    ):
        pytest.skip("a small file system can only be mounted by root")
    try:
        publish(here, pages.site_pages())
        free = shutil.disk_usage(mount).free
        _fails_and_stays(here, pages, "No space left")
        assert shutil.disk_usage(mount).free == free
    finally:
        subprocess.run(["umount", mount], check=True)


def test_a_file_that_cannot_be_written_whole_keeps_the_last_good_edition(here, pages):
    """A limit on the size of files (as a quota gives) ends the run, not the site."""
    publish(here, pages.site_pages())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        _fails_and_stays(here, pages, "File too large")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def _no_right_to_write(here):
    """As a user who may read the folder and not write it; root gives up its rights for the time."""
    if os.geteuid():
        changed = {folder: folder.stat().st_mode for folder in (here.output, here.output / ".editions")}
        for folder in changed:
            folder.chmod(0o555)
    else:
        changed = {folder: folder.stat().st_mode for folder in (here.root, *here.root.parents)}
        for folder, mode in changed.items():
            folder.chmod(mode | 0o055)
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(os.getuid())
        for folder, mode in changed.items():
            folder.chmod(mode)


def test_an_unwritable_folder_keeps_the_last_good_edition(here, pages):
    """Without the right to write: a clear error and the same edition."""
    publish(here, pages.site_pages())
    with _no_right_to_write(here):
        _fails_and_stays(here, pages, "Permission denied")


def test_an_output_that_is_no_folder_is_an_error(here, pages):
    """A file named `output` is not overwritten."""
    here.output.write_text("mine")
    with pytest.raises(PublishError):
        publish(here, pages.site_pages())
    assert here.output.read_text() == "mine"


def test_a_page_that_cannot_be_rendered_keeps_the_last_good_edition(here, pages):
    """A broken template in the middle of a run leaves no half edition."""
    online = publish(here, pages.site_pages()).id
    (here.root / "theme").mkdir()
    (here.root / "theme" / "locale.html").write_text("{{ nothing }}")
    with pytest.raises(PublishError, match=r"locale\.html"):
        publish(here, pages.site_pages())
    assert _online(here) == online
    assert {path.name for path in (here.output / ".editions").iterdir()} == {online, ".lock"}


def test_two_publishers_wait_for_each_other(here, pages):
    """Processes that publish at once take turns: both succeed, the site is whole."""
    processes = [_start(here, pages, number, "once") for number in range(4)]
    said = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert said == [f"ready\n{number}\n" for number in range(4)]
    assert verify(here.output) == []


def test_waiting_for_another_publisher_ends_with_an_error(here, tmp_path):
    """A lock that stays taken is reported with what to do."""
    lock = tmp_path / "lock"
    with (
        disk.exclusive(lock),
        pytest.raises(PublishError, match="another process"),
        disk.exclusive(lock, timeout_s=0.1),
    ):
        pass
    with disk.exclusive(lock, timeout_s=0.1):
        assert Path(lock).exists()
