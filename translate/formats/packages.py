"""Office files are zip archives of XML: written the same each time, looked into before anything opens them."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from translate.errors import DocumentError

MAX_UNPACKED_BYTES = 1 << 30
"""More than this in one archive is a bomb, not a document: 10,000 segments take some 5 MB."""
MAX_RATIO = 200
"""Ours unpack to some 10 times their size; only large ones are measured by it."""
_LARGE_BYTES = 1 << 26
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)

_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def freeze(data: bytes, changed: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the archive with no trace of when it was made, so that the same content is the same bytes.

    Args:
        data: The archive.
        changed: Parts to put in the place of those of the same name.
    """
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for info in source.infolist():
            content = changed.get(info.filename) or source.read(info)
            if info.filename == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z\2", content)
            entry = zipfile.ZipInfo(info.filename, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def hide_codes(cell: str) -> str:
    """Return an escaped cell without what office programs would take for the code of a character.

    Source: ECMA-376 part 1, 22.4.2.4 (bstr): `_x0041_` stands for `A`, and `_x005F_x0041_` for itself; but
    programs differ in where they hold to that.

    >>> hide_codes("_x0041_ x_y")
    '␛{5f}x0041_ x_y'
    """
    return _CODE.sub("␛{5f}", cell)


def open_package(path: Path, main: str) -> zipfile.ZipFile:
    """Open an archive that is safe to read; the caller closes it.

    Args:
        path: The file.
        main: Start of the names one of which must be in it, e.g. `word/document.xml`.

    Raises:
        DocumentError: It cannot be read, is no such archive, unpacks to too much, or its XML declares entities.
    """
    try:
        package = zipfile.ZipFile(path)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}", path=path) from error
    except zipfile.BadZipFile as error:
        raise DocumentError(
            f"not a {path.suffix} file", path=path, hint="save it again in the program it comes from"
        ) from error
    try:
        _check(path, package, main)
    except BaseException:
        package.close()
        raise
    return package


def _check(path: Path, package: zipfile.ZipFile, main: str) -> None:
    infos = package.infolist()
    if not any(info.filename.startswith(main) for info in infos):
        raise DocumentError(f"not a {path.suffix} file: it has no {main}", path=path)
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if size > MAX_UNPACKED_BYTES or size > max(_LARGE_BYTES, MAX_RATIO * packed):
        raise DocumentError(f"refused: {packed:,} bytes unpack to {size:,}", path=path)
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            try:
                with package.open(info) as file:
                    start = file.read(4096)
            except (
                zipfile.BadZipFile,
                zlib.error,
                NotImplementedError,
                RuntimeError,
                OSError,
                EOFError,
            ) as error:
                raise DocumentError(f"damaged: {info.filename}: {error}", path=path) from error
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise DocumentError(f"refused: {info.filename} declares XML entities", path=path)
