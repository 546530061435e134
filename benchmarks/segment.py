"""Speed of the segmenter, also on text that was made to be hard: `python benchmarks/segment.py [FILE...]`.

Prints sentences a second on ordinary text (the seeds, or the files that are given), and for each hard pattern how
the time grows when the text doubles: 2 is linear.
"""

import sys
import time
from pathlib import Path

from translate.articles import read_articles
from translate.document import Article
from translate.segment import segment
from translate.segment.boundaries import split_sentences

HARD = ("a", ". ", ". '", '" ', "( a .) B ", "A. ", "dhr. ", "1. ", ",,", "... ", "’s ", "Ab.Cd", ".'\"", " ")
LEAST_SENTENCES = 20_000


def measure_speed(articles: list[Article]) -> tuple[int, float]:
    """Return the number of sentences and sentences a second, the best of three runs."""
    repeats = 1 + LEAST_SENTENCES // max(1, sum(len(segment(article)) for article in articles))
    best, n_sentences = float("inf"), 0
    for _ in range(3):
        start = time.perf_counter()
        n_sentences = sum(len(segment(article)) for _ in range(repeats) for article in articles)
        best = min(best, time.perf_counter() - start)
    return n_sentences, n_sentences / best


def measure_growth(pattern: str, size: int = 1_000_000) -> float:
    """Return how many times longer twice the text takes."""
    seconds = []
    for length in (size, 2 * size):
        text = "Begin. " + pattern * (length // len(pattern))
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            split_sentences(text)
            runs.append(time.perf_counter() - start)
        seconds.append(min(runs))
    return seconds[1] / max(seconds[0], 1e-6)


def main() -> None:
    """Measure and print."""
    paths = [Path(name) for name in sys.argv[1:]] or [Path(__file__).parent.parent / "seeds"]
    articles = [found for found in read_articles(paths) if isinstance(found, Article)]
    n_sentences, speed = measure_speed(articles)
    print(f"{speed:,.0f} sentences a second ({n_sentences:,} sentences)")
    for pattern in HARD:
        print(f"{pattern!r:14} twice the text takes {measure_growth(pattern):.1f} times as long")


if __name__ == "__main__":
    main()
