"""Is everything there and nothing too much: empty, untranslated, too short, too long, split or joined sentences.

The limits of the length check lie between the 0.3 % and 0.8 % points, and near the 99.7 % points, of target
characters per source character, by length of the source, in 43,547 pairs: newspaper register, biographies,
museums, internet policy, how-to prose and everyday sentences. Errors begin at half the lower limit and twice the
upper one.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from translate.checks.pair import LINKS, Pair, Word, blank_links
from translate.checks.wordlists import word_set
from translate.document import Finding, Severity, Span

DUTCH_WORDS = word_set(
    """
    het een niet wordt werd worden werden zijn heeft hebben had voor met ook naar maar bij uit aan over
    door nog zich deze dit dat die wie wat waar hoe als dan toen omdat hoewel geen meer moet moeten kan
    kunnen zou zouden zal zullen mag mogen wil willen ik jij hij zij wij jullie hun haar mijn onze tegen
    tussen sinds volgens tijdens zonder onder boven binnen buiten alleen veel weinig altijd nooit hier daar
    er eerst vandaag gisteren morgen jaar jaren mensen zegt zei gaat ging komt kwam staat stond maakt tot
    om zo wel al
    """
)
ALSO_ENGLISH = word_set(
    """
    had over door dan die toen wie wat hun haar wel al er om zo hier daar tot met hoe mag als
    """
)
UNMISTAKABLE = DUTCH_WORDS - ALSO_ENGLISH
DUTCH_LOOK = re.compile(
    r"[a-z]*(?:ij[a-z]|[aeo]eu|ieuw|eeuw|aa[^r\W]|uu[^m\W]|[a-z]sch[a-z]|[a-z]{2}heid$|[a-z]lijk|[a-z]{3}tje|[a-z]{2}oei|"
    r"[a-z]{3}eren$|oor[lnt]|ui[dgklrst]|[b-df-z]oe[dgklmprt])[a-z]*"
)
SENTENCE_END = re.compile(r"[.!?…]{1,9}[\"'”’)\]»]{0,9}[\s\u00a0]{1,9}(?=[\"'“‘(\[«]*(?:[^\W\d_]|\d))")
ABBREVIATIONS = word_set(
    """
    mr mrs ms dr prof st jr sr no nr ca bijv bv etc vs gen col lt sgt ir ing drs mw dhr inc co corp ltd u.s
    u.k d.w.z o.a m.a e.g i.e a.m p.m jan feb mrt apr jun jul aug sep sept okt oct nov dec vol art fig
    approx blz pag
    """
)
COPIED = re.compile(r"`[^`]+`|</?[a-zA-Z][^<>]{0,80}>|\{\w{0,30}\}|%[sd]\b|(?<!\w)[@#]\w{2,}")


class Limits(NamedTuple):
    """Limits of target characters per source character, for sources shorter than `below` characters."""

    below: float
    least: float
    most: float
    often_most: float
    """The 95 % point: not odd alone, but together with something else."""


LIMITS = (
    Limits(10, 0.45, 3.2, 2.1),
    Limits(20, 0.47, 2.1, 1.55),
    Limits(40, 0.50, 1.60, 1.25),
    Limits(60, 0.55, 1.55, 1.20),
    Limits(80, 0.61, 1.57, 1.20),
    Limits(160, 0.64, 1.48, 1.15),
    Limits(float("inf"), 0.60, 1.36, 1.08),
)


SHORTEST = 5
"""Characters of a source below which a target is never too short, and is measured as if it had so many."""


def check_empty(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when a source with words has a target without any text (`empty`)."""
    if pair.source.text.strip() and not pair.target.text.strip():
        yield Finding(check="empty", message="the target is empty", severity="error")


def check_length(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when the target is much shorter or longer than targets are (`length`)."""
    source, target = len(pair.source.text.strip()), len(pair.target.text.strip())
    if not target or not pair.source.words:
        return
    ratio, limits = target / max(source, SHORTEST), limits_for(source)
    if source < SHORTEST and ratio <= limits.most:
        return
    if limits.least <= ratio <= limits.most:
        return
    short = ratio < limits.least
    severe = ratio < limits.least / 2 or ratio > limits.most * 2
    yield Finding(
        check="length",
        message=f"the target is very {'short' if short else 'long'}: {target} characters for {source}",
        severity="error" if severe and source >= 20 else "warning",
    )


def limits_for(source: int) -> Limits:
    """Return the limits for a source of so many characters."""
    return next(limits for limits in LIMITS if source < limits.below)


def check_untranslated(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when the target is the source, or when Dutch words stand in it (`untranslated`)."""
    target = pair.target.words
    small = [word for word in target if word.text.islower()]
    dutch = [word for word in small if word.lower in UNMISTAKABLE and word.lower in pair.source.lowers]
    if " ".join(pair.source.text.split()) == " ".join(pair.target.text.split()):
        plain = [word for word in small if len(word.text) > 1]
        if dutch or len(plain) >= 3:
            yield Finding(check="untranslated", message="the target is the source", severity="error")
        return
    dutch += [word for word in small if word.lower in pair.source.lowers and looks_dutch(word)]
    if dutch:
        severity: Severity = "error" if len(dutch) >= 3 and len(dutch) * 4 >= len(target) else "warning"
        yield Finding(
            check="untranslated",
            message=f"Dutch words are left: {', '.join(word.text for word in dutch[:5])}",
            severity=severity,
            target_span=dutch[0].span,
        )


def looks_dutch(word: Word) -> bool:
    """Return whether the spelling of a word that was copied is Dutch, not English."""
    return len(word.text) >= 5 and DUTCH_LOOK.fullmatch(word.lower) is not None


def check_sentences(pair: Pair) -> Iterator[Finding]:
    """Yield a finding when the target has more or fewer sentences than the source (`sentences`)."""
    source, target = count_sentences(pair.source.text), count_sentences(pair.target.text)
    if source == target or not pair.target.words or not pair.source.words:
        return
    ratio = len(pair.target.text.strip()) / len(pair.source.text.strip())
    many = target > source + 1 and ratio > limits_for(len(pair.source.text.strip())).often_most
    yield Finding(
        check="sentences",
        message=f"{source} sentence{'s' * (source > 1)} became {target}",
        severity="warning" if many else "note",
    )


def count_sentences(text: str) -> int:
    """Return the number of sentences, roughly: marks before a capital letter, abbreviations and initials apart.

    >>> count_sentences("Dr. A. de Vries zei nee. Hij ging."), count_sentences("Nee! zei hij")
    (2, 1)
    """
    text = blank_links(text).strip()
    count = 1
    for match in SENTENCE_END.finditer(text):
        following = text[match.end() : match.end() + 3].lstrip("\"'“‘([«")[:1]
        if not (following.isupper() or following.isdecimal()):
            continue
        start = text.rfind(" ", 0, match.start()) + 1
        word = text[start : match.start()].strip("\"'“‘([«").lower()
        if match[0][0] != "." or not (word in ABBREVIATIONS or len(word) <= 1 or word.isdecimal()):
            count += 1
    return count


def check_copied(pair: Pair) -> Iterator[Finding]:
    """Yield a finding for each link, mail address, tag, placeholder or code that the target lacks (`copied`)."""
    for item, start in copied(pair.source.text):
        if item not in pair.target.text:
            yield Finding(
                check="copied",
                message=f"{item if len(item) <= 60 else item[:57] + '...'} was changed or lost",
                severity="error",
                source_span=Span(start=start, stop=start + len(item)),
            )


def copied(text: str) -> Iterator[tuple[str, int]]:
    """Yield what must be copied as it stands, and where it stands."""
    if not any(mark in text for mark in "/@.`<{%#"):
        return
    for match in LINKS.finditer(text):
        yield match[0].rstrip(".,;:!?)]'’"), match.start()
    for match in COPIED.finditer(blank_links(text)):
        yield match[0], match.start()
