"""The bytes of a text file in, its characters out, or an error that names the byte that is no text.

UTF-8 is expected. UTF-16 and UTF-32 that declare themselves, and Windows-1252 that decodes without loss and
looks like text, are read with a warning. Every line end becomes LF; control characters are left out with a
warning; every other character is kept, and each can be found again in the file as it was.
"""

import codecs
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from translate.document import Span
from translate.errors import ArticleError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
"""C0 and C1 controls but those that end or divide lines; inside a regular expression's brackets."""

_LEFT_OUT = re.compile(rf"\r(?=\n)|[{CONTROLS}]")
_LINE_ENDS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+|\xc2[\x80-\xbf]")
_WESTERN_LETTERS = re.compile("[À-ÖØ-öø-ÿŒœŠšŸŽž]")
_WESTERN_SIGNS = re.compile("[–—‘-„†-…‹›€™‰×÷\u00a0-¿]")
SAVE_HINT = "save the file as UTF-8 text and try again"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """The characters of a file, as they stood there and as they are read."""

    text: str
    """Line ends are LF; without control characters."""
    original: str
    """As decoded, byte order mark left out."""
    encoding: str
    mark: bytes = b""
    """The byte order mark; empty when there was none."""
    left_out: tuple[int, ...] = ()
    """Offsets into `original` of the characters that `text` does not have, in order."""
    warnings: tuple[str, ...] = ()

    def locate(self, span: Span) -> Span:
        """Return where a stretch of `text` stands in `original`; what was left out beside it stays outside."""
        if span.start == span.stop:
            start = self._offset(span.start)
            return Span(start=start, stop=start)
        return Span(start=self._offset(span.start), stop=self._offset(span.stop - 1) + 1)

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text in the file's encoding, or in UTF-8 where that cannot write it."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.encode("utf-8")

    def _offset(self, offset: int) -> int:
        """Return the offset into `original` of the character at an offset into `text`."""
        low, high = 0, len(self.left_out)
        while low < high:
            middle = (low + high) // 2
            if self.left_out[middle] - middle <= offset:
                low = middle + 1
            else:
                high = middle
        return offset + low


def read_bytes(path: Path) -> bytes:
    """Return the bytes of an article's file.

    Raises:
        ArticleError: It cannot be read, or is empty.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if not data.strip(b" \t\r\n\v\f\0"):
        raise ArticleError("the file is empty" if not data else "the file has no text in it", path=path)
    return data


def unreadable(path: Path, error: OSError) -> ArticleError:
    """Return the error to raise when the system refuses to hand over a file."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    hint = "check the spelling of the path" if isinstance(error, FileNotFoundError) else ""
    return ArticleError(f"cannot be read: {reason}", path=path, hint=hint)


def check_unchanged(path: Path, data: bytes, checksum: str) -> None:
    """Refuse a file that is not what it was when the article was read.

    Raises:
        ArticleError: Its checksum differs.
    """
    if hashlib.sha256(data).hexdigest() != checksum:
        raise ArticleError(
            "the file has changed since it was read", path=path, hint="translate it again, then put it back"
        )


def decode(data: bytes, path: Path) -> DecodedText:
    """Return the characters of a text file.

    Raises:
        ArticleError: The bytes are no text, or in an encoding that cannot be known.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data, mark, encoding, path)
    if (offset := data.find(b"\0")) >= 0:
        raise ArticleError(f"is not a text file: byte {offset} is NUL", path=path, hint=SAVE_HINT)
    try:
        return tidy(data.decode("utf-8"), "utf-8", path)
    except UnicodeDecodeError as error:
        original = _decode_western(data)
        if original is None:
            raise _undecodable(data, error, path) from error
        warning = f"is not UTF-8 (byte {error.start}); read as Windows-1252"
        return tidy(original, "windows-1252", path, warnings=(warning,))


def _decode_marked(data: bytes, mark: bytes, encoding: str, path: Path) -> DecodedText:
    """Return the characters of a file that declares its encoding by a byte order mark."""
    try:
        original = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark)
        message = f"is declared as {encoding.upper()} but byte {offset} is not ({error.reason})"
        raise ArticleError(message, path=path, hint=SAVE_HINT) from error
    warnings = () if encoding == "utf-8" else (f"read as {encoding.upper()}, as its byte order mark says",)
    return tidy(original, encoding, path, mark=mark, warnings=warnings)


def _undecodable(data: bytes, error: UnicodeDecodeError, path: Path) -> ArticleError:
    """Return the error that names the first byte that is not UTF-8."""
    line = data.count(b"\n", 0, error.start) + 1
    byte = data[error.start]
    message = f"is not UTF-8 text: byte {error.start} (0x{byte:02x}) is wrong ({error.reason})"
    return ArticleError(message, path=path, line=line, hint=SAVE_HINT)


def _decode_western(data: bytes) -> str | None:
    """Return the text when the bytes are plainly Windows-1252, else None.

    Damaged UTF-8 decodes as Windows-1252 too, as gibberish; its many whole sequences give it away.
    """
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    n_high = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    n_sequence = sum(map(len, _MULTIBYTE.findall(data)))
    n_letters, n_signs = len(_WESTERN_LETTERS.findall(text)), len(_WESTERN_SIGNS.findall(text))
    n_controls = len(re.findall(rf"[{CONTROLS}]", text))
    plausible = n_letters + n_signs == n_high and 2 * n_high <= len(text)
    return text if plausible and not n_controls and 2 * n_sequence <= n_high else None


def tidy(
    original: str, encoding: str, path: Path, *, mark: bytes = b"", warnings: tuple[str, ...] = ()
) -> DecodedText:
    """Return the text with LF as its only line end and without control characters."""
    left_out = tuple(match.start() for match in _LEFT_OUT.finditer(original))
    n_controls = len(left_out) - sum(original[offset] == "\r" for offset in left_out)
    if n_controls > 0.1 * len(original):
        message = f"is not a text file: {n_controls} of its {len(original)} characters are control characters"
        raise ArticleError(message, path=path, hint=SAVE_HINT)
    if n_controls:
        first = next(offset for offset in left_out if original[offset] != "\r")
        line = original.count("\n", 0, first) + 1
        warnings += (f"left out {n_controls} control character(s), the first in line {line}",)
    text = _LEFT_OUT.sub("", original) if left_out else original
    return DecodedText(
        text=text.translate(_LINE_ENDS) if not text.isascii() or re.search(r"[\r\v\f]", text) else text,
        original=original,
        encoding=encoding,
        mark=mark,
        left_out=left_out,
        warnings=warnings,
    )
