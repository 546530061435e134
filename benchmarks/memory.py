"""How fast a large memory is: 100,000 segments drafted, reviewed and written; prints one figure a line.

    python benchmarks/memory.py [SEGMENTS]

Needs no model. Figures to hold: opening 50 ms, an article of 2,000 segments 1 s, the file 100 MB.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from translate.document import Document, Segment, Span, TermOutcome, Translation
from translate.memory import (
    Draft,
    DraftKey,
    FileRecord,
    Memory,
    Origin,
    Review,
    open_memory,
    places_of,
)

SIGNATURE = "model:built-in|revision:3f2a9c0d11e4|engine:ctranslate2-int8|beam:4|segment:2|enforce:1"
ARTICLE_SEGMENTS = 2000


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took."""
    start = time.perf_counter()
    yield
    print(f"{what:<55} {(time.perf_counter() - start) * 1000:10.1f} ms")


def make_sentence(random_: random.Random, words: list[str]) -> str:
    """Return a sentence of 8 to 28 words, about 120 characters."""
    return " ".join(random_.choices(words, k=random_.randint(8, 28))).capitalize() + "."


def make_article(number: int, random_: random.Random, words: list[str]) -> Document:
    """Return an article of 2,000 sentences with their targets; one in five has a term."""
    translations = []
    for index in range(ARTICLE_SEGMENTS):
        outcome = TermOutcome(
            form="Koeleba",
            target="Kuleba",
            step="edited",
            rendering="Koeleba",
            source_span=Span(start=10, stop=17),
            target_span=Span(start=12, stop=18),
        )
        translations.append(
            Translation(
                segment=Segment(
                    id=f"2021-04-article-{number}:{index // 4 + 1}.{index % 4 + 1}",
                    text=make_sentence(random_, words),
                ),
                target=make_sentence(random_, words),
                terms=(outcome,) if index % 5 == 0 else (),
                score=-0.2,
            )
        )
    return Document(name=f"2021-04-article-{number}", translations=tuple(translations), signature=SIGNATURE)


def fill(memory: Memory, document: Document) -> None:
    """Remember an article's drafts, its reviews and what was written of it."""
    drafts = [
        Draft(
            key=DraftKey(source=row.segment.text, terms="1f0c9a2e1f0c9a2e" if row.terms else ""),
            draft=row.target.replace("a", "e") if row.terms else row.target,
            draft_score=-0.31,
            target=row.target,
            score=row.score,
            terms=row.terms,
        )
        for row in document.translations
    ]
    for start in range(0, len(drafts), 256):
        memory.store_drafts(SIGNATURE, drafts[start : start + 256])
    origin = Origin(file=f"{document.name}.tsv", who="a reviewer")
    places = places_of([row.segment for row in document.translations])
    memory.store_reviews(
        [
            Review(place=place, target=row.target, draft=row.target, origin=origin)
            for place, row in zip(places, document.translations, strict=True)
        ]
    )
    memory.store_written(
        document, [FileRecord(path=memory.path.parent / f"{document.name}.tsv", format="tsv", sha256="0" * 64)]
    )


def ask(path: Path, document: Document) -> None:
    """Open a filled memory and ask it about its last article."""
    segments = [row.segment for row in document.translations]
    keys = [
        DraftKey(source=row.segment.text, terms="1f0c9a2e1f0c9a2e" if row.terms else "")
        for row in document.translations
    ]
    with ExitStack() as stack:
        with timed("open"):
            memory = stack.enter_context(open_memory(path))
        with timed("recall the drafts of 2,000 segments"):
            assert None not in memory.recall_drafts(SIGNATURE, keys)
        with timed("recall the reviews of 2,000 segments"):
            assert all(known.review for known in memory.recall(places_of(segments)))
        with timed("recall 2,000 segments that are not there"):
            memory.recall_drafts(SIGNATURE, [DraftKey(source=f"{key.source}!") for key in keys])
        with timed("search"):
            memory.search("zzzz")
        with timed("first fuzzy match: the index is made"):
            memory.fuzzy(segments[0].text + " extra")
        with timed("100 fuzzy matches"):
            for segment in segments[:100]:
                assert memory.fuzzy(segment.text + " extra woord")


def main(n_segments: int) -> None:
    """Fill a memory and ask it."""
    random_ = random.Random(5)
    words = ["".join(random_.choices("abcdefghijklmnoprstuvwz", k=random_.randint(2, 9))) for _ in range(30_000)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.sqlite"
        with open_memory(path) as memory, timed(f"store {n_segments} segments: drafts, reviews, written"):
            for number in range(n_segments // ARTICLE_SEGMENTS):
                document = make_article(number, random_, words)
                fill(memory, document)
        print(f"{'file':<55} {path.stat().st_size / 1e6:10.1f} MB")
        ask(path, document)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
