"""XML that others may have made: parsed as a stream, without entities, and told apart from plain text.

Nothing outside the file is ever fetched, nothing in it expanded. Inline tags of other programs stay in the text
as they are written in the file; annotations, which add no text, are seen through.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.parsers import expat
from xml.sax.saxutils import escape

from translate.atomic import open_atomic
from translate.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: Extensible Markup Language (XML) 1.0, production 2 (Char)."""
_SEEN_THROUGH = frozenset({"mrk", "hi"})
_NO_TEXT = frozenset({"sm", "em"})
_WITH_CODE = frozenset({"ph", "bpt", "ept", "it", "ut"})
"""Elements that hold a piece of the original file's own markup."""
_CHUNK_BYTES = 1 << 16


class _RootSeen(Exception):  # noqa: N818
    """The part of a file that may declare entities is over."""


def find_forbidden(text: str) -> tuple[str, ...]:
    r"""Return the characters of `text` that XML cannot hold, as `U+0001`, each once.

    >>> find_forbidden("a\x01b\x01")
    ('U+0001',)
    """
    return tuple(dict.fromkeys(f"U+{ord(character):04X}" for character in _FORBIDDEN.findall(text)))


def replace_forbidden(text: str) -> str:
    """Return `text` with U+FFFD for each character that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def split_forbidden(text: str) -> list[str]:
    r"""Return `text` in parts: at even places what XML can hold, at odd ones single characters that it cannot.

    >>> split_forbidden("a\x01")
    ['a', '\x01', '']
    """
    return re.split(f"({_FORBIDDEN.pattern})", text)


def iterate_elements(path: Path, names: frozenset[str]) -> Iterator["_Element"]:
    """Yield the root when it opens, then each element of one of the local `names` when it closes.

    Elements that were yielded are emptied when the next one is asked for: a file of any length takes little
    memory.

    Raises:
        DocumentError: The file cannot be opened, is not XML, or declares entities.
    """
    from lxml import etree

    _refuse_entities(path)
    try:
        with path.open("rb") as file:
            yield from _parse(file, names)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"not well-formed XML: {error.msg}", path=path, line=error.lineno) from error
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}", path=path) from error


def local_name(element: "_Element") -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def write_xml(path: Path, head: str, elements: "Iterable[_Element]", tail: str) -> None:
    """Write a file element by element.

    Args:
        path: The file.
        head: What opens before the elements, without the XML declaration.
        elements: Without a namespace, or in that of the head; the head's own prefixes may be declared again.
        tail: What closes after them.

    Raises:
        OutputError: The file cannot be written.
    """
    from lxml import etree

    with open_atomic(path) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n'.encode())
        for element in elements:
            file.write(etree.tostring(element, encoding="utf-8", pretty_print=True))
        file.write(f"{tail}\n".encode())


def format_tag(name: str, attributes: dict[str, str]) -> str:
    """Return an opening tag.

    >>> format_tag("file", {"original": 'a"b'})
    '<file original="a&quot;b">'
    """
    breaks = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;", '"': "&quot;"}
    parts = (f' {key}="{escape(value, breaks)}"' for key, value in attributes.items())
    return f"<{name}{''.join(parts)}>"


def line_of(element: "_Element") -> int:
    """Return the line on which an element begins, counted from 1."""
    return cast("int | None", element.sourceline) or 1


def text_of(element: "_Element") -> str:
    """Return the text of a segment with the inline tags of other programs as they are written.

    A code such as `<ph>&lt;br&gt;</ph>` gives what it holds, `<br>`; an element without a code its own tag.

    Raises:
        ValueError: It holds a reference to an entity.
    """
    parts = [element.text or ""]
    for child in element:
        parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _parse(file: BinaryIO, names: frozenset[str]) -> "Iterator[_Element]":
    from lxml import etree

    context = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    root_seen = False
    for event, element in context:
        if event == "start":
            if not root_seen:
                root_seen = True
                yield element
        elif local_name(element) in names:
            yield element
            _forget(element)


def _inline(child: "_Element") -> str:
    name = local_name(child)
    if not name:
        raise ValueError("refers to an XML entity")
    if name in _NO_TEXT:
        return ""
    if name == "cp":
        return _code_point(child.get("hex", ""))
    inner = text_of(child)
    if name in _SEEN_THROUGH or (name in _WITH_CODE and inner):
        return inner
    attributes = "".join(f' {str(key).rpartition("}")[2]}="{value!s}"' for key, value in child.attrib.items())
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _code_point(hexadecimal: str) -> str:
    try:
        return chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        raise ValueError(f"has <cp hex={hexadecimal!r}>, which is no character") from None


def _forget(element: "_Element") -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_entities(path: Path) -> None:
    """Look at what stands before the root element.

    A reference to an outside DTD is harmless, since it is not followed; a declaration inside is not.

    Raises:
        DocumentError: It declares an entity or anything else.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        """Raise DocumentError for a declaration."""
        raise DocumentError(
            "refused: it declares XML entities",
            path=path,
            line=parser.CurrentLineNumber,
            hint="delete the [...] part of its <!DOCTYPE>",
        )

    def check_doctype(_name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        """Raise DocumentError if anything is declared inside the file."""
        if has_subset:
            refuse()

    def stop(*_: object) -> None:
        """End the look at the first element."""
        raise _RootSeen

    parser.StartDoctypeDeclHandler = check_doctype
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except _RootSeen:
        return
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror}", path=path) from error
    except expat.ExpatError as error:
        message = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise DocumentError(message, path=path, line=error.lineno) from error
    except LookupError as error:
        hint = "save it as UTF-8"
        raise DocumentError(f"its XML declaration names an {error}", path=path, line=1, hint=hint) from error
