"""Dutch compounds of a point of the compass and a region, and what an English editor writes for them.

`Oost-Oekraïne` is eastern Ukraine, but `Zuid-Korea` is South Korea and `Oost-Europa` is Eastern Europe.
"""

import re

from translate.document import Span, TermMatch

POINTS = {
    "noord": "north", "oost": "east", "zuid": "south", "west": "west", "noordoost": "north-east",
    "noordwest": "north-west", "zuidoost": "south-east", "zuidwest": "south-west",
}  # fmt: skip
"""Dutch first part -> English noun."""
MIDDLES = {"midden": "central", "centraal": "central"}
BEFORE = re.compile(r"(?<!\w)(" + "|".join([*POINTS, *MIDDLES]) + r")[-‐‑–]$", re.IGNORECASE)
LEFT = re.compile(
    r"(?<![\w-])(?:" + "|".join([*POINTS, *MIDDLES.values(), "north", "east", "south"]) + r")(?:ern)?[-‐‑– ]$",
    re.IGNORECASE,
)
"""A point of the compass before a rendering, Dutch or English."""
NOUN_NAMES = (
    "Korea", "Africa", "America", "Asia", "Sudan", "Macedonia", "Carolina", "Dakota", "Virginia", "Holland",
    "Brabant", "Timor", "Jerusalem", "Vietnam", "Yemen", "German", "London", "Ossetia", "Sea",
)  # fmt: skip
"""Names that take the bare noun: North Korea, East Germany. Beginnings of words, so that adjectives follow."""
ADJECTIVE_NAMES = ("Europe", "Ireland", "Irish", "Cape", "Cyprus")
"""Names that take the adjective with a capital: Eastern Europe, Northern Ireland."""


def reach(source: str, match: TermMatch) -> Span:
    """Return the stretch of the source for one English phrase: the term with its point of the compass.

    >>> from translate.document import Term
    >>> term = Term(source=("Oekraïne",), target=("Ukraine",))
    >>> match = TermMatch(term=term, span=Span(start=8, stop=16), form="Oekraïne", compound=True)
    >>> reach("in Oost-Oekraïne", match).of("in Oost-Oekraïne")
    'Oost-Oekraïne'
    """
    found = BEFORE.search(source[: match.span.start]) if match.compound else None
    return Span(start=found.start(), stop=match.span.stop) if found else match.span


def phrase(source: str, match: TermMatch, target: str) -> str:
    """Return what English says for a term with its point of the compass; the target alone where there is none.

    >>> from translate.document import Term
    >>> term = Term(source=("Koreaanse",), target=("Korean",))
    >>> match = TermMatch(term=term, span=Span(start=5, stop=14), form="Koreaanse", compound=True)
    >>> phrase("Zuid-Koreaanse", match, "Korean"), phrase("Oost-Oekraïne", match, "Ukraine")
    ('South Korean', 'eastern Ukraine')
    """
    found = BEFORE.search(source[: match.span.start]) if match.compound else None
    if not found:
        return target
    part = found[1].casefold()
    if part in MIDDLES:
        return f"{MIDDLES[part]} {target}"
    if target.startswith(NOUN_NAMES):
        return f"{POINTS[part].capitalize()} {target}"
    if target.startswith(ADJECTIVE_NAMES):
        return f"{POINTS[part].capitalize()}ern {target}"
    return f"{POINTS[part]}ern {target}"


def widen(text: str, span: Span) -> Span:
    """Take a point of the compass that stands before a rendering into its span."""
    found = LEFT.search(text[max(0, span.start - 20) : span.start])
    return Span(start=span.start - (found.end() - found.start()), stop=span.stop) if found else span
