"""Reviewed sentences that are like a new one, with the difference marked.

Likeness is the share of words that need no change: 1 minus the Levenshtein distance over words and punctuation
marks, divided by the longer count. An index over the rarest words finds every sentence over the threshold without
comparing all of them.
Source: prefix filtering, Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", ICDE 2006.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from translate.memory.records import Fuzzy, Review

THRESHOLD = 0.7
"""Below this, reading the match costs more than it saves. Source: the usual lowest band of translation tools."""
MARK = "memory: "
"""How a note begins that the program wrote, so that it is not taken for a reviewer's."""
ROUNDING = 1e-9
"""4 of 5 words is 0.8 and must reach it, whatever floating point makes of it."""
WORDS = re.compile(r"\w+|[^\w\s]")


def split_words(text: str) -> tuple[str, ...]:
    """Return the words and punctuation marks of a text.

    >>> split_words("Blok, minister.")
    ('Blok', ',', 'minister', '.')
    """
    return tuple(WORDS.findall(text))


class FuzzyIndex:
    """Reviewed sentences, ready to be searched by likeness."""

    def __init__(self, reviews: Iterable[Review]) -> None:
        """Index reviews; of those with one source the last one given counts."""
        self._reviews = tuple({review.place.source: review for review in reviews}.values())
        self._words = [split_words(review.place.source) for review in self._reviews]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for index, words in enumerate(self._words):
            for word in set(words):
                self._holders[word].append(index)

    def find(self, source: str, *, limit: int = 3, threshold: float = THRESHOLD) -> tuple[Fuzzy, ...]:
        """Return what is like `source` but not the same, the most alike first, the latest first among equals."""
        from rapidfuzz.distance import Levenshtein

        words = split_words(source)
        ranked = []
        for index in self._candidates(words, threshold):
            if self._reviews[index].place.source == source:
                continue
            longer = max(len(words), len(self._words[index]))
            allowed = int(longer * (1 - threshold) + ROUNDING)
            distance = Levenshtein.distance(words, self._words[index], score_cutoff=allowed)
            if distance <= allowed and distance < longer:
                similarity = 1 - distance / longer
                ranked.append((similarity, index))
        ranked.sort(reverse=True)
        return tuple(
            Fuzzy(
                review=self._reviews[index],
                similarity=similarity,
                difference=mark_difference(self._reviews[index].place.source, source),
            )
            for similarity, index in ranked[:limit]
        )

    def _candidates(self, words: Sequence[str], threshold: float) -> set[int]:
        """Return every sentence that can reach the threshold, and some that cannot.

        Of `n` words, at most `n * (1 - threshold) / threshold` can be missing from a sentence that is like
        them: the longer of the two has at most `n / threshold` words, and at most `1 - threshold` of those
        differ. So any such sentence has one of that many, and one more, of the rarest words.
        """
        if threshold <= 0:
            return set(range(len(self._reviews)))
        missing = int(len(words) * (1 - threshold) / threshold + ROUNDING)
        counts = Counter(words)
        candidates: set[int] = set()
        taken = 0
        for word in sorted(counts, key=lambda word: len(self._holders.get(word, ()))):
            candidates.update(self._holders.get(word, ()))
            taken += counts[word]
            if taken > missing:
                break
        shortest, longest = len(words) * threshold - ROUNDING, len(words) / threshold + ROUNDING
        return {index for index in candidates if shortest <= len(self._words[index]) <= longest}


def format_fuzzy(match: Fuzzy) -> str:
    """Return a match as a note for the reviewer.

    `memory: 83 % like krim:2.1: Minister [-Blok-]{+Hoekstra+} is in Kiev. → Minister Blok is in Kyiv.`
    """
    place = match.review.place.segment
    # Rounded down: only the same sentence is 100 % like it.
    return f"{MARK}{int(match.similarity * 100)} % like {place}: {match.difference} → {match.review.target}"


def mark_difference(old: str, new: str) -> str:
    """Return `old` with what `new` lacks in `[-...-]` and what it adds in `{+...+}`, word by word.

    >>> mark_difference("Minister Blok is in Kiev.", "Minister Hoekstra is in Kiev.")
    'Minister [-Blok-]{+Hoekstra+} is in Kiev.'
    """
    from rapidfuzz.distance import Levenshtein

    old_words, new_words = ([*WORDS.finditer(text)] for text in (old, new))
    changes = Levenshtein.opcodes([word[0] for word in old_words], [word[0] for word in new_words])
    parts = []
    end = 0
    for change in changes:
        if change.tag == "equal":
            continue
        removed = _stretch(old, old_words, change.src_start, change.src_end)
        added = _stretch(new, new_words, change.dest_start, change.dest_end)
        start = old_words[change.src_start].start() if change.src_start < len(old_words) else len(old)
        parts.append(old[end:start])
        parts.append((f"[-{removed}-]" if removed else "") + (f"{{+{added}+}}" if added else ""))
        if added and not removed and start < len(old):
            parts.append(" ")
        end = start + len(removed)
    return "".join((*parts, old[end:]))


def _stretch(text: str, words: Sequence[re.Match[str]], start: int, stop: int) -> str:
    """Return the text from word `start` up to word `stop`."""
    return text[words[start].start() : words[stop - 1].end()] if start < stop else ""
