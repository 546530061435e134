"""A draft -> whether it went wrong, and which to keep when it was decoded a second time.

Two things go wrong with a stock model: it loops on fragments (or runs into the length limit), and behind a forced
prefix it may go on in the middle of the prefix's last word. Both are seen in the pieces, and both real engines
mend them here, so that they cannot differ.
"""

import unicodedata
from dataclasses import replace

from translate.engines.decoder import Draft, Request, Search
from translate.engines.loops import is_loop
from translate.engines.pieces import UNKNOWN

BANNED_REPEAT = 3
"""Length of the phrases that may not come twice when a looping draft is decoded again."""

Drafts = tuple[Draft, ...]


def search_without_repeats(search: Search) -> Search:
    """Return a search in which no phrase of three pieces comes twice."""
    return replace(search, banned_repeat=BANNED_REPEAT, bans_unknown=True)


def search_without_unknown(search: Search) -> Search:
    """Return a search that spells what it would not know."""
    return replace(search, bans_unknown=True)


def has_unknown(request: Request, drafts: Drafts) -> bool:
    """Return whether some draft has an unknown piece after its prefix: a hole in the text."""
    return any(UNKNOWN in draft.pieces[len(request.prefix) :] for draft in drafts)


def breaks_word(request: Request, draft: Draft) -> bool:
    """Return whether the model went on in the middle of the prefix's last word."""
    rest = draft.pieces[len(request.prefix) :]
    if not request.prefix or not rest or not rest[0][:1].isalnum():
        return False
    kind = unicodedata.category(request.prefix[-1][-1])
    return not kind.startswith("P") and kind != "Sc"  # behind a hyphen, a bracket or a dollar sign it may


def is_stuck(request: Request, draft: Draft) -> bool:
    """Return whether a draft loops, or was stopped at the length limit.

    A draft that only fitted since its batch had longer sentences counts as stopped: batches must not matter.
    """
    return (
        not draft.finished
        or len(draft.pieces) >= request.limit
        or is_loop(draft.pieces[len(request.prefix) :], request.source)
    )


def keep_ending(request: Request, old: Drafts, new: Drafts) -> Drafts:
    """Prefer drafts that end; where none does, keep the shortest so that little of a loop is left."""
    ending = tuple(draft for draft in (*new, *old) if not is_stuck(request, draft))
    if ending:
        return ending[: len(old)]
    shortest = min((*new, *old), key=lambda draft: len(draft.pieces))
    return (replace(shortest, finished=False),)
