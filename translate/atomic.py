"""Files that are there whole or not at all.

Data goes to a temporary file in the same folder, is flushed to the disk and takes the final name in one step.
Whatever goes wrong, the file that stood there before stays as it was and no temporary file is left.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from translate.errors import OutputError

HINTS = {
    errno.ENOSPC: "free some space on the disk, then run the same command again: finished work is kept",
    errno.EDQUOT: "your disk quota is used up; free some space, then run the same command again",
    errno.EACCES: "choose another folder with --output, or change the permissions of this one",
    errno.EPERM: "choose another folder with --output, or change the permissions of this one",
    errno.EROFS: "the disk is read-only; choose another folder with --output",
    errno.ENOTDIR: "a file stands where a folder is needed; move it or choose another folder with --output",
    errno.EISDIR: "a folder stands where the file should go; move it or choose another folder with --output",
    errno.ENAMETOOLONG: "give the article a shorter file name",
}


def output_error(path: Path, error: OSError) -> OutputError:
    """Return the error to raise when writing `path` failed."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutputError(f"cannot be written: {reason}", path=path, hint=HINTS.get(error.errno or 0, ""))


def make_folder(path: Path) -> Path:
    """Create a folder and its parents if they are not there; return it.

    Raises:
        OutputError: It cannot be made, or a file stands in its place.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if isinstance(error, FileExistsError):
            error.errno = errno.ENOTDIR
        raise output_error(path, error) from error
    return path


@contextlib.contextmanager
def open_atomic(path: Path) -> Iterator[BinaryIO]:
    """Open `path` for writing bytes; it takes its name when the block ends without an exception.

    Raises:
        OutputError: It cannot be written.
    """
    make_folder(path.parent)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a whole file in one step.

    Raises:
        OutputError: It cannot be written.
    """
    with open_atomic(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write a whole UTF-8 file in one step; line ends stay as they are.

    Raises:
        OutputError: It cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def publish(temporary: Path, path: Path) -> None:
    """Give a file that is whole its final name, in the place of what stood there.

    Raises:
        OutputError: It cannot take that name.
    """
    try:
        temporary.replace(path)
    except OSError as error:
        raise output_error(path, error) from error


def _umask() -> int:
    """Return the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
