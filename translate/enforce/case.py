"""A sentence on its way through the steps of `enforce`: what was made for it, what is good, which text wins."""

import math
from dataclasses import dataclass, field

from translate.document import TermMatch, TermOutcome
from translate.enforce import compass
from translate.enforce.anchor import Draft
from translate.enforce.candidates import CLEAR, Candidate, Sentence, Wish
from translate.enforce.edit import pluralise
from translate.enforce.losses import count_words, find_excess, find_leftover, find_loss, measure_drift
from translate.enforce.verdict import Verdict, judge
from translate.engines.interface import Engine
from translate.matching import required_target

DRIFT = 0.5
"""What it costs when none of the draft's other words are in a candidate; chosen on the development set."""
MOST_CHECKED = 20
"""Terms of a sentence that are checked for words that should have gone; bounds the work."""
NEARLY = 0.3
"""How much less likely per piece than the draft a decoded text may be and still need no edited one beside it."""
PREFERENCE = 0.1
"""How much better per piece the model must find an edited candidate than a decoded one to prefer it."""
MOST_SCORED = 2
"""Edited candidates of one sentence that are scored; bounds the cost of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sentence, what the model made of it, and the terms that were found in it."""

    source: str
    draft: str
    """The plain translation."""
    score: float | None = None
    """Mean log-probability per piece of the draft given the source; None when not known."""
    matches: tuple[TermMatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The target and the audit of a sentence."""

    target: str
    terms: tuple[TermOutcome, ...]
    """One for each match of the request, in their order."""
    score: float | None
    """Mean log-probability per piece of the target given the source; None when not known."""


@dataclass(slots=True, kw_only=True)
class Case:
    """A sentence on its way through the steps."""

    request: Request
    sentence: Sentence
    verdict: Verdict
    """On the draft."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """On every text that was judged."""
    spellable: frozenset[int]
    """Which of the terms the draft does not honour the model can write."""
    looked: dict[str, tuple[Draft, tuple[Wish, ...]]] = field(default_factory=dict)
    """Texts that were looked at closely: where their words come from, and what is to be mended where."""
    seen: dict[str, Candidate] = field(default_factory=dict)
    """Every text that was made, in the order in which it was made."""
    good: list[Candidate] = field(default_factory=list)
    """Those that honour every term and lost nothing."""
    partial: dict[str, int] = field(default_factory=dict)
    """Those that lost nothing and have fewer problems than the draft; with the number left."""
    refused: dict[str, str] = field(default_factory=dict)
    """Those that have fewer problems than the draft but lost something or say it twice; with what."""
    tolerable: list[str] = field(default_factory=list)
    """Those of the refused that may be taken when there is nothing better."""
    scores: dict[str, float] = field(default_factory=dict)

    def judge(self, text: str) -> Verdict:
        """Return the verdict on a text; each text is judged once."""
        if text not in self.verdicts:
            self.verdicts[text] = judge(self.request.source, text, self.request.matches)
        return self.verdicts[text]

    def add(self, candidate: Candidate) -> None:
        """Judge a new text and keep it where it belongs."""
        text = candidate.text
        if text in self.seen or text == self.request.draft or not text.strip():
            return
        self.seen[text] = candidate
        n_problems = self.judge(text).n_problems
        if n_problems >= self.verdict.n_problems:
            return
        request = self.request
        loss = find_loss(request.source, request.draft, text, self.sentence.phrases)
        excess = self._find_excess(text) or self._find_leftover(text)
        if loss or excess:
            self.refused[text] = loss or excess
            # An edited text that says too much is still better than one without its term.
            if candidate.step == "edited" and not loss:
                self.tolerable.append(text)
        elif n_problems:
            self.partial[text] = n_problems
        else:
            self.good.append(candidate)

    def _find_excess(self, text: str) -> str:
        """Say what a text has more often than the draft gives reason for."""
        n_leaks = len(self.verdict.flaws)
        if self.request.draft in self.looked:
            n_leaks = sum(wish.doubled for wish in self.looked[self.request.draft][1])
        return find_excess(self.request.draft, text, self.sentence.phrases, n_leaks=n_leaks)

    def _find_leftover(self, text: str) -> str:
        """Say which word of the draft stands beside the term that should replace it."""
        open_still = self.judge(text).failing()
        for index in self.verdict.failing()[:MOST_CHECKED]:
            if index in open_still:
                continue
            matches, required = self.sentence.matches, self.sentence.required[index]
            if word := find_leftover(self.request.source, text, index, matches, self.sentence.phrases):
                return f"{word!r} is left beside {required!r}"
            rendering = self.rendering(index, CLEAR)
            if not rendering or count_words(rendering.casefold(), self.sentence.phrases[index].casefold()):
                continue
            if count_words(rendering, text) >= count_words(rendering, self.request.draft):
                return f"{rendering!r} is left beside {required!r}"
        return ""

    @property
    def is_liked(self) -> bool:
        """Return whether the model finds a decoded text that will do nearly as likely as the draft."""
        texts = [candidate.text for candidate in self.good if candidate.step == "decoded"]
        least = self.scores.get(self.request.draft, 0.0) - NEARLY
        return any(self.scores.get(text, -math.inf) > least for text in texts)

    def is_clear(self, text: str) -> bool:
        """Return whether it is clear of all terms that a text does not honour which words render them."""
        _, wishes = self.looked[text]
        return all(wish.anchors and wish.anchors[0].evidence >= CLEAR for wish in wishes)

    def rendering(self, index: int, evidence: float = 0.0) -> str:
        """Return what the draft has instead of a term; empty when there is less evidence for it than asked."""
        return self._renderings(evidence).get(index, "")

    def _renderings(self, evidence: float = 0.0) -> dict[int, str]:
        """Return by match what the draft has instead of each term."""
        if self.request.draft not in self.looked:
            return {}
        draft, wishes = self.looked[self.request.draft]
        found: dict[int, str] = {}
        for wish in wishes:
            if wish.anchors and wish.anchors[0].evidence > evidence:
                found.setdefault(wish.index, wish.anchors[0].span.of(draft.text))
        return found

    def value(self, candidate: Candidate) -> float:
        """Return what decides between candidates: the score, the way it was made, nearness to the draft."""
        bonus = PREFERENCE if candidate.step == "decoded" else 0.0
        # Rounded, so that a batch that changes the last digits of a score changes nothing.
        return round(self.scores[candidate.text] + bonus - DRIFT * self.drift(candidate), 4)

    def drift(self, candidate: Candidate) -> float:
        """Return the share of the draft's other words that a candidate does not have."""
        return measure_drift(self.request.draft, candidate.text, tuple(self._renderings().values()))

    def base(self) -> Candidate:
        """Return what to mend next: the text with the fewest problems, the draft where there is none."""
        if not self.partial:
            return Candidate(text=self.request.draft, step="model", method="")
        return self.seen[min(self.partial, key=lambda text: self.partial[text])]

    def finalists(self) -> list[Candidate]:
        """Return the candidates among which the score decides, decoded ones first.

        Scoring costs a pass through the model: of the hypotheses of a rewritten source only the one nearest to
        the draft is scored; what was decoded from the source itself has its score.
        """
        decoded = sorted((each for each in self.good if each.step == "decoded"), key=self.drift)
        decoded = [each for index, each in enumerate(decoded) if index == 0 or each.text in self.scores]
        edited = [candidate for candidate in self.good if candidate.step == "edited"]
        return decoded + edited[:MOST_SCORED] or self._second_best()

    def _second_best(self) -> list[Candidate]:
        """Return what is better than the draft although it is not good: the fewer problems, the better."""
        rest = [*self.tolerable, *self.partial]
        fewest = min((self.judge(text).n_problems for text in rest), default=0)
        return [self.seen[text] for text in rest if self.judge(text).n_problems == fewest][:MOST_SCORED]

    def choose(self) -> Candidate:
        """Return the best candidate; the draft where there is none."""
        finalists = self.finalists()
        if not finalists:
            return Candidate(text=self.request.draft, step="model", method="")
        # The first of equals wins, so the order in which candidates were made is the order of preference.
        return max(finalists, key=self.value)


def open_case(request: Request, engine: Engine) -> Case:
    """Judge a draft."""
    verdict = judge(request.source, request.draft, request.matches)
    required = tuple(_require(match) for match in request.matches)
    return Case(
        request=request,
        sentence=Sentence(
            source=request.source,
            matches=request.matches,
            required=required,
            phrases=tuple(
                compass.phrase(request.source, match, target)
                for match, target in zip(request.matches, required, strict=True)
            ),
            glosses=((),) * len(request.matches),
        ),
        verdict=verdict,
        spellable=frozenset(index for index in verdict.failing() if engine.can_spell(required[index])),
    )


def _require(match: TermMatch) -> str:
    """Return the target as it should stand in the middle of a sentence, in the number of the source form."""
    target = required_target(match)
    return pluralise(target) if match.inflection == "plural" and match.term.kind == "" else target
