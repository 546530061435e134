"""How time and memory of a whole run grow with its size: `python benchmarks/growth.py [--sizes 1000 10000 ...]`.

Made-up articles of 1,000 segments each are run from the command line into a new folder, with the project's
glossary; one process for each size, so that each peak of memory is its own.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = """
de het een van in op met voor minister regering land stad oorlog vrede sancties troepen grens leger Rusland
Oekraïne NAVO Koeleba Kiev Krim zegt meldt besloot vandaag gisteren nieuwe grote kleine eerste tweede jaar
"""
WORDS = TEXT.split()


def write_articles(folder: Path, n_segments: int) -> None:
    """Write articles of at most 1,000 segments, each segment a paragraph."""
    chooser = random.Random(1)
    for number, start in enumerate(range(0, n_segments, 1000)):
        size = min(1000, n_segments - start)
        lines = [f"Zin {start + index} {' '.join(chooser.choices(WORDS, k=12))}." for index in range(size)]
        (folder / f"a{number:05}.txt").write_text("\n\n".join(lines), encoding="utf-8")


def measure(n_segments: int, arguments: argparse.Namespace) -> None:
    """Run one size and print its figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        write_articles(folder / "in", n_segments)
        command = [sys.executable, "-m", "translate", "run", str(folder / "in"), "--output", str(folder / "out")]
        command += ["--engine", arguments.engine, "--model", arguments.model, "--format", "tsv"]
        command += ["--glossary", str(ROOT / "glossary" / "nl-en.tsv")]
        start = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    each, peak = 1e3 * user / n_segments, after.ru_maxrss // 1024
    print(f"| {n_segments:,} | {seconds:.1f} | {user:.1f} | {each:.2f} | {peak} |", flush=True)


def main() -> None:
    """Read the command line and print a table; sizes grow, so that the peak is that of the last process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="echo")
    parser.add_argument("--model", default="built-in")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000, 100_000])
    arguments = parser.parse_args()
    print("| segments | wall s | user s | user ms a segment | peak MB |\n|---|---|---|---|---|")
    for n_segments in sorted(arguments.sizes):
        measure(n_segments, arguments)


if __name__ == "__main__":
    main()
