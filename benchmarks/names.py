"""A model folder in; out, how many names that it has never seen come through whole.

300 names that English spells as Dutch does must be copied exactly; 100 Slavic names in Dutch spelling must be
copied, or stand in a form that English uses. Each stands in one of ten carrier sentences.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from training.score import translate

DATA = Path(__file__).with_name("data")
_SOUNDS = {
    "tsj": "(?:tsj|tch|ch|tsh|č)",
    "sjtsj": "(?:sjtsj|shch|sch)",
    "sj": "(?:sj|sh|sch|š)",
    "zj": "(?:zj|zh|ž)",
    "ch": "(?:ch|kh|h)",
    "oe": "(?:oe|u|ou)",
    "ts": "(?:ts|tz|c)",
    "ij": "(?:ij|iy|y|i)",
    "jo": "(?:jo|yo|io|o|ë)",
    "jev": "(?:jev|yev|iev|ev)",
    "je": "(?:je|ye|ie|e)",
    "ja": "(?:ja|ya|ia|a)",
    "j": "(?:j|y|i)",
    "ii": "(?:ii|iy|yi|i)",
    "i": "(?:i|y|iy|yi)",
    "y": "(?:y|i|yi)",
    "e": "(?:e|ye|ie)",
    "g": "(?:g|h)",
    "k": "(?:k|c)",
    "s": "(?:s|ss)",
    "v": "(?:v|w)",
}


def english_forms(name: str) -> re.Pattern[str]:
    """Return a pattern of the name as it stands and of every spelling that English makes of its sounds.

    >>> [bool(english_forms("Koeleba").search(text)) for text in ("Kuleba said", "Koeleba said", "Koleba said")]
    [True, True, False]
    """
    sounds = "|".join(sorted(_SOUNDS, key=len, reverse=True))
    spelt = re.sub(sounds, lambda found: _SOUNDS[found[0]], name.lower())
    return re.compile(rf"(?<!\w)(?:{re.escape(name.lower())}|{spelt})(?!\w)", re.IGNORECASE)


def copied(name: str) -> re.Pattern[str]:
    """Return a pattern of exactly this name."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def read_lines(name: str) -> list[str]:
    """Return the lines of a data file."""
    return (DATA / name).read_text(encoding="utf-8").splitlines()


def failures(model: Path, names: list[str], patterns: list[re.Pattern[str]], beam: int) -> list[tuple[str, str]]:
    """Return the names that do not come through, with their translations."""
    carriers = read_lines("carriers.txt")
    sources = [carriers[index % len(carriers)].format(name) for index, name in enumerate(names)]
    found = translate(model, sources, beam)
    return [
        (name, text)
        for name, pattern, text in zip(names, patterns, found, strict=True)
        if not pattern.search(text)
    ]


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.names", description=__doc__)
    parser.add_argument("model", type=Path, help="MarianMT folder")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--show", type=int, default=0, help="print so many failures of each list")
    options = parser.parse_args(arguments)
    for title, file, pattern in (
        ("copied exactly", "names-copied.txt", copied),
        ("Slavic, copied or in English spelling", "names-slavic.txt", english_forms),
    ):
        names = read_lines(file)
        missed = failures(options.model, names, list(map(pattern, names)), options.beam)
        print(f"{title}: {len(names) - len(missed)} of {len(names)} ({1 - len(missed) / len(names):.1%})")
        for name, text in missed[: options.show]:
            print(f"    {name}\t{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
