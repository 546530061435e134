"""False alarms of the checks on human translations, and how many planted faults they find.

    python benchmarks/checks.py --source dev.nl --target dev.en [--plantings 200] [--seed 1]

The two files hold one sentence a line, aligned, made by people. Found means: a finding, error or
warning, of a check that the fault concerns.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.checks import check_translation
from translate.document import Finding, Segment, Translation

NEGATION = re.compile(
    r"\b(?:can)(not)\b|(n['’]t)\b|\s(not|no|never|nobody|none|nothing|neither|without)\b", re.IGNORECASE
)
DUTCH_NEGATION = re.compile(r"\b(?:niet|geen|nooit|niemand|niets|niks|nergens|zonder|noch)\b", re.IGNORECASE)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
NUMBER = re.compile(r"\d+")
FEWEST_WORDS = 8
"""Words of the shortest sentence that is cut in half."""
LETTERS = "aeioubdgklmnprst"


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault, how to make it, and the checks that may find it."""

    name: str
    plant: Callable[[str, str, random.Random], str | None]
    """Source, target, random numbers -> the harmed target; None when the sentence does not lend itself."""
    checks: frozenset[str]


def change_number(source: str, target: str, rng: random.Random) -> str | None:
    """Change one digit of a number that both sides have."""
    places = [match for match in NUMBER.finditer(target) if match[0] in source]
    if not places:
        return None
    place = rng.choice(places)
    at = rng.randrange(place.start(), place.end())
    digit = rng.choice([other for other in "123456789" if other != target[at]])
    return target[:at] + digit + target[at + 1 :]


def drop_negation(source: str, target: str, rng: random.Random) -> str | None:
    """Take one negation out of a target whose source denies."""
    places = list(NEGATION.finditer(target))
    if not places or not DUTCH_NEGATION.search(source):
        return None
    place = rng.choice(places)
    group = next(number for number in (1, 2, 3) if place[number])
    start = place.start(group)
    return (target[:start].rstrip() if group == 3 else target[:start]) + target[place.end(group) :]


def lose_half(source: str, target: str, rng: random.Random) -> str | None:
    """Keep the first or the last half of the words, and the full stop."""
    words = target.split()
    if len(words) < FEWEST_WORDS:
        return None
    half = len(words) // 2
    if rng.random() < 0.5:
        return " ".join(words[:half]).rstrip(",;:") + "."
    kept = " ".join(words[-half:])
    return kept[0].upper() + kept[1:]


def alter_name(source: str, target: str, rng: random.Random) -> str | None:
    """Change one letter inside a name that stands in both texts."""
    places = [match for match in NAME.finditer(target) if re.search(rf"\b{match[0]}\b", source)]
    if not places:
        return None
    place = rng.choice(places)
    at = rng.randrange(place.start() + 1, place.end())
    letter = rng.choice([other for other in LETTERS if other != target[at]])
    return target[:at] + letter + target[at + 1 :]


def replace_name(source: str, target: str, rng: random.Random) -> str | None:
    """Put another name in the place of one that stands in both texts."""
    places = [match for match in NAME.finditer(target) if re.search(rf"\b{match[0]}\b", source)]
    if not places:
        return None
    place = rng.choice(places)
    return (
        target[: place.start()]
        + rng.choice(("Peterson", "Wakefield", "Morandi", "Oklahoma"))
        + target[place.end() :]
    )


def add_loop(source: str, target: str, rng: random.Random) -> str | None:
    """Say the last two to five words of a stretch three times more."""
    words = target.split()
    length = rng.randint(2, 5)
    if len(words) < length + 1:
        return None
    stop = rng.randint(length, len(words))
    stretch = words[stop - length : stop]
    return " ".join([*words[:stop], *stretch * 3, *words[stop:]])


FAULTS = (
    Fault("number changed", change_number, frozenset({"number", "time", "date", "unit", "money"})),
    Fault("negation dropped", drop_negation, frozenset({"negation"})),
    Fault(
        "half lost",
        lose_half,
        frozenset({"length", "sentences", "end", "number", "name", "negation", "quotes", "brackets"}),
    ),
    Fault("name altered", alter_name, frozenset({"name"})),
    Fault("name replaced", replace_name, frozenset({"name"})),
    Fault("loop added", add_loop, frozenset({"loop"})),
)


def findings_of(source: str, target: str) -> list[Finding]:
    """Return the findings of one pair."""
    return list(check_translation(Translation(segment=Segment(id="a:1.1", text=source), target=target)))


def measure_alarms(pairs: Sequence[tuple[str, str]], show: str) -> None:
    """Print the share of segments with errors and warnings, and how long the checks took."""
    start = time.process_time()
    found = [findings_of(source, target) for source, target in pairs]
    seconds = time.process_time() - start
    worst = Counter(
        next(
            (grade for grade in ("error", "warning", "note") if any(f.severity == grade for f in findings)),
            "none",
        )
        for findings in found
    )
    for grade in ("error", "warning", "note"):
        print(f"{grade}s on {worst[grade] / len(pairs):.2%} of {len(pairs)} segments")
    by_check = Counter((finding.check, finding.severity) for findings in found for finding in findings)
    print(", ".join(f"{check} {grade} {count}" for (check, grade), count in sorted(by_check.items())))
    print(f"{seconds * 10_000 / len(pairs):.1f} s of one processor for 10,000 segments")
    for (source, target), findings in zip(pairs, found, strict=True):
        for finding in findings:
            if show in (finding.check, finding.severity):
                print(f"\n{finding.check}: {finding.message}\n  {source}\n  {target}")


def measure_fault(fault: Fault, pairs: Sequence[tuple[str, str]], plantings: int, seed: int, show: str) -> None:
    """Print the share of plantings of one fault that is found."""
    rng = random.Random(seed)
    found = tries = 0
    for _ in range(plantings * 500):
        source, target = rng.choice(pairs)
        harmed = fault.plant(source, target, rng)
        if harmed is None or harmed == target:
            continue
        findings = findings_of(source, harmed)
        hit = any(finding.check in fault.checks and finding.severity != "note" for finding in findings)
        found, tries = found + hit, tries + 1
        if not hit and show == fault.name:
            print(f"\nmissed\n  {source}\n  {harmed}")
        if tries == plantings:
            break
    print(f"{fault.name}: {found / max(tries, 1):.1%} of {tries} found")


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--plantings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", default="", help="print the findings of this check or severity, or what a fault missed"
    )
    options = parser.parse_args()
    sources = options.source.read_text(encoding="utf-8").splitlines()
    targets = options.target.read_text(encoding="utf-8").splitlines()
    pairs = list(zip(sources, targets, strict=True))
    measure_alarms(pairs, options.show)
    for fault in FAULTS:
        measure_fault(fault, pairs, options.plantings, options.seed, options.show)


if __name__ == "__main__":
    main()
