"""Negation: does the target deny as often as the source?

English can deny without `not` (`unknown`, `lack`, `failed`); such a word counts when it stands about where the
Dutch negation stood.
"""

import re
from collections.abc import Iterator

from translate.checks.pair import Pair, Side, Word
from translate.checks.wordlists import word_set
from translate.document import Finding

DUTCH = word_set(
    """
    niet geen nooit niemand niets niks nergens zonder noch evenmin geenszins nimmer
    """
)
ENGLISH = word_set(
    """
    not no never nobody none nothing nowhere neither nor without cannot no-one nought
    """
)
IMPLICIT = word_set(
    """
    unable unlikely unless except excluding fail fails failed failing failure lack lacks lacked lacking
    absent absence few fewer hardly barely rarely scarcely seldom deny denies denied denying refuse refuses
    refused refusing refusal prohibit prohibits prohibited prevent prevents prevented preventing avoid
    avoids avoided avoiding stop stops stopped ban bans banned devoid despite beyond little impossible
    impossibility invisible inevitable independent infrequent insufficient inadequate inaccurate incorrect
    incomplete incapable inability illegal irregular irrelevant disagree disagreed disagrees disallowed
    disqualified disappointed dislike dislikes ignore ignored ignoring miss missed missing deprived reject
    rejected rejects decline declined declines oppose opposed non instead rather exempt besides worst least
    away loss neglect neglected forget forgot forgotten free only barred deficient abstain essential far
    poor
    """
)
UN_WORD = re.compile(r"un(?!der|i[^nm]|til|cle|to)[a-z]{4,}|[a-z]{3,}less(?:ly|ness)?|[a-z]+-free|non-?[a-z]{4,}")
UN_DUTCH = re.compile(
    r"on(?!danks|der|s$|ze|t[^ks]|ge[lnv]|l|s)[a-z]{4,}|il?legaa?l|ir[a-z]{5,}|in(?:ef|co|ac|suf)[a-z]+|[a-z]+loos|"
    r"[a-z]+loze|[a-z]+vrije?$|vrij$|los$"
)
"""Dutch words that deny within themselves and have an English answer that does: `onbekend`, `unknown`."""
IMPLICIT_DUTCH = re.compile(
    r"weinig|weiger|ondanks|ontken|verb(?:ied|ood|oden)|voork[oóa]m|stop(?:t|te|ten|pen)?$|behalve|tenzij|zelden|"
    r"nauwelijks|amper|alleen$|enig|slechts|maar$|gebrek|ontbr|mis(?:t|te|ten|lukt|sen)$|weg$|verg(?:eet|at|eten)$|"
    r"negeer|tegen(?:stand|st)|af$|pas$|minst|best$|ver(?:re)?$|arm[eo]?|verl(?:oor|oren|ies)|anders|buiten$|"
    r"veeleer|noodzak|essenti"
)
"""Other Dutch words that English answers with a word of `IMPLICIT`."""
ALONE_ELSE = word_set("besides addition both well also")
ONLY = word_set("only just merely simply solely")
HARMLESS_AFTER = {
    "niet": word_set("enkel slechts zozeer louter zo"),
    "zonder": frozenset(("meer",)),
    "niets": frozenset(("minder",)),
}
HARMLESS_BEFORE = frozenset(("dan", "waarom", "zo", "lang"))
REACH = 0.4
"""How far, as a share of the sentence, an implicit negation may stand from where the Dutch one stood."""

REACH_CHARACTERS = 30


def check_negation(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when a negation of the source is nowhere in the target (`negation`)."""
    if DUTCH.isdisjoint(pair.source.lowers) and "pas" not in pair.source.lowers:
        return
    source = [word for index, word in enumerate(pair.source.words) if is_dutch_negation(pair, index)]
    target = [word for word in pair.target.words if is_english_negation(pair.target, word)]
    if len(source) <= len(target) or not pair.target.words:
        return
    spare = implicit_negations(pair)
    for word in source:
        if not take_nearest(pair, word, target) and not take_nearest(pair, word, spare):
            message = f"“{word.text}” is not in the target"
            yield Finding(check="negation", message=message, source_span=word.span)


def implicit_negations(pair: Pair) -> list[Word]:
    """Return the target's implicit negations, less those that answer to an implicit one of the source."""
    within = [word for word in pair.target.words if UN_WORD.match(word.lower) or is_implicit(word, within=True)]
    others = [word for word in pair.target.words if is_implicit(word, within=False) and word not in within]
    for word in pair.source.words:
        if UN_DUTCH.match(word.lower):
            take_nearest(pair, word, within, reach=1.0)
        elif word.lower in ("nauwelijks", "amper", "zelden"):
            take_nearest(pair, word, others or within, reach=1.0)
        elif IMPLICIT_DUTCH.match(word.lower):
            take_nearest(pair, word, others, reach=1.0)
    return within + others


def is_implicit(word: Word, *, within: bool) -> bool:
    """Return whether a word denies by its meaning, with (`within`) or without a prefix that says so."""
    return word.lower in IMPLICIT and word.lower.startswith(("il", "im", "in", "ir", "dis")) == within


def is_dutch_negation(pair: Pair, index: int) -> bool:
    """Return whether a word denies: not the `niet` of `niet alleen` or of `al dan niet`."""
    words = pair.source.words
    lower = words[index].lower
    if lower == "pas":
        return "until" in pair.target.lowers
    if lower not in DUTCH:
        return False
    following = words[index + 1].lower if index + 1 < len(words) else ""
    before = words[index - 1].lower if index else ""
    if lower == "niet" and following == "alleen":
        contrast = "but" in pair.target.lowers and not ONLY.isdisjoint(pair.target.lowers)
        return contrast or ALONE_ELSE.isdisjoint(pair.target.lowers)
    if lower == "niet" and before == "of":
        return "or" in pair.target.lowers
    if (
        lower == "niet"
        and following == "veel"
        and words[index + 2 : index + 3]
        and words[index + 2].lower == "later"
    ):
        return False
    return following not in HARMLESS_AFTER.get(lower, ()) and not (lower == "niet" and before in HARMLESS_BEFORE)


def is_english_negation(side: Side, word: Word) -> bool:
    """Return whether a word denies; the `No.` of a number does not."""
    if word.lower not in ENGLISH and not word.lower.endswith("n't"):
        return False
    if word.lower == "nor":
        return not side.lowers.isdisjoint(("neither", "not", "no", "never")) or "n't" in side.text
    return not (word.text == "No" and side.text[word.stop : word.stop + 1] == ".")


def take_nearest(pair: Pair, word: Word, candidates: list[Word], reach: float = REACH) -> bool:
    """Take the candidate nearest to where `word` should stand out of the list.

    Returns:
        Whether there was one in reach; a plain negation is in reach wherever it stands.
    """
    place = word.start / len(pair.source.text)
    length = len(pair.target.text)
    nearest = min(candidates, key=lambda other: abs(other.start / length - place), default=None)
    if nearest is None:
        return False
    away = abs(nearest.start / length - place)
    if away > max(reach, REACH_CHARACTERS / length) and nearest.lower not in ENGLISH:
        return False
    candidates.remove(nearest)
    return True
