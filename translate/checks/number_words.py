"""Numbers written in words, Dutch and English: `dertig`, `tweehonderdvijftig`, `twenty-one`, `derde`, `third`.

The Dutch article `een` is not a number here; `één` is.
"""

from functools import cache, lru_cache

from translate.checks.wordlists import word_list

DUTCH_UNITS = word_list(
    """
    nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien
    zeventien achttien negentien
    """
)
DUTCH_TENS = word_list("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
ENGLISH_UNITS = word_list(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """
)
ENGLISH_TENS = word_list("twenty thirty forty fifty sixty seventy eighty ninety")
DUTCH_OTHER = {
    "één": 1.0,
    "anderhalf": 1.5,
    "anderhalve": 1.5,
    "dozijn": 12.0,
    "beide": 2.0,
    "tweemaal": 2.0,
    "tweeën": 2.0,
    "drieën": 3.0,
    "vijven": 5.0,
    "zessen": 6.0,
    "negenen": 9.0,
    "tienen": 10.0,
    "twaalven": 12.0,
}
NO_NUMBERS = frozenset(("een", "eenvoudig", "eenvoudige"))
DUTCH_ORDINALS = {"eerste": 1.0, "derde": 3.0, "achtste": 8.0}
ENGLISH_ORDINALS = word_list(
    """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    """
)
ENGLISH_OTHER = {"dozen": 12.0, "twice": 2.0, "once": 1.0, "both": 2.0, "thrice": 3.0}
DUTCH_ENDINGS = word_list("ste de jarige jarig daagse delige koppige maal tal voudig voudige")
SCALES = {
    "duizend": 1e3, "miljoen": 1e6, "mln": 1e6, "miljard": 1e9, "mld": 1e9, "mrd": 1e9, "biljoen": 1e12,
    "thousand": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12, "k": 1e3,
}  # fmt: skip


@cache
def dutch_hundred() -> dict[str, float]:
    """Return every Dutch number word below 100, without the mark on `ë`, and its value."""
    table = {word: float(value) for value, word in enumerate(DUTCH_UNITS)}
    for ten, word in enumerate(DUTCH_TENS, start=2):
        table[word] = ten * 10.0
        table.update({f"{DUTCH_UNITS[unit]}en{word}": ten * 10.0 + unit for unit in range(1, 10)})
    return table


@lru_cache(maxsize=16384)
def dutch_number(word: str) -> float | None:
    """Return the value of a Dutch number word in lower case, ordinals included, or None.

    >>> [dutch_number(word) for word in ("dertig", "tweeëntwintigste", "vijftienhonderd", "een", "één", "derde")]
    [30.0, 22.0, 1500.0, None, 1.0, 3.0]
    """
    if word in DUTCH_OTHER:
        return DUTCH_OTHER[word]
    if word in DUTCH_ORDINALS:
        return DUTCH_ORDINALS[word]
    if word in NO_NUMBERS or len(word) > 40:
        return None
    value = dutch_cardinal(word.replace("ë", "e").replace("é", "e"))
    if value is not None:
        return value
    return next((number for ending in DUTCH_ENDINGS if (number := without(word, ending)) is not None), None)


def without(word: str, ending: str) -> float | None:
    """Return the value of a Dutch number word that stands before `ending`, or None."""
    return dutch_cardinal(word.removesuffix(ending).replace("ë", "e")) if word.endswith(ending) else None


def dutch_cardinal(word: str) -> float | None:
    """Return the value of a Dutch cardinal written as one word, without marks on its letters, or None."""
    head, thousand, tail = word.partition("duizend")
    if thousand:
        return add(
            below_thousand(head) if head else 1.0,
            1000.0,
            below_thousand(tail.removeprefix("en")) if tail else 0.0,
        )
    return below_thousand(word)


def below_thousand(word: str) -> float | None:
    """Return the value of a Dutch word with at most one `honderd` in it (up to `negenennegentighonderd...`)."""
    head, hundred, tail = word.partition("honderd")
    table = dutch_hundred()
    if not hundred:
        return table.get(word)
    rest = table.get(tail, table.get(tail.removeprefix("en"))) if tail else 0.0
    return add(table.get(head) if head else 1.0, 100.0, rest)


def add(head: float | None, scale: float, rest: float | None) -> float | None:
    """Return `head` times `scale` plus `rest`, or None where one of them is no number."""
    return None if head is None or rest is None else head * scale + rest


@cache
def english_table() -> dict[str, float]:
    """Return every English number word below 100, `twenty-one` and ordinals included, and its value."""
    table = {
        word: float(value) for words in (ENGLISH_UNITS, ENGLISH_ORDINALS) for value, word in enumerate(words)
    }
    for ten, word in enumerate(ENGLISH_TENS, start=2):
        table[word] = table[word[:-1] + "ieth"] = ten * 10.0
        for unit in range(1, 10):
            table[f"{word}-{ENGLISH_UNITS[unit]}"] = table[f"{word}-{ENGLISH_ORDINALS[unit]}"] = ten * 10.0 + unit
    return table | ENGLISH_OTHER


def english_number(word: str) -> float | None:
    """Return the value of one English number word in lower case, or None.

    >>> [english_number(word) for word in ("thirty", "twenty-first", "dog")]
    [30.0, 21.0, None]
    """
    table = english_table()
    return table[word] if word in table else table.get(word.partition("-")[0]) if "-" in word else None
