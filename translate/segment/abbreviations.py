"""Abbreviations that end in a full stop, by what may follow them; the built-in list and a user's own.

The file format is plain: abbreviations separated by white space, `[class]` lines that say what the following
ones are, `#` comments. What stands before the first such line belongs to the class `inside`.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from translate.errors import SettingsError

AbbreviationClass: TypeAlias = Literal[
    "title", "inside", "number", "number-word", "may-end", "unit", "ends", "name", "word"
]
Abbreviations: TypeAlias = Mapping[str, AbbreviationClass]
"""Abbreviation without its last full stop -> class. Lower case stands for any case."""

CLASSES: tuple[AbbreviationClass, ...] = get_args(AbbreviationClass)
LONGEST_ABBREVIATION = 24
"""In characters; a longer entry would never be looked up."""
SUFFIXES = re.compile(
    r"\.(?:nl|be|com|org|net|eu|de|fr|uk|tv|fm|info|nu|io|gov|edu|int|vlaanderen|amsterdam|html?|pdf|jpg|png)"
)
"""Ends of web addresses and file names, which no abbreviation has."""

_INITIAL = r"(?:[^\W\d_a-zß-ÿ]|Chr|Th|Ph|Ch|IJ|Ij|Fr|Joh|Jac|Jos|Wm|Sj|Tj|Cl|Kl|Ant)"
_INITIALS = re.compile(rf"(?:{_INITIAL}\.?-|{_INITIAL}\.)*{_INITIAL}")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_VOWELLESS = re.compile(r"[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz][b-df-hj-np-tv-xz]{1,4}")
_NUMBER_OF = re.compile(r"[^\W\d_]{2,}nrs?")
_ENTRY = re.compile(r"['’]?[^\W_](?:[\w.&/+'’!?-]*[\w.!?])?")


def read_abbreviations(path: Path) -> Abbreviations:
    """Return the built-in abbreviations with those of a user's file added; the user's class wins.

    Raises:
        SettingsError: The file cannot be read, or has something in it that is no abbreviation.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"is not UTF-8 text (byte {error.start})", path=path, hint="save the file as UTF-8"
        ) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error
    return {**builtin_abbreviations(), **parse_abbreviations(text, path)}


@functools.cache
def builtin_abbreviations() -> Abbreviations:
    """Return the abbreviations that come with the program."""
    file = resources.files("translate.segment") / "abbreviations.txt"
    return parse_abbreviations(file.read_text(encoding="utf-8"), Path(str(file)))


def parse_abbreviations(text: str, path: Path) -> Abbreviations:
    r"""Return the abbreviations of a list; `path` is for messages.

    >>> parse_abbreviations("[title]\ndhr. prof.", Path("list.txt"))
    {'dhr': 'title', 'prof': 'title'}

    Raises:
        SettingsError: A class is not known, or an entry is no abbreviation.
    """
    found: dict[str, AbbreviationClass] = {}
    current: AbbreviationClass = "inside"
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if content.startswith("["):
            current = _parse_class(content, path, number)
        else:
            found |= dict.fromkeys(_parse_entries(content, path, number), current)
    return found


def classify(
    token: str, abbreviations: Abbreviations, *, opens: bool = False, shouted: bool = False
) -> tuple[str, AbbreviationClass | Literal["initial", ""]]:
    """Return the abbreviation that a word with a full stop behind it is or ends in, and its class.

    >>> classify("oud-min", {"min": "may-end"})
    ('min', 'may-end')
    >>> classify("J.P", {})
    ('J.P', 'initial')

    Args:
        token: The word without its last full stop.
        abbreviations: Those that are known.
        opens: Whether the word is the first of its sentence, where a capital says nothing.
        shouted: Whether the text around it is in capitals.

    Returns:
        `("", "")` for an ordinary word.
    """
    last = token.rpartition("-")[2]
    if len(last) == 1 and last.isalpha() and (last.isupper() or token not in abbreviations):
        return token, "initial"
    for name in (token, last, token.rpartition("/")[2]):
        kind = _look_up(name, abbreviations, opens=opens, shouted=shouted) if name else None
        if kind is not None:
            return name, kind
    if _INITIALS.fullmatch(token):
        return token, "initial"
    if _NUMBER_OF.fullmatch(token):
        return token, "number"
    if _VOWELLESS.fullmatch(token) or (_DOTTED.fullmatch(token) and not SUFFIXES.search(token)):
        return token, "may-end"
    return "", ""


def _look_up(name: str, abbreviations: Abbreviations, *, opens: bool, shouted: bool) -> AbbreviationClass | None:
    """Return the class of an abbreviation as it is written; None when it is none.

    In the middle of a sentence a capital makes a name of most short words (Jan, Max, NAV); titles keep theirs.
    """
    if (kind := abbreviations.get(name)) is not None:
        return kind
    kind = abbreviations.get(name.lower())
    if kind is None or name.islower():
        return kind
    if name.isupper():
        is_meant = kind in ("title", "number") if shouted else kind == "title" and "." in name
        return kind if is_meant else None
    if opens or kind == "title" or "." in name:
        return kind
    return "may-end" if kind == "inside" else "number-word" if kind == "number" else kind


def _parse_class(content: str, path: Path, line: int) -> AbbreviationClass:
    """Return the class that a `[class]` line names."""
    for name in CLASSES:
        if content == f"[{name}]":
            return name
    hint = "the classes are " + ", ".join(f"[{name}]" for name in CLASSES)
    raise SettingsError(f"{content} is not a class of abbreviations", path=path, line=line, hint=hint)


def _parse_entries(content: str, path: Path, line: int) -> Iterator[str]:
    """Yield the abbreviations of a line without their last full stop."""
    for entry in content.split():
        if not _ENTRY.fullmatch(entry) or len(entry) > LONGEST_ABBREVIATION:
            hint = "write one or more abbreviations a line, with white space between them"
            raise SettingsError(f"{entry!r} cannot be an abbreviation", path=path, line=line, hint=hint)
        yield entry.removesuffix(".")
