"""What a new version of a translation lost against its draft: the reasons to refuse a candidate.

Each function looks at one kind of loss and says in words what is wrong, or nothing. What was wrong in the draft
already is no loss.
"""

import re
from collections import Counter
from collections.abc import Sequence

from translate.align import split_words
from translate.document import TermMatch
from translate.enforce.anchor import STOP_WORDS, resemble

SHORTEST = 0.7
"""A candidate with fewer words than this share of the draft's lost something; chosen on the development set."""
LONGEST = 1.4
"""A candidate with more words than this share of the draft's says something twice."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DUTCH = re.compile(r"aa|uu|ij|oei|ieu|eeu|sch[aeiou]?|cht|tsj|(?:lijk|lijke|heid|ische|eren)$")
"""Spellings that English hardly has."""
FACT = re.compile(
    r"\b(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b|\b(?:not|never|no|nobody|nothing|none|cannot)\b|n['’]t\b"
)
"""What changes the meaning of a sentence when it is lost: days, months and negations."""
END = re.compile(r"[.!?…:;][\"'”’)\]\s]*$")
LONGEST_REPEAT = 4
"""Words of the longest phrase that is looked for twice in a row."""
SHORTEST_NAME = 5
"""Letters below which likeness is chance."""
MANGLED = 0.75
"""A word that is at least this much like a source form is the source form, mangled."""


def find_leftover(
    source: str, candidate: str, index: int, matches: Sequence[TermMatch], targets: Sequence[str]
) -> str:
    """Return a word of a candidate that still renders a term in the model's own way; empty when there is none.

    Args:
        source: The sentence.
        candidate: A translation that has the target of the term.
        index: Which of the matches.
        matches: The terms of the sentence.
        targets: All targets that the sentence needs; words that share a stem with one are no leftovers.
    """
    match = matches[index]
    forms = [word for span in split_words(match.form) if len(word := span.of(match.form)) >= SHORTEST_NAME]
    stems = {word.of(target)[:4].casefold() for target in targets for word in split_words(target)}
    # A word that no term asks for may be rendered like this: it is no excuse that another term's form is.
    rest = _without_terms(source, matches)
    free = [word.of(rest) for word in split_words(rest)]
    for span in split_words(candidate):
        word = span.of(candidate)
        if len(word) < SHORTEST_NAME or word[:4].casefold() in stems:
            continue
        likeness = max((resemble(word, form) for form in forms), default=0.0)
        if likeness >= MANGLED and max((resemble(word, other) for other in free), default=0.0) < likeness:
            return word
    return ""


def _without_terms(source: str, matches: Sequence[TermMatch]) -> str:
    """Blank the terms out of a sentence."""
    parts, start = [], 0
    for match in matches:
        parts += [source[start : match.span.start], " "]
        start = match.span.stop
    return "".join([*parts, source[start:]])


def measure_drift(draft: str, candidate: str, renderings: Sequence[str]) -> float:
    """Return the share of a draft's words that a candidate does not have, 0 to 1.

    Args:
        draft: The plain translation.
        candidate: Its new version.
        renderings: Words of the draft that had to go.
    """
    content = Counter(_content(draft)) - Counter(word for text in renderings for word in _content(text))
    lost = content - Counter(_content(candidate))
    return lost.total() / max(content.total(), 1)


def find_loss(source: str, draft: str, candidate: str, targets: Sequence[str]) -> str:
    """Return in words what a candidate lost against the draft; empty when nothing.

    Args:
        source: The sentence.
        draft: The plain translation.
        candidate: The translation that honours the terms.
        targets: The targets that the sentence needs, one for each occurrence: they may repeat and add words.
    """
    return (
        _lost_numbers(source, draft, candidate)
        or _lost_facts(draft, candidate)
        or _lost_length(draft, candidate, targets)
        or _lost_end(draft, candidate)
        or _left_dutch(source, draft, candidate, targets)
    )


def find_excess(draft: str, candidate: str, targets: Sequence[str], *, n_leaks: int = 0) -> str:
    """Return in words what a candidate says more often than it should; empty when nothing.

    Args:
        draft: The plain translation.
        candidate: The translation that honours the terms.
        targets: The targets that the sentence needs, one for each occurrence.
        n_leaks: Words of the draft that had to go; a target may stand in the place of each.
    """
    wanted = {target.casefold() for target in targets}
    repeated = _repeats(candidate) - _repeats(draft) - wanted.union(*map(_repeats, wanted))
    if repeated:
        return f"{min(repeated)!r} is said twice in a row"
    lower = (draft.casefold(), candidate.casefold())
    needed = Counter(target.casefold() for target in targets)
    for target in needed:
        before, after = (count_words(target, text) for text in lower)
        # Two targets may share words: `Donetsk` stands in `Donetsk People's Republic` too.
        owed = sum(n * other.count(target) for other, n in needed.items() if target in other)
        if after > max(before, owed) + n_leaks:
            return f"{target!r} stands more often than it should"
    return ""


def _lost_numbers(source: str, draft: str, candidate: str) -> str:
    """Look for numbers of the source that the draft had and the candidate has not."""
    wanted = Counter(_digits(source)) & Counter(_digits(draft))
    lost = wanted - Counter(_digits(candidate))
    return f"the number {min(lost)} is lost" if lost else ""


def _lost_facts(draft: str, candidate: str) -> str:
    """Look for days, months and negations that the draft had and the candidate has not."""
    lost = Counter(_facts(draft)) - Counter(_facts(candidate))
    return f"{min(lost)!r} is lost" if lost else ""


def _facts(text: str) -> list[str]:
    """Return the days and months of an English text, and `not` for each word that denies."""
    return [match["day"] or "not" for match in FACT.finditer(text)]


def _lost_length(draft: str, candidate: str, targets: Sequence[str]) -> str:
    """Compare the number of words, with room for the words of the targets."""
    if not draft.strip():
        return ""
    n_draft, n_candidate = len(split_words(draft)), len(split_words(candidate))
    room = sum(len(target.split()) for target in targets)
    if n_candidate < SHORTEST * n_draft - 1:
        return "a part of the sentence is lost"
    if n_candidate > LONGEST * n_draft + 2 + room:
        return "something is said twice"
    return ""


def _lost_end(draft: str, candidate: str) -> str:
    """Look for the mark at the end of the sentence."""
    lost = END.search(draft) and not END.search(candidate)
    return "the end of the sentence is lost" if lost else ""


def _left_dutch(source: str, draft: str, candidate: str, targets: Sequence[str]) -> str:
    """Look for Dutch words of the source that the draft had translated and the candidate has not."""
    allowed = _word_set(draft).union(*(_word_set(target) for target in targets))
    left = sorted((_word_set(candidate) & _word_set(source)) - allowed)
    dutch = [word for word in left if len(word) > 3 and DUTCH.search(word)]
    if dutch or len(left) > max(2, len(split_words(candidate)) // 6):
        return f"{(dutch or left)[0]!r} is left untranslated"
    return ""


def _content(text: str) -> list[str]:
    """Return the words of a text in lower case that have a content of their own."""
    words = (word.of(text).casefold() for word in split_words(text))
    return [word for word in words if word not in STOP_WORDS]


def _digits(text: str) -> list[str]:
    """Return the numbers of a text without separators."""
    return [re.sub(r"\D", "", found) for found in NUMBER.findall(text)]


def _word_set(text: str) -> set[str]:
    """Return the words of a text in lower case, numbers left out."""
    words = (word.of(text).casefold() for word in split_words(text))
    return {word for word in words if not word[0].isdigit()}


def _repeats(text: str) -> set[str]:
    """Return the runs of one to four words that stand twice in a row."""
    words = [word.of(text).casefold() for word in split_words(text)]
    return {
        " ".join(words[start : start + n])
        for n in range(1, LONGEST_REPEAT + 1)
        for start in range(len(words) - 2 * n + 1)
        if words[start : start + n] == words[start + n : start + 2 * n]
    }


def count_words(phrase: str, text: str) -> int:
    """Return how often a phrase stands in a text as whole words."""
    return len(re.findall(rf"(?<!\w){re.escape(phrase)}(?!\w)", text))
