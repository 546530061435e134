"""Requests in pieces -> the drafts worth having, with their true scores.

The decoder's own search comes first. What goes wrong with a stock model is then mended: drafts that loop are
decoded again without repeats, and behind a forced prefix only drafts that respect its last word are kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from translate.engines.decoder import RESULT, Decoder, Draft, Pair, Request, Search, run_sorted
from translate.engines.mending import (
    Drafts,
    breaks_word,
    has_unknown,
    is_stuck,
    keep_ending,
    search_without_repeats,
    search_without_unknown,
)
from translate.engines.pairs import PairReader
from translate.engines.pieces import END

N_NEXT = 32
"""How many pieces after a prefix are looked at for one that opens a new word."""
N_BRANCHES = 2
"""How many of them are followed."""


class Searcher:
    """Finds drafts with one decoder."""

    def __init__(self, *, decoder: Decoder, pairs: PairReader, beam_size: int, batch_tokens: int) -> None:
        """Put the parts together; see `translate.engines.sentences.SentenceEngine`."""
        self._decoder = decoder
        self._pairs = pairs
        self._beam_size = beam_size
        self._batch_tokens = batch_tokens

    def find(self, requests: Sequence[Request], n_best: int) -> list[Drafts]:
        """Return at most `n_best` drafts a request, at least one, the best one first."""
        found: list[Drafts] = [()] * len(requests)
        for choose, search in ((False, self._find_free), (True, self._find_prefixed)):
            indices = [index for index, request in enumerate(requests) if bool(request.prefix) is choose]
            drafts = search([requests[index] for index in indices], n_best)
            for index, group in zip(indices, drafts, strict=True):
                found[index] = group[:n_best]
        return found

    def _find_free(self, requests: list[Request], n_best: int) -> list[Drafts]:
        """Find drafts without a prefix; the decoder's scores are right unless it was told what not to write."""
        search = Search(beam_size=max(self._beam_size, n_best), n_best=n_best)
        drafts = self._search(requests, search)
        mended = self._mend(requests, drafts, search)
        self._rescore(requests, drafts, sorted(mended))
        return drafts

    def _find_prefixed(self, requests: list[Request], n_best: int) -> list[Drafts]:
        """Find drafts that begin with a prefix, word for word.

        A decoder ranks by what comes after the prefix; here the score of the whole decides.
        """
        beam_size = max(self._beam_size, n_best)
        search = Search(beam_size=beam_size, n_best=beam_size, bans_unknown=True)
        drafts = self._search(requests, search)
        self._mend(requests, drafts, search)
        broken = []
        for index, request in enumerate(requests):
            whole = tuple(draft for draft in drafts[index] if not breaks_word(request, draft))
            if whole:
                drafts[index] = whole
            else:
                broken.append(index)
        for index, branches in zip(broken, self._branch([requests[i] for i in broken], search), strict=True):
            drafts[index] = branches or drafts[index]
        self._rescore(requests, drafts, range(len(requests)))
        return [tuple(sorted(group, key=lambda draft: -draft.score)) for group in drafts]

    def _branch(self, requests: list[Request], search: Search) -> list[Drafts]:
        """Go on behind prefixes with the likeliest pieces that open a new word (or end the sentence)."""
        branches: list[tuple[int, Request]] = []
        drafts: list[Drafts] = [()] * len(requests)
        following = self._run(requests, lambda batches: self._decoder.follow(batches, N_NEXT))
        for index, (request, pieces) in enumerate(zip(requests, following, strict=True)):
            fitting = [piece for piece in pieces if not breaks_word(request, _with(request, piece))]
            for piece in fitting[:N_BRANCHES]:
                if piece == END:
                    drafts[index] += (Draft(pieces=request.prefix, score=0.0, finished=True),)
                else:
                    branches.append((index, replace(request, prefix=(*request.prefix, piece))))
        longer = [request for _, request in branches]
        found = self._search(longer, search)
        self._mend(longer, found, search)
        for (index, _), group in zip(branches, found, strict=True):
            drafts[index] += group
        return drafts

    def _mend(self, requests: Sequence[Request], drafts: list[Drafts], search: Search) -> set[int]:
        """Decode again what has holes, then what loops; return where that was."""
        holed = [index for index, request in enumerate(requests) if has_unknown(request, drafts[index])]
        again = self._search([requests[index] for index in holed], search_without_unknown(search))
        for index, new in zip(holed, again, strict=True):
            drafts[index] = new
        stuck = [index for index, request in enumerate(requests) if is_stuck(request, drafts[index][0])]
        again = self._search([requests[index] for index in stuck], search_without_repeats(search))
        for index, new in zip(stuck, again, strict=True):
            drafts[index] = keep_ending(requests[index], drafts[index], new)
        return {*holed, *stuck}

    def _rescore(self, requests: Sequence[Request], drafts: list[Drafts], indices: Sequence[int]) -> None:
        """Put the true score where the decoder's leaves something out."""
        pairs = [
            Pair(source=requests[index].source, target=draft.pieces)
            for index in indices
            for draft in drafts[index]
        ]
        scores = iter(self._pairs.score_pieces(pairs))
        for index in indices:
            drafts[index] = tuple(replace(draft, score=next(scores)) for draft in drafts[index])

    def _search(self, requests: Sequence[Request], search: Search) -> list[Drafts]:
        return self._run(requests, lambda batches: self._decoder.decode(batches, search))

    def _run(
        self,
        requests: Sequence[Request],
        run: Callable[[Sequence[Sequence[Request]]], Iterator[list[RESULT]]],
    ) -> list[RESULT]:
        """Run requests in batches of similar length."""
        lengths = [len(request.source) + len(request.prefix) for request in requests]
        return run_sorted(requests, lengths, self._batch_tokens, run)


def _with(request: Request, piece: str) -> Draft:
    """Return a draft of a prefix and the piece after it."""
    rest = () if piece == END else (piece,)
    return Draft(pieces=(*request.prefix, *rest), score=0.0, finished=True)
