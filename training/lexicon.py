"""Word links of prepared pairs in, a bilingual lexicon out: `Dutch<TAB>English English ...`, the likeliest first.

    python -m training.lexicon --work WORK --out translate/engines/data/lexicon.tsv.gz

The fast engine makes a shortlist of pieces from it for any model (`translate.engines.shortlist`).
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.corpus import Corpus, read_corpus
from training.pieces import Pieces

BLANK = "▁"
MADE = ("names", "fragments")
"""Origins of invented pairs, whose words are not words."""


def split_words(pieces: Iterable[str]) -> tuple[list[str], list[int]]:
    """Join pieces to words: the words, and the word that each piece belongs to (-1: punctuation).

    >>> split_words(["▁De", "▁NA", "VO", "."])
    (['De', 'NAVO'], [0, 1, 1, -1])
    """
    words: list[str] = []
    places: list[int] = []
    is_open = False
    for piece in pieces:
        bare = piece.removeprefix(BLANK)
        is_word = bool(bare) and all(character.isalnum() or character in "-'’" for character in bare)
        if piece.startswith(BLANK) or (is_word and not is_open):
            is_open = is_word and any(map(str.isalnum, bare))
            if is_open or not bare:
                words.append(bare)
                is_open = True
                places.append(len(words) - 1)
                continue
        elif is_open and is_word:
            words[-1] += bare
            places.append(len(words) - 1)
            continue
        is_open = False
        places.append(-1)
    return words, places


def count_links(corpus: Corpus, pieces: Pieces) -> dict[str, Counter[str]]:
    """Count how often each Dutch word is linked to each English one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    left_out = {corpus.origins.index(origin) for origin in MADE if origin in corpus.origins}
    for row in range(len(corpus)):
        links = corpus.links[row].reshape(-1, 2)
        if not len(links) or int(corpus.origin[row]) in left_out:
            continue
        dutch, ours = split_words(pieces.names(corpus.source[row][:-1]))
        english, theirs = split_words(pieces.names(corpus.target[row][:-1]))
        found = {
            (ours[source], theirs[target])
            for source, target in links.tolist()
            if source < len(ours) and target < len(theirs)
        }
        for source, target in found:
            if source >= 0 and target >= 0:
                counts[dutch[source]][english[target]] += 1
    return counts


def choose_entries(
    counts: dict[str, Counter[str]], *, least_seen: int, least_share: float, most: int
) -> Iterator[tuple[str, list[str]]]:
    """Yield the words seen often enough, each with the likely English words, the likeliest first."""
    for dutch, linked in sorted(counts.items()):
        total = linked.total()
        if total < least_seen or not any(map(str.isalpha, dutch)):
            continue
        english = [
            word
            for word, count in linked.most_common(most)
            if count > 1 and count >= least_share * total and word
        ]
        if english and english != [dutch]:
            yield dutch, english


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and write the lexicon."""
    parser = argparse.ArgumentParser(prog="python -m training.lexicon", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that preparation wrote to")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least-seen", type=int, default=3, help="links of a word that is listed")
    parser.add_argument("--least-share", type=float, default=0.01, help="share of a word's links")
    parser.add_argument("--most", type=int, default=16, help="English words of a Dutch one")
    options = parser.parse_args(arguments)
    corpus = read_corpus(options.work)
    counts = count_links(corpus, Pieces(options.work / "pieces"))
    chosen = choose_entries(
        counts, least_seen=options.least_seen, least_share=options.least_share, most=options.most
    )
    lines = [f"{dutch}\t{' '.join(english)}\n" for dutch, english in chosen]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    print(f"{len(lines)} words, {options.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
