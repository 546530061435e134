"""How fast terms are found: 50,000 made-up terms against 100,000 made-up sentences, on one core.

Run with `python benchmarks/matching.py [TERMS] [SENTENCES]`; prints a Markdown table.
"""

import random
import resource
import sys
import time
from collections.abc import Callable

from translate.document import Term
from translate.glossary import Glossary, format_glossary, parse_glossary
from translate.matching import Matcher, assign_targets, find_forbidden, find_leaks

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvwz" for vowel in "aeiou"]
ENDINGS = ("", "r", "n", "l", "t", "s", "k", "ing", "heid", "isch")


def make_words(count: int, draw: random.Random) -> list[str]:
    """Return different made-up words of two to five syllables."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(draw.choices(SYLLABLES, k=draw.randint(2, 5))) + draw.choice(ENDINGS)] = None
    return list(words)


def make_terms(words: list[str], count: int, draw: random.Random) -> list[Term]:
    """Return terms of one to three words, one in five with a variant, one in ten with a forbidden target."""
    terms: dict[str, Term] = {}
    while len(terms) < count:
        source = " ".join(draw.sample(words, draw.choice((1, 1, 1, 2, 3))))
        number = len(terms)
        forbidden = (f"forbidden{number}",) if number % 10 == 0 else ()
        variants = (source, source + "x") if number % 5 == 0 else (source,)
        terms[source] = Term(source=variants, target=(f"target{number}",), forbidden=forbidden, line=number)
    return list(terms.values())


def make_sentences(words: list[str], terms: list[Term], count: int, draw: random.Random) -> list[str]:
    """Return sentences of 8 to 30 words, one in three with a term in it."""
    sentences = []
    for number in range(count):
        sentence = draw.choices(words, k=draw.randint(8, 30))
        if number % 3 == 0:
            sentence[draw.randrange(len(sentence))] = draw.choice(terms).source[0]
        sentences.append(" ".join(sentence).capitalize() + ".")
    return sentences


def measure(what: str, work: Callable[[], int]) -> None:
    """Print a row of the table: what was done, how long it took and how many came out."""
    start = time.process_time()
    count = work()
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {seconds:.1f} s | {memory:.0f} MB | {count:,} |")


def main(n_terms: int = 50_000, n_sentences: int = 100_000) -> None:
    """Measure reading, building and finding."""
    draw = random.Random(20)
    words = make_words(60_000, draw)
    terms = make_terms(words[:30_000], n_terms, draw)
    sentences = make_sentences(words, terms, n_sentences, draw)
    text = format_glossary(terms)
    glossary = Glossary(terms=tuple(terms))
    print(f"{n_terms:,} terms, {n_sentences:,} sentences, one core\n")
    print("| step | processor time | peak memory | count |\n|---|---|---|---|")
    measure("read and check the glossary", lambda: len(parse_glossary(text)))
    measure("build the matcher", lambda: len(Matcher(glossary).glossary.terms))
    matcher = Matcher(glossary)
    measure("find the terms of every source", lambda: sum(len(matcher.find_matches(one)) for one in sentences))
    found = [matcher.find_matches(sentence) for sentence in sentences]
    targets = [
        " ".join([sentence, *(match.term.target[0] for match in matches[:1])])
        for sentence, matches in zip(sentences, found, strict=True)
    ]
    pairs = [(matches, target) for matches, target in zip(found, targets, strict=True) if matches]
    measure("give every match its target", lambda: sum(len(assign_targets(*pair)) for pair in pairs))
    measure("find what leaked", lambda: sum(len(find_leaks(*pair)) for pair in pairs))
    measure("find what is forbidden", lambda: sum(len(find_forbidden(glossary, one)) for one in targets))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
