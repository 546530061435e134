"""Drafts and the terms of their sources -> targets that honour the terms, and how each came about.

Cheapest first, and each step only for the sentences that still fail:

model    the draft honours its terms; it stays as it is, byte for byte
decoded  translated again: from the source with the targets written into it, every hypothesis of the beam looked
         at; else behind the beginning of the draft up to and including the term, the model finishing the sentence
edited   the words of the draft that render the term are replaced, articles and capitals mended
missing  nothing worked; the reason stands in the outcome

Every step asks the engine once for all its sentences. Candidates that honour every term are scored against the
original source in one batch; the best one wins. A decoded one is preferred to an edited one of like score, and
one that keeps the draft's other words to one that does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from translate.align import split_words
from translate.document import Span
from translate.enforce.anchor import read_draft
from translate.enforce.audit import audit_target, close_case, join_outcomes
from translate.enforce.candidates import (
    Candidate,
    choose_anchors,
    edit_draft,
    find_wishes,
    force_prefix,
    rewrite_source,
)
from translate.enforce.case import Case, Outcome, Request, open_case
from translate.enforce.edit import replace_term
from translate.engines.interface import Attention, Engine

__all__ = ["VERSION", "Outcome", "Request", "audit_target", "enforce"]

VERSION = 2
"""Stands in the signature of a run; raised whenever the same draft may be enforced differently."""
N_BEST = 4
"""Hypotheses of everything that is decoded again that are looked through."""
MOST_GLOSSES = 50
"""Terms of one sentence that the model is asked about alone."""
MOST_WORDS = 250
"""A longer draft is only edited: decoding it again would cost too much and bring too little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """Something to decode for a sentence."""

    case: Case
    source: str
    prefix: str
    method: str


def enforce(requests: Sequence[Request], engine: Engine) -> list[Outcome]:
    """Make drafts honour their terms.

    A sentence's outcome depends on nothing but its own request, and enforcing a target again changes nothing.

    Args:
        requests: Sentences with their drafts.
        engine: The engine that made the drafts.

    Returns:
        For each request, in order, its target and audit.
    """
    outcomes = _enforce_once(requests, engine)
    # Where something is still missing, what was won may open a way to the rest. Each round leaves fewer problems.
    drafts = [request.draft for request in requests]
    while again := [
        index
        for index, outcome in enumerate(outcomes)
        if outcome.target != drafts[index] and any(term.step == "missing" for term in outcome.terms)
    ]:
        drafts = [outcome.target for outcome in outcomes]
        retries = [
            replace(requests[index], draft=outcomes[index].target, score=outcomes[index].score) for index in again
        ]
        for index, outcome in zip(again, _enforce_once(retries, engine), strict=True):
            outcomes[index] = join_outcomes(outcomes[index], outcome)
    return outcomes


def _enforce_once(requests: Sequence[Request], engine: Engine) -> list[Outcome]:
    """Take all sentences through the steps once."""
    cases = [open_case(request, engine) for request in requests]
    failing = [case for case in cases if case.verdict.n_problems]
    if failing:
        for case in failing:
            _take_whole(case)
        undone = [case for case in failing if not case.good]
        _decode_again(undone, engine)
        _edit([case for case in undone if not case.good])
        rest = [case for case in undone if not case.good]
        _look(rest, engine)
        _edit(rest, thorough=True)
        _score(failing, engine)
        # Hardly any edited text can beat a decoded one that the model likes as well as its draft.
        disliked = [case for case in undone if case.good and not case.is_liked]
        _edit(disliked)
        _score(disliked, engine)
    return [close_case(case) for case in cases]


def _decode_again(cases: Sequence[Case], engine: Engine) -> None:
    """Let the model write the terms: from rewritten sources, then behind prefixes where that does not do."""
    _ask_glosses(cases, engine)
    _look(cases, engine)
    _decode([attempt for case in cases for attempt in _rewritten_tries(case)], engine, n_best=N_BEST)
    rest = [case for case in cases if not case.good]
    _look(rest, engine)
    _decode([attempt for case in rest for attempt in _prefix_tries(case, last=False)], engine, n_best=1)
    # Several terms: the best text so far up to its last missing term, the others mended on the way.
    rest = [case for case in rest if not case.good and len(case.verdict.failing()) > 1]
    _look(rest, engine)
    _decode([attempt for case in rest for attempt in _prefix_tries(case, last=True)], engine, n_best=1)
    _look([case for case in cases if not case.good], engine)


def _take_whole(case: Case) -> None:
    """Where the term is the whole sentence, its target is the whole translation."""
    for index, match in enumerate(case.request.matches):
        rest = case.request.source[: match.span.start] + case.request.source[match.span.stop :]
        if not any(character.isalnum() for character in rest):
            before = case.request.source[: match.span.start]
            after = case.request.source[match.span.stop :]
            target = case.sentence.required[index]
            if after[:1] and after[:1] == target[-1:]:
                after = after[1:]
            text, _ = replace_term(before + after, Span(start=len(before), stop=len(before)), target)
            case.good.append(
                Candidate(text=text, step="edited", method="whole sentence", edited=frozenset({index}))
            )


def _ask_glosses(cases: Sequence[Case], engine: Engine) -> None:
    """Let the model translate the source forms alone: what it makes of them is what to look for in the drafts."""
    leaked = {id(case): {flaw.index for flaw in case.verdict.flaws} for case in cases}
    wanted = {
        case.sentence.matches[index].form: ()
        for case in cases
        for index in case.verdict.failing()[:MOST_GLOSSES]
        if index not in leaked[id(case)]
    }
    if not wanted:
        return
    found = engine.translate(list(wanted), n_best=N_BEST)
    glosses = {
        form: tuple(hypothesis.text.strip(" .,!?") for hypothesis in hypotheses if hypothesis.finished)
        for form, hypotheses in zip(wanted, found, strict=True)
    }
    for case in cases:
        case.sentence = replace(
            case.sentence, glosses=tuple(glosses.get(match.form, ()) for match in case.sentence.matches)
        )


def _look(cases: Sequence[Case], engine: Engine) -> None:
    """Find out where the words of the texts to be mended next come from."""
    texts = [(case, case.base().text) for case in cases]
    new = [(case, text) for case, text in texts if text not in case.looked]
    for case, text in new:
        _find_places(case, text, None)
    # Attention costs a pass through the model; where spelling tells, it is not needed.
    unclear = [(case, text) for case, text in new if not case.is_clear(text) and _is_short(text)]
    if unclear:
        found = engine.attend([(case.request.source, text) for case, text in unclear])
        for (case, text), attention in zip(unclear, found, strict=True):
            _find_places(case, text, attention)


def _find_places(case: Case, text: str, attention: Attention | None) -> None:
    """Find out where a text can be mended."""
    verdict = case.judge(text)
    taken = [place for place in verdict.places if place is not None]
    draft = read_draft(case.request.source, text, attention, taken)
    case.looked[text] = draft, find_wishes(case.sentence, draft, verdict)


def _is_short(text: str) -> bool:
    """Return whether a text is worth asking the model about it."""
    return len(split_words(text)) <= MOST_WORDS


def _rewritten_tries(case: Case) -> list[_Try]:
    """Return the source with the targets in place of the terms that failed."""
    if not (case.spellable and _is_short(case.request.draft)):
        return []
    source = rewrite_source(case.sentence, sorted(case.spellable))
    return [_Try(case=case, source=source, prefix="", method="rewritten source")]


def _prefix_tries(case: Case, *, last: bool) -> list[_Try]:
    """Return the beginning of the best text so far with its first missing term, or with all, to go on from."""
    text = case.base().text
    if not (case.spellable and _is_short(text)):
        return []
    draft, wishes = case.looked[text]
    wishes = tuple(wish for wish in wishes if wish.index in case.spellable)
    prefix = force_prefix(case.sentence, draft, wishes, choose_anchors(wishes), last=last)
    return [_Try(case=case, source=case.request.source, prefix=prefix, method="prefix")] if prefix else []


def _decode(tries: Sequence[_Try], engine: Engine, *, n_best: int) -> None:
    """Decode everything in one go and judge what comes out."""
    if not tries:
        return
    found = engine.translate(
        [attempt.source for attempt in tries], n_best=n_best, prefixes=[attempt.prefix for attempt in tries]
    )
    for attempt, hypotheses in zip(tries, found, strict=True):
        for rank, hypothesis in enumerate(hypotheses):
            if not hypothesis.finished:
                continue
            method = f"{attempt.method}, n-best" if rank else attempt.method
            attempt.case.add(Candidate(text=hypothesis.text, step="decoded", method=method))
            if attempt.source == attempt.case.request.source:
                attempt.case.scores.setdefault(hypothesis.text, hypothesis.score)


def _edit(cases: Iterable[Case], *, thorough: bool = False) -> None:
    """Mend by replacing words what is to be mended next."""
    for case in cases:
        base = case.base()
        for candidate in (base, Candidate(text=case.request.draft, step="model", method="")):
            if candidate.text in case.looked:
                draft, wishes = case.looked[candidate.text]
                for edited in edit_draft(case.sentence, draft, wishes, candidate, thorough=thorough):
                    case.add(edited)


def _score(cases: Iterable[Case], engine: Engine) -> None:
    """Score what may be chosen, and drafts whose score is not known, in one batch."""
    wanted: list[tuple[Case, str]] = []
    for case in cases:
        if case.request.score is not None:
            case.scores[case.request.draft] = case.request.score
        texts = [case.request.draft, *(candidate.text for candidate in case.finalists())]
        wanted += [(case, text) for text in texts if text not in case.scores]
    scores = engine.score([(case.request.source, text) for case, text in wanted]) if wanted else []
    for (case, text), score in zip(wanted, scores, strict=True):
        case.scores[text] = score
