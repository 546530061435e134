"""Converted models in the user's cache: whole or not there, each under a checksum of all that went into it."""

import contextlib
import os
import shutil
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from translate.engines.convert import FORMAT, Quantization
from translate.engines.folder import (
    CONFIG,
    SOURCE_PIECES,
    TARGET_PIECES,
    VOCABULARY,
    checksum,
    find_weights,
    read_config,
)

PARTIAL = ".partial-"
STALE_S = 3600.0
"""Age after which a half-written conversion can only be the rest of a killed one."""


def conversion_key(folder: Path, quantization: Quantization) -> str:
    """Return the name of a model's converted folder: a checksum of all that goes into it.

    Raises:
        ModelError: A file is missing or cannot be read.
    """
    read_config(folder)
    names = (CONFIG, VOCABULARY, SOURCE_PIECES, TARGET_PIECES)
    parts = [checksum(path) for path in (find_weights(folder), *(folder / name for name in names))]
    return sha256(" ".join(parts).encode()).hexdigest()[:32] + f"-{quantization}-{FORMAT}"


def can_keep(cached: Path) -> bool:
    """Return whether a converted model could be written into the cache."""
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=cached.parent):
            return True
    except OSError:
        return False


def keep(files: dict[str, bytes], cached: Path) -> str:
    """Write a converted model into the cache, whole or not at all.

    Returns:
        A warning when that was not possible, else nothing.
    """
    partial: Path | None = None
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(cached.parent)
        partial = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=cached.parent))
        for name, data in files.items():
            with (partial / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        if cached.exists():
            shutil.rmtree(cached, ignore_errors=True)
        with contextlib.suppress(FileExistsError):  # another process was faster: its copy is as good
            _rename(partial, cached)
    except OSError as error:
        return (
            f"the converted model cannot be kept in {cached.parent} ({error.strerror or error}); it is converted "
            "again each time: set TRANSLATE_HOME to a folder that can be written"
        )
    finally:
        if partial is not None:
            shutil.rmtree(partial, ignore_errors=True)
    return ""


def _rename(partial: Path, cached: Path) -> None:
    """Give a finished folder its name; another process may have done it meanwhile."""
    try:
        partial.rename(cached)
    except OSError as error:
        if cached.is_dir():
            raise FileExistsError(str(cached)) from error
        raise


def _remove_stale(folder: Path) -> None:
    """Remove what a killed conversion left behind."""
    for path in folder.glob(PARTIAL + "*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE_S:
                shutil.rmtree(path, ignore_errors=True)
