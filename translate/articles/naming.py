"""Paths of articles in, their names out: unique, stable, and safe as file names on every system.

A name begins the ids of an article's segments and is the stem of the files written for it. It never has a
path separator, a colon or a control character in it. Which names files get does not depend on their order.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

LONGEST_NAME_BYTES = 150
"""In UTF-8; file systems take 255, and suffixes and temporary names come on top."""

_UNSAFE = re.compile(r'[<>:"/\\|?*]+')
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories of characters that a name cannot show."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def make_name(text: str) -> str:
    """Return a text as a name that every file system takes, as much like it as can be.

    >>> make_name("NOS: Rutte/Kaag?")
    'NOS- Rutte-Kaag'
    >>> make_name("con.nl")
    '_con.nl'
    """
    text = unicodedata.normalize("NFC", text)
    visible = "".join(" " if unicodedata.category(char) in _INVISIBLE else char for char in text)
    name = " ".join(_UNSAFE.sub("-", visible).split())
    name = name.encode("utf-8")[:LONGEST_NAME_BYTES].decode("utf-8", "ignore").strip("-. ")
    if not name:
        return "article"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def name_files(paths: Sequence[Path]) -> dict[Path, str]:
    """Return a name for each file: its stem, or where that is taken its folder and its stem, and so on.

    >>> sorted(name_files([Path("a/x.txt"), Path("b/x.txt"), Path("b/y.txt")]).values())
    ['a-x', 'b-x', 'y']
    """
    rules: tuple[Callable[[Path], str], ...] = (
        lambda path: path.stem,
        lambda path: f"{path.absolute().parent.name}-{path.stem}",
        lambda path: f"{path.absolute().parent.name}-{path.stem}-{path.suffix[1:]}",
    )
    names: dict[Path, str] = {}
    taken: set[str] = set()
    rest = sorted(set(paths), key=lambda path: str(path.absolute()))
    for rule in rules:
        groups = defaultdict(list)
        for path in rest:
            groups[make_name(rule(path)).casefold()].append(path)
        rest = []
        for key, group in groups.items():
            if len(group) == 1 and key not in taken:
                names[group[0]] = make_name(rule(group[0]))
                taken.add(key)
            else:
                rest += group
    for path in rest:
        names[path] = add_counter(make_name(rules[1](path)), taken)
    return names


def add_counter(name: str, taken: set[str]) -> str:
    """Return the name, with the first free number behind it where it is taken, and take it."""
    number = 1
    candidate = name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate.casefold())
    return candidate
