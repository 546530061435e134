"""A bilingual lexicon and a model's pieces -> the pieces that a sentence's translation is likely to need.

The output layer of a model weighs every piece of its vocabulary at every step; over the 67,000 of opus-mt-nl-en
this takes most of the time of decoding. A shortlist leaves some thousands: the most frequent target pieces, short
ones with which everything can be spelt, what each source word is translated by, and the source's own pieces, for
names and numbers. The lexicon holds words, so it serves any Dutch-English model, however it cuts them.
Source of the method: Jean et al. 2015, https://aclanthology.org/P15-1001; L'Hostis et al. 2016,
https://arxiv.org/abs/1610.00072.
"""

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from translate.engines.pieces import BLANK, Pieces

LEXICON = "lexicon.tsv.gz"
SHORT = 2
"""Characters of the target pieces that are always compared."""
LONGEST = 5
"""Pieces of the longest word that is looked up whole; a longer one is looked up piece by piece only."""
LIKELIEST = 24
"""Target pieces kept for a source piece that is a part of many words."""


def read_lexicon() -> dict[str, list[str]]:
    """Return the English words, the likeliest first, of each Dutch word; made by `training.lexicon`."""
    data = gzip.decompress((files("translate.engines") / "data" / LEXICON).read_bytes())
    lines = (line.partition("\t") for line in data.decode().splitlines())
    return {dutch: english.split() for dutch, _, english in lines}


class Shortlist:
    """What a model's source pieces may be translated by, in order of likelihood."""

    def __init__(self, pieces: Pieces, lexicon: Mapping[str, Sequence[str]]) -> None:
        """Look every word of the lexicon up in the model's vocabulary."""
        known = pieces.list_target()
        processor = pieces.target
        scores = {processor.id_to_piece(i): processor.get_score(i) for i in range(processor.get_piece_size())}
        self._ranked = sorted(known, key=lambda piece: (-scores.get(piece, 0.0), piece))
        """Target pieces, the most frequent first."""
        words: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        parts: dict[str, Counter[str]] = defaultdict(Counter)
        for dutch, english in _vary_case(lexicon):
            source = tuple(pieces.source.encode(dutch, out_type=str))
            needed: Counter[str] = Counter()
            for place, word in enumerate(english):
                for piece in known.intersection(pieces.target.encode(word, out_type=str)):
                    needed[piece] += len(english) - place
            if len(source) <= LONGEST:
                words[source].update(needed)
            if len(source) > 1:
                for piece in source:
                    parts[piece].update(needed)
        for piece, counts in parts.items():
            words[piece,].update(dict(counts.most_common(LIKELIEST)))
        for piece in pieces.list_source():
            words[piece,].update(known.intersection(_vary_piece(piece)))
        self._candidates = {
            source: [piece for piece, _ in counts.most_common()] for source, counts in words.items()
        }

    def format(self, n_frequent: int) -> bytes:
        """Return the shortlist as CTranslate2 reads it: on each line source pieces, a tab, target pieces.

        Args:
            n_frequent: Most frequent target pieces, which are compared whatever the source is: the first line.
        """
        short = {piece for piece in self._ranked if len(piece.removeprefix(BLANK)) <= SHORT}
        always = short.union(self._ranked[:n_frequent])
        lines = [f"\t{' '.join(sorted(always))}\n"]
        for source, candidates in sorted(self._candidates.items()):
            if rare := [piece for piece in candidates if piece not in always]:
                lines.append(f"{' '.join(source)}\t{' '.join(rare)}\n")
        return "".join(lines).encode()


def _vary_case(lexicon: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield every entry, and with a capital those that a sentence may begin with."""
    for dutch, english in lexicon.items():
        yield dutch, english
        if (capital := dutch[:1].upper() + dutch[1:]) != dutch and capital not in lexicon:
            yield capital, [variant for word in english for variant in (word[:1].upper() + word[1:], word)]


def _vary_piece(piece: str) -> set[str]:
    """Return a piece as it is, inside a word and opening one, in small and large letters."""
    bare = piece.removeprefix(BLANK)
    forms = {bare, bare.lower(), bare.capitalize(), bare.upper()} - {""}
    return forms | {BLANK + form for form in forms}
