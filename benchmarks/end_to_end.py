"""A whole run next to CTranslate2 alone: the price of everything around decoding.

    python benchmarks/end_to_end.py SENTENCES [--count 1000] [--rounds 3] [--beam-size 4]

The whole run reads articles, cuts them into sentences, translates, checks, remembers and writes a TSV, in a new
folder each time, without a glossary; then the same with this project's glossary. CTranslate2 alone is one
`translate_batch` over the same sentences, already cut, on the same weights. Both load their model from disk
within the time. Median of the rounds, in turn; CPU time is over all threads.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import engines

from translate.engines.folder import Model
from translate.engines.interface import EngineOptions
from translate.engines.pieces import Pieces
from translate.models import find_builtin
from translate.pipeline import ArticleDone, RunOptions, run
from translate.segment import split_sentences

GLOSSARY = Path(__file__).parent.parent / "glossary" / "nl-en.tsv"
PARAGRAPHS = 40
"""Sentences of an article, each a paragraph, so that they are cut as they stand."""


def write_articles(folder: Path, sentences: Sequence[str]) -> Path:
    """Write the sentences as articles."""
    folder.mkdir()
    for start in range(0, len(sentences), PARAGRAPHS):
        text = "\n\n".join(sentences[start : start + PARAGRAPHS])
        (folder / f"a{start:06}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


def run_whole(source: Path, beam_size: int, glossary: Path | None, model: str) -> int:
    """Translate all articles into a new folder; return the number of segments."""
    with tempfile.TemporaryDirectory() as output:
        options = RunOptions(
            paths=(source,),
            output=Path(output),
            formats=("tsv",),
            glossary=glossary,
            model=model,
            engine_options=EngineOptions(beam_size=beam_size, batch_tokens=engines.BATCH_TOKENS),
        )
        return sum(len(event.document.translations) for event in run(options) if isinstance(event, ArticleDone))


def run_raw(model: Model, folder: Path, sentences: Sequence[str], beam_size: int) -> int:
    """Load the model and translate."""
    return len(engines.raw(folder, Pieces(model.folder), beam_size)(sentences))


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beam-size", type=int, default=4)
    arguments = parser.parse_args()
    lines = arguments.sentences.read_text(encoding="utf-8").splitlines()
    cut = dict.fromkeys(line[span.start : span.stop] for line in lines for span in split_sentences(line))
    sentences = list(cut)[: arguments.count]
    model, beam_size = find_builtin(), arguments.beam_size
    with tempfile.TemporaryDirectory() as name:
        source, raw = write_articles(Path(name) / "in", sentences), Path(name) / "raw"
        convert = multiprocessing.get_context("fork").Process(target=engines.make_raw, args=(model, raw))
        convert.start()
        convert.join()
        systems: dict[str, Callable[[], int]] = {
            "raw ctranslate2": lambda: run_raw(model, raw, sentences, beam_size),
            "whole run": lambda: run_whole(source, beam_size, None, "built-in"),
            "with glossary": lambda: run_whole(source, beam_size, GLOSSARY, "built-in"),
        }
        walls: dict[str, list[float]] = {key: [] for key in systems}
        cpus: dict[str, list[float]] = {key: [] for key in systems}
        counts: dict[str, int] = {}
        for _ in range(arguments.rounds):
            for key, system in systems.items():
                wall_s, cpu_s = time.perf_counter(), time.process_time()
                counts[key] = system()
                walls[key].append(time.perf_counter() - wall_s)
                cpus[key].append(time.process_time() - cpu_s)
    print(
        "| system | segments | wall s | cpu s | raw / this, wall | raw / this, cpu |\n|---|---|---|---|---|---|"
    )
    for key in systems:
        wall, cpu = statistics.median(walls[key]), statistics.median(cpus[key])
        ratios = [
            statistics.median(
                ours / theirs for ours, theirs in zip(times["raw ctranslate2"], times[key], strict=True)
            )
            for times in (walls, cpus)
        ]
        print(f"| {key} | {counts[key]} | {wall:.2f} | {cpu:.2f} | {ratios[0]:.3f} | {ratios[1]:.3f} |")


if __name__ == "__main__":
    main()
