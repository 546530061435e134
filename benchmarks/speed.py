"""How fast the engines are, next to what people use instead: one table, all systems in one run, interleaved.

    python benchmarks/speed.py SENTENCES [--reference FILE] [--count 400] [--rounds 3] [--beam-size 4] [--fast]
    python benchmarks/speed.py SENTENCES --opus-shape     (untrained weights of opus-mt-nl-en's shape)
    python benchmarks/speed.py SENTENCES --same           (float32 greedy: is every text that of the reference?)

SENTENCES holds one Dutch sentence a line; lines that are equal or hold more than one sentence are left out, since
this program translates the former once and cuts the latter. "This program" is a whole run, articles to TSV.
Every system translates the same sentences in every round, in turn, so that what else the machine does hits all of
them; the median of the rounds counts. Slow systems translate fewer sentences, and `naive` fewer still.
"""

import argparse
import importlib.util
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import engines

from translate.engines.fitting import SIZES
from translate.engines.folder import Model
from translate.engines.pieces import Pieces
from translate.models import find_builtin
from translate.segment import split_sentences

OWN = "this program"
GLOSSARY = Path(__file__).parent.parent / "glossary" / "nl-en.tsv"
SHARES = {"naive": 0.1, "easynmt style": 0.2, "transformers": 0.25}
"""Share of the sentences that a slow system translates."""
SHORT_PIECES = 30
"""Where untrained weights are stopped: they never end by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How fast a system was in one round."""

    per_s: float
    """Sentences a second."""
    cpu_ms: float
    """Processor time of a sentence, over all threads; does not depend on what else the machine does."""


def make_loaders(
    model: Model, converted: Path, arguments: argparse.Namespace
) -> dict[str, Callable[[], engines.System]]:
    """Return what loads each of the systems to compare, by name."""
    beam_size, most = arguments.beam_size, SHORT_PIECES if arguments.opus_shape else None
    loaders: dict[str, Callable[[], engines.System]] = {
        OWN: lambda: engines.whole(engines.load_ours(model, beam_size, most), beam_size),
        "with a glossary": lambda: engines.whole(engines.load_ours(model, beam_size, most), beam_size, GLOSSARY),
        "its engine alone": lambda: engines.ours(engines.load_ours(model, beam_size, most)),
        "raw ctranslate2": lambda: engines.raw(converted, Pieces(model.folder), beam_size, most or 256),
    }
    if arguments.opus_shape:
        del loaders["with a glossary"]  # whose terms untrained weights never honour by themselves
        for size in SIZES:
            load = partial(engines.load_shortlisted, model, beam_size, size, most)
            loaders[f"shortlist {size}"] = lambda load=load: engines.whole(load(), beam_size)  # type: ignore[misc]
        return loaders
    if importlib.util.find_spec("argostranslate"):
        loaders["argos translate"] = lambda: engines.argos(converted, Pieces(model.folder), beam_size)
    if not arguments.fast:
        loaders["transformers"] = lambda: engines.batched(model, beam_size)
        loaders["easynmt style"] = lambda: engines.easynmt(model, beam_size)
        loaders["naive"] = lambda: engines.naive(model, beam_size)
    return loaders


def measure(
    systems: dict[str, engines.System], sentences: Sequence[str], rounds: int
) -> tuple[dict[str, list[Speed]], dict[str, list[str]]]:
    """Return the speeds of all rounds, and the texts of the last one."""
    speeds: dict[str, list[Speed]] = {name: [] for name in systems}
    texts: dict[str, list[str]] = {}
    for _ in range(rounds):
        for name, translate in systems.items():
            chosen = sentences[:: round(1 / SHARES.get(name, 1.0))]
            start_s, start_cpu_s = time.perf_counter(), time.process_time()
            texts[name] = translate(chosen)
            passed_s, cpu_s = time.perf_counter() - start_s, time.process_time() - start_cpu_s
            speeds[name].append(Speed(per_s=len(chosen) / passed_s, cpu_ms=1000 * cpu_s / len(chosen)))
    return speeds, texts


def print_table(
    speeds: dict[str, list[Speed]],
    texts: dict[str, list[str]],
    sentences: Sequence[str],
    references: Sequence[str],
) -> None:
    """Print one row a system; a ratio says how many times faster this program is."""
    words = statistics.mean(len(sentence.split()) for sentence in sentences)
    print(
        f"{'system':16} {'sentences/s':>11} {'words/s':>8} {'ratio':>6} {'cpu ms':>7} {'ratio':>6} {'chrF2':>6}"
    )
    for name, found in speeds.items():
        speed = statistics.median(one.per_s for one in found)
        cpu_ms = statistics.median(one.cpu_ms for one in found)
        ratio = statistics.median(own.per_s / one.per_s for own, one in zip(speeds[OWN], found, strict=True))
        cpu_ratio = statistics.median(
            one.cpu_ms / own.cpu_ms for own, one in zip(speeds[OWN], found, strict=True)
        )
        step = round(1 / SHARES.get(name, 1.0))
        quality = f"{chrf(texts[name], references[::step]):6.1f}" if references else "     -"
        print(
            f"{name:16} {speed:11.1f} {speed * words:8.0f} {ratio:6.2f} {cpu_ms:7.1f} {cpu_ratio:6.2f} {quality}"
        )


def print_starts(loaders: dict[str, Callable[[], engines.System]], sentence: str) -> None:
    """Print how long each system takes to its first sentence, and its peak memory, in a process of its own."""
    print(f"\n{'system':16} {'first sentence, s':>18} {'peak memory, MB':>16}")
    context = multiprocessing.get_context("fork")
    for name, load in loaders.items():
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_start, args=(load, sentence, sender))
        process.start()
        first_s, peak_mb = receiver.recv()
        process.join()
        print(f"{name:16} {first_s:18.2f} {peak_mb:16.0f}")


def _start(load: Callable[[], engines.System], sentence: str, sender: Connection) -> None:
    start_s = time.perf_counter()
    load()([sentence])
    first_s = time.perf_counter() - start_s
    sender.send((first_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def chrf(texts: Sequence[str], references: Sequence[str]) -> float:
    """Return the chrF2 of a corpus.

    Source: Popović 2015, https://aclanthology.org/W15-3049
    """
    counts = [[0, 0, 0] for _ in range(6)]
    for text, reference in zip(texts, references, strict=True):
        for order, count in enumerate(counts, 1):
            ours, theirs = (_grams("".join(side.split()), order) for side in (text, reference))
            count[0] += sum(min(n, theirs.get(gram, 0)) for gram, n in ours.items())
            count[1] += sum(ours.values())
            count[2] += sum(theirs.values())
    scores = []
    for same, ours_n, theirs_n in counts:
        precision, recall = same / max(1, ours_n), same / max(1, theirs_n)
        scores.append(5 * precision * recall / max(1e-9, 4 * precision + recall))
    return 100 * statistics.mean(scores)


def _grams(text: str, order: int) -> dict[str, int]:
    grams: dict[str, int] = {}
    for index in range(len(text) - order + 1):
        gram = text[index : index + order]
        grams[gram] = grams.get(gram, 0) + 1
    return grams


def compare(model: Model, sentences: Sequence[str]) -> None:
    """Print how many texts of the fast engine are those of the reference engine, both float32 and greedy."""
    fast, reference = (
        engines.ours(engines.load_ours(model, 1, engine=name)) for name in ("ctranslate2-float32", "transformers")
    )
    same = sum(one == other for one, other in zip(fast(sentences), reference(sentences), strict=True))
    print(f"float32 greedy: {same} of {len(sentences)} texts are those of the reference engine")


def main() -> None:
    """Parse the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--opus-shape", action="store_true")
    parser.add_argument("--fast", action="store_true", help="leave transformers out")
    parser.add_argument("--same", action="store_true")
    arguments = parser.parse_args()
    lines = arguments.sentences.read_text(encoding="utf-8").splitlines()
    translations = arguments.reference.read_text(encoding="utf-8").splitlines() if arguments.reference else lines
    whole = {
        line.strip(): translation
        for line, translation in zip(lines, translations, strict=True)
        if len(split_sentences(line)) == 1
    }
    sentences = list(whole)[: arguments.count]
    references = list(whole.values())[: arguments.count] if arguments.reference else []
    model = find_builtin()
    if arguments.same:
        compare(model, sentences)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.opus_shape:
            model = engines.make_opus_shape(folder / "model", model.folder)
        loaders = make_loaders(model, folder / "raw", arguments)
        convert = multiprocessing.get_context("fork").Process(
            target=engines.make_raw, args=(model, folder / "raw")
        )
        convert.start()  # in a process of its own: this one stays free of torch until a system needs it
        convert.join()
        print_starts(loaders, sentences[0])
        systems = {name: load() for name, load in loaders.items()}
        speeds, texts = measure(systems, sentences, arguments.rounds)
    print_table(speeds, texts, sentences, references)


if __name__ == "__main__":
    main()
