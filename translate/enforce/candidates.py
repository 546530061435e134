"""Texts that may honour a sentence's terms: rewritten sources, forced prefixes, edited drafts.

Nothing here asks the model anything; `enforce` decodes, scores and chooses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate.align import overlap
from translate.document import Span, Step, TermMatch
from translate.enforce import compass
from translate.enforce.anchor import Anchor, Draft, find_gaps, find_renderings
from translate.enforce.edit import remove_words, replace_term
from translate.enforce.verdict import Flaw, Verdict

CERTAIN = 9.0
"""Evidence of words that are wrong by themselves: a source form left in the target, a forbidden target."""
CLEAR = 1.0
"""Evidence from which on words are taken for the rendering of a term without another look."""
WEAK = 0.3
"""Below this evidence the term may have been left out; then it is also tried in the gaps of the sentence."""
SHORTEST_REPEAT = 5
"""Letters of a rendering that is mended wherever it stands."""
MOST_LOOKED = 20
"""Terms of a sentence whose renderings are looked for by likeness; the others are only put into gaps."""
MOST_ALTERNATIVES = 3
"""Terms of a sentence whose other anchors are tried too; bounds the work for sentences full of terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A text that may become the target."""

    text: str
    step: Step
    method: str
    edited: frozenset[int] = frozenset()
    """Indices of the matches whose words were put in by editing, not by the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its terms and what is required of its target."""

    source: str
    matches: tuple[TermMatch, ...]
    required: tuple[str, ...]
    """For each match its target, as it should stand in the middle of a sentence."""
    phrases: tuple[str, ...]
    """For each match its target with what belongs to it, such as `eastern Ukraine` for `Oost-Oekraïne`."""
    glosses: tuple[tuple[str, ...], ...]
    """For each match what the model makes of its form alone: what to look for in the draft. Empty: not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A term that a text does not honour, with the places where it could be mended."""

    index: int
    """Which of the sentence's matches."""
    anchors: tuple[Anchor, ...]
    """The likeliest place first."""
    doubled: bool = False
    """Whether the target stands in the text already, so that the words at the anchor may also just go."""


def rewrite_source(sentence: Sentence, indices: Sequence[int]) -> str:
    """Put the targets of some terms, given as indices, into the source in place of their Dutch forms."""
    source = sentence.source
    for index in sorted(indices, key=lambda index: sentence.matches[index].span, reverse=True):
        match, term = sentence.matches[index], sentence.phrases[index]
        span = compass.reach(sentence.source, match)
        before, after = source[: span.start], source[span.stop :]
        if match.inflection == "possessive" and not term.endswith(("'s", "s'")):
            term += "'s"
        elif match.form[:1].isupper() and not span.start and term[:1].islower():
            term = term[0].upper() + term[1:]
        source = before + term + after
    return source


def find_wishes(sentence: Sentence, draft: Draft, verdict: Verdict) -> tuple[Wish, ...]:
    """Find for each term that a draft does not honour where it could be mended, in the order of the draft."""
    flaws: dict[int, list[Flaw]] = {}
    for flaw in verdict.flaws:
        flaws.setdefault(flaw.index, []).append(flaw)
    taken = list(draft.taken) + [flaw.span for flaw in verdict.flaws]
    wishes = []
    looked: list[str] = []
    for index in verdict.failing():
        certain = [Anchor(span=flaw.span, evidence=CERTAIN) for flaw in flaws.get(index, ())]
        if verdict.places[index] is not None:
            wishes += [Wish(index=index, anchors=(anchor,), doubled=True) for anchor in certain]
            continue
        anchors = tuple(certain[:1])
        if not anchors:
            form = sentence.matches[index].form
            if len(looked) >= MOST_LOOKED and form in looked:
                continue  # its rendering is found as a repeat of one that was looked for
            anchors = _find_anchors(sentence, draft, index, taken, look=len(looked) < MOST_LOOKED)
            looked.append(form)
        wishes.append(Wish(index=index, anchors=anchors))
        wishes += [Wish(index=index, anchors=(anchor,), doubled=True) for anchor in certain[1:]]
    wishes += _find_repeats(sentence, draft, wishes)
    return tuple(sorted(wishes, key=lambda wish: (wish.anchors[0].span.start if wish.anchors else 0, wish.index)))


def _find_repeats(sentence: Sentence, draft: Draft, wishes: Sequence[Wish]) -> list[Wish]:
    """Find words that clearly render a term and stand in the draft more often than the source has it."""
    repeats: list[Wish] = []
    places = [wish.anchors[0].span for wish in wishes if wish.anchors]
    for wish in wishes:
        if wish.doubled or not wish.anchors or wish.anchors[0].evidence < CLEAR:
            continue
        rendering = wish.anchors[0].span.of(draft.text)
        if len(rendering) < SHORTEST_REPEAT or rendering.casefold() in sentence.phrases[wish.index].casefold():
            continue
        for found in re.finditer(rf"(?<!\w){re.escape(rendering)}(?!\w)", draft.text):
            span = Span(start=found.start(), stop=found.end())
            if not any(overlap(span, place) for place in (*places, *draft.taken)):
                places.append(span)
                anchor = Anchor(span=span, evidence=wish.anchors[0].evidence)
                repeats.append(Wish(index=wish.index, anchors=(anchor,), doubled=True))
    return repeats


def choose_anchors(wishes: Sequence[Wish]) -> dict[int, Anchor]:
    """Give each wish its likeliest place that no likelier wish has taken.

    Returns:
        Position of the wish in `wishes` -> its anchor; a wish without a free place has none.
    """
    options = [
        (-anchor.evidence, anchor.span, position, anchor)
        for position, wish in enumerate(wishes)
        for anchor in wish.anchors
    ]
    chosen: dict[int, Anchor] = {}
    for _, span, position, anchor in sorted(options, key=lambda option: option[:3]):
        if position not in chosen and not any(_touch(span, other.span) for other in chosen.values()):
            chosen[position] = anchor
    return chosen


def force_prefix(
    sentence: Sentence, draft: Draft, wishes: Sequence[Wish], chosen: dict[int, Anchor], *, last: bool = False
) -> str:
    """Return the beginning of a draft up to and including a required term; empty when there is none to force.

    Args:
        sentence: The sentence.
        draft: The draft.
        wishes: What is wrong with it.
        chosen: Where each is mended; see `choose_anchors`.
        last: Mend them all and end with the last one, instead of ending with the first.
    """
    wanted = {position: anchor for position, anchor in chosen.items() if not wishes[position].doubled}
    if not wanted:
        return ""
    ordered = sorted(wanted, key=lambda position: (wanted[position].span, position))
    positions = ordered if last else ordered[:1]
    text, span = draft.text, Span(start=0, stop=0)
    final: int | None = None
    for position in reversed(positions):
        length = len(text)
        text, span = _put(sentence, text, wishes[position].index, wanted[position].span)
        # What stands before a place that is mended later on moves the end of the last one.
        final = span.stop if final is None else final + len(text) - length
    return text[:final]


def edit_draft(
    sentence: Sentence, draft: Draft, wishes: Sequence[Wish], candidate: Candidate, *, thorough: bool = False
) -> list[Candidate]:
    """Mend a text by replacing words.

    Args:
        sentence: The sentence.
        draft: The text, cut into words.
        wishes: What is wrong with it.
        candidate: Where the text comes from.
        thorough: Try other places also for terms whose likeliest place is clear.

    Returns:
        The likeliest version first, then versions that mend one of the first few terms elsewhere.
    """
    chosen = choose_anchors(wishes)
    if not chosen:
        return []
    versions = [chosen]
    unclear = [position for position in chosen if thorough or chosen[position].evidence < CLEAR]
    for position in unclear[:MOST_ALTERNATIVES]:
        others = [anchor for anchor in wishes[position].anchors if anchor != chosen[position]]
        for anchor in others:
            rest = [other.span for key, other in chosen.items() if key != position]
            if not any(_touch(anchor.span, span) for span in rest):
                versions.append({**chosen, position: anchor})
    texts = {_edit(sentence, draft.text, wishes, version, remove=False): None for version in versions}
    if any(wish.doubled for wish in wishes):
        texts[_edit(sentence, draft.text, wishes, chosen, remove=True)] = None
    method = "replaced" if candidate.step == "model" else f"{candidate.method}, replaced"
    # What was not decoded in the text before was edited, whichever of its occurrences now counts for which.
    indices = range(len(sentence.matches)) if candidate.step == "model" else (wishes[key].index for key in chosen)
    edited = candidate.edited | set(indices)
    return [Candidate(text=text, step="edited", method=method, edited=edited) for text in texts]


def _find_anchors(
    sentence: Sentence, draft: Draft, index: int, taken: Sequence[Span], *, look: bool
) -> tuple[Anchor, ...]:
    """Find the places for a term that is missing; only gaps where no words are likely or none are looked for."""
    match = sentence.matches[index]
    whole = replace(match, span=compass.reach(sentence.source, match))
    spellings = (sentence.phrases[index], *match.term.forbidden, *sentence.glosses[index])
    anchors = tuple(
        anchor
        for anchor in (find_renderings(draft, whole, spellings) if look else ())
        if not any(overlap(anchor.span, span) for span in taken)
    )
    if anchors and anchors[0].evidence >= WEAK:
        return anchors
    return (*anchors, *find_gaps(draft, whole))


def _edit(
    sentence: Sentence, text: str, wishes: Sequence[Wish], chosen: dict[int, Anchor], *, remove: bool
) -> str:
    """Mend all chosen places, the last one first, so that the offsets of the others stay true."""
    for position in sorted(chosen, key=lambda position: (chosen[position].span, position), reverse=True):
        if remove and wishes[position].doubled:
            text = remove_words(text, chosen[position].span)
        else:
            text, _ = _put(sentence, text, wishes[position].index, chosen[position].span)
    return text


def _put(sentence: Sentence, text: str, index: int, span: Span) -> tuple[str, Span]:
    """Put the target of a term into a text."""
    phrase, exact = sentence.phrases[index], sentence.matches[index].term.exact
    if phrase == sentence.required[index]:
        return replace_term(text, span, phrase, exact=exact)
    return replace_term(text, compass.widen(text, span), phrase, exact=False)


def _touch(one: Span, other: Span) -> bool:
    """Return whether two places cannot both be mended: they overlap, or are the same gap."""
    return overlap(one, other) or one == other or one.start < other.start == other.stop < one.stop
