import errno
import os
import stat

import pytest

from translate.atomic import HINTS, make_folder, open_atomic, write_bytes, write_text
from translate.errors import OutputError


def leftovers(folder):
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_writes_text_as_it_is(tmp_path):
    path = tmp_path / "new" / "folder" / "é.txt"
    write_text(path, "één\r\ntwee\n")
    assert path.read_bytes() == "één\r\ntwee\n".encode()


def test_replaces_a_file_whole(tmp_path):
    path = tmp_path / "a"
    write_bytes(path, b"long old content")
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert leftovers(tmp_path) == []


def test_a_failure_half_way_keeps_the_old_file(tmp_path):
    path = tmp_path / "a"
    write_bytes(path, b"old")
    with pytest.raises(ValueError, match="half-way"), open_atomic(path) as file:
        file.write(b"ne")
        raise ValueError("half-way")
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_full_disk_is_told_with_a_remedy(tmp_path):
    path = tmp_path / "a"
    write_bytes(path, b"old")
    with pytest.raises(OutputError) as caught, open_atomic(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert str(path) in str(caught.value)
    assert caught.value.hint == HINTS[errno.ENOSPC]
    assert path.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "out").write_text("I am a file")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_text(tmp_path / "out" / "a.tsv", "x")
    assert "a file stands where a folder is needed" in caught.value.hint


def test_a_folder_in_the_place_of_the_file(tmp_path):
    (tmp_path / "a.tsv").mkdir()
    with pytest.raises(OutputError) as caught:
        write_text(tmp_path / "a.tsv", "x")
    assert "a folder stands" in caught.value.hint
    assert leftovers(tmp_path) == []


def test_a_folder_that_is_there_is_no_error(tmp_path):
    assert make_folder(tmp_path) == tmp_path


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_the_file_mode_follows_the_umask(tmp_path):
    old = os.umask(0o027)
    try:
        write_text(tmp_path / "a", "x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
