"""Names in a Dutch or English text: runs of capitalised words with the particles between them.

A word that begins a sentence counts only when it is no ordinary word; adjectives of countries (`Amerikaanse`) are
no names.
"""

import re
from functools import lru_cache
from importlib import resources

from translate.document import Span
from translate.language.exonyms import find_exonym
from translate.language.transcription import fold_name, read_table

TOKEN = re.compile(r"(?:(?<!\w)['’](?=[stST]\b))?[^\W\d_]+(?:['’‑-][^\W\d_]+)*(?:-\d+)?|\d+")
PARTICLES = frozenset(
    (
        *(
            "van",
            "de",
            "der",
            "den",
            "het",
            "'t",
            "ten",
            "ter",
            "te",
            "von",
            "zu",
            "zum",
            "zur",
            "du",
            "des",
            "la",
        ),
        *("le", "les", "di", "da", "del", "della", "dos", "das", "do", "el", "al", "bin", "ibn", "ben"),
    )
)
LONGEST = 40
"""Letters of the longest word that is taken apart."""
NO_ADJECTIVES = frozenset({"buitenlandse", "binnenlandse"})
ENDS = ".!?:;…"
OPENERS = "\"'“‘«([„‚—–-"
ADJECTIVE = re.compile(
    r"[^\W\d_]{1,40}(?:aans|ees|eins|iaans|isch|ens|ands|oos|ets|kers|gers|uks|ols|ins|uws|egs|aks|urgs|alse|ijns|"
    r"elgisch|[a-z]es)e?"
)


def find_names(text: str) -> tuple[Span, ...]:
    """Return where the names of a text stand, in order.

    >>> [span.of("Volgens Jan de Vries gaat de Amerikaanse NAVO-chef naar Den Haag.") for span in find_names(
    ...     "Volgens Jan de Vries gaat de Amerikaanse NAVO-chef naar Den Haag.")]
    ['Jan de Vries', 'NAVO-chef', 'Den Haag']
    """
    tokens = list(TOKEN.finditer(text))
    names: list[Span] = []
    index = 0
    while index < len(tokens):
        stop = extend(text, tokens, index)
        if stop > index:
            names.append(Span(start=tokens[index].start(), stop=tokens[stop - 1].end()))
            index = stop
        else:
            index += 1
    return tuple(names)


def extend(text: str, tokens: list[re.Match[str]], first: int) -> int:
    """Return the index after the name that begins with token `first`; `first` itself when none begins there."""
    if not can_begin(text, tokens, first):
        return first
    stop = first + 1
    alone = is_place(tokens[first][0])
    while stop < len(tokens):
        gap = text[tokens[stop - 1].end() : tokens[stop].start()]
        if gap not in (" ", "\u00a0", ". ") or (gap == ". " and len(tokens[stop - 1][0]) > 1):
            break
        following = stop
        while following < len(tokens) and tokens[following][0].lower() in PARTICLES and following - stop < 3:
            following += 1
        if following >= len(tokens) or not is_capital(tokens[following][0]) or is_adjective(tokens[following][0]):
            break
        joined = text[tokens[stop - 1].end() : tokens[following].start()]
        if joined.count(" ") != following - stop + 1 or (alone and following > stop):
            break
        if changes_kind(tokens[stop - 1][0], tokens[following][0], following > stop):
            break
        stop = following + 1
    return stop


def changes_kind(before: str, after: str, joined: bool) -> bool:
    """Return whether two words belong to different names.

    So it is in `minister van Defensie Austin` and, with a particle between them, in `Koeleba van Defensie`.
    """
    if is_translated(before):
        return not is_translated(after)
    return joined and (is_translated(after) or after.lower() in NO_ADJECTIVES)


def is_place(token: str) -> bool:
    """Return whether a word is a place with an English name of its own; `de` does not join it to the next."""
    return find_exonym(token) is not None


def is_translated(token: str) -> bool:
    """Return whether a capitalised word is translated, such as the `Defensie` of `minister van Defensie`."""
    return fold_name(token) in counterparts()


def can_begin(text: str, tokens: list[re.Match[str]], index: int) -> bool:
    """Return whether a name can begin with this token."""
    token = tokens[index][0]
    if not is_capital(token):
        return False
    if is_adjective(token):
        return index + 1 < len(tokens) and find_exonym(f"{token} {tokens[index + 1][0]}") is not None
    if not begins_sentence(text, tokens[index].start()):
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and is_capital(following[0]):
        gap = text[tokens[index].end() : following.start()]
        if gap == " " or (gap == ". " and len(token) == 1):
            return not is_ordinary(token)
    return len(token) > 1 and not is_ordinary(token) and not is_compound(token)


def is_compound(token: str) -> bool:
    """Return whether a word ends in an ordinary one, as `Hoofdonderzoekers` does."""
    lower = token.lower()
    return len(lower) <= LONGEST and any(lower[cut:] in ordinary_words() for cut in range(3, len(lower) - 4))


def is_capital(token: str) -> bool:
    """Return whether a word is written like a name: with a capital, `'s-Hertogenbosch` and `iPhone` included."""
    if token.islower():
        return False
    bare = token.lstrip("'’")
    return bare[:1].isupper() or any(character.isupper() for character in bare[1:])


def is_adjective(token: str) -> bool:
    """Return whether a capitalised word is an adjective or a language: `Oekraïense`, `Duits`."""
    folded = fold_name(token).rpartition("-")[2]
    if folded in NO_ADJECTIVES:
        return False
    if folded in adjectives() or (folded.endswith("e") and ADJECTIVE.fullmatch(folded)):
        return True
    return folded.endswith("se") and find_exonym(folded[:-2].capitalize()) is not None


def is_ordinary(token: str) -> bool:
    """Return whether a word is one that begins sentences without being a name."""
    lower = token.lower().replace("’", "'")
    return lower in ordinary_words() or (lower in PARTICLES)


def begins_sentence(text: str, start: int) -> bool:
    """Return whether a word at `start` begins the text, a sentence or a quotation."""
    index, opened = start - 1, False
    while index >= 0 and (text[index].isspace() or text[index] in OPENERS):
        if text[index] == "\n":
            return True
        opened = opened or not text[index].isspace()
        index -= 1
    return index < 0 or text[index] in ENDS or (opened and text[index] == ",")


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Return Dutch words in small letters that begin sentences and are no names."""
    text = (
        resources.files("translate.language").joinpath("data", "ordinary_words.txt").read_text(encoding="utf-8")
    )
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def adjectives() -> frozenset[str]:
    """Return adjectives of countries and regions, and languages, in small letters."""
    ends = ("an", "ish", "ese", "nch", "tch", "ic", "reek", "iss", "qi", "li")
    return frozenset(
        dutch
        for dutch, english in counterparts().items()
        if dutch.endswith(("s", "se", "sch", "sche")) and any(word.lower().endswith(ends) for word in english)
    )


@lru_cache(maxsize=1)
def counterparts() -> dict[str, frozenset[str]]:
    """Return capitalised Dutch words in small letters and the English words that answer to them."""
    return {dutch: frozenset(english.split("|")) for dutch, english in read_table("capitalised.tsv").items()}
