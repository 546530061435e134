"""One run at a time in an output folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from translate.errors import OutputError
from translate.memory import lock_folder

HOLD = """
import sys, time
from pathlib import Path
from translate.memory import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """Return a process that has the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_the_second_run_is_told_who_works_there(tmp_path: Path) -> None:
    process = hold(tmp_path, 60)
    try:
        holder = f"process {process.pid}, since"
        with pytest.raises(OutputError, match=holder) as caught, lock_folder(tmp_path, wait_s=0.1):
            pass
        assert "--output" in caught.value.hint
        assert caught.value.path == tmp_path
    finally:
        end(process)


def test_the_second_run_waits_for_the_first(tmp_path: Path) -> None:
    process = hold(tmp_path, 0.5)
    start = time.monotonic()
    with lock_folder(tmp_path, wait_s=30):
        assert time.monotonic() - start > 0.1
    end(process)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_the_lock_of_a_dead_run_is_nobodys(tmp_path: Path) -> None:
    process = hold(tmp_path, 60)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (tmp_path / ".translate.pid").exists()
    with lock_folder(tmp_path, wait_s=1):
        assert str(os.getpid()) in (tmp_path / ".translate.pid").read_text()
    assert not (tmp_path / ".translate.pid").exists()


def test_the_lock_is_given_back_after_an_error_and_folders_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with pytest.raises(ValueError, match="mine"), lock_folder(folder):
        raise ValueError("mine")
    with lock_folder(folder, wait_s=0.1):
        pass


def test_other_folders_are_free(tmp_path: Path) -> None:
    with lock_folder(tmp_path / "a"), lock_folder(tmp_path / "b", wait_s=0.1):
        pass


def test_without_a_note_the_message_names_nobody(tmp_path: Path) -> None:
    process = hold(tmp_path, 60)
    (tmp_path / ".translate.pid").write_bytes(b"\xff\xfe\xff")
    try:
        with pytest.raises(OutputError, match=r"another run works here$"), lock_folder(tmp_path, wait_s=0.05):
            pass
    finally:
        end(process)


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / ".translate.lock").mkdir()
    with pytest.raises(OutputError), lock_folder(tmp_path, wait_s=0.05):
        pass


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".writing-x" / "deep").mkdir(parents=True)
    (tmp_path / ".old.part").touch()
    os.utime(tmp_path / ".old.part", (0, 0))
    for name in (".new.part", "krim.tsv", "mine.part"):
        (tmp_path / name).touch()
    with lock_folder(tmp_path):
        names = {path.name for path in tmp_path.iterdir()}
    assert names == {".new.part", "krim.tsv", "mine.part", ".translate.lock", ".translate.pid"}
