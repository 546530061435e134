"""A loaded engine -> whether it translates as a healthy Dutch-English model does.

A library's new version, a damaged file or a wrong conversion rarely fails: it talks nonsense. Each sentence
here has words that a right translation must have, whatever the model's style; the numbers and names in it must
survive, it must not loop, and the model must find its own words likely.
Source of the idea: Marian models that broke silently, huggingface/transformers issues 26216 and 45005.
"""

import re
from dataclasses import dataclass

from translate.engines.interface import Engine
from translate.engines.loops import is_loop

LEAST_SCORE = -2.5
"""Mean log-probability per piece below which it is noise: random weights score about -ln(vocabulary)."""
LEAST_PASSED = 0.75
"""Share of the sentences that a rough but healthy model passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A sentence with what its translation must contain."""

    source: str
    words: tuple[str, ...]
    """Each a regular expression for whole words, case ignored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenResult:
    """How one sentence came out."""

    source: str
    target: str
    score: float
    reason: str
    """What is wrong with it; empty when it passed."""

    @property
    def passed(self) -> bool:
        """Return whether nothing is wrong with it."""
        return not self.reason


SENTENCES = (
    Golden(source="Goedemorgen.", words=("good morning",)),
    Golden(source="Dank je wel.", words=("thanks|thank you",)),
    Golden(source="Ik heb een hond en een kat.", words=("dog", "cat")),
    Golden(source="Hij woont in Amsterdam.", words=("Amsterdam", "he")),
    Golden(source="De vergadering begint om 9 uur.", words=("9|nine",)),
    Golden(source="Zij leest een boek.", words=("book", "she|they")),
    Golden(source="Wij gaan morgen naar Parijs.", words=("tomorrow", "Paris")),
    Golden(source="In 2014 werd de president gekozen.", words=("2014", "president")),
    Golden(source="Het water is koud.", words=("water", "cold")),
    Golden(source="Waar is het station?", words=("where", "station")),
    Golden(source="De minister gaf geen commentaar.", words=("minister",)),
    Golden(source="Mijn broer werkt in een fabriek.", words=("brother", "factory|plant|mill")),
)


def test_engine(engine: Engine) -> tuple[GoldenResult, ...]:
    """Translate the known sentences and say of each what is wrong with it."""
    found = engine.translate([golden.source for golden in SENTENCES])
    return tuple(
        GoldenResult(
            source=golden.source,
            target=hypotheses[0].text,
            score=hypotheses[0].score,
            reason=_complain(golden, hypotheses[0].text, hypotheses[0].score),
        )
        for golden, hypotheses in zip(SENTENCES, found, strict=True)
    )


test_engine.__test__ = False  # type: ignore[attr-defined]  # not a test of this program's own


def is_healthy(results: tuple[GoldenResult, ...]) -> bool:
    """Return whether enough of the sentences came out right."""
    passed = sum(result.passed for result in results)
    return passed >= LEAST_PASSED * len(results)


def _complain(golden: Golden, target: str, score: float) -> str:
    """Return what is wrong with a translation, or nothing."""
    if not target:
        return "empty"
    if is_loop(target.split()):
        return "repeats itself"
    if score < LEAST_SCORE:
        return f"unlikely words (score {score:.2f})"
    missing = [words for words in golden.words if not re.search(rf"\b(?:{words})\b", target, re.IGNORECASE)]
    return f"without {', '.join(missing)}" if missing else ""
