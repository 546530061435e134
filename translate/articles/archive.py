"""A ZIP archive such as a DOCX in, its parts out, and a copy with some parts changed; bombs are refused.

What an archive says of its sizes is not believed: no part is unpacked further than its limit.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from translate.errors import ArticleError

LARGEST_PART_BYTES = 100 * 1024 * 1024
"""Of a part that is read; the text of ten thick books."""
LARGEST_ARCHIVE_BYTES = 1024 * 1024 * 1024
"""Of all parts together, unpacked."""
MOST_PARTS = 10_000
HIGHEST_RATIO = 250
"""Unpacked to packed bytes; deflated prose reaches 10, repetitive XML 60, a bomb 1000."""


def open_archive(data: bytes, path: Path) -> zipfile.ZipFile:
    """Return the archive that the bytes of a file are.

    Raises:
        ArticleError: They are no archive, or one that would fill the memory.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise _damaged(path, data, error) from error
    members = archive.infolist()
    n_bytes = sum(member.file_size for member in members)
    n_packed = sum(member.compress_size for member in members)
    if (
        len(members) > MOST_PARTS
        or n_bytes > LARGEST_ARCHIVE_BYTES
        or (n_bytes > 1024 * 1024 and n_bytes > HIGHEST_RATIO * max(1, n_packed))
        or any(member.flag_bits & 1 for member in members)
    ):
        reason = "is protected by a password" if any(m.flag_bits & 1 for m in members) else "is a ZIP bomb"
        raise ArticleError(f"{reason}: {len(members)} parts of {n_bytes} bytes unpacked", path=path)
    return archive


def read_part(archive: zipfile.ZipFile, name: str, path: Path) -> bytes | None:
    """Return the bytes of a part; None when there is no such part.

    Raises:
        ArticleError: It is damaged or too large.
    """
    try:
        with archive.open(name) as part:
            data = part.read(LARGEST_PART_BYTES + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ArticleError(f"is damaged: {name} cannot be unpacked ({error})", path=path) from error
    if len(data) > LARGEST_PART_BYTES:
        raise ArticleError(f"{name} is larger than {LARGEST_PART_BYTES} bytes unpacked", path=path)
    return data


def copy_archive(archive: zipfile.ZipFile, changed: Mapping[str, bytes], path: Path) -> bytes:
    """Return the bytes of an archive with some of its parts changed, all in the same order.

    Raises:
        ArticleError: A part is damaged.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for member in archive.infolist():
            data = changed.get(member.filename)
            if data is None:
                data = read_part(archive, member.filename, path) or b""
            copy.writestr(member, data, compress_type=member.compress_type)
    return buffer.getvalue()


def _damaged(path: Path, data: bytes, error: Exception) -> ArticleError:
    """Return the error for bytes that are no archive."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        hint = "save it as .docx without a password"
        return ArticleError("is an old .doc file or protected by a password", path=path, hint=hint)
    hint = "open it in a word processor and save it again"
    return ArticleError(f"is not a DOCX file or is damaged ({error})", path=path, hint=hint)
