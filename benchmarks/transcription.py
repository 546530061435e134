"""How many proposals for Slavic names are the usual English form, and how many other names are changed.

    python benchmarks/transcription.py benchmarks/data/transcription_dev.tsv

A list has two columns: the Dutch spelling and the usual English one. Where they are the same, nothing may be
proposed.
"""

import argparse
from pathlib import Path

from translate.language.transcription import propose


def main() -> None:
    """Print what went wrong, then the two shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--quiet", action="store_true", help="print the shares only")
    options = parser.parse_args()
    lines = options.path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    right = proposed = missed = changed = stay = 0
    for dutch, english in rows:
        proposal = propose(dutch)
        got = proposal.english if proposal else dutch
        if dutch == english:
            stay, changed = stay + 1, changed + (got != dutch)
        else:
            right, proposed, missed = right + (got == english), proposed + (got != dutch), missed + (got == dutch)
        if got != english and not options.quiet:
            print(f"{dutch} -> {got}, usual is {english}")
    differ = len(rows) - stay
    print(f"{right} of {differ} names that differ are right ({right / max(differ, 1):.1%})")
    print(
        f"{right} of {proposed} proposals for them are right ({right / max(proposed, 1):.1%}), {missed} had none"
    )
    print(f"{changed} of {stay} names that should stay were changed ({changed / max(stay, 1):.1%})")


if __name__ == "__main__":
    main()
