"""One run at a time in an output folder.

The operating system gives the lock back when its process ends, however it ends, so a lock is never stale. A note
beside it says who holds it, for the message only.
"""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from translate.atomic import make_folder, output_error
from translate.errors import OutputError

LOCK = ".translate.lock"
NOTE = ".translate.pid"
UNFINISHED = ".writing-"
"""How the names of folders begin in which documents are made before they take their names."""
OLD_S = 3600.0
WAIT_S = 10.0


@contextlib.contextmanager
def lock_folder(folder: Path, *, wait_s: float = WAIT_S) -> Iterator[None]:
    """Keep other runs out of `folder` while the block runs.

    Args:
        folder: The output folder; made when it is not there.
        wait_s: How long to wait for another run to finish.

    Raises:
        OutputError: Another run works there, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    make_folder(folder)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise OutputError(
            f"another run works here{_holder(folder)}",
            path=folder,
            hint="wait until it has finished, or choose another folder with --output",
        ) from error
    except OSError as error:
        raise output_error(folder / LOCK, error) from error
    note = folder / NOTE
    try:
        _sweep(folder)
        with contextlib.suppress(OSError):
            note.write_text(
                f"process {os.getpid()}, since {datetime.now():%Y-%m-%d %H:%M:%S}\n", encoding="utf-8"
            )
        yield
    finally:
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed left half-written; nobody else writes here now.

    A single file may be another program's that is being written at this moment, so it must be old.
    """
    for path in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > OLD_S:
                path.unlink()


def _holder(folder: Path) -> str:
    """Return who holds the lock, in brackets; empty when unknown."""
    try:
        return f" ({(folder / NOTE).read_text(encoding='utf-8').strip()})"
    except (OSError, UnicodeDecodeError):
        return ""
