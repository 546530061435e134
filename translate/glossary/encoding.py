"""The bytes of a term file -> its text, with a complaint where they are not the UTF-8 that is expected."""

import re

from translate.errors import GlossaryError
from translate.glossary.lint import Complaint

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAGIC = (
    b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\x1f\x8b", b"\x7fELF", b"GIF8", b"\xff\xd8\xff",
)  # fmt: skip
"""How workbooks, pictures, archives and programs begin."""


def decode(data: bytes) -> tuple[str, str, tuple[Complaint, ...]]:
    """Return the text of a file, its encoding and what there is to say about it.

    UTF-8 is expected. Another encoding is taken when it declares itself by a byte order mark, or when the bytes
    can be read in it without loss: UTF-16 without mark, Windows-1252.

    Raises:
        GlossaryError: It is none of these.
    """
    if data.startswith(_MAGIC):
        raise _binary(0)
    if data.startswith(b"\xef\xbb\xbf"):
        return _strictly(data, "utf-8-sig"), "utf-8-sig", ()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16"), "utf-16", (_encoding_complaint("UTF-16"),)
    if b"\0" in data:
        return _decode_unmarked(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_western(data, error)
    _refuse_binary(text)
    return text, "utf-8", ()


def _strictly(data: bytes, encoding: str) -> str:
    """Decode, or refuse with the offset of the first byte that is wrong."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding, error) from error
    _refuse_binary(text)
    return text


def _undecodable(encoding: str, error: UnicodeDecodeError) -> GlossaryError:
    named = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, "UTF-8")
    return GlossaryError(
        f"not {named}: byte 0x{error.object[error.start]:02x} at offset {error.start}",
        hint="save the file as UTF-8 and try again",
    )


def _decode_unmarked(data: bytes) -> tuple[str, str, tuple[Complaint, ...]]:
    """Decode a file with zero bytes: UTF-16 without a mark, or no text at all."""
    half = len(data) // 2
    for encoding, zeros in (("utf-16-le", data[1::2].count(0)), ("utf-16-be", data[0::2].count(0))):
        if len(data) % 2 == 0 and zeros > half * 0.6:
            text = _strictly(data, encoding)
            return text, encoding, (_encoding_complaint("UTF-16 without a byte order mark"),)
    raise _binary(data.index(b"\0"))


def _decode_western(data: bytes, error: UnicodeDecodeError) -> tuple[str, str, tuple[Complaint, ...]]:
    """Decode a file that is not UTF-8 as Windows-1252, if every byte of it means a character."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _undecodable("utf-8", error) from error
    _refuse_binary(text)
    return text, "cp1252", (_encoding_complaint("Windows-1252"),)


def _encoding_complaint(encoding: str) -> Complaint:
    return Complaint(
        severity="warning",
        line=0,
        column="",
        message=f"the file is not UTF-8; it was read as {encoding}",
        hint="check the accented letters, then save it as UTF-8",
    )


def _refuse_binary(text: str) -> None:
    """Refuse a text of which more than one character in twenty is a control character."""
    found = [place.start() for place in _CONTROL.finditer(text)]
    if len(found) > 1 and len(found) * 20 > len(text):
        raise _binary(found[0])


def _binary(offset: int) -> GlossaryError:
    return GlossaryError(
        f"not a text file: byte {offset} is of no text",
        hint="a glossary is a text file with tabs; for a spreadsheet use `translate glossary import`",
    )
