"""A target text and a term -> where the text honours it, and where the source form was left in it.

A term is honoured by any of its accepted targets as whole words, English inflections included; in any case, or
for a row with case `exact` as written, in capitals where all is so, with a capital where a sentence starts.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from translate.document import Span, Term, TermMatch
from translate.language.folding import Folded, closes_word, fold, fold_form, is_possessive, opens_word
from translate.language.inflection import dutch_forms, english_forms, fits_case, is_acronym

HOMOGRAPHS = frozenset((
    "angel", "are", "arm", "arts", "at", "bad", "band", "bank", "be", "bed", "been", "beer", "begin", "bel",
    "best", "bond", "boom", "boor", "boot", "brand", "brief", "bureau", "bus", "camp", "chef", "colon",
    "contact", "deal", "den", "die", "dip", "door", "dot", "dove", "dozen", "drift", "drop", "duel", "ego",
    "elf", "era", "even", "ever", "fast", "fee", "film", "flap", "flat", "flora", "fork", "fort", "gang",
    "gate", "gift", "glad", "god", "gold", "golf", "gram", "grief", "gun", "had", "half", "hand", "hard",
    "harp", "haven", "heel", "held", "helm", "hem", "her", "here", "hip", "hit", "hoe", "hop", "horde", "hot",
    "hotel", "in", "is", "kin", "kind", "kit", "knot", "lag", "lamp", "land", "lap", "last", "lean", "leek",
    "leer", "lens", "lid", "lift", "lip", "list", "live", "long", "loon", "loop", "loot", "lot", "made",
    "mag", "mail", "man", "map", "mare", "mast", "mate", "me", "men", "mere", "met", "mild", "minister",
    "mist", "mode", "monster", "more", "most", "mug", "nest", "net", "nut", "of", "offer", "open", "oven",
    "over", "pad", "page", "pal", "pan", "park", "past", "peer", "pen", "pest", "pet", "pier", "pit", "plan",
    "plant", "pole", "pond", "pool", "port", "pose", "post", "pot", "president", "prime", "propaganda", "pup",
    "race", "rage", "ram", "rang", "rare", "rat", "rector", "rent", "rest", "ring", "rob", "rode", "roof",
    "room", "rot", "rug", "rust", "sage", "see", "set", "slang", "slap", "slim", "sling", "slip", "slot",
    "smart", "span", "spin", "spit", "spoken", "sport", "spot", "stage", "stand", "star", "steel", "stem",
    "step", "still", "stoop", "stop", "storm", "strand", "string", "student", "tang", "tap", "tar", "team",
    "teller", "ten", "tent", "term", "text", "tier", "toe", "top", "tot", "trap", "travel", "trek", "trio",
    "tube", "van", "vast", "vent", "verse", "vet", "vice", "villa", "wake", "want", "war", "warm", "was",
    "water", "we", "web", "wee", "week", "west", "wet", "wig", "wild", "win", "wind", "winter", "wit", "wolf",
    "worst", "yen", "zone", "zoo",
))  # fmt: skip
"""Dutch words that are English words too: in a target they prove nothing."""


class Wanted(NamedTuple):
    """One form of a target that is looked for."""

    lower: str
    form: str
    """In the row's own case; empty when any case will do."""
    base: int
    """Number of characters of an acronym whose case matters, else 0."""
    rank: int
    """Place of its target among those accepted; 0 is the preferred one."""


class Hit(NamedTuple):
    """An occurrence; offsets are those of the folded text."""

    start: int
    stop: int
    rank: int


class _Placed(Protocol):
    """Something that covers a stretch of a folded text."""

    @property
    def start(self) -> int:
        """Return where it begins."""
        ...

    @property
    def stop(self) -> int:
        """Return where it ends, half-open."""
        ...


_Stretch = TypeVar("_Stretch", bound=_Placed)


def required_target(match: TermMatch) -> str:
    """Return the target that the glossary asks for: the preferred one, or the source form of a term to keep.

    Returns:
        The target as the glossary has it, not inflected and not in the case of the sentence. For kind `keep` the
        form as it stands in the source, without what Dutch inflection adds to it.
    """
    if match.term.kind != "keep" and match.term.target:
        return match.term.target[0]
    return _kept_form(match)


def find_target(sought: TermMatch | Term, target: str) -> tuple[Span, ...]:
    """Find every place of a target text that honours a term.

    Args:
        sought: A term, or its match in a source.
        target: English text.

    Returns:
        Spans of `target`, in order, not overlapping, the inflection included.
    """
    folded = fold(target)
    hits = find_hits(accepted_forms(term_of(sought)), folded)
    return tuple(folded.span(hit.start, hit.stop) for hit in sorted(select_longest(hits)))


def find_leaks(matches: Iterable[TermMatch], target: str) -> tuple[tuple[TermMatch, Span], ...]:
    """Find source forms that were left in the target, even where the required target stands beside them.

    No leak is a form that an accepted target of these matches holds, a Dutch word that is an English word too, or
    a name without its capital.

    Returns:
        Pairs of match and span of `target`, in order of the text, one pair for each place.
    """
    listed = tuple({match.term: match for match in matches}.values())
    if not listed:
        return ()
    folded = fold(target)
    allowed = bytearray(len(folded.lower))  # 1 where a character belongs to an accepted target
    for match in listed:
        for hit in find_hits(accepted_forms(match.term), folded):
            allowed[hit.start : hit.stop] = b"\1" * (hit.stop - hit.start)
    leaks: dict[tuple[int, int], TermMatch] = {}
    for match in listed:
        for hit in select_longest(find_hits(_dutch(match.term), folded)):
            if 1 not in allowed[hit.start : hit.stop]:
                leaks.setdefault((hit.start, hit.stop), match)
    return tuple((leaks[place], folded.span(*place)) for place in sorted(leaks))


def term_of(sought: TermMatch | Term) -> Term:
    """Return the term that is meant."""
    return sought.term if isinstance(sought, TermMatch) else sought


def _kept_form(match: TermMatch) -> str:
    """Return a match's form as it stands in the source, without its Dutch inflection."""
    if not match.inflection:
        return match.form
    form = fold_form(match.form).lower()
    for variant in match.term.source:
        source = fold_form(variant)
        if any(form == text.lower() for text, _ in dutch_forms(source, name=True)):
            return match.form[: len(source)] if form.startswith(source.lower()) else variant
    return match.term.source[0]


@lru_cache(maxsize=65536)
def accepted_forms(term: Term) -> tuple[Wanted, ...]:
    """Return the forms that honour a term."""
    targets = term.target or term.source
    if term.kind == "keep":
        targets = tuple(dict.fromkeys((*term.target, *term.source)))
    return tuple(
        wanted for rank, target in enumerate(targets) for wanted in wanted_forms(target, term.exact, rank)
    )


@lru_cache(maxsize=65536)
def _dutch(term: Term) -> tuple[Wanted, ...]:
    """Return the source forms that would be leaks of a term."""
    if term.kind == "keep":
        return ()
    found: list[Wanted] = []
    for variant in term.source:
        source = fold_form(variant)
        if source in HOMOGRAPHS:
            continue
        base = len(source) if is_acronym(source) else 0
        for text, _ in dutch_forms(source, name=term.kind == "name"):
            if text not in HOMOGRAPHS:
                found.append(Wanted(text.lower(), "" if base or text.islower() else text, base, 0))
    return tuple(found)


def wanted_forms(target: str, exact: bool, rank: int) -> Iterator[Wanted]:
    """Yield the English forms of one accepted or forbidden target."""
    folded = fold_form(target)
    base = len(folded) if is_acronym(folded) else 0
    for form in english_forms(folded) if folded else ():
        yield Wanted(form.lower(), form if exact else "", base, rank)


def find_hits(forms: Iterable[Wanted], folded: Folded) -> list[Hit]:
    """Return every occurrence of any of the forms as whole words."""
    lower = folded.lower
    hits: list[Hit] = []
    for wanted in forms:
        start = lower.find(wanted.lower)
        while start >= 0:
            stop = start + len(wanted.lower)
            if closes_word(lower, stop) and opens_word(lower, start) and fits_place(wanted, folded, start, stop):
                hits.append(Hit(start, stop, wanted.rank))
            start = lower.find(wanted.lower, start + 1)
    return hits


def fits_place(wanted: Wanted, folded: Folded, start: int, stop: int) -> bool:
    """Return whether case and apostrophe of an occurrence are as they should be."""
    if wanted.lower[-1] == "'" and not is_possessive(folded.lower, start, stop):
        return False
    surface = folded.text[start:stop]
    if wanted.base and not fits_case(surface[: wanted.base]):
        return False
    if not wanted.form or surface == wanted.form:
        return True
    if surface.isupper():
        return folded.capitals
    return surface == wanted.form[0].upper() + wanted.form[1:] and _starts_sentence(folded.text, start)


def _starts_sentence(text: str, start: int) -> bool:
    """Return whether a sentence, a quotation or a heading's second part begins at `start`."""
    before = text[max(0, start - 40) : start].rstrip(" '\"\u201c\u201e([")
    return not before or before[-1] in ".!?:\u2026"


def select_longest(found: Iterable[_Stretch]) -> list[_Stretch]:
    """Return the stretches that remain when longer ones drive out those they overlap, of equals the earlier.

    Order in `found` decides between stretches that cover the same characters.
    """
    starts: list[int] = []
    kept: list[_Stretch] = []
    for one in sorted(found, key=lambda one: (one.start - one.stop, one.start)):
        place = bisect_left(starts, one.start)
        after = place < len(kept) and kept[place].start < one.stop
        if not after and not (place and kept[place - 1].stop > one.start):
            starts.insert(place, one.start)
            kept.insert(place, one)
    return kept
