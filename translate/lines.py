"""Two plain files that are aligned line by line -> pairs of lines."""

from pathlib import Path

from translate.errors import DocumentError


def read_pairs(source: Path, target: Path) -> list[tuple[str, str]]:
    """Return line by line what two UTF-8 files have; the line end at the end of a file begins no line.

    Raises:
        DocumentError: A file cannot be read, is not UTF-8, or the two differ in their number of lines.
    """
    sources, targets = _read(source), _read(target)
    if len(sources) != len(targets):
        raise DocumentError(
            f"has {len(targets)} lines, {source} has {len(sources)}",
            path=target,
            hint="the two files must be aligned line by line",
        )
    return list(zip(sources, targets, strict=True))


def _read(path: Path) -> list[str]:
    try:
        # Only LF and CRLF end a line: other separators may stand inside a sentence.
        return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"is not UTF-8: byte {error.start}", path=path, hint="save it as UTF-8 and try again"
        ) from error
