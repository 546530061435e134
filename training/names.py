"""Names: what a newspaper prints and no corpus has, mostly made of syllables, the same for the same seed.

Every name is one that English may spell as Dutch does; the Slavic ones are in Dutch spelling (Koeleba,
Rjabkov), so that the model learns to copy them whole where it does not know the English form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

REAL_SHARE = 0.4
"""How often a name is one that somebody bears."""


def read_words(name: str) -> dict[str, list[str]]:
    """Return the words of a file beside this one by kind; a text is a list of words."""
    held = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return {kind: parts.split() if isinstance(parts, str) else parts for kind, parts in held.items()}


PARTS = read_words("syllables.toml")
REAL = read_words("real_names.toml")


def _real(rng: Random, kind: str) -> str | None:
    """Return a real name of a kind in some cases."""
    return rng.choice(REAL[kind]) if rng.random() < REAL_SHARE else None


def _join(rng: Random, *parts: list[str]) -> str:
    name = "".join(rng.choice(part) for part in parts)
    return name[0].upper() + name[1:]


def dutch_surname(rng: Random) -> str:
    """Return a Dutch or Flemish family name, now and then with a prefix."""
    name = _real(rng, "surname") or _join(rng, PARTS["dutch_head"], PARTS["dutch_tail"])
    return f"{rng.choice(PARTS['prefix'])} {name}" if rng.random() < 0.3 else name


def compound_surname(rng: Random) -> str:
    """Return a family name made of common Dutch words, which must not be translated: Zuurbier, Uitenboom."""
    first, second = rng.choice(PARTS["dutch_words"]), rng.choice(PARTS["dutch_words"] + PARTS["dutch_tail"])
    name = (first + rng.choice(("", "", "", "en", "er", "s")) + second).capitalize()
    return f"{rng.choice(PARTS['prefix'])} {name}" if rng.random() < 0.2 else name


def given_name(rng: Random) -> str:
    """Return a first name that looks Dutch or Frisian."""
    return _real(rng, "given") or _join(rng, PARTS["given_head"], PARTS["given_tail"])


def slavic_surname(rng: Random) -> str:
    """Return a family name as Dutch papers transcribe Russian, Ukrainian and Bulgarian."""
    return _join(rng, PARTS["slavic_head"], PARTS["slavic_middle"], PARTS["slavic_tail"])


def slavic_town(rng: Random) -> str:
    """Return a town of eastern Europe in Dutch transcription."""
    return _join(rng, PARTS["slavic_head"], PARTS["slavic_middle"], PARTS["town_tail"])


def world_surname(rng: Random) -> str:
    """Return a family name from anywhere, of two to four syllables."""
    if name := _real(rng, "world"):
        return name
    middle = [PARTS["world_middle"]] * rng.choice((0, 1, 1, 2))
    return _join(rng, PARTS["world_head"], *middle, PARTS["world_tail"])


def english_surname(rng: Random) -> str:
    """Return a family or place name of English make."""
    return _join(rng, PARTS["english_head"], PARTS["english_tail"])


def dutch_town(rng: Random) -> str:
    """Return a village of the Low Countries."""
    return _real(rng, "town") or _join(rng, PARTS["dutch_head"], PARTS["dutch_tail"])


def firm(rng: Random) -> str:
    """Return a company, a party or a paper: a name with a tail, or capitals."""
    if rng.random() < 0.4:
        return "".join(rng.choice("ABCDEFGHIKLMNOPRSTUVWZ") for _ in range(rng.choice((2, 3, 3, 4))))
    return f"{rng.choice((world_surname, english_surname, dutch_town))(rng)} {rng.choice(PARTS['firm_tail'])}"


SURNAMES: tuple[Callable[[Random], str], ...] = (
    dutch_surname,
    compound_surname,
    compound_surname,
    slavic_surname,
    slavic_surname,
    world_surname,
    english_surname,
)
TOWNS: tuple[Callable[[Random], str], ...] = (
    dutch_town,
    slavic_town,
    slavic_town,
    world_surname,
    english_surname,
)


def first_name(kind: Callable[[Random], str], rng: Random) -> str:
    """Return a first name to go with a kind of family name: a known one, or as often an invented one."""
    if kind is slavic_surname:
        return rng.choice(PARTS["slavic_first"])
    is_dutch = kind in (dutch_surname, compound_surname)
    if rng.random() < 0.5:
        return given_name(rng) if is_dutch or kind is english_surname else world_surname(rng)
    return rng.choice(PARTS["dutch_first" if is_dutch else "first"])


def person(rng: Random) -> str:
    """Return a first name and a family name that go together."""
    kind = rng.choice(SURNAMES)
    surname = kind(rng)
    form = rng.random()
    if form < 0.1:
        return f"{rng.choice('ABCDEFGHJKLMNPRSTVW')}.{rng.choice('ABCDEFGHJKLM')}. {surname}"
    if form < 0.2:
        return f"{first_name(kind, rng)} {surname}-{rng.choice(SURNAMES)(rng).split()[-1]}"
    return f"{first_name(kind, rng)} {surname}"


def word(rng: Random) -> str:
    """Return a name of one word, of any kind."""
    return rng.choice((*SURNAMES, *TOWNS, given_name, given_name))(rng).split()[-1]
