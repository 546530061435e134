"""Loops and doubled words: what a model writes when it is lost."""

from collections import Counter
from collections.abc import Iterator

from translate.checks.pair import Pair
from translate.checks.wordlists import word_set
from translate.document import Finding, Severity, Span

MAY_DOUBLE = word_set("had that very much so many really no yes ha bye long far again more")
PARTICLES = word_set("in on up out by to is over")
LONGEST_LOOP = 30
"""Words of the longest stretch that is looked for; longer ones are rare and the length check sees them."""
LONG_ECHO = 5
"""Words from which a stretch that is said twice is a fault even with a full stop between."""


def check_repetition(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for a stretch said again and again, or a word that stands twice (`loop`, `doubled`)."""
    words = pair.target.words
    if len(words) < 2:
        return
    loop = find_loop([word.lower for word in words])
    if loop is None:
        yield from returning(pair)
        return
    start, length, times = loop
    if in_source(pair, length, times):
        return
    if length == 1 and times == 2:
        yield from doubled(pair, start)
    elif length == 1 and times == 3 and words[start].lower in MAY_DOUBLE:
        return
    else:
        yield from looped(pair, start, length, times)


def doubled(pair: Pair, start: int) -> Iterator[Finding]:
    """Yield a finding for a word that stands twice, unless English may have it so."""
    first, second = pair.target.words[start : start + 2]
    if first.lower in MAY_DOUBLE or pair.target.text[first.stop : second.start].strip():
        return
    if (first.text[0].isupper() and second.text[0].isupper()) or (first.text.isupper() != second.text.isupper()):
        return
    yield Finding(
        check="doubled",
        message=f"“{first.text}” stands twice",
        severity="note" if first.lower in PARTICLES else "warning",
        target_span=Span(start=first.start, stop=second.stop),
    )


def looped(pair: Pair, start: int, length: int, times: int) -> Iterator[Finding]:
    """Yield a finding for a stretch of words that is repeated, unless good English can have it so."""
    words, text = pair.target.words, pair.target.text
    between = text[words[start + length - 1].stop : words[start + length].start]
    stretch = words[start : start + length]
    severity: Severity = "error"
    apart = any(mark in between for mark in ',.!?:;"“”—–(')
    joined = any(word.lower in ("and", "or", "by", "to") for word in stretch)
    if joined and length == 2 and times == 2:
        return
    if times == 2 and (apart or joined):
        severity = "warning" if length >= LONG_ECHO else "note"
    phrase = text[stretch[0].start : stretch[-1].stop]
    yield Finding(
        check="loop",
        message=f"“{shorten(phrase)}” stands {times} times in a row",
        severity=severity,
        target_span=Span(start=stretch[0].start, stop=words[start + length * times - 1].stop),
    )


def shorten(phrase: str) -> str:
    """Return a phrase of at most 60 characters for a message."""
    return phrase if len(phrase) <= 60 else phrase[:57] + "..."


def find_loop(words: list[str]) -> tuple[int, int, int] | None:
    """Return start, length and count of the stretch that is repeated most words in a row, or None.

    >>> find_loop("he said that he said that he said".split())
    (0, 3, 2)
    """
    best: tuple[int, int, int] | None = None
    if len(set(words)) == len(words):
        return None
    for length in range(1, min(LONGEST_LOOP, len(words) // 2) + 1):
        run = 0
        for index in range(len(words) - length):
            run = run + 1 if words[index] == words[index + length] else 0
            if run and run % length == 0:
                times = run // length + 1
                if best is None or length * times > best[1] * best[2]:
                    best = (index + 1 - run, length, times)
    return best


def in_source(pair: Pair, length: int, times: int) -> bool:
    """Return whether the source repeats a stretch of about that length as often."""
    loop = find_loop([word.lower for word in pair.source.words])
    return loop is not None and loop[2] >= times and abs(loop[1] - length) <= 2


def returning(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when a stretch of five words comes back often although the source says nothing twice."""
    lowers = [word.lower for word in pair.target.words]
    if len(lowers) < 12:
        return
    counts = Counter(zip(lowers, lowers[1:], lowers[2:], lowers[3:], lowers[4:], strict=False))
    phrase, times = counts.most_common(1)[0]
    if times < 2:
        return
    sources = [word.lower for word in pair.source.words]
    repeated = Counter(zip(sources, sources[1:], sources[2:], strict=False))
    if repeated and repeated.most_common(1)[0][1] >= 2:
        return
    start = next(index for index in range(len(lowers)) if tuple(lowers[index : index + 5]) == phrase)
    yield Finding(
        check="loop",
        message=f"“{' '.join(phrase)}” stands {times} times",
        severity="warning" if times > 2 else "note",
        target_span=Span(start=pair.target.words[start].start, stop=pair.target.words[start + 4].stop),
    )
