"""A converted model and shortlists of growing size -> the smallest that leaves its translations as they are.

A shortlist saves time and may cost words. Whether it does depends on the model, so every model is asked:
sentences are translated with the whole vocabulary and with the shortlist, each alone in its batch, where the
shortlist is smallest; in a batch the shortlists of all its sentences are joined.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from translate.engines.pieces import END, Pieces
from translate.engines.shortlist import Shortlist, read_lexicon

FILE = "vmap.txt"
"""Where CTranslate2 looks for a shortlist, which it calls a vocabulary map."""
LEAST_PIECES = 16_000
"""Target pieces of the smallest vocabulary for which a shortlist is worth the trouble."""
SIZES = (6000, 12_000)
"""How many of the most frequent pieces a shortlist has in any case."""
MOST_DIFFERENT = 0.01
"""Share of the sentences that may be translated otherwise."""
BEAM_SIZE = 4


def read_sample() -> list[str]:
    """Return the sentences that a model is asked to translate: 120 of news and general knowledge."""
    return (files("translate.engines") / "data" / "sample.txt").read_text(encoding="utf-8").splitlines()


def is_worthwhile(pieces: Pieces) -> bool:
    """Return whether a model's target vocabulary is so large that a shortlist saves time."""
    return len(pieces.list_target()) >= LEAST_PIECES


def fit_shortlist(model: Mapping[str, bytes], pieces: Pieces, threads: Mapping[str, int]) -> bytes | None:
    """Find a shortlist for a model.

    Args:
        model: The files of the converted model.
        pieces: Its pieces.
        threads: How CTranslate2 is to use the processor.

    Returns:
        The shortlist as CTranslate2 reads it; None where none is both small and safe.
    """
    import ctranslate2  # type: ignore[import-untyped]

    def load(more: dict[str, bytes]) -> Any:  # noqa: ANN401
        return ctranslate2.Translator("model", compute_type="int8", files={**model, **more}, **threads)

    sentences = [(*pieces.encode_source(sentence), END) for sentence in read_sample()]
    whole = load({})
    expected: list[tuple[str, ...]] = []
    shortlist = Shortlist(pieces, read_lexicon())
    for size in SIZES:
        found = shortlist.format(size)
        restricted = load({FILE: found})
        n_different = 0
        for start in range(0, len(sentences), 10):
            some = sentences[start : start + 10]
            if len(expected) <= start:
                expected += _translate(whole, some, len(some), use_vmap=False)
            ours = _translate(restricted, some, 1, use_vmap=True)
            n_different += sum(one != other for one, other in zip(ours, expected[start:], strict=False))
            if n_different > MOST_DIFFERENT * len(sentences):
                break
        else:
            return found
    return None


def _translate(
    translator: Any,  # noqa: ANN401
    sentences: Iterable[tuple[str, ...]],
    n_batch: int,
    *,
    use_vmap: bool,
) -> list[tuple[str, ...]]:
    sources = [list(sentence) for sentence in sentences]
    results = translator.translate_batch(
        sources, beam_size=BEAM_SIZE, max_batch_size=n_batch, use_vmap=use_vmap,
        max_decoding_length=2 * max(map(len, sources)) + 10,
    )  # fmt: skip
    return [tuple(result.hypotheses[0]) for result in results]
