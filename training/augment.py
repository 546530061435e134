"""Pairs made by rule: names to copy, capitals, quotes, numbers in Dutch and English notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from training import names
from training.carriers import CARRIERS, COUNTED
from training.clean import Pair

NAME_TOKEN = re.compile(r"(?<![\w'’-])[A-Z][a-zà-ÿ]{3,}(?![\w-])")
WORD = re.compile(r"[\w'’-]+")
_QUOTES = (("'", "'"), ('"', '"'), ("‘", "’"), ("“", "”"), ("„", "”"))
_MONTHS = tuple(
    zip(
        [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        strict=True,
    )
)
_SCALES = (
    ("miljoen", "million"),
    ("mln.", "million"),
    ("miljard", "billion"),
    ("mld.", "billion"),
    ("biljoen", "trillion"),
    ("procent", "percent"),
    ("kilometer", "kilometers"),
    ("graden", "degrees"),
    ("ton", "tons"),
    ("hectare", "hectares"),
)


def shared_names(pair: Pair) -> list[str]:
    """Return the capitalised words that stand once on both sides.

    >>> shared_names(Pair(origin="", source="Gisteren sprak Brandsma.", target="Brandsma spoke yesterday."))
    ['Brandsma']
    """
    ours, theirs = NAME_TOKEN.findall(pair.source), NAME_TOKEN.findall(pair.target)
    return [name for name in ours if ours.count(name) == 1 == theirs.count(name)]


def replace_names(pair: Pair, rng: Random) -> Pair | None:
    """Return the pair with its shared names replaced by invented ones, or None where it has none."""
    source, target = pair.source, pair.target
    found = shared_names(pair)
    for name in found:
        invented = names.word(rng)
        source = re.sub(rf"\b{name}\b", invented, source)
        target = re.sub(rf"\b{name}\b", invented, target)
    return Pair(origin="names", source=source, target=target) if found else None


def carry(rng: Random) -> Pair:
    """Return a carrier sentence filled with invented names."""
    source, target = rng.choice(CARRIERS)
    parts = {
        "P": names.person(rng),
        "Q": names.person(rng),
        "S": rng.choice(names.SURNAMES)(rng),
        "T": rng.choice(names.TOWNS)(rng),
        "U": rng.choice(names.TOWNS)(rng),
        "F": names.firm(rng),
        "N": str(rng.randint(18, 89)),
    }
    return Pair(origin="names", source=source.format(**parts), target=target.format(**parts))


def make_names(pairs: Sequence[Pair], count: int, rng: Random) -> Iterator[Pair]:
    """Yield `count` pairs with invented names: three in five real sentences, the rest carriers."""
    able = [pair for pair in pairs if shared_names(pair)]
    for _ in range(count):
        made = replace_names(rng.choice(able), rng) if able and rng.random() < 0.6 else None
        yield made or carry(rng)


def grouped(number: int, separator: str) -> str:
    """Return the number with a separator between thousands.

    >>> grouped(13000, ".")
    '13.000'
    """
    return f"{number:,}".replace(",", separator)


def _amount(rng: Random) -> tuple[str, str]:
    """Return a number in Dutch and in English notation."""
    form = rng.random()
    if form < 0.4:
        number = rng.randint(1, 999) * rng.choice((1, 10, 100, 1000)) + rng.choice((0, 0, rng.randint(0, 99)))
        return grouped(number, "."), grouped(number, ",")
    if form < 0.75:
        whole, part = rng.randint(0, 120), rng.randint(1, 99)
        scale, english = rng.choice(_SCALES)
        return f"{whole},{part} {scale}", f"{whole}.{part} {english}"
    whole, cents = rng.randint(0, 3000), f"{rng.randint(1, 99):02}"
    sign = rng.choice(("€ ", "€", "$", "$ ", "£"))
    return f"{sign}{grouped(whole, '.')},{cents}", f"{sign.strip()}{grouped(whole, ',')}.{cents}"


def count_something(rng: Random) -> Pair:
    """Return a sentence or a fragment that is about a number or a date."""
    source, target = rng.choice(COUNTED)
    ours, theirs = _amount(rng)
    dutch_month, english_month = rng.choice(_MONTHS)
    parts = {
        "day": rng.randint(1, 31),
        "year": rng.randint(1900, 2030),
        "one": rng.randint(1, 59),
        "two": rng.randint(10, 59),
    }
    return Pair(
        origin="fragments",
        source=source.format(amount=ours, month=dutch_month, **parts),
        target=target.format(amount=theirs, month=english_month, **parts),
    )


def restyle(pair: Pair, rng: Random) -> Pair:
    """Return a pair in capitals, in quotes, without its full stop, or as it is."""
    source, target = pair.source, pair.target
    form = rng.random()
    if form < 0.35:
        source, target = source.upper(), target.upper()
    elif form < 0.55 and not set("\"'‘“„") & set(source + target):
        ours = rng.choice(_QUOTES)
        theirs = ("“", "”") if ours[0] == "„" else ours
        source, target = ours[0] + source + ours[1], theirs[0] + target + theirs[1]
    elif form < 0.8:
        source, target = source.removesuffix("."), target.removesuffix(".")
    return Pair(origin="fragments", source=source, target=target)


def make_fragments(pairs: Sequence[Pair], count: int, rng: Random) -> Iterator[Pair]:
    """Yield `count` short pairs: two in three restyled from the text, one about numbers."""
    short = [pair for pair in pairs if len(pair.source) < 70]
    for _ in range(count):
        yield restyle(rng.choice(short), rng) if short and rng.random() < 0.67 else count_something(rng)


def augment(
    pairs: Iterable[Pair], n_names: int, n_fragments: int, seed: int, reserved: frozenset[str] = frozenset()
) -> Iterator[Pair]:
    """Yield made pairs; the names replaced are those of running text, the fragments of human text.

    A pair with a reserved word, one of the names that a test keeps for itself, is left out.
    """
    kept = list(pairs)
    running = [
        pair for pair in kept if pair.origin in ("news_written", "mt_geneval_context", "research_aids_colonial")
    ]
    general = [pair for pair in kept if pair.origin in ("robitquiz", "tatoeba_manythings_2018")]
    rng = Random(seed)
    for made in make_names(running * 4 + general[:40000], n_names, rng):
        if not reserved or reserved.isdisjoint(WORD.findall(made.source)):
            yield made
    yield from make_fragments(running * 4 + general, n_fragments, rng)
