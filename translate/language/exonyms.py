"""Places, languages and historical persons that have a Dutch and an English name: `Wenen` -> `Vienna`.

Looked up, in this order, in a small list of this project, the Unicode CLDR (through Babel) and Natural Earth.
"""

from dataclasses import dataclass
from functools import lru_cache

from translate.language.transcription import fold_name, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Exonym:
    """The English name of something that Dutch calls otherwise."""

    english: str
    source: str
    """Who says so, e.g. `CLDR`."""


def find_exonym(name: str) -> Exonym | None:
    """Return the English name, or None when there is none or it is the same.

    >>> find_exonym("Wenen").english, find_exonym("Duitsland").english, find_exonym("Utrecht")
    ('Vienna', 'Germany', None)
    """
    folded = fold_name(name)
    for source, table in tables():
        if english := table.get(folded):
            return Exonym(english=english, source=source) if english != name else None
    return None


@lru_cache(maxsize=1)
def tables() -> tuple[tuple[str, dict[str, str]], ...]:
    """Return the tables in the order in which they are asked: Dutch in small letters -> English."""
    return (
        ("list of exonyms", read_table("exonyms.tsv")),
        ("CLDR", cldr_names()),
        ("Natural Earth", read_table("natural_earth.tsv")),
    )


def cldr_names() -> dict[str, str]:
    """Return territories, languages and cities of time zones: Dutch in small letters -> English."""
    from babel import Locale

    dutch, english = Locale("nl"), Locale("en")
    names: dict[str, str] = {}
    for zone, entry in dutch.time_zones.items():
        if city := entry.get("city"):
            # English leaves out a city that is the last part of the zone's own name, such as Europe/Vienna.
            names[fold_name(city)] = english.time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace(
                "_", " "
            )
    for code, name in dutch.languages.items():
        names[fold_name(name)] = english.languages.get(code, name)
    for code, name in dutch.territories.items():
        names[fold_name(name)] = english.territories.get(code, name).replace(" & ", " and ")
    return names
