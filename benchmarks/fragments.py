"""A model folder in; out, how many of 500 fragments make it repeat itself, fall silent or run on.

Fragments are what newspapers have besides sentences: single words, headings, lines in capitals, quotes, numbers,
bylines, scores, half sentences. They are in `data/fragments.txt`, one a line.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from training.score import translate

DATA = Path(__file__).with_name("data") / "fragments.txt"
_WORD = re.compile(r"\w+")


def longest_loop(words: list[str]) -> int:
    """Return how often in a row the most repeated run of one to four words stands.

    >>> longest_loop("the end of the end of the end of it".split())
    3
    """
    best = 1
    for size in range(1, 5):
        for start in range(len(words) - size):
            times = 1
            while words[start : start + size] == words[start + times * size : start + (times + 1) * size]:
                times += 1
            best = max(best, times)
    return best


def faults(source: str, target: str) -> Iterator[str]:
    """Yield what is wrong with a translation."""
    ours, theirs = _WORD.findall(source.lower()), _WORD.findall(target.lower())
    if not theirs and ours:
        yield "empty"
    if longest_loop(theirs) > max(2, longest_loop(ours)) or re.search(r"(\w{1,4})\1{4,}", target):
        yield "loop"
    if len(target) > 3 * len(source) + 30:
        yield "runs on"


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fragments", description=__doc__)
    parser.add_argument("model", type=Path, help="MarianMT folder")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--show", type=int, default=20, help="print so many failures")
    options = parser.parse_args(arguments)
    sources = options.data.read_text(encoding="utf-8").splitlines()
    found = translate(options.model, sources, options.beam)
    wrong = [
        (fault, source, target)
        for source, target in zip(sources, found, strict=True)
        for fault in faults(source, target)
    ]
    counts = {kind: sum(fault == kind for fault, _, _ in wrong) for kind in ("loop", "empty", "runs on")}
    print(f"{len(sources)} fragments: " + ", ".join(f"{kind} {count}" for kind, count in counts.items()))
    for fault, source, target in wrong[: options.show]:
        print(f"    {fault}\t{source}\t{target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
