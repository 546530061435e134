"""Sentences and their references -> glossaries that no one wrote: names, nouns, adjectives, phrases.

Words are aligned by IBM Model 1 in both directions; what both agree on is a link. A pair of words becomes a term
of the *true* glossary when the reference of every sentence with the source word has the target: such a glossary
never asks for what the reference does not say. The *random* glossary takes any linked pair of a sentence, for
that sentence only, as the WMT 2023 terminology task did.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.align import split_words
from translate.document import Term
from translate.enforce.anchor import STOP_WORDS, resemble

Pair = tuple[str, str]
ROUNDS = 5
DUTCH_STOP_WORDS = frozenset({
    "de", "het", "een", "van", "in", "op", "te", "en", "is", "dat", "die", "voor", "met", "zijn", "aan",
    "er", "niet", "als", "ook", "bij", "om", "was", "worden", "werd", "door", "naar", "uit", "tot", "over",
    "maar", "wordt", "heeft", "hebben", "kan", "dit", "deze", "hij", "zij", "ze", "ik", "we", "wij", "u",
    "je", "hun", "haar", "nog", "wel", "meer", "dan", "of", "al", "geen", "onder", "tussen", "na", "zo",
    "waar", "wie", "wat", "veel", "zeer", "zich", "werden", "had", "waren", "moet", "kunnen", "zou", "men",
    "hoe",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A sentence pair in words with its links."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    links: tuple[tuple[int, int], ...]
    """Pairs of indices into `source` and `target`."""


def link_words(pairs: Sequence[Pair], more: Sequence[Pair] = ()) -> list[Linked]:
    """Align sentence pairs word by word; `more` pairs help to learn and are not returned."""
    words = [(_words(source), _words(target)) for source, target in [*pairs, *more]]
    lower = [([w.lower() for w in source], [w.lower() for w in target]) for source, target in words]
    forward = _train(lower)
    backward = _train([(target, source) for source, target in lower])
    linked = []
    for (source, target), (low_source, low_target) in zip(words[: len(pairs)], lower[: len(pairs)], strict=True):
        there = {(_best(forward, low_source, word), j) for j, word in enumerate(low_target)}
        back = {(i, _best(backward, low_target, word)) for i, word in enumerate(low_source)}
        linked.append(Linked(source=tuple(source), target=tuple(target), links=tuple(sorted(there & back))))
    return linked


def make_true_glossary(pairs: Sequence[Pair], linked: Sequence[Linked], *, share: float, seed: int) -> list[Term]:
    """Draw terms of all four kinds until a share of the sentences has one.

    Args:
        pairs: Sources and references.
        linked: The same, aligned.
        share: Share of the sentences that should have a term, 0 to 1.
        seed: Of the draw.
    """
    drawn: dict[str, Term] = {}
    covered: set[int] = set()
    kinds = _sort_by_kind(linked)
    chance = random.Random(seed)
    for entries in kinds.values():
        entries.sort()
        chance.shuffle(entries)
    while any(kinds.values()) and len(covered) < share * len(pairs):
        for kind in sorted(kinds):
            while kinds[kind]:
                source, target = kinds[kind].pop()
                found = _find(source, pairs)
                if source not in drawn and found and all(_has(target, pairs[index][1]) for index in found):
                    is_name = source[0].isupper()
                    drawn[source] = Term(source=(source,), target=(target,), kind="name" if is_name else "")
                    covered |= set(found)
                    break
    return list(drawn.values())


def make_random_glossaries(linked: Sequence[Linked], *, share: float, seed: int) -> list[tuple[Term, ...]]:
    """Draw for a share of the sentences one or two linked pairs at random, whatever they are."""
    chance = random.Random(seed)
    glossaries: list[tuple[Term, ...]] = []
    for sentence in linked:
        entries = sorted(
            {
                (sentence.source[i], sentence.target[j])
                for i, j in sentence.links
                if _is_content(sentence.source[i], sentence.target[j])
                and sentence.source.count(sentence.source[i]) == 1
            }
        )
        if not entries or chance.random() > share:
            glossaries.append(())
            continue
        drawn = chance.sample(entries, min(len(entries), chance.choice((1, 2))))
        glossaries.append(tuple(Term(source=(source,), target=(target,)) for source, target in drawn))
    return glossaries


def _sort_by_kind(linked: Sequence[Linked]) -> dict[str, list[Pair]]:
    """Return the distinct entries of each kind."""
    kinds: dict[str, set[Pair]] = {"adjective": set(), "name": set(), "noun": set(), "phrase": set()}
    for sentence in linked:
        for source, target in _phrases(sentence):
            kinds["phrase"].add((source, target))
        for i, j in sentence.links:
            source, target = sentence.source[i], sentence.target[j]
            if not _is_content(source, target):
                continue
            if i > 0 and source[0].isupper() and target[0].isupper():
                if resemble(source, target) > 0.5:
                    kinds["name"].add((source, target))
            elif source.islower() and target.islower():
                if re.search(r"(?:isch|lijk|ig|baar|loos|aal|eel|air)e?$", source):
                    kinds["adjective"].add((source, target))
                elif i > 0 and sentence.source[i - 1].lower() in ("de", "het", "een") and len(source) > 4:
                    kinds["noun"].add((source, target))
    return {kind: list(entries) for kind, entries in kinds.items()}


def _phrases(sentence: Linked) -> Iterator[Pair]:
    """Yield phrases of two or three words whose words are linked to each other and to nothing else."""
    for length in (2, 3):
        for start in range(len(sentence.source) - length + 1):
            inside = [j for i, j in sentence.links if start <= i < start + length]
            words = sentence.source[start : start + length]
            if len(inside) < 2 or not {start, start + length - 1} <= {i for i, _ in sentence.links}:
                continue
            first, last = min(inside), max(inside)
            back = [i for i, j in sentence.links if first <= j <= last]
            target = sentence.target[first : last + 1]
            content = all(_is_content(words[k], target[k]) for k in (0, -1))
            if content and last - first < 4 and all(start <= i < start + length for i in back):
                yield " ".join(words), " ".join(target)


def _words(text: str) -> list[str]:
    return [word.of(text) for word in split_words(text)]


def _is_content(source: str, target: str) -> bool:
    return (
        len(source) > 3
        and len(target) > 2
        and source.lower() not in DUTCH_STOP_WORDS
        and target.lower() not in STOP_WORDS
        and not source[0].isdigit()
        and not target[0].isdigit()
    )


def _find(source: str, pairs: Sequence[Pair]) -> list[int]:
    return [
        index for index, (text, _) in enumerate(pairs) if source.lower() in text.lower() and _has(source, text)
    ]


def _has(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


def _train(corpus: Sequence[tuple[list[str], list[str]]]) -> dict[str, dict[str, float]]:
    """Return t(target | source) of IBM Model 1."""
    table: dict[str, dict[str, float]] = {}
    for _ in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for source, target in corpus:
            given = ["", *source]
            for word in target:
                chances = [table[other].get(word, 1e-9) if table else 1.0 for other in given]
                total = sum(chances)
                for other, chance in zip(given, chances, strict=True):
                    counts[other][word] += chance / total
        table = {}
        for other, row in counts.items():
            total = sum(row.values())
            table[other] = {word: count / total for word, count in row.items() if count / total > 1e-6}
    return table


def _best(table: dict[str, dict[str, float]], given: Sequence[str], word: str) -> int:
    """Return the index of the word that most likely became `word`; -1 where none is more likely than chance."""
    chances = [table.get(other, {}).get(word, 0.0) + resemble(other, word) ** 8 for other in given]
    best = max(range(len(chances)), key=lambda index: chances[index], default=-1)
    return best if best >= 0 and chances[best] > 0.1 else -1
